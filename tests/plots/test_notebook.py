"""In a notebook a figure shows itself as a vector graphic of the size it was drawn in."""

import subprocess
import sys

import pytest

PROGRAM = """
import re
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
import numpy as np
from lib.plots.images import contact_sheet
figure = contact_sheet(np.zeros((2, 4, 4)), columns=2)
data, _ = shell.display_formatter.format(figure)
print(sorted(set(data) - {"text/plain"}), figure.get_figwidth() * 72)
print(re.search(r'<svg[^>]*? width="([0-9.]+)pt"', data["image/svg+xml"])[1], "<dc:date>" in data["image/svg+xml"])
"""


def test_a_figure_shows_itself_as_svg():
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    kinds, drawn, shown, dated = result.stdout.replace("\n", " ").rsplit(maxsplit=3)
    assert kinds == "['image/svg+xml']"
    assert float(shown) == pytest.approx(float(drawn))
    assert dated == "False"
