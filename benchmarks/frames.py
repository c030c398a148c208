"""How soon an interactive figure answers: from a moved slider to the painted frame, in headless Chromium.

`python -m benchmarks.frames` prints the median of every figure; at most 16 ms is a frame on most screens.
"""

from collections.abc import Mapping
from statistics import median

import numpy as np
import pandas as pd
from playwright.sync_api import Browser

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


def figures() -> dict[str, Explorer]:
    """Return the figures about rates as the book shows them."""
    counts = load_counts()
    judged = people(counts[counts["race"].isin(["African-American", "Caucasian"])])
    frame = pd.DataFrame({"score": judged.deciles, "outcome": judged.outcomes, "group": judged.groups})
    market = Market()
    found = frontiers(sweep_loans(draw_applicants(market, seed=0)), market, tolerances=np.linspace(0, 0.2, 21))
    return {
        "threshold_explorer": ThresholdExplorer(frame, label="thresholds", threshold=MEDIUM_OR_HIGH),
        "frontier_explorer": FrontierExplorer(*found, applicants=market.applicants, label="frontiers"),
    }


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


def medians(shown: Mapping[str, Explorer]) -> dict[str, float]:
    """Return each figure's median in milliseconds, by its name.

    Raises:
        FileNotFoundError: Chromium is not installed.
    """
    if (program := find_chromium()) is None:
        raise FileNotFoundError("Chromium is not installed")
    with chromium(program) as browser:
        return {name: median(milliseconds(figure, browser)) for name, figure in shown.items()}


if __name__ == "__main__":
    for name, taken in medians(figures()).items():
        print(f"{'✓' if taken <= LIMIT_MS else '✗'} {name:<24} {taken:6.2f} ms, at most {LIMIT_MS:g} ms")
