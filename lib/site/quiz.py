"""{quiz} `FILE`: questions that a page asks, answered without a kernel and, folded up, without a script.

What a reader answers is marked by `book/_site/quiz.js` and kept in the reader's own browser.
"""

from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from lib.site.questions import Option, Question, read_questions
from lib.site.text import headings

LOGGER = logging.getLogger(__name__)


class Part(nodes.General, nodes.TextElement):
    """An element of HTML for which docutils has no node: its `tag`, and further attributes in `html`."""


def part(tag: str, *children: nodes.Node, of: str = "", **html: str) -> Part:
    """Return an element of class `of`; of an attribute's name, underscores are hyphens."""
    named = {name.replace("_", "-"): value for name, value in html.items()}
    return Part("", "", *children, tag=tag, html=named, classes=[of] if of else [])


def open_part(page: HTML5Translator, node: Part) -> None:
    """Write the start of an element."""
    page.body.append(page.starttag(node, node["tag"], "", empty=node["tag"] == "input", **node["html"]))


def close_part(page: HTML5Translator, node: Part) -> None:
    """Write the end of an element; an input has none."""
    if node["tag"] != "input":
        page.body.append(f"</{node['tag']}>\n")


def write_nothing(page: nodes.NodeVisitor, node: Part) -> None:
    """Leave an element to what is in it."""


class Quiz(SphinxDirective):
    """The questions of a YAML file that lies beside the page, each chapter's under its title."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the quiz."""
        path = Path(self.env.doc2path(self.env.docname)).with_name(self.arguments[0])
        self.env.note_dependency(str(path))
        try:
            questions = read_questions(path)
        except (OSError, ValueError) as error:
            raise self.error(str(error)) from error
        quiz = part("div", of="quiz")
        numbered = enumerate(questions, start=1)
        for chapter, asked in groupby(numbered, key=lambda pair: pair[1].chapter):
            quiz += part("h3", self._link(chapter), of="quiz-chapter")
            quiz += [self._question(number, question) for number, question in asked]
        quiz += _bar()
        return [quiz]

    def _question(self, number: int, question: Question) -> Part:
        where = part(
            "p", nodes.Text("Read it again: "), self._link(question.chapter, question.section), of="quiz-where"
        )
        reasons = part("ul", *(self._reason(option) for option in question.options))
        return part(
            "fieldset",
            part("legend", nodes.Text(f"{number}. "), *self._inline(question.question)),
            *(self._option(option, question.key, place) for place, option in enumerate(question.options)),
            part("button", nodes.Text("Check"), of="quiz-check", type="button", hidden="hidden"),
            part("div", of="quiz-verdict", aria_live="polite"),
            part("details", part("summary", nodes.Text("Answer and reasons")), reasons, where, of="quiz-reasons"),
            of="quiz-question",
            data_key=question.key,
            data_right=str(question.right),
        )

    def _option(self, option: Option, name: str, place: int) -> Part:
        choice = part("input", type="radio", name=name, value=str(place))
        return part("label", choice, part("span", *self._inline(option.text)), of="quiz-option")

    def _reason(self, option: Option) -> Part:
        verdict = nodes.strong("", "Right: " if option.right else "Wrong: ")
        said = part("p", verdict, *self._inline(option.text))
        return part("li", said, part("p", *self._inline(option.why), of="quiz-why"))

    def _inline(self, text: str) -> list[nodes.Node]:
        found, messages = self.state.inline_text(text, self.lineno)
        return [*found, *messages]

    def _link(self, chapter: str, section: str = "") -> nodes.reference:
        """Return a link to a chapter, or to the section below one of its headings."""
        path = Path(self.env.doc2path(chapter))
        self.env.note_dependency(str(path))
        known = headings(path.read_text(encoding="utf-8")) if path.exists() else []
        if section not in ["", *known] or not known:
            LOGGER.warning("quiz: %s has no heading %r", chapter, section, location=self.get_location())
        address = self.env.app.builder.get_relative_uri(self.env.docname, chapter)
        anchor = f"#{nodes.make_id(nodes.fully_normalize_name(section))}" if section else ""
        words = section or (known[0] if known else chapter)
        return nodes.reference("", words, refuri=address + anchor, internal=True)


def _bar() -> Part:
    """Return what tells how far the reader is; without a script there is nothing to tell."""
    again = part("button", nodes.Text("Start again"), of="quiz-again", type="button")
    return part("div", part("p", of="quiz-count", aria_live="polite"), again, of="quiz-bar", hidden="hidden")


def add_files(app: Sphinx, page: str, template: str, context: dict, document: nodes.document | None) -> None:  # noqa: ARG001
    """Load script and looks where there is a quiz."""
    if document is not None and next(document.findall(Part), None) is not None:
        app.add_js_file("quiz.js", loading_method="defer")
        app.add_css_file("quiz.css")


def setup(app: Sphinx) -> None:
    """Register the directive; in a printed edition the questions and their answers are plain text."""
    app.add_node(Part, html=(open_part, close_part), latex=(write_nothing, write_nothing))
    app.add_directive("quiz", Quiz)
    app.connect("html-page-context", add_files)
