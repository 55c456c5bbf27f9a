"""A chapter printed by the browser: bookmarks, links, fonts, and no answer beside its question."""

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from live_book import pages
from live_book.folders import SITE
from live_book.paper import __main__ as paper
from live_book.paper import figures, printing, sheets

NAME = "chapters/depth"


def beside_the_site(parent):
    """A folder for what is to be printed, where it finds the site."""
    (parent / "paper").mkdir()
    (parent / "html").symlink_to(SITE, target_is_directory=True)
    return parent / "paper"


@pytest.fixture(scope="module")
def printout(browser, tmp_path_factory):
    """The chapter's PDF, printed twice: the first, the second, and the document they are of."""
    folder = beside_the_site(tmp_path_factory.mktemp("built"))
    book = paper.book_of(SITE)
    book.drawn = figures.drawn(browser, SITE, {NAME: book.pages[NAME]})
    text = sheets.document(book, [NAME], "Folding")
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
        all_fonts = [font.get_object() for font in fonts(pdf)]
        described = [
            font["/FontDescriptor"] for font in all_fonts if font["/Subtype"] != "/Type3"
        ]  # which has its glyphs
        assert described and all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each) for each in described)
    with subtests.test("figures"):
        (figure,) = document.select("figure.live-figure .book-figure")
        assert len(figure.select("svg")) > 1 and not figure.select("button, input, [tabindex]")  # its strip, too
        said = " ".join(figure.select_one(".said").get_text().split())
        assert figure["role"] == "img" and figure["aria-label"]
        assert any(said[:30] in " ".join(page.extract_text().split()) for page in pdf.pages)
    with subtests.test("buttons"):
        assert "To run the cells" in document.get_text()
        assert not any("To run the cells" in page.extract_text() for page in pdf.pages)
    with subtests.test("answers"):
        texts = [page.extract_text() for page in pdf.pages]
        begin = next(number for number, text in enumerate(texts) if "Hints, answers and solutions" in text)
        assert not any("Not quite." in text for text in texts[:begin]) and "Not quite." in texts[begin]


def test_the_same_pages_make_the_same_file(printout):
    assert printout[0].read_bytes() == printout[1].read_bytes()


def test_a_formula_far_down_a_long_document_has_its_own_fonts(browser, tmp_path):
    folder = beside_the_site(tmp_path)
    sheet = sheets.style_sheets(paper.book_of(SITE), [NAME])
    far = '<section style="content-visibility: auto"><p style="font-family: KaTeX_Size4">(</p></section>'
    text = f"<html class=paper><head>{sheet}</head><body><h1>A</h1><div style='height: 300cm'></div>{far}</body></html>"
    printing.printed(browser, text, folder / "far.pdf", folder, "D:20270101000000Z")
    assert any("KaTeX_Size4" in font.get_object()["/BaseFont"] for font in fonts(PdfReader(folder / "far.pdf")))


def test_a_book_has_its_answers_behind_the_chapters_and_the_name_of_each_part_on_its_pages(browser, tmp_path):
    folder = beside_the_site(tmp_path)
    text = sheets.document(paper.book_of(SITE), [NAME, "chapters/symbols"], "Two parts", whole=True)
    printing.printed(browser, text, folder / "book.pdf", folder, "D:20270101000000Z")
    heads = [page.extract_text().split("\n")[0] for page in PdfReader(folder / "book.pdf").pages]
    first = {name: min(i for i, head in enumerate(heads) if head == name) for name in ("8. Folding", "Symbols")}
    answers = heads.index("Hints, answers and solutions")
    assert first["8. Folding"] < answers < first["Symbols"]
