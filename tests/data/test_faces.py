"""The table of faces: as many of each as stated, and nothing depends on anything that no argument names."""

from dataclasses import fields

import numpy as np
import pytest

from lib.data.faces import BEARDS, GLASSES, GROUNDS, HAIR_STYLES, HATS, Faces, sample_attributes
from lib.data.faces.palettes import COILED, IRISES
from lib.data.faces.tones import POWER, SCALE, skin_reflectance, to_linear, to_screen

NAMES = [field.name for field in fields(Faces)]


def different(first, second) -> set[str]:
    return {name for name in NAMES if not np.array_equal(getattr(first, name), getattr(second, name))}


def test_the_same_seed_gives_the_same_faces_however_many():
    assert not different(sample_attributes(50, seed=1)[:20], sample_attributes(20, seed=1))
    assert different(sample_attributes(50, seed=1), sample_attributes(50, seed=2)) == set(NAMES) - {"featured"}


def test_faces_can_be_picked_by_place_and_by_truth():
    faces = sample_attributes(6, seed=1)
    assert not different(faces[np.array([1, 3])], faces[np.arange(6) % 2 == 1][:2])
    assert len(faces[2:]) == 4


def test_every_attribute_varies_and_every_code_appears():
    faces = sample_attributes(4000, seed=2)
    assert all(len(np.unique(getattr(faces, name), axis=0)) > 1 for name in NAMES if name != "featured")
    for name, names in {"beard": BEARDS, "glasses": GLASSES, "hat": HATS, "hair_style": HAIR_STYLES}.items():
        assert set(getattr(faces, name)) == set(range(len(names)))
    counts = np.bincount(faces.ground, minlength=len(GROUNDS))
    assert counts.min() > 0.9 * 800 and counts.max() < 1.1 * 800


def test_numbers_lie_in_their_ranges():
    faces = sample_attributes(4000, seed=3)
    low_high = {
        "skin_tone": (1, 10),
        "age": (18, 85),
        "yaw": (-38, 38),
        "pitch": (-14, 14),
        "roll": (-16, 16),
        "light_azimuth": (-70, 70),
        "height": (0.6, 0.86),
        "grey": (0, 1),
        "mouth_open": (0, 1),
        "hair_colour": (0, 1),
        "ground_colours": (0, 1),
    }
    for name, (low, high) in low_high.items():
        column = getattr(faces, name)
        assert low <= column.min() and column.max() <= high
        assert column.max() - column.min() > 0.5 * (high - low)


def test_tones_are_even_unless_told():
    tones = sample_attributes(10_000, seed=4).skin_tone
    assert np.abs(np.bincount(np.rint(tones).astype(int), minlength=11)[1:] / 1000 - 1).max() < 0.15
    few = sample_attributes(5000, seed=4, tone_shares=[3, 0, 0, 0, 0, 0, 0, 0, 0, 1]).skin_tone
    assert ((few <= 1.5) | (few >= 9.5)).all() and (few > 5).mean() == pytest.approx(0.25, abs=0.02)


def test_tones_can_be_set():
    assert (sample_attributes(5, seed=1, skin_tone=7.5).skin_tone == 7.5).all()
    faces = sample_attributes(3, seed=1, skin_tone=np.array([1, 5.5, 10]))
    assert faces.skin_tone.tolist() == [1, 5.5, 10]
    assert different(faces[:1], sample_attributes(1, seed=1, skin_tone=2)) == {"skin_tone"}


@pytest.mark.parametrize(
    ("argument", "value", "columns"),
    [
        ("hair_tone", 0.0, {"hair_colour", "eye_colour"}),
        ("coil_tone", 0.0, {"hair_style"}),
        ("grey_age", 0.0, {"grey"}),
        ("light_tone", 1.0, {"exposure"}),
        ("ground_tone", 1.0, {"ground_colours"}),
        ("beards", 0.9, {"beard"}),
        ("glasses", 0.9, {"glasses"}),
        ("hats", 0.9, {"hat"}),
    ],
)
def test_an_argument_changes_its_own_columns_alone(argument, value, columns):
    assert different(sample_attributes(500, seed=5), sample_attributes(500, seed=5, **{argument: value})) == columns


def test_nothing_tells_the_tone_where_nothing_depends_on_it():
    faces = sample_attributes(20_000, seed=6, hair_tone=0, coil_tone=0)
    numbers = {name: getattr(faces, name).reshape(len(faces), -1).mean(axis=1) for name in NAMES if name != "featured"}
    correlations = {name: np.corrcoef(column, faces.skin_tone)[0, 1] for name, column in numbers.items()}
    assert correlations.pop("skin_tone") == pytest.approx(1)
    assert max(map(abs, correlations.values())) < 0.03  # four standard errors


def test_hair_eyes_and_curls_follow_dark_tones_as_tightly_as_asked():
    tight = sample_attributes(2000, seed=7, skin_tone=9, hair_tone=1, coil_tone=1)
    assert tight.hair_colour.mean(axis=1).max() < 0.2 and (tight.eye_colour == IRISES[0]).all()
    assert {HAIR_STYLES[code] for code in tight.hair_style} == set(COILED)
    light = sample_attributes(2000, seed=7, skin_tone=2, hair_tone=1, coil_tone=1)
    assert not different(light, sample_attributes(2000, seed=7, skin_tone=2, hair_tone=0, coil_tone=0))


@pytest.mark.parametrize(("grey_age", "low", "high"), [(1, 0.8, 1), (0, -0.1, 0.1)])
def test_grey_follows_age_as_tightly_as_asked(grey_age, low, high):
    faces = sample_attributes(3000, seed=8, grey_age=grey_age)
    assert low < np.corrcoef(faces.age, faces.grey)[0, 1] < high


def test_light_and_ground_follow_the_tone_where_asked():
    faces = sample_attributes(3000, seed=9, light_tone=1, ground_tone=1)
    np.testing.assert_allclose(faces.exposure, 1.2 - 0.4 * (faces.skin_tone - 1) / 9)
    assert np.corrcoef(faces.ground_colours.mean(axis=(1, 2)), faces.skin_tone)[0, 1] < -0.9


@pytest.mark.parametrize(("name", "column"), [("beards", "beard"), ("glasses", "glasses"), ("hats", "hat")])
def test_shares_of_what_is_worn(name, column):
    for share in (0, 0.3, 1):
        worn = getattr(sample_attributes(4000, seed=10, **{name: share}), column) > 0
        assert worn.mean() == pytest.approx(share, abs=0.03 * (0 < share < 1))


def test_screen_and_light_by_hand():
    np.testing.assert_allclose(to_linear(np.array([0, 0.04, 0.5, 1])), [0, 0.04 / 12.92, 0.21404, 1], atol=1e-5)
    np.testing.assert_allclose(to_screen(to_linear(np.linspace(0, 1, 50))), np.linspace(0, 1, 50), atol=1e-6)
    np.testing.assert_allclose(to_screen(np.array([-1.0, 2.0])), [0, 1], atol=1e-12)


def test_skin_returns_less_light_from_tone_to_tone_and_is_interpolated():
    reflectance = skin_reflectance(np.arange(1, 11.0))
    assert (np.diff(reflectance.mean(axis=1)) < 0.003).all()
    assert (reflectance[:, 0] > reflectance[:, 1]).all() and (reflectance[:, 1] > reflectance[:, 2]).all()
    middle = skin_reflectance(np.array([6.5])).mean()
    assert reflectance[6].mean() < middle < reflectance[5].mean()
    bright = to_linear(np.array([0x29, 0x24, 0x20]) / 255).mean()
    assert reflectance[9].mean() == pytest.approx(SCALE * bright**POWER, rel=0.05)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"n": 0}, "n: got 0, expected at least one"),
        ({"skin_tone": 0.5}, "skin_tone: got 0.5, expected one tone or 5, each from 1 to 10"),
        ({"skin_tone": np.array([1, 2])}, "skin_tone: got"),
        ({"skin_tone": np.array([1, 2, 3, 4, np.nan])}, "skin_tone: got"),
        ({"tone_shares": [1, 2]}, r"tone_shares: got \[1.0, 2.0\], expected 10 shares, none negative and not all 0"),
        ({"tone_shares": [0] * 10}, "tone_shares: got"),
        ({"tone_shares": [-1] + [1] * 9}, "tone_shares: got"),
        ({"hair_tone": 1.1}, "hair_tone: got 1.1, expected a share between 0 and 1"),
        ({"hats": -0.1}, "hats: got -0.1, expected a share"),
    ],
)
def test_what_makes_no_face_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        sample_attributes(**{"n": 5, "seed": 1} | options)
