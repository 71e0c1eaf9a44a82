"""Section 4.2 against PyTorch, finite differences, and the shifts it survives."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional

from snippets.pooling import (
    average_pool2d,
    average_pool2d_backward,
    global_average_pool2d,
    global_max_pool2d,
    max_pool2d,
    max_pool2d_backward,
    max_pool2d_windows,
)
from tests.finite_differences import numerical_gradient

rng = np.random.default_rng(42)
laws = settings(max_examples=40, deadline=None)
SETTINGS = [
    {"size": 1},
    {"size": 2},
    {"size": 3, "stride": 1},
    {"size": 2, "stride": 3},
    {"size": (2, 3), "stride": (1, 2), "padding": (1, 0)},
    {"size": (4, 5), "stride": 2, "padding": (2, 2)},
    {"size": 3, "stride": 2, "padding": 1},
]
images = arrays(
    np.float64,
    st.tuples(st.just(2), st.just(2), st.integers(4, 7), st.integers(4, 7)),
    elements=st.integers(-3, 3).map(float),  # few values: many ties
)


def pytorch(operation, options, **more):
    names = {"size": "kernel_size"}
    options = {names.get(name, name): value for name, value in options.items()}
    return lambda x: operation(x, **options, **more)


@pytest.mark.parametrize("options", SETTINGS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_max_pool2d_is_pytorchs(options, dtype):
    x = rng.normal(size=(2, 3, 7, 6)).astype(dtype)
    expected = pytorch(functional.max_pool2d, options)(torch.tensor(x)).numpy()
    for pool in (max_pool2d_windows, max_pool2d):
        found = pool(x, **options)
        assert found.dtype == dtype
        np.testing.assert_array_equal(found, expected)


@st.composite
def poolings(draw):
    """Draw images, windows that fit, strides, and any padding below the window."""
    kh, kw = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    sides = [[draw(st.integers(0, k - 1)) for _ in range(2)] for k in (kh, kw)]
    least = [max(1, k - sum(ends)) for k, ends in zip((kh, kw), sides, strict=True)]
    h, w = (draw(st.integers(size, size + 4)) for size in least)
    stride = draw(st.none() | st.tuples(st.integers(1, 5), st.integers(1, 5)))
    shape = (draw(st.integers(1, 2)), draw(st.integers(1, 2)), h, w)
    x = draw(arrays(np.float64, shape, elements=st.integers(-3, 3).map(float)))
    return x, (kh, kw), stride, sides


@laws
@given(poolings())
def test_max_pool2d_is_the_maximum_of_the_windows(pooling):
    found = max_pool2d(*pooling)
    assert np.isfinite(found).all()  # no window holds padding alone
    np.testing.assert_array_equal(found, max_pool2d_windows(*pooling))


@laws
@given(poolings())
def test_average_pool2d_averages_the_entries_within_the_image(pooling):
    x, (kh, kw), stride, ((top, bottom), (left, right)) = pooling
    missing = np.pad(
        x, ((0, 0), (0, 0), (top, bottom), (left, right)), constant_values=np.nan
    )
    u, v = stride or (kh, kw)
    found = average_pool2d(*pooling)
    for n, c, i, j in np.ndindex(found.shape):
        window = missing[n, c, u * i : u * i + kh, v * j : v * j + kw]
        assert found[n, c, i, j] == pytest.approx(np.nanmean(window))


@laws
@given(poolings())
def test_gradients_reach_the_image_and_nothing_is_lost_in_the_padding(pooling):
    x = pooling[0]
    g = np.arange(1.0, max_pool2d(*pooling).size + 1).reshape(
        max_pool2d(*pooling).shape
    )
    for backward in (max_pool2d_backward, average_pool2d_backward):
        found = backward(g, *pooling)
        assert found.shape == x.shape
        assert found.sum() == pytest.approx(g.sum())


@laws
@given(images)
@pytest.mark.parametrize("options", SETTINGS)
def test_max_pool2d_backward_is_pytorchs_with_ties(options, x):
    tensor = torch.tensor(x, requires_grad=True)
    y = pytorch(functional.max_pool2d, options)(tensor)
    gradient = np.arange(1.0, y.numel() + 1).reshape(y.shape)
    y.backward(torch.tensor(gradient))
    found = max_pool2d_backward(gradient, x, **options)
    np.testing.assert_array_equal(found, tensor.grad.numpy())


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize("options", SETTINGS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_average_pool2d_and_its_gradient_are_pytorchs(options, counted, dtype):
    x = rng.normal(size=(2, 3, 7, 6)).astype(dtype)
    tensor = torch.tensor(x, requires_grad=True)
    operation = pytorch(functional.avg_pool2d, options, count_include_pad=counted)
    y = operation(tensor)
    close = {"rtol": 0, "atol": 1e-6 if dtype == np.float32 else 1e-14}
    found = average_pool2d(x, **options, count_padding=counted)
    assert found.dtype == dtype
    np.testing.assert_allclose(found, y.detach().numpy(), **close)

    gradient = rng.normal(size=found.shape).astype(dtype)
    y.backward(torch.tensor(gradient))
    found = average_pool2d_backward(gradient, x, **options, count_padding=counted)
    assert found.dtype == dtype
    np.testing.assert_allclose(found, tensor.grad.numpy(), **close)


@pytest.mark.parametrize("sides", [((1, 0), (0, 1)), ((0, 2), (1, 2))])
def test_padding_may_differ_on_each_side(sides):
    x = rng.normal(size=(2, 2, 6, 7))
    (top, bottom), (left, right) = sides
    around = (left, right, top, bottom)
    padded = functional.pad(torch.tensor(x), around, value=-np.inf)
    expected = functional.max_pool2d(padded, 4, 1).numpy()
    np.testing.assert_array_equal(max_pool2d(x, 4, 1, sides), expected)

    zeros = functional.pad(torch.tensor(x), around)
    ones = functional.pad(torch.ones(x.shape, dtype=torch.float64), around)
    mean = functional.avg_pool2d(zeros, 4, 1)
    part = functional.avg_pool2d(ones, 4, 1)
    np.testing.assert_allclose(average_pool2d(x, 4, 1, sides, True), mean, atol=1e-14)
    np.testing.assert_allclose(average_pool2d(x, 4, 1, sides), mean / part, atol=1e-14)


@pytest.mark.parametrize("options", SETTINGS)
@pytest.mark.parametrize(
    ("forward", "backward", "more"),
    [
        (max_pool2d, max_pool2d_backward, {}),
        (average_pool2d, average_pool2d_backward, {}),
        (average_pool2d, average_pool2d_backward, {"count_padding": True}),
    ],
)
def test_backward_is_the_difference_quotient(forward, backward, more, options):
    # All entries differ by far more than eps: the maxima do not change hands.
    x = rng.permutation(2 * 5 * 6).reshape(1, 2, 5, 6) / 10
    gradient = rng.normal(size=forward(x, **options, **more).shape)
    found = backward(gradient, x, **options, **more)
    numerical = numerical_gradient(
        lambda x: (gradient * forward(x, **options, **more)).sum(), x
    )
    error = np.linalg.norm(found - numerical) / np.linalg.norm(numerical)
    assert error < 1e-6


def test_the_first_of_equal_maxima_takes_the_gradient():
    x = np.array([[[[0, 7], [7, 7]]]])
    expected = [[[[0, 1], [0, 0]]]]
    np.testing.assert_array_equal(max_pool2d_backward([[[[1]]]], x, 2), expected)


# The shifts that pooling survives, and those that it does not


def lone_maximum(row, column):
    x = np.zeros((1, 1, 8, 8))
    x[0, 0, row, column] = 1
    return x


cell = st.integers(0, 7)


@laws
@given(cell, cell, st.integers(0, 2), st.integers(0, 2))
def test_max_pooling_survives_a_shift_within_a_window(row, column, down, right):
    # Windows 4x4: the shifted maximum stays in the same quarter of the image.
    to = row // 4 * 4 + (row + down) % 4, column // 4 * 4 + (column + right) % 4
    before, after = lone_maximum(row, column), lone_maximum(*to)
    np.testing.assert_array_equal(max_pool2d(before, 4), max_pool2d(after, 4))


def test_max_pooling_does_not_survive_a_shift_across_a_border():
    inside, across = lone_maximum(0, 3), lone_maximum(0, 4)
    np.testing.assert_array_equal(max_pool2d(inside, 4)[0, 0], [[1, 0], [0, 0]])
    np.testing.assert_array_equal(max_pool2d(across, 4)[0, 0], [[0, 1], [0, 0]])


@laws
@given(images, st.integers(-7, 7), st.integers(-7, 7))
def test_global_pooling_survives_every_circular_shift(x, down, right):
    shifted = np.roll(x, (down, right), axis=(2, 3))
    np.testing.assert_array_equal(global_max_pool2d(shifted), global_max_pool2d(x))
    average = global_average_pool2d(x)
    np.testing.assert_allclose(global_average_pool2d(shifted), average, atol=1e-14)


@laws
@given(images, st.integers(1, 3))
def test_a_shift_by_the_stride_shifts_the_pooled_image(x, steps):
    for pool in (max_pool2d, average_pool2d):
        around = np.pad(x, ((0, 0), (0, 0), (2 * steps, 0), (2 * steps, 0)))
        found = pool(around, 2)[:, :, steps:, steps:]
        np.testing.assert_array_equal(found, pool(x, 2))


@laws
@given(images)
def test_a_window_as_large_as_the_image_is_global(x):
    pooled = max_pool2d(x, x.shape[2:])[..., 0, 0]
    np.testing.assert_array_equal(pooled, global_max_pool2d(x))
    pooled = average_pool2d(x, x.shape[2:])[..., 0, 0]
    np.testing.assert_allclose(pooled, global_average_pool2d(x), atol=1e-14)


@laws
@given(images)
@pytest.mark.parametrize("options", SETTINGS)
def test_the_largest_is_at_least_the_average(options, x):
    average = average_pool2d(x, **options)
    assert (max_pool2d(x, **options) >= average - 1e-14).all()


@laws
@given(images)
@pytest.mark.parametrize("options", SETTINGS)
def test_max_pooling_commutes_with_increasing_functions(options, x):
    np.testing.assert_array_equal(
        max_pool2d(np.exp(x), **options), np.exp(max_pool2d(x, **options))
    )


# Types, extreme values, errors


def test_global_pooling_is_pytorchs():
    x = rng.normal(size=(2, 3, 5, 4))
    expected = functional.adaptive_max_pool2d(torch.tensor(x), 1)[..., 0, 0]
    np.testing.assert_array_equal(global_max_pool2d(x), expected.numpy())
    expected = functional.adaptive_avg_pool2d(torch.tensor(x), 1)[..., 0, 0]
    np.testing.assert_allclose(global_average_pool2d(x), expected.numpy(), atol=1e-14)


def test_integers_become_float64_and_float32_stays():
    x = np.arange(16).reshape(1, 1, 4, 4)
    for pool in (max_pool2d, average_pool2d):
        assert pool(x, 2).dtype == np.float64
        assert pool(x.astype(np.float32), 3, 1, 1).dtype == np.float32
    for pool in (global_max_pool2d, global_average_pool2d):
        assert pool(x).dtype == np.float64
        assert pool(x.astype(np.float32)).dtype == np.float32


def test_padding_is_never_the_maximum():
    x = np.full((1, 1, 3, 3), -1e300)
    for options in SETTINGS:
        assert (max_pool2d(x, **options) == -1e300).all()


def test_minus_infinity_in_the_image_keeps_its_gradient():
    x = torch.full((1, 1, 4, 4), -torch.inf, requires_grad=True)
    functional.max_pool2d(x, 3, 2, 1).sum().backward()
    gradient = np.ones((1, 1, 2, 2), np.float32)
    found = max_pool2d_backward(gradient, x.detach().numpy(), 3, 2, 1)
    np.testing.assert_array_equal(found, x.grad.numpy())


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e308])
def test_extreme_values_pass_through_without_warnings(value):
    x = np.ones((1, 1, 4, 4))
    x[0, 0, :2, 1] = value
    largest = np.maximum(value, 1)
    np.testing.assert_array_equal(max_pool2d(x, 2)[0, 0], [[largest, 1], [1, 1]])
    np.testing.assert_array_equal(global_max_pool2d(x), [[largest]])
    average = np.multiply(value, 0.5) if abs(value) < 1e308 else value + value
    np.testing.assert_array_equal(average_pool2d(x, 2)[0, 0], [[average, 1], [1, 1]])
    assert not np.isfinite(global_average_pool2d(x)).all()
    for backward in (max_pool2d_backward, average_pool2d_backward):
        found = backward([[[[value, 0], [0, 1]]]], x, 2)[0, 0]
        assert np.isfinite(found[:, 2:]).all()
        assert found[:2, :2].any()


def test_opposite_infinities_have_no_average():
    x = np.array([[[[np.inf, -np.inf]]]])
    assert np.isnan(average_pool2d(x, (1, 2))).all()
    assert np.isnan(global_average_pool2d(x)).all()


def test_the_result_is_new_even_where_nothing_changes():
    x = rng.normal(size=(1, 1, 3, 3))
    before = x.copy()
    for pool in (max_pool2d, average_pool2d):
        pool(x, 1)[...] = 0
    np.testing.assert_array_equal(x, before)


IMAGE = np.ones((1, 2, 4, 4))


@pytest.mark.parametrize("pool", [max_pool2d_windows, max_pool2d, average_pool2d])
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"x": np.ones((4, 4))}, ValueError, r"x has shape \(4, 4\)"),
        ({"x": np.ones((1, 0, 4, 4))}, ValueError, r"\(1, 0, 4, 4\).*no empty axis"),
        ({"x": IMAGE * 1j}, TypeError, "x has dtype complex128"),
        ({"size": 0}, ValueError, "size is 0"),
        ({"size": 5}, ValueError, "size is 5; accepted: at most 4"),
        ({"size": 2.0}, TypeError, "size is 2.0"),
        ({"size": (2, 2, 2)}, ValueError, r"size is \(2, 2, 2\)"),
        ({"stride": 0}, ValueError, "stride is 0"),
        ({"stride": -1}, ValueError, "stride is -1"),
        ({"stride": 0.5}, TypeError, "stride is 0.5"),
        ({"padding": -1}, ValueError, "padding is -1"),
        ({"padding": 2}, ValueError, r"padding is .*less than the window \(2, 2\)"),
        ({"size": 3, "padding": ((0, 0), (0, 3))}, ValueError, "less than the window"),
        (
            {"size": (3, 1), "padding": ((0, 0), (1, 0))},
            ValueError,
            "less than the window",
        ),
    ],
)
def test_pooling_names_what_is_wrong(pool, arguments, error, message):
    with pytest.raises(error, match=message):
        pool(**{"x": IMAGE, "size": 2} | arguments)


@pytest.mark.parametrize("backward", [max_pool2d_backward, average_pool2d_backward])
def test_backward_wants_the_outputs_shape(backward):
    with pytest.raises(ValueError, match=r"gradient has shape.*\(1, 2, 2, 2\)"):
        backward(np.ones((1, 2, 2, 1)), IMAGE, 2)


@pytest.mark.parametrize("pool", [global_max_pool2d, global_average_pool2d])
def test_global_pooling_names_what_is_wrong(pool):
    with pytest.raises(ValueError, match=r"x has shape \(4, 4\)"):
        pool(np.ones((4, 4)))
    with pytest.raises(ValueError, match="no empty axis"):
        pool(np.ones((1, 1, 0, 4)))
    with pytest.raises(TypeError, match="x has dtype"):
        pool(IMAGE.astype(str))
