"""The world of faces: drawn heads with every attribute known, and clutter that is no face."""

from lib.data.faces.render import render_faces
from lib.data.faces.sampling import sample_attributes
from lib.data.faces.table import BEARDS, GLASSES, GROUNDS, HAIR_STYLES, HATS, Faces

__all__ = ["BEARDS", "GLASSES", "GROUNDS", "HAIR_STYLES", "HATS", "Faces", "render_faces", "sample_attributes"]
