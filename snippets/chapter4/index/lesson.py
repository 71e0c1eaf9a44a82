"""What the introduction of chapter 4 shows: data that lie on a grid."""

from __future__ import annotations

import numpy as np

from snippets.chapter4.convolution.lesson import DOSES, EFFECT
from snippets.convolution import convolve1d


def series() -> np.ndarray:
    """Return a time series: the medicine of section 4.1, its course taken 4 times.

    >>> series()[:6]
    array([ 3., 11.,  7.,  9.,  7., 13.])
    """
    return convolve1d(np.tile(DOSES, 4), EFFECT)
