"""The losses against PyTorch, scikit-learn, finite differences and their laws."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import log_loss, mean_squared_error
from torch.nn import functional

from snippets import losses
from snippets.activations import sigmoid, softmax
from snippets.losses import (
    LOSSES,
    binary_cross_entropy,
    cross_entropy,
    gradient_of,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
)
from snippets.targets import one_hot
from tests.finite_differences import numerical_gradient

REDUCTIONS = ["sum", "mean", "none"]
BINARY = [binary_cross_entropy, sigmoid_cross_entropy]
CLASSES = [cross_entropy, softmax_cross_entropy]
RNG = np.random.default_rng(0)
LOGITS = RNG.normal(scale=3, size=(6, 4))
INDICES = np.array([0, 3, 1, 1, 2, 0])
SOFT = softmax(RNG.normal(size=(6, 4)))
CASES = {
    "binary_cross_entropy": (RNG.integers(0, 2, 7), RNG.uniform(0.01, 0.99, 7)),
    "binary_cross_entropy-soft": (RNG.uniform(size=(3, 2)), RNG.uniform(size=(3, 2))),
    "cross_entropy": (INDICES, softmax(LOGITS)),
    "cross_entropy-one-hot": (one_hot(INDICES, 4), softmax(LOGITS)),
    "cross_entropy-soft": (SOFT, softmax(LOGITS)),
    "squared_error": (RNG.normal(size=(5, 3)), RNG.normal(size=(5, 3))),
    "softmax_cross_entropy": (INDICES, LOGITS),
    "softmax_cross_entropy-one-hot": (one_hot(INDICES, 4), LOGITS),
    "softmax_cross_entropy-soft": (SOFT, LOGITS),
    "sigmoid_cross_entropy": (RNG.integers(0, 2, 7), RNG.normal(scale=5, size=7)),
    "sigmoid_cross_entropy-soft": (RNG.uniform(size=(3, 2)), LOGITS[:3, :2]),
}


def torch_cross_entropy(p, y, reduction):
    """PyTorch has it for indices only; for rows it is spelt out."""
    if y.ndim < p.ndim:
        return functional.nll_loss(p.log(), y, reduction=reduction)
    value = -(y * p.log()).sum(-1)
    return value if reduction == "none" else getattr(value, reduction)()


TORCH = {
    "binary_cross_entropy": functional.binary_cross_entropy,
    "cross_entropy": torch_cross_entropy,
    "squared_error": functional.mse_loss,
    "softmax_cross_entropy": functional.cross_entropy,
    "sigmoid_cross_entropy": functional.binary_cross_entropy_with_logits,
}


def case(label):
    name = label.split("-")[0]
    loss = getattr(losses, name)
    return name, loss, loss.derivative, *CASES[label]


def points_of(name, prediction):
    """Count the points: rows, where there are several outputs or classes."""
    if prediction.ndim > 1 or "softmax" in name or name == "cross_entropy":
        return math.prod(prediction.shape[:-1])
    return prediction.size


def torch_pair(name, y, prediction, reduction):
    """Value and gradient according to PyTorch, whose mean is that of all entries."""
    points = points_of(name, prediction)
    prediction = torch.tensor(prediction, requires_grad=True)
    y = torch.tensor(y)
    if "softmax" not in name and name != "cross_entropy":
        y = y.to(prediction.dtype)
    if reduction == "mean":
        value = TORCH[name](prediction, y, reduction="sum") / points
    else:
        value = TORCH[name](prediction, y, reduction=reduction)
    (gradient,) = torch.autograd.grad(value.sum(), prediction)
    return value.detach().numpy(), gradient.numpy()


def test_every_loss_has_a_case_and_a_gradient():
    names = {f.__name__ for f in LOSSES}
    assert names == set(TORCH) == {label.split("-")[0] for label in CASES}
    for loss in LOSSES:
        assert gradient_of(loss).__name__ == f"{loss.__name__}_gradient"


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("label", CASES)
def test_value_and_gradient_agree_with_torch(label, reduction):
    name, loss, gradient, y, prediction = case(label)
    expected, slope = torch_pair(name, y, prediction, reduction)
    value = loss(y, prediction, reduction)
    assert np.shape(value) == expected.shape
    # PyTorch's sigmoid loss is a difference, right to 1e-15 and not to 12 digits.
    np.testing.assert_allclose(value, expected, rtol=1e-12, atol=2e-15)
    ours = gradient(y, prediction, reduction)
    np.testing.assert_allclose(ours, slope, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("label", CASES)
def test_gradient_agrees_with_finite_differences(label, reduction):
    _, loss, gradient, y, prediction = case(label)
    expected = numerical_gradient(lambda p: loss(y, p, reduction), prediction, 1e-6)
    ours = gradient(y, prediction, reduction)
    np.testing.assert_allclose(ours, expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("label", CASES)
def test_gradient_of_each_loss_is_that_of_their_sum(label):
    _, _, gradient, y, prediction = case(label)
    each = gradient(y, prediction, "none")
    np.testing.assert_array_equal(each, gradient(y, prediction))


@pytest.mark.parametrize("label", CASES)
def test_reductions_agree_and_sum_is_the_default(label):
    name, loss, _, y, prediction = case(label)
    each = loss(y, prediction, "none")
    assert loss(y, prediction) == pytest.approx(each.sum())
    mean = each.sum() / points_of(name, prediction)
    assert loss(y, prediction, "mean") == pytest.approx(mean)


@pytest.mark.parametrize("loss", [squared_error, *BINARY])
def test_the_mean_over_points_adds_up_several_outputs(loss):
    """As the page has it: L = (1/n) sum_i l_i, l_i the loss of a point."""
    y, p = RNG.integers(0, 2, (6, 3)), RNG.uniform(0.1, 0.9, (6, 3))
    points = [loss(row, q) for row, q in zip(y, p, strict=True)]
    assert loss(y, p, "mean") == pytest.approx(np.mean(points))
    assert loss(y, p) == pytest.approx(np.sum(points))
    batches = loss(y.reshape(2, 3, 3), p.reshape(2, 3, 3), "mean")
    assert batches == pytest.approx(np.mean(points))
    # One number for each point, with the second axis or without it.
    column = loss(y[:, :1], p[:, :1], "mean")
    assert loss(y[:, 0], p[:, 0], "mean") == pytest.approx(column)
    slopes = loss.derivative(y[:, 0], p[:, 0], "mean")
    np.testing.assert_allclose(
        slopes, loss.derivative(y[:, :1], p[:, :1], "mean")[:, 0]
    )


@pytest.mark.parametrize("name", ["squared_error", "sigmoid_cross_entropy"])
@pytest.mark.parametrize("outputs", [1, 2, 5])
def test_mean_and_pytorchs_differ_by_the_number_of_outputs(name, outputs):
    y, p = RNG.uniform(size=(2, 4, outputs))
    theirs = TORCH[name](torch.tensor(p), torch.tensor(y), reduction="mean")
    ours = getattr(losses, name)(y, p, "mean")
    assert ours == pytest.approx(outputs * theirs.item())


def test_values_agree_with_scikit_learn():
    y, p = CASES["binary_cross_entropy"]
    assert binary_cross_entropy(y, p, "mean") == pytest.approx(log_loss(y, p))
    total = log_loss(y, p, normalize=False)
    assert binary_cross_entropy(y, p) == pytest.approx(total)
    y, p = CASES["cross_entropy"]
    assert cross_entropy(y, p, "mean") == pytest.approx(log_loss(y, p))
    y, y_hat = CASES["squared_error"]
    expected = 3 * mean_squared_error(y, y_hat)  # it also averages the 3 outputs
    assert squared_error(y, y_hat, "mean") == pytest.approx(expected)


@pytest.mark.parametrize("label", CASES)
def test_dtype_is_that_of_the_prediction(label):
    _, loss, gradient, y, prediction = case(label)
    for reduction in REDUCTIONS:
        for dtype in (np.float32, np.float64):
            p = prediction.astype(dtype)
            assert loss(y, p, reduction).dtype == dtype
            assert gradient(y, p, reduction).dtype == dtype
            assert gradient(y, p, reduction).shape == p.shape
    assert squared_error([1, 2], [3, 5]) == 13
    assert squared_error(np.float32([1]), [3]).dtype == np.float64
    assert softmax_cross_entropy([0], [[0, 0]]).dtype == np.float64


@given(arrays(float, (5, 3), elements=st.floats(-30, 30)), st.data())
def test_from_logits_agrees_with_from_probabilities(z, data):
    y = data.draw(arrays(int, 5, elements=st.integers(0, 2)))
    expected = cross_entropy(y, softmax(z))
    assert softmax_cross_entropy(y, z) == pytest.approx(expected, abs=1e-12)
    y = data.draw(arrays(int, (5, 3), elements=st.integers(0, 1)))
    z = z / 3  # 1 - p keeps enough digits
    expected = binary_cross_entropy(y, sigmoid(z))
    assert sigmoid_cross_entropy(y, z) == pytest.approx(expected, rel=1e-9)


@given(st.floats(-30, 30), st.integers(0, 1))
def test_sigmoid_is_softmax_of_two_classes(z, y):
    two = softmax_cross_entropy([y], [[0.0, z]])
    assert sigmoid_cross_entropy(y, z) == pytest.approx(two, abs=1e-13)


@given(arrays(float, (4, 3), elements=st.floats(-30, 30)), st.floats(-100, 100))
def test_softmax_cross_entropy_laws(z, shift):
    y = [0, 2, 1, 1]
    loss = softmax_cross_entropy(y, z, "none")
    assert (loss >= 0).all()
    np.testing.assert_allclose(
        softmax_cross_entropy(y, z + shift, "none"), loss, atol=1e-11
    )
    one = softmax_cross_entropy(one_hot(y, 3), z, "none")
    np.testing.assert_array_equal(one, loss)
    rows = losses.softmax_cross_entropy_gradient(y, z).sum(axis=-1)
    np.testing.assert_allclose(rows, 0, atol=1e-14)


@given(st.floats(0, 1), st.floats(0, 1))
def test_binary_cross_entropy_is_least_at_the_target(y, p):
    best = binary_cross_entropy(y, y)
    assert binary_cross_entropy(y, p) >= best - 1e-12
    flipped = binary_cross_entropy(1 - y, 1 - p)
    if 1e-3 < p < 0.999:
        assert flipped == pytest.approx(binary_cross_entropy(y, p))


@pytest.mark.parametrize("loss", LOSSES)
def test_a_perfect_prediction_costs_plain_zero(loss):
    y = [[1, 0], [0, 1]]
    exact = np.array(y, float)
    prediction = (2 * exact - 1) * 1000 if "logits" in loss.__annotations__ else exact
    for reduction in ["sum", "mean"]:
        value = loss(y, prediction, reduction)
        assert value == 0
        assert math.copysign(1, value) == 1
    assert not np.signbit(loss(y, prediction, "none")).any()
    one = loss(y[0], prediction[0]) if loss in CLASSES else loss(1, prediction[0][0])
    assert math.copysign(1, one) == 1


def test_extreme_probabilities():
    inf = np.inf
    np.testing.assert_array_equal(
        binary_cross_entropy([0, 0, 1, 1], [0, 1, 0, 1], "none"), [0, inf, inf, 0]
    )
    np.testing.assert_array_equal(
        losses.binary_cross_entropy_gradient([0, 0, 1, 1], [0, 1, 0, 1]),
        [1, inf, -inf, -1],
    )
    assert binary_cross_entropy(0.5, 0) == inf
    assert binary_cross_entropy([0, 1], [1, 0], "mean") == inf
    p = [[1, 0], [1, 0]]
    np.testing.assert_array_equal(cross_entropy([0, 1], p, "none"), [0, inf])
    np.testing.assert_array_equal(
        losses.cross_entropy_gradient([0, 1], p), [[-1, 0], [0, -inf]]
    )
    tiny = 1e-300  # 1 - p rounds to 1, its logarithm is -p all the same
    assert binary_cross_entropy(0, tiny) == tiny
    assert binary_cross_entropy(1, tiny) == pytest.approx(300 * math.log(10))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extreme_logits(dtype):
    inf = np.inf
    z = np.array([-inf, -1000, 1000, inf], dtype)
    np.testing.assert_array_equal(
        sigmoid_cross_entropy([0, 0, 0, 0], z, "none"), [0, 0, 1000, inf]
    )
    np.testing.assert_array_equal(
        sigmoid_cross_entropy([1, 1, 1, 1], z, "none"), [inf, 1000, 0, 0]
    )
    np.testing.assert_array_equal(
        losses.sigmoid_cross_entropy_gradient([1, 1, 0, 0], z), [-1, -1, 1, 1]
    )
    z = np.array([[1000, -1000], [1000, -1000], [0, -inf], [inf, 0]], dtype)
    np.testing.assert_array_equal(
        softmax_cross_entropy([0, 1, 0, 0], z, "none"), [0, 2000, 0, 0]
    )
    assert softmax_cross_entropy([1], [[0, -inf]]) == inf
    np.testing.assert_array_equal(
        losses.softmax_cross_entropy_gradient([0, 1, 0, 0], z),
        [[0, 0], [1, -1], [0, 0], [0, 0]],
    )
    assert squared_error(np.array([1000], dtype), np.array([-1000], dtype)) == 4e6
    assert squared_error([0], [inf]) == inf


@pytest.mark.parametrize("loss", [squared_error, sigmoid_cross_entropy])
def test_nan_predictions_give_nan(loss):
    for y in (0, 1):
        assert np.isnan(loss([y], [np.nan]))
        assert np.isnan(loss.derivative([y], [np.nan])).all()
    assert np.isnan(softmax_cross_entropy([0], [[0, np.nan]]))


@pytest.mark.parametrize("f", [f for loss in LOSSES for f in (loss, loss.derivative)])
def test_unknown_reduction_raises(f):
    for reduction in ("average", "", None, "Sum"):
        with pytest.raises(ValueError, match="accepted: 'sum', 'mean', 'none'"):
            f([[1.0, 0.0]], [[0.5, 0.5]], reduction)


@pytest.mark.parametrize("loss", LOSSES)
def test_no_points(loss):
    y = np.ones((0, 2))
    assert loss(y, y) == 0
    assert loss(y, y, "none").size == 0
    assert loss.derivative(y, y).shape == (0, 2)
    with pytest.raises(ValueError, match="accepted: at least one"):
        loss(y, y, "mean")


@pytest.mark.parametrize("f", [f for loss in BINARY for f in (loss, loss.derivative)])
@pytest.mark.parametrize("label", [-1, 2, 1.001, np.nan, np.inf])
def test_binary_labels_out_of_range_raise(f, label):
    with pytest.raises(ValueError, match=f"y has the entry {float(label)}"):
        f([0, label], [0.5, 0.5])


@pytest.mark.parametrize("loss", [binary_cross_entropy, squared_error, *BINARY])
def test_shapes_that_differ_raise(loss):
    for f in (loss, loss.derivative):
        for y, p in [((3,), (3, 1)), ((3,), (2,)), ((1,), (3,)), ((), (1,))]:
            with pytest.raises(ValueError, match="accepted") as error:
                f(np.ones(y), np.full(p, 0.5))
            assert str(y) in str(error.value)
            assert str(p) in str(error.value)


@pytest.mark.parametrize("f", [binary_cross_entropy, cross_entropy])
@pytest.mark.parametrize("p", [-0.1, 1.1, np.nan, np.inf])
def test_probabilities_out_of_range_raise(f, p):
    for g in (f, f.derivative):
        with pytest.raises(ValueError, match=f"p has the entry {p}"):
            g([[1, 0]], [[p, 1 - p]])


def test_rows_must_sum_to_one():
    for f in (cross_entropy, losses.cross_entropy_gradient):
        for row, total in (([0.5, 0.4], r"0\.9"), ([0.5, 0.501], r"1\.001")):
            with pytest.raises(ValueError, match=f"p has a row with sum {total};"):
                f([0, 0], [[1, 0], row])
    p = softmax(RNG.normal(size=(20, 5000)).astype(np.float32))
    assert np.isfinite(cross_entropy(np.arange(20), p))


@pytest.mark.parametrize("f", [f for loss in CLASSES for f in (loss, loss.derivative)])
def test_class_labels_that_do_not_fit_raise(f):
    prediction = np.full((2, 4), 0.25)
    for label in (-1, 4):
        with pytest.raises(ValueError, match=f"label {label}; accepted: 0 to 3"):
            f([0, label], prediction)
    for y in ([0.0, 1.0], [True, False], ["a", "b"]):
        with pytest.raises(TypeError, match="integer class indices"):
            f(y, prediction)
    for y in ([0], [0, 1, 2], 0, [[0], [1]], np.ones((2, 3))):
        with pytest.raises(ValueError, match=r"y has shape .* prediction \(2, 4\)"):
            f(y, prediction)
    with pytest.raises(ValueError, match="row with sum 2"):
        f([[1, 1, 0, 0], [1, 0, 0, 0]], prediction)
    with pytest.raises(ValueError, match=r"y has the entry -1\.0"):
        f([[-1, 2, 0, 0], [1, 0, 0, 0]], prediction)
    with pytest.raises(ValueError, match="prediction"):
        f(0, 0.5)


@pytest.mark.parametrize("loss", CLASSES)
def test_other_batch_shapes(loss):
    z = RNG.normal(size=(2, 3, 4))
    prediction = softmax(z) if loss is cross_entropy else z
    y = RNG.integers(0, 4, (2, 3))
    each = loss(y, prediction, "none")
    flat = loss(y.ravel(), prediction.reshape(6, 4), "none")
    np.testing.assert_array_equal(each, flat.reshape(2, 3), strict=True)
    assert loss(2, prediction[0, 0], "none") == loss([2], prediction[0, :1])
    averaged = loss.derivative(y, prediction, "mean")
    np.testing.assert_allclose(averaged * 6, loss.derivative(y, prediction))


@pytest.mark.parametrize("f", [f for loss in LOSSES for f in (loss, loss.derivative)])
def test_what_is_not_a_real_number_raises(f):
    for y, prediction in (([[1, 0]], [[1j, 0]]), ([["1", "0"]], [[0.5, 0.5]])):
        with pytest.raises(TypeError, match="accepted: real numbers"):
            f(y, prediction)


@pytest.mark.parametrize("label", CASES)
def test_the_arguments_are_left_alone(label):
    _, loss, gradient, y, prediction = case(label)
    before = y.copy(), prediction.copy()
    for f in (loss, gradient):
        f(y, prediction, "none")[...] = 7
    np.testing.assert_array_equal(y, before[0])
    np.testing.assert_array_equal(prediction, before[1])
