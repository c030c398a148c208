"""The world of scenes: drawn objects on drawn grounds, with every object's pixels known and shortcuts to plant."""

from lib.data.scenes.grounds import GROUNDS
from lib.data.scenes.objects import OBJECTS
from lib.data.scenes.render import Rendered, render_scenes
from lib.data.scenes.sampling import sample_scenes
from lib.data.scenes.table import Scenes, label_shares, with_grounds, with_stamps, with_swapped_grounds

__all__ = [
    "GROUNDS",
    "OBJECTS",
    "Rendered",
    "Scenes",
    "label_shares",
    "render_scenes",
    "sample_scenes",
    "with_grounds",
    "with_stamps",
    "with_swapped_grounds",
]
