"""Numbers with units and signs are results too; names are not; code needs its front matter."""

import pytest

from lib.site.lint import findings, main

JUPYTEXT = "jupytext: {text_representation: {extension: .md, format_name: myst}}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It takes 12ms.", ["12ms"]),
        ("It is 3x faster, with 2.8M weights.", ["3x", "2.8M"]),
        ("A change of -12 points, or −0.5.", ["-12", "−0.5"]),
        ("Between 3–5 of them.", ["3"]),
        ("## The 7 layers", ["7"]),
        ("- 7 layers", ["7"]),
        ("We saw 12. Then more.", ["12"]),
    ],
)
def test_a_result_is_found(tmp_path, body, expected):
    (tmp_path / "page.md").write_text(body + "\n")
    assert [finding.number for finding in findings(tmp_path / "page.md")] == expected


@pytest.mark.parametrize(
    "body",
    ["The top-5 of VGG16 on x86-64.", "A 3D view, the 1st of the 1990s.", "## 3 Layers", "## 3. Layers", "2) Second"],
)
def test_a_name_is_no_result(tmp_path, body):
    (tmp_path / "page.md").write_text(body + "\n")
    assert findings(tmp_path / "page.md") == []


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", "a page with code needs `jupytext: {text_representation"),
        (
            "---\njupytext: {text_representation: {format_name: myst}}\n---\n",
            "a page with code needs `kernelspec: {name",
        ),
        ("---\nsettings: [64]\n---\n", "settings: got list, expected a mapping"),
        ("---\nsettings:\n  64: side\n---\n", "settings: write the setting 64 in quotes"),
        ("---\nsettings: {a\n---\n", "front matter: no valid YAML"),
        ("---\n- a\n---\n", "front matter: got list, expected a mapping"),
    ],
)
def test_front_matter_that_lacks_something_is_named(tmp_path, capsys, head, said):
    (tmp_path / "page.md").write_text(f"{head}# Page\n\n```{{code-cell}}\n1\n```\n")
    assert main([str(tmp_path)]) == 1
    assert said in capsys.readouterr().out
    (tmp_path / "page.md").write_text(
        f"---\n{JUPYTEXT}kernelspec: {{name: python3}}\n---\n# Page\n\n```{{code-cell}}\n1\n```\n"
    )
    assert main([str(tmp_path)]) == 0
