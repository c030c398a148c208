"""The site: claims, chapter execution and the Sphinx extension `lib.site`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, object]:
    """Register the extension; imported late, because chapters import this package without Sphinx."""
    from lib.site.extension import setup as register

    return register(app)
