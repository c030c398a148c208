"""Grading heatmaps against what is known to be true; every measure returns a value per image.

Pointing and overlap need to know where the object is, the curves and the randomisation only the network; baselines show
what each measure pays to maps that know nothing.
"""

from lib.explain.faithfulness.baselines import centred_blob, edge_detector, random_maps
from lib.explain.faithfulness.concepts import Dissection, best_concepts, dissection
from lib.explain.faithfulness.curves import area_under, blurred, deletion, insertion
from lib.explain.faithfulness.overlap import box_iou, choose_threshold, localisation, localised
from lib.explain.faithfulness.pointing import energy_inside, pointing_chance, pointing_game
from lib.explain.faithfulness.randomisation import Cascade, cascading_randomisation, randomised
from lib.explain.faithfulness.similarity import rank_correlation, structural_similarity

__all__ = [
    "Cascade",
    "Dissection",
    "area_under",
    "best_concepts",
    "blurred",
    "box_iou",
    "cascading_randomisation",
    "centred_blob",
    "choose_threshold",
    "deletion",
    "dissection",
    "edge_detector",
    "energy_inside",
    "insertion",
    "localisation",
    "localised",
    "pointing_chance",
    "pointing_game",
    "random_maps",
    "randomised",
    "rank_correlation",
    "structural_similarity",
]
