"""Section 3.5: its numbers, its derivations, its solutions and its figures."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, optimize, stats
from torch.nn import functional

from snippets.activations import softmax
from snippets.chapter3.cost_functions import figures, lesson
from snippets.language import Language
from snippets.losses import (
    binary_cross_entropy,
    cross_entropy,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_gradient,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    squared_error,
)
from tests.drawn import panels
from tests.finite_differences import numerical_gradient

FIGURES = ["clicks", "binary", "classes", "gaussians", "saturation"]


@given(st.floats(0.01, 0.99))
def test_likelihood_of_the_clicks(theta):
    expected = theta**3 * (1 - theta) ** 7
    assert lesson.likelihood(theta) == pytest.approx(expected)
    cost = lesson.minus_log_likelihood(theta)
    assert cost == pytest.approx(-3 * math.log(theta) - 7 * math.log(1 - theta))


def test_hand_calculations_of_the_clicks():
    assert [i + 1 for i in np.flatnonzero(lesson.CLICKS)] == [1, 4, 8]
    assert lesson.likelihood(1 / 2) == 1 / 1024
    best = optimize.minimize_scalar(
        lesson.minus_log_likelihood, bounds=(0.01, 0.99), options={"xatol": 1e-9}
    )
    assert best.x == pytest.approx(3 / 10, abs=1e-6)
    assert lesson.area() == pytest.approx(1 / 1320)
    exact = integrate.quad(lesson.likelihood, 0, 1)[0]
    assert lesson.area() == pytest.approx(exact)


def test_table_of_likelihoods():
    rows = lesson.likelihoods(Language("en"))["rows"]
    for theta, likelihood, cost in (map(float, row) for row in rows):
        assert likelihood == pytest.approx(theta**3 * (1 - theta) ** 7, abs=6e-7)
        assert cost == pytest.approx(-np.log(lesson.likelihood(theta)), abs=6e-4)
    assert max(rows, key=lambda row: float(row[1]))[0] == "0.3"
    assert min(rows, key=lambda row: float(row[2]))[0] == "0.3"
    assert lesson.likelihoods(Language("es"))["rows"][2] == ["0,3", "0,002224", "6,109"]


def test_recipe_links_to_the_three_costs():
    for code in ("es", "en"):
        table = lesson.recipe(Language(code))
        for row, anchor in zip(
            table["rows"],
            ("binary-cross-entropy", "cross-entropy", "squared-error"),
            strict=True,
        ):
            assert len(row) == len(table["header"])
            assert f"(#eq-{anchor})" in row[-1]


def test_values_in_the_text():
    assert lesson.loss_of_guessing() == pytest.approx(math.log(10))
    assert binary_cross_entropy([1, 0], [0.5, 0.5]) == pytest.approx(2 * math.log(2))
    two = cross_entropy([0, 1], [[0.5, 0.5], [0.75, 0.25]], "none")
    np.testing.assert_allclose(two, [math.log(2), math.log(4)])
    assert squared_error([1, 2], [1, 5]) == 0**2 + 3**2


@given(st.integers(0, 1), st.floats(0.01, 0.99))
def test_two_classes_are_the_binary_case(y, p):
    two = cross_entropy([1 - y], [[p, 1 - p]])
    assert two == pytest.approx(binary_cross_entropy(y, p))


def test_separated_classes_get_more_probable_with_larger_weights():
    x, y = np.array([-2, -1, 1, 3.0]), np.array([0, 0, 1, 1])
    p = [1 / (1 + np.exp(-w * x)) for w in (1, 2, 4, 8, 16)]
    costs = [binary_cross_entropy(y, each) for each in p]
    assert costs == sorted(costs, reverse=True)
    assert 0 < costs[-1] < 1e-6


def test_gradient_by_hand():
    z = np.log([1.0, 2.0, 5.0])
    np.testing.assert_allclose(softmax(z), [1 / 8, 2 / 8, 5 / 8])
    gradient = softmax_cross_entropy_gradient(2, z)
    np.testing.assert_allclose(gradient, [1 / 8, 2 / 8, -3 / 8])


@given(st.floats(-6, 6), st.integers(0, 1))
def test_gradients_by_the_logit(z, y):
    z, y = np.array([z]), np.array([y], float)
    p = 1 / (1 + np.exp(-z))
    slope = sigmoid_cross_entropy_gradient(y, z)
    np.testing.assert_allclose(slope, p - y, atol=1e-12)
    by_p = -y / p + (1 - y) / (1 - p)
    np.testing.assert_allclose(by_p * p * (1 - p), slope, atol=1e-12)
    expected = numerical_gradient(lambda v: sigmoid_cross_entropy(y, v), z)
    np.testing.assert_allclose(slope, expected, atol=1e-8)

    def after_sigmoid(v):
        return squared_error(y, 1 / (1 + np.exp(-v)))

    square = lesson.sigmoid_squared_error_gradient(y, z)
    np.testing.assert_allclose(square, numerical_gradient(after_sigmoid, z), atol=1e-8)


def test_squared_error_is_slow_where_it_is_most_wrong():
    p = 1 / (1 + math.exp(6))
    slope = lesson.sigmoid_squared_error_gradient(1, -6)
    assert slope == pytest.approx(2 * (p - 1) * p * (1 - p))
    assert sigmoid_cross_entropy_gradient(1, -6) == pytest.approx(p - 1)
    steepest = optimize.minimize_scalar(
        lambda z: float(lesson.sigmoid_squared_error_gradient(1, z)), bounds=(-3, 3)
    )
    assert 1 / (1 + math.exp(-steepest.x)) == pytest.approx(1 / 3, abs=1e-5)
    logits = np.linspace(-20, steepest.x, 50)
    slopes = lesson.sigmoid_squared_error_gradient(np.ones_like(logits), logits)
    assert (np.diff(slopes) < 0).all()  # below p = 1/3: the worse, the flatter


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        (torch.nn.BCEWithLogitsLoss(), "cross-entropy"),
        (
            lambda z, y: functional.mse_loss(torch.sigmoid(z), y),
            "squared error",
        ),
    ],
)
def test_descent_agrees_with_torch(loss, name):
    z = torch.tensor(-6.0, dtype=torch.float64, requires_grad=True)
    y = torch.tensor(1.0, dtype=torch.float64)
    count = 0
    while z < 0:
        (slope,) = torch.autograd.grad(loss(z, y), z)
        z = (z - slope).detach().requires_grad_()
        count += 1
    assert lesson.steps_to_right(name) == count
    ours = lesson.logits_while_learning(lesson.GRADIENTS[name], count)
    assert ours[0] == -6
    assert ours[-1] == pytest.approx(z.item())


@given(st.floats(0, 1), st.floats(0, 1))
def test_squared_error_on_probabilities_is_least_at_the_true_one(true, p):
    def average(q):
        return true * squared_error(1, q) + (1 - true) * squared_error(0, q)

    assert average(p) >= average(true) - 1e-12


def test_lost_digits():
    rows = lesson.lost_digits(Language("en"))["rows"]
    assert [row[2] for row in rows[-2:]] == [r"$\infty$"] * 2
    assert rows[2][2:] == ["30.00102", "30.00000"]
    for z, _, _, exact in rows:
        assert float(exact) == pytest.approx(np.logaddexp(0, float(z)), abs=6e-6)
    for z, _, lost, exact in rows[:2]:
        assert lost == exact, z
    assert rows[3][1] == r"$2.2\cdot10^{-16}$"
    assert lesson.lost_digits(Language("es"))["rows"][3][1] == r"$2{,}2\cdot10^{-16}$"


def test_pytorch_stops_the_logarithm_at_minus_100():
    p, y = torch.tensor([1.0]), torch.tensor([0.0])
    assert functional.binary_cross_entropy(p, y) == 100
    assert functional.mse_loss(torch.ones(4), torch.zeros(4)) == 1  # means by default


def test_the_bare_formula_gives_nan_or_a_number_without_meaning():
    with np.errstate(all="ignore"):
        y, p = np.array([1.0, -1.0]), np.array([2.5, 0.1])
        bare = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    assert np.isnan(bare[0])
    assert np.isfinite(bare[1])


def test_what_happens_to_be_valid_goes_unnoticed():
    p = [[0.2, 0.3, 0.5]]
    assert cross_entropy([2], p) == -np.log(0.5)  # 2 for the second class
    with pytest.raises(ValueError, match="label 3; accepted: 0 to 2"):
        cross_entropy([3], p)
    logits = [0.3, 0.7]
    assert np.isfinite(binary_cross_entropy([1, 0], logits))


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6))
def test_stable_logarithm_of_softmax(z):
    m = max(z)
    total = sum(math.exp(v - m) for v in z)
    assert total >= 1
    expected = -(z[0] - m - math.log(total))
    assert softmax_cross_entropy(0, z) == pytest.approx(expected, abs=1e-12)


@given(st.sampled_from([0, 1]), st.floats(-30, 30))
def test_one_logit(y, z):
    loss = y * math.log1p(math.exp(-z)) + (1 - y) * math.log1p(math.exp(z))
    assert sigmoid_cross_entropy(y, z) == pytest.approx(loss, rel=1e-12)
    two = softmax_cross_entropy(1 - y, [z, 0.0])
    assert two == pytest.approx(loss, abs=1e-12)
    split = max(z, 0) + math.log(1 + math.exp(-abs(z)))
    assert split == pytest.approx(math.log(1 + math.exp(z)), abs=1e-12)


def test_softmax_rounds_a_tiny_loss_to_zero():
    assert softmax_cross_entropy([0], [[40, 0]]) == 0
    assert 0 < sigmoid_cross_entropy(1, 40) < 1e-16


def test_a_rate_on_the_mean_is_a_rate_over_n_on_the_sum():
    y, z = np.array([0, 1, 1, 0.0]), np.array([1.0, -1, 2, 0])
    mean = sigmoid_cross_entropy_gradient(y, z, "mean")
    np.testing.assert_allclose(mean, sigmoid_cross_entropy_gradient(y, z) / 4)


def test_messages():
    best = optimize.minimize_scalar(
        lambda p: binary_cross_entropy([1, 0, 1], np.full(3, p)), bounds=(0.01, 0.99)
    )
    assert best.x == pytest.approx(2 / 3, abs=1e-4)
    total = -math.log(9 / 10) - math.log(8 / 10) - math.log(4 / 10)
    assert total == pytest.approx(binary_cross_entropy([1, 0, 1], [0.9, 0.2, 0.4]))
    assert total < best.fun


@given(st.lists(st.tuples(st.sampled_from([-1, 1]), st.floats(-30, 30)), min_size=1))
def test_logistic_loss(points):
    y, z = np.array(points).T
    expected = sigmoid_cross_entropy((1 + y) / 2, z)
    assert lesson.logistic_loss(y, z) == pytest.approx(expected, abs=1e-12)


def test_logistic_loss_at_the_extremes():
    assert lesson.logistic_loss([1, -1, 1, -1], [1000, -1000, -1000, 1000]) == 2000
    with pytest.raises(ValueError, match="accepted: -1 and 1"):
        lesson.logistic_loss([0, 1], [0, 0])


def test_sigma_is_the_most_likely():
    y, y_hat = np.array([1.0, 2, 3, 5]), np.array([1.5, 2, 2, 7])
    best = optimize.minimize_scalar(
        lambda sigma: -stats.norm.logpdf(y, y_hat, sigma).sum(), bounds=(0.1, 10)
    )
    assert lesson.fit_sigma(y, y_hat) == pytest.approx(best.x, abs=1e-4)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=7))
def test_median_and_mean(y):
    candidates = np.linspace(0, 40, 40 * 20 + 1)
    best = lesson.best_constant(lesson.absolute_error, y, candidates)
    at_median = lesson.absolute_error(y, np.full(len(y), np.median(y)))
    at_best = lesson.absolute_error(y, np.full(len(y), best))
    assert at_best == pytest.approx(at_median)
    best = lesson.best_constant(squared_error, y, candidates)
    assert best == pytest.approx(np.mean(y), abs=1 / 20)


def test_absolute_error_comes_from_laplace():
    y, y_hat, b = np.array([1.0, 2, 9]), np.array([1.5, 2, 7]), 0.7
    cost = -stats.laplace.logpdf(y, y_hat, b).sum()
    expected = lesson.absolute_error(y, y_hat) / b + 3 * math.log(2 * b)
    assert cost == pytest.approx(expected)


@pytest.mark.parametrize("code", ["es", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_figures_draw(name, code):
    found = panels(getattr(figures, name), code)
    assert len(found) == (1 if name == "binary" else 2)


@pytest.mark.parametrize("code", ["es", "en"])
def test_lines_of_the_triangle_have_the_loss_that_they_name(code):
    for label, ends in figures.levels(Language(code)):
        loss = cross_entropy([2, 2], ends, "none")
        assert loss[0] == pytest.approx(loss[1])
        named = math.log(3) if "log" in label else float(label.replace(",", "."))
        assert loss[0] == pytest.approx(named)


def test_the_curves_are_what_the_snippets_return():
    left, _ = figures.clicks(Language("en"))
    curve, dots, _ = left.axes[0].lines
    for line in (curve, dots):
        theta, height = line.get_data()
        np.testing.assert_allclose(height, theta**3 * (1 - theta) ** 7)
    _, right = figures.saturation(Language("en"))
    for line, steps in zip(right.axes[0].lines, (7, 214), strict=False):
        assert (np.asarray(line.get_ydata()) < 0.5).sum() == steps
