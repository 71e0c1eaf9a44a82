"""Lines named at their ends: the names stand beside their lines, and apart."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from snippets.drawing import style
from snippets.drawing.ends import apart

boxes = st.lists(
    st.tuples(st.floats(-50, 50), st.floats(1, 20)), min_size=1, max_size=7
)


@given(boxes)
def test_boxes_are_apart_in_their_order_and_moved_no_more_than_needed(found):
    places, heights = zip(*found, strict=True)
    moved = np.array(apart(list(places), list(heights)))
    order = np.argsort(places, kind="stable")
    rooms = (np.array(heights)[order][1:] + np.array(heights)[order][:-1]) / 2
    free = np.diff(moved[order]) - rooms
    assert free.min(initial=0) > -1e-9
    # What moved touches a neighbour; all the moves of a stack balance.
    assert np.sum(moved - places) == pytest.approx(0, abs=1e-6)
    if np.diff(np.array(places)[order]).min(initial=np.inf) > max(heights):
        assert moved.tolist() == list(places)


def named(ends, at: str = "right") -> tuple[Figure, list]:
    """Draw lines that end at these heights, and return the figure and the names."""
    with mpl.rc_context(style.RC):
        figure, axes = style.panel(4.2, 2.6)
        for number, end in enumerate(ends):
            axes.plot([0, 1], [end, end], label=f"line {number}")
        axes.plot([0, 1], [0.5, 0.5])
        axes.set(xlim=(0, 1), ylim=(0, 1))
        style.label_ends(axes, at)
        figure.draw_without_rendering()
    return figure, axes.texts


@pytest.mark.parametrize("at", ["left", "right"])
def test_a_name_stands_beside_its_line_in_its_colour_and_on_the_paper(at):
    figure, names = named([0.2, 0.8], at)
    [axes] = figure.axes
    assert [name.get_text() for name in names] == ["line 0", "line 1"]
    for name, line in zip(names, axes.lines, strict=False):
        box = name.get_window_extent()
        ends = axes.transData.transform(np.transpose(line.get_data()))
        assert name.get_color() == line.get_color()
        assert (box.y0 + box.y1) / 2 == pytest.approx(ends[0, 1], abs=2)
        gap = box.x0 - ends[1, 0] if at == "right" else ends[0, 0] - box.x1
        assert 5 < gap < 15
        assert figure.bbox.x0 <= box.x0 < box.x1 <= figure.bbox.x1


def test_names_of_lines_that_meet_are_apart_in_the_order_of_their_ends():
    _, names = named([0.5, 0.52, 0.51])
    boxes = [name.get_window_extent() for name in names]
    assert boxes[0].y1 < boxes[2].y0 + 1
    assert boxes[2].y1 < boxes[1].y0 + 1


def test_a_line_ends_where_it_leaves_the_panel():
    with mpl.rc_context(style.RC):
        _, axes = style.panel()
        axes.plot([0, 1, 2, 3], [0, 1, 2, 3], label="up")
        axes.set(xlim=(0, 3), ylim=(0, 2.5))
        style.label_ends(axes)
    assert axes.texts[0].xy == (2, 2)


def test_ends_are_right_or_left():
    with pytest.raises(ValueError, match="at is 'top'; accepted: 'left', 'right'"):
        style.label_ends(style.panel()[1], "top")
