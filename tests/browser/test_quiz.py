"""The quiz in a reader's browser: marked at once, kept over a reload, by keyboard, in both modes, without a script."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .test_site import CONTRAST

pytestmark = pytest.mark.browser
NAME = "book/recap.html"
STORE = "seeing-inside-quiz"


def question(page: Page, place: int) -> Locator:
    return page.locator(".quiz-question").nth(place)


def answer(one: Locator, *, right: bool) -> None:
    """Choose the right option, or the first that is not, and check it."""
    place = int(one.get_attribute("data-right"))
    one.get_by_role("radio").nth(place if right else int(place == 0)).check()
    one.get_by_role("button", name="Check").click()


def test_an_answer_is_marked_explained_and_kept(open_page):
    page = open_page(NAME)
    count, many = page.locator(".quiz-count"), page.locator(".quiz-question").count()
    assert many >= 26
    expect(count).to_have_text(f"0 of {many} answered, 0 right at the first try.")
    answer(question(page, 0), right=True)
    answer(question(page, 1), right=False)
    told = f"2 of {many} answered, 1 right at the first try."
    expect(count).to_have_text(told)
    verdicts = [question(page, place).locator(".quiz-verdict") for place in (0, 1)]
    said = [verdict.inner_text() for verdict in verdicts]
    assert said[0].startswith("Right. ") and said[1].startswith("Not this one. ") and min(map(len, said)) > 40
    assert all(verdict.get_by_role("link").count() == 1 for verdict in verdicts)
    page.reload()
    expect(count).to_have_text(told)
    assert [verdict.inner_text() for verdict in verdicts] == said
    assert question(page, 1).get_by_role("radio", checked=True).count() == 1
    answer(question(page, 1), right=True)  # a second try is marked, but the first one counts
    assert verdicts[1].inner_text().startswith("Right. ")
    expect(count).to_have_text(told)


def test_a_reader_can_start_again(open_page):
    page = open_page(NAME)
    answer(question(page, 2), right=True)
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".quiz-count")).to_contain_text("0 of ")
    assert page.get_by_role("radio", checked=True).count() == 0
    assert question(page, 2).locator(".quiz-verdict").inner_text() == ""
    page.reload()
    expect(page.locator(".quiz-count")).to_contain_text("0 of ")


def test_nothing_is_marked_before_something_is_chosen(open_page):
    page = open_page(NAME)
    question(page, 0).get_by_role("button", name="Check").click()
    expect(question(page, 0).locator(".quiz-verdict")).to_have_text("Choose an answer first.")
    expect(page.locator(".quiz-count")).to_contain_text("0 of ")


def test_it_works_by_keyboard_and_is_named(open_page):
    page = open_page(NAME)
    one = question(page, 0)
    one.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")  # moves the choice, and answers nothing yet
    expect(page.locator(".quiz-count")).to_contain_text("0 of ")
    page.keyboard.press("Enter")
    expect(page.locator(".quiz-count")).to_contain_text("1 of ")
    one.locator("summary").focus()
    page.keyboard.press("Enter")
    assert one.locator(".quiz-why").last.is_visible()
    tree = one.aria_snapshot()
    assert tree.startswith('- group "1. ') and "[checked]" in tree and 'button "Check"' in tree


@pytest.mark.parametrize(
    "kept", ["no JSON", "[3]", '{"of-an-old-question": [0]}', "null", '{"%s": [99]}', '{"%s": "a"}']
)
def test_what_is_kept_but_fits_no_question_is_dropped(open_page, kept):
    page = open_page(NAME)
    key = question(page, 0).get_attribute("data-key")
    page.evaluate("([store, kept]) => localStorage.setItem(store, kept)", [STORE, kept.replace("%s", key)])
    page.reload()
    expect(page.locator(".quiz-count")).to_contain_text("0 of ")
    answer(question(page, 0), right=True)
    expect(page.locator(".quiz-count")).to_contain_text("1 of ")


def test_it_works_where_storage_is_forbidden(open_page):
    forbid = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } });"
    page = open_page(NAME, before=lambda page: page.add_init_script(forbid))
    answer(question(page, 0), right=True)
    expect(page.locator(".quiz-count")).to_contain_text("1 of ")


@pytest.mark.parametrize("dark", [False, True])
def test_it_can_be_read_and_touched_on_a_phone(open_page, dark):
    page = open_page(NAME, width=390, dark=dark)
    answer(question(page, 0), right=True)
    answer(question(page, 1), right=False)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    words = ".quiz legend, .quiz label, .quiz button, .quiz-verdict p, .quiz summary, .quiz-count"
    assert page.evaluate(CONTRAST, words) == []
    heights = page.locator(".quiz-option, .quiz-check, .quiz-again").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 40


def test_without_a_script_the_answers_can_be_unfolded(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{NAME}")
    one = question(page, 0)
    assert not one.locator(".quiz-why").first.is_visible() and not page.locator(".quiz-bar").is_visible()
    one.locator("summary").click()
    assert "Right:" in one.locator("details").inner_text() and one.get_by_role("link").is_visible()
    assert not one.get_by_role("button", name="Check").is_visible()
    context.close()
