"""Tests of what the page 1-introduction/introduction shows."""

import warnings
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage, stats
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
from sklearn.neural_network import MLPClassifier

from snippets.chapter1.introduction import (
    figures,
    handmade,
    inside,
    lesson,
    memory,
    moving,
    plane,
    representations,
)
from snippets.data.digits import digits_split, flat
from snippets.dense_training import read_dense
from snippets.language import Language

MOVES = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


@pytest.fixture(scope="module")
def data():
    return digits_split()


def centroids(x, y):
    """Nearest mean as scikit-learn has it; that some pixels never vary is no fault."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="self.within_class_std_dev_")
        return NearestCentroid().fit(x, y)


def sklearn_readers(x, y):
    """Nearest mean and nearest neighbour as scikit-learn has them."""
    return centroids(x, y), KNeighborsClassifier(1).fit(x, y)


def sklearn_errors(represent, data):
    """What both misread: (readers, 2), as they are and moved."""
    found = []
    for reader in sklearn_readers(represent(data.x_train), data.y_train):
        images = [data.x_test, *map(move_by_scipy, MOVES)]
        wrong = [np.sum(reader.predict(represent(x)) != data.y_test) for x in images]
        found.append([wrong[0], np.mean(wrong[1:])])
    return np.array(found)


def move_by_scipy(side):
    return ndimage.shift(digits_split().x_test, (0, 0, *MOVES[side]), order=0)


# Pixels, distances and moves


def test_the_two_pixel_images_are_half_apart():
    assert np.hypot(*np.subtract(lesson.FIRST, lesson.SECOND)) == pytest.approx(0.5)


@pytest.mark.parametrize("side", moving.SIDES)
def test_moves_and_the_control_are_told_apart(side, data):
    np.testing.assert_allclose(moving.moved(side), move_by_scipy(side), atol=1e-12)
    back = tuple(-step for step in MOVES[side])
    returned = ndimage.shift(moving.moved(side), (0, 0, *back), order=0)
    np.testing.assert_allclose(moving.erased(side), returned, atol=1e-12)


def test_the_counts_of_the_control_are_those_of_scikit_learn(data):
    readers = sklearn_readers(flat(data.x_train), data.y_train)
    for row, side in enumerate(moving.SIDES):
        for column, images in enumerate((moving.moved(side), moving.erased(side))):
            wrong = [np.sum(r.predict(flat(images)) != data.y_test) for r in readers]
            assert moving.control()[row, column].tolist() == wrong


def test_ink_is_lost_above_and_below_only():
    lost = [moving.ink_lost(side) for side in moving.SIDES]
    assert max(lost[:2]) < 0.5
    assert 11 < min(lost[2:]) <= max(lost[2:]) < 13


def test_it_is_the_move_that_does_it():
    for moved, erased in moving.control()[:, :, 1]:
        assert moved > 7 * erased
    assert min(lesson.pushed(side) for side in ("left", "right")) > 360 / 3


def test_an_unknown_side_is_an_error():
    with pytest.raises(ValueError, match="side is 'north'; accepted: left, right, up"):
        moving.moved("north")


def test_distances_are_those_of_scikit_learn(data):
    own, another, itself = moving.distances()
    for k in range(10):
        mine, test = data.y_train == k, data.y_test == k
        for known, found in ((mine, own), (~mine, another)):
            neighbours = KNeighborsClassifier(1).fit(
                flat(data.x_train)[known], data.y_train[known]
            )
            far, _ = neighbours.kneighbors(flat(data.x_test)[test])
            np.testing.assert_allclose(found[test], far[:, 0])
    assert np.all(itself > another)
    assert lesson.farther_than_another() == 360


def test_medians_and_bars_are_those_of_scipy(data):
    far = cdist(flat(data.x_test), flat(data.x_train))
    mine = data.y_test[:, None] == data.y_train
    for row, kind in (
        (0, np.where(mine, far, np.inf).min(axis=1)),
        (1, np.where(mine, np.inf, far).min(axis=1)),
        (3, far[~mine]),
    ):
        cut = [stats.scoreatpercentile(kind, p) for p in (5, 50, 95)]
        np.testing.assert_allclose(moving.spans()[row], cut)
    names = ("own", "another", "itself", "all others")
    np.testing.assert_allclose(
        [lesson.distance(n) for n in names], moving.spans()[:, 1]
    )


def test_a_moved_digit_is_as_far_as_any_of_another_class():
    apart = lesson.distance("itself") - lesson.distance("all others")
    assert 0 <= apart < 0.1
    assert moving.spans()[2, 0] > moving.spans()[1, 2]  # the bars do not meet


def test_the_digit_that_travels_is_misread_as_the_figure_says(data):
    one = moving.traveller()
    readers = sklearn_readers(flat(data.x_train), data.y_train)
    assert readers[1].predict([one.image.ravel()]) == [one.label]
    assert readers[1].predict([one.moved.ravel()]) == [one.read_as]
    assert lesson.to_the_nearest() < lesson.travelled()
    assert (one.label, one.read_as) == (2, 8)  # the words of the page


# Features


@given(arrays(float, (8, 8), elements=st.sampled_from([0.0, 0.4, 0.5, 1.0])))
def test_holes_are_those_of_scipy(image):
    _, patches = ndimage.label(np.pad(image, 1) < 0.5)
    assert handmade.holes(image) == patches - 1


def test_many_features_are_sums_of_ink(data):
    x = data.x_test[:20]
    features = handmade.many_features(x)
    assert features.shape == (20, 33)
    for part in (slice(0, 8), slice(8, 16), slice(16, 32)):
        np.testing.assert_allclose(features[:, part].sum(axis=1), x.sum(axis=(1, 2, 3)))
    for i, j in product(range(4), range(4)):
        square = x[:, 0, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].sum(axis=(1, 2))
        np.testing.assert_allclose(features[:, 16 + 4 * i + j], square)


def test_a_mirrored_digit_is_as_asymmetric(data):
    x = data.x_test[:, 0]
    mirrored = handmade.asymmetry(np.flip(x, axis=2))
    np.testing.assert_allclose(handmade.asymmetry(x), mirrored)
    assert handmade.asymmetry((x + np.flip(x, axis=2)) / 2).max() < 1e-12


@pytest.mark.parametrize("name", ["pixels", "many"])
def test_errors_without_chance_are_those_of_scikit_learn(name, data):
    represent = representations.REPRESENTATIONS[name]()[0]
    np.testing.assert_array_equal(
        representations.measure(name)[0], sklearn_errors(represent, data)
    )


def test_errors_by_two_features_are_those_of_scipy(data):
    """Many digits have equal features: scikit-learn does not take the first of them."""
    represent = representations.REPRESENTATIONS["two"]()[0]
    x = represent(data.x_train)
    images = [data.x_test, *map(move_by_scipy, MOVES)]
    wrong = []
    for a in images:
        nearest = cdist(represent(a), x, "sqeuclidean").argmin(axis=1)
        means = centroids(x, data.y_train).predict(represent(a))
        pair = means, data.y_train[nearest]
        wrong.append([np.sum(y_hat != data.y_test) for y_hat in pair])
    expected = np.column_stack([wrong[0], np.mean(wrong[1:], axis=0)])
    np.testing.assert_array_equal(representations.measure("two")[0], expected)


@pytest.mark.parametrize("name", ["untrained", "learnt"])
def test_errors_on_hidden_layers_are_those_of_scikit_learn(name, data):
    represent = representations.REPRESENTATIONS[name]()[2]
    np.testing.assert_array_equal(
        representations.measure(name)[2], sklearn_errors(represent, data)
    )


def test_the_hidden_layer_is_a_layer_of_scikit_learn(data):
    w, b = representations.trained_dense(representations.WIDTHS, 0)[0]
    theirs = MLPClassifier((64,), max_iter=1)
    with pytest.warns(Warning, match="iterations"):
        theirs.fit(flat(data.x_train[:50]), data.y_train[:50])
    theirs.coefs_[0], theirs.intercepts_[0] = w.T, b
    theirs.coefs_[1], theirs.intercepts_[1] = np.eye(64), np.zeros(64)
    theirs.out_activation_ = "identity"
    expected = theirs._forward_pass_fast(flat(data.x_test))
    np.testing.assert_allclose(representations.learnt(0)(data.x_test), expected)


def test_the_network_drawn_is_the_trained_one():
    one = inside.inside()
    theta = representations.trained_dense(representations.WIDTHS, 0)
    assert read_dense([one.image.ravel()], theta).tolist() == [inside.answer()]
    assert inside.answer() == moving.traveller().label
    added = np.vdot(one.image, one.weights) + one.bias
    assert added == pytest.approx(one.hidden[one.unit])
    assert one.hidden.max() == one.hidden[inside.unit_number() - 1] > 0
    v, c = theta[1]
    np.testing.assert_allclose(one.outputs, one.hidden @ v.T + c)


def test_the_drawing_holds_the_numbers_of_the_network():
    unit, layer = inside.network(Language("en"))
    one = inside.inside()
    written = [text.get_text() for text in unit.axes[0].texts]
    found = float(one.hidden[one.unit])
    assert f"${found - one.bias:.2f} + {one.bias:.2f} = {found:.2f}$" in written
    assert f"{found - one.bias:.2f}" == f"{np.vdot(one.image, one.weights):.2f}"
    written = [text.get_text() for text in layer.axes[0].texts]
    assert {f"{v:.1f}".replace("-", "−") for v in one.outputs} <= set(written)


def test_what_the_page_says_of_the_table():
    untrained, learnt = map(representations.measure, ("untrained", "learnt"))
    assert learnt[:, 0, 0].max() < 32 < untrained[:, 0, 0].min()
    assert learnt[:, 1, 1].min() > 121
    assert 190 < learnt[:, 0, 1].mean() < 209
    assert 30 <= lesson.wrong("many", "mean") <= 34
    assert lesson.two_digits() == 0
    assert lesson.in_the_session() == learnt[0, 0, 0] == 10  # as the session prints
    assert lesson.fewest() < lesson.wrong("learnt", "mean") < lesson.most()
    assert {lesson.fewest(), lesson.most()} <= set(learnt[:, 0, 0])
    assert lesson.wrong("two", "mean") > 180


def test_an_unknown_representation_is_an_error():
    with pytest.raises(ValueError, match="name is 'ink'; accepted: pixels, two, many"):
        representations.measure("ink")


# The plane


@given(st.integers(0, 5), st.integers(3, 40), st.integers(3, 9))
def test_the_plane_is_that_of_scikit_learn(seed, n, features):
    x = np.random.default_rng(seed).normal(size=(n, features)) * np.arange(
        1, 1 + features
    )
    mean, directions, share = plane.principal_plane(x)
    theirs = PCA(2, svd_solver="full").fit(x)
    assert share == pytest.approx(theirs.explained_variance_ratio_.sum())
    ours = np.abs(plane.project(x, mean, directions))
    np.testing.assert_allclose(ours, np.abs(theirs.transform(x)), atol=1e-8)


@pytest.mark.parametrize("name", ["pixels", "learnt"])
def test_the_maps_are_those_of_scikit_learn(name, data):
    represent = representations.REPRESENTATIONS[name]()[0]
    theirs = PCA(2, svd_solver="full").fit(represent(data.x_train))
    drawn = lesson.drawn(name)
    places = theirs.transform(represent(data.x_test))
    np.testing.assert_allclose(np.abs(drawn.places), np.abs(places), atol=1e-8)
    assert lesson.share(name) == pytest.approx(
        100 * theirs.explained_variance_ratio_.sum()
    )
    known = centroids(theirs.transform(represent(data.x_train)), data.y_train)
    wrong = np.sum(known.predict(places) != data.y_test)
    assert lesson.plane_errors(name) == wrong


def test_points_without_a_plane_are_errors():
    with pytest.raises(ValueError, match="all 3 points are equal"):
        plane.principal_plane(np.ones((3, 4)))
    with pytest.raises(ValueError, match=r"x has shape \(3, 1\); accepted: two points"):
        plane.principal_plane([[1], [2], [3]])


# Solutions


def test_a_stroke_is_nearer_to_nothing_than_to_itself():
    assert lesson.far_apart() == pytest.approx((4, np.sqrt(8)))


def test_stored_copies_are_read_as_by_scikit_learn(data):
    x, y = memory.with_copies()
    theirs = KNeighborsClassifier(1).fit(flat(x), y)
    images = [data.x_test, *map(move_by_scipy, MOVES)]
    wrong = [np.sum(theirs.predict(flat(a)) != data.y_test) for a in images]
    assert memory.errors_with_copies() == (wrong[0], np.mean(wrong[1:]))
    assert memory.stored() == 5 * lesson.stored("nearest neighbour")


def test_two_means_decide_by_a_weighted_sum(data):
    w, b = lesson.two_means()
    known = np.isin(data.y_train, (0, 1))
    theirs = centroids(flat(data.x_train)[known], data.y_train[known])
    x = flat(data.x_test)
    np.testing.assert_array_equal(x @ w + b > 0, theirs.predict(x) == 1)


# Tables and figures


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_tables_hold_what_was_measured(language):
    say = Language(language)
    assert len(lesson.readers(say)["rows"]) == 2
    rows = lesson.control(say)["rows"]
    assert [r[2:] for r in rows] == [
        [str(counts[how, reader]) for reader in (1, 0) for how in (0, 1)]
        for counts in moving.control()
    ]
    table = lesson.comparison(say)
    counts = [row[0].rpartition(" ")[2] for row in table["rows"]]
    assert counts == ["(64)", "(2)", "(33)", "(64)", "(64)"]
    assert table["rows"][0][1:] == ["32", "3", "209", "121"]
    assert [row[4][:5] for row in table["rows"][3:]] == [
        say.number(lesson.wrong(name, "neighbour", "moved"), ".1f")
        for name in ("untrained", "learnt")
    ]
    assert [row[0] for row in rows] == ["←", "→", "↑", "↓"]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    "draw",
    [
        figures.pixels,
        figures.two_pixels,
        figures.means,
        figures.moved,
        figures.distances,
        figures.two_features,
        figures.planes,
        figures.ladder,
        figures.units,
        inside.network,
    ],
)
def test_the_figures_are_drawn_in_both_languages(draw, language):
    say = Language(language)
    draw(say)
    assert say.said or draw is figures.pixels


def test_the_maps_show_each_digit_at_its_place(data):
    marks = figures.planes(Language("en"))[0].axes[0].lines
    assert len(marks) == 10
    places, labels = lesson.drawn("pixels").places[:200], data.y_test[:200]
    for digit, line in enumerate(marks):
        assert [c for c in line.get_marker() if c.isdigit()] == [str(digit)]
        np.testing.assert_allclose(line.get_xydata(), places[labels == digit])
