"""What a face's description is worth: how like the restored picture is, and what a straight line reads from it."""

import numpy as np
from skimage.metrics import structural_similarity
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.metrics import r2_score, roc_auc_score

from lib.data.faces import Faces
from lib.experiments.drawn import as_images
from lib.models.autoencoders import VAE

#: Width of the oval of a face, as a share of its height.
NARROW = 0.7
#: Faces that probes learn from at most, and faces compared pixel by pixel at most.
PROBED, COMPARED = 8_000, 1_000
_PENALTIES = np.logspace(-2, 4, 7)


def grades(vae: VAE, known: tuple[Faces, np.ndarray], held: tuple[Faces, np.ndarray]) -> dict[str, float]:
    """Return the likeness of restored faces, and how well straight lines through the mean latents tell attributes.

    Args:
        vae: the network.
        known: faces and pictures uint8 that the lines are drawn through.
        held: faces and pictures that are reported on, none of them known.

    Returns:
        `ssim` over whole pictures and `ssim_face` within the oval of the face (Wang et al. 2004), `tone_r2`, `yaw_r2`
        and `glasses_auc` of any glasses against none.
    """
    table, images = held
    codes, seen = _codes(vae, known[1][:PROBED]), known[0][: len(known[1][:PROBED])]
    means = _codes(vae, images)
    whole, face = likeness(vae, table, images[:COMPARED])
    read = {name: _read(codes, getattr(seen, name), means, getattr(table, name)) for name in ("skin_tone", "yaw")}
    scale = codes.std(axis=0) + 1e-6
    line = LogisticRegression(C=0.01, max_iter=1000).fit(codes / scale, seen.glasses > 0)
    auc = roc_auc_score(table.glasses > 0, line.decision_function(means / scale))
    numbers = {"ssim": whole, "ssim_face": face, "tone_r2": read["skin_tone"], "yaw_r2": read["yaw"]}
    return {name: round(float(value), 4) for name, value in (numbers | {"glasses_auc": auc}).items()}


def likeness(vae: VAE, table: Faces, images: np.ndarray) -> tuple[float, float]:
    """Return the mean structural similarity of restored pictures, over all of each and over the oval of the face."""
    whole, face = [], []
    for row, image in enumerate(as_images(images)):
        restored = vae.restore(image[None])[0]
        mean, each = structural_similarity(image, restored, channel_axis=2, data_range=1, full=True)
        whole.append(mean)
        face.append(each[face_oval(table, row, size=len(image))].mean())
    return float(np.mean(whole)), float(np.mean(face))


def face_oval(table: Faces, row: int, *, size: int) -> np.ndarray:
    """Return `(size, size)` bool: the upright oval around one face's middle, as high as its head."""
    down, right = (np.arange(size) + 0.5)[:, None], (np.arange(size) + 0.5)[None]
    half, (y, x) = table.height[row] * size / 2, table.centre[row] * size
    return np.hypot((down - y) / half, (right - x) / (NARROW * half)) < 1


def _codes(vae: VAE, images: np.ndarray) -> np.ndarray:
    starts = range(0, len(images), 500)
    return np.concatenate([vae.latents_of(as_images(images[start : start + 500])) for start in starts])


def _read(codes: np.ndarray, values: np.ndarray, held: np.ndarray, truth: np.ndarray) -> float:
    return r2_score(truth, RidgeCV(_PENALTIES).fit(codes, values).predict(held))
