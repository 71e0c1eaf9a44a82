"""The network against PyTorch, finite differences and its laws."""

from functools import partial
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import make_moons

from snippets.activations import (
    ENTRYWISE,
    leaky_relu,
    linear,
    relu,
    sigmoid,
    softmax,
    tanh,
)
from snippets.losses import (
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
)
from snippets.network import (
    backward,
    count_parameters,
    dense,
    forward,
    gradient_descent,
    initialize,
    train,
    unit,
)
from snippets.training import update
from tests.finite_differences import numerical_gradient

WIDTHS = st.lists(st.integers(1, 6), min_size=2, max_size=5)
XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])


def flatten(parameters):
    return np.concatenate([a.ravel() for pair in parameters for a in pair])


def unflatten(theta, widths):
    parameters = []
    for n, m in pairwise(widths):
        w, b, theta = np.split(theta, [m * n, m * n + m])
        parameters.append((w.reshape(m, n), b))
    return parameters


def random_network(widths, seed=0):
    """Biases too are random, so that no test passes for want of them."""
    rng = np.random.default_rng(seed)
    return unflatten(rng.normal(size=count_parameters(widths)), widths)


def gradient_of(x, y, parameters, activations, loss, reduction="mean"):
    y_hat, record = forward(x, parameters, activations)
    slope = loss.derivative(y, y_hat, reduction)
    return backward(slope, record, parameters, activations)


def torch_network(widths, parameters):
    """The same layers in PyTorch, tanh between them, in float64."""
    layers = []
    for n, m, (w, b) in zip(widths[:-1], widths[1:], parameters, strict=True):
        layer = torch.nn.Linear(n, m, dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(w))
            layer.bias.copy_(torch.tensor(b))
        layers += [layer, torch.nn.Tanh()]
    return torch.nn.Sequential(*layers[:-1])


def test_unit_is_equation_3_1():
    assert unit([1, 2, 3], [4, 5, 6], 7, linear) == 1 * 4 + 2 * 5 + 3 * 6 + 7
    assert unit([1, 2], [-1, 0], 0, relu) == 0
    assert unit([1000], [1], 0, sigmoid) == 1
    assert unit([], [], 2, linear) == 2
    assert unit(np.float32([1]), np.float32([2]), np.float32(3), tanh).dtype == "f4"


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 99))
def test_a_layer_is_its_units(n, m, seed):
    [(w, b)] = random_network([n, m], seed)
    x = np.random.default_rng(seed).normal(size=n)
    expected = [unit(x, w[j], b[j], tanh) for j in range(m)]
    np.testing.assert_allclose(tanh(dense(x, w, b)), expected, rtol=1e-12)


def test_dense_agrees_with_torch():
    [(w, b)] = random_network([4, 3])
    for shape in [(4,), (5, 4), (2, 5, 4), (0, 4)]:
        x = np.random.default_rng(1).normal(size=shape)
        expected = torch.nn.functional.linear(*map(torch.tensor, (x, w, b)))
        np.testing.assert_allclose(dense(x, w, b), expected.numpy(), rtol=1e-13)


@given(WIDTHS)
def test_parameters_are_counted_as_they_are_made(widths):
    made = initialize(widths, seed=0)
    assert count_parameters(widths) == flatten(made).size
    assert [w.shape for w, _ in made] == list(zip(widths[1:], widths[:-1], strict=True))
    there = torch_network(widths, made).parameters()
    assert count_parameters(widths) == sum(p.numel() for p in there)


@pytest.mark.parametrize("scheme", ["glorot", "he"])
def test_weights_have_the_variance_of_the_source(scheme):
    n, m = 300, 200
    [(w, b)] = initialize([n, m], seed=0, scheme=scheme)
    variance = 2 / (n + m) if scheme == "glorot" else 2 / n
    assert w.var() == pytest.approx(variance, rel=0.02)
    assert abs(w.mean()) < 3 * np.sqrt(variance / w.size)
    assert not b.any()
    if scheme == "glorot":
        assert np.abs(w).max() <= np.sqrt(6 / (n + m))


def test_the_seed_decides_the_weights():
    first, again, other = (flatten(initialize([3, 4, 2], s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_forward_by_hand():
    parameters = [([[1, 2], [3, 4]], [5, -6]), ([[1, -1]], [1])]
    y_hat, record = forward([[1, -1]], parameters, [relu, linear])
    # z_1 = (1 - 2 + 5, 3 - 4 - 6) = (4, -7), x_1 = (4, 0), y_hat = 4 - 0 + 1
    np.testing.assert_array_equal(y_hat, [[5]])
    np.testing.assert_array_equal(record[0][1], [[4, -7]])
    np.testing.assert_array_equal(record[1][0], [[4, 0]])


def test_the_last_layer_may_be_softmax():
    y_hat, _ = forward([[0, 0]], random_network([2, 3]), [softmax])
    assert y_hat.sum() == pytest.approx(1)


@pytest.mark.parametrize("hidden", [*ENTRYWISE, partial(leaky_relu, alpha=0.1)])
@pytest.mark.parametrize("seed", [0, 1])
def test_gradient_agrees_with_finite_differences(hidden, seed):
    widths, layers = [3, 4, 2], [hidden, linear]
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    theta = flatten(random_network(widths, seed))

    def loss_at(theta):
        y_hat, _ = forward(x, unflatten(theta, widths), layers)
        return squared_error(y, y_hat, "mean")

    ours = flatten(gradient_of(x, y, unflatten(theta, widths), layers, squared_error))
    expected = numerical_gradient(loss_at, theta)
    error = np.linalg.norm(ours - expected) / np.linalg.norm(expected)
    assert error < 1e-8
    np.testing.assert_allclose(ours, expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("widths", [[3, 2], [3, 4, 2], [3, 5, 4, 3]])
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_gradient_agrees_with_torch(widths, reduction):
    parameters = random_network(widths)
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(7, 3)), rng.integers(0, widths[-1], 7)
    layers = [tanh] * (len(widths) - 2) + [linear]
    ours = gradient_of(x, y, parameters, layers, softmax_cross_entropy, reduction)

    network = torch_network(widths, parameters)
    logits = network(torch.tensor(x))
    criterion = torch.nn.CrossEntropyLoss(reduction=reduction)
    criterion(logits, torch.tensor(y)).backward()
    expected = [p.grad.numpy() for p in network.parameters()]
    np.testing.assert_allclose(
        forward(x, parameters, layers)[0], logits.detach().numpy(), rtol=1e-12
    )
    for mine, theirs in zip([a for p in ours for a in p], expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-11, atol=1e-14)


def test_training_agrees_with_torch_step_by_step():
    widths, layers = [2, 5, 1], [tanh, linear]
    x, y = XOR[0].astype(float), XOR[1].astype(float)
    start = initialize(widths, seed=0)
    end, losses = train(x, y, start, layers, sigmoid_cross_entropy, 0.5, 50)

    network = torch_network(widths, start)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.5)
    expected = []
    for _ in range(50):
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            network(torch.tensor(x)), torch.tensor(y)
        )
        loss.backward()
        optimizer.step()
        expected.append(loss.item())
    np.testing.assert_allclose(losses, expected, rtol=1e-10)
    theirs = [p.detach().numpy() for p in network.parameters()]
    for mine, other in zip([a for p in end for a in p], theirs, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_xor_is_learnt(seed):
    start, layers = initialize([2, 4, 1], seed), [tanh, linear]
    end, losses = train(*XOR, start, layers, sigmoid_cross_entropy, 1, 300)
    assert losses.shape == (300,)
    assert losses[-1] < 0.02 < 0.5 < losses[0]
    logits, _ = forward(XOR[0], end, layers)
    np.testing.assert_array_equal(logits > 0, XOR[1] == 1)


def test_xor_is_not_learnt_without_a_hidden_layer():
    start = initialize([2, 1], seed=0)
    _, losses = train(*XOR, start, [linear], sigmoid_cross_entropy, 1, 300)
    assert losses[-1] == pytest.approx(np.log(2), abs=1e-3)  # a coin does as well


@pytest.mark.parametrize(
    ("hidden", "scheme"),
    [(relu, "he"), (tanh, "glorot"), (partial(leaky_relu, alpha=0.1), "he")],
)
def test_two_moons_are_learnt(hidden, scheme):
    x, y = make_moons(200, noise=0.1, random_state=0)
    start = initialize([2, 16, 16, 2], seed=0, scheme=scheme)
    layers = [hidden, hidden, linear]
    end, _ = train(x[:100], y[:100], start, layers, softmax_cross_entropy, 0.5, 400)
    logits, _ = forward(x[100:], end, layers)
    assert (logits.argmax(axis=1) == y[100:]).mean() >= 0.97


def test_training_leaves_its_arguments_alone():
    start = initialize([2, 3, 1], seed=0)
    before = flatten(start).copy()
    train(*XOR, start, [tanh, linear], sigmoid_cross_entropy, 1, 3)
    np.testing.assert_array_equal(flatten(start), before)
    same, losses = train(*XOR, start, [tanh, linear], sigmoid_cross_entropy, 1, 0)
    assert same is start
    assert losses.shape == (0,)


def test_float32_is_kept():
    start = [(w.astype("f4"), b.astype("f4")) for w, b in initialize([2, 3, 1], seed=0)]
    x, layers = XOR[0].astype("f4"), [tanh, linear]
    alpha = np.float64(0.5)
    end, losses = train(x, XOR[1], start, layers, sigmoid_cross_entropy, alpha, 2)
    assert losses.dtype == np.float32
    assert {a.dtype for pair in end for a in pair} == {np.dtype("f4")}


def test_gradient_descent_on_a_quadratic():
    curvature = np.array([1.0, 4.0])
    start, alpha, steps = np.array([3.0, -2.0]), 0.1, 20
    path = gradient_descent(lambda theta: curvature * theta, start, alpha, steps)
    powers = np.arange(steps + 1)[:, np.newaxis]
    np.testing.assert_allclose(path, start * (1 - alpha * curvature) ** powers)


def test_gradient_descent_agrees_with_torch():
    theta = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=1e-3)
    expected = [theta.detach().numpy().copy()]
    for _ in range(10):
        optimizer.zero_grad()
        ((1 - theta[0]) ** 2 + 100 * (theta[1] - theta[0] ** 2) ** 2).backward()
        optimizer.step()
        expected.append(theta.detach().numpy().copy())

    def rosenbrock_gradient(theta):
        a, b = theta
        return [-2 * (1 - a) - 400 * a * (b - a**2), 200 * (b - a**2)]

    path = gradient_descent(rosenbrock_gradient, [-1.2, 1], alpha=1e-3, steps=10)
    np.testing.assert_allclose(path, expected, rtol=1e-12)


def test_gradient_descent_keeps_shape_dtype_and_start():
    start = np.ones((2, 3), np.float32)
    path = gradient_descent(lambda theta: theta, start, np.float64(0.5), steps=4)
    assert path.shape == (5, 2, 3)
    assert path.dtype == np.float32
    np.testing.assert_array_equal(start, 1)
    assert gradient_descent(lambda theta: theta, 1, 0.5, steps=0).tolist() == [1]


@pytest.mark.parametrize(
    ("x", "w", "b", "message"),
    [
        ([1, 2], [1], 0, r"w has shape \(1,\); accepted: \(2,\)"),
        ([[1, 2]], [1, 2], 0, r"x has shape \(1, 2\)"),
        ([1], [1], [0], r"b has shape \(1,\)"),
    ],
)
def test_unit_rejects_shapes(x, w, b, message):
    with pytest.raises(ValueError, match=message):
        unit(x, w, b, linear)


@pytest.mark.parametrize(
    ("x", "w", "b", "message"),
    [
        (np.ones((5, 3)), np.ones((2, 4)), np.ones(2), r"\(5, 3\); accepted: .* 4"),
        (np.ones((5, 4)), np.ones((2, 4)), np.ones(4), r"b has shape \(4,\)"),
        (np.ones((5, 4)), np.ones((2, 4)), 1.0, r"b has shape \(\)"),
        (np.ones((5, 4)), np.ones(4), np.ones(1), r"w has shape \(4,\)"),
        (1.0, np.ones((2, 1)), np.ones(2), r"x has shape \(\)"),
    ],
)
def test_dense_rejects_shapes(x, w, b, message):
    with pytest.raises(ValueError, match=message):
        dense(x, w, b)


def test_network_rejects_what_does_not_fit():
    parameters, x = random_network([2, 3, 1]), np.ones((4, 2))
    with pytest.raises(ValueError, match="2 pairs and 1 activations"):
        forward(x, parameters, [linear])
    with pytest.raises(ValueError, match="0 pairs"):
        forward(x, [], [])
    with pytest.raises(ValueError, match=r"x has shape \(2,\)"):
        forward(x[0], parameters, [tanh, linear])
    y_hat, record = forward(x, parameters, [tanh, softmax])
    with pytest.raises(ValueError, match="activation is softmax; accepted: linear, "):
        backward(y_hat, record, parameters, [tanh, softmax])
    with pytest.raises(ValueError, match=r"gradient has shape \(4,\)"):
        backward(np.ones(4), record, parameters, [tanh, linear])
    with pytest.raises(ValueError, match=r"loss is .*accepted: binary_cross_entropy, "):
        train(x, y_hat, parameters, [tanh, linear], np.sum, 0.1, 1)


def test_widths_are_checked():
    for f in (count_parameters, lambda widths: initialize(widths, seed=0)):
        for widths in ([], [3]):
            with pytest.raises(ValueError, match="accepted: the inputs, then"):
                f(widths)
        with pytest.raises(ValueError, match="a width is 0"):
            f([2, 0, 1])
        with pytest.raises(TypeError, match=r"a width is 2\.5"):
            f([2, 2.5])
    with pytest.raises(ValueError, match="scheme is 'zeros'; accepted: 'glorot', 'he'"):
        initialize([2, 1], seed=0, scheme="zeros")


@pytest.mark.parametrize("alpha", [0, -0.1, np.nan, np.inf])
def test_the_learning_rate_is_positive_and_finite(alpha):
    with pytest.raises(ValueError, match="accepted: above 0 and finite"):
        gradient_descent(lambda theta: theta, 1, alpha, 1)
    with pytest.raises(ValueError, match="accepted: above 0 and finite"):
        update([], [], alpha)


def test_gradient_descent_rejects_what_does_not_fit():
    with pytest.raises(ValueError, match=r"gradient has shape \(1, 2\)"):
        gradient_descent(lambda theta: [[1, 2]], [1, 2], 0.1, 1)
    with pytest.raises(ValueError, match="steps is -1"):
        gradient_descent(lambda theta: theta, 1, 0.1, -1)
    with pytest.raises(TypeError, match=r"steps is 1\.5"):
        gradient_descent(lambda theta: theta, 1, 0.1, 1.5)
