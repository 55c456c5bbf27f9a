"""What each source is cited for, where in it that stands, and when and against what this was looked up.

The file that `live_book_citations` names has an entry for each source of the bibliography:

    yarotsky2017:
      for: that the error of a fold's x² falls to a quarter with each layer
      place: proposition 2
      checked: "2026-11-27"  # "" if no copy was in reach
      against: the statement itself, as arXiv:1610.01145 has it

The build warns of a source that has none, and of an entry for no source. The table is written into a page's box
of class `claims-sources`.
"""

import html
import re
from pathlib import Path

import yaml
from pybtex.richtext import Text
from sphinx.util.osutil import relative_uri

BOX = re.compile(r'<div class="claims-sources[^>]*>\s*</div>')
HEAD = ("Source", "What for", "Where it stands", "Looked up", "Cited in")
NEEDED = ("for", "place", "checked", "against")


def connect(app):
    app.add_config_value("live_book_citations", "", "")


def filled(pages, app, warn):
    """The pages, {path: text}, the table written into the one that has its box; warns of what is missing."""
    place = next((name for name, text in pages.items() if BOX.search(text)), None)
    if not place:
        return pages
    noted = yaml.safe_load(Path(app.confdir, app.config.live_book_citations).read_text("utf-8")) or {}
    domain = app.env.get_domain("cite")
    known = {each.key: each for each in sorted(domain.citations, key=lambda each: each.key)}
    cited = _cited(domain.data["citation_refs"])
    told = _complete(noted, known, warn)
    rows = [_row(known[key], noted[key], cited.get(key, {}), place, app.env) for key in told]
    head = "".join(f"<th>{text}</th>" for text in HEAD)
    table = (
        '<div class="pst-scrollable-table-container"><table class="table ledger sources">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
    return {**pages, place: BOX.sub(lambda _: table, pages[place], count=1)}


def _cited(references):
    """{key: {document: where it cites it first}}."""
    found = {}
    for reference in references:
        for target in reference.targets:
            found.setdefault(target.key, {}).setdefault(reference.docname, reference.citation_ref_id)
    return found


def _complete(noted, known, warn):
    """The keys whose entries say all there is to say; warns of the others."""
    complete = []
    for key in known:
        entry = noted.get(key)
        if not entry:
            warn("%s is a source, and it is not said what for, where it says so, and when that was looked up", key)
        elif lacking := [part for part in NEEDED if not isinstance(entry.get(part), str)]:
            warn("citation %s: no text under %s", key, ", ".join(lacking))
        else:
            complete.append(key)
    for key in noted:
        if key not in known:
            warn("an entry is there for the source %s, which the bibliography has not", key)
    return complete


def called(entry):
    """A source in short, by its authors and year.

    entry: as in pybtex's bibliography data.
    """
    written = [" ".join([*person.prelast_names, *person.last_names]) for person in entry.persons["author"]]
    names = [Text.from_latex(name).render_as("text") for name in written]
    authors = " and ".join(names) if len(names) < 3 else f"{names[0]} and others"
    return f"{authors} {entry.fields['year']}"


def _row(citation, noted, places, here, env):
    source = relative_uri(here, f"{citation.bibliography_key.docname}.html")
    links = [
        f'<a href="{relative_uri(here, f"{name}.html")}#{anchor}">{html.escape(_place(name, env))}</a>'
        for name, anchor in sorted(places.items(), key=lambda pair: _place(pair[0], env))
    ]
    looked = f"{noted['checked'] or 'no'}: {noted['against']}"
    name = html.escape(called(citation.entry))
    cells = [f'<a href="{source}#{citation.citation_id}">{name}</a>']
    cells += [html.escape(text) for text in (noted["for"], noted["place"], looked)]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in [*cells, ", ".join(links) or "no page"]) + "</tr>"


def _place(name, env):
    """The number of a chapter, or the title of a page that has none."""
    number = env.toc_secnumbers.get(name, {}).get("")
    return ".".join(map(str, number)) if number else env.titles[name].astext()
