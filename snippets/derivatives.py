"""A function and its derivative, which stand together: the one names the other.

@derivative_of(sigmoid)
def sigmoid_derivative(x):
    return sigmoid(x) * sigmoid(-x)
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

Function = TypeVar("Function", bound=Callable)


def derivative_of(function: Callable) -> Callable[[Function], Function]:
    """Make the function that is defined next `function.derivative`.

    >>> def square(x):
    ...     return x**2
    >>> @derivative_of(square)
    ... def square_derivative(x):
    ...     return 2 * x
    >>> square.derivative(3)
    6
    """

    def name_it(derivative: Function) -> Function:
        function.derivative = derivative
        return derivative

    return name_it


def find(
    function: Callable, name: str, known: Iterable[Callable], hint: str = ""
) -> Callable:
    """Find a function's derivative, with the same options if it has some.

    ValueError if there is none: the message calls the function `name` and lists
    the `known`.

    >>> from snippets.activations import leaky_relu
    >>> find(partial(leaky_relu, alpha=0.5), "activation", [])([-1, 1])
    array([0.5, 1. ])
    """
    if isinstance(function, partial):
        inner = find(function.func, name, known, hint)
        return partial(inner, *function.args, **function.keywords)
    if not hasattr(function, "derivative"):
        accepted = ", ".join(f.__name__ for f in known)
        found = getattr(function, "__name__", repr(function))
        raise ValueError(f"{name} is {found}; accepted: {accepted}{hint}")
    return function.derivative
