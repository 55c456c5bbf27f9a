"""A chapter printed by the browser: bookmarks, links, fonts, and no answer beside its question."""

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from live_book import pages
from live_book.folders import SITE
from live_book.paper import __main__ as paper
from live_book.paper import printing, sheets

NAME = "chapters/depth"


@pytest.fixture(scope="module")
def printout(browser, tmp_path_factory):
    """The chapter's PDF, printed twice: the first, the second, and the document they are of."""
    (folder := tmp_path_factory.mktemp("built") / "paper").mkdir()
    (folder.parent / "html").symlink_to(SITE, target_is_directory=True)
    text = sheets.document(paper.book_of(SITE), [NAME], "Folding")
    files = [folder / "first.pdf", folder / "second.pdf"]
    for file in files:
        printing.printed(browser, text, file, folder, "D:20270101000000Z")
    return *files, BeautifulSoup(text, "html.parser")


def bookmarks(outline):
    for entry in outline:
        yield from bookmarks(entry) if isinstance(entry, list) else [entry.title]


def fonts(pdf):
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield from font.get_object().get("/DescendantFonts", [font])


def test_a_chapter_on_paper_has_bookmarks_and_links_that_lead_somewhere_and_its_fonts(printout, subtests):
    pdf, document = PdfReader(printout[0]), printout[2]
    with subtests.test("bookmarks"):
        assert list(bookmarks(pdf.outline)) == [pages.words(each) for each in document.select("h1, h2, h3, h4, h5, h6")]
    with subtests.test("links"):
        notes = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
        targets = {note["/Dest"] for note in notes if "/Dest" in note}
        assert targets and {str(target).lstrip("/") for target in targets} <= {
            name.lstrip("/") for name in pdf.named_destinations
        }
    with subtests.test("fonts"):
        described = [
            font.get_object()["/FontDescriptor"] for font in fonts(pdf) if "/FontDescriptor" in font.get_object()
        ]
        assert described and all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each) for each in described)
    with subtests.test("answers"):
        texts = [page.extract_text() for page in pdf.pages]
        begin = next(number for number, text in enumerate(texts) if "Hints, answers and solutions" in text)
        assert not any("Not quite." in text for text in texts[:begin]) and "Not quite." in texts[begin]


def test_the_same_pages_make_the_same_file(printout):
    assert printout[0].read_bytes() == printout[1].read_bytes()
