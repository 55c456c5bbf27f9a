"""Questions that answer in the page: no kernel, no script needed, feedback for each choice.

    ```{admonition} Where is the kink of max(2x − 6, 0)?
    :class: question dropdown

    - [ ] at x = −6

      That is the bias. The kink is where 2x − 6 is 0.
    - [x] at x = 3

      Yes: 2·3 − 6 = 0.
    ```

Each choice is a radio button; the feedback of the chosen one shows (a rule of book.css), and
`questions.js` also says it in a live region. On paper every feedback is printed below the question. Being a box of a
class of its own, it is a box that opens where the chapter is a notebook.
"""

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

log = logging.getLogger(__name__)


class question(nodes.General, nodes.Element):
    """A question; its children are a title paragraph and choices. Attribute: `name`."""


class choice(nodes.General, nodes.Element):
    """One answer: a paragraph (the label), then its feedback. Attributes: `right`, `name`."""


class Questions(SphinxTransform):
    """Make questions of the boxes of class `question`."""

    default_priority = 210

    def apply(self):
        boxes = [box for box in self.document.findall(nodes.admonition) if "question" in box["classes"]]
        for number, box in enumerate(boxes, 1):
            try:
                box.replace_self(as_question(box, f"question-{number}"))
            except ValueError as error:
                log.warning("a question: %s", error, location=box)


def as_question(box, name):
    """A box with a title and one list of choices, as a question. Raises ValueError with what is wrong with it."""
    title, *content = box.children
    if len(content) != 1 or not isinstance(content[0], nodes.bullet_list):
        raise ValueError("it holds one list of choices, each starting with [ ] or [x]")
    choices = [as_choice(item, name) for item in content[0]]
    if sum(each["right"] for each in choices) != 1:
        raise ValueError("it needs exactly one right choice, marked [x]")
    return question("", nodes.paragraph("", "", *title.children), *choices, name=name)


def as_choice(item, name):
    """A list item as a choice; its first words say whether it is right."""
    label = item[0]
    mark = label[0].astext()[:4] if label.children else ""
    if mark not in ("[ ] ", "[x] ") or len(item) < 2:
        raise ValueError("each choice starts with [ ] or [x] and has feedback, a paragraph below it")
    label[0] = nodes.Text(label[0].astext()[4:])
    return choice("", *item.children, right=mark == "[x] ", name=name)


def connect(app):
    app.add_transform(Questions)
    app.add_node(question, html=(visit_question, depart_question))
    app.add_node(choice, html=(visit_choice, depart_choice))
    # questions.js, which keeps answers, comes with the other scripts that keep what a reader does (live/work.py)


def visit_question(self, node):
    self.body.append('<fieldset class="question"><legend>')
    dispatch_inline(self, node[0])
    self.body.append('</legend><div class="choices">')
    node.remove(node[0])


def depart_question(self, node):
    self.body.append('</div><p class="spoken" role="status"></p></fieldset>\n')


def visit_choice(self, node):
    number = node.parent.index(node) + 1
    identity = f"{node['name']}-{number}"
    verdict = "right" if node["right"] else "wrong"
    self.body.append(
        f'<div class="choice {verdict}"><input type="radio" name="{node["name"]}" id="{identity}">'
        f'<label for="{identity}">'
    )
    dispatch_inline(self, node[0])
    heading = "Right." if node["right"] else "Not quite."
    self.body.append(f'</label><div class="feedback"><strong>{heading}</strong> ')
    node.remove(node[0])


def depart_choice(self, node):
    self.body.append("</div></div>\n")


def dispatch_inline(visitor, paragraph):
    """Write what a paragraph holds, without the paragraph: a label or a legend holds no block."""
    for child in paragraph.children:
        child.walkabout(visitor)
