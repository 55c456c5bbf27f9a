"""What a page costs its reader: bytes and requests, as a static host would send them, and what moves while it loads."""

import gzip
from functools import cache, partial
from pathlib import Path

from live_book.folders import SITE
from live_book.live import csp

from .published import NOWHERE, Files, running, with_policy

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".ipynb"}


@cache
def _squeezed(path, changed):
    ours = path.endswith(".html") and Path(path).is_relative_to(SITE)  # a page of Jupyter Book's has no policy
    body = with_policy(path, csp.published([])).encode() if ours else Path(path).read_bytes()
    return gzip.compress(body, 6, mtime=0)


class Host(Files):
    """A static host as they commonly are: gzip for text, files kept by the browser for ten minutes, one connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        file = Path(self.translate_path(self.path.partition("?")[0]))
        if file.suffix not in COMPRESSED or not file.is_file() or file.name == "_live.json":
            return super().do_GET()
        body = _squeezed(str(file), file.stat().st_mtime)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=600")
        super(Files, self).end_headers()


def hosted(site=SITE):
    """Serve a site while the block runs; its address."""
    return running(partial(Host, directory=str(site), where=NOWHERE, hosts=[]))


class Scale:
    """Weighs what a page asks for from now on: what comes over the network, not out of the browser's cache."""

    def __init__(self, page):
        self.bytes, self.addresses, self._open, self._kept = {}, [], {}, set()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", self._asked)
        devtools.on("Network.requestServedFromCache", lambda event: self._kept.add(event["requestId"]))
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._arrived)

    def _asked(self, event):
        if event["request"]["url"].startswith("http"):
            self._open[event["requestId"]] = event["request"]["url"]

    def _answered(self, event):
        if event["response"].get("fromDiskCache") or event["response"].get("fromPrefetchCache"):
            self._kept.add(event["requestId"])

    def _arrived(self, event):
        address = self._open.get(event["requestId"])
        if address and event["requestId"] not in self._kept:
            self.addresses.append(address)
            self.bytes[address] = event["encodedDataLength"]

    @property
    def total(self):
        return sum(self.bytes.values())


WATCH = """
self.seen = { shift: 0, longest: 0 };
new PerformanceObserver((list) => { for (const shift of list.getEntries()) if (!shift.hadRecentInput) seen.shift += shift.value; })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const task of list.getEntries()) seen.longest = Math.max(seen.longest, task.duration); })
  .observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => { for (const paint of list.getEntries()) if (paint.name === "first-contentful-paint") seen.paint = paint.startTime; })
  .observe({ type: "paint", buffered: true });
new MutationObserver((_, observer) => {
  if (!document.querySelector(":not(.coming) > .book-figure :is(input, button, [role=slider])")) return; // those seen
  seen.figure = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""


def watch(page):
    """Have a page note, from its start, its shift of layout, longest task, first paint and first usable figure, in ms."""
    page.add_init_script(WATCH)


def seen(page):
    return page.evaluate("seen")
