"""The introduction of chapter 4: data that lie on a grid."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import signal

from snippets.chapter4.convolution.lesson import DOSES, EFFECT, digit
from snippets.chapter4.index import figures
from snippets.chapter4.index.lesson import series
from snippets.language import Language


def test_the_series_is_scipys_convolution_of_the_repeated_course():
    assert_array_equal(series(), signal.convolve(np.tile(DOSES, 4), EFFECT))


@pytest.mark.parametrize("code", ["es", "en"])
def test_the_figure_draws_every_value_of_both_grids(code):
    line, plane = figures.topologies(Language(code))
    points = [drawn.get_ydata() for drawn in line.axes[0].lines]
    assert_array_equal(np.sort(np.concatenate(points)), np.sort(series()))
    squares = plane.axes[0].collections[0].get_paths()
    assert len(squares) == digit().size
    assert max(panel.get_figwidth() for panel in (line, plane)) <= 4.2
