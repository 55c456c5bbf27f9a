"""How the book is found and kept: what each page says of itself to search engines and to who shares it, a map of the
site, a page for addresses that lead nowhere, and a picture for each page that is shared.

What takes a whole address (the map, canonical addresses, pictures) is there where the site's is known: BOOK_SITE_URL.
The pictures are made with the PDFs (`live_book.paper`).
"""

import html
import json
import re
from urllib.parse import urlsplit

from ..folders import CARDS, PAPER
from ..pages import title

SENTENCES = 200  # characters that a description has at most
NOT_FOUND = "404"
LOST = """<section id="not-here"><h1>This page is not here</h1>
<p>The address leads to no page of this book. Chapters keep their addresses, so perhaps a letter is missing.</p>
<form class="lost" action="search.html" role="search"><label>Search the book for <input type="search" name="q"></label>
<button type="submit">Search</button></form>
<p>Or begin here:</p>
<ul>{links}</ul>
<script>
  document.querySelector(".lost input").value =
    decodeURIComponent(location.pathname).split("/").pop().replace(/\\.\\w+$/, "").replace(/[-_]+/g, " ");
</script></section>"""


def connect(app):
    app.add_config_value("live_book_licence_url", "", "html")
    app.connect("html-collect-pages", page_not_found)


# --- what a page says of itself ---------------------------------------------------------------------


def description(page):
    """What a parsed page is about: as many of its first whole sentences of running text as are short enough."""
    article = page.select_one("article") or page
    found = ""
    for paragraph in article.select("section > p"):
        for sentence in re.split(r"(?<=[.?!])\s+", " ".join(paragraph.get_text().split())):
            if found and len(found) + len(sentence) >= SENTENCES:
                return found
            found = f"{found} {sentence}".strip()
    return found


def with_head(text, page, name, app, cards):
    """A page's text with what it says of itself in its head. page: the same, parsed; cards: {name: file}."""
    heading, said = title(page, app.config.html_title), description(page)
    root = app.config.html_baseurl
    tags = [("name", "description", said), ("property", "og:title", heading), ("property", "og:description", said)]
    tags += [("property", "og:type", "article" if "/" in name else "book")]
    tags += [("property", "og:site_name", app.config.html_title)]
    card = f"{CARDS}/{name.removesuffix('.html')}.png"
    if root:
        tags += [("property", "og:url", root + name)]
    if root and card in cards:
        tags += [("property", "og:image", root + card), ("property", "og:image:alt", heading)]
        tags += [("name", "twitter:card", "summary_large_image")]
    head = "".join(f'<meta {kind}="{key}" content="{html.escape(value)}">\n' for kind, key, value in tags if value)
    data = json.dumps(_structured(page, name, heading, said, app), ensure_ascii=False).replace("</", "<\\/")
    return text.replace("</head>", f'{head}<script type="application/ld+json">{data}</script>\n</head>', 1)


def _structured(page, name, heading, said, app):
    """What a page is, in the words of schema.org: a book, or something to learn from, which is part of it."""
    root, book = app.config.html_baseurl or "", {"@type": "Book", "name": app.config.html_title}
    if root:
        book["url"] = root
    shared = {"@context": "https://schema.org", "description": said, "inLanguage": app.config.language or "en"}
    if app.config.live_book_licence_url:
        shared["license"] = app.config.live_book_licence_url
    if name == "index.html":
        return {**shared, **book, "author": {"@type": "Organization", "name": app.config.author}}
    made = {**shared, "@type": "LearningResource", "name": heading, "isPartOf": book}
    if root:
        made["url"] = root + name
    card = page.select_one(".chapter-card")
    if card:
        made["teaches"] = [" ".join(item.get_text().split()).rstrip(";.") for item in card.select("li")]
        minutes = re.search(r"(\d+) minutes", card.get_text())
        made |= {"timeRequired": f"PT{minutes[1]}M"} if minutes else {}
    return {key: value for key, value in made.items() if value}


# --- the map ------------------------------------------------------------------------------------------


def sitemap(names, root):
    """The map of the site, as search engines read it. names: paths of pages; root: the site's address."""
    entries = "".join(
        f"<url><loc>{html.escape(root + name.removesuffix('index.html'))}</loc></url>\n" for name in names
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )


def pictures(site):
    """{path in the site: file} of the pictures of pages that were made."""
    folder = site.with_name(PAPER)
    return {path.relative_to(folder).as_posix(): path for path in sorted((folder / CARDS).rglob("*.png"))}


# --- nowhere ------------------------------------------------------------------------------------------


def page_not_found(app):
    """The page that a host shows for an address that leads nowhere."""
    titles = app.env.titles
    pages = [app.config.root_doc, *app.env.toctree_includes.get(app.config.root_doc, ())]
    links = "".join(
        f'<li><a href="{app.builder.get_target_uri(page)}">{html.escape(titles[page].astext())}</a></li>'
        for page in pages
        if page in titles
    )
    yield NOT_FOUND, {"title": "This page is not here", "body": LOST.format(links=links)}, "page.html"


def rooted(text, root):
    """A page that is shown at any address: what it refers to is told from the top of the host.

    >>> rooted('<a href="chapters/one.html"> <a href="#here"> <a href="https://a.org/">', "https://someone.example/book/")
    '<a href="/book/chapters/one.html"> <a href="#here"> <a href="https://a.org/">'
    """
    path = urlsplit(root).path or "/"
    text = text.replace('data-content_root="./"', f'data-content_root="{path}"')
    text = re.sub(r'<link rel="canonical"[^>]*>', '<meta name="robots" content="noindex">', text)
    return re.sub(r'\b(href|src|action)="(?![a-z]+:|[#/])(?:\./)?', rf'\1="{path}', text)
