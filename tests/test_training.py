"""The loop that all networks share, against PyTorch, and what it is made of."""

from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from snippets.activations import leaky_relu, linear, tanh
from snippets.losses import sigmoid_cross_entropy, squared_error
from snippets.network import forward, initialize, loss_and_gradient, train
from snippets.training import each, fit, minibatches, push, two_moons, update


class Pair(NamedTuple):
    w: np.ndarray
    b: np.ndarray


def squares(x, y, theta):
    """The mean of (w x + b - y)^2 and its gradient."""
    error = theta.w * x + theta.b - y
    return (error**2).mean(), Pair(2 * (error * x).mean(), 2 * error.mean())


X, Y = np.arange(8.0), 3 * np.arange(8.0) - 1
START = Pair(np.array(0.5), np.array(0.25))


def test_each_keeps_lists_tuples_and_named_tuples():
    tree = [Pair(np.ones(2), np.zeros(1)), (np.array(3.0), [np.eye(2)])]
    found = each(lambda a, b: a + 2 * b, tree, tree)
    assert isinstance(found[0], Pair)
    assert isinstance(found[1], tuple)
    assert isinstance(found[1][1], list)
    np.testing.assert_array_equal(found[0].w, [3, 3])
    assert found[1][0] == 9
    np.testing.assert_array_equal(found[1][1][0], 3 * np.eye(2))
    with pytest.raises(ValueError, match="argument"):
        each(np.add, [np.ones(1)], [])


@pytest.mark.parametrize("beta", [0, 0.9])
@pytest.mark.parametrize("size", [None, 3])
def test_fit_is_pytorchs_sgd(beta, size):
    end, losses = fit(squares, START, X, Y, 0.01, 6, size, beta, seed=3)
    w, b = (torch.tensor(a, requires_grad=True) for a in START)
    optimizer = torch.optim.SGD([w, b], lr=0.01, momentum=beta)
    rng, expected = np.random.default_rng(3), []
    for _ in range(6):
        for batch in minibatches(8, size, rng):
            optimizer.zero_grad()
            error = w * torch.tensor(X[batch]) + b - torch.tensor(Y[batch])
            loss = (error**2).mean()
            loss.backward()
            expected.append(loss.item())
            optimizer.step()
    np.testing.assert_allclose(losses, expected, rtol=1e-12)
    assert end.w == pytest.approx(w.item(), rel=1e-12)
    assert end.b == pytest.approx(b.item(), rel=1e-12)
    assert len(losses) == 6 * (1 if size is None else 3)


def test_fit_leaves_the_start_and_shows_each_epoch():
    seen = []
    options = {"batch_size": 3, "beta": 0.5, "after_epoch": seen.append}
    end, _ = fit(squares, START, X, Y, 0.01, epochs=4, **options)
    assert Pair(0.5, 0.25) == START
    assert len(seen) == 4
    assert seen[-1] is end
    first, _ = fit(squares, START, X, Y, 0.01, epochs=1, batch_size=3, beta=0.5)
    assert seen[0] == first
    same, losses = fit(squares, START, X, Y, 0.01, epochs=0)
    assert same is START
    assert losses.shape == (0,)


def test_the_seed_settles_the_order_and_a_generator_goes_on():
    runs = [fit(squares, START, X, Y, 0.01, 2, 3, seed=s)[0] for s in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]
    rng = np.random.default_rng(1)
    assert fit(squares, START, X, Y, 0.01, 2, 3, seed=rng)[0] == runs[0]
    assert fit(squares, START, X, Y, 0.01, 2, 3, seed=rng)[0] != runs[0]


def test_all_points_at_once_keep_their_order():
    def look(x, y, theta):
        np.testing.assert_array_equal(x, X)
        np.testing.assert_array_equal(y, Y)
        return squares(x, y, theta)

    _, losses = fit(look, START, list(X), list(Y), 0.01, epochs=2)
    assert losses[0] == pytest.approx(np.mean((0.5 * X + 0.25 - Y) ** 2))


def test_without_momentum_the_velocity_is_the_gradient():
    infinite, slope = [np.array([np.inf])], [np.array([-2.0])]
    assert push(infinite, slope, beta=0) is slope
    assert push([np.array([3.0])], slope, beta=0.5)[0] == 0.5 * 3 - 2


def test_float32_stays():
    start = Pair(np.float32([1]), np.float32([2]))
    alpha, slope = np.float64(0.3), Pair(np.float32([1]), np.float32([1]))
    assert {a.dtype for a in update(start, slope, alpha)} == {np.dtype("f4")}
    x = X.astype("f4")
    end, losses = fit(squares, start, x, x, alpha, 2, 3, beta=np.float64(0.5))
    assert {a.dtype for a in end} == {losses.dtype} == {np.dtype("f4")}


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 2**32))
def test_minibatches_deal_each_index_once(n, size, seed):
    dealt = list(minibatches(n, size, np.random.default_rng(seed)))
    assert sorted(np.concatenate(dealt)) == list(range(n))
    assert all(len(batch) == size for batch, _ in pairwise(dealt))
    assert 0 < len(dealt[-1]) <= size


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"alpha": 0}, "alpha is 0; accepted: above 0 and finite"),
        ({"alpha": np.nan}, "alpha is nan"),
        ({"beta": 1}, "beta is 1; accepted: at least 0 and less than 1"),
        ({"beta": -0.1}, "beta is -0.1"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"epochs": -1}, "epochs is -1"),
        ({"epochs": 0, "alpha": -1}, "alpha is -1"),
    ],
)
def test_fit_refuses_values_without_meaning(wrong, message):
    with pytest.raises(ValueError, match=message):
        fit(
            **{"loss_and_gradient": squares, "parameters": START, "x": X, "y": Y}
            | {"alpha": 0.1, "epochs": 1}
            | wrong
        )


@pytest.mark.parametrize("alpha", [0.1, 0.5])
def test_a_network_of_leaky_relus_is_trained_as_in_pytorch(alpha):
    x, y = two_moons(20, noise=0.1, seed=0)
    start = initialize([2, 4, 1], seed=0, scheme="he")
    layers = [partial(leaky_relu, alpha=alpha), linear]
    end, losses = train(x, y, start, layers, sigmoid_cross_entropy, 0.5, steps=20)

    tensors = [torch.tensor(a, requires_grad=True) for pair in start for a in pair]
    optimizer, expected = torch.optim.SGD(tensors, lr=0.5), []
    functional = torch.nn.functional
    for _ in range(20):
        optimizer.zero_grad()
        w, b, v, c = tensors
        hidden = functional.leaky_relu(torch.tensor(x) @ w.T + b, alpha)
        logits, labels = hidden @ v.T + c, torch.tensor(y, dtype=torch.float64)
        loss = functional.binary_cross_entropy_with_logits(logits, labels)
        loss.backward()
        optimizer.step()
        expected.append(loss.item())
    np.testing.assert_allclose(losses, expected, rtol=1e-10)
    ends = [a for pair in end for a in pair]
    for ours, theirs in zip(ends, tensors, strict=True):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-9)


def test_the_mean_loss_of_several_outputs_and_its_gradient_agree():
    rng = np.random.default_rng(0)
    x, y, layers = rng.normal(size=(7, 3)), rng.normal(size=(7, 2)), [tanh, linear]
    theta, h = initialize([3, 4, 2], seed=0), 1e-6
    value, gradients = loss_and_gradient(x, y, theta, layers, squared_error)
    y_hat, _ = forward(x, theta, layers)
    assert value == pytest.approx(((y - y_hat) ** 2).sum(axis=1).mean())
    ahead, _ = loss_and_gradient(
        x, y, update(theta, gradients, h), layers, squared_error
    )
    steepness = sum((g**2).sum() for pair in gradients for g in pair)
    assert (value - ahead) / h == pytest.approx(steepness, rel=1e-4)
