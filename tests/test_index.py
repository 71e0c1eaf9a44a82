"""The home page: what its figure shows is what SciPy computes."""

import pytest
from numpy.testing import assert_array_equal
from scipy.signal import correlate2d

from snippets.data.digits import load_digits
from snippets.index import figures as home
from snippets.index.lesson import EDGE, edges
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
