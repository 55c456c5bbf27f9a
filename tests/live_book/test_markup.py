"""What is put right in the text of pages."""

import re
from pathlib import Path

from live_book.finish import markup
from live_book.folders import SITE

ROOT = Path(__file__).parents[2]


def test_plain_parts_of_code_have_the_colour_of_code_in_both_themes():
    sheet, book = (SITE / "_static/pygments.css").read_text(), (ROOT / "live_book/finish/static/book.css").read_text()
    for theme in "light", "dark":
        (own,) = re.findall(rf'"{theme}"\] \.highlight:not\(\.cell_output \*\) pre {{ color: (#\w+)', book)
        (ground,) = re.findall(rf'html\[data-theme="{theme}"\] {{[^}}]*--book-code: (#\w+)', book)
        assert re.search(
            rf'"{theme}"\] \.highlight {{ background: {ground}', sheet
        )  # what hides the shadow of long code
        for name in "npw":
            (rule,) = re.findall(rf'"{theme}"\] \.highlight \.{name} {{([^}}]*)}}', sheet)
            assert rule.split() == ["color:", rule.split()[1]] and rule.split()[1].lower() == own.lower()
    assert markup.mended('<pre><span class="n">x</span><span class="p">(</span><span class="mi">1</span></pre>') == (
        '<pre>x(<span class="mi">1</span></pre>'
    )


def test_faults_of_the_theme_are_put_right():
    text = "".join(fault for fault, _ in markup.MENDED)
    assert markup.mended(f"{text} <p>") == "".join(right for _, right in markup.MENDED) + " <p>"


def test_a_printed_table_is_marked_and_other_lines_are_not():
    box = '<div class="output stream highlight-myst-ansi notranslate"><div class="highlight"><pre>{}</pre>'
    table = "<span></span>layers  pieces\n     1  <b>2</b>  4"
    assert markup.mended(box.format(table)) == box.format(table).replace("<pre", '<pre class="rows"')
    for text in "one  pair\nand words, and words", "a b\nc d", "  set in\n  twice":
        assert markup.mended(box.format(text)) == box.format(text)
    code = '<div class="highlight-ipython3 notranslate"><div class="highlight"><pre>a  b\nc  d</pre>'
    assert markup.mended(code) == code


def test_no_built_page_has_what_is_to_be_put_right():
    pages = [path for path in SITE.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 10
    for path in pages:
        text = path.read_text("utf-8")
        assert text == markup.mended(text), path
