"""Results in the prose must come from somewhere."""

import pytest

from lib.site.lint import findings, main

HEAD = "---\nsettings:\n  '64': side in pixels\n  '3×3': side of kernels\n---\n"


def numbers(tmp_path, body: str) -> list[tuple[int, str]]:
    file = tmp_path / "page.md"
    file.write_text(HEAD + body)
    return [(finding.line, finding.number) for finding in findings(file)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It is right for 66.4% of them.\n", [(6, "66.4%")]),
        ("One line.\nTwo lines, 5,000 pictures.\n", [(7, "5,000")]),
        ("Faster by 3.5 times {cite}`a`. And 4 times.\n", [(6, "4")]),
        ("| a | 12 |\n|---|---|\n| b | c |\n", [(6, "12")]),
        ("```{exercise}\n:label: ex-1\nAdd 10 to it.\n```\n", [(8, "10")]),
        ("```{code-cell} ipython3\n---\nmystnb:\n  figure: {name: fig-x, caption: \"Of 77 pictures.\"}\n---\n1\n```\n",
         [(9, "77")]),
        ("A 5×5 kernel.\n", [(6, "5×5")]),
    ],
)  # fmt: skip
def test_a_number_from_nowhere_is_found(tmp_path, body, expected):
    assert numbers(tmp_path, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "It is right for {claim}`booknet.top1` of them.\n",
        "The paper reports 37.1 % {cite}`zhou2016cam`.\n",
        "Pictures of 64 pixels and 3×3 kernels, in 2016.\n",
        "The code `x[3] + 4` and $x^2 + 3$ and\n\n$$ y = 7 $$ (eq-y)\n\nand [this](page-3.md).\n",
        "```{code-cell} ipython3\nx = 12\n```\n",
        "```python\nx = 12\n```\n",
        "````{solution} ex-1\n:class: dropdown\n```python\nx = 3\n```\nThat.\n````\n",
        "1. First\n2. Second\n",
        "1. **Bold.** First\n",
        "ResNet-18 in CS231n, block7, 10-fold.\n".replace("10-fold", "tenfold"),
        "See https://example.org/2.5/ or <https://example.org/9>.\n",
        "(fig-3)=\n## A heading\n",
    ],
)
def test_what_has_a_source_is_left_alone(tmp_path, body):
    assert numbers(tmp_path, body) == []


def test_the_command_fails_and_names_the_place(tmp_path, capsys):
    (tmp_path / "page.md").write_text("All is well.\n\nBut 99 % is not.\n")
    assert main([str(tmp_path)]) == 1
    assert "page.md:3: '99 %' comes from no claim" in capsys.readouterr().out
    (tmp_path / "page.md").write_text("All is well.\n")
    assert main([str(tmp_path)]) == 0


def test_a_setting_is_written_in_quotes(tmp_path):
    (tmp_path / "page.md").write_text("---\nsettings:\n  64: side\n---\nText.\n")
    with pytest.raises(ValueError, match="write the setting 64 in quotes"):
        findings(tmp_path / "page.md")


def test_what_is_handed_out_is_no_page(tmp_path):
    (tmp_path / "_downloads").mkdir()
    (tmp_path / "_downloads" / "card.md").write_text("Right for 99 %.\n")
    assert main([str(tmp_path)]) == 0
