"""The convolutional layer (4.1) against PyTorch, finite differences, and its laws."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from snippets.convolution import (
    connections,
    conv2d,
    conv2d_backward,
    conv2d_connections,
    conv2d_loops,
    conv2d_parameters,
    cross_correlate2d,
    dense_connections,
    dense_parameters,
    output_size,
)
from snippets.windows import add_windows, as_padding, window_view
from tests.finite_differences import numerical_gradient
from tests.strategies import laws, side, whole

rng = np.random.default_rng(4)


# The layer


SETTINGS = [
    {"stride": 1, "padding": 0},
    {"stride": 2, "padding": 1},
    {"stride": (2, 1), "padding": (0, 2)},
    {"stride": (1, 3), "padding": ((1, 0), (2, 3))},
    {"stride": 5, "padding": ((0, 4), (0, 0))},
]


def torch_conv2d(x, kernels, bias, stride, padding):
    (top, bottom), (left, right) = as_padding(padding)
    padded = functional.pad(x, (left, right, top, bottom))
    return functional.conv2d(padded, kernels, bias, stride)


@pytest.mark.parametrize("options", SETTINGS)
@pytest.mark.parametrize("shape", [(2, 3, 3, 3), (1, 3, 1, 1), (4, 3, 2, 5)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_conv2d_and_its_gradients_are_pytorchs(options, shape, dtype):
    x, kernels = rng.normal(size=(2, 3, 7, 6)), rng.normal(size=shape)
    given = [a.astype(dtype) for a in (x, kernels, rng.normal(size=shape[0]))]
    tensors = [torch.tensor(array, requires_grad=True) for array in given]
    expected = torch_conv2d(*tensors, **options)
    found = conv2d(*given, **options)
    close = {"rtol": 0, "atol": 1e-4 if dtype == np.float32 else 1e-12}
    assert found.dtype == dtype
    np.testing.assert_allclose(found, expected.detach().numpy(), **close)
    np.testing.assert_allclose(found, conv2d_loops(*given, **options), **close)

    gradient = rng.normal(size=found.shape).astype(dtype)
    expected.backward(torch.tensor(gradient))
    gradients = conv2d_backward(gradient, *given[:2], **options)
    for gradient, tensor in zip(gradients, tensors, strict=True):
        assert gradient.dtype == dtype
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), **close)


@pytest.mark.parametrize("options", SETTINGS)
def test_conv2d_backward_is_the_difference_quotient(options):
    x, kernels = rng.normal(size=(2, 2, 5, 4)), rng.normal(size=(3, 2, 2, 3))
    bias = rng.normal(size=3)
    gradient = rng.normal(size=conv2d(x, kernels, bias, **options).shape)

    def loss(x, kernels, bias):
        return (gradient * conv2d(x, kernels, bias, **options)).sum()

    found = conv2d_backward(gradient, x, kernels, **options)
    expected = (
        numerical_gradient(lambda x: loss(x, kernels, bias), x),
        numerical_gradient(lambda kernels: loss(x, kernels, bias), kernels),
        numerical_gradient(lambda bias: loss(x, kernels, bias), bias),
    )
    for ours, numerical in zip(found, expected, strict=True):
        error = np.linalg.norm(ours - numerical) / np.linalg.norm(numerical)
        assert error < 1e-6


@st.composite
def layers(draw):
    """Draw a layer's arguments: images, kernels that fit, bias, stride, padding."""
    n, c, out = (draw(st.integers(1, 3)) for _ in range(3))
    h, w = draw(side), draw(side)
    padding = draw(st.tuples(*[st.tuples(st.integers(0, 2), st.integers(0, 2))] * 2))
    kh = draw(st.integers(1, min(4, h + sum(padding[0]))))
    kw = draw(st.integers(1, min(4, w + sum(padding[1]))))
    bias = draw(st.none() | whole(out))
    stride = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    return draw(whole(n, c, h, w)), draw(whole(out, c, kh, kw)), bias, stride, padding


@laws
@given(layers())
def test_conv2d_is_its_definition(layer):
    np.testing.assert_array_equal(conv2d(*layer), conv2d_loops(*layer))


@laws
@given(whole(2, 2, 5, 5), whole(2, 2, 5, 5), whole(3, 2, 2, 3), st.integers(-5, 5))
def test_conv2d_is_linear(a, b, kernels, factor):
    found = conv2d(a + factor * b, kernels, padding=1)
    parts = conv2d(a, kernels, padding=1), conv2d(b, kernels, padding=1)
    np.testing.assert_array_equal(found, parts[0] + factor * parts[1])


@laws
@given(whole(1, 2, 7, 7), whole(2, 2, 3, 2), st.integers(0, 3), st.integers(0, 3))
def test_conv2d_is_shift_equivariant(x, kernels, down, right):
    shifted = conv2d(np.pad(x, ((0, 0), (0, 0), (down, 0), (right, 0))), kernels)
    np.testing.assert_array_equal(shifted[..., down:, right:], conv2d(x, kernels))


@laws
@given(whole(5, 6), whole(side.map(lambda s: min(s, 5)), side))
def test_conv2d_of_one_channel_is_a_correlation(image, kernel):
    layer = conv2d(image[None, None], kernel[None, None])
    np.testing.assert_array_equal(layer[0, 0], cross_correlate2d(image, kernel))


@laws
@given(layers(), st.data())
def test_add_windows_is_the_transpose_of_window_view(layer, data):
    x, kernels, _, stride, padding = layer
    windows = window_view(x, kernels.shape[2:], stride, padding)
    other = data.draw(whole(*windows.shape))
    back = add_windows(other, x.shape, stride, padding)
    assert (windows * other).sum() == (x * back).sum()


@laws
@given(side, side, st.integers(1, 4), st.integers(0, 4), st.integers(0, 4))
def test_output_size_counts_the_places(size, kernel, stride, before, after):
    last = size + before + after - kernel
    if last < 0:
        with pytest.raises(ValueError, match=f"kernel size is {kernel}"):
            output_size(size, kernel, stride, (before, after))
    else:
        places = len(range(0, last + 1, stride))
        assert output_size(size, kernel, stride, (before, after)) == places


# Counts


@laws
@given(layers())
def test_conv2d_connections_counts_pairs_of_entries(layer):
    x, kernels, _, stride, padding = layer
    # Each entry of x alone, through weights of 1: every output it reaches is not 0.
    alone = np.eye(x[0].size).reshape(-1, *x.shape[1:])
    reached = conv2d(alone, np.ones(kernels.shape), None, stride, padding)
    count = conv2d_connections(x.shape[1:], kernels.shape, stride, padding)
    assert count == np.count_nonzero(reached)


def test_a_kernel_as_large_as_the_image_is_a_dense_layer():
    shape = (5, 3, 4, 6)
    assert conv2d_connections(shape[1:], shape) == dense_connections(3 * 4 * 6, 5)
    assert conv2d_parameters(shape) == dense_parameters(3 * 4 * 6, 5)


def test_connections_by_hand():
    assert connections(3, 2, stride=1, padding=(1, 0)) == [
        *[(0, 0)],
        *[(0, 1), (1, 1)],
        *[(1, 2), (2, 2)],
    ]


@pytest.mark.parametrize("bias", [True, False])
def test_parameters_are_pytorchs(bias):
    layer = torch.nn.Conv2d(3, 16, (3, 5), bias=bias)
    count = sum(p.numel() for p in layer.parameters())
    assert conv2d_parameters(tuple(layer.weight.shape), bias) == count
    layer = torch.nn.Linear(12, 7, bias=bias)
    assert dense_parameters(12, 7, bias) == sum(p.numel() for p in layer.parameters())


# Types, extreme values, errors


def test_integers_become_float64_and_float32_stays():
    for layer in (conv2d, conv2d_loops):
        x = np.ones((1, 1, 2, 2), np.int8)
        assert layer(x, x).dtype == np.float64
        assert layer(x.astype(np.float32), x.astype(np.float32)).dtype == np.float32


def test_arguments_are_left_alone_and_results_are_new():
    x, kernels = rng.normal(size=(1, 1, 3, 3)), np.ones((1, 1, 1, 1))
    before = x.copy()
    conv2d(x, kernels)[...] = 0
    conv2d_backward(x, x, kernels)[0][...] = 0
    np.testing.assert_array_equal(x, before)


def test_a_nan_reaches_the_windows_that_hold_it_and_no_other():
    x, kernels = np.ones((1, 2, 6, 6)), np.ones((1, 2, 3, 3))
    x[0, 1, 2, 4] = np.nan
    expected = np.zeros((4, 4), bool)
    expected[:3, 2:] = True
    np.testing.assert_array_equal(np.isnan(conv2d(x, kernels))[0, 0], expected)


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e308])
def test_infinities_and_overflow_are_the_definitions_without_warnings(value):
    x, kernels = np.ones((1, 2, 4, 4)), np.array([[[[10, 0], [10, 0]]] * 2])
    x[0, 0, 2, 1], x[0, 1, 2, 2] = value, -value
    found, loops = conv2d(x, kernels, padding=1), conv2d_loops(x, kernels, padding=1)
    np.testing.assert_array_equal(found, loops)
    assert np.isinf(found).any()
    gradients = conv2d_backward(conv2d(x, kernels), x, kernels)
    assert not any(np.isfinite(gradient).all() for gradient in gradients)


IMAGE, KERNELS4 = np.ones((1, 2, 4, 4)), np.ones((3, 2, 3, 3))


@pytest.mark.parametrize("layer", [conv2d, conv2d_loops])
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"x": np.ones((2, 4, 4))}, ValueError, r"x has shape \(2, 4, 4\)"),
        ({"kernels": np.ones((3, 3))}, ValueError, r"kernels has shape \(3, 3\)"),
        ({"kernels": np.ones((3, 1, 3, 3))}, ValueError, "channels = 2, as x has"),
        ({"kernels": np.ones((3, 2, 5, 3))}, ValueError, "size is 5; .* at most 4"),
        ({"kernels": np.ones((3, 2, 3, 7)), "padding": 1}, ValueError, "at most 6"),
        ({"x": np.ones((0, 2, 4, 4))}, ValueError, r"\(0, 2, 4, 4\).*no empty axis"),
        ({"kernels": np.ones((3, 2, 0, 3))}, ValueError, "no empty axis"),
        ({"bias": np.ones(2)}, ValueError, r"bias has shape \(2,\).*\(3,\)"),
        ({"bias": 1.0}, ValueError, r"bias has shape \(\)"),
        ({"stride": 0}, ValueError, "stride is 0"),
        ({"stride": (1, -2)}, ValueError, "stride is -2"),
        ({"stride": 1.5}, TypeError, "stride is 1.5"),
        ({"stride": (1, 1, 1)}, ValueError, r"stride is \(1, 1, 1\)"),
        ({"padding": -1}, ValueError, "padding is -1"),
        ({"padding": ((0, 0), (0, -3))}, ValueError, "padding is -3"),
        ({"padding": (1, 2, 3, 4)}, ValueError, r"padding is \(1, 2, 3, 4\)"),
        ({"padding": "same"}, TypeError, "padding is 'same'"),
        ({"padding": 0.5}, TypeError, "padding is 0.5"),
        ({"x": IMAGE * 1j}, TypeError, "x has dtype complex128"),
        ({"x": IMAGE.astype(str)}, TypeError, "x has dtype <U"),
    ],
)
def test_layers_name_what_is_wrong(layer, arguments, error, message):
    with pytest.raises(error, match=message):
        layer(**{"x": IMAGE, "kernels": KERNELS4} | arguments)


@pytest.mark.parametrize("shape", [(1, 3, 2, 3), (3, 2, 2), (2, 3, 2, 2)])
def test_conv2d_backward_wants_the_outputs_shape(shape):
    with pytest.raises(ValueError, match=r"gradient has shape.*\(1, 3, 2, 2\)"):
        conv2d_backward(np.ones(shape), IMAGE, KERNELS4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: conv2d_connections((4, 4), (1, 1, 3, 3)), r"is \(4, 4\).* 3 sizes"),
        (lambda: conv2d_connections((1, 4, 4), (3, 3)), r"is \(3, 3\).* 4 sizes"),
        (
            lambda: conv2d_connections((1, 4, 4), (1, 2, 3, 3)),
            "channels = 1, as input_shape",
        ),
        (lambda: conv2d_connections((1, 4, 4), (1, 1, 5, 3)), "size is 5"),
        (lambda: conv2d_parameters(9), "kernels_shape is 9"),
        (lambda: dense_parameters(0, 3), "n_in is 0"),
        (lambda: dense_connections(3, -1), "n_out is -1"),
        (lambda: output_size(0, 1), "size is 0"),
    ],
)
def test_other_functions_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_what_is_no_number_is_a_type_error():
    with pytest.raises(TypeError, match="stride is '1'"):
        output_size(3, 2, "1")
