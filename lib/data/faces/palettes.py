"""Colours from which faces are made, as sRGB, and how often each of the named things is drawn."""

import numpy as np

#: Brown, hazel, green, blue, grey.
IRISES = np.array([[0.27, 0.16, 0.09], [0.38, 0.26, 0.13], [0.33, 0.37, 0.24], [0.34, 0.46, 0.56], [0.44, 0.48, 0.50]])
#: Black, dark brown, brown, auburn, red, blond; the first `DARK` are dark.
HAIRS = np.array(
    [
        [0.10, 0.085, 0.08],
        [0.20, 0.135, 0.10],
        [0.34, 0.23, 0.16],
        [0.42, 0.23, 0.14],
        [0.60, 0.32, 0.17],
        [0.77, 0.62, 0.41],
    ]
)
HAIR_SHARES, DARK = (0.25, 0.24, 0.22, 0.09, 0.06, 0.14), 2
#: Rims: black, tortoiseshell, gold, silver, red, blue.
RIMS = np.array(
    [
        [0.10, 0.10, 0.11],
        [0.30, 0.20, 0.12],
        [0.55, 0.46, 0.28],
        [0.55, 0.56, 0.58],
        [0.45, 0.13, 0.15],
        [0.13, 0.23, 0.38],
    ]
)
#: Hats and clothes.
CLOTHS = np.array(
    [
        [0.14, 0.15, 0.19],
        [0.80, 0.78, 0.74],
        [0.17, 0.25, 0.42],
        [0.56, 0.22, 0.22],
        [0.23, 0.40, 0.33],
        [0.70, 0.57, 0.32],
        [0.42, 0.29, 0.44],
        [0.46, 0.48, 0.50],
        [0.37, 0.55, 0.65],
        [0.79, 0.55, 0.51],
    ]
)
#: How often each of `HAIR_STYLES`, and the styles of tightly curled hair among them.
STYLE_SHARES = (0.06, 0.09, 0.13, 0.11, 0.08, 0.09, 0.06, 0.08, 0.11, 0.08, 0.07, 0.04)
COILED = ("cropped", "curly", "afro", "locs")
#: How often each of the others, where there is one at all: `BEARDS`, `GLASSES` and `HATS` without "none".
BEARD_SHARES, GLASSES_SHARES, HAT_SHARES = (0.3, 0.16, 0.2, 0.34), (0.72, 0.28), (0.27, 0.27, 0.23, 0.23)
