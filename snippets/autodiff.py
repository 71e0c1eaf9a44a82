"""Reverse-mode automatic differentiation of arrays, in fewer than 100 lines (1.3).

Each operation gives a node, which remembers what it was computed from and how a
gradient goes back through it. `gradients` walks the nodes from the last one to the
first, and adds up what arrives at each.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
from numpy.typing import ArrayLike

Back = Callable[[np.ndarray], np.ndarray]  # ∂l/∂(result) to ∂l/∂(operand)
_turn = count()


class Node:
    """A value in a computational graph, and the way back to what it comes from.

    >>> x, w = Node([1.0, 2.0]), Node([3.0, -1.0])
    >>> l = (x * w).sum() ** 2
    >>> l.value
    array(1.)
    >>> gradients(l, x, w)
    [array([ 6., -2.]), array([2., 4.])]
    """

    __array_ufunc__ = None  # so that NumPy leaves array + node to the node

    def __init__(self, value: ArrayLike, *parents: tuple[Node, Back]) -> None:
        self.value = np.asarray(value, dtype=np.float64)
        self.parents = parents
        self.turn = next(_turn)  # a node comes after all that it is computed from

    def __add__(self, other: Node | ArrayLike) -> Node:
        a, b = self, as_node(other)
        return Node(
            a.value + b.value, (a, lambda g: fold(g, a)), (b, lambda g: fold(g, b))
        )

    def __mul__(self, other: Node | ArrayLike) -> Node:
        a, b = self, as_node(other)
        return Node(
            a.value * b.value,
            (a, lambda g: fold(g * b.value, a)),
            (b, lambda g: fold(g * a.value, b)),
        )

    def __matmul__(self, other: Node | ArrayLike) -> Node:
        a, b = self, as_node(other)
        return Node(
            matrices(a) @ matrices(b),
            (a, lambda g: g @ b.value.T),
            (b, lambda g: a.value.T @ g),
        )

    def __pow__(self, n: float) -> Node:
        x = self.value
        return Node(x**n, (self, lambda g: g * n * x ** (n - 1)))

    def __neg__(self) -> Node:
        return self * -1

    def __sub__(self, other: Node | ArrayLike) -> Node:
        return self + -as_node(other)

    def __truediv__(self, other: Node | ArrayLike) -> Node:
        return self * as_node(other) ** -1

    def __rsub__(self, other: ArrayLike) -> Node:
        return as_node(other) - self

    def __rtruediv__(self, other: ArrayLike) -> Node:
        return as_node(other) / self

    def __rmatmul__(self, other: ArrayLike) -> Node:
        return as_node(other) @ self

    __radd__, __rmul__ = __add__, __mul__

    @property
    def T(self) -> Node:  # noqa: N802, the name that NumPy's arrays have
        """Swap the two axes of a matrix."""
        return Node(self.value.T, (self, lambda g: g.T))

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Node:
        """Add up all the entries, or those along an axis."""
        x = self.value

        def back(g: np.ndarray) -> np.ndarray:
            spread = g if keepdims or axis is None else np.expand_dims(g, axis)
            return np.broadcast_to(spread, x.shape)

        return Node(x.sum(axis=axis, keepdims=keepdims), (self, back))


def as_node(value: Node | ArrayLike) -> Node:
    """Take a number or an array as a node that comes from nothing."""
    return value if hasattr(value, "parents") else Node(value)


def fold(g: np.ndarray, node: Node) -> np.ndarray:
    """Add up the gradient of a value that was repeated to fit a larger shape.

    >>> fold(np.ones((2, 3)), Node([0, 0, 0]))
    array([2., 2., 2.])
    """
    shape = node.value.shape
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    repeated = tuple(k for k, size in enumerate(shape) if size < g.shape[k])
    return g.sum(axis=repeated, keepdims=True)


def matrices(node: Node) -> np.ndarray:
    """Give the value of an operand of @, which must have two axes."""
    if node.value.ndim != 2:
        raise ValueError(f"@ got shape {node.value.shape}; accepted: two axes")
    return node.value


def exp(x: Node) -> Node:
    """Compute e^x; its derivative is itself."""
    y = np.exp(x.value)
    return Node(y, (x, lambda g: g * y))


def log(x: Node) -> Node:
    """Compute the natural logarithm; its derivative is 1 / x."""
    return Node(np.log(x.value), (x, lambda g: g / x.value))


def tanh(x: Node) -> Node:
    """Compute the hyperbolic tangent; its derivative is 1 - tanh² x."""
    y = np.tanh(x.value)
    return Node(y, (x, lambda g: g * (1 - y**2)))


def relu(x: Node) -> Node:
    """Compute max(0, x); its derivative is 1 above 0 and 0 elsewhere."""
    return Node(np.maximum(x.value, 0), (x, lambda g: g * (x.value > 0)))


def gradients(result: Node, *nodes: Node) -> list[np.ndarray]:
    """Give ∂result/∂node for each node: the chain rule, from the end to the start.

    What leads to several places gets the sum of what comes back from them. Calling
    it again gives the same, since nothing is stored in the nodes. Raises ValueError
    unless the result is a number.

    >>> x = Node(3.0)
    >>> gradients(x * x + x, x)
    [np.float64(7.0)]
    """
    if result.value.ndim:
        shape = result.value.shape
        raise ValueError(f"result has shape {shape}; accepted: a number, ()")
    found = {result: np.ones(())}
    for node in reversed(ancestors(result)):
        for parent, back in node.parents:
            found[parent] = found.get(parent, 0.0) + back(found[node])
    return [found.get(node, np.zeros_like(node.value)) for node in nodes]


def ancestors(result: Node) -> list[Node]:
    """List a node and all that it comes from, each after its own ancestors.

    >>> x = Node(1.0)
    >>> [float(node.value) for node in ancestors(x * x + 4)]
    [1.0, 1.0, 4.0, 5.0]
    """
    found, waiting = {result}, [result]
    while waiting:
        parents = {parent for parent, _ in waiting.pop().parents} - found
        found |= parents
        waiting.extend(parents)
    return sorted(found, key=lambda node: node.turn)
