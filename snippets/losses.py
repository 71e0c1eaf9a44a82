"""Loss functions and their gradients (section 3.5).

`y` is what is true, the second argument what was predicted. A loss adds up the
losses of all points (`reduction="sum"`, as in the book), divides that by the
number of points ("mean") or gives each loss ("none"). With several outputs a
point is a row, (..., outputs), and its loss the sum along it. The result has
the type of the prediction. The gradient of a loss is also its attribute,
`squared_error.derivative`.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.activations import log_softmax, sigmoid, softmax, softplus
from snippets.derivatives import derivative_of, find
from snippets.shapes import choice, takes
from snippets.targets import classes_of

REDUCTION = choice("sum", "mean", "none")


@takes(y="like p, 0 to 1", p="..., 0 to 1", reduction=REDUCTION)
def binary_cross_entropy(
    y: ArrayLike, p: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Score predicted probabilities of a yes.

    -sum_i [y_i log p_i + (1 - y_i) log(1 - p_i)], with 0 log 0 = 0. `y` is 1
    or 0, or between. A certain error costs inf. ValueError if the shapes
    differ or an entry is outside.

    >>> binary_cross_entropy([1, 0], [0.5, 0.5])
    np.float64(1.3862943611198906)
    """
    losses = -(weigh(y, np.log(p)) + weigh(1 - y, np.log1p(-p)))
    return reduce(losses, reduction, count_points(y))


@derivative_of(binary_cross_entropy)
@takes(y="like p, 0 to 1", p="..., 0 to 1", reduction=REDUCTION)
def binary_cross_entropy_gradient(
    y: ArrayLike, p: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `binary_cross_entropy` by p: (1 - y) / (1 - p) - y / p.

    >>> binary_cross_entropy_gradient([1, 0], [0.5, 0.2])
    array([-2.  ,  1.25])
    """
    return scale(divide(1 - y, 1 - p) - divide(y, p), reduction, count_points(y))


@takes(y=classes_of("p"), p="... classes, sums to 1", reduction=REDUCTION)
def cross_entropy(
    y: ArrayLike,
    p: ArrayLike,
    reduction: str = "sum",
) -> np.ndarray:
    """Score predicted probabilities of K classes: -sum_i sum_k y_ik log p_ik.

    0 log 0 = 0. `y` is one-hot, (..., classes), or class indices, (...). A
    true class of probability 0 costs inf. ValueError if a shape, label or
    probability is wrong.

    >>> cross_entropy([0, 1], [[0.5, 0.5], [0.75, 0.25]], "none")
    array([0.69314718, 1.38629436])
    """
    losses = -weigh(y, np.log(p)).sum(axis=-1)
    return reduce(losses, reduction, losses.size)


@derivative_of(cross_entropy)
@takes(y=classes_of("p"), p="... classes, sums to 1", reduction=REDUCTION)
def cross_entropy_gradient(
    y: ArrayLike, p: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `cross_entropy` by p, each entry on its own: -y_ik / p_ik.

    >>> cross_entropy_gradient([0, 1], [[0.5, 0.5], [0.75, 0.25]])
    array([[-2.,  0.],
           [ 0., -4.]])
    """
    return scale(0 - divide(y, p), reduction, math.prod(p.shape[:-1]))


@takes(y="like y_hat", y_hat="...", reduction=REDUCTION)
def squared_error(
    y: ArrayLike,
    y_hat: ArrayLike,
    reduction: str = "sum",
) -> np.ndarray:
    """Score predicted numbers: sum_i (y_i - y_hat_i)^2.

    The squares of several outputs of a point are added up, also if the mean
    over the points is asked for; the unit is that of y, squared. ValueError if
    the shapes differ: (n,) and (n, 1) would give n x n differences.

    >>> squared_error([1, 2], [1, 5])
    np.float64(9.0)
    """
    return reduce((y - y_hat) ** 2, reduction, count_points(y))


@derivative_of(squared_error)
@takes(y="like y_hat", y_hat="...", reduction=REDUCTION)
def squared_error_gradient(
    y: ArrayLike, y_hat: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `squared_error` by y_hat: 2 (y_hat - y).

    >>> squared_error_gradient([1, 2], [1, 5])
    array([0., 6.])
    """
    return scale(2 * (y_hat - y), reduction, count_points(y))


@takes(y=classes_of("logits"), logits="... classes", reduction=REDUCTION)
def softmax_cross_entropy(
    y: ArrayLike, logits: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Score scores z before the softmax: -sum_i sum_k y_ik log softmax(z_i)_k.

    `y` is one-hot, (..., classes), or class indices, (...). It equals
    `cross_entropy` of softmax(z), and stays finite where that probability
    rounds to 0. ValueError if a shape or label is wrong.

    >>> softmax_cross_entropy([1], [[1000, -1000]])
    np.float64(2000.0)
    """
    losses = -weigh(y, log_softmax(logits)).sum(axis=-1)
    return reduce(losses, reduction, losses.size)


@derivative_of(softmax_cross_entropy)
@takes(y=classes_of("logits"), logits="... classes", reduction=REDUCTION)
def softmax_cross_entropy_gradient(
    y: ArrayLike, logits: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `softmax_cross_entropy` by the logits: p_ik - y_ik.

    The probabilities are p_i = softmax(z_i).

    >>> softmax_cross_entropy_gradient([1], [[0, 0]])
    array([[ 0.5, -0.5]])
    """
    return scale(softmax(logits) - y, reduction, math.prod(y.shape[:-1]))


@takes(y="like logits, 0 to 1", logits="...", reduction=REDUCTION)
def sigmoid_cross_entropy(
    y: ArrayLike, logits: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Score the score z of a yes, before the sigmoid.

    sum_i [y_i softplus(-z_i) + (1 - y_i) softplus(z_i)]. It equals
    `binary_cross_entropy` of sigmoid(z), since log sigmoid(z) is
    -softplus(-z), and stays finite where that probability rounds to 0 or 1.
    ValueError if the shapes differ or a `y` is outside [0, 1].

    >>> sigmoid_cross_entropy([1, 1], [-1000, 1000], "none")
    array([1000.,    0.])
    """
    losses = weigh(y, softplus(-logits)) + weigh(1 - y, softplus(logits))
    return reduce(losses, reduction, count_points(y))


@derivative_of(sigmoid_cross_entropy)
@takes(y="like logits, 0 to 1", logits="...", reduction=REDUCTION)
def sigmoid_cross_entropy_gradient(
    y: ArrayLike, logits: ArrayLike, reduction: str = "sum"
) -> np.ndarray:
    """Differentiate `sigmoid_cross_entropy` by the logits: sigmoid(z) - y.

    >>> sigmoid_cross_entropy_gradient([1, 0], [0, 0])
    array([-0.5,  0.5])
    """
    return scale(sigmoid(logits) - y, reduction, count_points(y))


LOSSES = (
    binary_cross_entropy,
    cross_entropy,
    squared_error,
    softmax_cross_entropy,
    sigmoid_cross_entropy,
)


def gradient_of(loss: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """Find the gradient of a loss, by what was predicted.

    >>> gradient_of(squared_error)([1, 2], [1, 5])
    array([0., 6.])
    """
    return find(loss, "loss", LOSSES)


def count_points(y: np.ndarray) -> int:
    """Count the points: one for each number of (n,), one for each row of more.

    >>> count_points(np.zeros(4)), count_points(np.zeros((4, 3)))
    (4, 4)
    """
    return math.prod(y.shape[:-1]) if y.ndim > 1 else y.size


def reduce(losses: np.ndarray, reduction: str, points: int) -> np.ndarray:
    """Add up the losses, average them or leave them ("sum", "mean", "none").

    The mean is the sum divided by the number of points. ValueError if it is
    asked of nothing.

    >>> reduce(np.array([[1.0, 3.0], [0.0, 2.0]]), "mean", points=2)
    np.float64(3.0)
    """
    if reduction == "none":
        return losses + 0.0  # turns -0 into 0
    if reduction == "mean" and losses.size == 0:
        shape = losses.shape
        raise ValueError(f"losses have shape {shape}; accepted: at least one")
    return losses.sum() / points if reduction == "mean" else losses.sum()


def scale(gradient: np.ndarray, reduction: str, points: int) -> np.ndarray:
    """Divide the gradient by the number of points if losses are averaged.

    >>> scale(np.array([1.0, 3.0]), "mean", points=2)
    array([0.5, 1.5])
    """
    return gradient / points if reduction == "mean" else gradient


def weigh(y: np.ndarray, log_p: np.ndarray) -> np.ndarray:
    """Multiply, y log p, where 0 times anything is 0, infinity too.

    >>> weigh(np.array([0.0, 0.5]), np.array([-np.inf, -2.0]))
    array([ 0., -1.])
    """
    return np.multiply(y, log_p, out=np.zeros_like(log_p), where=y != 0)


@takes(y="like p", p="...")
def divide(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Divide, y / p, where 0 divided by anything is 0, and 1 / 0 is inf.

    >>> divide(np.array([0.0, 1.0]), np.array([0.0, 0.0]))
    array([ 0., inf])
    """
    return np.divide(y, p, out=np.zeros_like(p), where=y != 0)
