"""Activation functions and their derivatives (section 3.6).

All but softmax and log_softmax work entry by entry and keep the shape. float32
stays float32 and other real numbers become float64; anything else raises
TypeError. An infinite entry gives the limit there, NaN gives NaN, and neither
warns. The derivative of each of ENTRYWISE is also its attribute, `relu.derivative`.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.derivatives import derivative_of, find
from snippets.shapes import axis_of, number, takes


@takes(x="...")
def linear(x: ArrayLike) -> np.ndarray:
    """Leave the input as it is: f(x) = x.

    >>> linear([-2, 3])
    array([-2.,  3.])
    """
    return x.copy()


@derivative_of(linear)
@takes(x="...")
def linear_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of the linear activation: f'(x) = 1.

    >>> linear_derivative([-2, 3])
    array([1., 1.])
    """
    return np.where(np.isnan(x), x, 1)


@takes(x="...")
def sigmoid(x: ArrayLike) -> np.ndarray:
    """Squash any number into (0, 1): f(x) = 1 / (1 + exp(-x)).

    For x < 0 it is computed as exp(x) / (1 + exp(x)), which is equal and
    cannot overflow.

    >>> sigmoid([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


@derivative_of(sigmoid)
@takes(x="...")
def sigmoid_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of the sigmoid: f'(x) = f(x) (1 - f(x)).

    It is computed as f(x) f(-x), which has no difference that could round to
    0.

    >>> sigmoid_derivative([-1000, 0, 1000])
    array([0.  , 0.25, 0.  ])
    """
    return sigmoid(x) * sigmoid(-x)


@takes(x="...")
def tanh(x: ArrayLike) -> np.ndarray:
    """Squash any number into (-1, 1): f(x) = tanh(x).

    tanh(x) = (e^x - e^-x) / (e^x + e^-x).

    >>> tanh([-1000, 0, 1000])
    array([-1.,  0.,  1.])
    """
    return np.tanh(x)


@derivative_of(tanh)
@takes(x="...")
def tanh_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of tanh: f'(x) = 1 - tanh(x)^2.

    It is computed as (2 / (e^x + e^-x))^2, which has no difference that could
    round to 0.

    >>> tanh_derivative([-1000, 0, 1000])
    array([0., 1., 0.])
    """
    e = np.exp(-np.abs(x))
    return (2 * e / (1 + e * e)) ** 2


@takes(x="...")
def relu(x: ArrayLike) -> np.ndarray:
    """Keep what is positive: f(x) = max(0, x).

    Source: Nair, Hinton (2010).

    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    return np.maximum(x, 0)


@derivative_of(relu)
@takes(x="...")
def relu_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of ReLU: f'(x) = 1 if x > 0, else 0.

    At x = 0 there is none; 0 is the value that the libraries use.

    >>> relu_derivative([-2, 0, 3])
    array([0., 0., 1.])
    """
    return np.heaviside(x, 0)


@takes(x="...", alpha=number)
def leaky_relu(x: ArrayLike, alpha: float = 0.01) -> np.ndarray:
    """Let some of the negative side through: f(x) = x if x > 0, else alpha x.

    Source: Maas, Hannun, Ng (2013).

    >>> leaky_relu([-2, 0, 3])
    array([-0.02,  0.  ,  3.  ])
    """
    return np.maximum(x, 0) + alpha * np.minimum(x, 0)


@derivative_of(leaky_relu)
@takes(x="...", alpha=number)
def leaky_relu_derivative(x: ArrayLike, alpha: float = 0.01) -> np.ndarray:
    """Give the derivative of leaky ReLU: f'(x) = 1 if x > 0, else alpha.

    >>> leaky_relu_derivative([-2, 0, 3])
    array([0.01, 0.01, 1.  ])
    """
    positive = np.heaviside(x, 0)
    return positive + alpha * (1 - positive)


@takes(x="...", alpha=number)
def elu(x: ArrayLike, alpha: float = 1.0) -> np.ndarray:
    """Bend the negative side: f(x) = x if x > 0, else alpha (e^x - 1).

    Source: Clevert, Unterthiner, Hochreiter (2016).

    >>> elu([-1000, 0, 3])
    array([-1.,  0.,  3.])
    """
    return np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0))


@derivative_of(elu)
@takes(x="...", alpha=number)
def elu_derivative(x: ArrayLike, alpha: float = 1.0) -> np.ndarray:
    """Give the derivative of ELU: f'(x) = 1 if x > 0, else alpha e^x.

    >>> elu_derivative([-1000, 0, 3])
    array([0., 1., 1.])
    """
    positive = np.heaviside(x, 0)
    return positive + alpha * (1 - positive) * np.exp(np.minimum(x, 0))


@takes(x="...")
def softplus(x: ArrayLike) -> np.ndarray:
    """Smooth the corner of ReLU: f(x) = log(1 + e^x).

    It is computed as max(x, 0) + log(1 + e^-|x|), which is equal and cannot
    overflow. Source: Dugas et al. (2001).

    >>> softplus([-1000, 0, 3]).round(4)
    array([0.    , 0.6931, 3.0486])
    """
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


@derivative_of(softplus)
@takes(x="...")
def softplus_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of softplus, the sigmoid: f'(x) = 1 / (1 + e^-x).

    >>> softplus_derivative([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    return sigmoid(x)


@takes(x="...")
def normal_cdf(x: ArrayLike) -> np.ndarray:
    """Give the probability that a standard normal variable is at most x.

    Phi(x) = (1 + erf(x / sqrt 2)) / 2 = erfc(-x / sqrt 2) / 2. The second form
    has no sum that could round to 0.

    >>> normal_cdf([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    erfc = np.vectorize(math.erfc, otypes=[float])  # NumPy itself has no erfc
    return (erfc(-x / math.sqrt(2)) / 2).astype(x.dtype)


@takes(x="...")
def gelu(x: ArrayLike) -> np.ndarray:
    """Weight x by how it compares with normal noise: f(x) = x Phi(x).

    Phi is `normal_cdf`. Source: Hendrycks, Gimpel (2016), the exact form.

    >>> gelu([-1, 0, 1]).round(4)
    array([-0.1587,  0.    ,  0.8413])
    """
    # Phi(-40) is 0 in floats; -inf times 0 would be NaN.
    x = np.maximum(x, -40)
    return x * normal_cdf(x)


@derivative_of(gelu)
@takes(x="...")
def gelu_derivative(x: ArrayLike) -> np.ndarray:
    """Give the derivative of GELU: f'(x) = Phi(x) + x phi(x).

    Phi is `normal_cdf` and phi its density, exp(-x^2 / 2) / sqrt(2 pi).

    >>> gelu_derivative([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    x = np.clip(x, -40, 40)  # the derivative is 0 and 1 beyond
    return normal_cdf(x) + x * np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


@takes(x="...", axis=axis_of("x"))
def below_maximum(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """Subtract from each score the largest along `axis`: x_k - max_j x_j.

    No result is above 0, so that its exponential cannot overflow. Entries
    equal to the maximum give 0 even if they are infinite. The shape is kept;
    ValueError if there is nothing along `axis`.

    >>> below_maximum([1000, 998])
    array([ 0., -2.])
    """
    x_max = x.max(axis=axis, keepdims=True)
    return np.subtract(x, x_max, out=np.zeros_like(x), where=x != x_max)


@takes(x="...", axis=axis_of("x"))
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


@takes(x="...", axis=axis_of("x"))
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


@takes(x="...", axis=axis_of("x"))
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


@takes(x="...", axis=axis_of("x"))
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


ENTRYWISE = (linear, sigmoid, tanh, relu, leaky_relu, elu, softplus, gelu)


def derivative(activation: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """Find the derivative of an activation that works entry by entry.

    An activation with an option is written `partial(leaky_relu, alpha=0.1)`.

    >>> derivative(tanh).__name__
    'tanh_derivative'
    """
    hint = " (for softmax, end with linear and use softmax_cross_entropy)"
    return find(activation, "activation", ENTRYWISE, hint)
