"""Numbers, tables and solutions of section 3.4, but for how to start."""

from functools import partial

import numpy as np

from snippets.activations import linear, relu, sigmoid, tanh
from snippets.kept import kept
from snippets.language import Language
from snippets.losses import (
    sigmoid_cross_entropy,
    squared_error,
    squared_error_gradient,
)
from snippets.network import (
    Parameters,
    backward,
    count_parameters,
    forward,
    gradient_descent,
    initialize,
    loss_and_gradient,
    train,
)
from snippets.training import fit, two_moons, update

LAMBDA = np.array([1.0, 10.0])  # the curvatures of the example's quadratic
START = np.array([4.0, 1.5])
RATES = (0.02, 0.17, 0.21)
WIDTHS = [2, 8, 1]
LAYERS = [tanh, linear]
SMALL_X, SMALL_Y = np.array([[1.0, 2.0]]), np.array([[4.0]])
SMALL_LAYERS = [relu, linear]
SMALL = [
    (np.array([[1.0, 1.0], [2.0, -1.5]]), np.array([0.0, 0.0])),
    (np.array([[2.0, 1.0]]), np.array([-1.0])),
]


def quadratic(theta: np.ndarray) -> np.ndarray:
    """Give the height of the surface: (lambda_1 theta_1^2 + lambda_2 theta_2^2) / 2.

    `theta` is (..., 2).

    >>> quadratic(np.array([4, 1.5]))
    np.float64(19.25)
    """
    return (LAMBDA * np.square(theta)).sum(axis=-1) / 2


def quadratic_path(alpha: float, steps: int) -> np.ndarray:
    """Descend on that surface from (4, 1.5): its gradient is (lambda_k theta_k).

    >>> quadratic_path(0.1, steps=1)
    array([[4. , 1.5],
           [3.6, 0. ]])
    """
    return gradient_descent(lambda theta: LAMBDA * theta, START, alpha, steps)


def rates(say: Language) -> dict:
    """Return the table of learning rates: factors and distance after 20 steps."""
    header = [r"$\alpha$", r"$1-\alpha\lambda_1$", r"$1-\alpha\lambda_2$"]
    header.append(say("distancia al mínimo", "distance from the minimum"))
    rows = []
    for alpha in (0.02, 0.1, 0.17, 0.2, 0.21):
        factors = [say.number(float(f), ".2f") for f in 1 - alpha * LAMBDA]
        distance = np.linalg.norm(quadratic_path(alpha, 20)[-1])
        row = [say.number(alpha, ".2f"), *factors, say.number(float(distance), ".3f")]
        rows.append(row)
    return {"header": header, "rows": rows}


def parameters() -> int:
    """Return how many parameters the network for the two moons has."""
    return count_parameters(WIDTHS)


def evaluations() -> int:
    """Return how many losses finite differences compute for that network."""
    return 2 * count_parameters(WIDTHS)


@kept
def trained(steps: int) -> tuple[Parameters, np.ndarray]:
    """Train the network of the page on two moons, for a number of steps."""
    x, y = two_moons(100, noise=0.15, seed=0)
    start = initialize(WIDTHS, seed=0)
    return train(x, y, start, LAYERS, sigmoid_cross_entropy, alpha=1, steps=steps)


def probability_map(steps: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give what that network answers on a grid: x_1 (w,), x_2 (h,), p (h, w).

    >>> x1, x2, p = probability_map(1000)
    >>> p.shape == (x2.size, x1.size)
    True
    """
    x1, x2 = np.linspace(-1.6, 2.6, 127), np.linspace(-1.2, 1.6, 85)
    grid = np.stack(np.meshgrid(x1, x2), axis=-1).reshape(-1, 2)
    parameters, _ = trained(steps)
    logits, _ = forward(grid, parameters, LAYERS)
    return x1, x2, sigmoid(logits).reshape(x2.size, x1.size)


def mean_gradient(x: np.ndarray, y: np.ndarray, parameters: Parameters) -> np.ndarray:
    """Give the gradient of the mean loss over these points, as one vector (p,)."""
    loss = sigmoid_cross_entropy
    _, gradients = loss_and_gradient(x, y, parameters, LAYERS, loss)
    return np.concatenate([a.ravel() for pair in gradients for a in pair])


def gradient_error(size: int, draws: int = 400) -> float:
    """Measure how far a minibatch's gradient is from that of all 512 points.

    The root of the mean squared distance, relative to the full gradient.
    """
    x, y = two_moons(256, noise=0.15, seed=0)
    start, rng = initialize(WIDTHS, seed=0), np.random.default_rng(0)
    full = mean_gradient(x, y, start)
    errors = []
    for _ in range(draws):
        batch = rng.permutation(len(x))[:size]
        errors.append(np.linalg.norm(mean_gradient(x[batch], y[batch], start) - full))
    return float(np.sqrt(np.mean(np.square(errors))) / np.linalg.norm(full))


@kept
def loss_in_minibatches(size: int, alpha: float = 0.5) -> float:
    """Give the mean loss on 512 points after 20 epochs."""
    x, y = two_moons(256, noise=0.15, seed=0)
    start = initialize(WIDTHS, seed=0)
    loss = sigmoid_cross_entropy
    mean_loss = partial(loss_and_gradient, activations=LAYERS, loss=loss)
    end, _ = fit(mean_loss, start, x, y, alpha, epochs=20, batch_size=size)
    return float(loss(y, forward(x, end, LAYERS)[0], "mean"))


def best_loss_of_full_steps() -> float:
    """Return the least of those losses with all points per step, over six rates."""
    return min(loss_in_minibatches(512, alpha) for alpha in (0.5, 1, 2, 4, 8, 16))


def minibatches(say: Language) -> dict:
    """Return the table of batch sizes: steps, gradient error, loss."""
    header = [
        say("puntos por paso", "points per step"),
        say("pasos por época", "steps per epoch"),
        say("error del gradiente", "error of the gradient"),
        say("pérdida tras 20 épocas", "loss after 20 epochs"),
    ]
    rows = []
    for size in (8, 32, 128, 512):
        error = say.number(gradient_error(size), ".2f")
        loss = say.number(loss_in_minibatches(size), ".3f")
        rows.append([size, 512 // size, error, loss])
    return {"header": header, "rows": rows}


# Solutions of the exercises


def best_rate(least: float, largest: float) -> tuple[float, float]:
    """Give the rate at which the larger factor is smallest, and that factor.

    alpha = 2 / (least + largest); the factor, |1 - alpha lambda|, is
    (largest - least) / (least + largest).

    >>> alpha, factor = best_rate(1, 10)
    >>> round(alpha, 4), round(factor, 4)
    (0.1818, 0.8182)
    """
    return 2 / (least + largest), (largest - least) / (least + largest)


def one_step(alpha: float) -> tuple[float, float]:
    """Give the fall of the loss in one step: actual and predicted.

    The prediction is alpha times the squared length of the gradient.

    >>> for alpha in (0.0001, 0.001, 0.01):
    ...     print([round(float(fall), 4) for fall in one_step(alpha)])
    [0.0136, 0.0136]
    [0.1311, 0.136]
    [0.8882, 1.36]
    """
    y_hat, record = forward(SMALL_X, SMALL, SMALL_LAYERS)
    slope = squared_error_gradient(SMALL_Y, y_hat)
    gradients = backward(slope, record, SMALL, SMALL_LAYERS)
    after, _ = forward(SMALL_X, update(SMALL, gradients, alpha), SMALL_LAYERS)
    fall = squared_error(SMALL_Y, y_hat) - squared_error(SMALL_Y, after)
    predicted = alpha * sum((a**2).sum() for pair in gradients for a in pair)
    return fall, predicted


def mean_of_minibatch_gradients(size: int) -> np.ndarray:
    """Average the gradients of all minibatches of an epoch, at the same theta.

    >>> x, y = two_moons(32, noise=0.15, seed=0)
    >>> full = mean_gradient(x, y, initialize(WIDTHS, seed=0))
    >>> np.allclose(mean_of_minibatch_gradients(16), full)
    True
    """
    x, y = two_moons(32, noise=0.15, seed=0)
    start = initialize(WIDTHS, seed=0)
    order = np.random.default_rng(0).permutation(len(x)).reshape(-1, size)
    return np.mean([mean_gradient(x[b], y[b], start) for b in order], axis=0)
