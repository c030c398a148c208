"""Figures as part of the page: vector graphics inlined, so that their words follow its colours and are read aloud."""

import gzip
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
#: Where the notebook renderer puts the pictures that cells made.
GENERATED = "jupyter_execute"
#: A figure is shown at most this much larger than it was drawn.
GROWTH = 1.55
#: An interactive figure (`lib.widgets.base`) and its alternative text; how many bytes it may take, compressed.
_WIDGET = re.compile(r'<div class="explorer" role="group" aria-label="([^"]*)"')
WIDGET_LIMIT_BYTES = 60_000
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"


def inline_svg(text: str, *, alternative: str, prefix: str) -> str:
    """Return a matplotlib SVG as an element of a page.

    Black becomes the page's text colour, the white background transparent; ids get a prefix, so that figures on one
    page do not share them; the element is named by its alternative text.

    Args:
        text: the SVG document.
        alternative: what is to be seen.
        prefix: unique on the page.
    """
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(text)
    for parent in list(root.iter()):
        for unwanted in [child for child in parent if child.tag in (f"{{{_SVG}}}metadata", f"{{{_SVG}}}style")]:
            parent.remove(unwanted)
    for element in root.iter():
        _adapt(element, prefix)
    background = root.find(f".//*[@id='{prefix}patch_1']/{{{_SVG}}}path")
    if background is not None:
        background.set("style", "fill: none")
    width = float(root.get("viewBox").split()[2])
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    # matplotlib says how lines end and meet in a style sheet, which would hold for the whole page.
    lines = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
    size = {"style": f"width:100%;max-width:{width * GROWTH:.0f}px"}
    root.attrib |= lines | size | {"role": "img", "aria-label": alternative}
    return ElementTree.tostring(root, encoding="unicode")


def _adapt(element: ElementTree.Element, prefix: str) -> None:
    """Rename ids and references, and let black follow the text."""
    for name, value in element.attrib.items():
        if name == "id":
            value = prefix + value
        elif name in ("href", f"{{{_XLINK}}}href") and value.startswith("#"):
            value = f"#{prefix}{value[1:]}"
        value = re.sub(r"url\(#", f"url(#{prefix}", value)
        if name in ("style", "fill", "stroke"):
            value = re.sub(r"#000000\b|(?<=: )black\b", "currentColor", value)
        element.set(name, value)
    if element.tag == f"{{{_SVG}}}text" and "fill" not in element.get("style", "") and not element.get("fill"):
        element.set("fill", "currentColor")


class InlineFigures(SphinxPostTransform):
    """Replaces generated SVG images by their content in HTML pages."""

    default_priority = 5
    formats = ("html",)

    def run(self, **options: object) -> None:  # noqa: ARG002
        """Replace them; called by Sphinx."""
        for number, image in enumerate(list(self.document.findall(nodes.image))):
            path = Path(self.env.srcdir) / image["uri"].lstrip("/")
            if GENERATED in path.parts and path.suffix == ".svg":
                markup = inline_svg(path.read_text("utf-8"), alternative=image.get("alt", ""), prefix=f"f{number}-")
                image.replace_self(nodes.raw("", markup, format="html"))


def collect_alternatives(app: Sphinx, document: nodes.document) -> None:
    """Note the alternative text of each generated figure, and warn where it or the caption is missing."""
    texts = _texts(app.env)
    texts[app.env.docname] = []
    for image, alternative in _generated(document):
        figure = image.parent
        while figure is not None and not isinstance(figure, nodes.figure):
            figure = figure.parent
        caption = figure.next_node(nodes.caption) if figure is not None else None
        if not alternative:
            LOGGER.warning("generated image without alternative text", location=image)
        if caption is None or not figure["names"]:
            LOGGER.warning("generated image without caption and name: %s", alternative, location=image)
        elif alternative == caption.astext().strip():
            LOGGER.warning("alternative text repeats the caption: %s", alternative, location=image)
        texts[app.env.docname].append(alternative)


def _generated(document: nodes.document) -> Iterator[tuple[nodes.Node, str]]:
    """Yield each image and each interactive figure that a cell made, with its alternative text."""
    for image in document.findall(nodes.image):
        if GENERATED in Path(image["uri"]).parts:
            yield image, image.get("alt", "").strip()
    for widget in document.findall(nodes.raw):
        if found := _WIDGET.search(widget.astext()):
            size = len(gzip.compress(widget.astext().encode()))
            if size > WIDGET_LIMIT_BYTES:
                said = "interactive figure of %d bytes, compressed; a page takes at most %d: show fewer states"
                LOGGER.warning(said, size, WIDGET_LIMIT_BYTES, location=widget)
            yield widget, unescape(found[1]).strip()


def check_alternatives(app: Sphinx, env: BuildEnvironment) -> None:  # noqa: ARG001
    """Warn where two generated figures of the book share their alternative text."""
    seen: dict[str, str] = {}
    for page, texts in _texts(env).items():
        for text in texts:
            if text and text in seen:
                LOGGER.warning("alternative text also used in %s: %s", seen[text], text, location=page)
            seen[text] = page


def forget_alternatives(app: Sphinx, env: BuildEnvironment, page: str) -> None:  # noqa: ARG001
    """Forget a page that is read again or gone."""
    _texts(env).pop(page, None)


def _texts(env: BuildEnvironment) -> dict[str, list[str]]:
    if not hasattr(env, "alternative_texts"):
        env.alternative_texts = {}
    return env.alternative_texts
