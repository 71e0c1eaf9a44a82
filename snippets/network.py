"""A feed-forward network: units, layers, prediction and training (3.1 to 3.4).

The parameters theta of a network are a list with one pair (w, b) per layer:
weights (units, inputs) and biases (units,). A batch of points x is (points,
inputs).
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from snippets.activations import DERIVATIVE
from snippets.checks import (
    as_float,
    as_integer,
    check_choice,
    check_ndim,
    check_shape,
)
from snippets.losses import GRADIENT

Function = Callable[..., np.ndarray]
Activations = Sequence[Function]
Parameters = list[tuple[np.ndarray, np.ndarray]]
Record = list[tuple[np.ndarray, np.ndarray]]


def unit(
    x: ArrayLike,
    w: ArrayLike,
    b: float,
    activation: Function,
) -> np.ndarray:
    """Compute the output of one unit: f(sum_i x_i w_i + b) (eq. 3.1).

    `x` and `w` are (n,), `b` is a number, and so is the result. ValueError if
    the shapes differ.

    >>> from snippets.activations import relu
    >>> unit([1, 2], w=[3, -1], b=0.5, activation=relu)
    np.float64(1.5)
    """
    x, w, b = as_float(x), as_float(w, "w"), as_float(b, "b")
    check_ndim(x, 1, "x", "(n,)")
    check_shape(w, x.shape, "w")
    check_shape(b, (), "b")
    return activation(np.sum(x * w) + b)


def dense(x: ArrayLike, w: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Compute the totals of the units of a layer: z = x w^T + b.

    `x` is (..., inputs), `w` (units, inputs), one row per unit, `b` (units,);
    the result is (..., units). ValueError if the shapes do not fit.

    >>> dense([1, 2], w=[[3, -1], [0, 1], [1, 1]], b=[0, 0, 1])
    array([1., 2., 4.])
    """
    x, w, b = as_float(x), as_float(w, "w"), as_float(b, "b")
    check_ndim(w, 2, "w", "(units, inputs)")
    units, inputs = w.shape
    if x.shape[-1:] != (inputs,):
        accepted = f"accepted: (..., {inputs}), as w has"
        raise ValueError(f"x has shape {x.shape}; {accepted}")
    check_shape(b, (units,), "b")
    return x @ w.T + b


def count_parameters(widths: Sequence[int]) -> int:
    """Count weights and biases: sum over layers of (inputs + 1) units.

    `widths` are the number of inputs and then the width of each layer.
    ValueError if there is no layer or a width below 1.

    >>> count_parameters([2, 3, 1])  # (2 + 1) 3 + (3 + 1) 1
    13
    """
    widths = check_widths(widths)
    return sum((n + 1) * m for n, m in pairwise(widths))


def initialize(
    widths: Sequence[int],
    seed: int,
    scheme: str = "glorot",
) -> Parameters:
    """Draw the weights of each layer at random, and set the biases to 0.

    For n inputs and m units, "glorot": uniform within sqrt(6 / (n + m)) of 0,
    for tanh and sigmoid (Glorot, Bengio, 2010). "he": normal with variance 2 /
    n, for ReLU (He et al., 2015). `widths` are the number of inputs and then
    the width of each layer.

    >>> [(w.shape, b.shape) for w, b in initialize([2, 3, 1], seed=0)]
    [((3, 2), (3,)), ((1, 3), (1,))]
    """
    check_choice(scheme, ("glorot", "he"), "scheme")
    rng, widths = np.random.default_rng(seed), check_widths(widths)
    parameters = []
    for n, m in pairwise(widths):
        if scheme == "glorot":
            w = rng.uniform(-1, 1, (m, n)) * np.sqrt(6 / (n + m))
        else:
            w = rng.normal(size=(m, n)) * np.sqrt(2 / n)
        parameters.append((w, np.zeros(m)))
    return parameters


def forward(
    x: ArrayLike, parameters: Parameters, activations: Activations
) -> tuple[np.ndarray, Record]:
    """Compute the prediction y_hat = f_NN(x, theta), layer by layer.

    z_l = x_{l-1} w_l^T + b_l and x_l = f_l(z_l). `x` is (points, inputs) and
    y_hat (points, outputs). The second result is each layer's (x_{l-1}, z_l),
    which `backward` needs. ValueError if the shapes or the numbers of layers
    do not fit.

    >>> from snippets.activations import linear, relu
    >>> parameters = [([[1, -1]], [0]), ([[2], [-2]], [0, 1])]
    >>> y_hat, record = forward([[3, 1]], parameters, [relu, linear])
    >>> y_hat
    array([[ 4., -3.]])
    """
    x, record = as_float(x), []
    check_ndim(x, 2, "x", "(points, inputs)")
    check_depth(parameters, activations)
    for (w, b), activation in zip(parameters, activations, strict=True):
        z = dense(x, w, b)
        record.append((x, z))
        x = activation(z)
    return x, record


def backward(
    gradient: np.ndarray,
    record: Record,
    parameters: Parameters,
    activations: Activations,
) -> Parameters:
    """Carry the gradient of the loss back from y_hat to every parameter.

    delta_l = dl/dz_l = dl/dx_l f_l'(z_l); dl/dw_l = delta_l^T x_{l-1}; dl/db_l
    sums delta_l over the points; dl/dx_{l-1} = delta_l w_l. `gradient` is
    dl/dy_hat, (points, outputs), and the result is shaped like the parameters.
    Source: Rumelhart, Hinton, Williams (1986).

    >>> from snippets.activations import linear
    >>> parameters = [(np.array([[2.0, 3.0]]), np.array([0.0]))]
    >>> y_hat, record = forward([[5, 7]], parameters, [linear])
    >>> backward(np.array([[1.0]]), record, parameters, [linear])
    [(array([[5., 7.]]), array([1.]))]
    """
    check_depth(parameters, activations)
    gradient, gradients = as_float(gradient, "gradient"), []
    layers = zip(parameters, activations, record, strict=True)
    for (w, _), activation, (x, z) in reversed(list(layers)):
        check_shape(gradient, z.shape, "gradient")
        delta = gradient * derivative_of(activation)(z)
        gradients.append((delta.T @ x, delta.sum(axis=0)))
        gradient = delta @ w
    return gradients[::-1]


def update(
    parameters: Parameters,
    gradients: Parameters,
    alpha: float,
) -> Parameters:
    """Take one step of gradient descent: w - alpha dl/dw and b - alpha dl/db.

    alpha > 0 is the learning rate; ValueError otherwise.

    >>> theta = [(np.array([[1.0]]), np.array([0.0]))]
    >>> update(theta, [([[4]], [-2])], alpha=0.25)
    [(array([[0.]]), array([0.5]))]
    """
    check_rate(alpha)
    alpha = float(alpha)  # a NumPy float64 would turn float32 into float64
    return [
        (w - alpha * as_float(dw), b - alpha * as_float(db))
        for (w, b), (dw, db) in zip(parameters, gradients, strict=True)
    ]


def gradient_descent(
    gradient: Function, theta0: ArrayLike, alpha: float, steps: int
) -> np.ndarray:
    """Walk downhill: theta_s = theta_{s-1} - alpha gradient(theta_{s-1}).

    `gradient` takes and gives arrays shaped like `theta0`; alpha > 0 is the
    learning rate. The result is the whole path, (steps + 1, ...). ValueError
    for another shape, rate or number of steps.

    >>> gradient_descent(lambda t: 2 * t, theta0=8, alpha=0.25, steps=3)
    array([8., 4., 2., 1.])
    """
    check_rate(alpha)
    path = [as_float(theta0, "theta0")]
    for _ in range(as_integer(steps, "steps")):
        slope = as_float(gradient(path[-1]), "gradient")
        check_shape(slope, path[-1].shape, "gradient")
        path.append(path[-1] - float(alpha) * slope)
    return np.array(path)


def train(
    x: ArrayLike,
    y: ArrayLike,
    parameters: Parameters,
    activations: Activations,
    loss: Function,
    alpha: float,
    steps: int,
) -> tuple[Parameters, np.ndarray]:
    """Fit the network to all points by gradient descent on the mean loss.

    `y` is what `loss`, one of `losses.GRADIENT`, compares with y_hat. Gives
    the new parameters and the loss before each step, (steps,); the old ones
    stay as they are.

    >>> from snippets.activations import linear, tanh
    >>> from snippets.losses import sigmoid_cross_entropy
    >>> x, y = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]  # XOR
    >>> parameters, layers = initialize([2, 4, 1], seed=0), [tanh, linear]
    >>> parameters, losses = train(
    ...     x, y, parameters, layers, sigmoid_cross_entropy, alpha=1, steps=200
    ... )
    >>> logits, _ = forward(x, parameters, layers)
    >>> (logits > 0).astype(int).ravel()
    array([0, 1, 1, 0])
    """
    if loss not in GRADIENT:
        accepted = ", ".join(f.__name__ for f in GRADIENT)
        raise ValueError(f"loss is {loss!r}; accepted: {accepted}")
    losses = []
    for _ in range(as_integer(steps, "steps")):
        y_hat, record = forward(x, parameters, activations)
        losses.append(loss(y, y_hat, "mean"))
        gradient = GRADIENT[loss](y, y_hat, "mean")
        gradients = backward(gradient, record, parameters, activations)
        parameters = update(parameters, gradients, alpha)
    return parameters, np.array(losses)


def check_widths(widths: Sequence[int]) -> list[int]:
    """Give the widths as ints; ValueError unless two or more, all positive.

    >>> check_widths([2])
    Traceback (most recent call last):
    ValueError: widths are [2]; accepted: the inputs, then a width per layer
    """
    widths = [as_integer(width, "a width", minimum=1) for width in widths]
    if len(widths) < 2:
        accepted = "accepted: the inputs, then a width per layer"
        raise ValueError(f"widths are {widths}; {accepted}")
    return widths


def check_depth(parameters: Parameters, activations: Activations) -> None:
    """Raise ValueError unless each layer has an activation.

    >>> check_depth([], [])
    Traceback (most recent call last):
    ValueError: 0 pairs and 0 activations; accepted: one per layer
    """
    if not 0 < len(parameters) == len(activations):
        given = f"{len(parameters)} pairs and {len(activations)} activations"
        raise ValueError(f"{given}; accepted: one per layer")


def check_rate(alpha: float) -> None:
    """Raise ValueError unless the learning rate is positive and finite.

    >>> check_rate(0)
    Traceback (most recent call last):
    ValueError: alpha is 0; accepted: above 0 and finite
    """
    if not 0 < alpha < np.inf:
        raise ValueError(f"alpha is {alpha}; accepted: above 0 and finite")


def derivative_of(activation: Function) -> Function:
    """Find the derivative of an activation that works entry by entry.

    >>> from snippets.activations import tanh
    >>> derivative_of(tanh).__name__
    'tanh_derivative'
    """
    if activation not in DERIVATIVE:
        accepted = ", ".join(f.__name__ for f in DERIVATIVE)
        name = getattr(activation, "__name__", repr(activation))
        raise ValueError(
            f"activation is {name}; accepted: {accepted} "
            "(for softmax, end with linear and use softmax_cross_entropy)"
        )
    return DERIVATIVE[activation]
