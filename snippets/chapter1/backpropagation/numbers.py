"""Automatic differentiation of numbers: the idea in a screenful (1.3)."""

from __future__ import annotations


class Number:
    """A number that remembers what it was computed from.

    `parents` are pairs: a number, and the derivative of this one with respect to it.

    >>> w, x = Number(1.5), Number(2.0)
    >>> z = w * x + w
    >>> z.value, derivatives(z)[w], derivatives(z)[x]
    (4.5, 3.0, 1.5)
    """

    def __init__(self, value: float, parents: tuple = ()) -> None:
        self.value = value
        self.parents = parents

    def __add__(self, other: Number) -> Number:
        return Number(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other: Number) -> Number:
        parents = ((self, other.value), (other, self.value))
        return Number(self.value * other.value, parents)


def derivatives(result: Number) -> dict[Number, float]:
    """Give the derivative of the result with respect to all that it comes from.

    It follows every path back from the result, multiplies on the way, and adds up
    where paths arrive: right, but slow where paths are many.

    >>> a = Number(3.0)
    >>> derivatives(a * a)[a]
    6.0
    """
    found = {}
    waiting = [(result, 1.0)]
    while waiting:
        number, so_far = waiting.pop()
        found[number] = found.get(number, 0.0) + so_far
        for parent, factor in number.parents:
            waiting.append((parent, so_far * factor))
    return found
