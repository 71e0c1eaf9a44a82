"""Numbers, tables and exercises of section 3.6: activation functions."""

from collections.abc import Callable

import numpy as np

from snippets.activations import derivative, linear, relu, sigmoid, softmax, tanh
from snippets.chapter3.activation_functions.properties import (
    has_continuous_derivative,
    has_finite_range,
    is_differentiable,
    is_near_identity,
    is_non_linear,
    is_odd,
    is_smooth,
)
from snippets.language import Language
from snippets.losses import squared_error, squared_error_gradient
from snippets.network import backward, forward, initialize, train

Function = Callable[[np.ndarray], np.ndarray]

__test__ = {
    "same_weights": """
>>> from snippets.activations import linear, relu
>>> from snippets.network import forward
>>> parameters = [([[1], [-1]], [0, 0]), ([[1, 1]], [0])]
>>> x = [[-3], [0], [2]]
>>> forward(x, parameters, [linear, linear])[0].ravel()
array([0., 0., 0.])
>>> forward(x, parameters, [relu, linear])[0].ravel()
array([3., 0., 2.])
""",
    "overflow": """
>>> import numpy as np
>>> from snippets.activations import softmax
>>> from snippets.chapter3.activation_functions.lesson import naive_softmax
>>> scores = np.array([1000.0, 1000.0, 0.0])
>>> with np.errstate(over="ignore", invalid="ignore"):
...     naive_softmax(scores)
array([nan, nan,  0.])
>>> softmax(scores)
array([0.5, 0.5, 0. ])
""",
    "labels": """
>>> from snippets.activations import sigmoid, softmax
>>> z = [9, -9, 9, -9, -9]
>>> sigmoid(z).round(2)
array([1., 0., 1., 0., 0.])
>>> softmax(z).round(2)
array([0.5, 0. , 0.5, 0. , 0. ])
""",
    "wrong_axis": """
>>> import numpy as np
>>> from snippets.activations import softmax
>>> scores = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 2.0]])  # (points, classes)
>>> softmax(scores).sum(axis=1)
array([1., 1.])
>>> softmax(scores, axis=0).sum(axis=1).round(2)  # no error: a wrong number
array([1.5, 1.5])
>>> softmax(scores, axis=2)
Traceback (most recent call last):
    ...
ValueError: x has shape (2, 3) and axis is 2; accepted: an axis of x, not empty
""",
    "dead_unit": """
>>> from snippets.activations import leaky_relu, relu
>>> from snippets.chapter3.activation_functions.lesson import after_training
>>> after_training(relu), after_training(leaky_relu)
(0.0, 1.0)
""",
}


def softmax_slice(x: np.ndarray) -> np.ndarray:
    """Give the probability of the first of three classes; the other scores are 0.

    >>> softmax_slice(np.array([0.0])).round(4)
    array([0.3333])
    """
    zero = np.zeros_like(x)
    return softmax(np.stack([x, zero, zero], axis=-1))[..., 0]


def properties(say: Language) -> dict:
    """Return the table of the five functions and the properties wished for."""
    functions = [linear, sigmoid, softmax_slice, relu, tanh]
    tests = {
        say("no lineal", "non-linear"): is_non_linear,
        say("derivada continua", "continuous derivative"): is_differentiable,
        say("recorrido finito", "finite range"): has_finite_range,
        say("suave", "smooth"): is_smooth,
        say("simétrica respecto al origen", "symmetric about the origin"): is_odd,
        say("próxima a la identidad", "close to the identity"): is_near_identity,
    }
    answer = {True: say("sí", "yes"), False: say("no", "no")}
    names = [
        say("lineal", "linear"),
        say("sigmoide", "sigmoid"),
        say("*softmax*", "softmax"),
        "ReLU",
        "tanh",
    ]
    rows = [
        [name, *(answer[test(f)] for f in functions)] for name, test in tests.items()
    ]
    return {"header": ["", *names], "rows": rows}


def target(x: np.ndarray) -> np.ndarray:
    """Give the function that the networks are to approximate: sin(2 pi x)."""
    return np.sin(2 * np.pi * x)


def fit_output(f: Function, units: int) -> tuple[np.ndarray, np.ndarray]:
    """Approximate `target` on [0, 1] with one hidden layer: x, y_hat.

    y_hat = sum_j c_j f(units x - j) + c. The hidden weights are fixed; least
    squares finds the c's.
    """
    x = np.linspace(0, 1, 401)
    hidden = f(units * x[:, np.newaxis] - np.arange(units))  # (401, units)
    terms = np.column_stack([hidden, np.ones_like(x)])
    c, *_ = np.linalg.lstsq(terms, target(x))
    return x, terms @ c


def largest_error(f: Function, units: int) -> float:
    """Give the largest error of `fit_output`.

    >>> largest_error(relu, 4) > 10 * largest_error(relu, 16)
    True
    """
    x, y_hat = fit_output(f, units)
    return float(np.abs(y_hat - target(x)).max())


def largest_error_with(activation: str, units: int) -> float:
    """Give the largest error with hidden units of "relu" or of "square", x^2."""
    return largest_error({"relu": relu, "square": np.square}[activation], units)


def naive_softmax(x: np.ndarray) -> np.ndarray:
    """Compute the formula of softmax as it is written, which overflows.

    >>> naive_softmax(np.log([1, 3]))
    array([0.25, 0.75])
    """
    return np.exp(x) / np.exp(x).sum()


def largest_exponent() -> float:
    """Return the largest x whose e^x is still a float64."""
    return float(np.log(np.finfo(float).max))


SCORES = (0.0, 1.0, 2.0)


def with_temperature(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Divide the scores by T before softmax: p_k = exp(z_k / T) / sum_j exp(z_j / T).

    >>> with_temperature([0, 1, 2], temperature=1).round(2)
    array([0.09, 0.24, 0.67])
    """
    if not temperature > 0:
        raise ValueError(f"temperature is {temperature}; accepted: above 0")
    return softmax(np.asarray(scores, dtype=float) / temperature)


def power_of_ten(value: float, say: Language) -> str:
    """Write a number for a table: 0, 1 or two or three digits, a power of ten."""
    mark = "{,}" if say.code == "es" else "."
    if value in (0, 1):
        return f"${value:g}$"
    if value >= 1e-3:
        return f"${value:#.3g}$".replace(".", mark)
    digits, exponent = f"{value:.1e}".split("e")
    return rf"${digits.replace('.', mark)} \cdot 10^{{{int(exponent)}}}$"


def slopes(say: Language) -> dict:
    """Return the table of the derivatives at a few points."""
    functions = (sigmoid, tanh, relu)
    rows = [
        [f"${x}$", *(power_of_ten(float(derivative(f)(x)), say) for f in functions)]
        for x in (0, 1, 2, 5, 10)
    ]
    names = [say("sigmoide", "sigmoid"), "tanh", "ReLU"]
    return {"header": ["$x$", *names], "rows": rows}


def gradient_sizes(
    activation: Function, scheme: str, depth: int = 10, width: int = 32
) -> np.ndarray:
    """Measure the gradient in each hidden layer of an untrained network: |dl/dw_l|.

    All hidden layers have the same width; the points and their targets are random.

    >>> gradient_sizes(tanh, "glorot", depth=3).shape
    (3,)
    """
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(64, width)), rng.normal(size=(64, 1))
    parameters = initialize([width] * (depth + 1) + [1], seed=0, scheme=scheme)
    layers = [activation] * depth + [linear]
    y_hat, record = forward(x, parameters, layers)
    gradient = squared_error_gradient(y, y_hat, "mean")
    gradients = backward(gradient, record, parameters, layers)
    return np.array([np.linalg.norm(w) for w, _ in gradients[:-1]])


def after_training(activation: Function) -> float:
    """Train one unit, y_hat = f(w x + b) from w = -1, b = 0, to give 1 for x = 1."""
    x, y = [[1.0]], [[1.0]]
    start = [(np.array([[-1.0]]), np.array([0.0]))]
    unit, _ = train(x, y, start, [activation], squared_error, 0.25, steps=200)
    y_hat, _ = forward(x, unit, [activation])
    return float(y_hat[0, 0])


def slopes_from_outputs(p: float, t: float) -> tuple[float, float]:
    """Find the slopes of sigmoid and tanh from their values: p(1 - p), 1 - t^2.

    >>> slopes = slopes_from_outputs(p=0.9, t=0.6)
    >>> np.round(slopes, 4)
    array([0.09, 0.64])
    """
    return p * (1 - p), 1 - t**2


def softmax_of_two(a: float, b: float) -> np.ndarray:
    """Compute softmax of two scores with a sigmoid: (sigma(a-b), sigma(b-a)).

    >>> softmax_of_two(3, 1).round(4)
    array([0.8808, 0.1192])
    """
    return sigmoid([a - b, b - a])


def hat(x: np.ndarray) -> np.ndarray:
    """Draw a hat of height 1 over [0, 2]: relu(x) - 2 relu(x-1) + relu(x-2).

    >>> hat(np.array([-1, 0, 0.5, 1, 1.5, 2, 3]))
    array([0. , 0. , 0.5, 1. , 0.5, 0. , 0. ])
    """
    return relu(x) - 2 * relu(x - 1) + relu(x - 2)


def first_jump(f: Function) -> int:
    """Find the order of the first derivative that jumps, up to 4; 0 if none.

    >>> from snippets.activations import elu
    >>> first_jump(relu), first_jump(elu), first_jump(tanh)
    (1, 2, 0)
    """
    jumps = (k for k in range(1, 5) if not has_continuous_derivative(f, k))
    return next(jumps, 0)
