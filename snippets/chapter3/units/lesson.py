"""Numbers, tables, sessions and solutions of section 3.1."""

from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from snippets.activations import linear, relu
from snippets.language import Language
from snippets.network import unit
from snippets.shapes import takes

POINTS = [(0, 0), (0, 1), (1, 0), (1, 1)]
EITHER, BOTH = -0.5, -1.5  # the biases of OR and AND, with weights (1, 1)

__test__ = {
    "wrong_lengths": """
>>> from snippets.activations import relu
>>> from snippets.network import unit
>>> unit([1, 2, 5], w=[3, -1], b=0.5, activation=relu)
Traceback (most recent call last):
    ...
ValueError: w has shape (2,); accepted: (3,)
""",
    "nand": """
>>> from snippets.chapter3.units.lesson import POINTS, step
>>> from snippets.network import unit
>>> [int(unit(x, w=[-1, -1], b=1.5, activation=step)) for x in POINTS]
[1, 1, 1, 0]
""",
    "column": """
>>> import numpy as np
>>> from snippets.activations import relu
>>> from snippets.network import unit
>>> x, w = np.array([1, 2]), np.array([[3], [-1]])  # w is a column
>>> x * w
array([[ 3,  6],
       [-1, -2]])
>>> relu(np.sum(x * w) + 0.5)
np.float64(6.5)
>>> unit(x, w, b=0.5, activation=relu)
Traceback (most recent call last):
    ...
ValueError: w has shape (2, 1); accepted: (2,)
""",
}


@takes(z="...")
def step(z: ArrayLike) -> np.ndarray:
    """Decide yes or no: f(z) = 1 if z > 0, else 0.

    >>> step([-0.5, 0, 0.5])
    array([0., 0., 1.])
    """
    return np.heaviside(z, 0)


def alarms(say: Language) -> dict:
    """Return the table of the two alarms: the sum and each unit's z and y."""
    rows = []
    for x in POINTS:
        row = [str(x[0]), str(x[1])]
        for b in (EITHER, BOTH):
            z = float(np.sum(x) + b)
            row += [say.number(z), say.number(unit(x, [1, 1], b, step))]
        rows.append(row)
    header = ["$x_1$", "$x_2$"]
    for b, name in ((EITHER, "OR"), (BOTH, "AND")):
        number = say.number(b).replace("−", "-").replace(",", "{,}")
        header += [f"$z$ ($b = {number}$)", name]
    return {"header": header, "rows": rows}


def example() -> dict[str, np.ndarray]:
    """Return the unit that the diagram draws: x, w, b, z and y, with ReLU.

    >>> {name: value.tolist() for name, value in example().items()}
    {'x': [1.0, 2.0], 'w': [3.0, -1.0], 'b': -2.0, 'z': -1.0, 'y': 0.0}
    """
    x, w, b = np.array([1.0, 2.0]), np.array([3.0, -1.0]), np.array(-2.0)
    z = np.sum(x * w) + b
    return {"x": x, "w": w, "b": b, "z": z, "y": unit(x, w, b, relu)}


def signed_distance(x: ArrayLike, w: ArrayLike, b: float) -> np.ndarray:
    """Measure how far x is from the line w . x + b = 0, and on which side.

    d = (w . x + b) / |w|, positive on the side that w points to.

    >>> signed_distance([3, 1], w=[3, 4], b=-5)
    np.float64(1.6)
    >>> signed_distance([1, -1], w=[3, 4], b=-5)
    np.float64(-1.2)
    """
    z = unit(x, w, b, activation=linear)
    length = np.linalg.norm(w)
    if length == 0:
        raise ValueError("w is zero; accepted: a direction")
    return z / length


@takes(w="n")
def foot(w: ArrayLike, b: float) -> np.ndarray:
    """Find the point of w . x + b = 0 that is nearest to the origin: -b w / |w|^2.

    >>> foot([3, 4], b=-5)
    array([0.6, 0.8])
    """
    return -b * w / np.sum(w * w)


def at_least(k: int, x: ArrayLike) -> int:
    """Decide with one unit whether at least k of the binary inputs are 1.

    All the weights are 1 and b = 1/2 - k.

    >>> [at_least(2, x) for x in ([1, 0, 0], [1, 0, 1], [1, 1, 1])]
    [0, 1, 1]
    """
    return int(unit(x, np.ones(len(x)), 0.5 - k, step))


def decidable(n: int) -> set[tuple[int, ...]]:
    """Collect the truth tables that step units of n inputs can give.

    It tries integer weights from -2 to 2, enough for n = 2 and n = 3.

    >>> len(decidable(2)), len(decidable(3))
    (14, 104)
    """
    points = list(product([0, 1], repeat=n))
    tables = set()
    for w in product(range(-2, 3), repeat=n):
        for b in np.arange(-2 * n, 2 * n + 1) - 0.5:
            tables.add(tuple(int(unit(x, w, b, step)) for x in points))
    return tables


def decidable_count(n: int) -> int:
    """Count the functions of n inputs 0 and 1 that a unit can decide."""
    return len(decidable(n))
