"""The home page: what its figure shows is what SciPy computes."""

import pytest
from numpy.testing import assert_array_equal
from scipy.signal import correlate2d

from snippets.digits import load_digits
from snippets.figures import home
from snippets.language import Language
from snippets.lessons.home import EDGE, edges


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
