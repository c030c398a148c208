"""The index: the glossary's terms lead to the pages that use them, too, and links bear the pages' names."""

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

TEMPLATES = Path(__file__).parent / "templates"


class IndexTerms(SphinxTransform):
    """Enters the first use of each term on a page in the index; the glossary enters its definitions itself."""

    default_priority = 500  # Sphinx collects a page's entries at 850

    def apply(self, **options: object) -> None:  # noqa: ARG002
        """Put an entry before each first {term}; called by Sphinx."""
        if next(self.document.findall(addnodes.glossary), None) is not None:
            return
        seen = set()
        for use in list(self.document.findall(addnodes.pending_xref)):
            if use.get("reftype") == "term" and (term := use["reftarget"]) not in seen:
                seen.add(term)
                anchor = f"term-use-{nodes.make_id(term)}"
                entry = addnodes.index(entries=[("single", term, anchor, "", None)], inline=True)
                place = use.parent.index(use)
                use.parent[place:place] = [entry, nodes.target("", "", ids=[anchor])]


def name_pages(app: Sphinx, page: str, template: str, context: dict, document: nodes.document | None) -> None:  # noqa: ARG001
    """Give the index what its template calls `places`: links as `(is_main, address, title)`, in reading order."""
    if page == "genindex":
        order = dict.fromkeys([*app.env.collect_relations(), *app.env.titles])
        titles = {app.builder.get_relative_uri(page, name): app.env.titles[name].astext() for name in order}
        position = {address: place for place, address in enumerate(titles)}

        def places(links: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
            known = [(is_main, link, link.partition("#")[0]) for is_main, link in links]
            known.sort(key=lambda one: (not one[0], position[one[2]]))
            return [(is_main, link, titles[page]) for is_main, link, page in known]

        context["places"] = places


def add_templates(app: Sphinx, config: Config) -> None:  # noqa: ARG001
    """Put the book's template of the index before Sphinx's own."""
    config.templates_path = [*config.templates_path, str(TEMPLATES)]


def setup(app: Sphinx) -> None:
    """Register the transform and the template of the index."""
    app.add_transform(IndexTerms)
    app.connect("config-inited", add_templates)
    app.connect("html-page-context", name_pages)
