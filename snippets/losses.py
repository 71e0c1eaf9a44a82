"""Loss functions and their gradients (section 3.5).

`y` is what is true, the second argument what was predicted. A loss adds up the
losses of all points (`reduction="sum"`, as in the book), averages them
("mean") or gives them one by one ("none"). The result has the dtype of the
prediction.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.activations import log_softmax, sigmoid, softmax, softplus
from snippets.checks import as_float, check_choice
from snippets.targets import (
    as_one_hot,
    as_pair,
    check_distributions,
    check_probabilities,
)


def binary_cross_entropy(
    y: ArrayLike, p: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Score predicted probabilities of a yes (eq. 3.2).

    -sum_i [y_i log p_i + (1 - y_i) log(1 - p_i)], with 0 log 0 = 0. `y` (1 or
    0, or between) and `p`, in [0, 1], have the same shape, any. A certain
    error costs inf. ValueError if the shapes differ or an entry is outside.

    >>> binary_cross_entropy([1, 0], [0.5, 0.5])
    np.float64(1.3862943611198906)
    """
    y, p = as_pair(y, p, "p")
    check_probabilities(y, "y")
    check_probabilities(p, "p")
    with np.errstate(divide="ignore"):  # log 0 is -inf
        losses = -(weigh(y, np.log(p)) + weigh(1 - y, np.log1p(-p)))
    return reduce(losses, reduction)


def binary_cross_entropy_gradient(
    y: ArrayLike, p: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `binary_cross_entropy` by p: (1 - y) / (1 - p) - y / p.

    The shape is that of `p`; "mean" divides by the number of points.

    >>> binary_cross_entropy_gradient([1, 0], [0.5, 0.2])
    array([-2.  ,  1.25])
    """
    y, p = as_pair(y, p, "p")
    check_probabilities(y, "y")
    check_probabilities(p, "p")
    return scale(divide(1 - y, 1 - p) - divide(y, p), reduction, y.size)


def cross_entropy(
    y: ArrayLike,
    p: ArrayLike,
    reduction: str = "sum",
) -> np.ndarray:
    """Score predicted probabilities of K classes: -sum_i sum_k y_ik log p_ik.

    Equation 3.3, with 0 log 0 = 0. `p` is (..., K) and its rows sum to one;
    `y` is one-hot, (..., K), or class indices, (...). A true class of
    probability 0 costs inf. ValueError if a shape, label or probability is
    wrong.

    >>> cross_entropy([0, 1], [[0.5, 0.5], [0.75, 0.25]], "none")
    array([0.69314718, 1.38629436])
    """
    p = as_float(p, "p")
    y = as_one_hot(y, p)
    check_distributions(p, "p")
    with np.errstate(divide="ignore"):  # log 0 is -inf
        losses = -weigh(y, np.log(p)).sum(axis=-1)
    return reduce(losses, reduction)


def cross_entropy_gradient(
    y: ArrayLike, p: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `cross_entropy` by p, each entry on its own: -y_ik / p_ik.

    The shape is that of `p`, (..., K); "mean" divides by the number of points.

    >>> cross_entropy_gradient([0, 1], [[0.5, 0.5], [0.75, 0.25]])
    array([[-2.,  0.],
           [ 0., -4.]])
    """
    p = as_float(p, "p")
    y = as_one_hot(y, p)
    check_distributions(p, "p")
    return scale(0 - divide(y, p), reduction, math.prod(p.shape[:-1]))


def squared_error(
    y: ArrayLike,
    y_hat: ArrayLike,
    reduction: str = "sum",
) -> np.ndarray:
    """Score predicted numbers: sum_i (y_i - y_hat_i)^2 (eq. 3.4).

    `y` and `y_hat` have the same shape, any; the unit is that of y, squared.
    ValueError if the shapes differ: (n,) and (n, 1) would give n x n
    differences.

    >>> squared_error([1, 2], [1, 5])
    np.float64(9.0)
    """
    y, y_hat = as_pair(y, y_hat, "y_hat")
    return reduce((y - y_hat) ** 2, reduction)


def squared_error_gradient(
    y: ArrayLike, y_hat: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `squared_error` by y_hat: 2 (y_hat - y).

    The shape is that of `y_hat`; "mean" divides by the number of entries.

    >>> squared_error_gradient([1, 2], [1, 5])
    array([0., 6.])
    """
    y, y_hat = as_pair(y, y_hat, "y_hat")
    return scale(2 * (y_hat - y), reduction, y.size)


def softmax_cross_entropy(
    y: ArrayLike, logits: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Score scores z before the softmax: -sum_i sum_k y_ik log softmax(z_i)_k.

    `logits` is (..., K), `y` one-hot, (..., K), or class indices, (...). It
    equals `cross_entropy` of softmax(z), and stays finite where that
    probability rounds to 0. ValueError if a shape or label is wrong.

    >>> softmax_cross_entropy([1], [[1000, -1000]])
    np.float64(2000.0)
    """
    logits = as_float(logits, "logits")
    y = as_one_hot(y, logits)
    return reduce(-weigh(y, log_softmax(logits)).sum(axis=-1), reduction)


def softmax_cross_entropy_gradient(
    y: ArrayLike, logits: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `softmax_cross_entropy` by the logits: p_ik - y_ik.

    The probabilities are p_i = softmax(z_i). The shape is that of `logits`,
    (..., K); "mean" divides by the number of points.

    >>> softmax_cross_entropy_gradient([1], [[0, 0]])
    array([[ 0.5, -0.5]])
    """
    logits = as_float(logits, "logits")
    y = as_one_hot(y, logits)
    return scale(softmax(logits) - y, reduction, math.prod(y.shape[:-1]))


def sigmoid_cross_entropy(
    y: ArrayLike, logits: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Score the score z of a yes, before the sigmoid.

    sum_i [y_i softplus(-z_i) + (1 - y_i) softplus(z_i)]. It equals
    `binary_cross_entropy` of sigmoid(z), since log sigmoid(z) is
    -softplus(-z), and stays finite where that probability rounds to 0 or 1.
    `y`, in [0, 1], and `logits` have the same shape, any; ValueError
    otherwise.

    >>> sigmoid_cross_entropy([1, 1], [-1000, 1000], "none")
    array([1000.,    0.])
    """
    y, logits = as_pair(y, logits, "logits")
    check_probabilities(y, "y")
    losses = weigh(y, softplus(-logits)) + weigh(1 - y, softplus(logits))
    return reduce(losses, reduction)


def sigmoid_cross_entropy_gradient(
    y: ArrayLike, logits: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `sigmoid_cross_entropy` by the logits: sigmoid(z) - y.

    The shape is that of `logits`; "mean" divides by the number of points.

    >>> sigmoid_cross_entropy_gradient([1, 0], [0, 0])
    array([-0.5,  0.5])
    """
    y, logits = as_pair(y, logits, "logits")
    check_probabilities(y, "y")
    return scale(sigmoid(logits) - y, reduction, y.size)


GRADIENT: dict[Callable[..., np.ndarray], Callable[..., np.ndarray]] = {
    binary_cross_entropy: binary_cross_entropy_gradient,
    cross_entropy: cross_entropy_gradient,
    squared_error: squared_error_gradient,
    softmax_cross_entropy: softmax_cross_entropy_gradient,
    sigmoid_cross_entropy: sigmoid_cross_entropy_gradient,
}


def reduce(losses: np.ndarray, reduction: str) -> np.ndarray:
    """Add up the losses, average them or leave them ("sum", "mean", "none").

    ValueError if `reduction` is another word, or asks for the mean of nothing.

    >>> reduce(np.array([1.0, 3.0]), "mean")
    np.float64(2.0)
    """
    check_choice(reduction, ("sum", "mean", "none"), "reduction")
    losses = losses + 0.0  # turns -0 into 0
    if reduction == "none":
        return losses
    if reduction == "mean" and losses.size == 0:
        shape = losses.shape
        raise ValueError(f"losses have shape {shape}; accepted: at least one")
    return losses.sum() if reduction == "sum" else losses.mean()


def scale(gradient: np.ndarray, reduction: str, count: int) -> np.ndarray:
    """Divide the gradient by the number of losses if they are averaged.

    >>> scale(np.array([1.0, 3.0]), "mean", 2)
    array([0.5, 1.5])
    """
    check_choice(reduction, ("sum", "mean", "none"), "reduction")
    return gradient / count if reduction == "mean" else gradient


def weigh(y: np.ndarray, log_p: np.ndarray) -> np.ndarray:
    """Multiply, y log p, where 0 times anything is 0, infinity too.

    >>> weigh(np.array([0.0, 0.5]), np.array([-np.inf, -2.0]))
    array([ 0., -1.])
    """
    return np.multiply(y, log_p, out=np.zeros_like(log_p), where=y != 0)


def divide(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Divide, y / p, where 0 divided by anything is 0, and 1 / 0 is inf.

    >>> divide(np.array([0.0, 1.0]), np.array([0.0, 0.0]))
    array([ 0., inf])
    """
    with np.errstate(divide="ignore"):
        return np.divide(y, p, out=np.zeros_like(p), where=y != 0)
