"""Few labels: what a draw keeps apart, and that each draw starts anew."""

import numpy as np
import pytest

from lib.experiments.few_labels import CHOOSING, LEARNED, Recipe, compare, draw_digits, mixed_batches
from lib.models.m2 import UNKNOWN

TOY = Recipe(latents=1, hidden=(6,), steps=5, alone_steps=5, labelled=4, unlabelled=6)


def as_rows(images):
    return {image.tobytes() for image in images}


@pytest.fixture(scope="module")
def some():
    return draw_digits(3, each=2)


def test_a_draw_labels_as_many_of_each_digit_and_keeps_the_unseen_apart(some):
    np.testing.assert_array_equal(np.bincount(some.labels), np.full(10, 2))
    assert len(some.images) + len(some.others) == LEARNED
    assert len(some.unseen) == 1797 - CHOOSING - LEARNED
    # A few of the digits are equal to the last pixel; otherwise nothing that is read was learned from.
    assert len(as_rows(some.unseen) & (as_rows(some.images) | as_rows(some.others))) < 5


def test_what_chooses_is_nothing_that_reports():
    choosing = draw_digits(3, each=2, choosing=True)
    assert len(choosing.unseen) == CHOOSING
    for seed in (0, 1):
        assert len(as_rows(choosing.unseen) & as_rows(draw_digits(seed, each=2).unseen)) < 5


def test_each_draw_has_a_result_that_does_not_depend_on_the_other_draws(some):
    other, third = draw_digits(4, each=2), draw_digits(5, each=2)
    first, second = compare([some, other], recipe=TOY, seed=0), compare([third, other], recipe=TOY, seed=0)
    assert first.alone.shape == first.m2.shape == (2,)
    assert first.alone[1] == second.alone[1] and first.m2[1] == second.m2[1]
    assert first.model.alpha == TOY.alpha


def test_unlabelled_pictures_are_marked(some):
    images, labels = mixed_batches(some, TOY, 0)
    assert images.shape == (TOY.steps, 10, 8, 8, 1) and labels.shape == (TOY.steps, 10)
    assert (labels[:, 4:] == UNKNOWN).all() and (labels[:, :4] >= 0).all()
    known = {image.tobytes(): label for image, label in zip(some.images, some.labels, strict=True)}
    pairs = zip(images[:, :4].reshape(-1, 8, 8, 1), labels[:, :4].ravel(), strict=True)
    assert all(known[image.tobytes()] == label for image, label in pairs)
