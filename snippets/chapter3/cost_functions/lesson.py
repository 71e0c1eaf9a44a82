"""Numbers, tables, sessions and solutions of section 3.5."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.activations import sigmoid
from snippets.chapter3.cost_functions.likelihood import bernoulli
from snippets.language import Language
from snippets.losses import (
    binary_cross_entropy,
    cross_entropy,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_gradient,
    squared_error,
    squared_error_gradient,
)

CLICKS = np.array([1, 0, 0, 1, 0, 0, 0, 1, 0, 0])

__test__ = {
    "underflow": """
>>> import numpy as np
>>> y = np.tile([1, 0, 0, 1, 0, 0, 0, 1, 0, 0], 200)
>>> each = np.where(y == 1, 0.3, 0.7)
>>> each.prod()
np.float64(0.0)
>>> (-np.log(each)).sum().round(2)
np.float64(1221.73)
""",
    "finite_differences": """
>>> import numpy as np
>>> from snippets.losses import softmax_cross_entropy
>>> from snippets.losses import softmax_cross_entropy_gradient
>>> z, y = np.log([1, 2, 5]), 2
>>> softmax_cross_entropy_gradient(y, z)
array([ 0.125,  0.25 , -0.375])
>>> h = 1e-6
>>> above = [softmax_cross_entropy(y, z + h * e) for e in np.eye(3)]
>>> below = [softmax_cross_entropy(y, z - h * e) for e in np.eye(3)]
>>> (np.subtract(above, below) / (2 * h)).round(6)
array([ 0.125,  0.25 , -0.375])
""",
    "log_of_zero": """
>>> import numpy as np
>>> from snippets.losses import binary_cross_entropy
>>> y, p = np.array([1.0]), np.array([1.0])
>>> with np.errstate(all="ignore"):
...     -(y * np.log(p) + (1 - y) * np.log(1 - p))
array([nan])
>>> binary_cross_entropy(y, p)
np.float64(0.0)
>>> binary_cross_entropy([0], [1])
np.float64(inf)
""",
    "softmax_then_log": """
>>> from snippets.activations import softmax
>>> from snippets.losses import cross_entropy, softmax_cross_entropy
>>> z = [[1000, -1000]]
>>> cross_entropy([1], softmax(z))
np.float64(inf)
>>> softmax_cross_entropy([1], z)
np.float64(2000.0)
""",
    "wrong_inputs": """
>>> from snippets.losses import binary_cross_entropy, cross_entropy
>>> binary_cross_entropy([1, 0], [2.5, -1])
Traceback (most recent call last):
    ...
ValueError: p has the entry 2.5; accepted: 0 to 1
>>> binary_cross_entropy([1, -1], [0.9, 0.1])
Traceback (most recent call last):
    ...
ValueError: y has the entry -1.0; accepted: 0 to 1
>>> cross_entropy([3], [[0.2, 0.3, 0.5]])
Traceback (most recent call last):
    ...
ValueError: y has the label 3; accepted: 0 to 2
""",
    "messages": """
>>> from snippets.losses import binary_cross_entropy
>>> binary_cross_entropy([1, 0, 1], [0.9, 0.2, 0.4], "none").round(3)
array([0.105, 0.223, 0.916])
>>> binary_cross_entropy([1, 0, 1], [0.9, 0.2, 0.4]).round(3)
np.float64(1.245)
>>> binary_cross_entropy([1, 0, 1], [2 / 3, 2 / 3, 2 / 3]).round(3)
np.float64(1.91)
""",
}


def likelihood(theta: float) -> float:
    """Give the probability of the ten clicks: theta^3 (1 - theta)^7."""
    return float(bernoulli(CLICKS, np.full(CLICKS.size, theta)).prod())


def minus_log_likelihood(theta: float) -> float:
    """Give minus the logarithm of `likelihood`, the binary cross-entropy."""
    return float(binary_cross_entropy(CLICKS, np.full(CLICKS.size, theta)))


def likelihoods(say: Language) -> dict:
    """Return a table of the likelihood at a few values of theta."""
    header = [r"$\theta$", r"$P(D\mid\theta)$", r"$-\log P(D\mid\theta)$"]
    rows = []
    for theta in (0.1, 0.2, 0.3, 0.4, 0.5, 0.7):
        p = say.number(likelihood(theta), ".6f")
        cost = say.number(minus_log_likelihood(theta), ".3f")
        rows.append([say.number(theta), p, cost])
    return {"header": header, "rows": rows}


def area() -> float:
    """Return the area below the likelihood of the ten clicks, by the midpoint rule."""
    n = 10_000
    return sum(likelihood((i + 0.5) / n) for i in range(n)) / n


def recipe(say: Language) -> dict:
    """Return a table of the three cases: data, distribution, unit, cost."""
    header = ["$y$", say("distribución", "distribution")]
    header += [say("la red calcula", "the network computes")]
    header += [say("salida", "output"), say("coste", "cost")]
    yes = [r"$0$, $1$", "Bernoulli", r"$P(y=1)$"]
    yes += [say("1 unidad sigmoide", "1 sigmoid unit")]
    yes += [
        say("entropía cruzada binaria", "binary cross-entropy")
        + " [](#eq-binary-cross-entropy)"
    ]
    one = [say("una de $K$ clases", "one of $K$ classes")]
    one += [say("categórica", "categorical"), r"$P(y=k)$"]
    one += [say("capa *softmax* de $K$", "softmax layer of $K$")]
    one += [say("entropía cruzada", "cross-entropy") + " [](#eq-cross-entropy)"]
    real = [r"$y\in\R$", say("gaussiana", "Gaussian"), say("la media", "the mean")]
    real += [say("1 unidad lineal", "1 linear unit")]
    real += [say("error cuadrático", "squared error") + " [](#eq-squared-error)"]
    return {"header": header, "rows": [yes, one, real]}


def binary_loss_at(p: float) -> float:
    """Return the loss of giving probability `p` to what happened."""
    return float(binary_cross_entropy(1, p))


def loss_of_guessing(classes: int = 10) -> float:
    """Return the loss of equal probabilities for all classes, log K."""
    return float(cross_entropy(0, np.full(classes, 1 / classes)))


def sigmoid_squared_error_gradient(y: ArrayLike, z: ArrayLike) -> np.ndarray:
    """Differentiate (y - sigmoid(z))^2 by the logit z: 2 (p - y) p (1 - p)."""
    p = sigmoid(z)
    return squared_error_gradient(y, p) * p * (1 - p)


def logits_while_learning(
    gradient: Callable, steps: int, z: float = -6.0, alpha: float = 1.0
) -> np.ndarray:
    """Descend from the logit z of a point with y = 1: z <- z - alpha dl/dz.

    The result has steps + 1 logits, the first of them z.
    """
    path = [z]
    for _ in range(steps):
        z = float(z - alpha * gradient(1, z))
        path.append(z)
    return np.array(path)


GRADIENTS = {
    "cross-entropy": sigmoid_cross_entropy_gradient,
    "squared error": sigmoid_squared_error_gradient,
}


def steps_to_right(loss: str) -> int:
    """Count the steps until the right answer has probability 1/2, from z = -6."""
    right = logits_while_learning(GRADIENTS[loss], 1000) >= 0
    return int(right.argmax())


def lost_digits(say: Language) -> dict:
    """Return a table of the loss of y = 0, from the probability and from the logit."""
    header = [
        "$z$",
        "$1-p$",
        say("desde $p$", "from $p$"),
        say("desde $z$", "from $z$"),
    ]
    rows = []
    for z in (10, 20, 30, 36, 37, 1000):
        p = sigmoid(z)
        lost = binary_cross_entropy(0, p)
        shown = say.number(lost, ".5f") if np.isfinite(lost) else r"$\infty$"
        row = [say.number(z), _power_of_ten(1 - p, say), shown]
        rows.append([*row, say.number(sigmoid_cross_entropy(0, z), ".5f")])
    return {"header": header, "rows": rows}


def _power_of_ten(value: float, say: Language) -> str:
    if value == 0:
        return "$0$"
    mantissa, exponent = f"{value:.1e}".split("e")
    sign = "{,}" if say.code == "es" else "."
    return rf"${mantissa.replace('.', sign)}\cdot10^{{{int(exponent)}}}$"


def logistic_loss(y: ArrayLike, z: ArrayLike) -> np.ndarray:
    """Score logits z against labels y = +1 or -1: sum_i log(1 + exp(-y_i z_i)).

    >>> logistic_loss([1, -1], [0, 0])
    np.float64(1.3862943611198906)
    """
    y = np.asarray(y)
    if not np.isin(y, (-1, 1)).all():
        raise ValueError(f"y has the labels {np.unique(y)}; accepted: -1 and 1")
    u = -y * np.asarray(z)  # log(1 + e^u), with no exponent above 0:
    return (np.maximum(u, 0) + np.log1p(np.exp(-np.abs(u)))).sum()


def fit_sigma(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Give the most likely sigma of the errors: sqrt(mean of their squares).

    >>> fit_sigma([1, 2, 3, 4], [1, 2, 3, 8])
    2.0
    """
    return math.sqrt(squared_error(y, y_hat, "mean"))


def absolute_error(y: ArrayLike, y_hat: ArrayLike) -> np.ndarray:
    """Score predicted numbers: sum_i |y_i - y_hat_i|.

    >>> absolute_error([1, 2, 3, 4, 90], np.full(5, 3))
    np.int64(91)
    """
    return np.abs(np.subtract(y, y_hat)).sum()


def best_constant(loss: Callable, y: ArrayLike, candidates: ArrayLike) -> float:
    """Give the candidate that costs least if it is predicted for every point.

    >>> y, candidates = [1, 2, 3, 4, 90], np.arange(101)
    >>> best_constant(absolute_error, y, candidates)
    3.0
    >>> best_constant(squared_error, y, candidates)
    20.0
    """
    costs = [loss(y, np.full(len(y), c)) for c in candidates]
    return float(candidates[int(np.argmin(costs))])
