"""Numbers, sessions and solutions of 1-introduction/backpropagation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from snippets import autodiff
from snippets.autodiff import Node, gradients, relu
from snippets.chapter1.backpropagation import reader
from snippets.chapter1.backpropagation.numbers import Number, derivatives
from snippets.data.digits import digits_split, flat
from snippets.language import Language
from snippets.scoreboard import score

X, Y = 4.0, 14.0
W, B, V = 1.5, -1.0, 3.0
REPEATED, OTHER = 3.0, 5.0  # a value that goes two ways: a · 5 + a · a


class Small(NamedTuple):
    """The small network's values, in the order in which they are computed."""

    z: float
    h: float
    y_hat: float
    loss: float


def forward(w: float = W, b: float = B, v: float = V) -> Small:
    """Compute the small network: z = wx + b, h = max(0, z), ŷ = vh, L = (ŷ - y)².

    >>> forward()
    Small(z=5.0, h=5.0, y_hat=15.0, loss=1.0)
    """
    z = w * X + b
    h = max(0.0, z)
    y_hat = v * h
    return Small(z, h, y_hat, (y_hat - Y) ** 2)


def backward(w: float = W, b: float = B, v: float = V) -> dict[str, float]:
    """Go back through the small network, from the loss to each number.

    >>> backward()
    {'y_hat': 2.0, 'v': 10.0, 'h': 6.0, 'z': 6.0, 'w': 24.0, 'b': 6.0}
    """
    z, h, y_hat, _ = forward(w, b, v)
    d_y_hat = 2 * (y_hat - Y)
    d_v = d_y_hat * h
    d_h = d_y_hat * v
    d_z = d_h * (1.0 if z > 0 else 0.0)
    d_w = d_z * X
    d_b = d_z
    return {"y_hat": d_y_hat, "v": d_v, "h": d_h, "z": d_z, "w": d_w, "b": d_b}


def factors() -> dict[str, float]:
    """Give, for each arrow of the graph, by how much the second changes with the first.

    >>> factors()["h y_hat"]
    3.0
    """
    z, h, y_hat, _ = forward()
    return {
        "y_hat loss": 2 * (y_hat - Y),
        "h y_hat": V,
        "v y_hat": h,
        "z h": 1.0 if z > 0 else 0.0,
        "w z": X,
        "b z": 1.0,
    }


def nudge(change: float = 0.001) -> float:
    """Say how much the loss changes when w grows by so much.

    >>> round(nudge(0.001), 4)
    0.0241
    """
    return forward(w=W + change).loss - forward().loss


def along_both() -> float:
    """Give the derivative of 5a + a² at a = 3, by following both paths.

    >>> along_both()
    11.0
    """
    a = Number(REPEATED)
    return derivatives(a * Number(OTHER) + a * a)[a]


def parameters() -> int:
    """Count the numbers that the reader learns.

    >>> parameters()
    4810
    """
    return sum(array.size for array in reader.start(0))


def nodes_of_a_step() -> int:
    """Count the nodes of the graph of one step of the reader's training.

    >>> 20 < nodes_of_a_step() < 40
    True
    """
    data = digits_split()
    x, right = flat(data.x_train[:32]), np.eye(10)[data.y_train[:32]]
    theta = [Node(array) for array in reader.start(0)]
    loss = reader.cross_entropy(reader.scores(x, *theta), right)
    return len(autodiff.ancestors(loss))


def extreme(which: str) -> int:
    """Give the "min" or "max", over five seeds, of the test digits misread.

    >>> extreme("min") <= extreme("max")
    True
    """
    counts = [reader.misread(seed) for seed in reader.SEEDS]
    return {"min": min, "max": max}[which](counts)


def average() -> float:
    """Give the test digits misread, on average over the five seeds.

    >>> extreme("min") <= average() <= extreme("max")
    True
    """
    return float(np.mean([reader.misread(seed) for seed in reader.SEEDS]))


def error_of_difference() -> float:
    """Give the standard error of the difference with the hidden layer of 1.2.

        √(s²/5 + s'²/5), with s² the variance of the counts of five seeds

    >>> 0 < error_of_difference() < 3
    True
    """
    ours = np.array([reader.misread(seed) for seed in reader.SEEDS])
    theirs = score("hidden layer").misread
    return float(np.sqrt(ours.var(ddof=1) / 5 + theirs.var(ddof=1) / 5))


def shapes(say: Language) -> dict:
    """Return the shapes of the matrices of a step with 32 images."""
    images, (inputs, hidden, answers) = reader.BATCH, reader.WIDTHS
    rows = [
        (say("imágenes, $x$", "images, $x$"), (images, inputs)),
        (say("pesos, $w$", "weights, $w$"), (hidden, inputs)),
        (say("sesgos, $b$", "biases, $b$"), (hidden,)),
        (say("capa oculta, $h$", "hidden layer, $h$"), (images, hidden)),
        (say("pesos, $v$", "weights, $v$"), (answers, hidden)),
        (say("sesgos, $c$", "biases, $c$"), (answers,)),
        (say("puntuaciones, $z$", "scores, $z$"), (images, answers)),
    ]
    header = [say("Matriz", "Matrix"), say("Tamaño", "Size")]
    times = r"\times"
    sized = [[name, f"${times.join(map(str, size))}$"] for name, size in rows]
    return {"header": header, "rows": sized}


def derivative_of_sigmoid(x: float) -> np.ndarray:
    """Solve the exercise: the slope of 1 / (1 + e^-x), by automatic differentiation.

    >>> derivative_of_sigmoid(0.0)
    np.float64(0.25)
    """
    node = Node(x)
    return gradients(1 / (1 + autodiff.exp(-node)), node)[0]


def dead_unit() -> list[np.ndarray]:
    """Solve the exercise: the derivatives of w, b and v with b = -7.

    >>> dead_unit()
    [np.float64(0.0), np.float64(0.0), np.float64(0.0)]
    """
    w, b, v = Node(W), Node(-7.0), Node(V)
    loss = (v * relu(w * X + b) - Y) ** 2
    return gradients(loss, w, b, v)


def square_root(x: Node) -> Node:
    """Solve the exercise: the square root as a node; its derivative is 1 / (2y).

    >>> x = Node([4.0, 9.0])
    >>> gradients(square_root(x).sum(), x)[0].round(4)
    array([0.25  , 0.1667])
    """
    y = np.sqrt(x.value)
    return Node(y, (x, lambda g: g / (2 * y)))


__test__ = {
    "by_hand": """
>>> x, y = 4.0, 14.0
>>> w, b, v = 1.5, -1.0, 3.0
>>> z = w * x + b
>>> h = max(0.0, z)
>>> y_hat = v * h
>>> loss = (y_hat - y) ** 2
>>> z, h, y_hat, loss
(5.0, 5.0, 15.0, 1.0)
>>> d_y_hat = 2 * (y_hat - y)
>>> d_v = d_y_hat * h
>>> d_h = d_y_hat * v
>>> d_z = d_h * (1.0 if z > 0 else 0.0)
>>> d_w = d_z * x
>>> d_b = d_z
>>> d_w, d_b, d_v
(24.0, 6.0, 10.0)
""",
    "numbers": """
>>> from snippets.chapter1.backpropagation.numbers import Number, derivatives
>>> a = Number(3.0)
>>> result = a * Number(5.0) + a * a
>>> result.value, derivatives(result)[a]
(24.0, 11.0)
""",
    "arrays": """
>>> from snippets.autodiff import Node, gradients, relu
>>> w, b, v = Node(1.5), Node(-1.0), Node(3.0)
>>> loss = (v * relu(w * 4.0 + b) - 14.0) ** 2
>>> gradients(loss, w, b, v)
[np.float64(24.0), np.float64(6.0), np.float64(10.0)]
""",
    "against": """
>>> import numpy as np
>>> from snippets.autodiff import Node, gradients, tanh
>>> x = np.array([0.5, -1.0])
>>> node = Node(x)
>>> loss = (tanh(node) ** 2).sum()
>>> gradients(loss, node)[0].round(6)
array([ 0.726862, -0.6397  ])
>>> eps = 1e-5
>>> ahead, behind = np.tanh(x + eps) ** 2, np.tanh(x - eps) ** 2
>>> ((ahead - behind) / (2 * eps)).round(6)
array([ 0.726862, -0.6397  ])
""",
}
