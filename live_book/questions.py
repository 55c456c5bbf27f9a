"""Questions that answer in the page: no kernel, no script needed, feedback for each choice.

    ```{question} Where is the kink of max(2x − 6, 0)?
    - [ ] at x = −6

      That is the bias. The kink is where 2x − 6 is 0.
    - [x] at x = 3

      Yes: 2·3 − 6 = 0.
    ```

Each choice is a radio button; the feedback of the chosen one shows (a rule of book.css), and
`questions.js` also says it in a live region. On paper every feedback is printed below the question.
"""

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective


class question(nodes.General, nodes.Element):
    """A question; its children are a title paragraph and choices. Attribute: `name`."""


class choice(nodes.General, nodes.Element):
    """One answer: a paragraph (the label), then its feedback. Attributes: `right`, `name`."""


class Question(SphinxDirective):
    """The directive; its argument is the question, its content a list of choices as above."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"name": directives.unchanged}

    def run(self):
        name = f"question-{self.env.new_serialno('question') + 1}"
        node = question(name=name)
        text, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        node += nodes.paragraph("", "", *text, *messages)
        listing = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, listing)
        if len(listing.children) != 1 or not isinstance(listing[0], nodes.bullet_list):
            raise self.error("a question holds one list of choices, each starting with [ ] or [x]")
        node.extend(self.choice(item, name) for item in listing[0])
        if sum(child["right"] for child in node.children[1:]) != 1:
            raise self.error("a question needs exactly one right choice, marked [x]")
        return [node]

    def choice(self, item, name):
        """A list item as a choice; its first words say whether it is right."""
        label = item[0]
        mark = label[0].astext()[:4] if label.children else ""
        if mark not in ("[ ] ", "[x] ") or len(item) < 2:
            raise self.error("each choice starts with [ ] or [x] and has feedback, a paragraph below it")
        label[0] = nodes.Text(label[0].astext()[4:])
        return choice("", *item.children, right=mark == "[x] ", name=name)


def connect(app):
    app.add_directive("question", Question)
    app.add_node(question, html=(visit_question, depart_question))
    app.add_node(choice, html=(visit_choice, depart_choice))
    app.add_js_file("questions.js", loading_method="defer")


def visit_question(self, node):
    self.body.append('<fieldset class="question"><legend>')
    _dispatch_inline(self, node[0])
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
    _dispatch_inline(self, node[0])
    heading = "Right." if node["right"] else "Not quite."
    self.body.append(f'</label><div class="feedback"><strong>{heading}</strong> ')
    node.remove(node[0])


def depart_choice(self, node):
    self.body.append("</div></div>\n")


def _dispatch_inline(visitor, paragraph):
    """Write what a paragraph holds, without the paragraph: a label or a legend holds no block."""
    for child in paragraph.children:
        child.walkabout(visitor)
