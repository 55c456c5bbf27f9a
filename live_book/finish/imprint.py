"""At the foot of each page: its edition and commit, the licence, how to cite the book, and the editions beside it.

An edition is a state of the book that is kept for a term, in a folder of its own beside the newest one: for links that
do not change while a course runs. Editions are built by `live_book.editions`; here they are put into the site.
"""

import html
import re
import shutil

from sphinx.util.osutil import relative_uri

from .. import repository
from ..folders import EDITIONS

KEPT = re.compile(r' <span class="kept">.*?</span>', re.S)
PLACE = '<p class="imprint"></p>'  # Sphinx writes anew only pages that have changed: what can change is said later


def connect(app):
    app.add_config_value("live_book_licence", "", "html")  # a sentence
    app.add_config_value("live_book_cite", "", "html")  # the page that says how to cite the book
    app.connect("html-page-context", leave_room, priority=950)


def leave_room(app, pagename, templatename, context, doctree):
    context["theme_extra_footer"] = PLACE + (context.get("theme_extra_footer") or "")


def kept(site):
    """The editions that are built, by name, newest name first: {name: folder}."""
    folders = sorted(site.with_name(EDITIONS).glob("[!.]*"), reverse=True)  # with a dot: one that is being built
    return {path.name: path for path in folders if path.is_dir()} if not repository.edition() else {}


def imprint(config, page, editions):
    """The imprint of a page, by its path below the site. editions: {name: folder} of those beside it."""
    commit = repository.commit()[:7]
    name = f"Edition {html.escape(repository.edition())}" if repository.edition() else "Newest state of the book"
    parts = [name + (f", commit <code>{html.escape(commit)}</code>" if commit else "")]
    parts += [html.escape(config.live_book_licence)] if config.live_book_licence else []
    if config.live_book_cite:
        parts.append(f'<a href="{relative_uri(page, f"{config.live_book_cite}.html")}">How to cite it</a>')
    parts.append(f'<a href="{relative_uri(page, "status.html")}">How this build went</a>')
    if repository.edition():
        parts.append(
            f'<a href="{relative_uri(f"{repository.edition()}/{page}", "index.html")}">To the newest state</a>'
        )
    links = [
        f'<a href="{relative_uri(page, f"{name}/{page}")}">{html.escape(name)}</a>'
        for name, folder in editions.items()
        if (folder / page).is_file()
    ]
    beside = f' <span class="kept">This page in editions kept for a term: {", ".join(links)}.</span>' if links else ""
    return f'<p class="imprint">{". ".join(part.rstrip(".") for part in parts)}.{beside}</p>'


def with_imprint(text, config, page, editions):
    """A page of Sphinx's with its imprint."""
    return text.replace(PLACE, imprint(config, page, editions), 1) if PLACE in text else text


def without_editions(text):
    """A page for a copy of the book that has no editions beside it."""
    return KEPT.sub("", text)


def put_beside(site, editions):
    """Put the editions into the site, each in its folder. site: finish.Site."""
    for name, folder in editions.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                target = f"{name}/{path.relative_to(folder).as_posix()}"
                there = site.folder / target
                if not there.is_file() or there.stat().st_mtime != path.stat().st_mtime:
                    there.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, there)
                site.files.add(target)
