"""Where code can be run: settings, addresses in the formats that the services document, policies."""

import pytest
from sphinx.errors import ConfigError

from live_book.live import csp, launch
from live_book.live.launch import Services, binder_url, colab_url, hub_url, services, where

HUB = "https://hub.example.edu"
BINDER = "https://mybinder.org"
COLAB = "https://colab.research.google.com"
GITHUB, FORK = "https://github.com/someone/book", "https://github.com/a-fork/of-it"


# --- settings ---------------------------------------------------------------------------------------


def test_what_is_set_is_what_is_used_and_the_environment_goes_first():
    named = {"binderhub_url": BINDER + "/", "jupyterhub_url": "", "colab_url": COLAB}
    assert services(named, "binderhub", {}) == Services(BINDER, "", COLAB, "binderhub")
    environ = {"BOOK_BINDERHUB_URL": "https://binder.example.edu", "BOOK_JUPYTERHUB_URL": HUB}
    assert services(named, "binderhub", environ | {"BOOK_CELLS_ON": "jupyterhub"}) == Services(
        "https://binder.example.edu", HUB, COLAB, "jupyterhub"
    )
    assert services({}, "nothing", {}) == Services(cells_on="nothing")


@pytest.mark.parametrize(
    "named, cells_on, says",
    [
        ({"binderhub_url": "mybinder.org"}, "binderhub", "binderhub_url is 'mybinder.org'"),
        ({"jupyterhub_url": "http://hub.example.edu"}, "binderhub", "like https://hub.example.edu"),
        ({"jupyterhub_url": "https://hub.example.edu/?token=x"}, "binderhub", "jupyterhub_url"),
        ({"binderhub_url": "https://user:secret@binder.org"}, "binderhub", "binderhub_url"),
        ({}, "jupyterhub", "add it"),
        ({}, "my laptop", "page, binderhub, jupyterhub, nothing, or an address"),
        ({}, 'https://evil.example/"; script-src *', "live_book_cells_on"),
    ],
)
def test_a_setting_that_cannot_work_is_one_sentence(named, cells_on, says):
    with pytest.raises(ConfigError) as error:
        services(named, cells_on, {})
    assert says in str(error.value)


@pytest.mark.parametrize(
    "settings, url, told",
    [
        (Services(BINDER, cells_on="binderhub"), GITHUB, {"cells": "binderhub", "address": BINDER, "provider": "github", "repo": "someone/book", "ref": "main"}),
        (Services(BINDER, cells_on="binderhub"), FORK, {"cells": "binderhub", "address": BINDER, "provider": "github", "repo": "a-fork/of-it", "ref": "main"}),
        (Services(BINDER, cells_on="binderhub"), "https://gitlab.com/a/b/c", {"cells": "binderhub", "address": BINDER, "provider": "gitlab", "repo": "a/b/c", "ref": "main"}),
        (Services(BINDER, cells_on="binderhub"), "https://git.example.edu/b", {"cells": "binderhub", "address": BINDER, "provider": "git", "repo": "https://git.example.edu/b", "ref": "main"}),
        (Services(BINDER, cells_on="binderhub"), "", {"cells": "nothing"}),
        (Services(cells_on="binderhub"), GITHUB, {"cells": "nothing"}),
        (Services(BINDER), GITHUB, {"cells": "page"}),
        (Services(BINDER, HUB, cells_on="jupyterhub"), "", {"cells": "jupyterhub", "address": HUB}),
        (Services(BINDER, cells_on="https://jupyter.example.edu/a"), "", {"cells": "jupyter", "address": "https://jupyter.example.edu/a/"}),
        (Services(BINDER, HUB, cells_on="nothing"), GITHUB, {"cells": "nothing"}),
    ],
)  # fmt: skip
def test_pages_are_told_where_their_cells_run(settings, url, told):
    assert where(settings, url, "main") == told


# --- addresses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url, ref, path, address",
    [  # mybinder.readthedocs.io: /v2/<provider>/<spec>?urlpath=…; the provider's spec at binderhub.readthedocs.io
        (GITHUB, "main", "chapters/x.md", "/v2/gh/someone/book/main?urlpath=lab/tree/chapters/x.md"),
        (FORK, "0123abc", "index.md", "/v2/gh/a-fork/of-it/0123abc?urlpath=lab/tree/index.md"),
        (GITHUB, "next/one", "a b/c/x.md", "/v2/gh/someone/book/next/one?urlpath=lab/tree/a+b/c/x.md"),
        ("https://gitlab.com/a/b/c", "main", "x.md", "/v2/gl/a%2Fb%2Fc/main?urlpath=lab/tree/x.md"),
        ("https://git.example.edu/b.git", "main", "x.md", "/v2/git/https%3A%2F%2Fgit.example.edu%2Fb.git/main?urlpath=lab/tree/x.md"),
    ],
)  # fmt: skip
def test_the_address_on_binder_is_as_documented(url, ref, path, address):
    assert binder_url(BINDER, url, ref, path) == BINDER + address


def test_the_address_on_a_hub_is_as_nbgitpuller_documents():
    start = f"{HUB}/hub/user-redirect/git-pull?repo=https%3A%2F%2F"
    assert hub_url(HUB, FORK, "main", "chapters/deep/x.md") == (
        f"{start}github.com%2Fa-fork%2Fof-it&branch=main&urlpath=lab%2Ftree%2Fof-it%2Fchapters%2Fdeep%2Fx.md"
    )
    assert "urlpath=lab%2Ftree%2Fb%2Fx.md" in hub_url(HUB, "https://git.example.edu/b.git", "main", "x.md")


def test_the_address_on_colab_is_as_documented_and_colab_reads_github_alone():
    assert (
        colab_url(COLAB, FORK, "chapters/deep/x") == f"{COLAB}/github/a-fork/of-it/blob/notebooks/chapters/deep/x.ipynb"
    )
    assert colab_url(COLAB, "https://gitlab.com/a/b", "x") == ""
    assert colab_url(COLAB, "https://github.com.evil.example/a/b", "x") == ""


def test_a_page_has_the_links_that_work_for_it(monkeypatch):
    everything = Services(BINDER, HUB, COLAB)
    monkeypatch.setattr(launch.repository, "launched", lambda: "main")
    monkeypatch.setattr(launch.repository, "branch", lambda: "main")
    for url, names in [
        (GITHUB, ["binder", "jupyterhub", "colab"]),
        ("https://gitlab.com/a/b", ["binder", "jupyterhub"]),
        ("", []),
    ]:
        monkeypatch.setattr(launch.repository, "repository_url", lambda url=url: url)
        assert list(launch.links(everything, "chapters/x", "chapters/x.md")) == names
    monkeypatch.setattr(launch.repository, "repository_url", lambda: GITHUB)
    assert list(launch.links(Services(), "chapters/x", "chapters/x.md")) == []


# --- policy ---------------------------------------------------------------------------------------------


def test_a_page_may_talk_to_whom_the_settings_name_and_to_nobody_else():
    assert csp.hosts({"cells": "nothing"}, ["https://other.example"]) == []
    assert csp.hosts({"cells": "jupyter", "address": HUB + "/a/"}) == [HUB, "wss://hub.example.edu"]
    local = csp.hosts({"cells": "jupyter", "address": "http://localhost:8888/"})
    assert local == ["http://localhost:8888", "ws://localhost:8888"]
    mybinder = csp.hosts({"cells": "binderhub", "address": BINDER})
    assert {BINDER, "https://*.mybinder.org", "wss://*.mybinder.org"} <= set(mybinder)
    others = csp.hosts({"cells": "binderhub", "address": "https://binder.example.edu"}, [HUB])
    assert others == ["https://binder.example.edu", HUB, "wss://binder.example.edu", "wss://hub.example.edu"]
    assert csp.published([]).endswith("; connect-src 'self' blob:") and "; base-uri 'none';" in csp.published([])
    assert "frame-ancestors" not in csp.published(others)  # browsers complain of it in a page
