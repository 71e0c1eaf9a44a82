"""A feed-forward network: units, layers, prediction and training (3.1 to 3.4).

The parameters theta of a network are a list with one pair (w, b) per layer:
weights (units, inputs) and biases (units,). A batch of points x is (points,
inputs).
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from snippets.activations import derivative
from snippets.checks import as_integer
from snippets.losses import gradient_of
from snippets.shapes import Call, choice, gives_like, integer, positive, shaped, takes
from snippets.training import fit

Function = Callable[..., np.ndarray]
Activations = Sequence[Function]
Parameters = list[tuple[np.ndarray, np.ndarray]]
Record = list[tuple[np.ndarray, np.ndarray]]


def layer_widths(value: Sequence[int], name: str, call: Call) -> list[int]:
    """Declare widths: those of the inputs and of one layer or more."""
    widths = [as_integer(width, "a width", minimum=1) for width in value]
    if len(widths) < 2:
        accepted = "accepted: the inputs, then a width per layer"
        raise ValueError(f"widths are {widths}; {accepted}")
    return widths


def one_per_layer(value: Activations, name: str, call: Call) -> Activations:
    """Declare activations, one for each layer of the parameters."""
    parameters = call.arguments["parameters"]
    if not 0 < len(parameters) == len(value):
        given = f"{len(parameters)} pairs and {len(value)} activations"
        raise ValueError(f"{given}; accepted: one per layer")
    return value


def output_shape(record: Record) -> tuple[int, ...]:
    """Give the shape of a network's prediction, (points, outputs)."""
    return record[-1][1].shape


@takes(x="n", w="n", b="()")
def unit(
    x: ArrayLike,
    w: ArrayLike,
    b: float,
    activation: Function,
) -> np.ndarray:
    """Compute the output of one unit: f(sum_i x_i w_i + b).

    The result is a number. ValueError if the shapes differ.

    >>> from snippets.activations import relu
    >>> unit([1, 2], w=[3, -1], b=0.5, activation=relu)
    np.float64(1.5)
    """
    return activation(np.sum(x * w) + b)


@takes(x="... inputs", w="units inputs", b="units")
def dense(x: ArrayLike, w: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Compute the totals of the units of a layer: z = x w^T + b.

    `w` has one row per unit; the result is (..., units). ValueError if the
    shapes do not fit.

    >>> dense([1, 2], w=[[3, -1], [0, 1], [1, 1]], b=[0, 0, 1])
    array([1., 2., 4.])
    """
    return x @ w.T + b


@takes(widths=layer_widths)
def count_parameters(widths: Sequence[int]) -> int:
    """Count weights and biases: sum over layers of (inputs + 1) units.

    `widths` are the number of inputs and then the width of each layer.
    ValueError if there is no layer or a width below 1.

    >>> count_parameters([2, 3, 1])  # (2 + 1) 3 + (3 + 1) 1
    13
    """
    return sum((n + 1) * m for n, m in pairwise(widths))


@takes(widths=layer_widths, scheme=choice("glorot", "he"))
def initialize(
    widths: Sequence[int],
    seed: int | np.random.Generator,
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
    rng, parameters = np.random.default_rng(seed), []
    for n, m in pairwise(widths):
        if scheme == "glorot":
            w = rng.uniform(-1, 1, (m, n)) * np.sqrt(6 / (n + m))
        else:
            w = rng.normal(size=(m, n)) * np.sqrt(2 / n)
        parameters.append((w, np.zeros(m)))
    return parameters


@takes(x="points inputs", activations=one_per_layer)
def forward(
    x: ArrayLike, parameters: Parameters, activations: Activations
) -> tuple[np.ndarray, Record]:
    """Compute the prediction y_hat = f_NN(x, theta), layer by layer.

    z_l = x_{l-1} w_l^T + b_l and x_l = f_l(z_l). y_hat is (points, outputs).
    The second result is each layer's (x_{l-1}, z_l),
    which `backward` needs. ValueError if the shapes or the numbers of layers
    do not fit.

    >>> from snippets.activations import linear, relu
    >>> parameters = [([[1, -1]], [0]), ([[2], [-2]], [0, 1])]
    >>> y_hat, record = forward([[3, 1]], parameters, [relu, linear])
    >>> y_hat
    array([[ 4., -3.]])
    """
    record = []
    for (w, b), activation in zip(parameters, activations, strict=True):
        z = dense(x, w, b)
        record.append((x, z))
        x = activation(z)
    return x, record


@takes(gradient=shaped(output_shape, "record"), activations=one_per_layer)
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
    gradients = []
    layers = zip(parameters, activations, record, strict=True)
    for (w, _), activation, (x, z) in reversed(list(layers)):
        delta = gradient * derivative(activation)(z)
        gradients.append((delta.T @ x, delta.sum(axis=0)))
        gradient = delta @ w
    return gradients[::-1]


@takes(
    gradient=gives_like("theta0"),
    theta0="...",
    alpha=positive,
    steps=integer(),
)
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
    path = [theta0]
    for _ in range(steps):
        path.append(path[-1] - alpha * gradient(path[-1]))
    return np.array(path)


def loss_and_gradient(
    x: ArrayLike,
    y: ArrayLike,
    parameters: Parameters,
    activations: Activations,
    loss: Function,
) -> tuple[np.ndarray, Parameters]:
    """Give the mean loss of the points and its gradient, forward and back.

    `loss` is one of `losses.LOSSES`, or another with a `derivative`.

    >>> from snippets.activations import linear
    >>> from snippets.losses import squared_error
    >>> theta = [(np.array([[2.0, 3.0]]), np.array([0.0]))]
    >>> loss_and_gradient([[5, 7]], [[32]], theta, [linear], squared_error)
    (np.float64(1.0), [(array([[-10., -14.]]), array([-2.]))])
    """
    y_hat, record = forward(x, parameters, activations)
    slope = gradient_of(loss)(y, y_hat, "mean")
    gradients = backward(slope, record, parameters, activations)
    return loss(y, y_hat, "mean"), gradients


@takes(steps=integer())
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

    `y` is what `loss` compares with y_hat. Gives the new parameters and the
    loss before each step, (steps,); the old ones stay as they are.

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
    mean_loss = partial(loss_and_gradient, activations=activations, loss=loss)
    return fit(mean_loss, parameters, x, y, alpha, epochs=steps)
