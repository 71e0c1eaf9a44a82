"""What a loss over classes is told: labels that fit the prediction."""

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_float, check_distributions
from snippets.shapes import Call, Kind


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


def classes_of(prediction: str) -> Kind:
    """Declare true classes: one-hot rows like the prediction, or class indices.

    They arrive one-hot. A row may also spread its 1 over several classes.

    >>> from snippets.shapes import takes
    >>> @takes(y=classes_of("p"), p="... classes")
    ... def right(y, p):
    ...     return (y * p).sum(axis=-1)
    >>> right([1], [[0.2, 0.3, 0.5]])
    array([0.3])
    """

    def labels(value: ArrayLike, name: str, call: Call) -> np.ndarray:
        return as_one_hot(value, as_float(call.arguments[prediction], prediction))

    labels.turn = -1  # its message says more than that of the prediction's shape
    return labels


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
