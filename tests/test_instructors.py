"""What the page for instructors tells one to type does run, on a reader's own pictures and a reader's own table."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

PAGE = Path(__file__).parents[1] / "book" / "instructors.md"


@pytest.fixture
def said(tmp_path, monkeypatch):
    """Run the page's code from top to bottom beside two pictures and a table; return the names that it leaves."""
    (tmp_path / "pictures").mkdir()
    noise = np.random.default_rng(0).integers(0, 255, (90, 160, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "pictures/a.JPG")
    Image.fromarray(noise[..., 0].T).save(tmp_path / "pictures/b.png")
    (tmp_path / "pictures/notes.txt").write_text("no picture")
    people = pd.DataFrame({"score": range(40), "outcome": [0, 1] * 20, "group": list("aabb") * 10})
    people.to_csv(tmp_path / "people.csv", index=False)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        exec(block, names)
    yield names
    plt.close("all")


def test_the_page_runs_from_top_to_bottom(said):
    assert said["pictures"].shape == (2, 128, 128, 3) and said["heat"].shape == (2, 128, 128)
    assert list(said["table"].index) == ["a", "b"] and said["pair"] == ("a", "b")
    assert said["table"]["n"].tolist() == [20, 20]


def test_every_function_that_the_page_names_is_there():
    named = re.findall(r"`(lib\.[a-z_.]+)", PAGE.read_text(encoding="utf-8"))
    assert len(named) >= 10
    for name in named:
        module, _, last = name.rstrip(".").rpartition(".")
        path = PAGE.parents[1] / name.rstrip(".").replace(".", "/")
        if not (path.is_dir() or path.with_suffix(".py").exists()):
            assert hasattr(__import__(module, fromlist=[last]), last), name
