"""How often to show each face: the rarer its latents, the oftener; and what to compare that with.

Weights are in proportion, `(N,)`, with mean 1.
"""

import numpy as np

from lib.fairness.arguments import checked_name

RULES = ("product", "maximum")
#: Intervals of a latent's histogram, unless told.
BINS = 10


def rarity(
    means: np.ndarray,
    log_variances: np.ndarray | None = None,
    *,
    rule: str = "maximum",
    alpha: float = 0.01,
    bins: int = BINS,
    top: int | None = None,
) -> np.ndarray:
    """Weigh faces by how few others share their latents.

    Q̂ᵢ(z) is the share of faces in the interval of latent i's histogram that z lies in; a face is as rare in latent i
    as 1/(Q̂ᵢ(zᵢ) + α). The product over latents is the published rule (Amini et al. 2019, equation 3), the maximum
    over latents that of the course's code (MIT 6.S191, lab 2), where each latent's rarities are scaled to sum 1 first.

    Args:
        means: `(N, latents)` of the faces' Gaussians.
        log_variances: `(N, latents)`, needed for `top`.
        rule: one of `RULES`.
        alpha: above 0; the larger, the more equal the weights.
        bins: intervals of each histogram, from the least to the largest mean.
        top: how many latents count, those that say most; `None`: all.

    Raises:
        ValueError: a shape, rule or number is none of these.
    """
    means = _checked_means(means)
    checked_name(rule, RULES, name="rule")
    if not alpha > 0:
        raise ValueError(f"alpha: got {alpha}, expected above 0")
    if top is not None:
        means = means[:, most_telling(means, log_variances, top=top)]
    rare = 1 / (shares_in_bins(means, bins=bins) + alpha)
    if rule == "maximum":
        return _scaled((rare / rare.sum(axis=0)).max(axis=1))
    # The product of many latents leaves the range of floats: logarithms, of which the largest becomes 0, do not.
    logarithms = np.log(rare).sum(axis=1)
    return _scaled(np.exp(logarithms - logarithms.max()))


def most_telling(means: np.ndarray, log_variances: np.ndarray | None, *, top: int) -> np.ndarray:
    """Return the places `(top,)` of the latents that say most about a face: of most divergence from the prior.

    Args:
        means: `(N, latents)`.
        log_variances: `(N, latents)`.
        top: how many.

    Raises:
        ValueError: shapes differ, or there are fewer latents.
    """
    if log_variances is None or np.shape(log_variances) != means.shape:
        got = None if log_variances is None else np.shape(log_variances)
        raise ValueError(f"log_variances: got {got}, expected shape {means.shape} as of the means")
    if not 1 <= top <= means.shape[1]:
        raise ValueError(f"top: got {top}, expected 1 to {means.shape[1]}")
    divergence = (np.square(means) + np.exp(log_variances) - 1 - log_variances).mean(axis=0) / 2
    return np.argsort(-divergence, kind="stable")[:top]


def shares_in_bins(values: np.ndarray, *, bins: int = BINS) -> np.ndarray:
    """Return for each value the share of its column that lies in the same interval.

    Args:
        values: `(N, columns)`.
        bins: intervals of equal length from a column's least to its largest value.

    Raises:
        ValueError: another rank, values that are not finite, or `bins` below 1.
    """
    values = _checked_means(values, name="values")
    if bins < 1:
        raise ValueError(f"bins: got {bins}, expected at least one")
    low = values.min(axis=0)
    length = values.max(axis=0) - low
    places = (values - low) * (bins / np.where(length > 0, length, 1))
    places = np.minimum(places.astype(np.intp), bins - 1) + bins * np.arange(values.shape[1])
    counts = np.bincount(places.ravel(), minlength=bins * values.shape[1])
    return counts[places] / len(values)


def uniform_over(values: np.ndarray, *, bins: int = BINS) -> np.ndarray:
    """Weigh faces so that each interval of a known attribute is drawn as often: the oracle that knows the truth.

    Args:
        values: `(N,)` what is known of each face.
        bins: intervals of equal length; those without a face cannot be made up for.

    Raises:
        ValueError: as `shares_in_bins`.
    """
    return _scaled(1 / shares_in_bins(np.asarray(values)[:, None], bins=bins)[:, 0])


def shuffled(weights: np.ndarray, *, seed: int) -> np.ndarray:
    """Return the same weights, each at a face picked by chance: as uneven, but blind."""
    return np.random.default_rng(seed).permutation(weights)


def _scaled(weights: np.ndarray) -> np.ndarray:
    return weights / weights.mean()


def _checked_means(values: np.ndarray, *, name: str = "means") -> np.ndarray:
    values = np.asarray(values)
    if values.ndim != 2 or not values.size or not np.isfinite(values).all():
        raise ValueError(f"{name}: got shape {values.shape}, expected finite numbers (N, latents)")
    return values
