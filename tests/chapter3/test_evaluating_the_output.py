"""Section 3.3: what its page says, and what its figures draw."""

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.patches import Rectangle
from scipy.optimize import minimize
from sklearn.metrics import accuracy_score, log_loss, zero_one_loss

from snippets.activations import sigmoid
from snippets.chapter3.evaluating_the_output import figures, lesson
from snippets.drawing import style
from snippets.language import Language
from snippets.losses import binary_cross_entropy, cross_entropy, squared_error

LANGUAGES = [Language("es"), Language("en")]
PROBABILITIES = arrays(float, 6, elements=st.floats(0.01, 0.99))


@pytest.fixture(autouse=True)
def _style():
    with mpl.rc_context(style.RC):
        yield


def test_the_parcels_by_hand():
    assert lesson.DAYS.tolist() == [3, 5, 2, 6]
    assert lesson.PREDICTED_DAYS.tolist() == [2.5, 5, 4, 5.5]
    assert squared_error(lesson.DAYS, lesson.PREDICTED_DAYS) == 4.5
    assert lesson.root_mean_square() ** 2 == pytest.approx(4.5 / 4)


def test_the_losses_by_hand():
    assert binary_cross_entropy(1, 0.25) == pytest.approx(np.log(4))
    assert cross_entropy(1, [0.25, 0.5, 0.25]) == pytest.approx(np.log(2))
    assert cross_entropy(2, [0.25, 0.5, 0.25]) == pytest.approx(np.log(4))
    assert binary_cross_entropy(1, 1) == 0


@pytest.mark.parametrize("say", LANGUAGES)
def test_the_table_of_tasks(say):
    values = [row[-1].replace(",", ".") for row in lesson.tasks(say)["rows"]]
    expected = [(4 - 2) ** 2, np.log(4), np.log(4 / 3), np.log(2)]
    assert [float(value) for value in values] == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize("name", "ABC")
def test_the_models_against_scikit_learn(name):
    p = lesson.MODELS[name]
    assert lesson.model_loss(name) == pytest.approx(log_loss(lesson.LABELS, p))
    accuracy = accuracy_score(lesson.LABELS, p > 0.5)
    assert 1 - lesson.error_rate(lesson.LABELS, p) == accuracy


def test_what_the_table_of_models_shows():
    a, b, c = (lesson.model_loss(name) for name in "ABC")
    right = [(p > 0.5) == lesson.LABELS for p in lesson.MODELS.values()]
    assert b / a == pytest.approx(0.5, abs=0.01)
    assert (right[0] == right[1]).all()
    assert right[0].sum() == 3
    assert right[2].all()
    assert c > a > b


@given(PROBABILITIES, arrays(int, 6, elements=st.integers(0, 1)))
def test_error_rate_against_scikit_learn(p, y):
    assert lesson.error_rate(y, p) == pytest.approx(zero_one_loss(y, p > 0.5))


def test_always_no_is_right_99_times_in_100():
    y = np.arange(100) == 0
    assert 1 - lesson.error_rate(y, np.zeros(100)) == 0.99


def test_swapped_arguments_by_hand():
    y, y_hat = [1, 0], [0.75, 0.5]
    assert binary_cross_entropy(y, y_hat) == pytest.approx(-np.log(0.75 * 0.5))
    per_point = [-a * np.log(b) - (1 - a) * np.log(1 - b) for a, b in [(0.75, 0.9)]]
    assert binary_cross_entropy([0.75], [0.9], "none") == pytest.approx(per_point)
    assert binary_cross_entropy([0.75], [1], "none") == np.inf  # -(1/4) log 0


def test_the_mean_is_over_the_points_not_over_their_outputs():
    y, y_hat = np.zeros((2, 3)), np.ones((2, 3))
    assert squared_error(y, y_hat, "mean") == squared_error(y, y_hat) / 2 == 3
    assert squared_error(y, y_hat) == 6  # the sum unless told otherwise


def test_error_rate_refuses_a_column():
    with pytest.raises(ValueError, match=r"y has shape \(4,\); accepted: \(4, 1\)"):
        lesson.error_rate(lesson.LABELS, lesson.MODELS["A"][:, np.newaxis])


@given(st.floats(-4, 4))
def test_the_threshold_model(b):
    loss, errors = lesson.at_threshold(b)
    p = sigmoid(np.array([-3, -2, -1, 1, 2, 3]) - b)
    assert loss == pytest.approx(log_loss([0, 0, 0, 1, 1, 1], p))
    assert errors == pytest.approx(zero_one_loss([0, 0, 0, 1, 1, 1], p > 0.5))


def test_the_loss_slopes_where_the_error_rate_is_flat():
    b = np.linspace(-4, 4, 801)
    losses, errors = np.array([lesson.at_threshold(each) for each in b]).T
    assert b[losses.argmin()] == pytest.approx(0, abs=1e-9)
    assert (np.diff(losses)[:400] < 0).all()
    assert (np.diff(losses)[400:] > 0).all()
    assert np.count_nonzero(np.diff(errors)) == 6
    assert errors.min() == lesson.at_threshold(0)[1] == 0


@given(arrays(float, 5, elements=st.floats(-10, 10)))
def test_by_broadcasting_the_mean_is_best_and_the_truth_costs_twice_as_much(y):
    best = lesson.error_by_broadcasting(y, np.full(5, y.mean()))
    assert best == pytest.approx(y.var())
    assert lesson.error_by_broadcasting(y, y) == pytest.approx(2 * y.var())
    found = minimize(lambda y_hat: lesson.error_by_broadcasting(y, y_hat), x0=y)
    assert found.x == pytest.approx(np.full(5, y.mean()), abs=1e-3)


def test_the_mean_of_batches_is_that_of_the_points():
    losses = np.random.default_rng(0).random(10)
    parts = np.split(losses, [3, 4])
    means, sizes = [part.mean() for part in parts], [part.size for part in parts]
    assert lesson.mean_of_batches(means, sizes) == pytest.approx(losses.mean())
    assert np.mean(means) != pytest.approx(losses.mean())


@given(arrays(float, (6, 3), elements=st.floats(0.01, 1)))
def test_a_loss_below_log_2_is_a_right_decision(scores):
    p, y = scores / scores.sum(axis=1, keepdims=True), np.arange(6) % 3
    losses = cross_entropy(y, p, "none")
    assert (p[losses < np.log(2)].argmax(axis=1) == y[losses < np.log(2)]).all()
    wrong = zero_one_loss(y, p.argmax(axis=1))
    assert lesson.class_error_rate(y, p) == pytest.approx(wrong)


@given(st.floats(0.01, 0.99))
def test_above_log_2_two_classes_are_wrong_and_three_may_be_right(right):
    decided = lesson.class_error_rate([0], [[right, 1 - right]]) == 0
    if abs(right - 0.5) > 1e-9:
        assert decided == (cross_entropy(0, [right, 1 - right]) < np.log(2))
    assert cross_entropy(0, [0.4, 0.3, 0.3]) > np.log(2)
    assert lesson.class_error_rate([0], [[0.4, 0.3, 0.3]]) == 0


@pytest.mark.parametrize("say", LANGUAGES)
def test_the_squares_have_the_losses_as_areas(say):
    axes = figures.squares(say).axes[0]
    boxes = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    areas = [box.get_width() * box.get_height() for box in boxes]
    losses = squared_error(lesson.DAYS, lesson.PREDICTED_DAYS, "none")
    assert areas == pytest.approx(losses)
    assert areas[2] == 16 * areas[0] == 16 * areas[3]


@pytest.mark.parametrize("say", LANGUAGES)
def test_the_panels_draw_loss_and_error_rate(say):
    left, right = figures.threshold(say)
    b, losses = left.axes[0].lines[0].get_data()
    assert losses[::100] == pytest.approx(
        [lesson.at_threshold(each)[0] for each in b[::100]]
    )
    steps = [line.get_ydata() for line in right.axes[0].lines]
    assert len(steps) == 7
    assert all(np.ptp(step) == 0 for step in steps)
