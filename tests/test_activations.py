"""The activations against SciPy, PyTorch, finite differences and their laws."""

from functools import partial

import numpy as np
import pytest
import scipy.special
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from torch.nn import functional

from snippets import activations
from snippets.activations import (
    ENTRYWISE,
    below_maximum,
    derivative,
    leaky_relu,
    normal_cdf,
    softmax,
)
from tests.finite_differences import numerical_gradient

TORCH = {
    "linear": lambda x: x * 1,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "softplus": lambda x: torch.logaddexp(x, torch.zeros_like(x)),
    "gelu": functional.gelu,
}
SOFTMAX_TORCH = {
    "softmax": torch.softmax,
    "log_softmax": torch.log_softmax,
}
# Value and derivative at minus and at plus infinity.
LIMITS = {
    "linear": ((-np.inf, np.inf), (1, 1)),
    "sigmoid": ((0, 1), (0, 0)),
    "tanh": ((-1, 1), (0, 0)),
    "relu": ((0, np.inf), (0, 1)),
    "leaky_relu": ((-np.inf, np.inf), (0.01, 1)),
    "elu": ((-1, np.inf), (0, 1)),
    "softplus": ((0, np.inf), (0, 1)),
    "gelu": ((0, np.inf), (0, 1)),
}
ELEMENTWISE = [g.__name__ for f in ENTRYWISE for g in (f, f.derivative)]
NAMES = [*ELEMENTWISE, "normal_cdf", "softmax", "log_softmax"]
EVERY = [*NAMES, "softmax_derivative", "log_softmax_derivative"]
GRID = np.concatenate([np.linspace(-30, 30, 601), [-1000, -100, 100, 1000]])
MODERATE = st.floats(-50, 50)
SCORES = arrays(float, array_shapes(min_dims=1, max_dims=3), elements=MODERATE)


def call(name, x, **options):
    return getattr(activations, name)(x, **options)


def torch_pair(f, x):
    """Value and derivative according to PyTorch."""
    x = torch.tensor(x, requires_grad=True)
    value = f(x)
    (derivative,) = torch.autograd.grad(value.sum(), x)
    return value.detach().numpy(), derivative.numpy()


def test_every_elementwise_activation_is_compared():
    assert set(TORCH) == set(LIMITS) == {f.__name__ for f in ENTRYWISE}
    for f in ENTRYWISE:
        assert derivative(f).__name__ == f"{f.__name__}_derivative"


def test_an_activation_with_an_option_has_the_derivative_with_that_option():
    x = np.array([-2.0, 3.0])
    gentle = partial(leaky_relu, alpha=0.3)
    np.testing.assert_array_equal(derivative(gentle)(x), [0.3, 1])
    np.testing.assert_array_equal(derivative(partial(gentle, alpha=0.5))(x), [0.5, 1])


def test_a_function_without_a_derivative_is_named():
    for f, name in ((np.exp, "exp"), (partial(softmax, axis=0), "softmax")):
        with pytest.raises(ValueError, match=f"activation is {name}; accepted: linear"):
            derivative(f)
    with pytest.raises(ValueError, match=r"for softmax, end with linear and use"):
        derivative(softmax)


@pytest.mark.parametrize("name", TORCH)
def test_value_and_derivative_agree_with_torch(name):
    value, derivative = torch_pair(TORCH[name], GRID)
    np.testing.assert_allclose(call(name, GRID), value, rtol=1e-13, atol=1e-15)
    ours = call(f"{name}_derivative", GRID)
    np.testing.assert_allclose(ours, derivative, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", TORCH)
def test_float32_agrees_with_torch(name):
    x = GRID.astype(np.float32)
    value, derivative = torch_pair(TORCH[name], x)
    np.testing.assert_allclose(call(name, x), value, rtol=1e-6, atol=1e-6)
    ours = call(f"{name}_derivative", x)
    np.testing.assert_allclose(ours, derivative, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("alpha", [0.1, 0.7, 2.0, np.float64(1.3)])
@pytest.mark.parametrize("name", ["leaky_relu", "elu"])
def test_alpha_agrees_with_torch(name, alpha):
    torch_f = TORCH[name]
    value, derivative = torch_pair(lambda x: torch_f(x, float(alpha)), GRID)
    np.testing.assert_allclose(call(name, GRID, alpha=alpha), value, rtol=1e-14)
    ours = call(f"{name}_derivative", GRID, alpha=alpha)
    np.testing.assert_allclose(ours, derivative, rtol=1e-13)
    assert call(name, np.float32([-1, 1]), alpha=alpha).dtype == np.float32


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "elu"])
def test_derivative_at_the_corner_is_that_of_torch(name):
    options = {} if name == "relu" else {"alpha": 0.5}
    torch_f = TORCH[name]
    _, derivative = torch_pair(lambda x: torch_f(x, *options.values()), np.zeros(1))
    assert call(f"{name}_derivative", 0.0, **options) == derivative[0]


@pytest.mark.parametrize("name", TORCH)
def test_derivative_agrees_with_finite_differences(name):
    for x in np.linspace(-6, 6, 40):  # no point within eps of the corner at 0
        slope = numerical_gradient(getattr(activations, name), np.array(x))
        ours = call(f"{name}_derivative", x)
        np.testing.assert_allclose(ours, slope, rtol=1e-6, atol=1e-9)


def test_tails_keep_their_relative_accuracy():
    x = np.array([-700.0, -300.0, -37.0, -20.0, -5.0])
    np.testing.assert_allclose(activations.sigmoid(x), np.exp(x) / (1 + np.exp(x)))
    np.testing.assert_allclose(activations.softplus(x), np.log1p(np.exp(x)))
    np.testing.assert_allclose(normal_cdf(x), scipy.special.ndtr(x), rtol=1e-12)
    tail = x[-3:]
    gelu = tail * scipy.special.ndtr(tail)
    np.testing.assert_allclose(activations.gelu(tail), gelu, rtol=1e-12)
    far = x[1:]
    slope = 1 / np.cosh(far) ** 2
    np.testing.assert_allclose(activations.tanh_derivative(far), slope, rtol=1e-12)
    np.testing.assert_allclose(activations.tanh_derivative(-far), slope, rtol=1e-12)
    slope = np.exp(x) / (1 + np.exp(x)) ** 2
    np.testing.assert_allclose(activations.sigmoid_derivative(x), slope, rtol=1e-12)
    np.testing.assert_allclose(activations.sigmoid_derivative(-x), slope, rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", LIMITS)
def test_limits(name, dtype):
    value, derivative = LIMITS[name]
    infinite = np.array([-np.inf, np.inf], dtype)
    np.testing.assert_array_equal(call(name, infinite), np.array(value, dtype))
    ours = call(f"{name}_derivative", infinite)
    np.testing.assert_array_equal(ours, np.array(derivative, dtype))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_any_finite_number_gives_a_number(name, dtype):
    top = np.finfo(dtype).max
    tiny = np.finfo(dtype).smallest_subnormal
    x = np.array([-top, -1000, -tiny, 0, tiny, 1000, top], dtype)
    assert np.isfinite(call(name, x)).all()


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_nan_stays_where_it_is(name):
    x = np.array([1.0, np.nan, -1.0])
    np.testing.assert_array_equal(np.isnan(call(name, x)), np.isnan(x))


@pytest.mark.parametrize("name", EVERY)
def test_nan_in_a_row_of_scores_spoils_that_row_alone(name):
    if name in ELEMENTWISE or name == "normal_cdf":
        assert np.isnan(call(name, np.nan))
        return
    result = call(name, np.array([[0.0, np.nan], [0.0, 1.0]]))
    assert np.isnan(result[0]).any()
    assert np.isfinite(result[1]).all()


@pytest.mark.parametrize("name", EVERY)
def test_dtype_float32_is_kept_and_the_rest_becomes_float64(name):
    assert call(name, np.float32([1, 2])).dtype == np.float32
    for dtype in (bool, np.int8, np.uint64, np.float16, np.float64, ">f8"):
        assert call(name, np.array([1, 0], dtype)).dtype == np.float64
    assert call(name, [1, 2]).dtype == np.float64


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(
    "wrong", [[1j], ["1"], [None], [b"1"], np.array(["2020"], "M8[D]"), [{}]]
)
def test_what_is_not_a_real_number_raises(name, wrong):
    with pytest.raises(TypeError, match="accepted: real numbers"):
        call(name, wrong)


@pytest.mark.parametrize("name", EVERY)
def test_the_input_is_left_alone_and_not_shared(name):
    x = np.array([[-1.0, 0.5], [2.0, np.inf]])
    before = x.copy()
    result = call(name, x)
    result[...] = 7
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("name", [*ELEMENTWISE, "normal_cdf"])
def test_shape_is_kept_and_a_number_gives_a_number(name):
    for shape in [(0,), (3, 0), (2, 3), (1, 2, 3, 4)]:
        assert call(name, np.ones(shape)).shape == shape
    assert isinstance(call(name, 1), np.float64)
    assert isinstance(call(name, np.float32(1)), np.float32)


@pytest.mark.parametrize("name", [*ELEMENTWISE, "normal_cdf"])
def test_non_contiguous_input(name):
    x = np.arange(12.0).reshape(3, 4)
    np.testing.assert_array_equal(call(name, x.T[::-2]), call(name, x).T[::-2])


@given(MODERATE)
def test_symmetries(x):
    approx = pytest.approx
    assert activations.sigmoid(-x) == approx(1 - activations.sigmoid(x), abs=1e-15)
    assert activations.tanh(-x) == -activations.tanh(x)
    assert activations.softplus(x) - activations.softplus(-x) == approx(x, abs=1e-13)
    assert activations.gelu(x) - activations.gelu(-x) == approx(x, abs=1e-13)
    assert activations.tanh(x) == approx(2 * activations.sigmoid(2 * x) - 1, abs=1e-15)


@given(MODERATE, MODERATE)
def test_monotone(a, b):
    low, high = min(a, b), max(a, b)
    for name in set(LIMITS) - {"gelu"}:  # GELU falls before it rises
        assert call(name, low) <= call(name, high) + 1e-15, name


@pytest.mark.parametrize("name", SOFTMAX_TORCH)
@pytest.mark.parametrize("axis", [-1, 0, 1, 2, -3])
def test_softmax_agrees_with_torch_and_scipy(name, axis):
    x = np.random.default_rng(0).normal(scale=20, size=(3, 4, 5))
    expected = SOFTMAX_TORCH[name](torch.tensor(x), dim=axis).numpy()
    np.testing.assert_allclose(call(name, x, axis=axis), expected, rtol=1e-13)
    expected = getattr(scipy.special, name)(x, axis=axis)
    np.testing.assert_allclose(call(name, x, axis=axis), expected, rtol=1e-12)


@pytest.mark.parametrize("name", SOFTMAX_TORCH)
@pytest.mark.parametrize("axis", [-1, 0])
def test_softmax_jacobian_agrees_with_finite_differences(name, axis):
    x = np.random.default_rng(1).normal(size=(3, 4))
    ours = call(f"{name}_derivative", x, axis=axis)
    rows = np.moveaxis(x, axis, -1)
    assert ours.shape == (*rows.shape, rows.shape[-1])
    for row, jacobian in zip(rows, ours, strict=True):
        expected = numerical_gradient(getattr(activations, name), row)
        np.testing.assert_allclose(jacobian, expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", SOFTMAX_TORCH)
def test_softmax_jacobian_agrees_with_torch(name):
    x = np.random.default_rng(2).normal(scale=5, size=6)
    f = SOFTMAX_TORCH[name]
    expected = torch.autograd.functional.jacobian(lambda t: f(t, -1), torch.tensor(x))
    ours = call(f"{name}_derivative", x)
    np.testing.assert_allclose(ours, expected.numpy(), rtol=1e-12, atol=1e-15)


@given(SCORES, st.floats(-1e3, 1e3))
def test_softmax_laws(x, shift):
    p = softmax(x)
    assert ((p >= 0) & (p <= 1)).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1)
    np.testing.assert_allclose(softmax(x + shift), p, rtol=1e-9)
    np.testing.assert_allclose(np.exp(activations.log_softmax(x)), p, atol=1e-15)
    swapped = softmax(x[..., ::-1])
    np.testing.assert_allclose(swapped, p[..., ::-1], rtol=1e-13)


@given(MODERATE)
def test_softmax_of_two_classes_is_the_sigmoid(x):
    assert softmax([x, 0])[0] == pytest.approx(activations.sigmoid(x), rel=1e-13)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([1000, -1000, 0], [1, 0, 0]),
        ([np.inf, 5, -np.inf], [1, 0, 0]),
        ([-np.inf, 0, 0], [0, 1 / 2, 1 / 2]),
        ([np.inf, np.inf, 0], [1 / 2, 1 / 2, 0]),
        ([-np.inf, -np.inf], [1 / 2, 1 / 2]),
        ([np.finfo(float).max, -np.finfo(float).max], [1, 0]),
        ([3], [1]),
    ],
)
def test_softmax_limits(x, expected):
    np.testing.assert_array_equal(softmax(x), expected)
    np.testing.assert_array_equal(softmax(np.float32(np.clip(x, -3e38, 3e38))).sum(), 1)
    with np.errstate(divide="ignore"):
        logarithm = np.log(expected)
    finite = np.isfinite(logarithm)
    ours = activations.log_softmax(x)
    np.testing.assert_allclose(ours[finite], logarithm[finite])
    assert np.isfinite(activations.softmax_derivative(x)).all()


def test_log_softmax_keeps_what_the_logarithm_of_softmax_loses():
    np.testing.assert_array_equal(activations.log_softmax([0, -1000]), [0, -1000])
    np.testing.assert_array_equal(activations.log_softmax([0, -np.inf]), [0, -np.inf])


@pytest.mark.parametrize(
    "name", ["softmax", "log_softmax", "softmax_derivative", "log_softmax_derivative"]
)
def test_softmax_needs_an_axis_with_entries(name):
    for x, axis in [([], -1), (np.ones((3, 0)), 1), (np.ones((0, 3)), 0), (2.0, -1)]:
        with pytest.raises(ValueError, match=f"axis is {axis}; accepted"):
            call(name, x, axis=axis)
    for axis in (2, -3):
        with pytest.raises(ValueError, match=r"x has shape \(2, 3\) and axis is"):
            call(name, np.ones((2, 3)), axis=axis)
    with pytest.raises(TypeError):
        call(name, np.ones((2, 3)), axis=None)


def test_softmax_of_no_rows_is_no_rows():
    assert softmax(np.ones((0, 3))).shape == (0, 3)
    assert activations.softmax_derivative(np.ones((0, 3))).shape == (0, 3, 3)


@given(SCORES)
def test_below_maximum_touches_zero(x):
    np.testing.assert_array_equal(below_maximum(x).max(axis=-1), 0)
