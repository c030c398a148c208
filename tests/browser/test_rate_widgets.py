"""Figures about rates of two groups: page and library agree at every setting; by keyboard, by touch and in words."""

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Locator, Page

from lib.data.compas import load_counts, people
from lib.fairness.sweep import sweep
from lib.fairness.tables import group_table
from lib.widgets.frontier_explorer import RATES as LOAN_RATES
from lib.widgets.threshold_explorer import RATES, ThresholdExplorer, words
from tests.widgets.rate_toys import frontier, thresholds

from .test_site import CONTRAST

pytestmark = pytest.mark.browser
PAIR = ["African-American", "Caucasian"]
#: Moves the sliders and reads the sentence, and of every rate its heading and its two bars.
SET = """([figure, places]) => {
    const sliders = [...figure.querySelectorAll('input[type=range]')];
    places.forEach((place, number) => {
        sliders[number].value = place;
        sliders[number].dispatchEvent(new Event('input', { bubbles: true }));
    });
    return {
        words: figure.querySelector('[aria-live]').textContent,
        gaps: [...figure.querySelectorAll('.explorer-gap')].map(one => one.textContent),
        texts: [...figure.querySelectorAll('li .explorer-number b')].map(one => one.textContent),
        widths: [...figure.querySelectorAll('li .explorer-fill')].map(one => parseFloat(one.style.width)),
    };
}"""


@pytest.fixture(scope="module")
def broward() -> pd.DataFrame:
    counts = load_counts()
    judged = people(counts[counts["race"].isin(PAIR)])
    return pd.DataFrame({"score": judged.deciles, "outcome": judged.outcomes, "group": judged.groups})


def place(page: Page, *places: int) -> dict:
    """Move the sliders; return what the figure shows."""
    return page.evaluate(SET, [page.locator(".explorer").element_handle(), list(places)])


def number(text: str) -> float:
    """Return the first number of a text."""
    return float(text.split("%")[0].split()[0])


def test_thresholds_on_compas_show_what_the_library_computes_at_every_setting(show, broward):
    figure = ThresholdExplorer(broward, label="thresholds on COMPAS", threshold=5)
    page = show(figure)
    # The book's tables at a cut for everyone; a group's rates depend on its own cut alone.
    at = {cut: group_table(broward["outcome"], broward["score"] >= cut, broward["group"]) for cut in range(1, 12)}
    for first in range(11):
        for second in range(11):
            said = place(page, first, second)
            rows = at[first + 1].loc[PAIR[0]], at[second + 1].loc[PAIR[1]]
            shares = np.array([[row[name] for row in rows] for name in RATES])
            figure.first, figure.second = first, second
            assert said["words"] == words(figure.table(), near=figure.near)
            np.testing.assert_allclose(said["widths"], 100 * np.nan_to_num(shares.ravel()), atol=1e-4)
            for text, share in zip(said["texts"], shares.ravel(), strict=True):
                assert text == "undefined" if np.isnan(share) else number(text) == pytest.approx(100 * share, abs=0.051)
            for text, gap in zip(said["gaps"], 100 * np.abs(np.diff(shares)[:, 0]), strict=True):
                assert text == "" if np.isnan(gap) else number(text) == pytest.approx(gap, abs=0.051)
    counted = place(page, 4, 4)["texts"]
    assert counted[0].endswith("(805 of 1795)") and counted[5].endswith("(505 of 854)")


@pytest.mark.parametrize("name", ["fpr", "fnr", "ppv"])
def test_a_button_makes_one_rate_as_equal_as_it_can_be_and_the_others_break(show, broward, name):
    page = show(ThresholdExplorer(broward, label="thresholds on COMPAS", threshold=5))
    page.get_by_label("Move both together").check()
    page.get_by_role("button", name=f"Equal {RATES[name]}").focus()
    page.keyboard.press("Enter")
    swept = sweep(broward["score"], broward["outcome"], broward["group"], range(1, 12))
    one, other = swept.rate(name)
    nearest = int(np.nanargmin(np.abs(other[1:-1] - one[4]))) + 1
    assert [slider.input_value() for slider in page.get_by_role("slider").all()] == ["4", str(nearest)]
    assert not page.get_by_label("Move both together").is_checked()
    gaps = {rate: abs(swept.rate(rate)[0, 4] - swept.rate(rate)[1, nearest]) for rate in ("fpr", "fnr", "ppv")}
    assert gaps[name] <= 0.025 < max(gaps.values())
    verdict = page.locator("[aria-live]").inner_text().split("each other: ")[1]
    assert all((RATES[rate] in verdict) == (gap <= 0.025) for rate, gap in gaps.items())


def test_sliders_move_alone_or_together_by_keyboard(show):
    page = show(thresholds())
    north, south = (page.get_by_role("slider", name=f"Threshold for {group}") for group in ("north", "south"))
    assert north.get_attribute("aria-valuetext") == "from 3: 5 of 10 warned"
    north.press("ArrowRight")
    assert [north.input_value(), south.input_value()] == ["3", "2"]
    page.get_by_label("Move both together").press("Space")
    assert south.input_value() == "3"
    south.press("End")
    assert north.get_attribute("aria-valuetext") == south.get_attribute("aria-valuetext") == "nobody: 0 of 10 warned"
    assert "undefined where nobody is selected" in page.locator("[aria-live]").inner_text()


def test_the_frontier_shows_every_state(show):
    figure = frontier()
    page = show(figure)
    for notion, title in enumerate(figure.notions):
        page.get_by_role("radio", name=title).check(force=True)
        for level in range(3):
            said, state = place(page, level), figure.state(notion, level)
            assert said["words"] == state["words"]
            assert said["texts"] == [f"{share:.1%}" for rate in state["rates"] for share in rate]
            assert len(said["gaps"]) == len(LOAN_RATES) and set(said["gaps"]) == {"10.0 points apart"}
            dot = page.locator(".explorer-dot").evaluate("one => [one.style.left, one.style.top].map(parseFloat)")
            assert dot == pytest.approx([50 * level, 100 - 100 * figure.curves[notion][level]], abs=0.1)
    assert page.locator(".explorer-current").count() == 1


def test_the_frontier_works_by_keyboard_and_is_named(show):
    page = show(frontier())
    page.get_by_role("radio", name="demographic parity").press("ArrowRight")
    page.get_by_role("slider").press("End")
    assert "Equal opportunity" in page.locator("[aria-live]").inner_text()
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "10 points"
    tree = page.locator(".explorer").aria_snapshot()
    for name in ('group "What should be equal"', 'radio "equal opportunity" [checked]', 'img "Chart of profit over'):
        assert name in tree


@pytest.mark.parametrize("make", [thresholds, frontier])
class TestBoth:
    """What holds for both figures."""

    def test_it_fits_a_phone_and_a_finger(self, show, make):
        page = show(make(), width=360, has_touch=True)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
        boxes = page.locator(".explorer :is(button, input[type=range], label)").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
        )
        assert len(boxes) >= 4 and min(boxes) >= 43.9
        page.get_by_role("slider").first.tap()

    @pytest.mark.parametrize("dark", [False, True])
    def test_its_words_can_be_read_in_both_modes(self, show, make, dark):
        page = show(make(), dark=dark)
        assert page.evaluate(CONTRAST, ".explorer :is(p, b, span, legend, label, button)") == []

    def test_a_notebook_runs_the_same_module(self, show, make):
        figure = make()
        page = show(figure)
        same = page.evaluate(LIVE, [figure._esm, figure.values()])
        assert same[0] == page.locator(".explorer").first.evaluate("one => one.textContent")
        assert same[1] != same[0] and same[2] == ["saved"]

    def test_without_javascript_the_first_sentence_is_there(self, show, make):
        page = show(make(), java_script_enabled=False)
        text: Locator = page.locator(".explorer > p").first
        assert text.inner_text() == make().shown["words"]


#: Renders a module as anywidget does, and moves its slider; returns its texts before and after, and what was saved.
LIVE = """async ([esm, values]) => {
    const figure = (await import(`data:text/javascript,${encodeURIComponent(esm)}`)).default;
    const heard = new Map(), saved = [];
    const model = {
        get: name => values[name],
        set: (name, value) => { values[name] = value; (heard.get(`change:${name}`) ?? []).forEach(one => one()); },
        save_changes: () => saved.push('saved'),
        on: (event, one) => heard.set(event, [...(heard.get(event) ?? []), one]),
        off: () => heard.clear(),
    };
    const el = document.body.appendChild(document.createElement('div'));
    const end = figure.render({ model, el });
    const before = el.textContent;
    const slider = el.querySelector('input[type=range]');
    slider.value = Number(slider.value) + 1;
    slider.dispatchEvent(new Event('input'));
    const after = el.textContent;
    end();
    el.remove();
    return [before, after, saved];
}"""
