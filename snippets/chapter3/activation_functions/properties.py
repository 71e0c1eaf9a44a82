"""Numerical tests of the properties wished for in an activation function (3.6).

They look at a few points of f, so they are evidence and not proof.
"""

from collections.abc import Callable

import numpy as np

Function = Callable[[np.ndarray], np.ndarray]


def derivative_jump(f: Function, k: int, h: float) -> float:
    """Measure the largest change of the k-th derivative of f over a step h.

    The derivative is taken as Delta^k f / h^k, the k-th differences of f over
    h^k, on [-8, 8): max |Delta^(k+1) f| / h^k. It shrinks with h if the
    derivative is continuous; where that jumps, it does not.

    >>> from snippets.activations import relu
    >>> [derivative_jump(relu, k=1, h=h) for h in (0.5, 0.25, 0.125)]
    [1.0, 1.0, 1.0]
    """
    x = np.arange(-8, 8, h)
    return float(np.abs(np.diff(f(x), k + 1)).max() / h**k)


def has_continuous_derivative(f: Function, k: int) -> bool:
    """Say if the step of the k-th derivative shrinks as h goes from 1/32 to 1/128.

    >>> from snippets.activations import relu, tanh
    >>> has_continuous_derivative(tanh, 1), has_continuous_derivative(relu, 1)
    (True, False)
    """
    wide, narrow = (derivative_jump(f, k, h) for h in (1 / 32, 1 / 128))
    return narrow <= wide / 2 + 1e-6  # 1e-6 is left to rounding


def is_non_linear(f: Function) -> bool:
    """Say if the slope of f changes somewhere.

    >>> is_non_linear(np.abs), is_non_linear(lambda x: 3 * x + 1)
    (True, False)
    """
    return derivative_jump(f, k=1, h=1 / 2) > 1e-6


def is_differentiable(f: Function) -> bool:
    """Say if f has a continuous derivative.

    >>> is_differentiable(np.sin), is_differentiable(np.abs)
    (True, False)
    """
    return has_continuous_derivative(f, 1)


def is_smooth(f: Function) -> bool:
    """Say if the derivatives 1 to 4 are continuous: no run can test them all.

    >>> is_smooth(np.sin), is_smooth(np.abs)
    (True, False)
    """
    return all(has_continuous_derivative(f, k) for k in range(1, 5))


def has_finite_range(f: Function) -> bool:
    """Say if f levels off, judging by |f| at distances 1, 10^3 and 10^6.

    From the second to the third it must grow less than half as much as from the
    first to the second.

    >>> has_finite_range(np.arctan), has_finite_range(np.cbrt)
    (True, False)
    """
    one, near, far = (np.abs(f(np.array([-x, x]))).max() for x in (1.0, 1e3, 1e6))
    return bool(far - near <= (near - one) / 2 + 1e-6)


def is_odd(f: Function) -> bool:
    """Say if f(-x) = -f(x), the symmetry about the origin, at points up to 8.

    >>> is_odd(np.sin), is_odd(np.cos)
    (True, False)
    """
    x = np.linspace(0, 8, 161)
    return bool(np.allclose(f(-x), -f(x), rtol=0, atol=1e-12))


def is_near_identity(f: Function) -> bool:
    """Say if f(x) differs from x by less than 1% at x = 0.001 on both sides.

    >>> is_near_identity(np.sin), is_near_identity(np.abs)
    (True, False)
    """
    x = np.array([-1e-3, 1e-3])
    return bool(np.all(np.abs(f(x) - x) < 0.01 * np.abs(x)))
