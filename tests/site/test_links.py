"""Buttons lead to the fork that was built, or are left out; secrets stay where they are."""

import subprocess

import pytest

from lib.site.links import repository, theme_options


@pytest.fixture
def folder(tmp_path):
    def with_remote(remote: str | None):
        subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
        if remote:
            subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin", remote], check=True)
        return tmp_path

    return with_remote


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/reader/book",
        "https://github.com/reader/book.git",
        "https://secret-token@github.com/reader/book.git",
        "https://user:secret-token@github.com/reader/book/",
        "git@github.com:reader/book.git",
        "ssh://git@github.com/reader/book.git",
        "ssh://git@github.com:22/reader/book",
    ],
)
def test_a_forks_remote_is_found_in_every_form(folder, remote):
    options = theme_options(repository(folder(remote), {}))
    assert options["repository_url"] == "https://github.com/reader/book"
    assert options["repository_branch"] == "main"
    assert options["use_repository_button"] and options["use_edit_page_button"]
    # Nothing more: Thebe, which runs cells in the page, would ask other hosts.
    assert options["launch_buttons"] == {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"}
    assert "secret" not in str(options)


@pytest.mark.parametrize(
    "remote", [None, "/srv/git/book.git", "../book", "https://example.org/reader/book", "file:///x/y"]
)
def test_without_a_known_forge_there_are_no_buttons(folder, remote):
    options = theme_options(repository(folder(remote), {}))
    assert options["repository_url"] == "" and options["launch_buttons"] == {}
    assert not any(options[name] for name in options if name.startswith("use_"))


def test_outside_git_there_are_no_buttons(tmp_path):
    assert repository(tmp_path, {}) is None


def test_ci_comes_before_the_remote(folder):
    root = folder("https://github.com/reader/book")
    github = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "fork/book", "GITHUB_REF_NAME": "draft"}
    assert repository(root, github).address == "https://github.com/fork/book"
    assert repository(root, github).branch == "draft"
    gitlab = {"CI_PROJECT_URL": "https://gitlab.com/group/sub/book", "CI_COMMIT_REF_NAME": "main"}
    assert repository(root, gitlab).address == "https://gitlab.com/group/sub/book"


def test_a_pull_request_links_to_a_branch_that_exists(folder):
    found = repository(folder(None), {"GITHUB_REPOSITORY": "fork/book", "GITHUB_REF_NAME": "12/merge"})
    assert found.branch == "main"
