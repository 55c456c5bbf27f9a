"""Formulas are typeset when the book is built, by KaTeX under Node: a page carries no typesetter."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from sphinx.errors import ConfigError

from .. import assets

STYLES = "vendor/katex/katex.min.css"  # below _static; what a page loads of KaTeX


def connect(app):
    app.connect("config-inited", render_at_build, priority=100)
    app.connect("builder-inited", ship_styles)


def render_at_build(app, config):
    from sphinxcontrib import katex

    if not assets.is_fetched():
        raise ConfigError("the browser files are missing: run `python -m live_book.assets`.")
    try:
        katex.NODEJS_BINARY = assets.node_tool("node")
    except assets.FetchError as error:
        raise ConfigError(str(error)) from None
    if os.name == "posix":
        katex.KaTeXServer.start_server_process = classmethod(start_typesetter)
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # seconds; 5 are too few where much else is going on
    config.html_math_renderer = "katex"
    config.katex_prerender = True
    config.katex_css_path = STYLES


def start_typesetter(server, folder, timeout):
    """Start Node with KaTeX, and return its process and a socket to it; called by sphinxcontrib-katex.

    Theirs knocks when the socket's file is there, which Node may not be listening to yet; and what it has started but
    cannot reach it leaves running, which holds the build's output open: whoever waits for its end waits for ever.
    """
    path, door = folder / "katex.sock", socket.socket(socket.AF_UNIX)
    process = subprocess.Popen(
        server.build_command(socket=path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
    )
    until = time.monotonic() + timeout
    while time.monotonic() < until and process.poll() is None:
        try:
            door.connect(str(path))
            return process, door
        except OSError:  # not there yet, or not listening yet
            time.sleep(0.01)
    process.kill()
    process.communicate()
    door.close()
    raise server.timeout_error(timeout)


def ship_styles(app):
    """KaTeX's style sheet and fonts, in the format that all our browsers read."""
    if app.builder.format != "html":
        return
    target = Path(app.outdir, "_static", STYLES).parent
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    dist = assets.packaged("katex/dist")
    for path in dist / "katex.min.css", *dist.glob("fonts/*.woff2"):
        shutil.copy2(path, target / path.relative_to(dist))
