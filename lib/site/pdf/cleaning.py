"""What paper cannot do is taken out of a page, or said in words."""

import copy

from bs4 import BeautifulSoup, Tag

#: Marks that only a reader with a mouse can use, and notes that only the build's authors need.
_UNWANTED = "a.headerlink, button, noscript, p.claim-note, .sd-btn, .opening-times"
_EMPTY = ".cell_output, .cell_output .output, .cell_input, .cell"
ANSWERS = "On its page in the site, this figure answers to your hand; here is its first state."
COMES_WITH = " (a file on the site)"


def clean(article: Tag) -> Tag:
    """Return a copy of a page's text for paper.

    Links to headings, buttons and notes on claims go; so does the code that the site shows only on a click. Interactive
    figures keep their scripts, which draw the first state, and a line says where they answer. A file to download is
    named.
    """
    page = copy.copy(article)
    for hidden in page.select("details.hide"):
        for figure in hidden.select("figure"):
            hidden.insert_before(figure.extract())
        hidden.decompose()
    for unwanted in page.select(_UNWANTED):
        if not unwanted.decomposed:
            unwanted.decompose()
    for script in page.find_all("script"):
        if not script.find_parent(class_="explorer") and not script.find_previous_sibling(class_="explorer"):
            script.decompose()
    for caption in page.select("figure:has(.explorer) > figcaption"):
        caption.insert_before(_answers())
    for download in page.select("a.download"):
        download.append(COMES_WITH)
        download.unwrap()
    for claim in page.select("a.claim[title]"):
        del claim["title"]
    _drop_empty(page)
    return page


def _answers() -> Tag:
    line = BeautifulSoup("", "html.parser").new_tag("p", attrs={"class": "on-the-site"})
    line.string = ANSWERS
    return line


def _drop_empty(page: Tag) -> None:
    """Drop boxes of cells in which nothing is left, the inner ones first."""
    for box in reversed(page.select(_EMPTY)):
        if not box.get_text(strip=True) and not box.find(["img", "svg", "table"]):
            box.decompose()


def pictures_from(page: Tag, folder: str) -> None:
    """Let a page's pictures be looked for under another folder than the page's own."""
    for picture in page.find_all("img", src=True):
        if not picture["src"].startswith(("data:", "http:", "https:")):
            picture["src"] = f"{folder}/{picture['src']}"
