import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from snippets import autodiff
from snippets.autodiff import Node, exp, gradients, log, relu, tanh
from snippets.training import finite_differences

UNARY = {
    "exp": (exp, torch.exp),
    "log": (log, torch.log),
    "tanh": (tanh, torch.tanh),
    "relu": (relu, torch.relu),
    "negative": (lambda x: -x, lambda x: -x),
    "cube": (lambda x: x**3, lambda x: x**3),
    "root": (lambda x: x**0.5, lambda x: x**0.5),
    "inverse": (lambda x: 1 / x, lambda x: 1 / x),
    "from two": (lambda x: 2 - x, lambda x: 2 - x),
    "transposed": (lambda x: x.T, lambda x: x.T),
}
BINARY = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}
SHAPES = [
    ((), (2, 3)),
    ((3,), (2, 3)),
    ((2, 1), (2, 3)),
    ((2, 1), (1, 3)),
    ((3,), (3,)),
]


def numbers(*shape):
    return np.random.default_rng(len(shape)).uniform(0.5, 2, shape)


def torch_gradients(function, *arrays):
    tensors = [torch.tensor(a, requires_grad=True) for a in arrays]
    result = function(*tensors)
    result.backward()
    return float(result.detach()), [tensor.grad.numpy() for tensor in tensors]


def compare(function, torch_function, *arrays):
    nodes = [Node(a) for a in arrays]
    result = function(*nodes)
    value, expected = torch_gradients(torch_function, *arrays)
    assert result.value == pytest.approx(value, rel=1e-12)
    for ours, theirs in zip(gradients(result, *nodes), expected, strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", UNARY)
def test_functions_of_one_array_are_pytorchs(name):
    ours, theirs = UNARY[name]
    weights = numbers(3, 2) if name == "transposed" else numbers(2, 3)
    compare(
        lambda x: (ours(x) * weights).sum(),
        lambda x: (theirs(x) * torch.tensor(weights)).sum(),
        numbers(2, 3) + 0.1,
    )


@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("sign", BINARY)
def test_operations_on_arrays_of_unequal_shapes_are_pytorchs(sign, shapes):
    f = BINARY[sign]
    for a, b in (shapes, shapes[::-1]):
        compare(
            lambda x, y: (f(x, y) ** 2).sum(),
            lambda x, y: (f(x, y) ** 2).sum(),
            numbers(*a),
            numbers(*b),
        )


@pytest.mark.parametrize("axis", [None, 0, 1])
@pytest.mark.parametrize("keepdims", [True, False])
def test_sums_are_pytorchs(axis, keepdims):
    def total(x):
        kept = x.sum() if axis is None else x.sum(axis, keepdims)
        return (kept**2).sum()

    compare(total, total, numbers(2, 3))


def test_numpys_arrays_may_stand_on_either_side():
    a, x = numbers(2, 2), numbers(2, 2) + 1
    for f in (
        lambda x, a: (a + x).sum(),
        lambda x, a: (a - x * a).sum(),
        lambda x, a: (a / x).sum(),
        lambda x, a: (a @ x @ a).sum(),
    ):
        compare(lambda x: f(x, a), lambda x: f(x, torch.tensor(a)), x)  # noqa: B023


def two_layers(library, x, target, w, b, v):
    hidden = library.tanh(x @ w.T + b)
    scores = hidden @ v.T
    likely = (scores * target).sum(1) - library.log(library.exp(scores).sum(1))
    return -likely.sum() / len(target)


def test_a_network_of_two_layers_has_pytorchs_gradients():
    rng = np.random.default_rng(0)
    x, target = rng.normal(size=(5, 4)), np.eye(3)[[0, 2, 1, 1, 0]]
    theta = [rng.normal(size=size) for size in ((6, 4), (6,), (3, 6))]
    compare(
        lambda *t: two_layers(autodiff, x, target, *t),
        lambda *t: two_layers(torch, torch.tensor(x), torch.tensor(target), *t),
        *theta,
    )


def test_a_network_of_two_layers_has_the_gradients_of_finite_differences():
    rng = np.random.default_rng(1)
    x, target = rng.normal(size=(5, 4)), np.eye(3)[[0, 2, 1, 1, 0]]
    theta = [rng.normal(size=size) for size in ((6, 4), (6,), (3, 6))]

    def loss():
        return float(two_layers(autodiff, x, target, *map(Node, theta)).value)

    nodes = [Node(array) for array in theta]
    found = gradients(two_layers(autodiff, x, target, *nodes), *nodes)
    for array, gradient in zip(theta, found, strict=True):
        np.testing.assert_allclose(gradient, finite_differences(loss, array), atol=1e-8)


def test_a_second_call_gives_what_the_first_gave():
    x = Node([1.0, 2.0])
    result = (x * x * x).sum()
    first, second = gradients(result, x), gradients(result, x)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(first[0], [3.0, 12.0])


def test_a_chain_of_many_operations_does_not_overflow():
    x = y = Node(1.0)
    for _ in range(5000):
        y = y * 1.0001 + 0.0
    assert gradients(y, x)[0] == pytest.approx(1.0001**5000)


@given(st.integers(1, 40), st.floats(-2, 2))
def test_a_node_used_in_many_places_gets_the_sum_of_all(times, value):
    x = Node(value)
    y = Node(0.0)
    for _ in range(times):
        y = y + x * x
    assert gradients(y, x)[0] == pytest.approx(2 * times * value)


def test_paths_that_double_at_each_step_are_walked_once():
    x = y = Node(1.0)
    for _ in range(60):
        y = y + y
    assert gradients(y, x)[0] == 2.0**60


def test_what_the_result_does_not_come_from_has_gradient_zero():
    x, other = Node(2.0), Node([1.0, 1.0])
    np.testing.assert_array_equal(gradients(x * 3, other)[0], [0.0, 0.0])


def test_what_cannot_be_differentiated_is_refused():
    with pytest.raises(ValueError, match="accepted: a number"):
        gradients(Node([1.0, 2.0]))
    with pytest.raises(ValueError, match=r"@ got shape \(2,\); accepted: two axes"):
        Node([[1.0, 2.0]]) @ Node([1.0, 2.0])
