"""Who may open the book that this computer serves: whoever has the printed address, once; then that browser alone.

Other users and programs of the same computer can see the arguments of a browser, read its history on a shared account,
and listen at other ports of the same address. So what they could see is a code that is void once it has been used; and
the cookie that it is swapped for goes to a path which they do not know, and to no other port.
"""

import secrets

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.logout import LogoutHandler
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.escape import xhtml_escape

from . import csp

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>{title}</title>
<body style="font: 1.1rem/1.6 system-ui; max-width: 36rem; margin: 4rem auto; padding: 0 1rem">
<h1>{title}</h1>{body}</html>"""
STRANGER = PAGE.format(
    title="This book does not know you yet",
    body="<p>Its cells run Python on this computer, so it opens only for who started it. Open the whole address that "
    "<code>make serve</code> printed in the terminal: it ends in <code>?code=…</code>.</p>"
    "<p>If the book was stopped and started again, the address is a new one.</p>",
)
USED = PAGE.format(
    title="This address has been used",
    body="<p>It opens the book once, in one browser. For another browser, take the newest address in the terminal "
    "where <code>make serve</code> runs.</p><p>If you have not opened the book yet, somebody else on this computer "
    "has: stop the book with Ctrl+C and start it again.</p>",
)
# A page that leads on, not a redirect: after a link from elsewhere, strict cookies go only with what this origin asks.
# A service worker that some other program has left at this port could stand between the reader and the book.
WELCOME = """<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
<title>Opening the book</title>
<p><a href="{address}">Open the book</a></p>
<script>
  const left = navigator.serviceWorker ? navigator.serviceWorker.getRegistrations() : Promise.resolve([]);
  left.then((workers) => Promise.all(workers.map((worker) => worker.unregister())))
    .finally(() => location.replace(document.querySelector("a").href));
</script></html>"""


def secret_path():
    """A path that other programs of this computer do not know, for the cookies that go to it alone."""
    return f"/{secrets.token_urlsafe(12)}/"


class Codes:
    """The code that opens the book next. `tell(code)` is called with each new one."""

    def __init__(self, tell=lambda code: None):
        self.code, self.tell = secrets.token_urlsafe(24), tell

    def spend(self, given):
        """Is this the code? Then it is void from now on, and the next one is told.

        >>> codes = Codes()
        >>> given = codes.code
        >>> codes.spend(given), codes.spend(given)
        (True, False)
        """
        if not secrets.compare_digest(given.encode(), self.code.encode()):
            return False
        self.code = secrets.token_urlsafe(24)
        self.tell(self.code)
        return True


def let_in(handler, codes, address):
    """Answer a request that brings a code: with the cookie, if it is the right one, and a page that leads on."""
    if codes.spend(handler.get_query_argument("code")):
        provider = handler.identity_provider
        provider.set_login_cookie(handler, provider.generate_anonymous_user(handler))
    elif not handler.current_user:
        handler.set_status(403)
        return handler.finish(USED)
    return handler.finish(WELCOME.format(address=xhtml_escape(address)))


class StrangerHandler(JupyterHandler):
    """Whatever lies outside the secret path: it says how the book is opened, and not where it is."""

    content_security_policy = csp.SERVED  # Jupyter's own names an address below the secret path

    @allow_unauthenticated
    def prepare(self):
        self.set_status(403)
        self.finish(STRANGER)


class PostLogoutHandler(LogoutHandler):
    """Jupyter's own logout, but not for a link or a picture on some page: only for who has this origin's token."""

    @allow_unauthenticated
    def get(self):
        raise web.HTTPError(405)

    @allow_unauthenticated
    def post(self):
        super().get()
