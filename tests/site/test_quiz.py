"""The quiz: its questions are well made, and the page shows them with and without a script."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from lib.site.chapters import Book, table_of_contents
from lib.site.questions import read_questions
from lib.site.text import headings

from .made_pages import render

ROOT = Path(__file__).parents[2]
BOOK = Book(ROOT)
PAGES = table_of_contents(ROOT)
CHAPTERS = [name for name in PAGES if "```{opening}" in BOOK.text(name)]
QUESTIONS = read_questions(ROOT / "book" / "quiz.yml")
every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def test_every_chapter_is_asked_about_in_reading_order():
    assert len(QUESTIONS) >= 26
    asked = [question.chapter for question in QUESTIONS]
    assert set(asked) == set(CHAPTERS)
    assert asked == sorted(asked, key=PAGES.index)


@every_question
def test_an_explanation_leads_to_a_section_of_its_chapter(question):
    assert question.section in headings(BOOK.text(question.chapter))


@every_question
def test_a_question_needs_no_number_and_is_one_line_of_thought(question):
    texts = [question.question, *(text for option in question.options for text in (option.text, option.why))]
    assert [text for text in texts if re.search(r"(?<![A-Za-z])\d", text)] == []
    assert question.question.endswith("?")
    assert all(text[-1] in ".?" for text in texts)
    assert len({option.text for option in question.options}) == len(question.options)


def test_the_right_option_is_not_given_away_by_its_place_or_its_length():
    places = Counter(question.right for question in QUESTIONS)
    assert all(times <= len(QUESTIONS) / 2 for times in places.values()) and len(places) >= 3
    lengths = [[len(option.text) for option in question.options] for question in QUESTIONS]
    longest = sum(max(each) == each[question.right] for each, question in zip(lengths, QUESTIONS, strict=True))
    shortest = sum(min(each) == each[question.right] for each, question in zip(lengths, QUESTIONS, strict=True))
    assert longest <= len(QUESTIONS) / 2 and shortest <= len(QUESTIONS) / 2


def row(**changed: object) -> dict:
    options = [{"text": f"option {number}", "why": f"reason {number}"} for number in range(3)]
    options[1]["right"] = True
    whole = {"id": "a", "chapter": "two", "section": "A *word*", "question": "Why?", "options": options} | changed
    return {name: value for name, value in whole.items() if value is not None}


def written(folder: Path, rows: object) -> Path:
    path = folder / "quiz.yml"
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    return path


OPTION = {"text": "a", "why": "b"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("text", "quiz.yml: got str, expected a list of questions"),
        (["text"], "question: got str, expected"),
        ([row(why="x")], r"question 'a': got \['chapter', 'id', 'options', 'question', 'section', 'why'\], expected"),
        ([row(section=None)], "question 'a': got .*, expected .*'section'"),
        ([row(question="")], "question 'a': question: got '', expected str that is not empty"),
        ([row(section=3)], "question 'a': section: got 3, expected str"),
        ([row(options="many")], "question 'a': options: got 'many', expected list"),
        ([row(options=[OPTION, OPTION])], "question 'a': got 2 options, expected at least 3"),
        ([row(options=[OPTION] * 3)], "question 'a': got 0 right options, expected exactly one"),
        ([row(options=[OPTION | {"right": True}] * 3)], "question 'a': got 3 right options, expected exactly one"),
        ([row(options=[{"text": "a"}] * 3)], r"question 'a', option 1: got \['text'\], expected \['text', 'why'\]"),
        ([row(options=[OPTION | {"right": "yes"}] * 3)], "question 'a', option 1: right: got 'yes', expected bool"),
        ([row(), row()], "question 'a': got 2 with this id, expected one"),
    ],
)
def test_what_is_wrong_with_a_question_is_one_clear_error(tmp_path, rows, message):
    with pytest.raises(ValueError, match=message):
        read_questions(written(tmp_path, rows))


def test_a_file_that_is_no_yaml_is_named(tmp_path):
    (tmp_path / "quiz.yml").write_text("- id: a: b")
    with pytest.raises(ValueError, match=r"quiz\.yml: no valid YAML"):
        read_questions(tmp_path / "quiz.yml")


def test_an_answer_is_forgotten_when_its_question_changes(tmp_path):
    [before] = read_questions(written(tmp_path, [row()]))
    [reasoned] = read_questions(written(tmp_path, [row(section="Elsewhere")]))
    [after] = read_questions(written(tmp_path, [row(question="How?")]))
    assert before.key == reasoned.key != after.key
    assert before.right == 1


PAGE = "# One\n\n```{quiz} quiz.yml\n```\n"
CHAPTER = "# Two\n\nWords.\n\n```python\n# A comment\n```\n\n## A word\n\n## Another\n"


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    rows = [row(section="A word", question="Why *so*?"), row(id="b", section="Another")]
    files = {"one.md": PAGE, "two.md": CHAPTER, "quiz.yml": yaml.safe_dump(rows)}
    site, warnings = render(tmp_path_factory.mktemp("quiz"), files)
    assert warnings == ""
    assert "quiz.js" not in (site / "two.html").read_text()
    return (site / "one.html").read_text()


def test_each_question_is_a_group_of_choices_with_a_name(page):
    assert page.count("<fieldset") == page.count("</fieldset>") == page.count("<legend>") == 2
    assert "<legend>1. Why <em>so</em>?</legend>" in page
    names = re.findall(r'<input name="([\w-]+)" type="radio" value="[012]"', page)
    assert [names[:3], names[3:]] == [[names[0]] * 3, [names[3]] * 3] and names[0] != names[3]
    assert re.findall(r'data-key="([\w-]+)" data-right="1"', page) == [names[0], names[3]]
    assert (
        page.count('<h3 class="quiz-chapter">') == 1 and '<a class="reference internal" href="two.html">Two</a>' in page
    )


def test_answers_are_told_and_can_be_unfolded_without_a_script(page):
    assert page.count("<details") == page.count("<summary>Answer and reasons</summary>") == 2
    assert page.count("<strong>Right: </strong>option 1") == 2 and page.count("<strong>Wrong: </strong>") == 4
    assert page.count('<p class="quiz-why">reason 1</p>') == 2
    assert 'Read it again: <a class="reference internal" href="two.html#a-word">A word</a>' in page
    hidden = re.findall(r'class="(quiz-[\w-]+)" hidden="hidden"', page)
    assert hidden == ["quiz-check", "quiz-check", "quiz-bar"]
    assert page.count('aria-live="polite"') == 3
    assert re.search(r'<script defer="defer" src="_static/quiz.js', page) and "_static/quiz.css" in page


def test_a_section_or_a_file_that_is_missing_stops_the_build(tmp_path):
    files = {"one.md": PAGE, "two.md": CHAPTER, "quiz.yml": yaml.safe_dump([row(section="A comment")])}
    assert "quiz: two has no heading 'A comment'" in render(tmp_path / "a", files)[1]
    assert "No such file" in render(tmp_path / "b", {"one.md": PAGE, "two.md": CHAPTER})[1]
    assert (
        "got 2 options" in render(tmp_path / "c", files | {"quiz.yml": yaml.safe_dump([row(options=[OPTION] * 2)])})[1]
    )
