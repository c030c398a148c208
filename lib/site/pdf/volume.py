"""The book as one document: cover, contents, the pages in reading order, and the solutions."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from lib.site.built import HTML, BuiltSite
from lib.site.pdf.cleaning import clean, pictures_from
from lib.site.pdf.joining import (
    anchor_of,
    give_own_ids,
    lead_inside,
    lower_headings,
    page_number,
    take_solutions,
)

ABOUT, SOLUTIONS = "About this book", "Solutions"
#: Style sheets of the site that paper needs too: code, formulas, cards.
_SHEETS = ("pygments.css", "katex/katex.min.css", "sphinx-design.min.css")
_PAGE = """<!doctype html>
<html lang="en-GB" data-theme="light">
<head>
<meta charset="utf-8">
<title>{title}</title>
{sheets}
<style>
{looks}
{heads}
</style>
</head>
<body>
<header class="cover">
<h1>{title}</h1>
<p class="subtitle">{subtitle}</p>
<p class="author">{author}</p>
<p class="rights">{rights}</p>
</header>
<nav class="contents"><h1>Contents</h1>
{contents}
</nav>
{chapters}
</body>
</html>
"""


@dataclass(frozen=True)
class Chapter:
    """A page of the volume, or the solutions: `content` is HTML."""

    name: str
    title: str
    content: str


def volume(site: BuiltSite, *, config: dict, looks: str, up: str) -> str:
    """Return the book as one HTML document.

    Args:
        site: the built pages.
        config: what `_config.yml` says: title, author, copyright.
        looks: the style sheet for paper.
        up: address of the book's folder, seen from the document.
    """
    chapters, solutions = {}, []
    for name in site.names:
        chapters[name], solved = _chapter(site, name, up=up)
        solutions += solved
    groups = {"": [chapters[site.names[0]]]}
    groups |= {part: [chapters[name] for name in names] for part, names in site.parts.items()}
    if solutions:
        content = "\n".join([f"<h1>{SOLUTIONS}</h1>", *solutions])
        groups[SOLUTIONS] = [Chapter(SOLUTIONS.lower(), SOLUTIONS, content)]
    folder = f"{up}/{HTML.as_posix()}/_static"
    return _PAGE.format(
        title=escape(config["title"]),
        subtitle=escape(_subtitle(site)),
        author=escape(str(config.get("author", ""))),
        rights=escape(f"© {config['copyright']}" if "copyright" in config else ""),
        sheets="\n".join(f'<link rel="stylesheet" href="{folder}/{sheet}">' for sheet in _SHEETS),
        looks=looks,
        heads="\n".join(map(_running_head, _flat(groups))),
        contents=_contents(groups),
        chapters="\n".join(_part(part, group) for part, group in groups.items()),
    )


def looks() -> str:
    """Return the style sheet for paper."""
    return (Path(__file__).parent / "print.css").read_text(encoding="utf-8")


def _chapter(site: BuiltSite, name: str, *, up: str) -> tuple[Chapter, list[str]]:
    """Return a page as a chapter, and its solutions."""
    page, title = clean(site.article(name)), site.title(name)
    pictures_from(page, f"{up}/{HTML.as_posix()}/{Path(name).parent.as_posix()}")
    give_own_ids(page, name)
    lead_inside(page, name, site.names)
    if name == site.names[0]:
        title = ABOUT
        page.find("h1").string = title
    else:
        lower_headings(page)
    solutions = [f"<h2>{escape(title)}</h2>", *map(str, solved)] if (solved := take_solutions(page)) else []
    return Chapter(anchor_of(name), title, page.decode_contents()), solutions


def _subtitle(site: BuiltSite) -> str:
    """Return the first words in bold of the landing page: what the book is about."""
    bold = site.article(site.names[0]).select_one("p > strong")
    return bold.get_text(" ", strip=True) if bold else ""


def _flat(groups: dict[str, list[Chapter]]) -> list[Chapter]:
    return [chapter for group in groups.values() for chapter in group]


def _running_head(chapter: Chapter) -> str:
    """Return the rule that writes a chapter's title above its pages."""
    said = chapter.title.replace("\\", "").replace('"', "”")
    page = f"page-{chapter.name}"
    return f'#{chapter.name} {{ page: {page}; }} @page {page} {{ @top-right {{ content: "{said}"; }} }}'


def _contents(groups: dict[str, list[Chapter]]) -> str:
    lines = []
    for part, group in groups.items():
        entries = "".join(
            f'<li><a href="#{one.name}"><span class="entry">{escape(one.title)}</span>{page_number(one.name)}</a></li>'
            for one in group
        )
        lines.append((f'<p class="part-entry">{escape(part)}</p>' if _is_part(part) else "") + f"<ul>{entries}</ul>")
    return "\n".join(lines)


def _part(part: str, group: list[Chapter]) -> str:
    """Return the chapters of a part, after a page with its name."""
    inside = "\n".join(f'<section class="chapter" id="{one.name}">\n{one.content}\n</section>' for one in group)
    return (f'<h1 class="part">{escape(part)}</h1>\n' if _is_part(part) else "") + inside


def _is_part(name: str) -> bool:
    """Tell the parts of the book from the landing page and the solutions, which stand by themselves."""
    return name not in ("", SOLUTIONS)
