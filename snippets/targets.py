"""What a loss function takes: targets and predictions that fit each other."""

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_float

TOLERANCE = 1e-5  # how far from one a row may sum: float32 has about 7 digits


def one_hot(y: ArrayLike, classes: int) -> np.ndarray:
    """Write class indices as rows with a single 1: result[..., k] = [y = k].

    `y` has any shape and integers from 0 to classes - 1; the result adds an
    axis of length `classes`. TypeError if `y` holds no integers, ValueError if
    one is outside.

    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    y = np.asarray(y)
    if y.dtype.kind not in "iu" and y.size:
        accepted = "accepted: integer class indices"
        raise TypeError(f"y has dtype {y.dtype}; {accepted}")
    wrong = y[(y < 0) | (y >= classes)]
    if wrong.size:
        accepted = f"accepted: 0 to {classes - 1}"
        raise ValueError(f"y has the label {wrong[0]}; {accepted}")
    return (y[..., np.newaxis] == np.arange(classes)).astype(float)


def as_one_hot(y: ArrayLike, prediction: np.ndarray) -> np.ndarray:
    """Give `y` one-hot, like `prediction`, from one-hot rows or class indices.

    A row may also spread its 1 over several classes. TypeError or ValueError
    if `y` does not fit the prediction.

    >>> as_one_hot([1], np.array([[0.2, 0.3, 0.5]]))
    array([[0., 1., 0.]])
    """
    y = np.asarray(y)
    shape = prediction.shape
    if not shape or y.shape not in (shape, shape[:-1]):
        raise ValueError(
            f"y has shape {y.shape} and the prediction {shape}; accepted: "
            "a prediction (..., classes) and y the same (one-hot) "
            "or (...) (indices)"
        )
    if y.shape == shape:
        y = as_float(y, "y")
        check_distributions(y, "y")
    else:
        y = one_hot(y, shape[-1])
    return y.astype(prediction.dtype, copy=False)


def as_pair(
    y: ArrayLike, prediction: ArrayLike, name: str
) -> tuple[np.ndarray, np.ndarray]:
    """Give targets and predictions of one shape, with the prediction's dtype.

    >>> as_pair([1, 2], [[1], [2]], "y_hat")
    Traceback (most recent call last):
    ValueError: y has shape (2,); accepted: (2, 1), the shape of y_hat
    """
    prediction = as_float(prediction, name)
    y = as_float(y, "y").astype(prediction.dtype, copy=False)
    if y.shape != prediction.shape:
        accepted = f"accepted: {prediction.shape}, the shape of {name}"
        raise ValueError(f"y has shape {y.shape}; {accepted}")
    return y, prediction


def check_probabilities(p: np.ndarray, name: str) -> None:
    """Raise ValueError unless all entries are in [0, 1].

    >>> check_probabilities(np.array([0.5, 1.5]), "p")
    Traceback (most recent call last):
    ValueError: p has the entry 1.5; accepted: 0 to 1
    """
    wrong = p[~((p >= 0) & (p <= 1))]  # so that NaN is wrong as well
    if wrong.size:
        raise ValueError(f"{name} has the entry {wrong[0]}; accepted: 0 to 1")


def check_distributions(p: np.ndarray, name: str) -> None:
    """Raise ValueError unless each row holds probabilities that sum to one.

    >>> check_distributions(np.array([[0.5, 0.5], [0.5, 0.4]]), "p")
    Traceback (most recent call last):
    ValueError: p has a row with sum 0.9; accepted: rows that sum to 1
    """
    check_probabilities(p, name)
    sums = p.sum(axis=-1)
    wrong = sums[np.abs(sums - 1) > TOLERANCE]
    if wrong.size:
        accepted = "accepted: rows that sum to 1"
        total = f"{wrong[0]:.7g}"
        raise ValueError(f"{name} has a row with sum {total}; {accepted}")
