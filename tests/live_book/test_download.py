"""The whole site as one file."""

import io
import zipfile

from live_book.finish import download

from .sites import raw_site


def test_the_download_holds_what_pages_refer_to_and_is_the_same_each_time(tmp_path):
    site = raw_site(tmp_path / "site")
    pages = {"chapters/page.html": (site / "chapters/page.html").read_text()}
    (site / "_static/two.css").write_text('a{background:url("a%20b.png")}')
    (site / "_static/a b.png").write_bytes(b"x")
    (site / "_static/unused.js").write_text("x")
    name, first = download.archive("A Book: of Two", site, pages)
    assert name == "a-book-of-two.zip"
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        names = {name.removeprefix("a-book-of-two/") for name in packed.namelist()}
    assert names == {
        "READ ME.txt", "chapters/page.html", "_static/one.css", "_static/two.css", "_static/one.js", "_static/two.js",
        "_static/a b.png", "_static/figures/f.css",
    }  # fmt: skip
    assert download.archive("A Book: of Two", site, pages) == (name, first)


def test_the_edition_with_python_holds_the_whole_site_and_its_pages_know_it(tmp_path):
    site = raw_site(tmp_path / "site")
    (site / "_static/python").mkdir()
    (site / "_static/python/stdlib.zip").write_bytes(b"x")
    (site / "a-book.zip").write_bytes(b"the small edition")
    (site / "page.html").write_text('<!DOCTYPE html>\n<html lang="en">')
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    name, content = download.archive_with_python("A Book", site, names)
    assert name == "a-book-with-python.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        found = {name.removeprefix("a-book-with-python/") for name in packed.namelist()}
        assert found == {"READ ME.txt", *names} - {"a-book.zip"} and "_static/python/stdlib.zip" in found
        assert b'<html data-with-python lang="en">' in packed.read("a-book-with-python/page.html")
        assert b"python -m http.server" in packed.read("a-book-with-python/READ ME.txt")
