"""The basic block: convolution, detector, pooling, and what one output sees (4.3)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from snippets.activations import relu
from snippets.checks import as_integer
from snippets.convolution import connections, conv2d
from snippets.pooling import max_pool2d
from snippets.shapes import Call, takes
from snippets.windows import Padding, Pair

Windows = Sequence[tuple[int, int]]


class Stages(NamedTuple):
    """What each stage of a block makes of a batch of images."""

    convolved: np.ndarray
    rectified: np.ndarray
    pooled: np.ndarray


def block(
    x: ArrayLike,
    kernels: ArrayLike,
    bias: ArrayLike | None = None,
    pool: Pair = 2,
    padding: Padding = 0,
) -> Stages:
    """Apply convolution, detector and pooling, in this order.

        s = conv2d(x, kernels, bias),  r = max(0, s),  p = max of each window of r

    Shapes and errors are those of `conv2d` and `max_pool2d`.

    >>> block([[[[0, 0, 3], [0, 0, 3]]]], kernels=[[[[-1, 1]]]], bias=[-1])
    Stages(convolved=array([[[[-1.,  2.],
             [-1.,  2.]]]]), rectified=array([[[[0., 2.],
             [0., 2.]]]]), pooled=array([[[[2.]]]]))
    """
    convolved = conv2d(x, kernels, bias, padding=padding)
    rectified = relu(convolved)
    return Stages(convolved, rectified, max_pool2d(rectified, pool))


def windows_and_strides(value: Windows, name: str, call: Call) -> Windows:
    """Declare layers: pairs of a window's side k and its stride u."""
    return [(as_integer(k, "k", 1), as_integer(u, "u", 1)) for k, u in value]


@takes(layers=windows_and_strides)
def receptive_field(layers: Windows) -> int:
    """Give the side of the region of the input that one output sees.

        R_l = R_{l-1} + (k_l - 1) d_{l-1},  d_l = u_l d_{l-1},  R_0 = d_0 = 1

    `layers` are pairs (k, u) of convolutions or poolings, from the input on: the side
    k of the window and the stride u. Raises ValueError for a k or u below 1,
    TypeError for what is no integer. Source: Araujo, Norris, Sim (2019).

    >>> receptive_field([(3, 1), (2, 2), (3, 1)])
    8
    """
    field, distance = 1, 1
    for k, u in layers:
        field += (k - 1) * distance
        distance *= u
    return field


def seen_by(output: int, size: int, layers: Windows) -> list[range]:
    """Follow one output back along an axis: what it depends on, layer by layer.

    `size` is that of the input, `layers` is as in `receptive_field`, without
    padding. The first range is in the input, the last is the output alone. Raises
    what `connections` raises, and ValueError for an output that is not there.

    >>> seen_by(0, 8, [(3, 1), (2, 2), (3, 1)])
    [range(0, 8), range(0, 6), range(0, 3), range(0, 1)]
    """
    pairs = []
    for k, stride in layers:
        pairs.append(connections(size, k, stride))
        size = 1 + max(end for _, end in pairs[-1])
    if not 0 <= output < size:
        raise ValueError(f"output is {output}; accepted: 0 to {size - 1}")
    seen = [range(output, output + 1)]
    for joined in reversed(pairs):
        starts = [start for start, end in joined if end in seen[0]]
        seen.insert(0, range(min(starts), max(starts) + 1))
    return seen
