"""Clutter: each kind is what it says, in every tone, and no more than its row decides its picture."""

import numpy as np
import pytest
from skimage.transform import resize

from lib.data.faces import CLUTTER, make_clutter, render_faces, sample_attributes
from lib.data.faces.clutter import _shrunk

MANY = make_clutter(140, seed=41)


def only(kind, n=24, **options):
    return make_clutter(n, seed=42, shares=[kind == name for name in CLUTTER], **options)


def test_clutter_has_the_stated_form():
    assert MANY.images.shape == (140, 64, 64, 3) and MANY.images.dtype == np.float32
    assert MANY.images.min() >= 0 and MANY.images.max() <= 1
    assert set(MANY.kinds) == set(range(len(CLUTTER)))


def test_the_same_seed_gives_the_same_pictures_however_many():
    few = make_clutter(33, seed=41)
    assert few.images.tobytes() == MANY.images[:33].tobytes()
    np.testing.assert_array_equal(few.kinds, MANY.kinds[:33])
    np.testing.assert_array_equal(few.tones, MANY.tones[:33])


def test_kinds_appear_as_often_as_asked():
    kinds = make_clutter(600, seed=43, shares=(3, 0, 1, 0, 0, 0, 0), size=16).kinds
    assert set(kinds) == {0, 2} and (kinds == 0).mean() == pytest.approx(0.75, abs=0.06)


def test_tones_are_known_but_for_grounds_and_photographs():
    toneless = np.isin(MANY.kinds, [CLUTTER.index("ground"), CLUTTER.index("photograph")])
    np.testing.assert_array_equal(np.isnan(MANY.tones), toneless)
    dark = make_clutter(30, seed=41, tone_shares=[0] * 9 + [1])
    assert np.nanmin(dark.tones) >= 9.5


@pytest.mark.parametrize("kind", ["object", "solid", "blank", "partial", "scrambled"])
def test_dark_tones_are_drawn_darker(kind):
    light, dark = (only(kind, tone_shares=shares).images.mean() for shares in ([1] + [0] * 9, [0] * 9 + [1]))
    assert dark < light - 0.02


def test_heads_are_not_those_of_the_faces_of_the_same_seed():
    faces = render_faces(sample_attributes(24, seed=42))
    assert np.abs(only("scrambled").images.mean(axis=(1, 2)) - faces.mean(axis=(1, 2))).max(axis=1).min() > 1e-4


def test_a_scrambled_face_is_all_of_a_face():
    scrambled = only("scrambled", n=8).images
    pieces = scrambled.reshape(8, 4, 16, 4, 16, 3).swapaxes(2, 3).reshape(8, 16, -1)
    assert all(len(np.unique(picture.round(3), axis=0)) == 16 for picture in pieces)


@pytest.mark.parametrize("kind", CLUTTER)
@pytest.mark.parametrize("size", [16, 50])
def test_every_kind_is_drawn_at_any_size(kind, size):
    images = only(kind, n=6, size=size).images
    assert images.shape == (6, size, size, 3) and np.isfinite(images).all()
    assert len(np.unique(images.mean(axis=(1, 2)), axis=0)) == 6
    larger = only(kind, n=6, size=64).images
    np.testing.assert_allclose(images.mean(axis=(1, 2)), larger.mean(axis=(1, 2)), atol=0.06)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"n": 0}, "n: got 0, expected at least one"),
        ({"shares": (1, 2)}, "shares: got .* expected 7 shares"),
        ({"tone_shares": (0,) * 10}, "tone_shares: got"),
        ({"size": 8}, "size: got 8, expected at least 16 pixels"),
    ],
)
def test_what_makes_no_clutter_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        make_clutter(**{"n": 5, "seed": 1} | options)


@pytest.mark.parametrize("side", [40, 64, 117])
def test_a_photograph_is_resized_as_scikit_image_does_it(side):
    crop = np.random.default_rng(side).random((side, side, 3), np.float32)
    np.testing.assert_allclose(_shrunk(crop, 64), resize(crop, (64, 64), anti_aliasing=True), atol=2e-6)
