"""Cells that can be brought to life: the button of a page, and the files that it asks for when it is pressed.

The work is done in the browser, by `static/live*.js`; of these nothing is loaded before the click. Where the cells
then run, the page asks at `_live.json`: a file of the site here, answered by `server` where that serves the book.
"""

import json
import shutil
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from sphinx.util.osutil import relative_uri

OFFER = "Change the code of this page, and run it here."
KEPT = "What you typed before comes back."
FAILED = (
    "Live code could not be loaded. Check the connection and reload the page. If you started the book yourself: "
    "is it still running? Then open the address that it printed, the one with a token."
)
# Inline, so that the button is there at once and a page not pressed costs no request.
BAR = """<div class="live-bar" role="region" aria-label="Live code" data-howto="{howto}" hidden>
<button type="button" class="live-start">Live code</button>
<p class="live-said" role="status">{offer}</p>
</div>
<script>{{
  const bar = document.currentScript.previousElementSibling;
  const said = bar.querySelector(".live-said");
  bar.hidden = false;
  try {{
    if (localStorage.getItem("live-cells:" + location.pathname)) {{
      said.textContent += " {kept}";
      bar.classList.add("wanted");
    }}
  }} catch {{ /* a browser that keeps nothing */ }}
  addEventListener("click", (event) => {{ if (event.target.closest?.(".cell_input")) bar.classList.add("wanted"); }});
  bar.querySelector(".live-start").addEventListener("click", () => {{
    import("{script}").then((live) => live.begin(), () => {{ said.textContent = "{failed}"; }});
  }});
}}</script>
"""


def connect(app):
    app.connect("html-page-context", offer_live_code)
    app.connect("build-finished", ship_live_code)


def offer_live_code(app, pagename, templatename, context, doctree):
    """The button, below the title of a page whose cells show their code."""
    if '<div class="cell_input' not in context.get("body", ""):
        return
    address = relative_uri(app.builder.get_target_uri(pagename), "_static/live.js")
    howto = relative_uri(app.builder.get_target_uri(pagename), app.builder.get_target_uri(app.config.live_book_howto))
    script = f"{_importable(address)}?v={_digest()}"
    bar = BAR.format(howto=howto, offer=OFFER, kept=KEPT, failed=FAILED, script=script)
    context["body"] = context["body"].replace("</h1>", "</h1>\n" + bar, 1)


def _importable(address):
    return address if address.startswith(".") else "./" + address


def _digest():
    scripts = sorted((Path(__file__).parent / "static").glob("live*.js"))
    return sha256(b"".join(script.read_bytes() for script in scripts)).hexdigest()[:8]


def ship_live_code(app, exception):
    """The front end of anywidget, as the installed package brings it; and that this site alone has no Python."""
    if exception is None and app.builder.format == "html":
        target = Path(app.outdir, "_static/vendor/anywidget/index.js")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(files("anywidget") / "nbextension/index.js", target)
        Path(app.outdir, "_live.json").write_text(json.dumps({"server": None}), "utf-8")
