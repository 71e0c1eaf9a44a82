from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import signal

from snippets.activations import relu, sigmoid, tanh
from snippets.block import block, receptive_field, seen_by
from snippets.chapter4.basic_block import figures, lesson
from snippets.cnn import forward
from snippets.cnn_training import trained
from snippets.convolution import conv2d, convolve2d
from snippets.data.digits import load_digits, scale
from snippets.drawing import style
from snippets.language import Language
from snippets.pooling import average_pool2d, max_pool2d, max_pool2d_backward
from tests.drawn import panels

WINDOWS = st.tuples(st.integers(1, 4), st.integers(1, 3))
ENTRIES = st.floats(-100, 100)


# The block


def test_the_example_by_hand_has_the_numbers_of_the_page():
    stages = lesson.example()
    first_row = [0 - 0 - 1, 3 - 0 - 1, 3 - 3 - 1, 0 - 3 - 1]
    np.testing.assert_array_equal(stages.convolved[0, 0, 0], first_row)
    np.testing.assert_array_equal(stages.pooled[0, 0], [[2, 0], [2, 0]])


def test_with_a_bias_of_minus_three_the_stroke_leaves_no_trace():
    assert not block(lesson.STROKE, lesson.EDGE, [-3]).pooled.any()


@pytest.mark.parametrize("padding", [0, 1])
def test_the_block_equals_pytorch(padding):
    rng = np.random.default_rng(0)
    x, kernels = rng.normal(size=(2, 3, 9, 10)), rng.normal(size=(4, 3, 3, 3))
    bias = rng.normal(size=4)
    tensors = map(torch.tensor, (x, kernels, bias))
    s = torch.nn.functional.conv2d(*tensors, padding=padding)
    p = torch.nn.functional.max_pool2d(torch.relu(s), 2)
    stages = block(x, kernels, bias, padding=padding)
    np.testing.assert_allclose(stages.convolved, s.numpy(), atol=1e-12)
    np.testing.assert_allclose(stages.pooled, p.numpy(), atol=1e-12)


def test_the_book_network_is_a_block_and_a_dense_layer():
    layers, (kernels, bias, w, b) = lesson.digit_layers(), trained().parameters
    pooled = block(lesson.digit(), kernels, bias, padding=1).pooled
    np.testing.assert_array_equal(pooled, layers.pooled)
    np.testing.assert_allclose(pooled.reshape(1, -1) @ w.T + b, layers.logits)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_table_of_shapes_adds_up(language):
    table = lesson.shapes(Language(language))
    assert [row[2] for row in table["rows"]] == [64, 512, 512, 128, 10]
    assert sum(row[3] for row in table["rows"]) == lesson.parameters() == 1370


# Channels


def test_the_channels_of_the_figure_add_up_to_its_output():
    summed = lesson.channel_terms().sum(axis=0) + lesson.CHANNEL_BIAS
    np.testing.assert_array_equal(summed, lesson.channel_output())
    corner = [term[0, 0] for term in lesson.channel_terms()]
    assert [*corner, *lesson.CHANNEL_BIAS] == [2, 3, 3, 1]
    assert lesson.channel_output()[0, 0] == 9


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_figure_of_the_channels_shows_these_numbers(language):
    say = Language(language)
    axes = figures.channels(say).axes[0]
    shown = [text.get_text() for text in axes.texts]
    for value in lesson.channel_output().flat:
        assert say.number(value) in shown


# Order of detector and pooling


@given(hnp.arrays(np.float64, (1, 1, 4, 4), elements=ENTRIES))
@pytest.mark.parametrize("activation", [relu, sigmoid, tanh])
def test_what_never_decreases_commutes_with_the_maximum(activation, s):
    np.testing.assert_array_equal(
        max_pool2d(activation(s), 2), activation(max_pool2d(s, 2))
    )


@given(hnp.arrays(np.int64, (1, 1, 4, 4), elements=st.integers(-2, 2)))
def test_the_gradient_does_not_depend_on_the_order_either(s):
    g = np.arange(1.0, 5).reshape(1, 1, 2, 2)
    first = max_pool2d_backward(g, relu(s), 2) * (s > 0)
    last = max_pool2d_backward(g * (max_pool2d(s, 2) > 0), s, 2)
    np.testing.assert_array_equal(first, last)


def test_on_the_digits_only_the_average_notices_the_order():
    s = forward(scale(load_digits()[0]), trained().parameters).convolved
    np.testing.assert_array_equal(max_pool2d(relu(s), 2), relu(max_pool2d(s, 2)))
    first, last = average_pool2d(relu(s), 2), relu(average_pool2d(s, 2))
    assert np.abs(first - last).max() > 0.1


@given(hnp.arrays(np.float64, 4, elements=ENTRIES))
def test_relu_before_the_average_never_gives_less(window):
    before, after = lesson.both_orders(window)
    assert before >= after - 1e-12
    if np.all(window >= 0) or np.all(window <= 0):
        assert before == pytest.approx(after)


@given(hnp.arrays(np.int64, 4, elements=st.integers(-3, 3)))
def test_both_orders_agree_only_where_all_have_one_sign(window):
    before, after = lesson.both_orders(window)
    assert (before == after) == (np.all(window >= 0) or np.all(window <= 0))


# Receptive field


@given(st.lists(WINDOWS, min_size=1, max_size=4))
def test_the_receptive_field_is_what_changes_an_output(layers):
    size = 60
    field = receptive_field(layers)
    if field > size:
        return
    x = torch.zeros(1, 1, size, requires_grad=True, dtype=torch.float64)
    y = x
    for k, stride in layers:
        ones = torch.ones(1, 1, k, dtype=torch.float64)
        y = torch.nn.functional.conv1d(y, ones, stride=stride)
    y[0, 0, 0].backward()
    touched = np.flatnonzero(x.grad.numpy())
    # A stride larger than a window leaves gaps: the field is what lies between.
    assert touched[-1] - touched[0] + 1 == field
    assert seen_by(0, size, layers)[0] == range(field)


@pytest.mark.parametrize("n", range(8))
def test_the_field_of_n_blocks_is_the_closed_form(n):
    assert receptive_field(lesson.BLOCK * n) == 3 * 2**n - 2


def test_no_output_of_two_blocks_sees_the_last_two_rows_of_28():
    assert 4 * 4 + receptive_field(lesson.BLOCK * 2) == 26
    rng = np.random.default_rng(0)
    x, first = rng.normal(size=(1, 1, 28, 28)), rng.normal(size=(4, 1, 3, 3))
    second = rng.normal(size=(6, 4, 3, 3))

    def both(x):
        return block(block(x, first, [9] * 4).pooled, second, [9] * 6).pooled

    for row, seen in ((25, True), (26, False), (27, False)):
        other = x.copy()
        other[..., row, :] += 5
        assert np.any(both(other) != both(x)) is np.bool_(seen)


def test_without_padding_the_seventh_block_does_not_fit():
    assert lesson.sides(224, blocks=6)[-1] == 1
    with pytest.raises(ValueError, match="accepted"):
        lesson.sides(224, blocks=7)


def test_the_field_of_the_neighbour_begins_four_pixels_further_on():
    first, second = (seen_by(i, figures.ROW, lesson.BLOCK * 2)[0] for i in (0, 1))
    assert second.start - first.start == 4


def test_what_is_seen_in_the_figure_is_told_in_its_caption():
    (figure,) = panels(figures.receptive_field, "en")
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    levels = Counter(
        dot.get_ydata()[0] for dot in dots if dot.get_markerfacecolor() == style.BLUE
    )
    assert [levels[level] for level in range(5)] == [10, 8, 4, 2, 1]


def test_the_table_of_growth_ends_in_22_pixels():
    rows = lesson.growth(Language("en"))["rows"]
    assert [row[-1] for row in rows] == [3, 4, 8, 10, 18, 22]
    assert [row[3] for row in rows] == [1, 2, 2, 4, 4, 8]


@pytest.mark.parametrize("output", [-1, 2])
def test_an_output_that_is_not_there_is_an_error(output):
    with pytest.raises(ValueError, match=f"output is {output}; accepted: 0 to 1"):
        seen_by(output, 4, [(3, 1)])


@pytest.mark.parametrize("layer", [(0, 1), (3, 0)])
def test_windows_and_strides_are_positive(layer):
    with pytest.raises(ValueError, match="accepted: an integer of at least 1"):
        receptive_field([layer])


# Where it goes wrong


def test_a_wrong_order_is_no_better_than_guessing():
    right = 100 * trained().history.test_accuracy[-1]
    assert lesson.flattened_accuracy(0, 1, 2, 3) == pytest.approx(right)
    assert right > 95
    assert lesson.flattened_accuracy(0, 2, 3, 1) < 2 * lesson.guessing()


def test_two_convolutions_without_detector_are_one():
    rng = np.random.default_rng(0)
    x, first, second = (rng.normal(size=(n, n)) for n in (9, 3, 3))
    twice = conv2d(conv2d([[x]], [[first]]), [[second]])
    once = conv2d([[x]], [[convolve2d(first, second)]])
    np.testing.assert_allclose(twice, once, atol=1e-12)


# Figures


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    "draw",
    [figures.by_hand, figures.stages, figures.feature_maps, figures.receptive_field],
)
def test_the_figures_are_drawn_in_both_languages(draw, language):
    assert panels(draw, language)


def test_the_figure_by_hand_shows_every_number_of_the_example():
    shown = [
        text.get_text()
        for p in panels(figures.by_hand, "en")
        for text in p.axes[0].texts
    ]
    numbers = [
        int(text.replace("−", "-")) for text in shown if text.strip("−").isdigit()
    ]
    s = signal.correlate2d(lesson.STROKE[0, 0], lesson.EDGE[0, 0], "valid") - 1
    pooled = np.maximum(s, 0).reshape(2, 2, 2, 2).max(axis=(1, 3))
    values = [lesson.STROKE[0, 0], s, np.maximum(s, 0), pooled]
    assert numbers == np.concatenate([v.ravel() for v in values]).tolist()
