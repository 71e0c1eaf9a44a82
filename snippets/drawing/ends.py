"""Lines that are named at their ends, each name beside its line and apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

GAP = 7.0  # points between a line's end and its name
LEADING = 1.2  # in sizes of the letters: the distance of two names' lines


def label_ends(axes: Axes, at: str = "right") -> None:
    """Name each line that has a `label` at its right end, or at its left one.

    The names have their lines' colours, and stand apart where the ends do not.
    Call it when everything else has been drawn and the limits are set.
    """
    if at not in ("left", "right"):
        raise ValueError(f"at is {at!r}; accepted: 'left', 'right'")
    lines = [line for line in axes.lines if not line.get_label().startswith("_")]
    names = [_name(axes, line, at) for line in lines]
    axes.figure.draw_without_rendering()  # the layout says where the ends are
    size = names[0].get_fontsize() if names else 0.0
    points = 72 / axes.figure.dpi
    ends = [points * axes.transData.transform(name.xy)[1] for name in names]
    heights = [LEADING * size * len(name.get_text().split("\n")) for name in names]
    for name, end, place in zip(names, ends, apart(ends, heights), strict=True):
        name.set_position((name.get_position()[0], place - end))


def _name(axes: Axes, line: Line2D, at: str):
    """Write a line's name beside its end, where the axes end or before."""
    left, right = sorted(axes.get_xlim())
    x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
    low, high = sorted(axes.get_ylim())
    seen = (left <= x) & (x <= right) & (low <= y) & (y <= high)
    x, y = x[seen], y[seen]
    end = np.argmax(x) if at == "right" else np.argmin(x)
    return axes.annotate(
        line.get_label(),
        (x[end], y[end]),
        (GAP if at == "right" else -GAP, 0),
        textcoords="offset points",
        color=line.get_color(),
        ha="left" if at == "right" else "right",
        va="center",
        annotation_clip=False,
    )


def apart(places: list[float], heights: list[float]) -> list[float]:
    """Return places as near as can be to those given, where no two boxes overlap.

    >>> apart([0, 1, 9], heights=[2, 2, 2])
    [-0.5, 1.5, 9.0]
    """
    order = np.argsort(places, kind="stable")
    groups: list[list[int]] = []
    for index in order:
        groups.append([int(index)])
        while len(groups) > 1 and _overlap(groups[-2], groups[-1], places, heights):
            groups[-2:] = [groups[-2] + groups[-1]]
    found = np.array(places, dtype=float)
    for group in groups:
        found[group] = _stacked(group, places, heights)
    return found.tolist()


def _stacked(group: list[int], places: list[float], heights: list[float]) -> list:
    """Return the middles of boxes one on the other, where they are nearest."""
    steps = [(heights[a] + heights[b]) / 2 for a, b in pairwise(group)]
    offsets = np.concatenate([[0.0], np.cumsum(steps)])
    return list(offsets + np.mean([places[index] for index in group] - offsets))


def _overlap(below: list[int], above: list[int], places, heights) -> bool:
    low = _stacked(below, places, heights)[-1] + heights[below[-1]] / 2
    high = _stacked(above, places, heights)[0] - heights[above[0]] / 2
    return low > high
