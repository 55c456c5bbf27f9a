"""Predictions: a reader commits to an answer, chosen or typed, before the page shows what follows.

    ```{admonition} Predict first
    :class: predict

    How many corners will you see?

    - one
    - two
    - three
    ```

The list at the end holds the choices; without one there is a line to type in. What follows, to the end of the section,
waits: a rule of book.css hides it, on screens, where scripts run. `predictions.js` shows it after a prediction or a
press on "Skip", and keeps what was predicted. On paper and without scripts nothing waits.
"""

from docutils import nodes
from sphinx.transforms import SphinxTransform

from .questions import dispatch_inline


class prediction(nodes.General, nodes.Element):
    """A prediction: a title paragraph, what is asked, and guesses. Attribute: `name`."""


class guess(nodes.General, nodes.Element):
    """One choice, a paragraph. Attribute: `name`."""


class Predictions(SphinxTransform):
    """Make predictions of the boxes of class `predict`."""

    default_priority = 210

    def apply(self):
        boxes = [box for box in self.document.findall(nodes.admonition) if "predict" in box["classes"]]
        for number, box in enumerate(boxes, 1):
            box.replace_self(as_prediction(box, f"prediction-{number}"))


def as_prediction(box, name):
    """A box with a title, what is asked and perhaps a list of choices, as a prediction."""
    title, *asked = box.children
    choices = asked.pop() if isinstance(asked[-1], nodes.bullet_list) else ()
    guesses = [guess("", *item.children, name=name) for item in choices]
    return prediction("", nodes.paragraph("", "", *title.children), *asked, *guesses, name=name)


def connect(app):
    app.add_transform(Predictions)
    unchanged = _nothing, _nothing
    app.add_node(prediction, html=(visit_prediction, depart_prediction), latex=unchanged, text=unchanged)
    app.add_node(guess, html=(visit_guess, depart_guess), latex=unchanged, text=unchanged)
    app.add_js_file("predictions.js", loading_method="defer")


def _nothing(self, node):
    """On paper a prediction is the paragraphs that it holds."""


def visit_prediction(self, node):
    self.body.append(f'<fieldset class="prediction asks" id="{node["name"]}"><legend>')
    dispatch_inline(self, node[0])
    self.body.append("</legend>")
    node.remove(node[0])


def depart_prediction(self, node):
    if not list(node.findall(guess)):
        self.body.append('<input type="text" class="typed" aria-label="Your prediction" maxlength="200">')
    self.body.append(
        '<p class="commit"><button type="button" class="show">This is my prediction</button> '
        '<button type="button" class="skip">Skip</button> <span>The rest of this section waits for it.</span></p>'
        '<p class="said" role="status"></p></fieldset>\n'
    )


def visit_guess(self, node):
    self.body.append(f'<label class="guess"><input type="radio" name="{node["name"]}"> <span>')
    dispatch_inline(self, node[0])
    node.remove(node[0])


def depart_guess(self, node):
    self.body.append("</span></label>\n")
