"""Section 1.3: derivatives by hand, of numbers and of arrays, and a reader."""

from itertools import pairwise, product

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from snippets import network
from snippets.activations import linear, relu
from snippets.autodiff import Node, gradients
from snippets.chapter1.backpropagation import figures, lesson, reader
from snippets.chapter1.backpropagation.numbers import Number, derivatives
from snippets.data.digits import digits_split, flat
from snippets.language import Language
from snippets.losses import softmax_cross_entropy

WHOLE = st.integers(-4, 4).map(float)


def small_in_pytorch():
    """Compute the small network and all its derivatives with PyTorch."""
    w, b, v = (torch.tensor(a, requires_grad=True) for a in (1.5, -1.0, 3.0))
    z = w * 4 + b
    h = torch.relu(z)
    y_hat = v * h
    loss = (y_hat - 14) ** 2
    inner = {"z": z, "h": h, "y_hat": y_hat, "loss": loss}
    for node in inner.values():
        node.retain_grad()
    loss.backward()
    return inner | {"w": w, "b": b, "v": v}


def test_values_and_derivatives_worked_out_by_hand_are_pytorchs():
    nodes = small_in_pytorch()
    for name, value in lesson.forward()._asdict().items():
        assert value == nodes[name].item()
    for name, derivative in lesson.backward().items():
        assert derivative == nodes[name].grad.item()


def test_the_factors_on_the_arrows_lead_from_each_derivative_to_the_next():
    found = lesson.backward() | {"loss": 1.0}
    for edge, factor in lesson.factors().items():
        start, end = edge.split()
        assert found[start] == found[end] * factor


def test_a_small_move_changes_the_loss_as_the_derivative_says():
    assert lesson.nudge(1e-6) / 1e-6 == pytest.approx(24, rel=1e-4)


@given(WHOLE, WHOLE, WHOLE)
def test_numbers_have_pytorchs_derivatives(a, b, c):
    ours = [Number(value) for value in (a, b, c)]
    theirs = [torch.tensor(value, requires_grad=True) for value in (a, b, c)]

    def f(x, y, z):
        return x * y + x * x * z + z * y

    f(*theirs).backward()
    found = derivatives(f(*ours))
    for number, tensor in zip(ours, theirs, strict=True):
        assert found[number] == pytest.approx(tensor.grad.item())


def test_the_reader_has_the_gradients_of_the_network_of_chapter_3():
    data = digits_split()
    x, labels = flat(data.x_train[:20]), data.y_train[:20]
    theta = reader.start(seed=3)
    nodes = [Node(array) for array in theta]
    loss = reader.cross_entropy(reader.scores(x, *nodes), np.eye(10)[labels])
    pairs = [(theta[0], theta[1]), (theta[2], theta[3])]
    value, expected = network.loss_and_gradient(
        x, labels, pairs, [relu, linear], softmax_cross_entropy
    )
    assert loss.value == pytest.approx(value)
    flattened = [array for layer in expected for array in layer]
    for ours, theirs in zip(gradients(loss, *nodes), flattened, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_the_gradients_are_those_of_the_formulas_of_the_box():
    data, theta = digits_split(), reader.start(seed=2)
    x, y = flat(data.x_train[:6]), np.eye(10)[data.y_train[:6]]
    w, b, v, c = theta
    s = x @ w.T + b
    h = np.maximum(s, 0)
    p = np.exp(h @ v.T + c)
    d_z = (p / p.sum(axis=1, keepdims=True) - y) / len(x)
    d_s = np.where(s > 0, d_z @ v, 0)
    expected = [d_s.T @ x, d_s.sum(axis=0), d_z.T @ h, d_z.sum(axis=0)]
    nodes = [Node(array) for array in theta]
    found = gradients(reader.cross_entropy(reader.scores(x, *nodes), y), *nodes)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_the_cross_entropy_of_huge_scores_is_their_difference():
    z = Node([[1000.0, 0.0], [0.0, 1000.0]])
    right = np.array([[1, 0], [1, 0]])
    assert reader.cross_entropy(z, right).value == 500


def test_the_trained_reader_reads_all_that_it_learnt_from():
    assert [reader.misread(seed, "train") for seed in reader.SEEDS] == [0] * 5
    assert lesson.extreme("max") < 20


def test_a_step_is_that_of_pytorch():
    data = digits_split()
    x, labels = flat(data.x_train[:32]), data.y_train[:32]
    theta = reader.start(seed=1)
    tensors = [torch.tensor(array, requires_grad=True) for array in theta]
    w, b, v, c = tensors
    z = torch.relu(torch.tensor(x) @ w.T + b) @ v.T + c
    torch.nn.functional.cross_entropy(z, torch.tensor(labels)).backward()
    torch.optim.SGD(tensors, lr=reader.ALPHA).step()
    _, moved = reader.step(x, np.eye(10)[labels], theta)
    for ours, theirs in zip(moved, tensors, strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), atol=1e-12)


def test_paths_and_arrows_of_the_exercise():
    """Counted one by one, in a network 1, 10, 10, 10, 1."""
    layers = [range(n) for n in (1, 10, 10, 10, 1)]
    assert sum(1 for _ in product(*layers)) == 1000
    pairs = pairwise(layers)
    assert sum(len(a) * len(b) for a, b in pairs) == 220


@pytest.mark.parametrize("code", ["es", "en"])
def test_the_graph_shows_each_value_and_each_derivative(code):
    say = Language(code)
    forwards, backwards = figures.graph(say)
    for panel, numbers in (
        (forwards, lesson.forward()._asdict()),
        (backwards, lesson.backward() | lesson.factors()),
    ):
        shown = [text.get_text().lstrip("×") for text in panel.axes[0].texts]
        for number in numbers.values():
            assert say.number(number) in shown
