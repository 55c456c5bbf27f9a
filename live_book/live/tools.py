"""Pages that are tools: a module of the book's own, loaded on one page alone, which makes something of it.

`live_book_tools` names it for a page: the path of a script, which may import others and, from this package, how a page
has its Python (static/live-worker.js). A style sheet of its name beside it comes along; the script loads it.
"""

import shutil
from hashlib import sha256
from pathlib import Path

from sphinx.util.osutil import relative_uri

BEGIN = """<script type="module">
  const begun = import("{script}?v={digest}");
  begun.catch((error) => console.error(error)); // what the page says without scripts stays
</script>
"""


def connect(app):
    app.add_config_value("live_book_tools", {}, "env")
    app.connect("builder-inited", ship_sheets)
    app.connect("html-page-context", load_tool)


def scripts(app):
    """{name of a tool's file: the path of its script}, of the pages that are there."""
    paths = (Path(app.confdir, path) for page, path in app.config.live_book_tools.items() if page in app.env.found_docs)
    return {path.name: path for path in paths}


def ship_sheets(app):
    if app.builder.format != "html":
        return
    for path in app.config.live_book_tools.values():
        sheet = Path(app.confdir, path).with_suffix(".css")
        if sheet.is_file():
            (Path(app.outdir) / "_static").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(sheet, Path(app.outdir, "_static", sheet.name))


def load_tool(app, pagename, templatename, context, doctree):
    named = app.config.live_book_tools.get(pagename)
    if not named:
        return
    script = Path(app.confdir, named)
    address = relative_uri(app.builder.get_target_uri(pagename), f"_static/{script.name}")
    beside = sorted(path for path in script.parent.iterdir() if path.suffix in (".js", ".css"))
    digest = sha256(b"".join(path.read_bytes() for path in beside)).hexdigest()[:8]
    address = address if address.startswith(".") else f"./{address}"
    context["body"] = context.get("body", "") + BEGIN.format(script=address, digest=digest)
