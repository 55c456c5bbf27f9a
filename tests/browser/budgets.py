"""What a page may weigh, in bytes and requests: a page that grows past it is made lighter, or argued for here."""

FIRST_VISIT, AFTER_ANOTHER = 186_000, 62_000  # bytes of a chapter, 1 kB of it for search engines
CHAPTERS = {  # chapters that need less, or more
    "chapters/matrix-multiplication.html": (170_000, 45_000),
    "chapters/rectified-linear.html": (160_000, 40_000),  # two pictures of a dead unit; own numbers
    # chapters that need more: a fitter in the page, and the kinks that are shipped for it
    "chapters/a-few-more.html": (202_000, 82_000),  # and, as all chapters, the strip: 4 kB
    "chapters/digits.html": (194_000, 70_000),  # a network's 2,410 numbers, 364 images, and one 7 followed by hand
}
OTHER = 130_000  # of any other page, on a first visit
OTHERS = {
    "search.html": 160_000,  # it brings the index of all words along
    "chapters/claims.html": 140_000,  # every number of the book, and every source
}
REQUESTS, MORE_REQUESTS = 17, 5  # on a first visit; after another chapter
SHIFT = 0.05  # how much may move while a page loads: cumulative layout shift


def of_chapter(name):
    """(bytes of a first visit, bytes after another chapter)."""
    return CHAPTERS.get(name, (FIRST_VISIT, AFTER_ANOTHER))
