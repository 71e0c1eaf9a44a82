"""Section 1.2: going downhill, scores that add to one, a bent plane."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression

from snippets.chapter1.supervised_learning import (
    clouds,
    figures,
    lesson,
    reading,
    walk,
)
from snippets.data.digits import digits_split, flat, images
from snippets.dense_training import read_dense, trained_dense
from snippets.language import Language

WALKS = walk.HOURS, walk.KILOMETRES


@given(st.floats(-20, 20))
def test_the_loss_and_its_slope_are_pytorchs(w):
    speed = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    x, y = map(torch.tensor, WALKS)
    expected = torch.nn.functional.mse_loss(speed * x, y)
    expected.backward()
    assert walk.loss(w, *WALKS) == pytest.approx(expected.item())
    assert walk.slope(w, *WALKS) == pytest.approx(speed.grad.item(), abs=1e-9)


@given(st.floats(0.001, 0.6), st.integers(0, 30))
def test_each_step_multiplies_the_distance_to_four_as_the_box_says(alpha, steps):
    expected = 4 + (1 - 5 * alpha) ** np.arange(steps + 1) * (0 - 4)
    np.testing.assert_allclose(lesson.path(alpha, steps), expected, rtol=1e-9)


def test_the_numbers_that_are_worked_out_by_hand():
    assert lesson.path(0.1, 4).tolist() == [0, 2, 3, 3.5, 3.75]
    assert lesson.path(0.2, 1)[-1] == 4
    assert walk.slope(0, *WALKS) == -20
    x, y = (torch.tensor(a) for a in WALKS)
    w = torch.tensor(2.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    ((w * x + b - y) ** 2).mean().backward()
    assert (w.grad.item(), b.grad.item()) == (-10, -5.5)


def test_the_best_speed_is_that_of_least_squares():
    x, y = walk.many_walks()
    model = LinearRegression(fit_intercept=False).fit(x[:, np.newaxis], y)
    assert lesson.best_speed() == pytest.approx(model.coef_[0])


def test_two_parameters_arrive_at_the_line_through_both_points():
    model = LinearRegression().fit(walk.HOURS[:, np.newaxis], walk.KILOMETRES)
    w, b = lesson.descend_line()
    assert w == pytest.approx(model.coef_[0], abs=1e-6)
    assert b == pytest.approx(model.intercept_, abs=1e-6)
    assert w / 4 + b == pytest.approx(-1.1, abs=0.05)


def test_a_minibatch_of_all_the_walks_is_plain_descent():
    path = walk.descend_by_minibatches(walk.MANY, epochs=3)
    np.testing.assert_allclose(path, walk.descend(0, *walk.many_walks(), 0.05, 3))


def test_the_slopes_of_minibatches_scatter_as_the_theory_of_samples_says():
    """Without replacement: σ √((N - m) / (m (N - 1)))."""
    x, y = walk.many_walks()
    each = 2 * x * (lesson.best_speed() * x - y)
    for size in (1, 10, 40):
        finite = np.sqrt((walk.MANY - size) / (size * (walk.MANY - 1)))
        assert lesson.spread_of_slopes(size) == pytest.approx(
            each.std() * finite, rel=0.05
        )


def test_three_steps_with_all_walks_are_far_from_the_best_speed_and_ten_by_ten_near():
    """So says the caption of the minibatches."""
    ends = {size: walk.descend_by_minibatches(size, epochs=3)[-1] for size in (10, 120)}
    assert abs(ends[10] - lesson.best_speed()) < 0.2
    assert abs(ends[120] - lesson.best_speed()) > 0.5


def test_shares_and_losses_are_pytorchs():
    scores = torch.tensor(lesson.SCORES)
    for place in range(3):
        share = torch.softmax(scores, dim=0)[place].item()
        loss = torch.nn.functional.cross_entropy(scores, torch.tensor(place)).item()
        assert lesson.share(place) == pytest.approx(share)
        assert lesson.surprise(place) == pytest.approx(loss)


def test_the_derivative_of_the_loss_by_the_scores_is_pytorchs():
    z = torch.tensor(lesson.SCORES, requires_grad=True)
    torch.nn.functional.cross_entropy(z, torch.tensor(0)).backward()
    shares = np.array([lesson.share(place) for place in range(3)])
    np.testing.assert_allclose(z.grad, shares - [1, 0, 0])


def test_errors_after_all_epochs_are_those_of_the_network_on_the_scoreboard():
    data = digits_split()
    for name, widths in (("softmax", reading.SOFTMAX), ("hidden", reading.HIDDEN)):
        theta = trained_dense(widths, 0)
        wrong = np.sum(read_dense(flat(data.x_test), theta) != data.y_test)
        assert lesson.misread(name, "test", 25) == wrong


def test_softmax_regression_is_still_not_done_after_the_long_training():
    """And reads the test no better than before, up to one image in a hundred."""
    assert 0 < lesson.after_long("train") < lesson.misread("softmax", "train", 25)
    before = lesson.misread("softmax", "test", 25)
    assert abs(lesson.after_long("test") - before) <= images("test") / 100


def test_starts_that_do_not_part_the_clouds_get_many_points_wrong():
    wrong = [clouds.wrong(clouds.HIDDEN, seed) for seed in range(clouds.STARTS)]
    assert sum(w == 0 for w in wrong) == lesson.clouds.solved(2)
    assert min(w for w in wrong if w) > 30


def test_the_hidden_layer_reads_all_training_digits_from_every_start():
    data = digits_split()
    for seed in range(5):
        theta = trained_dense(reading.HIDDEN, seed)
        assert np.all(read_dense(flat(data.x_train), theta) == data.y_train)
    assert lesson.misread("softmax", "train", 25) > 0


def test_a_zero_should_have_no_ink_in_its_centre():
    zero = reading.templates()[0]
    assert np.all(zero[3:5, 3:5] < 0)


def test_no_straight_line_parts_the_clouds():
    """Of lines in 360 directions, the best leaves a cloud on the wrong side."""
    x, y = clouds.clouds()
    fewest = len(x)
    for angle in np.linspace(0, 2 * np.pi, 360):
        along = x @ [np.cos(angle), np.sin(angle)]
        for cut in along:
            fewest = min(fewest, np.sum((along > cut) != y[:, 0]))
    assert fewest >= 29
    assert all(clouds.wrong(clouds.LINE, seed) >= fewest for seed in range(3))


def test_the_hidden_layer_parts_the_clouds_by_a_straight_line_that_pytorch_sees():
    seed = clouds.first_solved()
    (w, b), (v, c) = [
        tuple(torch.tensor(np.array(a)) for a in layer)
        for layer in clouds.trained(clouds.HIDDEN, seed)
    ]
    x, y = clouds.clouds()
    h = torch.tanh(torch.tensor(x) @ w.T + b)
    np.testing.assert_allclose(
        h, clouds.hidden(x, clouds.trained(clouds.HIDDEN, seed)), atol=1e-12
    )
    assert np.array_equal((h @ v.T + c).numpy() > 0, y == 1)


def test_more_hidden_units_part_the_clouds_from_more_starts():
    assert clouds.solved(2) < clouds.solved(8)


def test_losses_of_the_third_exercise():
    assert -np.log(0.1) == pytest.approx(2.30, abs=0.005)
    assert np.exp(-5) == pytest.approx(0.007, abs=0.0005)


@pytest.mark.parametrize("code", ["es", "en"])
def test_each_arrow_of_the_walk_leads_to_a_point_of_the_descent(code):
    _, curve = figures.model(Language(code))
    path = lesson.path(0.1, 3)
    arrows = [a for a in curve.axes[0].texts if getattr(a, "arrow_patch", None)]
    assert [arrow.xy[0] for arrow in arrows] == path[1:].tolist()
    assert [arrow.xy[1] for arrow in arrows] == [walk.loss(w, *WALKS) for w in path[1:]]


@pytest.mark.parametrize("code", ["es", "en"])
def test_panels_are_narrow_enough_for_a_telephone(code):
    say = Language(code)
    drawn = (figures.model, figures.rates, figures.scores, figures.templates)
    for draw in (*drawn, figures.bent):
        assert all(panel.get_figwidth() <= 4.2 for panel in draw(say))
    for draw in (figures.minibatches, figures.learning, figures.hidden_learning):
        assert draw(say).get_figwidth() <= 4.2
