"""What section 3.1 says of units: its numbers, its figures and its solutions."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.text import Annotation
from scipy.optimize import linprog

from snippets.activations import linear, relu, sigmoid
from snippets.chapter3.units import figures, lesson
from snippets.language import Language
from snippets.network import unit

LANGUAGES = [Language("es"), Language("en")]
finite = st.floats(-100, 100, allow_nan=False)


def separable(table: tuple[int, ...], n: int) -> bool:
    """Ask a linear program if some w and b give this truth table."""
    signs = np.where(np.array(table) == 1, 1, -1)
    points = np.column_stack([list(product([0, 1], repeat=n)), np.ones(2**n)])
    rows = -signs[:, np.newaxis] * points
    found = linprog(
        np.zeros(n + 1), A_ub=rows, b_ub=-np.ones(2**n), bounds=(None, None)
    )
    return found.status == 0


@pytest.mark.parametrize(("n", "count"), [(2, 14), (3, 104)])
def test_decidable_functions_agree_with_a_linear_program(n, count):
    tables = product([0, 1], repeat=2**n)
    expected = {table for table in tables if separable(table, n)}
    assert lesson.decidable(n) == expected
    assert len(expected) == count


def test_what_is_missing_is_xor_and_its_negation():
    missing = set(product([0, 1], repeat=4)) - lesson.decidable(2)
    assert missing == {(0, 1, 1, 0), (1, 0, 0, 1)}
    assert lesson.decidable_count(2) == 16 - 2
    assert lesson.decidable_count(3) < 256 / 2


def test_alarms_by_hand():
    rows = lesson.alarms(Language("en"))["rows"]
    assert [row[3] for row in rows] == [str(int(a or b)) for a, b in lesson.POINTS]
    assert [row[5] for row in rows] == [str(int(a and b)) for a, b in lesson.POINTS]
    assert rows[1] == ["0", "1", "0.5", "1", "−0.5", "0"]
    assert rows[3] == ["1", "1", "1.5", "1", "0.5", "1"]
    header = lesson.alarms(Language("es"))["header"]
    assert header[2:] == ["$z$ ($b = -0{,}5$)", "OR", "$z$ ($b = -1{,}5$)", "AND"]


def test_the_unit_of_the_diagram_by_hand():
    assert 1 * 3 + 2 * (-1) - 2 == -1 == lesson.example()["z"]
    assert lesson.example()["y"] == max(0, -1)
    assert unit([1, 2], [3, -1], 0.5, relu) == 1.5


@given(x=finite, w=finite.filter(lambda w: abs(w) > 0.01), b=finite)
def test_the_bias_shifts(x, w, b):
    moved = unit([x + b / w], [w], 0, sigmoid)
    assert unit([x], [w], b, sigmoid) == pytest.approx(moved, abs=1e-9)


def test_without_a_bias_there_is_or_but_no_and():
    def rings(w: tuple[float, ...]) -> list[float]:
        return [float(unit(x, w, 0, lesson.step)) for x in lesson.POINTS]

    assert rings((1, 1)) == [0, 1, 1, 1]
    tables = [rings(w) for w in product(np.linspace(-2, 2, 9), repeat=2)]
    assert [0, 0, 0, 1] not in tables


@given(
    x=arrays(float, 2, elements=finite),
    w=arrays(float, 2, elements=finite),
    angle=st.floats(0, 7),
)
def test_a_step_changes_z_by_a_cosine(x, w, angle):
    u = np.array([np.cos(angle), np.sin(angle)])
    change = unit(x + u, w, 0, linear) - unit(x, w, 0, linear)
    between = angle - np.arctan2(w[1], w[0])
    expected = np.linalg.norm(w) * np.cos(between)
    assert change == pytest.approx(expected, abs=1e-9)


@given(
    x=arrays(float, 3, elements=finite), w=arrays(float, 3, elements=finite), b=finite
)
def test_distance_is_to_the_nearest_point(x, w, b):
    if np.linalg.norm(w) < 0.01:
        return
    d = lesson.signed_distance(x, w, b)
    near = x - d * w / np.linalg.norm(w)  # the foot of the perpendicular
    assert unit(near, w, b, linear) == pytest.approx(0, abs=1e-6)
    assert np.linalg.norm(x - near) == pytest.approx(abs(d), abs=1e-6)
    assert lesson.signed_distance(x, 3 * w, 3 * b) == pytest.approx(d, abs=1e-6)


def test_distances_by_hand():
    assert lesson.signed_distance([3, 0], [3, 4], -5) == 4 / 5
    assert lesson.signed_distance([3, 1], [3, 4], -5) == 8 / 5
    assert lesson.signed_distance([1, -1], [3, 4], -5) == (3 - 4 - 5) / 5 == -1.2
    assert lesson.signed_distance([0, 0], [3, 4], -5) == -1
    with pytest.raises(ValueError, match="a direction"):
        lesson.signed_distance([1, 2], [0, 0], 1)


def test_multiplying_makes_the_sigmoid_steeper():
    near = [1.0, 0.6]
    assert unit(near, [3, 4], -5, sigmoid) < unit(near, [9, 12], -15, sigmoid)
    assert unit(near, [3, 4], -5, sigmoid) > unit(near, [0.3, 0.4], -0.5, sigmoid)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_at_least_k(n):
    for x in product([0, 1], repeat=n):
        for k in range(1, n + 1):
            assert lesson.at_least(k, x) == (sum(x) >= k)


def test_no_total_of_and_is_zero():
    totals = [unit(x, [-1, -1], 1.5, linear) for x in lesson.POINTS]
    assert totals == [1.5, 0.5, 0.5, -0.5]


def test_step_decides():
    np.testing.assert_array_equal(
        lesson.step([-np.inf, -1, 0, 1e-300, 5]), [0, 0, 0, 1, 1]
    )


def answers(figure):
    """Return the number at each of the four points of a figure."""
    notes = [note for note in figure.axes[0].texts if isinstance(note, Annotation)]
    return {note.xy: int(note.get_text()) for note in notes if note.get_text()}


@pytest.mark.parametrize("say", LANGUAGES, ids=lambda say: say.code)
def test_figures_draw_what_the_snippets_return(say):
    words = [text.get_text() for text in figures.diagram(say).axes[0].texts]
    values = lesson.example()
    for name in ("z", "y", "b"):
        assert f"${name}$ = {say.number(values[name])}" in words
    for figure, f in zip(figures.biases(say), (sigmoid, relu), strict=True):
        lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) > 1]
        for line, b in zip(lines, (-2, 0, 2), strict=True):
            np.testing.assert_allclose(line.get_ydata(), f(line.get_xdata() + b))
    direction, alarms = figures.plane(say)
    lines = direction.axes[0].lines[:3]
    for line, b in zip(lines, (0, -5, -10), strict=True):
        x_1, x_2 = line.get_data()
        np.testing.assert_allclose(3 * x_1 + 4 * x_2 + b, 0, atol=1e-12)
    words = [text.get_text() for text in direction.axes[0].texts]
    assert say.number(0.8) in words
    assert say.number(1) in words
    either, both = alarms.axes[0].lines[:2]
    for line, b in ((either, -0.5), (both, -1.5)):
        np.testing.assert_allclose(np.sum(line.get_data(), axis=0) + b, 0, atol=1e-12)
    assert answers(alarms) == {(a, b): a or b for a, b in lesson.POINTS}
    crossed = figures.xor(say)
    assert answers(crossed) == {(a, b): a ^ b for a, b in lesson.POINTS}
    one, other = (np.array(line.get_data()).T for line in crossed.axes[0].lines[:2])
    np.testing.assert_array_equal(one.mean(axis=0), other.mean(axis=0))  # they cross
