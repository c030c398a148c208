"""The world of faces: drawn heads with every attribute known, and clutter that is no face."""

from lib.data.faces.clutter import CLUTTER, Clutter, make_clutter
from lib.data.faces.render import render_faces
from lib.data.faces.sampling import sample_attributes
from lib.data.faces.table import BEARDS, GLASSES, GROUNDS, HAIR_STYLES, HATS, Faces
from lib.data.faces.tones import MONK_SWATCHES

__all__ = [
    "BEARDS",
    "CLUTTER",
    "GLASSES",
    "GROUNDS",
    "HAIR_STYLES",
    "HATS",
    "MONK_SWATCHES",
    "Clutter",
    "Faces",
    "make_clutter",
    "render_faces",
    "sample_attributes",
]
