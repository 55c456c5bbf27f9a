"""What makes an executed page out of date.

The execution cache sees only a chapter's own cells. This adds what they import: when a file that
matches `live_book_code` has changed, everything is executed anew; when only this extension has,
pages are written anew from the cached outputs.
"""

import hashlib
import json
import shutil
from pathlib import Path

from .folders import CACHE, RAW


def connect(app):
    app.add_config_value("live_book_code", [], "")
    app.connect("config-inited", drop_stale_outputs)
    app.connect("env-get-outdated", outdated_pages)
    app.connect("build-finished", remember, priority=900)  # after all that may warn


def digest(root, patterns):
    """One digest of the names and contents of the files under `root` that match `patterns`."""
    files = sorted({path for pattern in patterns for path in Path(root).glob(pattern) if path.is_file()})
    total = hashlib.sha256()
    for path in files:
        if "__pycache__" not in path.parts:
            total.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def _stamp(app):
    return Path(app.outdir).parent / "live_book.json"


def _digests(app):
    pages = ["live_book/*.py", "live_book/[!n]*/**/*", "live_book/npm/*.json", "_config.yml", "_toc.yml"]
    pages += [f"{path.rpartition('/')[0]}/*.*s" for path in app.config.live_book_tools.values()]  # .js, .css
    return {"code": digest(app.confdir, app.config.live_book_code), "pages": digest(app.confdir, pages)}


def _remembered(app):
    try:
        return json.loads(_stamp(app).read_text())
    except (OSError, ValueError):
        return {}


def drop_stale_outputs(app, config):
    remembered, digests = _remembered(app), _digests(app)
    if remembered.get("code") != digests["code"]:
        shutil.rmtree(Path(app.outdir).with_name(CACHE), ignore_errors=True)
    if remembered.get("pages") != digests["pages"]:  # sphinx.ext.viewcode looks at the modules' dates alone
        shutil.rmtree(Path(app.outdir).with_name(RAW) / "_modules", ignore_errors=True)


def outdated_pages(app, env, added, changed, removed):
    return [] if _remembered(app) == _digests(app) else sorted(env.found_docs)


def remember(app, exception):
    if exception is None:
        digests = _digests(app)
        if app._warncount:  # Sphinx would not warn of the same fault twice: have every page read again
            del digests["pages"]
        _stamp(app).write_text(json.dumps(digests))
