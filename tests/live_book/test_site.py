"""From Sphinx's output to the site: a build after a build changes nothing, and what is no longer made goes."""

from types import SimpleNamespace

import pytest

from live_book import finish

from .sites import raw_site


@pytest.fixture
def app(tmp_path):
    raw_site(tmp_path / "sphinx")
    (tmp_path / "sphinx/.buildinfo").write_text("Sphinx's own")
    (tmp_path / "sphinx/searchindex.js").write_text("Search.setIndex({})")
    (tmp_path / "html").mkdir()
    builder = SimpleNamespace(format="html", outdir=tmp_path / "html", epilog="")
    env = SimpleNamespace(found_docs=set())
    config = SimpleNamespace(html_title="A Book", live_book_tools={}, html_baseurl="")
    app = SimpleNamespace(outdir=tmp_path / "html", builder=builder, env=env, config=config)
    finish.write_beside_the_site(app)
    return app


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_sphinx_writes_beside_the_site_and_its_output_stays_what_it_was(app, tmp_path):
    assert app.outdir == app.builder.outdir == tmp_path / "sphinx" and app.live_book_site == tmp_path / "html"
    raw = contents(tmp_path / "sphinx")
    finish.write_site(app, None)
    assert contents(tmp_path / "sphinx") == raw
    site = contents(tmp_path / "html")
    assert {"chapters/page.html", "searchindex.js", "_static/one.css", "a-book.zip"} < set(site)
    assert ".buildinfo" not in site and site["chapters/page.html"] != raw["chapters/page.html"]


def test_a_second_build_writes_nothing_and_what_is_no_longer_made_goes(app, tmp_path):
    site = tmp_path / "html"
    finish.write_site(app, None)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    (site / "old").mkdir()
    (site / "old/page.html").write_text("of an earlier build")
    finish.write_site(app, None)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == before
    assert not (site / "old").exists()


def test_a_build_that_failed_leaves_the_site_alone(app, tmp_path):
    finish.write_site(app, RuntimeError("no"))
    assert contents(tmp_path / "html") == {}


def test_a_document_that_is_gone_leaves_no_page_behind(app, tmp_path):
    (tmp_path / "sphinx/_sources/chapters").mkdir(parents=True)
    (tmp_path / "sphinx/_sources/chapters/page.md").write_text("# A page")
    assert finish.drop_removed(app, app.env, set(), set(), {"chapters/page"}) == []
    finish.write_site(app, None)
    assert not [name for name in contents(tmp_path / "html") if name.startswith(("chapters/page", "_sources"))]


def test_what_a_page_tells_of_all_chapters_is_told_of_those_with_a_card_in_the_order_of_reading(app, tmp_path):
    card = '<article><h1>{}</h1><div class="chapter-card"><p><strong>Time</strong> {}</p></div></article>'
    pages = {
        "index.html": '<div class="chapter-map"><ol><li><p><a href="two.html">Two</a></p></li></ol></div>',
        "claims.html": '<div class="claims-ledger docutils container">\n</div>',
        "one.html": card.format("One", "1 minute"),
        "two.html": card.format("Two", "2 minutes"),
        "about.html": "<article><h1>About</h1></article>",
    }
    (tmp_path / "claims.yml").write_text("{}")
    app.confdir, app.config.live_book_claims, app.config.root_doc = tmp_path, "claims.yml", "index"
    app.env.toctree_includes = {"index": ["two", "about", "one", "claims"]}
    made, small = finish.with_summaries(app, pages)
    assert "2 minutes" in made["index.html"] and small == {}
    told = made["claims.html"]
    assert told.index("<h2>Two") < told.index("<h2>One") and "About" not in told
    assert [made[name] == pages[name] for name in ("one.html", "two.html", "about.html")] == [True] * 3
