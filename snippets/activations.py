"""Activation functions and their derivatives (section 3.6).

All but softmax and log_softmax work entry by entry and keep the shape. float32
stays float32 and other real numbers become float64; anything else raises
TypeError. An infinite entry gives the limit there, NaN gives NaN, and neither
warns.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_float
from snippets.softmax_layer import (  # noqa: F401 (also found here)
    log_softmax,
    log_softmax_derivative,
    softmax,
    softmax_derivative,
)


def linear(x: ArrayLike) -> np.ndarray:
    """Leave the input as it is: f(x) = x.

    >>> linear([-2, 3])
    array([-2.,  3.])
    """
    return +as_float(x)  # the sign makes a copy, as the other activations do


def linear_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of the linear activation: f'(x) = 1.

    >>> linear_derivative([-2, 3])
    array([1., 1.])
    """
    x = as_float(x)
    return np.where(np.isnan(x), x, 1)[()]  # [()]: a number for a number


def sigmoid(x: ArrayLike) -> np.ndarray:
    """Squash any number into (0, 1): f(x) = 1 / (1 + exp(-x)) (eq. 3.6).

    For x < 0 it is computed as exp(x) / (1 + exp(x)), which is equal and
    cannot overflow.

    >>> sigmoid([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    x = as_float(x)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of the sigmoid: f'(x) = f(x) (1 - f(x)).

    It is computed as f(x) f(-x), which has no difference that could round to
    0.

    >>> sigmoid_derivative([-1000, 0, 1000])
    array([0.  , 0.25, 0.  ])
    """
    x = as_float(x)
    return sigmoid(x) * sigmoid(-x)


def tanh(x: ArrayLike) -> np.ndarray:
    """Squash any number into (-1, 1): f(x) = tanh(x) (eq. 3.9).

    tanh(x) = (e^x - e^-x) / (e^x + e^-x).

    >>> tanh([-1000, 0, 1000])
    array([-1.,  0.,  1.])
    """
    return np.tanh(as_float(x))


def tanh_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of tanh: f'(x) = 1 - tanh(x)^2.

    It is computed as (2 / (e^x + e^-x))^2, which has no difference that could
    round to 0.

    >>> tanh_derivative([-1000, 0, 1000])
    array([0., 1., 0.])
    """
    e = np.exp(-np.abs(as_float(x)))
    return (2 * e / (1 + e * e)) ** 2


def relu(x: ArrayLike) -> np.ndarray:
    """Keep what is positive: f(x) = max(0, x), as in eq. 3.7.

    Source: Nair, Hinton (2010).

    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    return np.maximum(as_float(x), 0)


def relu_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of ReLU: f'(x) = 1 if x > 0, else 0.

    At x = 0 there is none; 0 is the value that the libraries use.

    >>> relu_derivative([-2, 0, 3])
    array([0., 0., 1.])
    """
    return np.heaviside(as_float(x), 0)


def leaky_relu(x: ArrayLike, alpha: float = 0.01) -> np.ndarray:
    """Let some of the negative side through: f(x) = x if x > 0, else alpha x.

    Source: Maas, Hannun, Ng (2013).

    >>> leaky_relu([-2, 0, 3])
    array([-0.02,  0.  ,  3.  ])
    """
    x = as_float(x)
    return np.maximum(x, 0) + float(alpha) * np.minimum(x, 0)


def leaky_relu_derivative(x: ArrayLike, alpha: float = 0.01) -> np.ndarray:
    """Give the derivative of leaky ReLU: f'(x) = 1 if x > 0, else alpha.

    >>> leaky_relu_derivative([-2, 0, 3])
    array([0.01, 0.01, 1.  ])
    """
    positive = np.heaviside(as_float(x), 0)
    return positive + float(alpha) * (1 - positive)


def elu(x: ArrayLike, alpha: float = 1.0) -> np.ndarray:
    """Bend the negative side: f(x) = x if x > 0, else alpha (e^x - 1).

    Source: Clevert, Unterthiner, Hochreiter (2016).

    >>> elu([-1000, 0, 3])
    array([-1.,  0.,  3.])
    """
    x = as_float(x)
    return np.maximum(x, 0) + float(alpha) * np.expm1(np.minimum(x, 0))


def elu_derivative(x: ArrayLike, alpha: float = 1.0) -> np.ndarray:
    """Give the derivative of ELU: f'(x) = 1 if x > 0, else alpha e^x.

    >>> elu_derivative([-1000, 0, 3])
    array([0., 1., 1.])
    """
    x = as_float(x)
    positive = np.heaviside(x, 0)
    return positive + float(alpha) * (1 - positive) * np.exp(np.minimum(x, 0))


def softplus(x: ArrayLike) -> np.ndarray:
    """Smooth the corner of ReLU: f(x) = log(1 + e^x).

    It is computed as max(x, 0) + log(1 + e^-|x|), which is equal and cannot
    overflow. Source: Dugas et al. (2001).

    >>> softplus([-1000, 0, 3]).round(4)
    array([0.    , 0.6931, 3.0486])
    """
    x = as_float(x)
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def softplus_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of softplus, the sigmoid: f'(x) = 1 / (1 + e^-x).

    >>> softplus_derivative([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    return sigmoid(x)


def normal_cdf(x: ArrayLike) -> np.ndarray:
    """Give the probability that a standard normal variable is at most x.

    Phi(x) = (1 + erf(x / sqrt 2)) / 2 = erfc(-x / sqrt 2) / 2. The second form
    has no sum that could round to 0.

    >>> normal_cdf([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    x = as_float(x)
    erfc = np.vectorize(math.erfc, otypes=[float])  # NumPy itself has no erfc
    return (erfc(-x / math.sqrt(2)) / 2).astype(x.dtype)


def gelu(x: ArrayLike) -> np.ndarray:
    """Weight x by how it compares with normal noise: f(x) = x Phi(x).

    Phi is `normal_cdf`. Source: Hendrycks, Gimpel (2016), the exact form.

    >>> gelu([-1, 0, 1]).round(4)
    array([-0.1587,  0.    ,  0.8413])
    """
    # Phi(-40) is 0 in floats; -inf times 0 would be NaN.
    x = np.maximum(as_float(x), -40)
    return x * normal_cdf(x)


def gelu_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of GELU: f'(x) = Phi(x) + x phi(x).

    Phi is `normal_cdf` and phi its density, exp(-x^2 / 2) / sqrt(2 pi).

    >>> gelu_derivative([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    x = np.clip(as_float(x), -40, 40)  # the derivative is 0 and 1 beyond
    return normal_cdf(x) + x * np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


DERIVATIVE: dict[Callable[..., np.ndarray], Callable[..., np.ndarray]] = {
    linear: linear_derivative,
    sigmoid: sigmoid_derivative,
    tanh: tanh_derivative,
    relu: relu_derivative,
    leaky_relu: leaky_relu_derivative,
    elu: elu_derivative,
    softplus: softplus_derivative,
    gelu: gelu_derivative,
}
