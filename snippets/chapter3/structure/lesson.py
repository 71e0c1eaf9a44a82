"""Numbers, tables, sessions and solutions of section 3.2."""

from collections.abc import Sequence

import numpy as np

from snippets.activations import linear, relu
from snippets.chapter3.structure.sawtooth import draw_sawtooth, pieces, shallow_sawtooth
from snippets.language import Language
from snippets.network import (
    Parameters,
    count_parameters,
    forward,
    initialize,
)

POINTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR = [([[1, 1], [1, 1]], [0, -1]), ([[1, -2]], [0])]
SMALL = [3, 4, 2]  # the widths of the network that the diagram draws

__test__ = {
    "batch": """
>>> from snippets.network import dense
>>> x = [[1, 2], [0, 0], [-1, 1]]  # (points, inputs) = (3, 2)
>>> w, b = [[3, -1], [0, 1]], [0, 1]  # (units, inputs) = (2, 2)
>>> dense(x, w, b)
array([[ 1.,  3.],
       [ 0.,  1.],
       [-4.,  2.]])
""",
    "transposed": """
>>> import numpy as np
>>> from snippets.network import dense
>>> w = np.array([[3, -1], [0, 1]])
>>> dense([1, 2], w, b=[0, 1])
array([1., 3.])
>>> dense([1, 2], w.T, b=[0, 1])
array([3., 2.])
""",
    "mismatch": """
>>> import numpy as np
>>> from snippets.activations import linear, relu
>>> from snippets.network import forward
>>> hidden = (np.ones((4, 3)), np.zeros(4))
>>> output = (np.ones((2, 5)), np.zeros(2))
>>> forward(np.ones((10, 3)), [hidden, output], [relu, linear])
Traceback (most recent call last):
    ...
ValueError: x has shape (10, 4); accepted: (..., 5), as w has
""",
    "one_point": """
>>> import numpy as np
>>> from snippets.activations import linear
>>> from snippets.network import forward
>>> layer = (np.ones((2, 3)), np.zeros(2))
>>> forward([1, 2, 3], [layer], [linear])
Traceback (most recent call last):
    ...
ValueError: x has shape (3,); accepted: (points, inputs)
>>> y_hat, _ = forward([[1, 2, 3]], [layer], [linear])
>>> y_hat
array([[6., 6.]])
""",
    "xor": """
>>> from snippets.activations import linear, relu
>>> from snippets.chapter3.structure.lesson import POINTS, XOR
>>> from snippets.network import forward
>>> y_hat, _ = forward(POINTS, XOR, [relu, linear])
>>> y_hat.ravel()
array([0., 1., 1., 0.])
""",
    "straight": """
>>> from snippets.activations import linear
>>> from snippets.chapter3.structure.lesson import POINTS, XOR
>>> from snippets.network import forward
>>> y_hat, _ = forward(POINTS, XOR, [linear, linear])
>>> y_hat.ravel()
array([2., 1., 1., 0.])
>>> y_hat, _ = forward(POINTS, [([[-1, -1]], [2])], [linear])
>>> y_hat.ravel()
array([2., 1., 1., 0.])
""",
}


def shapes(say: Language, points: int = 5) -> dict:
    """Return a table of the shapes that a batch meets in the small network."""
    parameters = initialize(SMALL, seed=0)
    activations = [relu] * (len(parameters) - 1) + [linear]
    _, record = forward(np.zeros((points, SMALL[0])), parameters, activations)
    rows = []
    for index, ((w, b), (x, z)) in enumerate(zip(parameters, record, strict=True)):
        last = index == len(parameters) - 1
        name = say("salida", "output") if last else say("oculta", "hidden")
        rows.append([name, *(f"${a.shape}$" for a in (x, w, b, z))])
    header = [say("capa", "layer"), *_symbols()]
    return {"header": header, "rows": rows}


def _symbols() -> list[str]:
    return ["$x_{l-1}$", "$w_l$", "$b_l$", r"$z_l,\ x_l$"]


def counts(say: Language) -> dict:
    """Return a table of the parameters of networks of several widths."""
    networks = (
        (2, 2, 1),
        SMALL,
        (64, 10),
        (64, 32, 10),
        (784, 128, 10),
        (784, 512, 512, 10),
    )
    rows = []
    for widths in networks:
        total, biases = count_parameters(widths), sum(widths[1:])
        rows.append([arrows(widths), total - biases, biases, total])
    header = [
        say("anchos", "widths"),
        say("pesos", "weights"),
        say("sesgos", "biases"),
        "$p$",
    ]
    return {"header": header, "rows": rows}


def arrows(widths: Sequence[int]) -> str:
    """Write widths as a formula.

    >>> arrows([2, 2, 1])
    '$2\\\\to 2\\\\to 1$'
    """
    return "$" + r"\to ".join(map(str, widths)) + "$"


def xor_table(say: Language) -> dict:
    """Return what each unit of the network for XOR gives at the four points."""
    y_hat, record = forward(POINTS, XOR, [relu, linear])
    hidden = record[1][0]
    columns = np.column_stack([POINTS, record[0][1], hidden, y_hat])
    header = ["$x_1$", "$x_2$", "$z_1$", "$z_2$", "$h_1$", "$h_2$", r"$\hat y$"]
    rows = [[say.number(value) for value in row] for row in columns]
    return {"header": header, "rows": rows}


def depths(say: Language) -> dict:
    """Return a table of pieces against depth, and the width that one layer needs."""
    rows = []
    for layers in (1, 2, 4, 8):
        _, y = draw_sawtooth(layers)
        found = pieces(y)
        (_, b), _ = shallow_sawtooth(found)
        rows.append([layers, 2 * layers, found, len(b)])
    header = [
        say("capas ocultas", "hidden layers"),
        say("unidades", "units"),
        say("tramos", "pieces"),
        say("unidades en una sola capa", "units in a single layer"),
    ]
    return {"header": header, "rows": rows}


def small_by_hand() -> int:
    """Count the parameters of the network 3 -> 4 -> 4 -> 2.

    >>> small_by_hand()  # (3 + 1) 4 + (4 + 1) 4 + (4 + 1) 2
    46
    """
    return count_parameters([3, 4, 4, 2])


def distance_network() -> Parameters:
    """Give |x_1 - x_2| with two ReLU units.

    h_1 = relu(x_1 - x_2), h_2 = relu(x_2 - x_1) and y_hat = h_1 + h_2.

    >>> x = [[0, 0], [0, 1], [1, 0], [1, 1], [5, 2]]
    >>> forward(x, distance_network(), [relu, linear])[0].ravel()
    array([0., 1., 1., 0., 3.])
    """
    return [([[1, -1], [-1, 1]], [0, 0]), ([[1, 1]], [0])]


def collapse(parameters: Parameters) -> Parameters:
    """Turn a network of linear layers into one linear layer.

    w = w_L ... w_2 w_1 and, going up the layers, b = w_l b + b_l.

    >>> collapse(XOR)
    [(array([[-1., -1.]]), array([2.]))]
    """
    inputs = np.shape(parameters[0][0])[1]
    w, b = np.eye(inputs), np.zeros(inputs)
    for w_l, b_l in parameters:
        w, b = np.asarray(w_l) @ w, np.asarray(w_l) @ b + b_l
    return [(w, b)]


def reorder(parameters: Parameters, order: Sequence[int]) -> Parameters:
    """Put the units of the hidden layer in another order, rewiring the output.

    >>> reorder(XOR, [1, 0])
    [(array([[1, 1],
           [1, 1]]), array([-1,  0])), (array([[-2,  1]]), [0])]
    """
    (w_1, b_1), (w_2, b_2) = parameters
    hidden = (np.asarray(w_1)[order], np.asarray(b_1)[order])
    return [hidden, (np.asarray(w_2)[:, order], b_2)]


def widest(inputs: int, outputs: int, budget: int) -> int:
    """Find how many hidden units a budget of parameters allows.

    (inputs + 1) h + (h + 1) outputs <= budget.

    >>> widest(64, 10, budget=1000)
    13
    >>> count_parameters([64, 13, 10]), count_parameters([64, 14, 10])
    (985, 1060)
    """
    h = (budget - outputs) // (inputs + 1 + outputs)
    if h < 1:
        least = count_parameters([inputs, 1, outputs])
        raise ValueError(f"budget is {budget}; accepted: at least {least}")
    return h
