"""The Content-Security-Policy of a page: what a browser may load for it, and whom it may talk to."""

from urllib.parse import urlsplit

from . import launch

# `blob:` is for what a kernel sends: a figure's module is text, which is imported as a blob, and so are the pictures,
# sounds and films of widgets. No page needs eval. Python in the page is WebAssembly ('wasm-unsafe-eval': that alone, no
# eval) in a worker. The worker is made from a blob, as such a one obeys this policy wherever a host sends no header;
# one made from an address would obey that address's own, which on a plain host is none. So Python can talk to the
# site, and to nobody else. The worker looks for a blob to see whether the reader wants to stop (connect-src blob:).
PAGE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)
TALK = "connect-src 'self' blob:"
SERVED = f"{PAGE}; {TALK}; frame-ancestors 'self'"  # this part works in a header alone
# mybinder.org is several BinderHubs; it sends each reader on to one of them.
FEDERATION = ["https://mybinder.org", "https://*.mybinder.org", "https://notebooks.gesis.org"]


def connect(app):
    app.connect("html-page-context", put_into_page)


def put_into_page(app, pagename, templatename, context, doctree):
    """On static hosting no header says whom a page may talk to; the page itself does."""
    allowed = published(hosts(launch.where_cells_run(app.config), app.config.live_book_hosts))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
    context["metatags"] = meta + context.get("metatags", "")


def published(hosts):
    """The policy of a page on a static host: besides its own site it may talk to `hosts`, and load from none of them.

    >>> published(["https://hub.example.edu"]).rsplit("; ", 1)[1]
    "connect-src 'self' blob: https://hub.example.edu"
    """
    return " ".join([f"{PAGE}; {TALK}", *hosts])


def hosts(where, others=()):
    """Whom live code talks to, for what `_live.json` says (`launch.where`) and the hosts named in the settings.

    >>> hosts({"cells": "jupyterhub", "address": "https://hub.example.edu/course/"})
    ['https://hub.example.edu', 'wss://hub.example.edu']
    """
    if where["cells"] in ("page", "nothing"):
        return []
    named = FEDERATION if where["address"] == FEDERATION[0] else [origin(where["address"])]
    all_hosts = [*named, *others]
    return all_hosts + ["ws" + host.removeprefix("http") for host in all_hosts]  # Python's answers come by WebSocket


def origin(address):
    """An address without its path.

    >>> origin("https://hub.example.edu:8000/user/")
    'https://hub.example.edu:8000'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
