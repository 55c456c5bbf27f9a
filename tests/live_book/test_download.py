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
