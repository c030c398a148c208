"""Insertion and deletion on a network whose logits are sums of pixels, so that every point is known."""

import keras
import numpy as np
import pytest
from keras import layers

from lib.explain.compiling import CHUNK
from lib.explain.faithfulness import area_under, blurred, deletion, insertion

HEIGHT, WIDTH = 3, 4
IMAGES = np.random.default_rng(0).random((2, HEIGHT, WIDTH, 3)).astype(np.float32)
CLASSES = np.array([0, 1])
MAPS = np.random.default_rng(1).permuted(np.tile(np.arange(12.0), (2, 1)), axis=1).reshape(2, HEIGHT, WIDTH)


def summing(*, units: int = 2) -> keras.Model:
    """Logits: the sum of all red values, and minus the sum of all green ones."""
    model = keras.Sequential(
        [keras.Input((None, None, 3)), layers.GlobalAveragePooling2D(), layers.Dense(units, use_bias=False)]
    )
    kernel = np.array([[12.0, 0], [0, -12], [0, 0]])
    model.layers[-1].set_weights([kernel[:, :units]])
    return model


def by_hand(start, end, maps):
    """The two logits of each image after each pixel, changed one at a time from the highest on."""
    rows = []
    for before, after, one in zip(start, end, maps, strict=True):
        now = before.copy()
        points = [[now[..., 0].sum(), -now[..., 1].sum()]]
        for place in np.argsort(-one, axis=None):
            now.reshape(-1, 3)[place] = after.reshape(-1, 3)[place]
            points.append([now[..., 0].sum(), -now[..., 1].sum()])
        rows.append(points)
    return np.array(rows)


def test_deletion_by_hand():
    logits = by_hand(IMAGES, np.full_like(IMAGES, 0.5), MAPS)
    found = deletion(summing(), IMAGES, CLASSES, MAPS, steps=12, logits=True)
    np.testing.assert_allclose(found, [logits[0, :, 0], logits[1, :, 1]], atol=1e-5)
    shares = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    found = deletion(summing(), IMAGES, CLASSES, MAPS, steps=12)
    np.testing.assert_allclose(found, [shares[0, :, 0], shares[1, :, 1]], atol=1e-5)


def test_insertion_by_hand():
    black = insertion(summing(), IMAGES, CLASSES, MAPS, steps=12, fill=0.0, logits=True)
    logits = by_hand(np.zeros_like(IMAGES), IMAGES, MAPS)
    np.testing.assert_allclose(black, [logits[0, :, 0], logits[1, :, 1]], atol=1e-5)
    soft = insertion(summing(), IMAGES, CLASSES, MAPS, steps=12, logits=True)
    logits = by_hand(blurred(IMAGES), IMAGES, MAPS)
    np.testing.assert_allclose(soft, [logits[0, :, 0], logits[1, :, 1]], atol=1e-5)


def test_fewer_steps_are_points_of_the_same_curve():
    fine, coarse = (deletion(summing(), IMAGES, CLASSES, MAPS, steps=steps) for steps in (12, 3))
    np.testing.assert_allclose(coarse, fine[:, ::4], atol=1e-6)


def test_a_map_of_the_evidence_beats_its_opposite():
    evidence = np.stack([IMAGES[0, ..., 0], -IMAGES[1, ..., 1]])
    falls, rises = (
        area_under(deletion(summing(), IMAGES, CLASSES, maps, logits=True, steps=12)) for maps in (evidence, -evidence)
    )
    assert (falls < rises).all()
    best, worst = (
        area_under(insertion(summing(), IMAGES, CLASSES, maps, logits=True, steps=12, fill=0.5))
        for maps in (evidence, -evidence)
    )
    assert (best > worst).all()


def test_one_output_is_a_sigmoid():
    first = deletion(summing(units=1), IMAGES, np.zeros(2, int), MAPS, steps=1)[:, 0]
    np.testing.assert_allclose(first, 1 / (1 + np.exp(-IMAGES[..., 0].sum(axis=(1, 2)))), atol=1e-6)


def test_equals_go_in_a_random_order_that_follows_from_the_seed():
    image = np.zeros((1, 8, 8, 3), np.float32)
    image[:, :4] = 1  # whoever removed row by row would remove all the light first
    constant, zero = np.ones((1, 8, 8)), np.array([0])
    curves = np.concatenate(
        [deletion(summing(), image, zero, constant, steps=8, fill=0.0, logits=True, seed=seed) for seed in range(40)]
    )
    again = deletion(summing(), image, zero, constant, steps=8, fill=0.0, logits=True, seed=0)
    np.testing.assert_array_equal(curves[:1], again)
    assert len(np.unique(curves[:, 4])) > 3
    np.testing.assert_allclose(curves.mean(axis=0), np.linspace(6, 0, 9), atol=0.25)


def test_a_batch_is_a_loop_also_among_equals():
    images = np.random.default_rng(2).random((CHUNK + 3, HEIGHT, WIDTH, 3)).astype(np.float32)
    maps = np.random.default_rng(3).integers(0, 3, images.shape[:3])
    classes, model = np.arange(len(images)) % 2, summing()
    for measure in (insertion, deletion):
        together = measure(model, images, classes, maps, steps=5)
        alone = [measure(model, images[[row]], classes[[row]], maps[[row]], steps=5)[0] for row in range(len(images))]
        np.testing.assert_allclose(together, alone, atol=1e-6)


def test_both_share_one_compiled_function():
    model = summing()
    for maps in (MAPS, -MAPS):
        deletion(model, IMAGES, CLASSES, maps, steps=2)
        insertion(model, IMAGES, CLASSES, maps, steps=3, fill=0.0)
    assert len(model._explain_cache) == 1
    deletion(model, IMAGES, CLASSES, MAPS, steps=2, logits=True)
    assert len(model._explain_cache) == 2


def test_areas_by_hand():
    np.testing.assert_allclose(area_under(np.array([[1, 1, 1], [0, 1, 0], [1, 0, 0]])), [1, 0.5, 0.25])


def test_blurring_keeps_the_light_and_a_flat_picture():
    np.testing.assert_allclose(blurred(np.full((1, 9, 7, 3), 0.3)), 0.3, atol=1e-6)
    dot = np.zeros((1, 31, 31, 3), np.float32)
    dot[0, 15, 15] = 1
    spread = blurred(dot, sigma=2)[0, ..., 0]
    assert spread.sum() == pytest.approx(1, abs=1e-4) and spread.argmax() == 15 * 31 + 15
    assert spread[15, 17] / spread[15, 15] == pytest.approx(np.exp(-0.5), rel=1e-3)
    np.testing.assert_allclose(spread, spread.T, atol=1e-7)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"maps": MAPS[:, :2]}, "maps: got shape .* expected their size; use resize_to"),
        ({"maps": MAPS[:1]}, "maps: got shape"),
        ({"maps": MAPS - np.inf}, "maps: got values that are not finite"),
        ({"classes": CLASSES[:1]}, "classes: got shape"),
        ({"steps": 0}, "steps: got 0, expected 1 to 12"),
        ({"steps": 13}, "steps: got 13"),
        ({"fill": np.zeros((2, 5, 5, 3))}, r"fill: got shape \(2, 5, 5, 3\), expected one that broadcasts"),
    ],
)
@pytest.mark.parametrize("measure", [insertion, deletion])
def test_wrong_arguments_get_one_clear_error(measure, options, words):
    given = {"model": summing(), "images": IMAGES, "classes": CLASSES, "maps": MAPS} | options
    with pytest.raises(ValueError, match=words):
        measure(**given)


@pytest.mark.parametrize("curves", [np.zeros(3), np.zeros((2, 1))])
def test_areas_want_curves(curves):
    with pytest.raises(ValueError, match=r"curves: got shape .* expected \(N, steps \+ 1\)"):
        area_under(curves)
