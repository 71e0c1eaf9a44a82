"""The numbers and claims of section 4.1."""

import re

import numpy as np
import pytest
import torch
from matplotlib import pyplot
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage, signal
from torch.nn import functional

from snippets.chapter4.convolution import figures, lesson
from snippets.convolution import (
    connections,
    conv2d,
    conv2d_backward,
    conv2d_connections,
    conv2d_parameters,
    convolve1d,
    convolve2d,
    cross_correlate2d,
    im2col,
    output_size,
)
from snippets.language import Language
from snippets.windows import window_view
from tests.drawn import panels

rng = np.random.default_rng(41)


def test_the_names_of_scipy_and_the_layer_of_pytorch():
    image, kernel = rng.normal(size=(6, 7)), rng.normal(size=(3, 2))
    for mode in ("full", "same", "valid"):
        pair = image, kernel, mode
        assert_allclose(convolve2d(*pair), signal.convolve2d(*pair))
        assert_allclose(cross_correlate2d(*pair), signal.correlate2d(*pair))
    x = torch.tensor(image[None, None])
    layer = functional.conv2d(x, torch.tensor(kernel[None, None]))
    assert_allclose(layer[0, 0], cross_correlate2d(image, kernel, "valid"))
    assert not np.allclose(layer[0, 0], convolve2d(image, kernel, "valid"))


def test_the_two_operations_agree_when_half_a_turn_leaves_the_kernel():
    image, kernel = rng.normal(size=(6, 7)), rng.normal(size=(3, 2))
    for turned, equal in ((kernel + kernel[::-1, ::-1], True), (kernel, False)):
        for mode in ("full", "valid"):
            convolved = convolve2d(image, turned, mode)
            correlated = cross_correlate2d(image, turned, mode)
            assert np.allclose(convolved, correlated) == equal


# The hand calculations of the text


def test_the_doses_by_hand():
    # days:    0  1      2        3            4    5
    expected = [3, 2 + 9, 1 + 6, 0 + 3 + 0 + 6, 0 + 4, 2]
    assert_array_equal(convolve1d(lesson.DOSES, lesson.EFFECT), expected)
    assert expected[3] == 3 * 1 + 0 * 2 + 2 * 3 == 9
    assert_array_equal(
        convolve1d(lesson.EFFECT, lesson.DOSES), convolve1d(lesson.DOSES, lesson.EFFECT)
    )


def test_the_patch_by_hand():
    correlated = cross_correlate2d(lesson.IMAGE, lesson.KERNEL)
    convolved = convolve2d(lesson.IMAGE, lesson.KERNEL, "valid")
    assert correlated[0, 0] == 1 * 1 + 2 * 2 + 0 * 3 + 1 * 4 == 9
    assert convolved[0, 0] == 1 * 4 + 2 * 3 + 0 * 2 + 1 * 1 == 11
    turned = lesson.KERNEL[::-1, ::-1]
    for mode in ("full", "valid"):
        assert_array_equal(
            cross_correlate2d(lesson.IMAGE, lesson.KERNEL, mode),
            convolve2d(lesson.IMAGE, turned, mode),
        )


def test_cross_correlation_does_not_commute():
    one_way = cross_correlate2d(lesson.IMAGE, lesson.KERNEL, "full")
    other_way = cross_correlate2d(lesson.KERNEL, lesson.IMAGE, "full")
    assert not np.array_equal(one_way, other_way)


def test_the_matrix_product_by_hand():
    x = lesson.IMAGE[np.newaxis, np.newaxis].astype(float)
    columns = im2col(window_view(x, 2))[0]
    assert_array_equal(columns[:, 1], [2, 0, 1, 3, 1])
    assert np.array([1, 2, 3, 4, 0]) @ columns[:, 1] == 17


def test_the_gradient_by_hand():
    g, x, kernel = (np.array([[[row]]]) for row in ([10, 1], [1, 3, 4], [2, 5]))
    d_x, d_kernel, d_bias = conv2d_backward(g, x, kernel)
    expected = [10 * 1 + 1 * 3, 10 * 3 + 1 * 4]
    assert expected[0] == 13
    assert_array_equal(d_kernel[0, 0, 0], expected)
    expected = [10 * 2, 10 * 5 + 1 * 2, 1 * 5]
    assert expected[1] == 52
    assert_array_equal(d_x[0, 0, 0], expected)
    assert d_bias == 10 + 1


# The claims of the text


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_table_of_modes_is_scipys(language):
    table = lesson.modes(Language(language))
    n, k = len(lesson.DOSES), len(lesson.EFFECT)
    for mode, length, days, values in table["rows"]:
        mode = mode.strip("`")
        formula, size = length.strip("${}").split("=")
        assert eval(formula, {"n": n, "k": k}) == int(size)
        s = signal.convolve(lesson.DOSES, lesson.EFFECT, mode)
        assert int(size) == s.size
        assert values == ", ".join(map(str, s))
        first, last = map(int, re.findall(r"\d+", days))
        assert last - first + 1 == s.size
        full = convolve1d(lesson.DOSES, lesson.EFFECT)
        assert_array_equal(full[first : last + 1], s)


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("n", [5, 8])
def test_paddings_of_the_modes(n, k):
    image, kernel = rng.normal(size=(n, n)), rng.normal(size=(k, k))
    paddings = {"valid": 0, "full": k - 1, "same": (k - 1) // 2}
    for mode, padding in paddings.items():
        layer = conv2d(image[None, None], kernel[None, None], padding=padding)
        expected = cross_correlate2d(image, kernel, mode)
        assert_allclose(layer[0, 0], expected, atol=1e-12)


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
def test_even_kernels_in_mode_same_differ_by_one_pixel():
    image, kernel = rng.normal(size=(6, 6)), rng.normal(size=(2, 2))
    turned = signal.convolve2d(image, kernel[::-1, ::-1], "same")
    layer = functional.conv2d(
        torch.tensor(image[None, None]),
        torch.tensor(kernel[None, None]),
        padding="same",
    )[0, 0].numpy()
    assert not np.allclose(turned, layer)
    assert_allclose(turned[1:, 1:], layer[:-1, :-1])


def test_the_counts_are_pytorchs():
    row = torch.nn.Conv1d(1, 1, 3, bias=False), torch.nn.Linear(8, 6, bias=False)
    found = [sum(p.numel() for p in layer.parameters()) for layer in row]
    shape, kernels = lesson.LAYERS[0]
    weights = conv2d_parameters(kernels, bias=False)
    assert found == [weights, lesson.dense_twin(shape, kernels)] == [3, 48]
    assert conv2d_connections(shape, kernels) == 6 * 3


def test_the_table_of_counts():
    rows = lesson.counts(Language("en"))["rows"]
    for (shape, kernels), row in zip(lesson.LAYERS, rows, strict=True):
        channels, height, width = shape
        out, _, kh, kw = kernels
        outputs = out * (height - kh + 1) * (width - kw + 1)
        found = row[1:]
        assert found[0] == outputs * channels * kh * kw
        assert found[1] == out * channels * kh * kw
        assert found[2] == channels * height * width * outputs
    assert rows[0][1:] == [18, 3, 48]
    assert lesson.dense_terabytes() == pytest.approx(4 * found[2] / 10**12)


def test_equivariance_and_its_conditions():
    at_first, later = (lesson.shifted(lesson.digit(), left)[0, 0] for left in (1, 5))
    at_first, later = (cross_correlate2d(x, lesson.RIGHT) for x in (at_first, later))
    assert_array_equal(later[:, 4:], at_first[:, :-4])  # as figure 4.12 says
    x, kernels = rng.normal(size=(1, 1, 9, 9)), rng.normal(size=(1, 1, 3, 3))
    wide = np.pad(x, ((0, 0), (0, 0), (4, 4), (4, 4)))
    whole = conv2d(wide, kernels, stride=2)
    by_two = conv2d(np.roll(wide, 2, axis=3), kernels, stride=2)
    assert_allclose(by_two[..., 1:], whole[..., :-1])
    by_one = conv2d(np.roll(wide, 1, axis=3), kernels, stride=2)
    assert not np.allclose(by_one[..., 1:], whole[..., :-1])
    assert not np.allclose(by_one, whole)
    turned = conv2d(np.rot90(wide, axes=(2, 3)), kernels)
    assert not np.allclose(turned, np.rot90(conv2d(wide, kernels), axes=(2, 3)))


def test_sobels_kernel_is_scipys():
    image = lesson.digit()[0, 0]
    expected = ndimage.sobel(image, axis=1)[1:-1, 1:-1]
    assert_allclose(cross_correlate2d(image, lesson.RIGHT), expected, atol=1e-12)


# The solutions


def test_differences_are_numpys():
    values = rng.integers(-9, 9, size=12)
    convolved, correlated = lesson.differences(values)
    assert_array_equal(convolved, np.diff(values))
    assert_array_equal(correlated, -np.diff(values))
    assert_array_equal(correlated, np.correlate(values, [1, -1], mode="valid"))


def test_lenet_has_the_numbers_of_its_paper():
    side, parameters, connected = 32 - 5 + 1, 6 * (25 + 1), 6 * 28**2 * (25 + 1)
    assert lesson.lenet_c1() == (side, parameters, connected) == (28, 156, 122_304)


def test_zeros_needed_are_the_fewest():
    assert output_size(224, 11, 4) == 54
    assert output_size(227, 11, 4) == 55 > output_size(226, 11, 4)
    for stride in (1, 2, 3):
        for outputs in (3, 4, 7):
            zeros = lesson.zeros_needed(5, 3, stride, outputs)
            assert output_size(5, 3, stride, (0, zeros)) >= outputs
            assert zeros == 0 or output_size(5, 3, stride, (0, zeros - 1)) < outputs


def test_the_matrix_is_the_layer():
    kernel, row = rng.normal(size=3), rng.normal(size=8)
    matrix = lesson.as_matrix(kernel, 8)
    assert matrix.shape == (6, 8)
    assert matrix[2, 4] == kernel[4 - 2]  # w_(j-i), as the solution says
    assert np.count_nonzero(matrix) == conv2d_connections(*lesson.LAYERS[0])
    assert_allclose(matrix @ row, np.correlate(row, kernel, "valid"))


def test_the_gradients_of_one_kernel_are_scipys_operations_and_pytorchs():
    x, kernel = rng.normal(size=(6, 7)), rng.normal(size=(3, 2))
    g = rng.normal(size=(4, 6))
    d_x, d_kernel = lesson.one_channel_gradients(g, x, kernel)
    assert_allclose(d_x, signal.convolve2d(g, kernel, "full"))
    assert_allclose(d_kernel, signal.correlate2d(x, g, "valid"))
    tensors = [torch.tensor(a[None, None], requires_grad=True) for a in (x, kernel)]
    functional.conv2d(*tensors).backward(torch.tensor(g[None, None]))
    for found, tensor in zip((d_x, d_kernel), tensors, strict=True):
        assert_allclose(found, tensor.grad[0, 0].numpy())


# The figures


def numbers(panel: Figure) -> list[str]:
    """Return the whole numbers that a panel shows, in the order they were drawn."""
    shown = (artist.get_text() for artist in panel.axes[0].texts)
    return [text for text in shown if text.isdigit()]


DRAWN = "doses flip sliding matrix_product convolutional dense equivariance"


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", DRAWN.split())
def test_figures_draw_in_both_languages(name, language):
    panels(getattr(figures, name), language)
    assert not pyplot.get_fignums()


def test_the_figures_hold_the_numbers_that_the_snippets_return():
    spread, _ = panels(figures.doses, "en")
    sums = [f"{v:g}" for v in convolve1d(lesson.DOSES, lesson.EFFECT)]
    assert numbers(spread)[-6:] == sums
    convolved, correlated = panels(figures.flip, "en")
    digits = [str(n) for n in range(1, 10)]
    assert numbers(convolved)[-9:] == digits
    assert numbers(correlated)[-9:] == digits[::-1]


def test_the_maps_of_the_moved_digit_have_a_plus_where_ink_begins():
    for panel, left in zip(panels(figures.equivariance, "en"), (1, 5), strict=True):
        x = lesson.shifted(lesson.digit(), left)[0, 0]
        edges = signal.correlate2d(x, lesson.RIGHT, "valid")
        begins = np.argwhere(edges > 0.4 * np.abs(edges).max())
        lines = [(*line.get_xdata(), *line.get_ydata()) for line in panel.axes[0].lines]
        drawn = [
            (-10.5 - (bottom + top) / 2, a - 1.5)
            for a, b, bottom, top in lines
            if a == b and abs(top - bottom) < 1
        ]
        assert_allclose(sorted(drawn), begins, atol=1e-9)


def test_the_layers_figures_draw_every_connection():
    lines = {}
    for name in ("convolutional", "dense"):
        axes = getattr(figures, name)(Language("en")).axes[0]
        lines[name] = [tuple(line.get_xdata()) for line in axes.lines]
    pairs = {(i, o + 1) for i, o in connections(**lesson.ROW)}
    assert set(lines["convolutional"]) == pairs
    row = lesson.LAYERS[0]
    assert len(lines["convolutional"]) == conv2d_connections(*row)
    assert len(set(lines["dense"])) == len(lines["dense"]) == lesson.dense_twin(*row)
