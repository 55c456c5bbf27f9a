"""A site of one page, as Sphinx would write it, for tests of what is made of it."""

from pathlib import Path

PAGE = """<html><head><link rel="stylesheet" href="../_static/one.css?v=1" />
<link href="../_static/two.css" rel="stylesheet"><link rel="stylesheet" href="../_static/figures/f.css"></head>
<body><script src="../_static/one.js"></script><script defer src="../_static/two.js"></script></body></html>"""


def raw_site(folder):
    """Pages, sheets and scripts in a folder, which is returned."""
    (folder / "chapters").mkdir(parents=True)
    (folder / "_static/figures").mkdir(parents=True)
    for name in "one.css", "two.css", "figures/f.css":
        (folder / "_static" / name).write_text(f"/* {name} */ {Path(name).stem} {{ color: red }}")
    for name in "one.js", "two.js", "figures.js", "hand-in.js", "live.js":
        (folder / "_static" / name).write_text(f"// {name}\nconst {Path(name).stem.replace('-', '_')} = 1;\n")
    (folder / "chapters/page.html").write_text(PAGE)
    return folder
