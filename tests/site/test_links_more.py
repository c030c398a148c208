"""Links of forges that the theme does not know well, and addresses that only look like a repository's."""

import pytest

from lib.site.links import repository, theme_options


def options(address: str, branch: str = "main") -> dict[str, object]:
    return theme_options(repository(None, {"CI_PROJECT_URL": address, "CI_COMMIT_REF_NAME": branch}))


def test_gitlab_keeps_its_provider_and_its_groups():
    found = options("https://gitlab.com/group/sub/book")
    assert (found["repository_provider"], found["repository_url"]) == ("gitlab", "https://gitlab.com/group/sub/book")
    assert found["launch_buttons"] == {}
    assert options("https://gitlab.com/group/book")["launch_buttons"]["notebook_interface"] == "jupyterlab"


def test_codeberg_has_no_button_whose_address_would_be_wrong():
    found = options("https://codeberg.org/reader/book")
    assert found["use_repository_button"] and not found["use_edit_page_button"] and found["launch_buttons"] == {}


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/reader",
        "https://github.com/reader/book/extra",
        "https://github.com.example.org/reader/book",
        "https://example.org/github.com/reader",
        "https://user:pass@word@github.com/reader/book",
        'https://github.com/reader/book"><script>',
    ],
)
def test_what_only_looks_like_a_repository_gives_no_buttons(address):
    assert options(address)["repository_url"] == ""


def test_a_branch_may_be_called_merge():
    assert options("https://github.com/reader/book", "fix/merge-cells")["repository_branch"] == "fix/merge-cells"
