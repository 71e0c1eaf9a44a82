"""Tests of the levels of a network (1.1), and of what excites their units."""

import numpy as np
import pytest
from scipy import stats

from snippets.chapter1.introduction import exciting, lesson, levels
from snippets.data.digits import digits_split, flat
from snippets.dense_training import read_dense, train_dense
from tests.chapter1.test_introduction import centroids


@pytest.fixture(scope="module")
def data():
    return digits_split()


# Levels


def test_the_deeper_networks_have_learnt_their_digits(data):
    for seed in levels.SEEDS:
        y_hat = read_dense(flat(data.x_train), levels.parameters(seed))
        assert np.all(y_hat == data.y_train)


def test_the_counts_stand_still_where_training_stops(data):
    """With half as many epochs again they differ by a few digits at most."""
    epochs = levels.EPOCHS * 3 // 2
    x, x_test = flat(data.x_train), flat(data.x_test)
    longer = train_dense(x, data.y_train, levels.WIDTHS, 0, epochs, levels.ALPHA)
    pairs = zip(levels.levels(x, longer), levels.levels(x_test, longer), strict=True)
    counts = [levels.count_misread(a, data.y_train, b, data.y_test) for a, b in pairs]
    assert np.abs(counts - levels.misread()[0]).max() <= 2


@pytest.mark.parametrize("learnt", [True, False])
def test_the_levels_are_read_as_by_scikit_learn(learnt, data):
    theta = levels.parameters(3, learnt)
    train, test = (levels.levels(flat(x), theta) for x in (data.x_train, data.x_test))
    for k, (x, x_test) in enumerate(zip(train, test, strict=True)):
        y_hat = centroids(x, data.y_train).predict(x_test)
        assert levels.misread(learnt)[3, k] == np.sum(y_hat != data.y_test)


def test_the_last_level_gives_the_logits_of_the_network(data):
    theta = levels.parameters(0)
    w, b = theta[-1]
    logits = levels.levels(flat(data.x_test), theta)[-1] @ w.T + b
    y_hat = read_dense(flat(data.x_test), theta)
    np.testing.assert_array_equal(logits.argmax(axis=1), y_hat)


def test_what_the_page_says_of_the_levels():
    assert np.all(np.diff(levels.misread().mean(axis=0)) < 0)
    assert np.all(np.diff(levels.misread(False).mean(axis=0)) > 0)
    assert levels.misread(False)[:, 3].mean() > 100
    assert np.all(np.diff(levels.spread(), axis=1) < 0)  # for every seed
    assert np.all(np.diff(levels.agreement().mean(axis=0)) > 0)
    assert levels.agreement(False)[:, 1:].max() < levels.agreement()[:, 1:].min()
    untrained = [lesson.agreement(k, 0) for k in (1, 2, 3)]
    assert untrained == sorted(untrained, reverse=True)  # the page names the ends
    assert np.all(np.diff(levels.spread(False).mean(axis=0)) > 0)


def test_depth_is_not_told_from_chance():
    one, three = lesson.counted("learnt", "mean"), levels.misread()[:, 3]
    assert stats.ttest_ind(one, three).pvalue > 0.3
    assert stats.ttest_ind(one, levels.misread()[:, 1]).pvalue < 0.01


def test_the_spread_is_that_of_an_analysis_of_variance(data):
    x, y = flat(data.x_test), data.y_test
    total = np.sum((x - x.mean(axis=0)) ** 2)
    within = sum(np.sum((x[y == k] - x[y == k].mean(axis=0)) ** 2) for k in range(10))
    assert levels.spread_ratio(x, y) == pytest.approx(within / (total - within))


# What excites a unit


def test_climbing_in_the_first_layer_finds_the_exact_image():
    theta = levels.parameters(0)
    for unit in exciting.UNITS:
        exact = theta[0][0][unit] > 0  # ink where the weight is positive
        np.testing.assert_array_equal(exciting.gallery(1)[unit, 0].ravel(), exact)


@pytest.mark.parametrize("level", [1, 3])
def test_no_digit_excites_more_than_the_image_climbed_to(level, data):
    theta = levels.parameters(0)
    digits = levels.levels(flat(data.x_test), theta)[level]
    best = exciting.gallery(level)[:, 0].reshape(-1, 64)
    assert best.min() >= 0
    assert best.max() <= 1
    reached = levels.levels(best, theta)[level]
    for unit in exciting.UNITS:
        assert reached[unit, unit] > digits[:, unit].max()
        tries = np.vstack([exciting.neighbours(best[unit], ink) for ink in (0, 1)])
        after = levels.levels(tries, theta)[level][:, unit]
        assert after.max() <= reached[unit, unit] + 1e-6
        shown = exciting.gallery(level)[unit, 1:].reshape(-1, 64)
        responses = levels.levels(shown, theta)[level][:, unit]
        top = np.sort(digits[:, unit])[::-1][: len(shown)]
        np.testing.assert_allclose(responses, top)
