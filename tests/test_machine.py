"""A machine on which the book cannot be built hears so in one sentence."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "check_machine.py"
verdict = runpy.run_path(str(SCRIPT))["verdict"]


def test_this_machine_passes_in_silence():
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("minor", [11, 12, 13])
@pytest.mark.parametrize("machine", [("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64")])
def test_supported(minor, machine):
    assert verdict((3, minor, 0), *machine) == ""


@pytest.mark.parametrize("version", [(2, 7), (3, 10), (3, 14)])
def test_other_pythons(version):
    assert f"this is {version[0]}.{version[1]}" in verdict(version, "Linux", "x86_64")


@pytest.mark.parametrize("machine", [("Windows", "AMD64"), ("Darwin", "x86_64")])
def test_other_machines(machine):
    sentence = verdict((3, 12), *machine)
    assert "WSL2" in sentence and sentence.count(".") == 1 + machine[1].count(".")
