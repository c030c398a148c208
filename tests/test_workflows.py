"""The workflows run only what is pinned and exists, with no more rights than they need."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
every_workflow = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
TARGETS = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def read(file: Path) -> dict:
    return yaml.safe_load(file.read_text())


def test_both_are_there():
    assert [file.stem for file in FILES] == ["book", "weekly"]


@every_workflow
def test_every_action_is_pinned_to_a_commit_and_says_its_version(file):
    used = re.findall(r"uses: (.*)", file.read_text())
    assert used and [line for line in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_an_action_has_one_version_in_all():
    used = {line for file in FILES for line in re.findall(r"uses: (.*)", file.read_text())}
    assert len(used) == len({line.split("@")[0] for line in used})


@every_workflow
def test_rights_are_to_read_and_jobs_end(file):
    workflow = read(file)
    assert workflow["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())
    writing = {name for name, job in workflow["jobs"].items() if "write" in str(job.get("permissions", ""))}
    assert writing == ({"publish"} if file.stem == "book" else set())


def test_only_a_push_to_main_is_published():
    publish = read(FILES[0])["jobs"]["publish"]
    assert publish["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'"
    assert publish["permissions"] == {"pages": "write", "id-token": "write"} and publish["needs"] == "build"


@every_workflow
def test_every_command_exists(file):
    runs = [step["run"] for job in read(file)["jobs"].values() for step in job["steps"] if "run" in step]
    assert runs
    for run in runs:
        tool, *rest = run.split()
        assert (rest[0] in TARGETS) if tool == "make" else (ROOT / tool).is_file()


def test_weekly_starts_from_cold_and_leaves_nothing_out():
    workflow = read(FILES[1])
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}  # YAML reads `on` as a truth value
    text = FILES[1].read_text()
    assert "cache" not in text
    assert all(f"run: {command}\n" in text for command in (".ci/run", "make bench", "make binder-check"))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_pages_for_contributors_name_commands_and_files_that_exist(name):
    text = (ROOT / name).read_text()
    assert set(re.findall(r"`make ([\w-]+)", text)) - TARGETS == set()
    paths = re.findall(r"`((?:\.binder|\.github|\.ci|book|docs|lib|tests)/[\w./-]+)`", text)
    assert paths and [path for path in paths if "NAME" not in path and not (ROOT / path).exists()] == []
