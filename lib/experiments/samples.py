"""Faces made by a variational autoencoder: directions in which to move them, and tests of how like drawn ones they are.

Pictures are judged by what BookNet sees in them: a network that was trained on photographs of things, not by what made
the faces.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from lib.data.faces import Faces, render_faces, sample_attributes
from lib.data.kept import kept
from lib.experiments.drawn import as_bytes, as_images
from lib.explain.activations import activations
from lib.models.autoencoders import VAE
from lib.models.booknet import load_booknet
from lib.models.compiling import outputs

#: The layer of BookNet whose channels describe a picture, and how many principal components are kept of them.
LAYER, COMPONENTS = "block5", 150
#: Pictures that are coded or looked at a time.
CHUNK = 32
#: Rows that the components are found from at most, and parts that a classifier is cross-validated in.
_ROWS, _PARTS = 2_000, 5


class People(NamedTuple):
    """Drawn faces, and everything about them."""

    table: Faces
    images: np.ndarray  #: `(N, 64, 64, 3)` uint8


class TwoSamples(NamedTuple):
    """A test of whether two samples come from one distribution."""

    distance: float
    p_value: float
    null: np.ndarray  #: `(permutations,)` distances where who belongs to which sample is left to chance


def people(count: int, *, seed: int, grey_age: float = 1.0) -> People:
    """Draw faces, or read them.

    Args:
        count: how many.
        seed: which.
        grey_age: share of faces whose grey follows their age.
    """
    images = kept("people", _draw, count=count, seed=seed, grey_age=grey_age)["images"]
    return People(sample_attributes(count, seed=seed, grey_age=grey_age), images)


def draws_of(vae: VAE, images: np.ndarray, *, seed: int) -> np.ndarray:
    """Return a draw `(N, L)` from the Gaussian of each of uint8 pictures `(N, H, W, 3)`."""
    mean, log_variance = outputs(vae.encoder, images)
    return mean + np.exp(log_variance / 2) * np.random.default_rng(seed).standard_normal(mean.shape)


def decoded(vae: VAE, codes: np.ndarray) -> np.ndarray:
    """Return pictures `(N, H, W, 3)` uint8 of codes `(N, L)`."""
    return as_bytes(vae.decode(np.float32(codes)))


def directions(codes: np.ndarray, **columns: np.ndarray) -> dict[str, np.ndarray]:
    """Return by how much the mean code changes with each column by one, the other columns held fixed.

    Least squares of every latent on the columns and a constant. With a single column of truths it is the difference of
    two means.

    Args:
        codes: `(N, L)`.
        columns: by name, `(N,)` each.

    Returns:
        By name, `(L,)`.

    Raises:
        ValueError: there is no column, or columns determine each other.
    """
    design = np.column_stack([np.ones(len(codes)), *columns.values()]).astype(float)
    if not columns or np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError(f"columns: got {', '.join(columns) or 'none'}, expected some that do not determine each other")
    slopes = np.linalg.lstsq(design, codes, rcond=None)[0][1:]
    return dict(zip(columns, slopes, strict=True))


def onlooker(images: np.ndarray, *, components: int = COMPONENTS) -> Callable[[np.ndarray], np.ndarray]:
    """Return a function from uint8 pictures to what BookNet sees in them: principal components, `(N, components)`.

    Args:
        images: `(N, H, W, 3)` uint8 pictures that the components are found from, more than there are components.
        components: how many.
    """
    network = load_booknet()

    def look(some: np.ndarray) -> np.ndarray:
        starts = range(0, len(some), CHUNK)
        parts = [activations(network, as_images(some[s : s + CHUNK]), layers=[LAYER])[LAYER] for s in starts]
        pooled = [part.reshape(len(part), 4, 2, 4, 2, -1).mean(axis=(2, 4)).reshape(len(part), -1) for part in parts]
        return np.concatenate(pooled)

    principal = PCA(components, whiten=True, svd_solver="randomized", random_state=0).fit(look(images[:_ROWS]))
    return lambda some: principal.transform(look(some))


def told_apart(first: np.ndarray, second: np.ndarray, *, seed: int = 0) -> np.ndarray:
    """Return which rows a classifier that has not seen them puts in the right sample.

    A logistic regression, cross-validated: what it is right about is a test of whether two samples are from one
    distribution (Lopez-Paz and Oquab 2017).

    Args:
        first: `(M, F)` features.
        second: `(N, F)` features.
        seed: of the five parts.

    Returns:
        `(M + N,)` bool, first sample first.
    """
    features = np.concatenate([first, second])
    belongs = np.repeat([0, 1], [len(first), len(second)])
    line = make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=500))
    parts = StratifiedKFold(_PARTS, shuffle=True, random_state=seed)
    return cross_val_predict(line, features, belongs, cv=parts) == belongs


def two_samples(first: np.ndarray, second: np.ndarray, *, permutations: int = 999, seed: int = 0) -> TwoSamples:
    """Test by the kernel two-sample test whether two samples come from one distribution.

    The distance is the squared maximum mean discrepancy with a Gaussian kernel as wide as the median distance between
    two rows (Gretton et al. 2012, lemma 6, without bias; section 8 for the width), the null by permutation.

    Args:
        first: `(M, F)` features.
        second: `(N, F)` features.
        permutations: how often rows are shuffled between the samples.
        seed: of the shuffles.

    Returns:
        Distance, p-value `(b + 1) / (permutations + 1)` with b shuffles whose distance is at least as large, and those.
    """
    away = cdist(*[np.concatenate([first, second])] * 2, "sqeuclidean")
    kernel = np.exp(-away / np.median(away[np.triu_indices(len(away), 1)]))
    np.fill_diagonal(kernel, 0)
    generator, count = np.random.default_rng(seed), len(first)
    belongs = np.repeat([1.0, 0.0], [count, len(second)])
    sides = np.stack([belongs, *(generator.permutation(belongs) for _ in range(permutations))])
    within = np.einsum("pi,pi->p", sides @ kernel, sides), np.einsum("pi,pi->p", (1 - sides) @ kernel, 1 - sides)
    between = np.einsum("pi,pi->p", sides @ kernel, 1 - sides)
    pairs = count * (count - 1), len(second) * (len(second) - 1), count * len(second)
    found = within[0] / pairs[0] + within[1] / pairs[1] - 2 * between / pairs[2]
    as_large = (found[1:] >= found[0] - 1e-12).sum()
    return TwoSamples(float(found[0]), float((as_large + 1) / (permutations + 1)), found[1:])


def small(images: np.ndarray) -> np.ndarray:
    """Return the middle of pictures `(N, 64, 64, 3)` uint8 as `(N, 360)`: means of 4 by 4 pixels, grounds left out."""
    middle = as_images(images[:, 8:56, 12:52])
    return middle.reshape(len(images), 12, 4, 10, 4, 3).mean(axis=(2, 4)).reshape(len(images), -1)


def nearest(features: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each row of `(M, F)` the place of the nearest row of `(N, F)`, and how far it is."""
    away = cdist(features, among)
    return away.argmin(axis=1), away.min(axis=1)


def _draw(*, count: int, seed: int, grey_age: float) -> dict[str, np.ndarray]:
    table = sample_attributes(count, seed=seed, grey_age=grey_age)
    starts = range(0, count, 500)
    return {"images": np.concatenate([as_bytes(render_faces(table[start : start + 500])) for start in starts])}
