"""The index: the glossary's terms lead to the pages that use them, too, and links bear the pages' names."""

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
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
    """Give the index the title of each page, by its address there."""
    if page == "genindex":
        titles = app.env.titles
        context["page_titles"] = {app.builder.get_relative_uri(page, name): titles[name].astext() for name in titles}


def setup(app: Sphinx) -> None:
    """Register the transform and the template of the index."""
    app.add_transform(IndexTerms)
    app.connect("config-inited", lambda _, config: config.templates_path.append(str(TEMPLATES)))
    app.connect("html-page-context", name_pages)
