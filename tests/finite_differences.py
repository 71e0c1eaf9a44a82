"""The oracle of the gradient tests: derivatives from differences of values."""

from collections.abc import Callable

import numpy as np


def numerical_gradient(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, eps: float = 1e-5
) -> np.ndarray:
    """Differentiate `f` at `x` by central differences, (f(x+eps) - f(x-eps)) / 2 eps.

    `x` is float64 and is left as it was. The shape is that of `f(x)` followed by that
    of `x`: the gradient, shaped like `x`, if `f` gives a scalar; else the Jacobian.

    >>> numerical_gradient(lambda x: (x**2).sum(), np.array([1.0, 3.0])).round(6)
    array([2., 6.])
    """
    if x.dtype != np.float64:
        raise TypeError(f"x has dtype {x.dtype}; accepted: float64")
    gradient = np.empty(np.shape(f(x.copy())) + x.shape)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += eps
        below[index] -= eps
        gradient[(..., *index)] = (f(above) - f(below)) / (2 * eps)
    return gradient
