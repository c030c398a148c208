"""Pictures of faces: an attribute does what it says, measured on the picture, and every tone is drawn alike."""

import time
from dataclasses import fields, replace

import numpy as np
import pytest

from lib.data.faces import (
    BEARDS,
    GLASSES,
    HAIR_STYLES,
    HATS,
    Faces,
    render,
    render_faces,
    sample_attributes,
)
from lib.data.faces.head import DEEP, HALF
from lib.data.faces.render import two_at_a_time

FACES = sample_attributes(40, seed=31)
PICTURES = render_faces(FACES)
N, HEIGHT = 12, 0.8
#: Pixels of a unit of the face, in pictures of 64.
UNIT = HEIGHT * 64 / 2.15


def plain(n=N, **columns) -> Faces:
    """Return bald faces that look straight ahead from the middle, under soft light from above, without noise."""
    faces = sample_attributes(n, seed=32, skin_tone=5.0, beards=0, glasses=0, hats=0)
    same = {"height": HEIGHT, "exposure": 1, "light_strength": 0.5, "light_elevation": 25, "age": 30}
    zero = ("yaw", "pitch", "roll", "light_azimuth", "light_warmth", "undertone", "lip_colour", "grey", "noise")
    same |= dict.fromkeys((*zero, "mouth_open", "gaze"), 0) | columns
    same = {name: np.broadcast_to(np.asarray(value, float), n) for name, value in same.items()}
    dark = {"hair_colour": [0.13, 0.10, 0.09], "eye_colour": [0.28, 0.17, 0.09]}
    dark = {name: np.tile(colour, (n, 1)) for name, colour in dark.items()}
    return replace(faces, centre=np.full((n, 2), 0.5), hair_style=np.zeros(n, int), **(dark | same))


def box(picture, left, right, top, bottom):
    """Return a part of pictures, given in units of a face that looks straight ahead."""
    rows = slice(*(round(32 + UNIT * (place + 0.025)) for place in (top, bottom)))
    return picture[:, rows, slice(*(round(32 + UNIT * place) for place in (left, right)))]


def drawn(faces) -> np.ndarray:
    """Return `(N, 64, 64)`: how much the features change the pictures."""
    blank = render_faces(replace(faces, featured=np.zeros(len(faces), bool)))
    return np.abs(render_faces(faces) - blank).mean(axis=-1)


def middle(weights) -> np.ndarray:
    """Return the centres of gravity of the maps, `(2, N)`: y and x, in pixels."""
    rows, columns = (np.arange(side) + 0.5 for side in weights.shape[1:])
    moments = np.stack([(weights.sum(axis=2) * rows).sum(axis=1), (weights.sum(axis=1) * columns).sum(axis=1)])
    return moments / weights.sum(axis=(1, 2))


def test_pictures_have_the_stated_form():
    assert PICTURES.shape == (40, 64, 64, 3) and PICTURES.dtype == np.float32
    assert PICTURES.min() >= 0 and PICTURES.max() <= 1


@pytest.mark.parametrize("size", [16, 64])
def test_nothing_is_cut_off_by_the_window_that_it_is_painted_in(size, monkeypatch):
    some = sample_attributes(300, seed=36, beards=0.5, glasses=0.5, hats=0.5)
    beside = replace(some, centre=some.centre * [1, 1.6], height=some.height * 1.5)
    pictures = [render_faces(faces, size=size) for faces in (some, beside)]
    for name in ("window", "box"):
        monkeypatch.setattr(render, name, lambda *_: (slice(None), slice(None)))
    for found, faces in zip(pictures, (some, beside), strict=True):
        np.testing.assert_allclose(found, render_faces(faces, size=size), atol=1e-6)


def test_a_head_that_leaves_its_picture_is_drawn_alone_as_among_others():
    n = 45
    places = np.stack([np.linspace(-0.9, 1.9, n), np.linspace(1.7, -0.7, n)], axis=1)
    for centre in (places, places * [1, 0] + [0, 0.5], places * [0, 1] + [0.5, 0]):
        leaving = replace(sample_attributes(n, seed=37, beards=0.5, glasses=0.5, hats=0.5), centre=centre)
        together = render_faces(leaving, size=24)
        for row in range(n):
            np.testing.assert_allclose(render_faces(leaving[row : row + 1], size=24)[0], together[row], atol=1e-6)


def test_all_parts_are_drawn():
    drawn = []
    two_at_a_time(drawn.append, range(5))
    assert sorted(drawn) == list(range(5))


def test_after_a_part_that_fails_the_rest_is_not_drawn():
    drawn = []

    def draw(part):
        time.sleep(0.001)
        drawn.append(1 / part)

    with pytest.raises(ZeroDivisionError):
        two_at_a_time(draw, [0, *range(1, 200)])
    assert len(drawn) < 199


@pytest.mark.parametrize("rows", [slice(0, 40), slice(5, 6), slice(9, 31), np.array([37, 3])])
def test_a_picture_does_not_depend_on_what_is_drawn_with_it(rows):
    assert render_faces(FACES[rows]).tobytes() == PICTURES[rows].tobytes()


@pytest.mark.parametrize("name", [field.name for field in fields(Faces)])
def test_every_attribute_changes_the_picture(name):
    faces = plain(24, height=0.6, light_azimuth=30, age=60, smile=0.8, mouth_open=0.6, noise=0.01)
    codes = {"hair_style": HAIR_STYLES.index("long"), "beard": 4, "glasses": 1, "hat": HATS.index("brim")}
    needed = {"hair_length", "grey", "hairline", "parting", "beard_density", "glasses_shape", "glasses_colour"}
    if name in needed | {"hat_colour", "clothes_colour"}:
        shown = ("hair_style",) if name in ("hairline", "parting") else tuple(codes)
        faces = replace(faces, **{code: np.full(24, codes[code]) for code in shown})
    column = getattr(faces, name)
    other = getattr(sample_attributes(24, seed=33, beards=1, glasses=1, hats=1), name)
    if name == "featured":
        other = ~column
    elif name == "hair_style":
        other = (column + 8) % len(HAIR_STYLES)
    change = np.abs(render_faces(replace(faces, **{name: other})) - render_faces(faces)).max(axis=(1, 2, 3))
    assert np.quantile(change, 0.75) > 0.01


def test_darker_tones_look_darker_step_by_step():
    levels = [box(render_faces(plain(skin_tone=tone)), -0.5, 0.5, 0.1, 0.5).mean() for tone in range(1, 11)]
    assert (np.diff(levels[2:]) < -0.02).all() and levels[0] > levels[3]
    assert 0.6 < levels[0] < 0.8 and 0.15 < levels[9] < 0.33


FEATURES = {
    "brows": (-0.55, 0.55, -0.36, -0.16),
    "eyes": (-0.52, 0.52, -0.12, 0.1),
    "nose": (-0.22, 0.22, 0.0, 0.5),
    "mouth": (-0.32, 0.32, 0.55, 0.82),
}


def test_features_stand_out_alike_on_every_tone():
    contrast = {name: [] for name in FEATURES}
    for tone in range(1, 11):
        faces = plain(skin_tone=tone)
        blank = render_faces(replace(faces, featured=np.zeros(N, bool)))
        change = (render_faces(faces) - blank).mean(axis=-1)
        for name, place in FEATURES.items():
            deviation = np.sqrt((box(change, *place) ** 2).mean(axis=(1, 2)))
            contrast[name].append((deviation / box(blank, *place).mean(axis=(1, 2, 3))).mean())
    for name, values in contrast.items():
        assert np.abs(np.array(values) / np.mean(values) - 1).max() < 0.2, (name, np.round(values, 3))


def test_features_move_to_the_side_to_which_a_face_turns():
    places = [middle(drawn(plain(yaw=yaw)))[1].mean() - 32 for yaw in (-30, -15, 0, 15, 30)]
    turned = UNIT * DEEP * HALF * np.sin(np.radians([15, 30]))  # at the front of the widest cut; all else moves less
    for side, moved in (("right", places[3:]), ("left", [-places[1], -places[0]])):
        assert (0.5 * turned < moved).all() and (moved < turned).all(), side
    assert abs(places[2]) < 0.3


def test_features_move_up_when_a_face_is_raised_and_turn_when_it_is_tilted():
    low, level, high = (middle(drawn(plain(pitch=pitch)))[0].mean() for pitch in (-12, 0, 12))
    assert low - level > 1.5 and level - high > 1.5
    eyes = drawn(plain(roll=15))[:, 18:40]
    left, right = (middle(half)[0].mean() for half in (eyes[:, :, :32], eyes[:, :, 32:]))
    assert right - left > 2


def test_a_face_is_where_and_as_large_as_the_table_says():
    faces = plain()
    moved = drawn(replace(faces, centre=faces.centre + np.array([-6, 8]) / 64))
    np.testing.assert_allclose(moved[:, 4:50, 16:60], drawn(faces)[:, 10:56, 8:52], atol=1e-3)
    columns = [drawn(plain(height=height)).sum(axis=1) for height in (0.5, 0.8)]
    spread = [np.sqrt((weights * (np.arange(64) - 31.5) ** 2).sum() / weights.sum()) for weights in columns]
    assert spread[1] / spread[0] == pytest.approx(1.6, rel=0.05)


def test_light_falls_from_where_the_table_says():
    right, left = (render_faces(plain(light_azimuth=side * 60)).mean(axis=-1) for side in (1, -1))
    for bright, dark in ((right, left), (left[:, :, ::-1], right[:, :, ::-1])):
        cheeks = [box(picture, 0.3, 0.55, 0.1, 0.4).mean(axis=(1, 2)) for picture in (bright, dark)]
        assert (cheeks[0] > 1.05 * cheeks[1]).all()
    above, level = (render_faces(plain(light_elevation=angle)).mean(axis=-1) for angle in (60, 0))
    fall = [box(p, -0.3, 0.3, -0.7, -0.4).mean() / box(p, -0.3, 0.3, 0.85, 0.95).mean() for p in (above, level)]
    assert fall[0] > fall[1] + 0.1


@pytest.mark.parametrize("tone", [1.0, 5.0, 10.0])
def test_exposure_warmth_and_strength_of_the_light(tone):
    def cheeks(**columns):
        return box(render_faces(plain(skin_tone=tone, **columns)), -0.5, 0.5, 0.0, 0.5).mean(axis=(0, 1, 2))

    assert cheeks(exposure=1.2).mean() > 1.12 * cheeks(exposure=0.8).mean()
    cold, warm = (cheeks(light_warmth=side) for side in (-1, 1))
    assert warm[0] / warm[2] > cold[0] / cold[2] + 0.05
    pictures = [render_faces(plain(skin_tone=tone, light_azimuth=60, light_strength=share)) for share in (0.1, 0.9)]
    sides = [box(p, 0.3, 0.5, 0.1, 0.4).mean() / box(p, -0.5, -0.3, 0.1, 0.4).mean() for p in pictures]
    assert sides[1] > sides[0] + 0.15


@pytest.mark.parametrize("tone", [2.0, 9.0])
def test_what_is_worn_is_seen_where_it_is_worn(tone):
    faces = plain(skin_tone=tone)
    bare = render_faces(faces)

    def change(name, code):
        return np.abs(render_faces(replace(faces, **{name: np.full(N, code)})) - bare).mean(axis=-1)

    beard, lenses = change("beard", BEARDS.index("full")), change("glasses", GLASSES.index("sunglasses"))
    scarf = change("hat", HATS.index("headscarf"))
    assert box(beard, -0.3, 0.3, 0.82, 0.95).mean() > 0.03 and box(beard, -0.3, 0.3, -0.6, -0.1).max() == 0
    assert box(lenses, -0.4, 0.4, -0.1, 0.1).mean() > 0.05 and box(lenses, -0.3, 0.3, 0.5, 0.9).max() == 0
    assert box(scarf, -0.2, 0.2, -1.05, -0.75).mean() > 0.03 and box(scarf, -0.3, 0.3, 0, 0.6).max() == 0


def test_a_smile_raises_the_corners_of_the_mouth():
    sad, glad = (drawn(plain(smile=smile)) for smile in (-0.25, 1.0))
    change = glad - sad
    corners = np.concatenate([box(change, 0.18, 0.32, 0.48, 0.62), box(change, -0.32, -0.18, 0.48, 0.62)])
    assert corners.mean() > 0.01


def test_age_brings_lines_and_painted_lips_are_redder():
    young, old = (box(render_faces(plain(age=age)).mean(axis=-1), -0.2, 0.2, -0.66, -0.38) for age in (25, 80))
    assert old.std(axis=(1, 2)).mean() > 1.3 * young.std(axis=(1, 2)).mean()
    lips = [box(render_faces(plain(lip_colour=share)), -0.15, 0.15, 0.66, 0.74) for share in (0, 1)]
    bare, painted = (part.mean(axis=(0, 1, 2)) for part in lips)
    assert painted[0] / painted[1] > 1.08 * bare[0] / bare[1]


@pytest.mark.parametrize("size", [32, 96, 128])
def test_a_face_is_the_same_at_every_size(size):
    images = render_faces(replace(FACES, noise=np.zeros(40)), size=size)
    assert images.shape == (40, size, size, 3)
    np.testing.assert_allclose(images.mean(axis=(1, 2)), PICTURES.mean(axis=(1, 2)), atol=0.02)


def test_a_size_too_small_is_refused():
    with pytest.raises(ValueError, match="size: got 15, expected at least 16 pixels"):
        render_faces(FACES, size=15)
