"""What the finished pages carry without need: scripts that serve a kernel, or draw what the icon font shows anyway."""

import re
from pathlib import Path

#: Style sheets, and scripts that are no data of a figure: any word may stand in those.
_LOADED = re.compile(
    r"\s*(?:<script\b(?![^>]*\btype=\"application/json\")[^>]*>.*?</script>|<link\b[^>]*\bhref=[^>]*\.css[^>]*>)",
    re.DOTALL,
)
#: What says one of these starts a kernel from the page, draws icons, or keeps a widget's state, which each of the
#: book's widgets carries itself.
_UNNEEDED = re.compile(r"thebe|/fontawesome\.js|<script>kernelName = |application/vnd\.jupyter\.widget-state", re.I)


def lighten(page: str) -> str:
    """Return a page without the scripts and style sheets that it does not need."""
    return _LOADED.sub(lambda found: "" if _UNNEEDED.search(found.group()) else found.group(), page)


def lighten_all(site: Path) -> None:
    """Take what is not needed out of every page of a site; pages that are light are left untouched."""
    for path in sorted(site.rglob("*.html")):
        if "_static" not in path.relative_to(site).parts:
            page = path.read_text(encoding="utf-8")
            if (light := lighten(page)) != page:
                path.write_text(light, encoding="utf-8")
