"""Cells that can be brought to life: the button of a page, and the files that it asks for when it is pressed.

The work is done in the browser, by `static/live*.js`; of these nothing is loaded before the click. Where the cells
then run, the page asks at `_live.json`: a file of the site here, answered by `server` where that serves the book.
"""

import html
import os
import re
import shutil
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.util.osutil import relative_uri

from .. import assets
from . import launch

OFFER = "Change the code of this page, and run it here."
MEGABYTES = 15  # of Python in the page: what its first run fetches, as hosts commonly send it
ELSEWHERE = {  # said before anything is asked of another host
    "page": f"Python then runs in this page itself: about {MEGABYTES} MB are fetched, once.",
    "binderhub": "Python then comes from {host}, free and without an account; its start can take minutes.",
    "jupyterhub": "Python then comes from your course's hub, {host}.",
    "jupyter": "Python then comes from {host}.",
    "nothing": "For that, Python runs on your own computer.",
}
FROM_DISK = (
    "This page was opened from disk: figures and questions work, code does not run. "
    "<a href='{howto}'>How to run it</a>{online}."
)
BESIDE_PYTHON = (  # in the edition of the whole book that has Python (finish/download.py)
    "This page was opened from disk, where a browser starts no Python: figures and questions work, code does not run "
    "yet. In the folder of index.html, run <code>python -m http.server --bind localhost</code>, then open "
    "<a href='http://localhost:8000'>http://localhost:8000</a>: no network is needed."
)
KEPT = "What you typed before comes back."
FAILED = (
    "Live code could not be loaded. Check the connection and reload the page. If you started the book yourself: "
    "is it still running? Then open the address that it printed, the one with a code."
)
# Inline, so that the button is there at once and a page not pressed costs no request.
BAR = """<div class="live-bar" role="region" aria-label="Live code" data-howto="{howto}"
 data-colab="{colab}" data-binder="{binder}" hidden>
<button type="button" class="live-start">Live code</button>{in_page}
<p class="live-said" role="status">{offer} <span>{elsewhere}</span></p>
</div>
<script>{{
  const bar = document.currentScript.previousElementSibling;
  const said = bar.querySelector(".live-said");
  bar.hidden = false;
  if (location.protocol === "file:") {{
    bar.querySelectorAll("button").forEach((each) => each.remove());
    said.innerHTML = "withPython" in document.documentElement.dataset ? "{beside_python}" : "{from_disk}";
  }}
  const isServed = /(^|; )_xsrf=/.test(document.cookie); // a Jupyter server brought this page
  if (isServed) said.lastElementChild.remove();
  else bar.querySelector(".live-here")?.remove();
  // The path to the server is another one each time it starts; what was typed stays.
  const place = location.pathname;
  bar.dataset.edits = "live-cells:" + (isServed ? place.slice(place.indexOf("/book/")) : place);
  try {{
    if (localStorage.getItem(bar.dataset.edits)) {{
      said.textContent += " {kept}";
      bar.classList.add("wanted");
    }}
  }} catch {{ /* a browser that keeps nothing */ }}
  addEventListener("click", (event) => {{ if (event.target.closest?.(".cell_input")) bar.classList.add("wanted"); }});
  for (const button of bar.querySelectorAll("button")) button.addEventListener("click", () => {{
    const inPage = button.className === "live-here";
    import("{script}").then((live) => live.begin({{ inPage }}), () => {{ said.textContent = "{failed}"; }});
  }});
}}</script>
"""

# On a page that has a server of its own: what it would do on the public site.
IN_PAGE = '\n<button type="button" class="live-here">Live code without the server</button>'

THEBE = re.compile(r".*\.js|.*\.LICENSE\.txt|thebe\.css")  # of its files, those that a browser asks for
# For what cells put out: a typesetter, loaded when LaTeX comes.
TYPESETTER = "katex.min.js", "contrib/auto-render.min.js"
ICONS = [  # of Jupyter's widgets
    "css/all.min.css", "css/v4-shims.min.css", "webfonts/fa-solid-900.woff2", "webfonts/fa-regular-400.woff2",
    "webfonts/fa-brands-400.woff2", "webfonts/fa-v4compatibility.woff2",
]  # fmt: skip


# Where the bar stands: below the title, or where an author has put an empty box of class `live-bar-place`.
BELOW_TITLE, PLACE = re.compile(r"(?<=</h1>)\n?"), re.compile(r'<div class="live-bar-place[^>]*>\s*</div>')


def connect(app):
    app.connect("builder-inited", ship_live_code)
    app.connect("html-page-context", offer_live_code)


def offer_live_code(app, pagename, templatename, context, doctree):
    """The button, on a page whose cells show their code."""
    if not launch.has_code(context.get("body", "")):
        return
    address = relative_uri(app.builder.get_target_uri(pagename), "_static/live.js")
    howto = relative_uri(app.builder.get_target_uri(pagename), app.builder.get_target_uri(app.config.live_book_howto))
    here = launch.where_cells_run(app.config)
    source = os.path.relpath(app.env.doc2path(pagename), app.srcdir).replace(os.sep, "/")
    links = launch.links(app.config.live_book_services, pagename, source)
    bar = BAR.format(
        howto=howto,
        colab=html.escape(links.get("colab", "")),
        binder=html.escape(links.get("binder", "")),
        in_page=IN_PAGE if here["cells"] == "page" else "",
        offer=OFFER,
        elsewhere=ELSEWHERE[here["cells"]].format(host=urlsplit(here.get("address", "")).netloc),
        kept=KEPT,
        from_disk=FROM_DISK.format(howto=howto, online=_online(app, pagename)),
        beside_python=BESIDE_PYTHON,
        failed=FAILED,
        script=f"{_importable(address)}?v={_digest()}",
    )
    place = PLACE if PLACE.search(context["body"]) else BELOW_TITLE
    context["body"] = place.sub(lambda _: "\n" + bar, context["body"], count=1)


def _online(app, pagename):
    """Where the page is published, if that is known."""
    base = app.config.html_baseurl
    address = html.escape(f"{base}{app.builder.get_target_uri(pagename)}")
    return f", or <a href='{address}'>read it online</a>" if base else ""


def _importable(address):
    return address if address.startswith(".") else "./" + address


def _digest():
    scripts = sorted((Path(__file__).parent / "static").glob("live*.js"))
    return sha256(b"".join(script.read_bytes() for script in scripts)).hexdigest()[:8]


def ship_live_code(app):
    """Thebe, and the front end of anywidget as the installed package brings it."""
    if app.builder.format != "html":
        return
    vendor = Path(app.outdir, "_static/vendor")
    thebe = assets.packaged("thebe/lib")
    shipped = {f"katex/{name}": assets.packaged("katex/dist") / name for name in TYPESETTER}
    shipped |= {f"thebe/lib/{path.name}": path for path in thebe.iterdir() if THEBE.fullmatch(path.name)}
    shipped |= {f"icons/{name}": assets.packaged("@fortawesome/fontawesome-free") / name for name in ICONS}
    shipped["marked/marked.umd.js"] = assets.packaged("marked/lib/marked.umd.js")
    shipped["anywidget/index.js"] = files("anywidget") / "nbextension/index.js"
    for name, path in shipped.items():
        (vendor / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, vendor / name)
