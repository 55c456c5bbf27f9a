"""What is put right in the text of each page: what no template, option or directive reaches."""

import re

from bs4.formatter import HTMLFormatter

from . import icons

MENDED = [  # what they write, what it should be
    # With scripts blocked nothing replaces "auto", and a page has no colours at all.
    ('data-theme="auto"', 'data-theme="light"'),
    # A control's name must hold the words it shows: here "Show code cell source" (myst-nb's folded cells).
    ('<summary aria-label="Toggle hidden content">', "<summary>"),
    # A role that ARIA has given up (docutils' bibliography).
    ('role="doc-biblioentry"', 'role="listitem"'),
    # A chapter's card speaks of a button that paper, slides and notebooks have not.
    ("<p><strong>To run the cells</strong>", '<p class="of-the-page"><strong>To run the cells</strong>'),
]
# Names, signs and spaces in code have the colour of code that is none of these: half of what a page is made of would be
# elements around single brackets and names.
PLAIN = re.compile(r'<span class="(?:n|p|w)">([^<]*)</span>')


PRINTED = re.compile(r'(<div class="output [^"]*"><div class="highlight"><pre)(>.*?</pre>)', re.S)
COLUMNS = re.compile(r"^.*\S {2,}\S", re.M)  # live-outputs.js has the same


def mended(text):
    """The text of a page as it should be."""
    for fault, right in MENDED:
        text = text.replace(fault, right)
    return icons.drawn(PRINTED.sub(_with_rows, PLAIN.sub(r"\1", text)))


def _with_rows(found):
    """Printed text, marked if it is a table: on a phone its rows stay rows, and other lines go on in the next."""
    printed = re.sub("<[^>]*>", "", found[2][1:])
    return f'{found[1]} class="rows"{found[2]}' if len(COLUMNS.findall(printed)) > 1 else found[0]


class AsWritten(HTMLFormatter):
    """Attributes stay in their order, as a policy's do, which others look for."""

    def attributes(self, tag):
        return tag.attrs.items()
