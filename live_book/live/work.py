"""What a reader has done on a page: kept in the browser, counted in a strip on top of it, handed in as a notebook.

Nothing is sent anywhere. `static/work.js` keeps it, `strip.js` shows the strip, both on every page; `hand-in.js` makes
and reads files, and is loaded on the first press. Questions (author/) keep their answers there, too. `own-numbers.js`
shows an exercise in numbers of the student's own.
"""

import html
import re
from hashlib import sha256
from pathlib import Path

from sphinx.util.osutil import relative_uri

from .. import repository

LABELS = re.compile(r'\bdata-label="([^"]*)"')
QUESTION = '<fieldset class="question">'
# Inline, so that the strip has its place at once, and is not there where no script runs.
STRIP = """<div class="strip" role="region" aria-label="Your work on this chapter" data-chapter="{chapter}"
 data-edition="{edition}" data-commit="" data-src="{script}" hidden>
<p class="strip-words">{words}</p>
<button type="button" class="strip-open" aria-expanded="false">Still to do</button>
<button type="button" class="strip-hand-in">Hand in…</button>
<button type="button" class="strip-restore">Open a hand-in…</button>
{own}<button type="button" class="strip-forget">Forget my work…</button>
</div>
<script>document.currentScript.previousElementSibling.hidden = false;</script>
"""
OWN = '<button type="button" class="strip-own">Own numbers…</button>\n'
COMMIT = 'data-commit=""'


def connect(app):
    app.connect("html-page-context", put_strip, priority=490)  # before the bar of live code, which is put above it
    # Before the theme's, which stop, and all behind them in the same file, in a browser that keeps nothing; each after
    # those that it asks.
    for priority, name in enumerate(("work.js", "questions.js", "own-numbers.js", "strip.js"), 100):
        app.add_js_file(name, loading_method="defer", priority=priority)


def put_strip(app, pagename, templatename, context, doctree):
    """The strip, below the title of a page with exercises: with nothing done, which the page then puts right."""
    body = context.get("body", "")
    exercises = len(set(LABELS.findall(body)))
    if not exercises:
        return
    strip = STRIP.format(
        chapter=chapter_of(pagename),
        edition=html.escape(repository.edition()),
        script=f"{relative_uri(app.builder.get_target_uri(pagename), '_static/hand-in.js')}?v={_digest()}",
        words=words(exercises, body.count(QUESTION)),
        own=OWN if "data-own=" in body else "",
    )
    context["body"] = body.replace("</h1>", "</h1>\n" + strip, 1)


def words(exercises, questions):
    """What the strip says when nothing is done yet; strip.js goes on from there.

    >>> words(6, 7)
    'Exercises: 0 right, 0 tried of 6. Questions: 0 of 7 answered.'
    """
    said = f"Exercises: 0 right, 0 tried of {exercises}."
    return f"{said} Questions: 0 of {questions} answered." if questions else said


def chapter_of(pagename):
    """A chapter's name, which is its topic: "my-topic" of the page "chapters/my-topic"."""
    return pagename.rpartition("/")[2]


def described(app, pagename):
    """What a page's notebook says of where it comes from."""
    return {"chapter": chapter_of(pagename), "commit": repository.commit(), "edition": repository.edition()}


def with_commit(text):
    """A page that knows from which commit it was made, which Sphinx, writing only what has changed, cannot say."""
    return text.replace(COMMIT, f'data-commit="{html.escape(repository.commit())}"', 1)


def _digest():
    return sha256((Path(__file__).parent / "static/hand-in.js").read_bytes()).hexdigest()[:8]
