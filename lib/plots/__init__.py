"""Figures of the book: arrays in, a matplotlib `Figure` out. In a notebook they show as vector graphics."""

from IPython import get_ipython
from matplotlib_inline.backend_inline import set_matplotlib_formats

if get_ipython() is not None:
    # No cropping, which would change the width that the words are laid out for; no date, so that the same figure is
    # the same file.
    set_matplotlib_formats("svg", bbox_inches=None, metadata={"Date": None})
