"""Faces at scale: who stays the same person, whom a detector draws, both errors by hand, and the law of a gallery."""

import numpy as np
import pytest
from scipy.stats import binom

from lib.data.faces import sample_attributes
from lib.experiments.scale import detector, errors, gallery, identities, recognition, resampling
from lib.experiments.scale.tuning import tuned_finds
from lib.experiments.transfer.learning import Recipe

TONES = np.repeat(np.arange(1, 11), 6)


def test_a_person_keeps_what_makes_them_and_changes_the_rest():
    people = sample_attributes(5, seed=0)
    shots = identities.photographed(people, shots=3, seed=1)
    for name in identities.STAYS:
        np.testing.assert_array_equal(getattr(shots, name), np.repeat(getattr(people, name), 3, axis=0))
    for name in ("yaw", "light_azimuth", "exposure", "smile", "grain"):
        assert len(np.unique(getattr(shots, name), axis=0)) == 15
    with pytest.raises(ValueError, match="shots: got 0"):
        identities.photographed(people, shots=0, seed=1)


def test_a_face_that_is_cut_out_is_in_the_middle_and_keeps_its_pose():
    faces = sample_attributes(4, seed=0)
    cut = identities.aligned(faces)
    assert (cut.centre == 0.5).all() and len(np.unique(cut.height)) == 1
    assert (np.abs(cut.roll) < np.abs(faces.roll)).all()
    np.testing.assert_array_equal(cut.yaw, faces.yaw)


def test_an_album_has_as_many_people_of_each_tone():
    faces = identities.album_attributes(seed=3, each=2, shots=2)
    assert len(faces) == 40
    np.testing.assert_array_equal(faces.skin_tone[::2], faces.skin_tone[1::2])
    assert (np.abs(faces.skin_tone[::2] - np.tile(np.arange(1, 11), 2)) <= 0.5).all()


def test_equal_shares_are_equal_and_light_is_light():
    equal = detector.draw_faces(TONES, detector.MIXTURES["equal shares"], size=20, seed=0)
    assert np.bincount(TONES[equal], minlength=11)[1:].tolist() == [2] * 10 and len(set(equal)) == 20
    light = detector.draw_faces(TONES, detector.MIXTURES["light faces only"], size=10, seed=0)
    assert set(TONES[light]) <= {1, 2, 3}
    with pytest.raises(ValueError, match="size: asks for 10 faces of tone"):
        detector.draw_faces(TONES, detector.MIXTURES["light faces only"], size=30, seed=0)


def test_dark_faces_are_rare_as_they_come():
    mixture = detector.MIXTURES["3% dark"]
    tones = np.repeat(np.arange(1, 11), 50)
    dark = [(tones[detector.draw_faces(tones, mixture, size=100, seed=seed)] >= 8).sum() for seed in range(60)]
    assert 2 < np.mean(dark) < 4 and min(dark) < max(dark)


def test_a_detector_finds_what_resembles_its_faces_at_the_false_alarms_asked_for():
    generator = np.random.default_rng(0)
    faces, others = generator.normal(3, 1, (60, 4)), generator.normal(0, 1, (60, 4))
    pool = detector.Pool(faces, TONES, others)
    asked = np.concatenate([generator.normal(3, 1, (50, 4)), generator.normal(0, 1, (2_000, 4))])
    found = detector.found_by(pool, asked, asked[50:], detector.MIXTURES["equal shares"], size=20, draws=range(3))
    assert found[:, :50].mean() > 0.9
    np.testing.assert_allclose(found[:, 50:].mean(axis=1), 0.05, atol=1e-3)


def test_the_gap_has_a_sign_and_an_interval_over_people():
    found = np.repeat(np.array([[1, 1, 1, 0, 0, 0, 1, 0]], bool), 3, axis=0)
    groups = np.array(["light"] * 4 + ["dark"] * 4)
    gap = detector.gap_between(found, groups)
    assert gap.estimate == pytest.approx(50) and gap.low < 50 < gap.high
    shares = detector.shares_within(found, {"light": groups == "light"})
    assert shares.loc["light", "share"] == pytest.approx(0.75)


def test_intervals_know_draws_and_people():
    same = np.ones((5, 8))
    np.testing.assert_allclose(tuple(resampling.mean_of(same, seed=0)), 1)
    by_draw = np.repeat([[0.0], [1.0]], 50, axis=1)  # all chance lies in the draws
    found = resampling.mean_of(by_draw, seed=0)
    np.testing.assert_allclose((found.low, found.high), (0, 1))
    paired = resampling.gap_of(by_draw + 0.5, by_draw, seed=0)  # what the draws do to both alike is no gap
    np.testing.assert_allclose(tuple(paired), 0.5)
    with pytest.raises(ValueError, match="second: got 1 draws for 2"):
        resampling.gap_of(by_draw, by_draw[:1], seed=0)


def people_in_space(count, shots, noise, seed=0):
    """Photographs around people's own places, with a direction that says nothing and is loud."""
    generator = np.random.default_rng(seed)
    places = np.repeat(generator.normal(size=(count, 3)), shots, axis=0)
    loud = generator.normal(0, 20, (count * shots, 1))
    return np.hstack([places + noise * generator.normal(size=places.shape), loud]), np.repeat(np.arange(count), shots)


def test_a_recogniser_looks_where_people_differ_and_not_where_photographs_do():
    features, people = people_in_space(40, 4, 0.05)
    learned = people < 20
    recogniser = recognition.learn(features[learned], people[learned], directions=3)
    embeddings = recognition.embed(recogniser, features[~learned])
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1)
    same, strangers = recognition.likeness(embeddings, people[~learned])
    assert len(same) == 20 * 6 and len(strangers) == 80 * 79 // 2 - len(same)
    assert np.quantile(same, 0.1) > 0.9 > np.quantile(strangers, 0.9)
    loud = features[~learned] / np.linalg.norm(features[~learned], axis=1, keepdims=True)
    assert np.quantile(recognition.likeness(loud, people[~learned])[0], 0.1) < 0


def test_more_features_than_photographs_are_no_hindrance():
    features, people = people_in_space(20, 3, 0.05)
    wide = np.hstack([features, np.random.default_rng(1).normal(size=(60, 200))])
    recogniser = recognition.learn(wide, people, components=30, directions=5)
    assert recogniser.directions.shape == (204, 5) and np.isfinite(recogniser.directions).all()


def test_learning_needs_people_who_are_there_twice():
    with pytest.raises(ValueError, match="people: nobody is there twice"):
        recognition.learn(np.eye(4), np.arange(4))
    with pytest.raises(ValueError, match="shrinkage: got 2"):
        recognition.learn(np.eye(4), np.array([0, 0, 1, 1]), shrinkage=2)


# Three people, two photographs each, on a circle: the second of person 1 lies at person 2's.
ANGLES = np.radians([0, 5, 90, 178, 180, 182])
CIRCLE, WHO = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1), np.array([0, 0, 1, 1, 2, 2])


def test_both_errors_are_counted_by_person():
    count = errors.matches(CIRCLE, WHO, threshold=np.cos(np.radians(10)))
    assert count.matched.tolist() == [[2, 0, 0], [0, 0, 2], [0, 2, 2]]
    assert count.compared.tolist() == [[2, 4, 4], [4, 2, 4], [4, 4, 2]]
    all_three = np.ones(3, bool)
    assert errors.false_match_rate(count, all_three, seed=0).estimate == pytest.approx(2 / 12)
    assert errors.false_non_match_rate(count, all_three, seed=0).estimate == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="members: got 1"):
        errors.errors_by(count, np.array(["a", "b", "b"]))
    table = errors.errors_by(errors.Matches(*(each[1:, 1:] for each in count)), np.array(["b", "b"]))
    assert table.loc["b", ("false match", "share")] == pytest.approx(0.5)
    assert table.loc["b", ("false non-match", "share")] == pytest.approx(0.5)


def test_strangers_of_two_groups_are_compared_across():
    count = errors.matches(CIRCLE, WHO, threshold=np.cos(np.radians(10)))
    first, third = np.array([True, False, False]), np.array([False, False, True])
    assert errors.false_match_rate(count, first, others=third, seed=0).estimate == 0
    assert errors.false_match_rate(count, ~first & ~third, others=third, seed=0).estimate == pytest.approx(0.5)


def test_the_threshold_lets_the_share_pass_among_people_not_learned_from():
    features, people = people_in_space(60, 4, 0.3)
    threshold = errors.threshold_by_halves(features, people, passing=0.1)
    learning = people % 20 < 10
    recogniser = recognition.learn(features[learning], people[learning])
    _, strangers = recognition.likeness(recognition.embed(recogniser, features[~learning]), people[~learning])
    assert (strangers > threshold).mean() == pytest.approx(0.1, abs=0.005)
    other = errors.threshold_by_halves(features, people, learners=people % 10 < 5, passing=0.1)
    assert other != threshold


def test_the_law_by_hand():
    law = gallery.law([1, 2, 1_000], 0.1)
    np.testing.assert_allclose(law.expected, [0.1, 0.2, 100])
    np.testing.assert_allclose(law.any, [0.1, 0.19, 1])
    assert gallery.law([10**6], 1e-12).any[0] == pytest.approx(1e-6, rel=1e-5)  # no digit is lost
    with pytest.raises(ValueError, match="rate: got 1"):
        gallery.law([1], 1)


def test_a_gallery_that_grows_follows_the_binomial_law_and_never_loses_a_match():
    sizes, rate = (5, 50, 5_000), 0.02
    counts = gallery.grow(rate, sizes=sizes, searches=4_000, seed=0)
    assert (np.diff(counts, axis=1) >= 0).all()
    for column, size in enumerate(sizes):
        seen = np.bincount(counts[:, column], minlength=size + 1)[: size + 1] / len(counts)
        assert np.abs(seen.cumsum() - binom.cdf(np.arange(size + 1), size, rate)).max() < 0.03
    assert np.abs(gallery.deviations(counts, sizes, rate)).max() < 3.5
    assert np.abs(gallery.deviations(counts, sizes, 1.2 * rate)).max() > 10
    low, high = gallery.interval_of_law(sizes, rate, searches=4_000)
    assert (low < np.array(sizes) * rate).all() and (np.array(sizes) * rate < high).all()
    with pytest.raises(ValueError, match="rate: got 0"):
        gallery.grow(0, sizes=sizes, searches=1, seed=0)


def test_nobody_is_found_in_a_gallery_without_false_matches_and_all_are_where_every_one_is():
    people, nobody = np.repeat(np.arange(6), 2), np.zeros((12, 12), bool)
    assert gallery.search(nobody, people, size=5, searches=20, seed=0).max() == 0
    assert (gallery.search(~nobody, people, size=4, searches=20, seed=0) == 4).all()
    with pytest.raises(ValueError, match="size: got 6, expected at most the 5"):
        gallery.search(nobody, people, size=6, searches=1, seed=0)


def test_a_gallery_of_the_same_group_holds_nobody_else():
    people = np.repeat(np.arange(6), 2)
    groups = people % 2
    alike = groups[:, None] == groups[None]
    assert (gallery.search(alike, people, size=2, searches=20, seed=0, groups=groups) == 2).all()
    assert gallery.search(alike, people, size=2, searches=50, seed=0).mean() < 1.5


def test_the_share_of_right_alarms():
    asked = {"people": 1_000, "sought": 100, "missed": 0.5, "passing": 4}
    assert gallery.share_right(rate=8 / 100_000, **asked) == pytest.approx(2 / 10)
    assert gallery.share_right(rate=0, **asked) == 1


def test_a_tuned_detector_learns_on_and_keeps_the_false_alarms():
    generator = np.random.default_rng(0)
    bright = generator.integers(150, 255, (30, 64, 64, 3), np.uint8)
    dim = generator.integers(0, 100, (30, 64, 64, 3), np.uint8)
    tones = np.tile(np.arange(1, 11), 3)
    features = generator.normal(size=(30, 256)).astype(np.float32)  # a head that knows nothing yet
    mixture = detector.MIXTURES["equal shares"]
    recipe = Recipe(rate=1e-3, steps=25)
    both = np.concatenate([bright, dim])
    found = tuned_finds(
        (bright, tones, dim), (features, features), (both, dim), mixture, size=10, seed=0, recipe=recipe
    )
    assert found.shape == (1, 60)
    assert found[0, :30].mean() > 0.9 and found[0, 30:].mean() <= 0.1
