"""Pictures are drawn once, whoever asks and however many ask at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import numpy as np
import pytest

from lib.data import kept as module
from lib.data.kept import kept


@pytest.fixture
def draw():
    asked = []

    def slowly(*, seed):
        asked.append(seed)
        time.sleep(0.2)
        return {"numbers": np.random.default_rng(seed).random(3)}

    slowly.asked = asked
    return slowly


def test_what_was_drawn_is_read(draw, tmp_path):
    first, second = (kept("some", draw, folder=tmp_path, seed=1)["numbers"] for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert draw.asked == [1]


def test_other_arguments_are_other_pictures(draw, tmp_path):
    first, second = (kept("some", draw, folder=tmp_path, seed=seed)["numbers"] for seed in (1, 2))
    assert (first != second).all() and draw.asked == [1, 2]


@pytest.fixture
def other_library(monkeypatch):
    def upgrade(tool):
        monkeypatch.setattr(module, "version", lambda asked: "next" if asked == tool else "as before")
        module._makers.cache_clear()

    yield upgrade
    module._makers.cache_clear()


@pytest.mark.parametrize("tool", module.TOOLS)
def test_another_version_of_what_draws_draws_anew(tool, draw, other_library, tmp_path):
    for asked in ("none", tool, tool):
        other_library(asked)
        kept("some", draw, folder=tmp_path, seed=1)
    assert draw.asked == [1, 1]


def test_other_code_makes_anew(draw, tmp_path):
    package = ModuleType("package")
    package.__path__ = [str(tmp_path)]
    for line in ("rate = 1", "rate = 1", "rate = 2"):
        (tmp_path / "code.py").write_text(line)
        kept("some", draw, folder=tmp_path, by=(package,), seed=1)
        module._makers.cache_clear()
    assert draw.asked == [1, 1]


def test_who_asks_while_it_is_drawn_waits(draw, tmp_path):
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: kept("some", draw, folder=tmp_path, seed=1)["numbers"], range(4)))
    assert draw.asked == [1]
    assert all((result == results[0]).all() for result in results)


def test_a_drawing_that_fails_leaves_nothing_that_is_taken_for_one(draw, tmp_path):
    def fail(*, seed):
        raise ValueError(seed)

    with pytest.raises(ValueError, match="1"):
        kept("some", fail, folder=tmp_path, seed=1)
    assert list(tmp_path.glob("*.npz")) == []
    assert kept("some", draw, folder=tmp_path, seed=1)["numbers"].shape == (3,)
