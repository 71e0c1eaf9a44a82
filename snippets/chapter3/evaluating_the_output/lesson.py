"""Numbers, tables, sessions and solutions of section 3.3."""

import numpy as np
from numpy.typing import ArrayLike

from snippets.language import Language
from snippets.losses import (
    binary_cross_entropy,
    cross_entropy,
    sigmoid_cross_entropy,
    squared_error,
)
from snippets.shapes import labels, takes

DAYS = np.array([3.0, 5.0, 2.0, 6.0])
PREDICTED_DAYS = np.array([2.5, 5.0, 4.0, 5.5])
LABELS = np.array([1, 0, 1, 0])
MODELS = {
    "A": np.array([0.6, 0.4, 0.6, 0.6]),
    "B": np.array([0.9, 0.1, 0.9, 0.6]),
    "C": np.array([0.51, 0.49, 0.51, 0.49]),
}
PLACES = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])

__test__ = {
    "parcels": """
>>> from snippets.losses import squared_error
>>> y = [3, 5, 2, 6]
>>> y_hat = [2.5, 5, 4, 5.5]
>>> squared_error(y, y_hat, "none")
array([0.25, 0.  , 4.  , 0.25])
>>> squared_error(y, y_hat, "sum"), squared_error(y, y_hat, "mean")
(np.float64(4.5), np.float64(1.125))
""",
    "one_point": """
>>> import numpy as np
>>> y, y_hat = np.array([1, 0]), np.array([0.25, 0.25])
>>> np.where(y == 1, -np.log(y_hat), -np.log(1 - y_hat)).round(3)
array([1.386, 0.288])
>>> y, y_hat = 1, np.array([0.25, 0.5, 0.25])
>>> -np.log(y_hat[y]).round(3)
np.float64(0.693)
""",
    "broadcast": """
>>> import numpy as np
>>> from snippets.losses import squared_error
>>> y = np.array([3, 5, 2, 6])
>>> y_hat = np.array([[3], [5], [2], [6]])
>>> np.mean((y - y_hat) ** 2)
np.float64(5.0)
>>> squared_error(y, y_hat, "mean")
Traceback (most recent call last):
    ...
ValueError: y has shape (4,); accepted: (4, 1), the shape of y_hat
>>> squared_error(y[:, np.newaxis], y_hat, "mean")
np.float64(0.0)
""",
    "swapped": """
>>> from snippets.losses import binary_cross_entropy, squared_error
>>> y, p = [1, 0], [0.75, 0.5]
>>> binary_cross_entropy(y, p).round(4)
np.float64(0.9808)
>>> binary_cross_entropy(p, y)
np.float64(inf)
>>> squared_error(y, p) == squared_error(p, y)
np.True_
""",
    "missing": """
>>> import numpy as np
>>> from snippets.losses import squared_error
>>> y, y_hat = [3, np.nan, 2], [2.5, 5, 4]
>>> squared_error(y, y_hat, "mean")
np.float64(nan)
>>> losses = squared_error(y, y_hat, "none")
>>> np.flatnonzero(np.isnan(losses))
array([1])
""",
    "three_tasks": """
>>> from snippets.losses import binary_cross_entropy, cross_entropy
>>> from snippets.losses import squared_error
>>> y, y_hat = [1, 4, 2], [2, 4, 4]
>>> squared_error(y, y_hat), squared_error(y, y_hat, "mean").round(4)
(np.float64(5.0), np.float64(1.6667))
>>> binary_cross_entropy([0, 1], [0.75, 0.125], "none").round(4)
array([1.3863, 2.0794])
>>> cross_entropy([2], [[0.25, 0.25, 0.5]]).round(4)
np.float64(0.6931)
""",
}


def root_mean_square() -> float:
    """Return the square root of the mean squared error of the four parcels, in days."""
    return float(np.sqrt(squared_error(DAYS, PREDICTED_DAYS, "mean")))


def tasks(say: Language) -> dict:
    """Return the table of the three tasks, each with the loss of one point."""
    header = [
        say("tarea", "task"),
        "$y$",
        r"$\hat y$",
        r"$l(\hat y,y)$",
        say("valor", "value"),
    ]
    binary = say("binaria", "binary")
    several = say("multiclase", "multi-class")
    rows = [
        [say("regresión", "regression"), "$2$", "$4$", r"$(\hat y-y)^2$"],
        [binary, "$1$", "$1/4$", r"$-\log\hat y$"],
        [binary, "$0$", "$1/4$", r"$-\log(1-\hat y)$"],
        [several, "$1$", "$(1/4,\\,1/2,\\,1/4)$", r"$-\log\hat y_1$"],
    ]
    values = [
        squared_error(2, 4),
        binary_cross_entropy(1, 0.25),
        binary_cross_entropy(0, 0.25),
        cross_entropy(1, [0.25, 0.5, 0.25]),
    ]
    for row, value in zip(rows, values, strict=True):
        row.append(say.number(float(value), ".3f"))
    return {"header": header, "rows": rows}


@takes(y="like p", p="...")
def error_rate(y: ArrayLike, p: ArrayLike) -> float:
    """Measure the share of points that fall on the wrong side of 1/2.

    (1/n) sum_i [(p_i > 1/2) != y_i]. `y` holds 0 or 1 and `p` probabilities
    of a 1.

    >>> error_rate([1, 0, 1, 0], [0.6, 0.4, 0.6, 0.6])
    0.25
    """
    return float(np.mean((p > 0.5) != (y == 1)))


def models(say: Language) -> dict:
    """Return the table of three models: predictions, loss and accuracy."""
    header = [say("modelo", "model"), r"$\hat y_1,\dots,\hat y_4$"]
    header += [say("pérdida media", "mean loss"), say("exactitud", "accuracy")]
    rows = []
    for name, p in MODELS.items():
        listed = say("; ", ", ").join(say.number(float(value)) for value in p)
        loss = say.number(model_loss(name), ".3f")
        accuracy = say.number(1 - error_rate(LABELS, p), ".2f")
        rows.append([say.same(name), listed, loss, accuracy])
    return {"header": header, "rows": rows}


def model_loss(name: str) -> float:
    """Give the mean binary loss of one of the three models.

    >>> model_loss("B") < model_loss("A") < model_loss("C")
    True
    """
    return float(binary_cross_entropy(LABELS, MODELS[name], "mean"))


def at_threshold(b: float) -> tuple[float, float]:
    """Give mean loss and error rate of p = sigmoid(x - b) on six points.

    The points are at -3, -2, -1, 1, 2 and 3; the last three are ones.

    >>> loss, errors = at_threshold(0)
    >>> round(loss, 4), errors
    (0.1629, 0.0)
    """
    z, y = PLACES - b, PLACES > 0
    wrong = float(np.mean((z > 0) != y))  # sigmoid(z) > 1/2 where z > 0
    return float(sigmoid_cross_entropy(y, z, "mean")), wrong


# Solutions of the exercises


@takes(means="batches", sizes="batches")
def mean_of_batches(means: ArrayLike, sizes: ArrayLike) -> float:
    """Join the mean losses of batches: sum_k n_k L_k / sum_k n_k.

    >>> mean_of_batches([1, 5], sizes=[3, 1])
    2.0
    """
    return float((means * sizes).sum() / sizes.sum())


@takes(y=labels("n"), p="n classes")
def class_error_rate(y: ArrayLike, p: ArrayLike) -> float:
    """Measure the share of points whose most probable class is wrong.

    `y` are class indices, (n,), and `p` probabilities.

    >>> class_error_rate([1, 0], [[0.2, 0.5, 0.3], [0.3, 0.3, 0.4]])
    0.5
    """
    return float(np.mean(np.argmax(p, axis=-1) != y))


@takes(y="n", y_hat="n")
def error_by_broadcasting(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Average all n^2 squared differences: (1/n^2) sum_ij (y_j - y_hat_i)^2.

    >>> y = np.array([3, 5, 2, 6])
    >>> error_by_broadcasting(y, y)
    5.0
    >>> error_by_broadcasting(y, np.full(4, y.mean()))
    2.5
    """
    return float(np.mean((y - y_hat[:, np.newaxis]) ** 2))
