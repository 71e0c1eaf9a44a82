"""What section 3.2 says of layers: its numbers, its tables and its solutions."""

from itertools import pairwise, permutations, product

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from snippets.activations import linear, relu, tanh
from snippets.chapter3.structure import choices, figures, lesson
from snippets.chapter3.structure.sawtooth import (
    draw_sawtooth,
    pieces,
    sawtooth,
    shallow_sawtooth,
)
from snippets.data.digits import digits_split
from snippets.language import Language
from snippets.network import count_parameters, dense, forward, initialize, unit

LANGUAGES = [Language("es"), Language("en")]
EN = Language("en")


def test_the_first_example_by_hand():
    w, b = [[3, -1], [0, 1]], [0, 1]
    np.testing.assert_array_equal(dense([1, 2], w, b), [3 - 2 + 0, 0 + 2 + 1])
    for x in ([1, 2], [0, 0], [-1, 1]):
        units = [unit(x, w[i], b[i], linear) for i in range(2)]
        np.testing.assert_array_equal(dense(x, w, b), units)


def test_xor_by_hand():
    for x_1, x_2 in lesson.POINTS:
        h_1, h_2 = max(0, x_1 + x_2), max(0, x_1 + x_2 - 1)
        y_hat, record = forward([[x_1, x_2]], lesson.XOR, [relu, linear])
        np.testing.assert_array_equal(record[1][0], [[h_1, h_2]])
        assert y_hat == h_1 - 2 * h_2 == x_1 ^ x_2
        straight, _ = forward([[x_1, x_2]], lesson.XOR, [linear, linear])
        assert straight == 2 - x_1 - x_2
    rows = lesson.xor_table(EN)["rows"]
    assert rows[3] == ["1", "1", "2", "1", "2", "1", "0"]


def test_the_line_of_the_hidden_plane_parts_ones_from_zeros():
    _, record = forward(lesson.POINTS, lesson.XOR, [relu, linear])
    h_1, h_2 = record[1][0].T
    np.testing.assert_array_equal(h_1 - 2 * h_2 > 0.5, [False, True, True, False])
    assert sum(np.size(a) for layer in lesson.XOR for a in layer) == 9


def test_counts_agree_with_torch():
    for row in lesson.counts(EN)["rows"]:
        widths = [int(n) for n in row[0].strip("$").split(r"\to ")]
        layers = [torch.nn.Linear(*pair) for pair in pairwise(widths)]
        weights = sum(layer.weight.numel() for layer in layers)
        biases = sum(layer.bias.numel() for layer in layers)
        assert row[1:] == [weights, biases, weights + biases]


def test_shapes_of_the_small_network():
    rows = lesson.shapes(EN)["rows"]
    assert rows[0] == ["hidden", "$(5, 3)$", "$(4, 3)$", "$(4,)$", "$(5, 4)$"]
    assert rows[1] == ["output", "$(5, 4)$", "$(2, 4)$", "$(2,)$", "$(5, 2)$"]


def tent(x: np.ndarray) -> np.ndarray:
    return 1 - np.abs(2 * x - 1)


@pytest.mark.parametrize("layers", [1, 2, 4, 8])
def test_depth_folds(layers):
    x, y = draw_sawtooth(layers)
    expected = x
    for _ in range(layers):
        expected = tent(expected)
    np.testing.assert_array_equal(y, expected)
    assert pieces(y) == 2**layers
    shallow = shallow_sawtooth(2**layers)
    y_hat, _ = forward(x[:, np.newaxis], shallow, [relu, linear])
    np.testing.assert_allclose(y_hat[:, 0], expected, atol=1e-9)


@pytest.mark.parametrize("corners", [1, 3, 7])
def test_a_unit_per_corner_cannot_draw_the_saw(corners):
    """Try every side that units could face, each with its corner in its place."""
    x = np.arange(8 * (corners + 1) + 1) / 8
    y = np.abs((x + 1) % 2 - 1)  # from 0 to 1 and back, in pieces of length 1
    places = np.arange(1, corners + 1)
    for sides in product([-1, 1], repeat=corners):
        hidden = relu(sides * (x[:, np.newaxis] - places))
        design = np.column_stack([hidden, np.ones_like(x)])
        best = design @ np.linalg.lstsq(design, y, rcond=None)[0]
        assert np.abs(best - y).max() > 0.05
    design = np.column_stack([hidden, x, np.ones_like(x)])  # and one unit more
    best = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    np.testing.assert_allclose(best, y, atol=1e-9)


@pytest.mark.parametrize("draw", [sawtooth, shallow_sawtooth])
def test_a_saw_has_a_layer_and_a_piece(draw):
    with pytest.raises(ValueError, match="is 0; accepted: an integer of at least 1"):
        draw(0)


def test_the_fold_by_hand():
    y_hat, _ = forward([[0.25], [0.75]], sawtooth(1), [relu, linear])
    np.testing.assert_array_equal(y_hat.ravel(), [0.5, 1.5 - 1])


def test_the_next_layer_reads_the_fold_from_the_two_units():
    (_, _), (w, b), _ = sawtooth(2)
    np.testing.assert_array_equal(w, [[2, -4], [2, -4]])
    np.testing.assert_array_equal(b, [0, -0.5])
    collapsed = [(np.array([[2, -4]]), np.zeros(1)), (np.ones((2, 1)), b)]
    ((folded, bias),) = lesson.collapse(collapsed)  # eq. 3.16
    np.testing.assert_array_equal(folded, w)
    np.testing.assert_array_equal(bias, b)


@given(units=st.integers(1, 12), seed=st.integers(0, 1000))
def test_one_layer_makes_a_corner_per_unit_at_most(units, seed):
    rng = np.random.default_rng(seed)
    parameters = [
        (rng.integers(-3, 4, (units, 1)), rng.integers(-9, 10, units)),
        (rng.integers(-3, 4, (1, units)), [0]),
    ]
    x = np.arange(-10 * 6, 10 * 6 + 1) / 6  # corners fall on sixths
    y_hat, _ = forward(x[:, np.newaxis], parameters, [relu, linear])
    bends = np.abs(np.diff(y_hat[:, 0], 2)) > 1e-9
    assert 1 + np.count_nonzero(bends) <= units + 1


def test_parameters_of_the_sawtooth():
    deepest = count_parameters([1, *[2] * 8, 1])
    assert deepest == 4 + 7 * 6 + 3 == 49
    shallow = sum(np.size(a) for layer in shallow_sawtooth(256) for a in layer)
    assert shallow == count_parameters([1, 256, 1]) == 256 * 2 + 256 + 1 == 769
    assert [row[3] for row in lesson.depths(EN)["rows"]] == [2, 4, 16, 256]
    shapes = [a.size for layer in sawtooth(8) for a in layer]
    assert sum(shapes) == deepest


def validation(*widths: int) -> np.ndarray:
    return choices.percentages(widths)


def test_what_the_page_says_of_the_choices():
    none, two, eight, some, many, deep = (
        validation(*widths).mean() for widths in choices.NETWORKS
    )
    assert two < 0.6 * none  # far less than with none
    assert two < eight < none  # still behind
    assert eight < none < some < many < deep
    assert some - eight > many - some  # width helps less and less
    counts = [count_parameters(widths) for widths in choices.NETWORKS]
    assert counts[5] < counts[4]  # with fewer parameters


def test_torch_trains_to_the_same_accuracy():
    widths, seed, held = (64, 8, 10), 1, choices.HELD_OUT
    x, y, *_ = (torch.tensor(a) for a in digits_split())
    layers = [torch.nn.Linear(*pair).double() for pair in pairwise(widths)]
    for layer, (w, b) in zip(layers, initialize(widths, seed, "he"), strict=True):
        layer.weight.data, layer.bias.data = torch.tensor(w), torch.tensor(b)
    net = torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1])
    x, sgd = x.flatten(1), torch.optim.SGD(net.parameters(), lr=choices.ALPHA)
    for _ in range(choices.STEPS):
        sgd.zero_grad()
        torch.nn.functional.cross_entropy(net(x[held:]), y[held:]).backward()
        sgd.step()
    right = (net(x[:held]).argmax(1) == y[:held]).double().mean()
    assert choices.accuracy(widths, seed) == pytest.approx(right.item())


def test_the_start_weighs_more_than_a_small_lead():
    assert np.ptp(validation(64, 2, 10)) > 20  # much hangs on the start
    assert validation(64, 2, 10).max() < validation(64, 10).min()
    many, deep = validation(64, 128, 10), validation(64, 32, 32, 10)
    assert deep.mean() - many.mean() < min(np.ptp(many), np.ptp(deep))


def test_the_table_of_choices_gives_means_and_ends():
    row = choices.choices(EN)["rows"][1]
    found = validation(64, 2, 10)
    assert row[:2] == [r"$64\to 2\to 10$", 65 * 2 + 3 * 10]
    assert float(row[2]) == pytest.approx(found.mean(), abs=0.06)
    ends = [float(end) for end in row[3].split("\u00a0to\u00a0")]
    assert ends == pytest.approx([found.min(), found.max()], abs=0.06)
    assert choices.one_image() == pytest.approx(100 / 360)


@pytest.mark.parametrize("widths", [[2, 1], [3, 5, 2], [4, 6, 1, 3, 2]])
def test_linear_layers_collapse(widths):
    rng = np.random.default_rng(0)
    parameters = [(w, rng.normal(size=b.shape)) for w, b in initialize(widths, seed=1)]
    x = rng.normal(size=(7, widths[0]))
    deep, _ = forward(x, parameters, [linear] * len(parameters))
    flat, _ = forward(x, lesson.collapse(parameters), [linear])
    np.testing.assert_allclose(flat, deep, atol=1e-12)
    bent, _ = forward(x, parameters, [relu] * (len(parameters) - 1) + [linear])
    assert len(widths) == 2 or not np.allclose(bent, deep)


def test_a_bottleneck_has_fewer_weights_than_its_collapse():
    bottleneck = initialize([64, 2, 64], seed=0)
    assert sum(w.size for w, _ in bottleneck) == 256
    ((w, _),) = lesson.collapse(bottleneck)
    assert w.size == 4096
    assert np.linalg.matrix_rank(w) == 2


def test_order_does_not_matter():
    (w, b), last = initialize([3, 4, 2], seed=0)
    rng = np.random.default_rng(1)
    parameters, x = [(w, rng.normal(size=b.shape)), last], rng.normal(size=(6, 3))
    expected, _ = forward(x, parameters, [tanh, linear])
    different = set()
    for order in permutations(range(4)):
        other = lesson.reorder(parameters, list(order))
        y_hat, _ = forward(x, other, [tanh, linear])
        np.testing.assert_allclose(y_hat, expected, atol=1e-12)
        different.add(other[0][0].tobytes())
    assert len(different) == 24  # as many networks that compute the same


@given(x=st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)))
def test_distance_network(x):
    y_hat, _ = forward([x], lesson.distance_network(), [relu, linear])
    assert y_hat.item() == abs(x[0] - x[1])


def test_small_by_hand():
    assert 12 + 16 + 8 + 4 + 4 + 2 == 46 == lesson.small_by_hand()


@given(n=st.integers(1, 50), m=st.integers(1, 50), extra=st.integers(0, 5000))
def test_widest_is_the_widest(n, m, extra):
    budget = count_parameters([n, 1, m]) + extra
    h = lesson.widest(n, m, budget)
    assert count_parameters([n, h, m]) <= budget < count_parameters([n, h + 1, m])
    with pytest.raises(ValueError, match="at least"):
        lesson.widest(n, m, count_parameters([n, 1, m]) - 1)


@pytest.mark.parametrize("say", LANGUAGES, ids=lambda say: say.code)
def test_figures_draw_what_the_snippets_return(say):
    axes = figures.network(say).axes[0]
    weights = sum(w.size for w, _ in initialize(lesson.SMALL, seed=0))
    assert len(axes.lines) == weights == 20
    assert len(axes.patches) == sum(lesson.SMALL)
    network, plane = figures.xor(say)
    words = [text.get_text() for text in network.axes[0].texts]
    assert words.count("1") == 5
    assert words.count("−2") == 1
    points = {tuple(np.ravel(line.get_data())) for line in plane.axes[0].lines[1:]}
    assert points == {(0, 0), (1, 0), (2, 1)}
    for axes, layers in zip(figures.depth(say).axes, (1, 2, 4), strict=True):
        np.testing.assert_array_equal(
            axes.lines[0].get_ydata(), draw_sawtooth(layers)[1]
        )
