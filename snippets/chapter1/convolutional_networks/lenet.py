"""LeNet-5, counted from the shapes of its layers (1.4).

Source: LeCun, Bottou, Bengio, Haffner (1998), section II.B.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from snippets.block import receptive_field
from snippets.convolution import dense_parameters
from snippets.windows import output_size

SIDE, KERNEL, POOL = 32, 5, 2  # of the image, the kernels and the pooling windows
SEEN_BY_C3 = [3] * 6 + [4] * 9 + [6]  # how many maps of S2 each of its 16 maps sees
C5, F6, CLASSES = 120, 84, 10
PUBLISHED = {  # what the article says: learnt numbers, connections
    "C1": (156, 122_304),
    "S2": (12, 5_880),
    "C3": (1_516, 151_600),
    "S4": (32, 2_000),
    "C5": (48_120, 48_120),
    "F6": (10_164, 10_164),
    "output": (0, 840),
}


class Layer(NamedTuple):
    """A layer: its maps, their side, what it learns, what it connects."""

    name: str
    maps: int
    side: int
    parameters: int
    connections: int


def convolution(name: str, seen: list[int], side: int) -> Layer:
    """Count a layer of 5x5 kernels; `seen` has, for each map, the maps that it sees.

    >>> convolution("C1", [1] * 6, side=32)
    Layer(name='C1', maps=6, side=28, parameters=156, connections=122304)
    """
    parameters = sum(maps * KERNEL**2 + 1 for maps in seen)
    side = output_size(side, KERNEL)
    return Layer(name, len(seen), side, parameters, parameters * side**2)


def subsampling(name: str, maps: int, side: int) -> Layer:
    """Count a layer that adds up 2x2 windows: a weight and a bias for each map.

    >>> subsampling("S2", maps=6, side=28)
    Layer(name='S2', maps=6, side=14, parameters=12, connections=5880)
    """
    side = output_size(side, POOL, stride=POOL)
    return Layer(name, maps, side, 2 * maps, maps * side**2 * (POOL**2 + 1))


def layers() -> Iterator[Layer]:
    """Give the layers of LeNet-5, from the image to the output.

    The output compares the 84 numbers with patterns drawn by hand, 10 x 84 numbers
    that are not learnt.

    >>> sum(layer.parameters for layer in layers())
    60000
    """
    yield (c1 := convolution("C1", [1] * 6, SIDE))
    yield (s2 := subsampling("S2", c1.maps, c1.side))
    yield (c3 := convolution("C3", SEEN_BY_C3, s2.side))
    yield (s4 := subsampling("S4", c3.maps, c3.side))
    yield convolution("C5", [s4.maps] * C5, s4.side)
    parameters = dense_parameters(C5, F6)
    yield Layer("F6", F6, 1, parameters, parameters)
    yield Layer("output", CLASSES, 1, 0, CLASSES * F6)


def fields() -> list[int]:
    """Give the side of what a number of C1, S2, C3, S4 and C5 sees of the image.

    >>> fields()
    [5, 6, 14, 16, 32]
    """
    windows = [(KERNEL, 1), (POOL, POOL)] * 2 + [(KERNEL, 1)]
    return [receptive_field(windows[: n + 1]) for n in range(len(windows))]
