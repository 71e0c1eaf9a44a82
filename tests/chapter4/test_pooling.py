"""Section 4.2: the numbers, the claims and the figures of the page."""

import numpy as np
import pytest
import torch
from scipy import ndimage
from torch.nn import functional

from snippets.chapter4.pooling import figures, lesson
from snippets.cnn import forward
from snippets.cnn_training import trained
from snippets.data.digits import digits_split
from snippets.language import Language
from snippets.pooling import (
    average_pool2d,
    average_pool2d_backward,
    global_average_pool2d,
    global_max_pool2d,
    max_pool2d,
    max_pool2d_backward,
)
from snippets.shifts import change, shift

LANGUAGES = [Language("es"), Language("en")]
rng = np.random.default_rng(0)


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_example_is_pooled_as_by_hand():
    windows = [[1, 3, 5, 3], [2, 0, 2, 0]], [[0, 2, 1, 0], [6, 2, 2, 2]]
    x = lesson.example_map()
    np.testing.assert_array_equal(max_pool2d(x, 2)[0, 0], np.max(windows, axis=2))
    np.testing.assert_array_equal(average_pool2d(x, 2)[0, 0], np.mean(windows, axis=2))
    assert average_pool2d(x, 2)[0, 0, 0, 0] == 12 / 4 == 3


@pytest.mark.parametrize("h", range(4, 9))
def test_windows_side_by_side_leave_the_floor_of_the_quotient(h):
    for k in (1, 2, 3, 4):
        assert max_pool2d(np.zeros((1, 1, h, 7)), k).shape[2:] == (h // k, 7 // k)


def test_channels_are_pooled_separately():
    x = rng.normal(size=(2, 3, 6, 6))
    for pool in (max_pool2d, average_pool2d):
        each = [pool(x[:, c : c + 1], 2) for c in range(3)]
        np.testing.assert_array_equal(pool(x, 2), np.concatenate(each, axis=1))


def test_a_face_tilted_by_20_degrees_pools_as_the_upright_one_but_not_at_45():
    level, tilted, far = map(lesson.eye_map, figures.ANGLES)
    assert level.sum() == tilted.sum() == far.sum() == 2
    assert not (level * tilted).any()  # both eyes are in other cells
    for pool in (max_pool2d, average_pool2d):
        np.testing.assert_array_equal(pool(level, 4), pool(tilted, 4))
        assert (pool(far, 4) != pool(level, 4)).any()
    np.testing.assert_array_equal(max_pool2d(far, 4)[0, 0], [[0, 1], [1, 0]])
    assert average_pool2d(tilted, 4).max() == 1 / 16


def test_the_map_turns_as_scipys_rotation_does():
    # A quarter turn moves whole cells, so that no interpolation is in doubt.
    turned = ndimage.rotate(lesson.eye_map(0)[0, 0], 90, order=0)
    np.testing.assert_array_equal(lesson.eye_map(90)[0, 0], turned)


def test_a_step_moves_one_response_and_the_stride_moves_all():
    pooled = [max_pool2d(lesson.strip(k), (1, 2))[0, 0, 0] for k in range(3)]
    np.testing.assert_array_equal(pooled, [[7, 0, 5, 0], [7, 0, 0, 5], [0, 7, 0, 5]])
    np.testing.assert_array_equal(pooled[2][1:], pooled[0][:-1])


@pytest.mark.parametrize("w", [1, 2, 3, 4])
def test_equation_4_12_is_the_share_of_places_that_survive(w):
    for k in range(6):
        survived = []
        for place in range(w):
            x = np.zeros((1, 1, 1, 4 * w + 8))
            x[..., place] = 1
            before, after = (max_pool2d(y, (1, w)) for y in (x, shift(x, k)))
            survived.append(np.array_equal(before, after))
        assert np.mean(survived) == pytest.approx(max(0, 1 - k / w))


def test_change_is_the_mean_of_relative_norms():
    x = np.abs(rng.normal(size=(5, 1, 4, 10)))
    x[..., 8:] = 0
    after = functional.max_pool2d(torch.tensor(np.roll(x, 2, axis=3)), 2).numpy()
    before = functional.max_pool2d(torch.tensor(x), 2).numpy()
    pairs = zip(after, before, strict=True)
    each = [np.linalg.norm(a - b) / np.linalg.norm(b) for a, b in pairs]
    found = change(lambda x: max_pool2d(x, 2), x, 2)
    assert found == pytest.approx(np.mean(each))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: shift(np.ones((2, 2)), 1), ValueError, r"x has shape \(2, 2\)"),
        (lambda: shift(np.ones((1, 1, 2, 2)), 0.5), TypeError, r"\|d\| is 0.5"),
        (lambda: change(abs, np.zeros((1, 1, 2, 2)), 1), ValueError, r"f\(x\)\[0\]"),
    ],
)
def test_shifts_name_what_is_wrong(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("columns", range(-9, 10))
def test_a_shift_equals_scipy_and_leaves_nothing_in_the_end(columns):
    x = digits_split().x_test[:5]
    expected = ndimage.shift(x, (0, 0, 0, columns), order=0)
    np.testing.assert_array_equal(shift(x, columns), expected)
    assert shift(x + 1, columns).any() == (abs(columns) < 8)


def test_the_digits_stay_on_their_canvas():
    ink = lesson.canvases().sum()
    assert shift(lesson.canvases(), lesson.SHIFTS.max()).sum() == ink
    assert len(lesson.canvases()) == 4 * lesson.digits()


def test_what_the_page_says_of_the_curves():
    none, subsampled = lesson.changes("none"), lesson.changes("subsampled")
    average, largest = lesson.changes("average"), lesson.changes("max")
    np.testing.assert_allclose(subsampled, none, atol=0.02)
    assert (largest[1:] < average[1:]).all()
    assert (average[1:] < none[1:]).all()
    assert (lesson.changes("max4")[1:] < largest[1:]).all()
    assert (lesson.changes("global") == 0).all()
    assert largest[1] < 0.75 * none[1]  # helps at one pixel
    assert largest[4] > 0.9 * none[4]  # not at four
    assert lesson.changes("blurred")[1] < 0.8 * largest[1]


def test_ties_are_broken_as_in_pytorchs_pooling_and_shared_in_its_amax():
    x = torch.tensor([[[[2.0, 0.0], [2.0, 0.0]]]], requires_grad=True)
    found = max_pool2d_backward([[[[8]]]], x.detach().numpy(), 2)
    (pooling,) = torch.autograd.grad(8 * functional.max_pool2d(x, 2).sum(), x)
    (amax,) = torch.autograd.grad(8 * x.amax(dim=(2, 3)).sum(), x)
    np.testing.assert_array_equal(found, pooling.numpy())
    np.testing.assert_array_equal(amax.numpy()[0, 0], [[4, 0], [4, 0]])


def test_the_ties_of_the_network_are_those_that_pytorch_finds():
    layers = forward(digits_split().x_test, trained().parameters)
    maps = torch.tensor(layers.rectified)
    columns = functional.unfold(maps.flatten(0, 1)[:, None], 2, stride=2)
    ordered = columns.sort(dim=1, descending=True).values
    tied = ordered[:, 0] == ordered[:, 1]
    assert lesson.ties("ties") == pytest.approx(100 * tied.double().mean().item())
    zero = (ordered[:, 0] == 0)[tied].double().mean().item()
    assert lesson.ties("zeros") == pytest.approx(100 * zero)
    assert zero > 0.9  # most ties


def test_the_gradient_of_the_example():
    g, x = [[[[4, 8], [12, 16]]]], lesson.example_map()
    tensor = torch.tensor(x, requires_grad=True)
    functional.max_pool2d(tensor, 2).backward(torch.tensor(g, dtype=torch.float64))
    np.testing.assert_array_equal(max_pool2d_backward(g, x, 2), tensor.grad.numpy())
    quarters = np.kron([[1, 2], [3, 4]], np.ones((2, 2)))
    np.testing.assert_array_equal(average_pool2d_backward(g, x, 2)[0, 0], quarters)


def test_pytorch_counts_the_padding_unless_told_otherwise():
    x = np.array([[[[-4.0, -8.0], [-2.0, -6.0]]]])
    expected = functional.avg_pool2d(torch.tensor(x), 2, padding=1).numpy()
    found = average_pool2d(x, 2, padding=1, count_padding=True)
    np.testing.assert_array_equal(found, expected)


def test_pooling_behind_a_convolution_costs_k_squared_times_less():
    x = np.zeros((1, 8, 12, 12))
    for k in (2, 3, 4):
        assert x.size / max_pool2d(x, k).size == k**2


def test_the_table_counts_as_by_hand():
    for say in LANGUAGES:
        rows = lesson.sizes(say)["rows"]
        numbers = [8 * 8 * 8, 8 * 4 * 4, 8 * 2 * 2, 8]
        assert [row[2] for row in rows] == numbers
        assert [row[3] for row in rows] == [10 * (n + 1) for n in numbers]


def test_the_hand_exercise_against_pytorch():
    x = np.array([[[[0, 1, 8, 0], [9, 0, 2, 1], [3, 4, 0, 2], [2, 5, 2, 2.0]]]])
    tensor = torch.tensor(x, requires_grad=True)
    y = functional.max_pool2d(tensor, 3, stride=1)
    average = functional.avg_pool2d(tensor, 3, stride=1).detach()
    for found, expected in zip(
        lesson.pooled_by_hand(), (y.detach(), average), strict=True
    ):
        np.testing.assert_allclose(found, expected.numpy(), rtol=1e-15)
    y.sum().backward()
    shared = tensor.grad.numpy()[0, 0]
    assert shared[1, 0] == 2
    assert shared[0, 2] == shared[3, 1] == 1
    assert shared.sum() == 4


@pytest.mark.parametrize("pool", [max_pool2d, average_pool2d])
def test_pooling_twice_is_pooling_once_in_windows_of_four(pool):
    x = rng.normal(size=(2, 3, 8, 12))
    np.testing.assert_allclose(lesson.pooled_twice(pool, x), pool(x, 4), rtol=1e-12)


@pytest.mark.parametrize("size", [2, 3])
def test_averaging_is_a_convolution(size):
    x = rng.normal(size=(2, 3, 6, 6))
    kernels = torch.tensor(lesson.averaging_kernels(3, size))
    found = functional.conv2d(torch.tensor(x), kernels, stride=size).numpy()
    np.testing.assert_allclose(found, average_pool2d(x, size), atol=1e-14)


def test_max_blur_pool_against_scipy():
    x = np.abs(rng.normal(size=(2, 1, 8, 10)))
    found = lesson.max_blur_pool2d(x)
    for image, blurred in zip(x[:, 0], found[:, 0], strict=True):
        largest = ndimage.maximum_filter(image, 2, origin=-1, mode="constant")
        kernel = np.outer([0.25, 0.5, 0.25], [0.25, 0.5, 0.25])
        expected = ndimage.correlate(largest, kernel, mode="constant")[::2, ::2]
        np.testing.assert_allclose(blurred, expected, rtol=1e-12)
    assert found.shape == max_pool2d(x, 2).shape


def test_global_pooling_survives_shifts_on_the_canvas():
    x = lesson.canvases()[:50]
    for pool in (global_max_pool2d, global_average_pool2d):
        np.testing.assert_allclose(pool(shift(x, 3)), pool(x), rtol=1e-13)


@pytest.mark.parametrize("say", LANGUAGES, ids=lambda say: say.code)
def test_figures_draw_what_the_snippets_return(say):
    x = lesson.example_map()
    drawn = words(figures.operation(say))
    values = [*x.flat, *max_pool2d(x, 2).flat, *average_pool2d(x, 2).flat]
    shown = [text for text in drawn if text[:1].isdigit()]
    assert shown == [say.number(value) for value in values]
    assert ("máximo" in drawn) == (say.code == "es")

    first, second = figures.shifted_digits(say)
    for figure, names in (
        (first, ("none", "subsampled", "average", "max")),
        (second, ("none", "max", "max4", "global")),
    ):
        for line, name in zip(figure.axes[0].lines, names, strict=True):
            np.testing.assert_array_equal(line.get_ydata(), lesson.changes(name))

    g = np.array([[[[4, 8], [12, 16]]]])
    largest, average = figures.gradients(say)
    for figure, backward in (
        (largest, max_pool2d_backward),
        (average, average_pool2d_backward),
    ):
        values = [*g.flat, *backward(g, x, 2).flat]
        shown = [text for text in words(figure) if text[:1].isdigit()]
        assert shown == [say.number(value) for value in values]


def test_the_strip_and_the_faces_are_drawn():
    for say in LANGUAGES:
        assert words(figures.shifted_strip(say)).count("7") == 6
        assert words(figures.tilted_face(say)).count("1") == 6
