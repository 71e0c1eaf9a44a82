"""Numbers, tables, sessions and solutions of section 4.2."""

from collections.abc import Callable
from functools import cache

import numpy as np

from snippets.cnn import CLASSES, IMAGE, Layers, forward, initialize
from snippets.cnn_training import trained
from snippets.convolution import conv2d, dense_parameters
from snippets.data.digits import digits_split, load_digits, scale
from snippets.language import Language
from snippets.pooling import average_pool2d, global_max_pool2d, max_pool2d
from snippets.shifts import change, shift
from snippets.windows import window_view

__test__ = {
    "poolings": """
>>> import numpy as np
>>> from snippets.pooling import average_pool2d, max_pool2d
>>> x = np.array([[[[1, 3, 2, 0],
...                 [5, 3, 2, 0],
...                 [0, 2, 6, 2],
...                 [1, 0, 2, 2]]]])
>>> max_pool2d(x, size=2)
array([[[[5., 2.],
         [2., 6.]]]])
>>> average_pool2d(x, size=2)
array([[[[3.  , 1.  ],
         [0.75, 3.  ]]]])
""",
    "any_size": """
>>> import numpy as np
>>> from snippets.pooling import global_average_pool2d
>>> global_average_pool2d(np.ones((1, 8, 8, 8))).shape
(1, 8)
>>> global_average_pool2d(np.ones((1, 8, 20, 31))).shape
(1, 8)
""",
    "padded": """
>>> import numpy as np
>>> from snippets.pooling import average_pool2d, max_pool2d
>>> x = np.array([[[[-4, -8], [-2, -6]]]])
>>> max_pool2d(x, size=2, padding=1)
array([[[[-4., -8.],
         [-2., -6.]]]])
>>> zeros = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
>>> max_pool2d(zeros, size=2)
array([[[[0., 0.],
         [0., 0.]]]])
>>> average_pool2d(x, size=2, padding=1)
array([[[[-4., -8.],
         [-2., -6.]]]])
>>> average_pool2d(x, size=2, padding=1, count_padding=True)
array([[[[-1. , -2. ],
         [-0.5, -1.5]]]])
""",
    "lost": """
>>> import numpy as np
>>> from snippets.pooling import max_pool2d
>>> x = np.zeros((1, 1, 5, 5))
>>> x[0, 0, 4, 4] = 9
>>> max_pool2d(x, size=2)
array([[[[0., 0.],
         [0., 0.]]]])
>>> max_pool2d(x, size=2, padding=((0, 1), (0, 1)))
array([[[[0., 0., 0.],
         [0., 0., 0.],
         [0., 0., 9.]]]])
""",
    "errors": """
>>> import numpy as np
>>> from snippets.pooling import max_pool2d
>>> max_pool2d(np.ones((8, 8)), size=2)
Traceback (most recent call last):
    ...
ValueError: x has shape (8, 8); accepted: (batch, channels, height, width)
>>> max_pool2d(np.ones((1, 1, 2, 2)), size=3)
Traceback (most recent call last):
    ...
ValueError: kernel size is 3; accepted: at most 2, the size of the padded input
>>> max_pool2d(np.ones((1, 1, 8, 8)), size=2, padding=2)
Traceback (most recent call last):
    ...
ValueError: padding is ((2, 2), (2, 2)); accepted: less than the window (2, 2)
""",
}

SHIFTS = np.arange(5)
EYES = np.array([[-2.2, 1.5], [2.2, 1.5]])  # (x, y) from the centre, y upwards


def eye_map(degrees: float) -> np.ndarray:
    """Draw what a perfect eye detector sees in a face tilted anticlockwise.

        eye' = R(θ) eye,  R(θ) = [[cos θ, -sin θ], [sin θ, cos θ]]

    The map, (1, 1, 8, 8), is 1 where the centre of an eye is and 0 elsewhere.

    >>> max_pool2d(eye_map(20), 4)
    array([[[[1., 1.],
             [0., 0.]]]])
    """
    x, y = (rotation(degrees) @ EYES.T).round(9)
    detected = np.zeros((1, 1, 8, 8))
    detected[0, 0, np.floor(4 - y).astype(int), np.floor(4 + x).astype(int)] = 1
    return detected


def rotation(degrees: float) -> np.ndarray:
    """Give the matrix that turns the plane anticlockwise by an angle in degrees."""
    theta = np.radians(degrees)
    return np.array([[np.cos(theta), -np.sin(theta)], [np.sin(theta), np.cos(theta)]])


def example_map() -> np.ndarray:
    """Give the map that the page pools by hand, (1, 1, 4, 4)."""
    rows = [1, 3, 2, 0], [5, 3, 2, 0], [0, 2, 6, 2], [1, 0, 2, 2]
    return np.array([[rows]], dtype=float)


def strip(d: int) -> np.ndarray:
    """Give a map of one row with two detections, moved d places to the right."""
    return shift(np.array([[[[7, 0, 0, 0, 0, 5, 0, 0]]]], dtype=float), d)


@cache
def canvases() -> np.ndarray:
    """Put every digit on a canvas 8x16, once 0, 1, 2 and 3 columns from the left.

    So each digit meets the windows, of up to 4 columns, in every alignment.
    """
    digits = scale(load_digits()[0])
    wide = np.pad(digits, ((0, 0), (0, 0), (0, 0), (0, 8)))
    return np.concatenate([shift(wide, start) for start in range(4)])


POOLINGS = {
    "none": lambda x: x,
    "subsampled": lambda x: x[:, :, ::2, ::2],
    "average": lambda x: average_pool2d(x, 2),
    "max": lambda x: max_pool2d(x, 2),
    "max4": lambda x: max_pool2d(x, 4),
    "global": global_max_pool2d,
    "blurred": lambda x: max_blur_pool2d(x),
}


@cache
def changes(name: str) -> np.ndarray:
    """Measure the change that each shift in SHIFTS makes, on every canvas."""
    return np.array([change(POOLINGS[name], canvases(), d) for d in SHIFTS])


def digits() -> int:
    """Return how many digits are moved."""
    return len(load_digits()[0])


def change_after(pooling: str, columns: int) -> float:
    """Give the change that a pooling leaves of a shift by 0 to 4 columns."""
    return changes(pooling)[columns]


def ties(share: str) -> float:
    """Measure the windows with a tie in the book's network, on the test digits.

    Returns the percentage of "ties" in all windows, or of "zeros" in those ties.
    """
    layers = forward(digits_split().x_test, trained().parameters)
    windows = window_view(layers.rectified, 2, stride=2)
    largest = layers.pooled[..., None, None]
    tied = (windows == largest).sum(axis=(4, 5)) > 1
    shares = {"ties": tied.mean(), "zeros": (layers.pooled[tied] == 0).mean()}
    return 100 * shares[share]


def sizes(say: Language) -> dict:
    """Return a table of what windows of several sizes leave of the book's network."""
    layers = forward(np.zeros((1, *IMAGE)), initialize())
    rows = [_row(say.same(rf"${k} \times {k}$"), layers, k) for k in (1, 2, 4)]
    rows[0][0] = say("ninguna", "none")
    rows.append(_row(say.same("global"), layers, 8))
    header = [say("ventana", "window"), say("salida", "output")]
    header += [say("números", "numbers"), say("parámetros", "parameters")]
    return {"header": header, "rows": rows}


def _row(name: str, layers: Layers, window: int) -> list:
    pooled = max_pool2d(layers.rectified, window)
    shape = r" \times ".join(map(str, pooled.shape[1:]))
    return [name, f"${{{shape}}}$", pooled.size, dense_parameters(pooled.size, CLASSES)]


# Solutions of the exercises


def pooled_by_hand() -> tuple[np.ndarray, np.ndarray]:
    """Pool the map of the exercise with 3x3 windows and stride 1.

    >>> largest, average = pooled_by_hand()
    >>> largest
    array([[[[9., 8.],
             [9., 5.]]]])
    >>> average
    array([[[[3., 2.],
             [3., 2.]]]])
    """
    rows = [0, 1, 8, 0], [9, 0, 2, 1], [3, 4, 0, 2], [2, 5, 2, 2]
    x = np.array([[rows]])
    return max_pool2d(x, 3, stride=1), average_pool2d(x, 3, stride=1)


def pooled_twice(pool: Callable, x: np.ndarray) -> np.ndarray:
    """Pool twice with 2x2 windows, which equals once with 4x4 windows.

    >>> x = np.arange(64.0).reshape(1, 1, 8, 8)
    >>> np.array_equal(pooled_twice(max_pool2d, x), max_pool2d(x, 4))
    True
    >>> np.allclose(pooled_twice(average_pool2d, x), average_pool2d(x, 4))
    True
    """
    return pool(pool(x, 2), 2)


def averaging_kernels(channels: int, size: int) -> np.ndarray:
    """Give the kernels with which conv2d averages.

        K[o, c, a, b] = 1 / size² where o = c, else 0

    >>> x = np.arange(32.0).reshape(1, 2, 4, 4)
    >>> y = conv2d(x, averaging_kernels(channels=2, size=2), stride=2)
    >>> np.array_equal(y, average_pool2d(x, 2))
    True
    """
    window = np.full((size, size), 1 / size**2)
    return np.eye(channels)[:, :, None, None] * window


def max_blur_pool2d(x: np.ndarray) -> np.ndarray:
    """Take 2x2 maxima at every place, blur, keep every second place.

    `x` has shape (batch, 1, height, width). The blur adds zeros around the
    maxima, which dims the first row and column. Source: Zhang (2019).

    >>> max_blur_pool2d(np.ones((1, 1, 6, 6)))[0, 0, 1]
    array([0.75, 1.  , 1.  ])
    >>> round(change(max_blur_pool2d, canvases(), d=1), 2)
    0.42
    """
    dense = max_pool2d(x, 2, stride=1, padding=((0, 1), (0, 1)))
    blur = np.outer([1, 2, 1], [1, 2, 1]) / 16
    return conv2d(dense, blur[None, None], stride=2, padding=1)
