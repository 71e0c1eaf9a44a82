"""Convolution of signals and images against SciPy, and its laws (4.1)."""

import numpy as np
import pytest
import scipy.signal
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from snippets.convolution import convolve1d, convolve2d, cross_correlate2d
from tests.strategies import laws, side, whole

MODES = ("full", "same", "valid")
SIZES = (1, 2, 3, 4, 5, 8)
rng = np.random.default_rng(4)


# Signals and images: SciPy


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("k", SIZES)
def test_convolve1d_is_scipys(n, k, mode):
    signal, kernel = rng.normal(size=n), rng.normal(size=k)
    expected = scipy.signal.convolve(signal, kernel, mode, method="direct")
    np.testing.assert_allclose(convolve1d(signal, kernel, mode), expected, atol=1e-14)


KERNELS = [(1, 1), (2, 2), (3, 3), (1, 4), (4, 3), (5, 4), (7, 6), (8, 8)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", KERNELS)
def test_convolve2d_is_scipys(shape, mode):
    image, kernel = rng.normal(size=(5, 4)), rng.normal(size=shape)
    expected = scipy.signal.convolve2d(image, kernel, mode)
    np.testing.assert_allclose(convolve2d(image, kernel, mode), expected, atol=1e-14)
    expected = scipy.signal.convolve(image, kernel, mode, method="direct")
    np.testing.assert_allclose(convolve2d(image, kernel, mode), expected, atol=1e-14)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", KERNELS)
def test_cross_correlate2d_is_scipys(shape, mode):
    image, kernel = rng.normal(size=(5, 4)), rng.normal(size=shape)
    expected = scipy.signal.correlate2d(image, kernel, mode)
    found = cross_correlate2d(image, kernel, mode)
    np.testing.assert_allclose(found, expected, atol=1e-14)


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 4), (4, 5)])
def test_same_correlation_is_the_libraries_same_padding(shape):
    image, kernel = rng.normal(size=(6, 7)), rng.normal(size=shape)
    top, left = (shape[0] - 1) // 2, (shape[1] - 1) // 2
    sides = (left, shape[1] - 1 - left, top, shape[0] - 1 - top)
    padded = functional.pad(torch.tensor(image)[None, None], sides)
    expected = functional.conv2d(padded, torch.tensor(kernel)[None, None])[0, 0]
    found = cross_correlate2d(image, kernel, "same")
    np.testing.assert_allclose(found, expected.numpy(), atol=1e-14)


def test_modes_by_hand():
    signal, kernel = [1, 2, 3], [1, 0, -1]
    # s(t) = I(t) - I(t - 2)
    full = [1, 2, 3 - 1, 0 - 2, 0 - 3]
    np.testing.assert_array_equal(convolve1d(signal, kernel), full)
    np.testing.assert_array_equal(convolve1d(signal, kernel, "same"), full[1:4])
    np.testing.assert_array_equal(convolve1d(signal, kernel, "valid"), full[2:3])


# Signals and images: laws


@laws
@given(whole(side), whole(side), st.sampled_from(("full", "valid")))
def test_convolve1d_commutes(a, b, mode):
    np.testing.assert_array_equal(convolve1d(a, b, mode), convolve1d(b, a, mode))


@laws
@given(whole(side, side), whole(side, side))
def test_convolve2d_commutes(a, b):
    np.testing.assert_array_equal(convolve2d(a, b), convolve2d(b, a))


@laws
@given(whole(side), whole(side), whole(side))
def test_convolve1d_is_associative(a, b, c):
    np.testing.assert_array_equal(
        convolve1d(convolve1d(a, b), c), convolve1d(a, convolve1d(b, c))
    )


@laws
@given(whole(4, 5), whole(4, 5), whole(2, 3), st.integers(-5, 5))
@pytest.mark.parametrize("operation", [convolve2d, cross_correlate2d])
@pytest.mark.parametrize("mode", MODES)
def test_operations_are_linear(operation, mode, a, b, kernel, factor):
    np.testing.assert_array_equal(
        operation(a + factor * b, kernel, mode),
        operation(a, kernel, mode) + factor * operation(b, kernel, mode),
    )


@laws
@given(whole(side), whole(side), st.integers(0, 5))
def test_convolve1d_is_shift_equivariant(signal, kernel, delay):
    late = np.pad(signal, (delay, 0))
    expected = np.pad(convolve1d(signal, kernel), (delay, 0))
    np.testing.assert_array_equal(convolve1d(late, kernel), expected)


@laws
@given(whole(side, side), whole(side, side), st.tuples(side, side))
@pytest.mark.parametrize("operation", [convolve2d, cross_correlate2d])
def test_operations_are_shift_equivariant(operation, image, kernel, shift):
    before = [(d, 0) for d in shift]
    expected = np.pad(operation(image, kernel, "full"), before)
    found = operation(np.pad(image, before), kernel, "full")
    np.testing.assert_array_equal(found, expected)


@laws
@given(whole(side, side), whole(side, side))
def test_correlation_is_convolution_with_the_turned_kernel(image, kernel):
    odd = all(size % 2 for size in kernel.shape)
    fits = np.subtract(image.shape, kernel.shape)
    modes = ["full"] + ["same"] * odd + ["valid"] * bool(fits.min() * fits.max() >= 0)
    for mode in modes:
        np.testing.assert_array_equal(
            cross_correlate2d(image, kernel[::-1, ::-1], mode),
            convolve2d(image, kernel, mode),
        )


def test_correlation_is_not_convolution_if_the_kernel_is_not_symmetric():
    image, kernel = np.arange(9.0).reshape(3, 3), [[1, 0], [0, -1]]
    np.testing.assert_array_equal(
        cross_correlate2d(image, kernel), -convolve2d(image, kernel, "valid")
    )


@laws
@given(whole(side, side))
def test_the_impulse_is_neutral(image):
    np.testing.assert_array_equal(convolve2d(image, [[1]]), image)
    np.testing.assert_array_equal(convolve2d([[1]], image), image)


# Types, extreme values, errors


def test_integers_become_float64_and_float32_stays():
    assert convolve1d([1, 2], [1]).dtype == np.float64
    assert convolve1d(*np.ones((2, 3), np.float32)).dtype == np.float32
    for operation in (convolve2d, cross_correlate2d):
        assert operation([[1, 2]], [[1]]).dtype == np.float64
        assert operation(*np.ones((2, 3, 3), np.float32)).dtype == np.float32


def test_arguments_are_left_alone_and_results_are_new():
    x = rng.normal(size=(3, 3))
    before = x.copy()
    convolve2d(x, [[1]])[...] = 0
    cross_correlate2d(x, [[1]])[...] = 0
    np.testing.assert_array_equal(x, before)


def test_a_nan_reaches_the_sums_that_hold_it_and_no_other():
    image = np.ones((6, 6))
    image[2, 4] = np.nan
    full = np.isnan(convolve2d(image, np.ones((3, 3))))
    assert full[2:5, 4:7].all()
    assert full.sum() == 9


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e308])
def test_infinities_and_overflow_without_warnings(value):
    image, kernel = np.ones((4, 4)), np.array([[10, 0], [10, 0]])
    image[2, 1] = value
    for s in (
        convolve1d(image[2], kernel[0]),
        convolve2d(image, kernel),
        cross_correlate2d(image, kernel),
    ):
        assert np.isinf(s).any()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: convolve1d([[1]], [1]), r"signal has shape \(1, 1\)"),
        (lambda: convolve1d([1], 1), r"kernel has shape \(\)"),
        (lambda: convolve1d([], [1]), r"signal has shape \(0,\)"),
        (lambda: convolve1d([1], []), r"kernel has shape \(0,\)"),
        (lambda: convolve1d([1], [1], "circular"), "mode is 'circular'"),
        (lambda: convolve2d([1], [[1]]), r"image has shape \(1,\)"),
        (lambda: convolve2d([[1]], [[1]], "reflect"), "mode is 'reflect'"),
        (lambda: convolve2d([[1, 2]], [[1], [2]], "valid"), r"\(1, 2\) and \(2, 1\)"),
        (lambda: cross_correlate2d([[1]], [1]), r"kernel has shape \(1,\)"),
        (lambda: cross_correlate2d(np.ones((0, 1)), [[1]]), r"shape \(0, 1\)"),
        (lambda: cross_correlate2d([[1, 2]], [[1], [2]]), "mode 'valid'"),
    ],
)
def test_signals_and_images_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_what_is_no_number_is_a_type_error():
    with pytest.raises(TypeError, match="signal has dtype"):
        convolve1d(["a"], [1])
    with pytest.raises(TypeError, match="kernel has dtype complex128"):
        cross_correlate2d([[1]], [[1j]])
