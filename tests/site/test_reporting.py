"""What the build says about numbers, memory and kernels."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from lib.site import claims
from lib.site.build import complaints, required_claims
from lib.site.chapters import table_of_contents
from lib.site.claims import METADATA_KEY, Claim, claim
from lib.site.execution import jobs
from lib.site.pages import lighten
from lib.site.worker import Outcome, kernel_environment

FINE = Outcome("book/a", 1.0, 100, cached=False, ok=True)
ROW = {"id": "a.b", "chapter": "book/a", "value": 1.0, "bound": "", "published": None, "source": None, "show": "{:.1f}"}


@pytest.mark.parametrize(
    ("value", "said"), [(float("nan"), "nan"), (float("inf"), "inf"), ({"x": float("-inf")}, {"x": "-inf"})]
)
def test_a_number_that_is_not_finite_survives_json_and_is_named(monkeypatch, value, said):
    shown = []
    monkeypatch.setattr(claims, "display", shown.append)
    claim("a.b", value)
    stored = shown[0]._repr_mimebundle_()[1][METADATA_KEY]
    assert stored["value"] == said
    row = json.loads(json.dumps(stored, allow_nan=False)) | {"chapter": "book/a"}
    text = Claim.from_row(row).text()
    assert complaints([FINE], [row]) == [
        f"✗ book/a: claim a.b = {text} does not hold, expected a number that is finite"
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"at_least": 2, "at_most": 1}, "bounds: got at_least=2, at_most=1, which no number meets"),
        ({"at_least": 2, "equals": 1}, "bounds: got at_least=2, equals=1"),
        ({"at_most": 1, "equals": 2}, "bounds: got at_most=1, equals=2"),
        ({"within": -1, "published": 1}, "within: got -1.0, expected a distance"),
        ({"show": "two digits"}, "show: got 'two digits', expected a format"),
        ({"show": "{:.1%}{}"}, "show: got"),
        ({"show": "{:d}"}, "show: got"),
    ],
)
def test_what_no_number_can_meet_is_one_clear_error(options, message):
    with pytest.raises(ValueError, match=message):
        claim("a.b", 1, **options)


@pytest.mark.parametrize("value", [None, "many", [1, 2], {"a": None}])
def test_a_value_that_is_no_number_is_one_clear_error(value):
    with pytest.raises(TypeError, match=r"value.*: got .*, expected a number"):
        claim("a.b", value)


def test_a_required_claim_that_nobody_makes_fails(tmp_path):
    (tmp_path / "_config.yml").write_text("sphinx: {config: {required_claims: [a.b, a.c]}}")
    required, row = required_claims(tmp_path), ROW | {"ok": True}
    assert complaints([FINE], [row], required) == ["✗ claim a.c is required, but no chapter makes it"]
    failed = Outcome("book/a", 0, 0, cached=False, ok=False, error="cell 1 failed")
    assert complaints([failed], [], required) == ["✗ book/a: cell 1 failed"]


def test_kernels_are_this_environments(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "/elsewhere")
    found = kernel_environment(3)
    assert found["JUPYTER_PATH"].split(":") == [str(Path(sys.prefix) / "share" / "jupyter"), "/elsewhere"]
    assert found["TF_NUM_INTRAOP_THREADS"] == found["TF_NUM_INTEROP_THREADS"] == "3"
    assert found["OMP_NUM_THREADS"] == "1" and found["PYTHONHASHSEED"] == "0"


FAULTS = """
import ctypes, resource
import numpy as np
ctypes.CDLL(None).mallopt(-1, 128 * 1024)  # as TensorFlow's input pipeline does
for _ in range(200):
    np.ones(2**18)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators keep memory")
def test_kernels_keep_memory_that_they_use_again():
    def faults(**environment):
        command = [sys.executable, "-c", FAULTS]
        return int(subprocess.run(command, env=os.environ | environment, capture_output=True, check=True).stdout)

    pages = 200 * 2**18 * 8 // 4096
    assert faults(**kernel_environment(1)) < pages / 4 < pages / 2 < faults()


def test_jobs_are_the_users_choice(monkeypatch):
    monkeypatch.setenv("JOBS", "3")
    assert jobs() == 3
    monkeypatch.setenv("JOBS", "many")
    with pytest.raises(ValueError, match="JOBS: got 'many', expected a whole number above zero"):
        jobs()
    monkeypatch.delenv("JOBS")
    assert jobs() >= 1


def test_sections_belong_to_the_book(small_book):
    names = ["index", "first", "second", "how-this-book-checks-itself"]
    assert table_of_contents(small_book.root) == [f"book/{name}" for name in names]


def test_only_scripts_without_use_are_left_out():
    kept = '<script src="a.js"></script><p>About thebe</p><script>let x = 1;</script>'
    gone = (
        '<script defer src="_static/scripts/fontawesome.js?digest=1"></script>\n'
        "<script type=\"text/x-thebe-config\">{}</script><script>kernelName = 'python3'</script>"
        '<script>const THEBE_JS_URL = "https://x"</script>'
        '<script type="application/vnd.jupyter.widget-state+json">{}</script>'
    )
    assert lighten(kept + gone) == kept
