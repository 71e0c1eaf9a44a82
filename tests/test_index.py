"""The home page: what its figure shows is what SciPy computes."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy.signal import correlate2d

from snippets.chapter1.index.lesson import answers
from snippets.data.digits import digits_split, load_digits
from snippets.index import figures as home
from snippets.index.lesson import EDGE, chosen, edges, of_different_digits
from snippets.language import Language


def test_edges_are_scipys():
    zero = load_digits()[0][0]
    upright, lying = edges(0)
    expected = correlate2d(zero, EDGE, mode="valid")
    assert_array_equal(upright, expected)
    expected = correlate2d(zero, EDGE.T, mode="valid")
    assert_array_equal(lying, expected)


@pytest.mark.parametrize("code", ["es", "en"])
def test_the_figure_draws_every_pixel_of_the_image_and_its_maps(code):
    figure = home.digit_and_edges(Language(code))
    squares = [len(c.get_paths()) for c in figure.axes[0].collections]
    assert squares == [8 * 8, 6 * 6, 6 * 6]


def test_the_digits_of_the_home_page_are_what_it_says_of_them():
    p, labels, kinds = answers(), digits_split().y_test, chosen()
    right = p.argmax(axis=1) == labels
    best = p.max(axis=1)
    assert all(right[kinds["right"] + kinds["unsure"]])
    assert min(best[kinds["right"]]) > 0.99
    assert best[kinds["unsure"][0]] == best[right].min()
    assert not any(right[kinds["wrong"]])
    assert sorted(best[~right])[-2:] == sorted(best[kinds["wrong"]])
    assert labels[kinds["unsure"]].tolist() == [8, 3]
    assert labels[kinds["wrong"]].tolist() == [3, 8]
    assert p.argmax(axis=1)[kinds["wrong"]].tolist() == [5, 7]


def test_of_different_digits_the_first_places_are_taken_in_their_order():
    labels = np.array([5, 5, 2, 7])
    assert of_different_digits(np.array([1, 0, 3, 2]), labels) == [1, 3]
