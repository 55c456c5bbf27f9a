"""Boxes that are folded: the browser's own details and summary, so that each opens by its title, with no script at all.

    ```{admonition} Hint
    :class: dropdown

    What is hidden until the reader opens it. Notes, tips, solutions of exercises of that class are folded likewise.
    ```

The theme's extension for such boxes puts a button of one and the same name into each, and leaves them open where no
script runs.
"""

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx.transforms.post_transforms import SphinxPostTransform


class fold(nodes.General, nodes.Element):
    """A box that opens; its children are a `fold_title` and what is inside."""


class fold_title(nodes.General, nodes.TextElement):
    """What is seen of it while it is shut."""


class Folds(SphinxPostTransform):
    """Make folds of the boxes of class `dropdown`, once their titles are known."""

    default_priority = 900
    formats = ("html",)

    def run(self, **options):
        for box in list(self.document.findall(nodes.Admonition)):
            if "dropdown" in box["classes"]:
                box.replace_self(folded(box))


def folded(box):
    """A box with a title as a fold of the same classes and names. A link in the title would keep it from opening."""
    title, *content = box.children if isinstance(box[0], nodes.title) else [titled(box), *box.children]
    for link in list(title.findall(nodes.reference)):
        link.replace_self(link.children)
    said = [*title.children, *whose(box)]
    return fold("", fold_title("", "", *said), *content, classes=box["classes"], ids=box["ids"])


def titled(box):
    """The title that Sphinx would write over a note, a tip and the like."""
    words = str(admonitionlabels[box.tagname])
    return nodes.title(words, words)


def whose(box):
    """For those who hear a list of what opens: a hint is that of its exercise."""
    while isinstance(box := box.parent, nodes.Element):
        if "exercise" in box["classes"]:
            name = box[0].astext().strip(" ()")  # the number is not known before it is written
            yield nodes.inline("", f" for the exercise “{name}”", classes=["visually-hidden"])


def connect(app):
    app.add_post_transform(Folds)
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_node(fold_title, html=(visit_fold_title, depart_fold_title))


def visit_fold(self, node):
    self.body.append(self.starttag(node, "details", CLASS="admonition"))


def depart_fold(self, node):
    self.body.append("</details>\n")


def visit_fold_title(self, node):
    self.body.append('<summary class="admonition-title">')


def depart_fold_title(self, node):
    self.body.append("</summary>\n")
