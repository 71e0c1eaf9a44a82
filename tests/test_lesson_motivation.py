import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage, stats
from sklearn.linear_model import LogisticRegression

from snippets import cnn
from snippets import digit_comparison as comparison
from snippets.cnn_training import trained
from snippets.digits import digits_split
from snippets.figures import motivation as figures
from snippets.language import Language
from snippets.lessons import little_data
from snippets.lessons import motivation as lesson

SIDES = (-1, 1)


@pytest.fixture(scope="module")
def data():
    return digits_split()


# The tools of the comparison


@pytest.mark.parametrize("columns", range(-4, 5))
def test_shift_equals_scipy(data, columns):
    x = data.x_test[:5]
    expected = ndimage.shift(x, (0, 0, 0, columns), order=0)
    np.testing.assert_array_equal(comparison.shift(x, columns), expected)


def test_a_shift_must_leave_something():
    with pytest.raises(ValueError, match="columns is -8; accepted: less than 8"):
        comparison.shift(np.zeros((1, 1, 8, 8)), -8)
    with pytest.raises(TypeError, match="columns is"):
        comparison.shift(np.zeros((1, 1, 8, 8)), 0.5)


def test_a_permutation_keeps_the_pixels_but_not_their_places(data):
    shuffled = comparison.permute(data.x_test)
    flat = (len(shuffled), -1)
    np.testing.assert_array_equal(
        np.sort(shuffled.reshape(flat)), np.sort(data.x_test.reshape(flat))
    )
    assert np.mean(shuffled != data.x_test) > 0.3


def test_softmax_regression_is_as_good_as_that_of_scikit_learn(data):
    x, x_test = (a.reshape(len(a), -1) for a in (data.x_train, data.x_test))
    theirs = LogisticRegression(C=10, max_iter=500).fit(x, data.y_train)
    ours = comparison.read_dense(
        x_test, comparison.train_dense(x, data.y_train, (64, 10))
    )
    expected = np.mean(theirs.predict(x_test) == data.y_test)
    assert np.mean(ours == data.y_test) == pytest.approx(expected, abs=0.02)


def test_each_designed_kernel_answers_to_an_edge_alone():
    kernels = comparison.designed_kernels()
    np.testing.assert_allclose(kernels.sum(axis=(1, 2, 3)), 0)
    assert len({tuple(kernel.ravel()) for kernel in kernels}) == 8


@given(st.integers(0, 50), st.integers(1, 50))
def test_the_standard_error_is_that_of_a_binomial(right, wrong):
    n = right + wrong
    expected = stats.binom(n, right / n).std() / n
    assert comparison.standard_error(right / n, n) == pytest.approx(expected)


def test_a_share_lies_between_0_and_1():
    with pytest.raises(ValueError, match="share is 97; accepted: 0 to 1"):
        comparison.standard_error(97, 360)


def test_an_unknown_network_is_an_error():
    with pytest.raises(ValueError, match="name is 'lenet'; accepted: softmax, dense"):
        comparison.result("lenet")


# What the page says of the run


def test_the_sizes_and_scores_are_those_of_the_cached_run(data):
    assert (lesson.learning_images(), lesson.images_of_the_test()) == (1437, 360)
    y_hat = cnn.predict(data.x_test, trained().parameters)
    assert lesson.misread_count() == np.sum(y_hat != data.y_test)
    wrong = 1 - lesson.accuracy_in_test() / 100
    assert wrong * 360 == pytest.approx(lesson.misread_count())
    assert lesson.error_in_images() == pytest.approx(360 * lesson.error_in_test() / 100)


def test_after_ten_epochs_the_test_hardly_improves_and_training_does():
    history = trained().history
    assert np.ptp(history.test_accuracy[10:]) < 0.05
    assert history.train_accuracy[-1] == 1
    assert history.train_loss[-1] < history.train_loss[10] / 2


@pytest.mark.parametrize("language", ["es", "en"])
def test_training_is_printed_in_the_language_of_the_page(language, capsys):
    lesson.training(Language(language))
    printed = capsys.readouterr().out
    assert {"es": "época", "en": "epoch"}[language] in printed
    assert f"{lesson.misread_count()} / 360" in printed


def test_the_counts_of_the_page_can_be_done_by_hand():
    assert lesson.layer_parameters(1, 8, 8) == (8 * (9 + 1), 512 * (64 + 1))
    n = 224
    expected = 64 * (3 * 9 + 1), 64 * n**2 * (3 * n**2 + 1)
    assert lesson.layer_parameters(3, n, 64) == expected
    assert lesson.decision_share() == pytest.approx(100 * 1290 / 1370)


def test_the_differences_unmoved_are_of_a_few_images():
    for name in ("softmax", "wide", "cnn", "designed", "permuted"):
        span = lesson.misread_by(name, 0)
        assert np.abs(span - lesson.misread_count()).max() <= 6
    assert lesson.misread_by("wide", 0).max() <= lesson.misread_by("cnn", 0).max()
    assert lesson.misread_by("dense", 0).max() > lesson.misread_by("softmax", 0).max()


@pytest.mark.parametrize("columns", SIDES)
def test_moved_the_convolution_is_better_for_every_seed(columns):
    worst = lesson.misread_by("cnn", columns).max()
    for name in ("softmax", "dense", "wide", "permuted"):
        assert worst < lesson.misread_by(name, columns).min()
    assert worst > 10 * lesson.error_in_images()  # and it is still a lot


def test_the_advantage_of_sobel_is_like_the_learnt_on_one_side_only():
    assert lesson.misread_by("designed", -1).max() < 140
    ours, sobel = (lesson.misread_by(name, 1) for name in ("cnn", "designed"))
    assert ours.max() < sobel.min() < lesson.misread_by("softmax", 1).min()


def test_two_columns_take_nearly_all_of_the_advantage_away():
    assert lesson.average_misread("cnn")[[0, -1]].min() > 0.75


def test_one_column_of_shift_loses_hardly_any_ink():
    assert 0 < lesson.ink_lost() < 0.5


def test_turned_digits_survive_as_the_page_says(data):
    turned = np.rot90(data.x_test, 2, axes=(2, 3)).copy()
    y_hat = cnn.predict(turned, trained().parameters)
    right = {k: np.mean(y_hat[data.y_test == k] == k) for k in (0, 6, 8, 9)}
    assert right[0] > 0.9
    assert right[8] > 0.5
    assert right[6] == right[9] == 0
    assert lesson.upside_down() == pytest.approx(100 * np.mean(y_hat == data.y_test))
    assert lesson.negative() < 5


# Solutions


def test_from_57_pixels_on_the_dense_layer_is_a_million_times_larger():
    assert lesson.crossover() == 57
    for side, enough in ((56, False), (57, True)):
        shared, dense = lesson.layer_parameters(1, side, 8)
        assert (dense >= 1_000_000 * shared) is enough


def test_with_a_hundred_images_the_simpler_model_wins():
    assert little_data.few_softmax() < little_data.few_cnn()


def test_what_is_taught_by_examples_is_read():
    assert max(little_data.augmented_left(), little_data.augmented_right()) < 20
    assert little_data.augmented_still() < 15
    steps = 8 * -(-3 * 1437 // 32), 25 * -(-1437 // 32)
    assert steps[0] == pytest.approx(steps[1], rel=0.05)


# Figures


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_figure_of_the_mistakes_names_them_all(language):
    say = Language(language)
    shown = [t.get_text() for f in figures.wrong(say) for t in f.axes[0].texts]
    mistakes = lesson.misread()
    for predicted, true in zip(mistakes.predicted, mistakes.true, strict=True):
        assert say(f"leído: {predicted}", f"read as {predicted}") in shown
        assert say(f"es un {true}", f"is a {true}") in shown


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    "draw", [figures.learning, figures.kernels, figures.permuted, figures.shifts]
)
def test_the_figures_are_drawn_in_both_languages(draw, language):
    say = Language(language)
    draw(say)
    assert say.said


def test_the_curves_are_those_of_the_run():
    lines = figures.learning(Language("en"))[0].axes[0].lines
    np.testing.assert_array_equal(lines[0].get_ydata(), trained().history.train_loss)
    np.testing.assert_array_equal(lines[1].get_ydata(), trained().history.test_loss)
