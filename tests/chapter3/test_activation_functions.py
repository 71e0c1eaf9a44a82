"""Section 3.6: its numbers, its claims and what its figures draw."""

import numpy as np
import pytest
import scipy.special
import torch
from hypothesis import given
from hypothesis import strategies as st

from snippets.activations import (
    derivative,
    elu,
    gelu,
    leaky_relu,
    linear,
    relu,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softplus,
    tanh,
    tanh_derivative,
)
from snippets.chapter3.activation_functions import figures, lesson, properties
from snippets.drawing import style
from snippets.language import Language

ES, EN = Language("es"), Language("en")
NAMES = ["lineal", "sigmoide", "*softmax*", "ReLU", "tanh"]
# From the formulas of the five functions, by hand.
TRUTH = {
    "no lineal": "no sí sí sí sí",
    "derivada continua": "sí sí sí no sí",
    "recorrido finito": "no sí sí no sí",
    "suave": "sí sí sí no sí",
    "simétrica respecto al origen": "sí no no no sí",
    "próxima a la identidad": "sí no no no sí",
}


def test_the_table_of_properties_is_what_the_formulas_say():
    table = lesson.properties(ES)
    assert table["header"][1:] == NAMES
    assert {row[0]: " ".join(row[1:]) for row in table["rows"]} == TRUTH


def test_both_languages_have_the_same_table():
    answers = {"sí": "yes", "no": "no"}
    spanish = [
        [answers[cell] for cell in row[1:]] for row in lesson.properties(ES)["rows"]
    ]
    assert spanish == [row[1:] for row in lesson.properties(EN)["rows"]]


@pytest.mark.parametrize(
    ("f", "first"),
    [(relu, 1), (leaky_relu, 1), (elu, 2), (softplus, 0), (gelu, 0), (sigmoid, 0)],
)
def test_first_jump_is_that_of_the_formulas(f, first):
    assert lesson.first_jump(f) == first


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_a_jump_in_the_kth_derivative_stays_and_those_before_shrink(k):
    def power(x):  # its k-th derivative jumps from 0 to k! at the origin
        return np.maximum(x, 0) ** k

    wide, narrow = (properties.derivative_jump(power, k, h) for h in (1 / 8, 1 / 64))
    assert wide == narrow > 0.4 * scipy.special.factorial(k)
    assert not properties.has_continuous_derivative(power, k)
    assert all(properties.has_continuous_derivative(power, j) for j in range(1, k))


def test_a_function_that_oscillates_or_grows_slowly_is_judged_by_its_range():
    assert properties.has_finite_range(np.sin)
    assert not properties.has_finite_range(lambda x: np.log1p(np.abs(x)))


def test_the_opening_network_is_the_absolute_value_or_nothing():
    x = np.linspace(-5, 5, 21)
    np.testing.assert_array_equal(relu(x) + relu(-x), np.abs(x))
    np.testing.assert_array_equal(linear(x) + linear(-x), 0)


def test_hand_calculations_of_the_prose():
    assert sigmoid(np.log(3)) == pytest.approx(3 / 4)
    assert sigmoid_derivative(np.log(3)) == pytest.approx(3 / 16)
    x = np.linspace(-20, 20, 4001)
    assert sigmoid_derivative(x).max() == sigmoid_derivative(0) == 1 / 4
    np.testing.assert_allclose(softmax(np.log([1, 2, 5])), [1 / 8, 2 / 8, 5 / 8])
    assert tanh(0) == 0
    assert tanh_derivative(0) == 1
    np.testing.assert_allclose(tanh(x), 2 * sigmoid(2 * x) - 1, atol=1e-15)
    np.testing.assert_allclose(1 - sigmoid(x), sigmoid(-x), atol=1e-15)
    np.testing.assert_allclose(scipy.special.logit(sigmoid(x)), x, rtol=1e-6)


def test_the_largest_exponent():
    largest = lesson.largest_exponent()
    assert np.isfinite(np.exp(largest - 1e-9))
    with np.errstate(over="ignore"):
        assert np.exp(largest + 1e-9) == np.inf


def test_approximation_improves_unless_the_activation_is_a_polynomial():
    for f in (relu, tanh, sigmoid):
        errors = [lesson.largest_error(f, n) for n in (2, 4, 8, 16, 32, 64)]
        assert errors == sorted(errors, reverse=True), f
    for f in (linear, np.square):
        errors = [lesson.largest_error(f, n) for n in (2, 4, 8, 16, 32, 64)]
        np.testing.assert_allclose(errors, errors[0], rtol=1e-6)


def test_the_network_of_squares_is_the_best_parabola():
    x, y_hat = lesson.fit_output(np.square, 8)
    parabola = np.polyval(np.polyfit(x, np.sin(2 * np.pi * x), 2), x)
    np.testing.assert_allclose(y_hat, parabola, atol=1e-9)


def test_the_relu_network_bends_only_where_its_units_are():
    x, y_hat = lesson.fit_output(relu, 8)
    bends = x[1:-1][np.abs(np.diff(y_hat, 2)) > 1e-9]
    # Not at 1/2, where the sine is as curved to one side as to the other.
    np.testing.assert_allclose(bends, np.array([1, 2, 3, 5, 6, 7]) / 8)


def test_numbers_of_the_prose_are_those_of_the_run():
    square = lesson.largest_error_with("square", 32)
    assert f"{square:.2f}" == f"{lesson.largest_error(np.square, 2):.2f}"


@given(st.lists(st.floats(-20, 20), min_size=2, max_size=6), st.floats(0.1, 100))
def test_temperature_agrees_with_scipy_and_keeps_the_order(scores, t):
    p = lesson.with_temperature(scores, t)
    np.testing.assert_allclose(p, scipy.special.softmax(np.array(scores) / t))
    order = np.argsort(scores, kind="stable")
    assert np.all(np.diff(p[order]) >= 0)


def test_limits_of_the_temperature():
    np.testing.assert_allclose(lesson.with_temperature([0, 1, 2], 1e-3), [0, 0, 1])
    equal = lesson.with_temperature([0, 1, 2], 1e6)
    np.testing.assert_allclose(equal, [1 / 3] * 3, rtol=1e-5)
    with pytest.raises(ValueError, match="temperature is 0; accepted: above 0"):
        lesson.with_temperature([0, 1], 0)


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_softmax_of_two_is_softmax(a, b):
    np.testing.assert_allclose(lesson.softmax_of_two(a, b), softmax([a, b]), atol=1e-15)


@given(st.floats(-30, 30))
def test_the_slopes_are_found_from_the_outputs(x):
    slopes = lesson.slopes_from_outputs(float(sigmoid(x)), float(tanh(x)))
    expected = sigmoid_derivative(x), tanh_derivative(x)
    np.testing.assert_allclose(slopes, expected, atol=1e-15)


def test_the_slopes_of_the_exercise():
    p, t = 0.9, 0.6
    slopes = sigmoid_derivative(scipy.special.logit(p)), tanh_derivative(np.arctanh(t))
    np.testing.assert_allclose(lesson.slopes_from_outputs(p, t), slopes)
    outputs = np.linspace(-1, 1, 201)
    of_sigmoid, of_tanh = lesson.slopes_from_outputs((outputs + 1) / 2, outputs)
    assert of_sigmoid.argmax() == of_tanh.argmax() == 100  # outputs 1/2 and 0


@given(st.floats(-10, 10))
def test_the_hat_is_linear_interpolation(x):
    expected = np.interp(x, [0, 1, 2], [0, 1, 0])
    np.testing.assert_allclose(lesson.hat(np.array(x)), expected, atol=1e-12)


def test_naive_softmax_is_right_where_it_does_not_overflow():
    scores = np.array([0.5, -3.0, 2.0])
    np.testing.assert_allclose(lesson.naive_softmax(scores), softmax(scores))
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isnan(lesson.naive_softmax(np.array([1000.0, 0.0]))[0])


def test_a_dead_unit_stays_dead_and_a_leaky_one_does_not():
    assert lesson.after_training(relu) == 0
    assert lesson.after_training(leaky_relu) == pytest.approx(1, abs=1e-9)


def test_gradients_of_each_layer_agree_with_torch():
    rng = np.random.default_rng(0)
    x = torch.tensor(rng.normal(size=(64, 32)))
    y = torch.tensor(rng.normal(size=(64, 1)))
    drawn = lesson.initialize([32] * 4 + [1], seed=0, scheme="glorot")
    weights = [torch.tensor(w, requires_grad=True) for w, _ in drawn]
    for w in weights[:-1]:
        x = torch.sigmoid(x @ w.T)
    ((x @ weights[-1].T - y) ** 2).mean().backward()
    expected = [w.grad.norm().item() for w in weights[:-1]]
    np.testing.assert_allclose(
        lesson.gradient_sizes(sigmoid, "glorot", depth=3), expected
    )


def test_the_gradient_vanishes_with_sigmoids_only():
    falls = {
        f: lesson.gradient_sizes(f, scheme)[0] / lesson.gradient_sizes(f, scheme)[-1]
        for f, scheme in ((sigmoid, "glorot"), (tanh, "glorot"), (relu, "he"))
    }
    assert 1e-7 < falls[sigmoid] < 1e-5  # "about six orders of magnitude"
    assert 0.1 < falls[tanh] < 10
    assert 0.1 < falls[relu] < 10


def test_the_table_of_slopes():
    rows = lesson.slopes(EN)["rows"]
    assert rows[0] == ["$0$", "$0.250$", "$1$", "$0$"]
    assert rows[-1] == ["$10$", r"$4.5 \cdot 10^{-5}$", r"$8.2 \cdot 10^{-9}$", "$1$"]
    assert lesson.slopes(ES)["rows"][0][1] == "$0{,}250$"
    assert rows[1][2] == "$0.420$"


def lines(figure):
    return figure.axes[0].lines


@pytest.mark.parametrize("say", [ES, EN])
@pytest.mark.parametrize(
    ("draw", "f"), [(figures.sigmoid, sigmoid), (figures.tanh, tanh)]
)
def test_the_curves_are_the_functions(draw, f, say):
    drawn = {
        line.get_color(): line for line in lines(draw(say)) if len(line.get_xdata()) > 9
    }
    x = drawn[style.BLUE].get_xdata()
    np.testing.assert_array_equal(drawn[style.BLUE].get_ydata(), f(x))
    np.testing.assert_array_equal(drawn[style.ORANGE].get_ydata(), derivative(f)(x))


@pytest.mark.parametrize("say", [ES, EN])
def test_the_relu_figure_shows_function_and_derivative(say):
    blue = [c for c in lines(figures.relu(say)) if c.get_color() == style.BLUE]
    for line in blue:
        np.testing.assert_array_equal(line.get_ydata(), relu(line.get_xdata()))
    orange = [
        c.get_ydata()[0]
        for c in lines(figures.relu(say))
        if c.get_color() == style.ORANGE and len(c.get_xdata()) == 2
    ]
    assert orange == [0, 1]


@pytest.mark.parametrize("say", [ES, EN])
def test_the_bars_are_probabilities(say):
    bars, _ = figures.temperature(say)
    heights = [bar.get_height() for bar in bars.axes[0].patches]
    expected = [scipy.special.softmax(np.array([0, 1, 2]) / t) for t in (0.25, 1, 4)]
    np.testing.assert_allclose(heights, np.concatenate(expected))


@pytest.mark.parametrize("say", [ES, EN])
def test_the_other_figures_draw_what_the_lesson_computes(say):
    fits, errors = figures.approximation(say)
    np.testing.assert_array_equal(
        lines(fits)[1].get_ydata(), lesson.fit_output(relu, 4)[1]
    )
    assert lines(errors)[-1].get_ydata()[1] == lesson.largest_error(relu, 4)
    sizes = lines(figures.vanishing(say))[0].get_ydata()
    np.testing.assert_array_equal(sizes, lesson.gradient_sizes(sigmoid, "glorot"))
    _, slopes = figures.relatives(say)
    x, y = lines(slopes)[1].get_data()
    np.testing.assert_array_equal(y, derivative(elu)(x))
