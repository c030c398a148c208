"""The bias detector: a masked loss, and how much recall varies along a latent."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def loss_of(mistake: np.ndarray, description: np.ndarray, face: np.ndarray) -> float:
    """Mean loss of a batch in which faces alone are described."""
    return (mistake + face * description).mean()


def spread_along(latent: np.ndarray, found: np.ndarray, parts: int) -> float:
    """Standard deviation of the recall in equal parts of the faces, sorted along a latent."""
    return np.std([found[some].mean() for some in np.array_split(np.argsort(latent), parts)])


def _by_width(latent: np.ndarray, found: np.ndarray, parts: int) -> float:
    edges = np.linspace(latent.min(), latent.max(), parts + 1)
    places = np.clip(np.searchsorted(edges, latent, side="right") - 1, 0, parts - 1)
    return np.std([found[places == place].mean() for place in range(parts) if (places == place).any()])


def _each(latent: np.ndarray, found: np.ndarray, parts: int) -> np.ndarray:
    return found[np.argsort(latent)].reshape(parts, -1).mean(axis=1)


_GENERATOR = np.random.default_rng(17)
_MISTAKE, _DESCRIPTION = _GENERATOR.uniform(0.1, 2, size=(2, 8))
_FACE = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0])
_LATENT = _GENERATOR.permutation(np.linspace(-1, 1, 60) ** 3)
_FOUND = (_GENERATOR.random(60) < 0.9 - 0.6 * (_LATENT > 0.1)).astype(float)

EXERCISES = [
    of_function(
        "ex-ssvae-mask",
        loss_of,
        on=[(_MISTAKE, _DESCRIPTION, _FACE), (_MISTAKE[:3], _DESCRIPTION[:3], np.zeros(3))],
        why="A batch without a face asks nothing of the description. That is the test to keep: it finds three of the "
        "slips that circulate.",
        slips=[
            Slip(
                lambda mistake, description, face: (face * mistake + description).mean(),
                "The mask lies on the wrong term: calling everything a face would cost nothing.",
            ),
            Slip(
                lambda mistake, description, face: (face * (mistake + description)).mean(),
                "Pictures without a face cost nothing in yours; so nobody learns what is no face.",
            ),
            Slip(
                lambda mistake, description, face: (mistake + description).mean(),
                "There is no mask: the latents have to describe chairs, too.",
            ),
            Slip(
                lambda mistake, description, face: (mistake + face[:, None] * description).mean(),
                "The description of a picture that is no face counts in yours: two shapes were broadcast.",
            ),
            Slip(
                lambda mistake, description, face: (mistake + (1 - face) * description).mean(),
                "The mask is turned round: whose description counts?",
            ),
            Slip(
                lambda mistake, description, face: mistake + face * description,
                "That is the loss of each picture. What is that of the batch?",
            ),
            Slip(
                lambda mistake, description, face: mistake.mean() + (face * description).sum() / max(face.sum(), 1),
                "You average the description over the faces alone. In the formula, pictures without a face count as "
                "nought.",
            ),
        ],
        otherwise="Every picture pays for its mistake; which of them also pay for the description?",
    ),
    of_function(
        "ex-ssvae-spread",
        spread_along,
        on=[(_LATENT, _FOUND, 10), (_LATENT[:30], _FOUND[:30], 3)],
        why="A latent along which recall varies more than chance allows tells for whom the detector fails, with no "
        "record of anybody's skin.",
        slips=[
            Slip(
                _by_width,
                "Your parts are equally wide. They are to hold equally many faces: at the ends there are few.",
            ),
            Slip(
                lambda latent, found, parts: np.std([some.mean() for some in np.array_split(found, parts)]),
                "You cut the faces as they come. First they have to be sorted along the latent.",
            ),
            Slip(
                lambda latent, found, parts: np.std([some.mean() for some in np.array_split(np.sort(found), parts)]),
                "You sort by who is found. Sort the faces along the latent.",
            ),
            Slip(
                lambda latent, found, parts: np.ptp(_each(latent, found, parts)),
                "That is from the least to the largest. The standard deviation is asked for.",
            ),
            Slip(lambda latent, found, parts: np.var(_each(latent, found, parts)), "That is the variance."),
            Slip(_each, "That is the recall in each part. How much does it vary?"),
        ],
        otherwise="Sort, cut into equal parts, take the recall in each, then its standard deviation (`numpy`'s own).",
    ),
]
