"""Where a build puts what: Sphinx's output is raw material, of which the site is made."""

from pathlib import Path

SITE = Path(__file__).resolve().parents[1] / "_build/html"  # what is served and published
RAW = "sphinx"  # the name of the folder of Sphinx's output, beside that of the site
EDITIONS = "editions"  # the folder of the editions that are built, beside the site's
EXECUTED = "jupyter_execute"  # of the notebooks that myst-nb has executed, beside them
