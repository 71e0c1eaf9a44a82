"""The softmax layer: from scores to probabilities.

float32 stays float32 and other real numbers become float64; anything else
raises TypeError. Pages and tests import these functions from
`snippets.activations`.
"""

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_float


def below_maximum(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """Subtract from each score the largest along `axis`: x_k - max_j x_j.

    No result is above 0, so that its exponential cannot overflow. Entries
    equal to the maximum give 0 even if they are infinite. The shape is kept;
    ValueError if there is nothing along `axis`.

    >>> below_maximum([1000, 998])
    array([ 0., -2.])
    """
    x = as_float(x)
    if not -x.ndim <= axis < x.ndim or x.shape[axis] == 0:
        raise ValueError(
            f"x has shape {x.shape} and axis is {axis}; "
            "accepted: an axis of x with at least one entry"
        )
    x_max = x.max(axis=axis, keepdims=True)
    with np.errstate(over="ignore"):  # a difference too large is -inf
        return np.subtract(x, x_max, out=np.zeros_like(x), where=x != x_max)


def softmax(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """Turn scores into probabilities: p_k = exp(x_k) / sum_j exp(x_j).

    `x` has any shape with one score per class along `axis`; the result has the
    same shape and sums to one along `axis`. Subtracting the maximum divides
    numerator and denominator by the same number. ValueError if there are no
    classes. Source: Bridle (1990).

    >>> softmax([1000, 1000, -1000])
    array([0.5, 0.5, 0. ])
    """
    e = np.exp(below_maximum(x, axis))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_derivative(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """Give the Jacobian of softmax: dp_j / dx_k = p_j ([j = k] - p_k).

    Every probability depends on every score, so K scores have K x K
    derivatives. The axis of the classes goes to the end and becomes two: (...,
    K, K), j then k.

    >>> softmax_derivative([0, 0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    p = np.moveaxis(softmax(x, axis), axis, -1)
    identity = np.eye(p.shape[-1], dtype=p.dtype)
    return p[..., :, np.newaxis] * (identity - p[..., np.newaxis, :])


def log_softmax(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """Give the logarithm of softmax: log p_k = x_k - log sum_j exp(x_j).

    It keeps what log(softmax(x)) loses: a probability too small for a float
    has a finite logarithm. The shape is kept; ValueError if there are no
    classes.

    >>> log_softmax([0, -1000])
    array([    0., -1000.])
    """
    z = below_maximum(x, axis)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


def log_softmax_derivative(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """Give the Jacobian of log_softmax: d log p_j / dx_k = [j = k] - p_k.

    As in `softmax_derivative`, the axis of the classes goes to the end and
    becomes two: (..., K, K), j then k.

    >>> log_softmax_derivative([0, 0])
    array([[ 0.5, -0.5],
           [-0.5,  0.5]])
    """
    p = np.moveaxis(softmax(x, axis), axis, -1)
    return np.eye(p.shape[-1], dtype=p.dtype) - p[..., np.newaxis, :]
