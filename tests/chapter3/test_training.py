"""Section 3.4: what its page says, and what its figures draw."""

from functools import partial

import matplotlib as mpl
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import make_moons

from snippets.activations import linear, relu, relu_derivative, tanh
from snippets.chapter3.training import figures, lesson
from snippets.chapter3.training import starts as beginning
from snippets.drawing import style
from snippets.language import Language
from snippets.losses import (
    sigmoid_cross_entropy,
    squared_error,
    squared_error_gradient,
)
from snippets.network import (
    backward,
    forward,
    gradient_descent,
    initialize,
    loss_and_gradient,
    train,
)
from snippets.training import (
    finite_differences,
    fit,
    two_moons,
    update,
)
from tests.finite_differences import numerical_gradient

LANGUAGES = [Language("es"), Language("en")]


@pytest.fixture(autouse=True)
def _style():
    with mpl.rc_context(style.RC):
        yield


def small_gradients():
    y_hat, record = forward(lesson.SMALL_X, lesson.SMALL, lesson.SMALL_LAYERS)
    slope = squared_error_gradient(lesson.SMALL_Y, y_hat)
    return backward(slope, record, lesson.SMALL, lesson.SMALL_LAYERS)


def test_one_parameter_by_hand():
    theta = np.array([0.5])
    loss = (2 * theta - 6) ** 2
    slope = squared_error_gradient([6.0], 2 * theta) * 2
    assert squared_error([6.0], 2 * theta) == loss[0]
    assert slope == 8 * theta - 24
    path = gradient_descent(lambda t: 8 * t - 24, 0, 1 / 16, 4)
    assert path[1] == 0 - 1 / 16 * -24 == 1.5
    assert path[2] == 1.5 - 1 / 16 * -12 == 2.25
    assert np.diff(3 - path) == pytest.approx(-(3 - path[:-1]) / 2)


@given(st.floats(0.001, 0.3), st.integers(0, 30))
def test_each_coordinate_has_its_factor(alpha, steps):
    end = lesson.quadratic_path(alpha, steps)[-1]
    expected = (1 - alpha * lesson.LAMBDA) ** steps * lesson.START
    assert end == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_the_gradient_of_the_surface():
    gradient = numerical_gradient(lesson.quadratic, lesson.START.copy())
    assert gradient == pytest.approx(lesson.LAMBDA * lesson.START)


@pytest.mark.parametrize(("share", "converges"), [(0.99, True), (1.01, False)])
def test_the_limit_for_any_quadratic(share, converges):
    rng = np.random.default_rng(0)
    root = rng.normal(size=(4, 4))
    matrix = root @ root.T
    alpha = share * 2 / np.linalg.eigvalsh(matrix)[-1]
    path = gradient_descent(lambda t: matrix @ t, rng.normal(size=4), alpha, 3000)
    assert (np.linalg.norm(path[-1]) < np.linalg.norm(path[0])) == converges
    assert (np.linalg.norm(path[-1]) < np.linalg.norm(path[1500])) == converges


def test_the_rates_of_the_figure():
    small, good, large = (
        np.linalg.norm(lesson.quadratic_path(alpha, 20)[-1]) for alpha in lesson.RATES
    )
    assert good < small < np.linalg.norm(lesson.START) < large
    alternating = lesson.quadratic_path(0.2, 20)[:, 1]
    assert np.abs(alternating) == pytest.approx(np.full(21, 1.5))


def test_the_best_rate():
    rates = np.linspace(0.001, 0.199, 1981)
    factors = np.abs(1 - rates[:, np.newaxis] * lesson.LAMBDA).max(axis=1)
    alpha, factor = lesson.best_rate(*lesson.LAMBDA)
    assert rates[factors.argmin()] == pytest.approx(alpha, abs=1e-4)
    assert factors.min() == pytest.approx(factor, abs=1e-3)


def test_the_small_network_by_hand():
    (x, z), (h, _) = forward(lesson.SMALL_X, lesson.SMALL, lesson.SMALL_LAYERS)[1]
    assert x.tolist() == [[1, 2]]
    assert z.tolist() == [[1 * 1 + 2 * 1, 1 * 2 - 2 * 1.5]]
    assert h.tolist() == [[3, 0]]
    (dw1, db1), (dw2, db2) = small_gradients()
    assert (dw1.tolist(), db1.tolist()) == ([[4, 8], [0, 0]], [4, 0])
    assert (dw2.tolist(), db2.tolist()) == ([[2 * 3, 2 * 0]], [2 * (5 - 4)])


def small_gradients_by_torch(x, y):
    tensors = [torch.tensor(a, requires_grad=True) for p in lesson.SMALL for a in p]
    w1, b1, w2, b2 = tensors
    hidden = torch.relu(torch.tensor(x) @ w1.T + b1)
    ((hidden @ w2.T + b2 - torch.tensor(y)) ** 2).sum().backward()
    return [a.grad.numpy() for a in tensors]


def test_the_small_network_against_torch():
    theirs = small_gradients_by_torch(lesson.SMALL_X, lesson.SMALL_Y)
    ours = [a for pair in small_gradients() for a in pair]
    for a, b in zip(theirs, ours, strict=True):
        assert a == pytest.approx(b)


def test_the_other_point_by_hand():
    y_hat, ((_, z), _) = forward([[2, 1]], lesson.SMALL, lesson.SMALL_LAYERS)
    assert z.tolist() == [[2 * 1 + 1 * 1, 2 * 2 - 1 * 1.5]] == [[3, 2.5]]
    assert y_hat.item() == 2 * 3 + 1 * 2.5 - 1 == 7.5
    assert (y_hat.item() - 7) ** 2 == 0.25
    dw1, db1, dw2, db2 = small_gradients_by_torch(np.array([[2.0, 1]]), 7.0)
    assert (dw2.tolist(), db2.tolist()) == ([[3, 2.5]], [2 * (7.5 - 7)])
    assert (dw1.tolist(), db1.tolist()) == ([[4, 2], [2, 1]], [2, 1])


def test_finite_differences_leave_the_array_as_it_was():
    theta = np.array([[1.0, -2.0], [0.5, 3.0]])
    before = theta.copy()
    slopes = finite_differences(lambda: np.sin(theta).sum(), theta)
    assert slopes == pytest.approx(np.cos(before), abs=1e-9)
    assert (theta == before).all()
    for wrong in (np.array([1, 2]), [1.0]):
        with pytest.raises(TypeError, match="theta has dtype"):
            finite_differences(lambda: 0.0, wrong)


def test_the_step_of_the_check_is_near_the_best():
    x, y = two_moons(100, noise=0.15, seed=0)
    parameters = [(w.copy(), b.copy()) for w, b in lesson.trained(10)[0]]
    exact = lesson.mean_gradient(x, y, parameters)

    def loss():
        logits, _ = forward(x, parameters, lesson.LAYERS)
        return sigmoid_cross_entropy(y, logits, "mean")

    def error(h):
        measured = [
            finite_differences(loss, array, h).ravel()
            for pair in parameters
            for array in pair
        ]
        return np.abs(np.concatenate(measured) - exact).max()

    errors = {h: error(h) for h in (1e-2, 1e-3, 1e-5, 1e-8, 1e-9)}
    assert min(errors, key=errors.get) == 1e-5
    assert errors[1e-2] / errors[1e-3] == pytest.approx(100, rel=0.1)  # as h²
    assert errors[1e-9] > errors[1e-8] > 10 * errors[1e-5]  # as 1 / h


def test_the_check_misleads_at_the_corner_of_relu():
    z = np.array([1e-6])
    assert relu_derivative(z).item() == 1
    assert finite_differences(lambda: relu(z).sum(), z) == pytest.approx(0.55)


@given(st.integers(0, 1000))
def test_no_small_step_of_the_same_length_lowers_the_loss_more(seed):
    def change(direction):
        moved = update(lesson.SMALL, direction, alpha=1e-5)
        y_hat, _ = forward(lesson.SMALL_X, moved, lesson.SMALL_LAYERS)
        return squared_error(lesson.SMALL_Y, y_hat) - 1

    def flat(pairs):
        return np.concatenate([a.ravel() for pair in pairs for a in pair])

    gradient, rng = small_gradients(), np.random.default_rng(seed)
    other = [tuple(rng.normal(size=a.shape) for a in pair) for pair in lesson.SMALL]
    scale = np.linalg.norm(flat(gradient)) / np.linalg.norm(flat(other))
    other = [tuple(scale * a for a in pair) for pair in other]
    assert change(gradient) == pytest.approx(-1e-5 * 136, rel=0.01)
    estimate = -1e-5 * flat(gradient) @ flat(other)
    assert change(other) == pytest.approx(estimate, abs=1e-5)
    assert change(other) >= change(gradient)


def test_the_squared_length_of_the_gradient_is_136():
    assert sum((a**2).sum() for pair in small_gradients() for a in pair) == 136
    falls = [lesson.one_step(alpha) for alpha in (1e-4, 1e-3, 1e-2)]
    gaps = [abs(real / predicted - 1) for real, predicted in falls]
    assert gaps[0] < 0.01
    assert gaps == sorted(gaps)


def test_two_moons_against_scikit_learn():
    x, y = two_moons(50, noise=0, seed=0)
    theirs, labels = make_moons((50, 50), shuffle=False, noise=None)
    assert x == pytest.approx(theirs)
    assert (y[:, 0] == labels).all()
    with pytest.raises(ValueError, match="n is 0"):
        two_moons(0, noise=0, seed=0)


def test_the_moons_are_not_separated_by_a_line_and_are_by_the_network():
    x, y = two_moons(100, noise=0.15, seed=0)
    parameters, losses = lesson.trained(1000)
    logits, _ = forward(x, parameters, lesson.LAYERS)
    assert ((logits > 0) == y).all()
    assert losses[50] == pytest.approx(0.28, abs=0.005)
    assert losses[50] - losses[100] < 0.01 < losses[100] - losses[200]
    line, _ = train(
        x, y, initialize([2, 1], 0), [linear], sigmoid_cross_entropy, 1, 3000
    )
    early, _ = lesson.trained(50)
    for net, layers in ((line, [linear]), (early, lesson.LAYERS)):
        wrong = ((forward(x, net, layers)[0] > 0) != y)[:, 0]
        assert wrong[:100].any()
        assert wrong[100:].any()


def test_backward_costs_do_not_depend_on_the_number_of_parameters():
    assert lesson.parameters() == 2 * 8 + 8 + 8 + 1 == lesson.evaluations() / 2


def test_one_batch_of_everything_is_plain_training():
    x, y = two_moons(20, noise=0.15, seed=1)
    start = initialize([2, 3, 1], seed=0)
    args = (x, y, start, [tanh, linear], sigmoid_cross_entropy, 0.5)
    plain, losses = train(*args, steps=4)
    loss = partial(
        loss_and_gradient, activations=[tanh, linear], loss=sigmoid_cross_entropy
    )
    batched, again = fit(loss, start, x, y, 0.5, epochs=4, batch_size=len(x))
    for (w, b), (v, c) in zip(plain, batched, strict=True):
        assert w == pytest.approx(v)
        assert b == pytest.approx(c)
    assert again == pytest.approx(losses)


def test_minibatches_read_each_point_once_an_epoch():
    x = np.arange(10.0)[:, np.newaxis]
    parameters = [(np.ones((1, 1)), np.zeros(1))]
    loss = partial(loss_and_gradient, activations=[linear], loss=squared_error)
    with pytest.raises(ValueError, match="size is 0"):
        fit(loss, parameters, x, x, 0.1, epochs=1, batch_size=0)
    # A rate so small that theta stays: the steps then add up to the full gradient.
    alpha = 1e-9
    slow, losses = fit(loss, parameters, x, 0 * x, alpha, epochs=1, batch_size=5)
    assert losses.mean() == pytest.approx(np.mean(x**2), rel=1e-6)
    full = 2 * 2 * np.mean(x**2)  # two batches of five
    assert (1 - slow[0][0].item()) / alpha == pytest.approx(full, rel=1e-4)


def test_minibatch_gradients_average_to_the_full_one_and_err_as_the_root():
    x, y = two_moons(32, noise=0.15, seed=0)
    full = lesson.mean_gradient(x, y, initialize(lesson.WIDTHS, seed=0))
    for size in (1, 8, 32):
        assert lesson.mean_of_minibatch_gradients(size) == pytest.approx(full)
    errors = [lesson.gradient_error(size) for size in (8, 32)]
    assert errors[0] / errors[1] == pytest.approx(2, abs=0.2)


def test_fewer_points_per_step_reach_a_lower_loss_in_the_table():
    losses = [lesson.loss_in_minibatches(size) for size in (8, 32, 128, 512)]
    assert losses == sorted(losses)
    assert losses[0] < losses[-1] / 5


def test_a_larger_rate_does_not_help_the_full_steps():
    least = lesson.best_loss_of_full_steps()
    assert lesson.loss_in_minibatches(8) < least / 5
    assert least < lesson.loss_in_minibatches(512, 0.5)
    assert least == lesson.loss_in_minibatches(512, 2)  # inside the range tried
    table = lesson.minibatches(Language("en"))["rows"]
    assert table[-1][-1] == f"{lesson.loss_in_minibatches(512):.3f}"


def test_the_gradient_sent_back_against_torch():
    for start in beginning.STARTS:
        parameters, ((x, _), *_) = beginning.deep_pass(start)
        x = torch.tensor(x, requires_grad=True)
        out = x
        for w, b in parameters:
            out = torch.tanh(out @ torch.tensor(w).T + torch.tensor(b))
        given = np.random.default_rng(1).normal(size=out.shape)
        out.backward(torch.tensor(given / np.linalg.norm(given)))
        back = torch.linalg.norm(x.grad).item()
        assert beginning.gradient_sent_back(start) == pytest.approx(back, rel=1e-6)


def test_gradients_die_shrink_or_grow():
    small, glorot, large = (beginning.gradient_sent_back(s) for s in beginning.STARTS)
    assert small < 1e-9
    assert 0.1 < glorot < 0.5
    assert large > 1000
    _, record = beginning.deep_pass("large")
    flat = [(np.abs(np.tanh(z)) > 0.99).mean() for _, z in record]
    assert all(0.6 < share < 0.9 for share in flat)  # most units, not all


def test_equal_units_stay_equal_and_equal_weights_alone_do_not():
    x, y = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]
    layers, args = [tanh, linear], (sigmoid_cross_entropy, 1, 50)
    for biases, equal in (([0, 0], True), ([0, 1], False)):
        net = [(np.full((2, 2), 0.5), np.array(biases)), (np.ones((1, 2)), np.zeros(1))]
        ((w, _), _), _ = train(x, y, net, layers, *args)
        assert (w[0] == pytest.approx(w[1])) == equal


@pytest.mark.parametrize("say", LANGUAGES)
def test_the_descents_drawn(say):
    for panel, alpha in zip(figures.rates(say), lesson.RATES, strict=True):
        drawn = panel.axes[0].lines[0].get_xydata()
        assert drawn == pytest.approx(lesson.quadratic_path(alpha, 11))
        (low, high), (left, right) = panel.axes[0].get_ylim(), panel.axes[0].get_xlim()
        assert (drawn[:, 0] > left).all()
        assert (drawn[:, 0] < right).all()
        assert (drawn[:, 1] > low).all()
        assert (drawn[:, 1] < high).all()


@pytest.mark.parametrize("say", LANGUAGES)
def test_the_passes_drawn(say):
    left, right = figures.passes(say)
    shown = [text.get_text().replace(",", ".") for text in left.axes[0].texts]
    assert {"1", "2", "3", "5", "−1.5"} <= set(shown)
    biases = {"$b=0$    $z=3$", "$b=0$    $z=−1$", "$b=−1$"}
    assert biases <= set(shown)
    assert {"$y=4$", "$l=1$"} <= set(shown)
    shown = [text.get_text() for text in right.axes[0].texts]
    weights, deltas = ["4", "8", "0", "0", "6", "0"], ["4", "0", "2"]
    assert sorted(filter(str.isdigit, shown)) == sorted(weights + deltas)


@pytest.mark.parametrize("say", LANGUAGES)
def test_the_loss_and_the_boundary_drawn(say):
    left, right = figures.moons(say)
    _, losses = lesson.trained(1000)
    assert left.axes[0].lines[0].get_ydata() == pytest.approx(losses)
    assert sum(len(line.get_xdata()) for line in right.axes[0].lines) == 200
