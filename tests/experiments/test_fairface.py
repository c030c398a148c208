"""The audit on FairFace: counts by hand on drawn files of its schema, from the server to the table."""

import keras
import numpy as np
import pytest

from lib.data.fairface import CLASSES, FairFace, load_fairface
from lib.experiments import fairface, outside
from lib.models.detector import build_plain_detector
from tests.data.fairface_files import NAME, encoded, hub, parquet


def people(race, *, gender=None, age=None, images=None):
    count = len(race)
    images = np.zeros((count, 25, 25, 3), np.float32) if images is None else images
    return FairFace(
        images,
        np.array(age if age is not None else ["3-9"] * count),
        np.array(gender if gender is not None else ["Male"] * count),
        np.array(race),
        "drawn",
    )


@pytest.fixture
def brightness():
    """A network whose score is how much brighter a picture's middle is than the rest of it."""
    images = keras.Input((25, 25, 1))
    middle = keras.layers.Cropping2D(10)(images)
    return keras.Model(images, keras.layers.Reshape(())(keras.layers.GlobalAveragePooling2D()(middle)))


def test_recall_stands_with_its_interval_in_the_order_of_the_data_set():
    some = people(["White", "White", "White", "White", "East Asian"])
    table = fairface.recall_by(np.array([1, 1, 0, 0, 1], bool), some)
    assert table.index.tolist() == ["East Asian", "White"] and table.index.name == "race"
    assert table["share"].tolist() == [1.0, 0.5] and table["n"].tolist() == [1, 4]
    # Two of four at 95 %: (0.5 ± 1.96 √(0.25/4 + 1.96²/64)) / (1 + 1.96²/4), by hand 0.150 and 0.850.
    assert table.loc["White", ["low", "high"]].tolist() == pytest.approx([0.150, 0.850], abs=1e-3)


def test_ages_come_in_their_own_order_not_in_the_alphabet_s():
    some = people(["Black"] * 3, age=["more than 70", "10-19", "3-9"])
    assert fairface.recall_by(np.ones(3, bool), some, by=["age"]).index.tolist() == ["3-9", "10-19", "more than 70"]


def test_crossing_counts_who_is_both_and_leaves_out_crossings_of_nobody():
    some = people(["Black", "Black", "Black", "Indian"], gender=["Female", "Female", "Male", "Female"])
    table = fairface.recall_by(np.array([1, 0, 1, 0], bool), some, by=["race", "gender"])
    assert table.index.names == ["race", "gender"] and table["n"].sum() == 4 and len(table) == 3
    assert table.loc[("Black", "Female"), ["share", "n"]].tolist() == [0.5, 2]
    assert table.loc[("Indian", "Female"), "share"] == 0 and table.loc[("Black", "Male"), "share"] == 1
    assert fairface.recall_by(np.ones(4, bool), some, by=list(CLASSES)).index.nlevels == 3


def test_the_widest_gap_names_its_groups_and_allows_for_having_picked_them():
    races = np.repeat(["Black", "White", "Indian"], 100)
    found = np.concatenate([np.arange(100) < share for share in (60, 90, 75)])
    gap = fairface.widest_gap(found, people(races))
    assert (gap.most, gap.least) == ("White", "Black") and gap.interval.estimate == pytest.approx(0.3)
    assert 0.1 < gap.interval.low < 0.3 < gap.interval.high < 0.5 and gap.p_value < 0.001


def test_no_difference_is_no_finding():
    gap = fairface.widest_gap(np.tile([True, False], 50), people(["Black"] * 50 + ["White"] * 50), by="race")
    assert gap.interval.estimate == 0 and gap.p_value == 1 and gap.interval.low < 0 < gap.interval.high


def test_scores_see_the_brightness_each_picture_standardised(brightness):
    images = np.zeros((2, 25, 25, 3), np.float32)
    images[0, 10:15, 10:15] = 0.8
    images[1, 10:15, 10:15, 0] = 1.0  # red alone: less bright, but as far above its own mean
    scores = fairface.scores_in_grey(brightness, people(["White"] * 2, images=images))
    # The middle is a 25th of the picture: (1 − 1/25) / √(1/25 · 24/25) = √24.
    np.testing.assert_allclose(scores, np.sqrt(24), rtol=1e-3)


def test_the_threshold_comes_from_the_backgrounds_alone(brightness):
    images = np.zeros((110, 25, 25), np.float32)
    images[:, 10:15, 10:15] = np.concatenate([np.full(10, 0.9), np.linspace(0.001, 0.02, 100)])[:, None, None]
    photos = outside.Photographs(images, np.repeat([1, 0], [10, 100]))
    threshold = fairface.threshold_on(brightness, photos, share=0.05)
    scores = brightness(outside.standardised(images)).numpy()
    assert (scores[10:] > threshold).sum() == 5 and (scores[:10] > threshold).all()


def test_from_the_server_to_the_table(brightness, tmp_path):
    bright, even = encoded((200, 200, 200), middle=(250, 250, 250)), encoded((90, 60, 50))
    numbers = {"race": [2, 2, 3, 3], "gender": [0, 1, 0, 1]}
    with hub(files={NAME: parquet([bright, even, bright, bright], **numbers)}) as (source, _):
        some = load_fairface(size=25, folder=tmp_path, source=source)
    found = fairface.scores_in_grey(brightness, some) > 0.1
    table = fairface.recall_by(found, some, by=["race", "gender"])
    assert table["share"].to_dict() == {
        ("Black", "Male"): 1.0,
        ("Black", "Female"): 0.0,
        ("White", "Male"): 1.0,
        ("White", "Female"): 1.0,
    }


def test_wrong_arguments_are_told():
    some = people(["Black", "White"])
    with pytest.raises(ValueError, match="taken: got 3, expected one for each of 2 photographs"):
        fairface.recall_by(np.ones(3, bool), some)
    with pytest.raises(ValueError, match=r"taken: got 0\.7, expected only 0 and 1"):
        fairface.widest_gap(np.array([0.7, 1]), some)
    with pytest.raises(ValueError, match="by: got 'hair', expected one of age, gender, race"):
        fairface.recall_by(np.ones(2, bool), some, by=["hair"])
    for by in ("race", []):
        with pytest.raises(ValueError, match=r"by: got .*expected one or more of age, gender, race in a list"):
            fairface.recall_by(np.ones(2, bool), some, by=by)
    with pytest.raises(ValueError, match="got only Black, expected two or more"):
        fairface.widest_gap(np.ones(2, bool), people(["Black", "Black"]))
    network = build_plain_detector(shape=(32, 32, 1), channels=(2,))
    with pytest.raises(ValueError, match="people: got images of 25 pixels, expected 32"):
        fairface.scores_in_grey(network, some)
