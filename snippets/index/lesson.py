"""What the home page shows: the edges of a handwritten digit."""

import numpy as np

from snippets.convolution import cross_correlate2d
from snippets.data.digits import load_digits

EDGE = np.array([[-1, 0, 1]] * 3)


def edges(digit: int) -> list[np.ndarray]:
    """Slide a 3x3 kernel over a digit, upright and lying: two feature maps.

    >>> upright, lying = edges(0)
    >>> upright[0]
    array([ 33.,  27., -14.,  -3.,  -6., -27.])
    """
    image = load_digits()[0][digit]
    upright = cross_correlate2d(image, EDGE)
    lying = cross_correlate2d(image, EDGE.T)
    return [upright, lying]
