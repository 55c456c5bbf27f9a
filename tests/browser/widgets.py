"""A small book of widgets that are not figures of ours: some that hold the host to its contract, some of other people."""

from pathlib import Path

from ..books import FRONT, build, cell, make

PAGES = {"contract": "index.html", "others": "chapters/others.html", "elsewhere": "chapters/elsewhere.html"}
OTHERS = {  # as live_book/README.md has them: package → (code, what shows that it is alive)
    "drawdata": ("from drawdata import ScatterWidget\nScatterWidget()", "svg:has(rect, circle) >> nth=-1"),
    "wigglystuff": ("from wigglystuff import Slider2D\nSlider2D()", "canvas"),
    "ipymario": ("from ipymario import Widget\nWidget()", "canvas >> nth=0"),
}
FROM_ELSEWHERE = """import anywidget, traitlets

class FromElsewhere(anywidget.AnyWidget):
    _esm = "import x from 'https://cdn.example/x.js'; export default { render({ el }) { el.append(x); } };"

FromElsewhere()"""
ALT = "---\nmystnb:\n  image:\n    alt: A widget.\n---\n"


def book(folder):
    """Build it in a folder; the folder of the site."""
    make(folder, "")
    (folder / "index.md").write_text(FRONT + (Path(__file__).parent / "contract.md").read_text())
    for name, codes in ("others", [code for code, _ in OTHERS.values()]), ("elsewhere", [FROM_ELSEWHERE]):
        text = "\n".join(cell(code, ALT) for code in codes)
        (folder / f"chapters/{name}.md").write_text(f"{FRONT}# A page\n\n{text}\n")
    listed = ", ".join(f"{{file: chapters/{name}}}" for name in ("run-it-yourself", "others", "elsewhere"))
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters: [{listed}]\n")
    status, output = build(folder)
    assert status == 0, output
    return folder / "_build/html"
