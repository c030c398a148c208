"""What the checks take for right is what the book computes, and several answers to one question are right."""

import numpy as np
import pytest
from scipy.stats import norm

from lib.exercises import check
from lib.exercises.chapters import audit, bias, business, compas, content, debias, network, shortcut, ssvae, true, why
from lib.experiments.lending import Market
from lib.experiments.looks import spreads
from lib.experiments.samples import directions
from lib.explain.convolution import convolve
from lib.explain.faithfulness import box_iou, energy_inside, pointing_game
from lib.fairness.intervals import wilson
from lib.fairness.rates import implied_fpr
from lib.fairness.resampling import rarity

RANDOM = np.random.default_rng(3)


@pytest.mark.parametrize("centre", [[-1, -1, -1], [0, -1, 0], [1, -2, 1]])
def test_more_than_one_kernel_looks_for_dots(centre):
    kernel = np.array([centre, [centre[1], 0, centre[1]], centre], float)
    kernel[1, 1] = -kernel.sum()
    assert check("ex-network-kernel", kernel).verdict == "right"
    assert check("ex-network-kernel", (kernel / 7).tolist()).verdict == "right"


@pytest.mark.parametrize(("pixels", "side", "padding", "stride"), [(12, 3, 0, 1), (11, 4, 1, 3), (9, 2, 2, 2)])
def test_a_map_has_the_side_that_convolution_gives_it(pixels, side, padding, stride):
    found = convolve(np.pad(np.ones((pixels, pixels)), padding), np.ones((side, side)), stride=stride)
    assert network.side(pixels, side, padding, stride) == found.shape[0]


def test_a_hit_and_the_energy_inside_are_those_of_the_league():
    heat, mask = RANDOM.normal(size=(20, 5, 6)), RANDOM.random((20, 5, 6)) < 0.4
    hit = [true.hits(*pair) for pair in zip(heat, mask, strict=True)]
    assert np.array_equal(hit, pointing_game(heat, mask, tolerance=0))
    inside = [shortcut.heat_inside(*pair) for pair in zip(heat, mask, strict=True)]
    assert np.allclose(inside, energy_inside(heat, mask))


def test_boxes_overlap_as_in_the_league():
    one, other = np.array([[0, 0, 4, 4], [0, 0, 2, 2]]), np.array([[2, 1, 6, 5], [5, 5, 8, 9]])
    assert np.allclose([true.overlap(*pair) for pair in zip(one, other, strict=True)], box_iou(one, other))


def test_rates_and_intervals_are_those_of_the_chapters():
    assert compas.fpr_left(0.4, 0.6, 0.3) == pytest.approx(implied_fpr(0.4, ppv=0.6, fnr=0.3))
    assert audit.wilson_ends(18, 20, norm.ppf(0.975)) == pytest.approx(wilson(18, 20))
    assert check("ex-business-margin", Market(profit=900, loss=7100).break_even).verdict == "right"
    assert business.passes([0.5, 0.4]) and not business.passes([0.5, 0.39])


def test_berkeley_as_in_the_chapter():
    applied = np.array([[825, 108], [560, 25], [325, 593], [417, 375], [191, 393], [373, 341]])
    admitted = np.array([[512, 89], [353, 17], [120, 202], [138, 131], [53, 94], [22, 24]])
    by_hand = sum((b / bs - a / men) * (men + bs) / 4526 for (men, bs), (a, b) in zip(applied, admitted, strict=True))
    assert bias.gap_if_alike(applied, admitted) == pytest.approx(by_hand) and by_hand > 0.04


def test_a_record_repeats_the_patrols_where_nothing_is_reported():
    assert bias.first_on_record(0.5, 0.7, 1) == pytest.approx(0.7)
    assert bias.first_on_record(0.6, 0.9, 0) == pytest.approx(0.6)


def test_directions_and_spreads_are_those_of_the_chapters():
    codes, age = RANDOM.normal(size=(30, 4)), RANDOM.uniform(20, 80, 30)
    grey = age / 100 + RANDOM.normal(0, 0.1, 30)
    assert np.allclose(content.per_year(codes, age, grey), directions(codes, age=age, grey=grey)["age"])
    found = RANDOM.random(30) < 0.7
    ours = [ssvae.spread_along(column, found, 10) for column in codes.T]
    assert np.allclose(ours, spreads(codes, found, parts=10))


def test_rare_faces_are_shown_as_often_as_in_the_chapter():
    latent = np.repeat([0.0, 1, 2, 3], [10, 60, 25, 5])
    weights = rarity(latent[:, None], alpha=0.1, bins=4)
    expected = [weights[latent == place][0] for place in range(4)]
    assert debias.shown_more(np.array([10, 60, 25, 5]), 0.1) == pytest.approx(expected)


def test_what_is_said_to_those_who_are_right_is_so():
    assert 0.75 < why.ranked_right((333, 10), (667, 990)) < 0.8
    assert 0.5 < shortcut.alarm_chance(0.2, 20, 4) < 0.62
    assert audit.wilson_ends(20, 20, 1.96)[0] == pytest.approx(5 / 6, abs=0.01)
    assert debias.shown_more(np.array([99, 1]), 0.01)[1] > 30
    assert debias.shown_more(np.array([99, 1]), 0)[1] == pytest.approx(50)
