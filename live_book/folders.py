"""Where a build puts what: Sphinx's output is raw material, of which the site is made."""

import re
from pathlib import Path

SITE = Path(__file__).resolve().parents[1] / "_build/html"  # what is served and published
RAW = "sphinx"  # the name of the folder of Sphinx's output, beside that of the site
EDITIONS = "editions"  # the folder of the editions that are built, beside the site's
PAPER = "paper"  # the folder of the PDFs, beside the site's
CARDS = "cards"  # the folder of the pictures of pages, beside the PDFs, and in the site
CACHE = ".jupyter_cache"  # of the outputs of executed notebooks, beside them
EXECUTED = "jupyter_execute"  # of the notebooks that myst-nb has executed, beside them


def archive_name(title, edition="", ending=".zip"):
    """The name of a file that holds the whole of a book of this title.

    >>> archive_name("How Neural Networks Actually Work")
    'how-neural-networks-actually-work.zip'
    """
    return "-".join(re.findall(r"\w+", title.lower())) + edition + ending
