"""Slides say and show what the built pages do, and nothing else."""

import pytest
from bs4 import BeautifulSoup

from lib.site.slides.__main__ import main, make_slides
from lib.site.slides.decks import read_deck

from .pages import write_pages

DECK = """title: One & all
parts: [One, Two]
slides:
  - figure: fig-curve
    lines: ["It rises *well* to {claim}`first.height`, of 64.", "{claim}`first.parts[b]` < the rest"]
    notes: Say it <slowly>.
  - title: What **turns**?
    figure: fig-wheel
    lines: [Move the slider.]
  - figure: fig-photo
    lines: [Look.]
  - section: book/first#why-does-it-rise
    lines: [There are 4 reasons.]
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides/one.yml").write_text(DECK, encoding="utf-8")
    return write_pages(tmp_path)


def slides_of(root, **options):
    [file] = make_slides(root, **options)
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").select(".slides > section")


def complaints(root, old: str, new: str) -> list[str]:
    assert old in DECK
    (root / "slides/one.yml").write_text(DECK.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        make_slides(root)
    return str(caught.value).splitlines()


def test_a_deck_opens_with_its_chapters(root):
    opening = slides_of(root)[0]
    assert opening.h1.text == "One & all" and 'Small & "neat"' in opening.text
    links = [(link.text, link["href"]) for link in opening.select("li a")]
    assert links == [("First", "../html/book/first.html"), ("Second", "../html/book/second.html")]


def test_a_slide_shows_the_books_figure_with_the_builds_numbers(root):
    slide = slides_of(root)[1]
    assert slide.h2.text == "First"  # the figure's section
    first, second = slide.select(".lines p")
    assert first.text == "It rises well to 2.00, of 64." and first.em.text == "well"
    assert first.a["href"] == "../html/book/how-this-book-checks-itself.html#claim-first-height"
    assert second.text == "75% < the rest"
    assert slide.svg["aria-label"] == "A line that rises to the right" and not slide.find("figcaption")
    assert [note.text for note in slide.select(".notes p")] == ["Say it <slowly>.", "A curve."]
    source = slide.select_one(".source a")
    assert (source.text, source["href"]) == ("First · Fig. 1", "../html/book/first.html#fig-curve")


def test_figures_do_not_share_ids_and_find_their_own(root):
    slides = slides_of(root)
    ids = [tag["id"] for slide in slides for tag in slide.find_all(id=True)]
    assert len(ids) == len(set(ids))
    use = slides[1].find("use")
    assert use["xlink:href"][1:] in ids and use["clip-path"][5:-1] in ids


def test_pictures_lie_beside_the_deck_and_interactive_figures_stay_whole(root):
    _, _, wheel, photo, words = slides_of(root)
    assert (
        wheel.div["class"] == ["slide", "explorer-slide"]
        and wheel.h2.strong.text == "turns"
        and len(wheel.find_all("script")) == 2
    )
    assert (root / "_build/slides" / photo.img["src"]).is_file() and photo.img["alt"] == "A photograph of something"
    assert (
        words.h2.text == "Why does it rise?" and words.div["class"] == ["slide", "words"] and not words.find("figure")
    )


def test_whatever_a_deck_loads_lies_beside_it(root):
    for page in (*make_slides(root), root / "_build/slides/index.html"):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        loaded = [tag.get("src") or tag.get("href") for tag in soup.select("script[src], link[href], img[src]")]
        assert loaded and all(url.startswith("data:") or (page.parent / url).is_file() for url in loaded)


def test_slides_can_lead_to_a_published_book(root):
    links = [link["href"] for slide in slides_of(root, book="https://example.org") for link in slide.select("a")]
    assert links and all(link.startswith("https://example.org/book/") for link in links)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("fig-curve", "fig-curv", "slide 1: no figure 'fig-curv' in the built pages; did you mean 'fig-curve'?"),
        (
            "first.height`",
            "first.hight`",
            "slide 1: no claim 'first.hight' was made by any chapter; did you mean 'first",
        ),
        ("[b]", "[c]", "slide 1: no claim 'first.parts[c]' was made by any chapter"),
        ("#why-does-it-rise", "#why", "slide 4: no section 'book/first#why' in the built pages"),
        ("of 64", "of 65", "slide 1: '65' is no claim, and book/first#first does not say it"),
        ("of 64", "of 2.00", "slide 1: '2.00' is no claim"),  # it is, and may not be written by hand
        ("4 reasons", "14 reasons", "slide 4: '14' is no claim"),
        ("[One, Two]", "[One, Twos]", "one.yml: no part 'Twos' in _toc.yml; did you mean 'Two'?"),
    ],
)
def test_what_the_build_does_not_have_is_named(root, old, new, said):
    assert any(line.startswith("one.yml") and said in line for line in complaints(root, old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    notes: Say",
            "    note: Say",
            "one.yml, slide 1: got 'note', expected one of figure, lines, notes, section",
        ),
        ("[Look.]", "[Look, and, look.]", "one.yml, slide 3: lines: got 3, expected 1 to 2"),
        ("[Look.]", "[{Look: no}]", "one.yml, slide 3: lines: got [{'Look': False}], expected a list of sentences"),
        ("  - figure: fig-photo\n    lines", "  - lines", "one.yml, slide 3: expected a figure, or the section"),
        ("title: One & all\n", "", "one.yml: title is missing"),
        ("parts: [One, Two]", "parts: One", "one.yml: parts: got 'One', expected a list"),
        ("title: One & all", "title: [", "one.yml: no valid YAML"),
    ],
)
def test_a_deck_that_cannot_be_read_is_one_clear_error(root, old, new, said):
    assert said in complaints(root, old, new)[0]


def test_all_that_is_missing_is_told_at_once(root, monkeypatch, capsys):
    complaints(root, 'fig-curve\n    lines: ["It rises', 'fig-x\n    lines: ["It rises {claim}`a.b`')
    monkeypatch.chdir(root)
    assert main([]) == 1
    error = capsys.readouterr().err
    assert error.count("✗") == 2 and "'fig-x'" in error and "'a.b'" in error
    assert not (root / "_build/slides").exists()


def test_without_a_site_or_a_deck_it_says_what_to_do(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    assert main(["--book", "https://example.org/"]) == 0 and "index.html" in capsys.readouterr().out
    (root / "_build/html/book/second.html").unlink()
    assert main([]) == 1 and "second.html is missing: run `make book` first" in capsys.readouterr().err
    (root / "slides/one.yml").unlink()
    assert main([]) == 1 and "expected a file for each deck" in capsys.readouterr().err


def test_a_line_alone_needs_no_list(root):
    (root / "slides/one.yml").write_text(DECK.replace("[Look.]", "Look."), encoding="utf-8")
    assert read_deck(root / "slides/one.yml").slides[2].lines == ("Look.",)
