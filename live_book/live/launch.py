"""Where a page's code can be run, as the book is set up: its live cells, and the links that open it as a notebook.

In `_config.yml`: Jupyter Book's own `launch_buttons` name a BinderHub, a JupyterHub and Colab; `live_book_cells_on`
says which of them runs live cells (CONTRIBUTING.md has the recipes). The same from the environment, which goes first:
BOOK_BINDERHUB_URL, BOOK_JUPYTERHUB_URL, BOOK_CELLS_ON. Of the address of a page nothing is ever taken.
"""

import os
import re
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode, urlsplit

from sphinx.errors import ConfigError

from .. import repository
from .page_python import sources

NOTEBOOKS = "notebooks"  # the branch that the published .ipynb are pushed to (.github/workflows/pages.yml)
DOWNLOADS = {  # where the theme has endings of files alone
    "download-source-button": "Source text (.md)",
    "download-pdf-button": "Print, or save as PDF",
}
HOSTS = {"https://github.com/": "gh", "https://gitlab.com/": "gl"}


@dataclass(frozen=True)
class Services:
    """What the settings name; "" for what they do not."""

    binderhub: str = ""
    jupyterhub: str = ""
    colab: str = ""
    cells_on: str = "page"  # or "binderhub", "jupyterhub", "nothing", or the address of a Jupyter server


def connect(app):
    app.add_config_value("live_book_cells_on", "page", "env")
    app.add_config_value("live_book_hosts", [], "env")
    app.connect("config-inited", read_settings, priority=90)
    app.connect("html-page-context", offer_launches, priority=502)  # after the theme has begun its list of buttons


def read_settings(app, config):
    """Take over the launch buttons: the theme's would open sources, not notebooks, and name hosts without words."""
    named = config.html_theme_options.pop("launch_buttons", {}) or {}
    config.live_book_services = services(named, config.live_book_cells_on)
    # so that pages are written anew when it changes
    config.html_context["live_book"] = repr((config.live_book_services, sources.is_fetched()))
    for host in config.live_book_hosts:
        _checked("live_book_hosts", host)


def services(named, cells_on, environ=os.environ):
    """The services from `launch_buttons`, `live_book_cells_on` and the environment.

    Raises ConfigError for an address that is none, or not https: a published page could not talk to it.
    """
    found = Services(
        binderhub=environ.get("BOOK_BINDERHUB_URL") or named.get("binderhub_url") or "",
        jupyterhub=environ.get("BOOK_JUPYTERHUB_URL") or named.get("jupyterhub_url") or "",
        colab=named.get("colab_url") or "",
        cells_on=environ.get("BOOK_CELLS_ON") or cells_on,
    )
    found = Services(**{name: address.rstrip("/") for name, address in vars(found).items()})
    for name in "binderhub", "jupyterhub", "colab":
        _checked(f"{name}_url", getattr(found, name))
    if found.cells_on == "jupyterhub" and not found.jupyterhub:
        raise ConfigError("live_book_cells_on is jupyterhub, but launch_buttons has no jupyterhub_url: add it.")
    if found.cells_on not in ("page", "binderhub", "jupyterhub", "nothing"):
        _checked("live_book_cells_on", found.cells_on, "page, binderhub, jupyterhub, nothing, or ")
    return found


def _checked(name, address, otherwise=""):
    parts = re.fullmatch(r"(https?)://([\w.-]+)(:\d+)?(/[\w.~/-]*)?", address)
    is_local = parts and parts[2] in ("127.0.0.1", "localhost")
    if address and not (parts and (parts[1] == "https" or is_local)):
        raise ConfigError(f"{name} is {address!r}; it should be {otherwise}an address like https://hub.example.edu.")


def where(services, url, ref):
    """What `_live.json` tells a published page of where its cells run.

    >>> where(Services("https://mybinder.org", cells_on="binderhub"), "https://github.com/someone/book", "main")["repo"]
    'someone/book'
    >>> where(Services("https://mybinder.org", cells_on="binderhub"), "", "main")  # nothing that Binder could build
    {'cells': 'nothing'}
    """
    if services.cells_on == "page":
        return {"cells": "page"}
    if services.cells_on == "binderhub" and services.binderhub and url:
        return {"cells": "binderhub", "address": services.binderhub, **_binder_repository(url), "ref": ref}
    if services.cells_on == "jupyterhub":
        return {"cells": "jupyterhub", "address": services.jupyterhub}
    if services.cells_on.startswith("http"):
        return {"cells": "jupyter", "address": services.cells_on + "/"}
    return {"cells": "nothing"}


def _binder_repository(url):
    """A repository as Thebe wants it named for Binder."""
    for host, provider in ("https://github.com/", "github"), ("https://gitlab.com/", "gitlab"):
        if url.startswith(host):
            return {"provider": provider, "repo": url.removeprefix(host)}
    return {"provider": "git", "repo": url}


def where_cells_run(config):
    """What a book of these settings tells its pages of where their cells run.

    Where the Python of a page has not been fetched, as before a first `make serve`, Binder stands in.
    """
    services = config.live_book_services
    if services.cells_on == "page" and not sources.is_fetched():
        services = replace(services, cells_on="binderhub")
    return where(services, repository.repository_url(), repository.launched())


# --- addresses that open a page as a notebook ----------------------------------------------------


def binder_url(binderhub, url, ref, path):
    """Open the file at `path` of a repository in JupyterLab on Binder. Source: mybinder.readthedocs.io.

    >>> binder_url("https://mybinder.org", "https://github.com/someone/book", "main", "chapters/x.md")
    'https://mybinder.org/v2/gh/someone/book/main?urlpath=lab/tree/chapters/x.md'
    >>> binder_url("https://mybinder.org", "https://gitlab.com/group/sub/book", "main", "x.md")
    'https://mybinder.org/v2/gl/group%2Fsub%2Fbook/main?urlpath=lab/tree/x.md'
    """
    host = next((host for host in HOSTS if url.startswith(host)), "")
    provider = HOSTS.get(host, "git")
    name = url.removeprefix(host)
    name = name if provider == "gh" else quote(name, safe="")
    return f"{binderhub}/v2/{provider}/{name}/{quote(ref)}?{urlencode({'urlpath': f'lab/tree/{path}'}, safe='/')}"


def hub_url(jupyterhub, url, branch, path):
    """Copy the repository to the reader's place on a JupyterHub, then open the file. Source: nbgitpuller's docs.

    >>> hub_url("https://hub.example.edu", "https://github.com/someone/book", "main", "chapters/x.md")
    'https://hub.example.edu/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fsomeone%2Fbook&branch=main&urlpath=lab%2Ftree%2Fbook%2Fchapters%2Fx.md'
    """
    folder = url.rsplit("/", 1)[1].removesuffix(".git")
    query = urlencode({"repo": url, "branch": branch, "urlpath": f"lab/tree/{folder}/{path}"})
    return f"{jupyterhub}/hub/user-redirect/git-pull?{query}"


def colab_url(colab, url, pagename):
    """Open the published notebook of a page in Colab, which reads from GitHub alone; "" for other hosts.

    >>> colab_url("https://colab.research.google.com", "https://github.com/someone/book", "chapters/x")
    'https://colab.research.google.com/github/someone/book/blob/notebooks/chapters/x.ipynb'
    >>> colab_url("https://colab.research.google.com", "https://gitlab.com/someone/book", "chapters/x")
    ''
    """
    if not url.startswith("https://github.com/"):
        return ""
    return f"{colab}/github/{url.removeprefix('https://github.com/')}/blob/{NOTEBOOKS}/{quote(pagename)}.ipynb"


# --- the menu -------------------------------------------------------------------------------------


def links(services, pagename, source):
    """The launches of one page as {name: address}; none without a repository to launch."""
    url = repository.repository_url()
    if not url:
        return {}
    found = {}
    if services.binderhub:
        found["binder"] = binder_url(services.binderhub, url, repository.launched(), source)
    if services.jupyterhub:
        found["jupyterhub"] = hub_url(services.jupyterhub, url, repository.branch(), source)
    if services.colab and colab_url(services.colab, url, pagename):
        found["colab"] = colab_url(services.colab, url, pagename)
    return found


def labels(services):
    """What the reader is told of each launch."""
    return {
        "binder": f"Open on {urlsplit(services.binderhub).netloc}: no account; takes minutes, keeps nothing",
        "jupyterhub": f"Open on your course's hub, {urlsplit(services.jupyterhub).netloc}: keeps what you do",
        "colab": "Open in Google Colab: needs a Google account",
    }


def has_code(html):
    """Does a page show code that can be run?"""
    return '<div class="cell_input' in html


def offer_launches(app, pagename, templatename, context, doctree):
    """The menu of launches, and the notebook among the downloads, which are named in words."""
    downloads = next((each for each in context["header_buttons"] if each.get("label") == "download-buttons"), {})
    for button in downloads.get("buttons", []):
        button["text"] = DOWNLOADS.get(button["label"], button["text"])
    if not has_code(context.get("body", "")):
        return
    notebook = {"type": "link", "text": "Notebook (.ipynb)", "icon": "fas fa-code", "label": "download-notebook-button"}
    downloads["buttons"].insert(0, notebook | {"url": pagename.rsplit("/", 1)[-1] + ".ipynb"})
    services = app.config.live_book_services
    source = os.path.relpath(app.env.doc2path(pagename), app.srcdir).replace(os.sep, "/")
    buttons = [
        {"type": "link", "text": labels(services)[name], "url": url, "icon": "", "label": f"launch-{name}"}
        for name, url in links(services, pagename, source).items()
    ]
    if buttons:
        group = {"type": "group", "icon": "fas fa-rocket", "buttons": buttons, "label": "launch-buttons"}
        context["header_buttons"].insert(0, group | {"tooltip": "Open this chapter as a notebook"})
