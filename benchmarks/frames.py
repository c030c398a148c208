"""How soon an interactive figure answers: from a moved slider to the painted frame, in headless Chromium.

At most 16 ms is a frame on most screens, so the bar is the number of frames a second that this allows.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np
import pandas as pd
from playwright.sync_api import Browser

from benchmarks.rows import Row, rate
from lib.data.compas import MEDIUM_OR_HIGH, load_counts, people
from lib.experiments.frontiers import frontiers
from lib.experiments.lending import Market, draw_applicants, sweep_loans
from lib.site.browser import chromium, find_chromium
from lib.widgets.base import Explorer
from lib.widgets.frontier_explorer import FrontierExplorer
from lib.widgets.threshold_explorer import ThresholdExplorer

LIMIT_MS = 16.0
#: Moves the first slider up and down, a place at a time, each at the beginning of a frame, where a browser hands on
#: what the hand did; a message that is sent then arrives once the frame is painted.
MOVE = """async moves => {
    const slider = document.querySelector('.explorer input[type=range]');
    const [low, high] = [Number(slider.min), Number(slider.max)];
    let step = 1;
    const frame = () => new Promise(done => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        const start = performance.now();
        port1.onmessage = () => done(performance.now() - start);
        const place = Number(slider.value);
        if (place + step > high || place + step < low) step = -step;
        slider.value = place + step;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        port2.postMessage('');
    }));
    const taken = [];
    for (let move = 0; move < moves; move++) taken.push(await frame());
    return taken;
}"""


@dataclass(frozen=True)
class Frames:
    """A rate as `benchmarks.rows.Case` measures others: the frames of an interactive figure."""

    name: str
    figure: Callable[[], Explorer]

    def measured(self, *, seconds: float) -> Row:  # noqa: ARG002
        """Return the row; a number of moves is made, however long they take."""
        with chromium(find_chromium()) as browser:
            return rate(self.name, median(milliseconds(self.figure(), browser)) / 1000, bound=1000 / LIMIT_MS)


def frames() -> Iterator[Frames]:
    """Yield the figures about rates; none, and a word about it, where there is no Chromium."""
    if find_chromium() is None:
        print("frames: left out, Chromium is not installed", file=sys.stderr)
        return
    yield Frames("frames.threshold_explorer", threshold_explorer)
    yield Frames("frames.frontier_explorer", frontier_explorer)


def threshold_explorer() -> ThresholdExplorer:
    """Return the thresholds on COMPAS as the book shows them."""
    counts = load_counts()
    judged = people(counts[counts["race"].isin(["African-American", "Caucasian"])])
    frame = pd.DataFrame({"score": judged.deciles, "outcome": judged.outcomes, "group": judged.groups})
    return ThresholdExplorer(frame, label="thresholds", threshold=MEDIUM_OR_HIGH)


def frontier_explorer() -> FrontierExplorer:
    """Return the lender's frontiers as the book shows them."""
    market = Market()
    found = frontiers(sweep_loans(draw_applicants(market, seed=0)), market, tolerances=np.linspace(0, 0.2, 21))
    return FrontierExplorer(*found, applicants=market.applicants, label="frontiers")


def milliseconds(figure: Explorer, browser: Browser, *, moves: int = 120) -> list[float]:
    """Return the milliseconds that each move of the figure's first slider takes until its frame is painted.

    Args:
        figure: one with a slider.
        browser: Chromium.
        moves: how often the slider is moved; the first ten warm the script up and are left out.
    """
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(f"<!doctype html><meta charset=utf-8>{figure.page()}")
    taken = page.evaluate(MOVE, moves)
    page.close()
    return taken[10:]
