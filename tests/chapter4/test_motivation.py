import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.linear_model import LogisticRegression

from snippets import cnn
from snippets.chapter4.motivation import comparison, figures, lesson, little_data
from snippets.cnn_training import trained
from snippets.data.digits import digits_split, images
from snippets.dense_training import read_dense, train_dense
from snippets.language import Language
from snippets.training import minibatches
from tests.drawn import panels

SIDES = (-1, 1)
DENSE = ("softmax", "dense", "wide")


@pytest.fixture(scope="module")
def data():
    return digits_split()


# The tools of the comparison


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
    ours = read_dense(x_test, train_dense(x, data.y_train, (64, 10)))
    expected = np.mean(theirs.predict(x_test) == data.y_test)
    assert np.mean(ours == data.y_test) == pytest.approx(expected, abs=0.02)


def test_without_pooling_an_epoch_equals_pytorch(data):
    """The same kernels as the book's network, minibatches and torch.optim.SGD."""
    rng = np.random.default_rng(4)
    kernels = cnn.initialize(rng).kernels
    w = rng.normal(size=(10, 8 * 8 * 8)) * np.sqrt(2 / (8 * 8 * 8))
    arrays = kernels, np.zeros(8), w, np.zeros(10)
    tensors = [torch.tensor(a, requires_grad=True) for a in arrays]
    optimizer = torch.optim.SGD(tensors, lr=0.1, momentum=0.9)
    for batch in minibatches(len(data.x_train), 32, rng):
        x, y = (torch.tensor(a[batch]) for a in (data.x_train, data.y_train))
        s = torch.nn.functional.conv2d(x, tensors[0], tensors[1], padding=1)
        logits = torch.relu(s).flatten(1) @ tensors[2].T + tensors[3]
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(logits, y).backward()
        optimizer.step()
    ours = comparison.train_unpooled(data, seed=4, epochs=1)
    for array, tensor in zip(ours, tensors, strict=True):
        np.testing.assert_allclose(array, tensor.detach().numpy(), atol=1e-10)


def test_random_kernels_are_those_with_which_training_begins(data):
    first = cnn.initialize(2)
    x = comparison.features(data.x_train, first)
    theta = train_dense(x, data.y_train, (128, 10), seed=2)
    y_hat = read_dense(comparison.features(data.x_test, first), theta)
    assert comparison.result("random").misread[2, 2] == np.sum(y_hat != data.y_test)


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
    assert (images("train"), images("test")) == (1437, 360)
    y_hat = cnn.predict(data.x_test, trained().parameters)
    assert lesson.misread_count() == np.sum(y_hat != data.y_test)
    right = 360 - lesson.misread_count()
    assert lesson.accuracy(25) == pytest.approx(100 * right / 360)
    expected = stats.binom(360, right / 360).std()
    assert lesson.error_in_images() == pytest.approx(expected)
    assert lesson.error_in_test() == pytest.approx(100 * expected / 360)


def test_after_ten_epochs_the_test_gains_little_more_and_training_does():
    history = trained().history
    gain = np.mean(history.test_accuracy[-5:]) - history.test_accuracy[10]
    assert 0 < gain < 1.5 * lesson.error_in_test() / 100
    assert np.mean(history.test_loss[-5:]) < history.test_loss[10] < 0.1
    assert 0.015 < 1 - history.test_accuracy[-1] < 0.03  # about two points below
    assert lesson.accuracy(0) < 25
    assert history.train_accuracy[-1] == 1
    assert history.train_loss[-1] < history.train_loss[10] / 2


def test_the_counts_of_the_page_can_be_done_by_hand():
    assert lesson.layer_parameters(1, 8, 8) == (8 * (9 + 1), 512 * (64 + 1))
    n = 224
    shared, dense = 64 * (3 * 9 + 1), 64 * n**2 * (3 * n**2 + 1)
    assert lesson.layer_parameters(3, n, 64) == (shared, dense)
    assert lesson.dense_ratio(3, n, 64) == pytest.approx(dense / shared / 1e6)
    assert lesson.decision_share() == pytest.approx(100 * 1290 / 1370)


def test_the_differences_unmoved_are_of_a_few_images():
    for name in set(comparison.NETWORKS) - {"dense", "random"}:
        span = lesson.misread_by(name, 0)
        assert np.abs(span - lesson.misread_count()).max() <= 6
    assert lesson.misread_by("wide", 0).max() < lesson.misread_by("cnn", 0).min()
    assert lesson.misread_by("random", 0).max() < 18  # 5% of the test


@pytest.mark.parametrize("columns", SIDES)
def test_moved_the_convolution_is_better_for_every_seed(columns):
    worst = lesson.misread_by("cnn", columns).max()
    for name in (*DENSE, "unpooled", "permuted"):
        assert worst < lesson.misread_by(name, columns).min()
    assert worst > 10 * lesson.error_in_images()  # and it is still a lot


def test_the_advantage_of_sobel_is_like_the_learnt_on_one_side_only():
    assert lesson.misread_by("designed", -1).max() < 140
    ours, sobel = (lesson.misread_by(name, 1) for name in ("cnn", "designed"))
    assert ours.max() < sobel.min() < lesson.misread_by("softmax", 1).min()


def test_without_pooling_it_is_no_better_than_the_dense_ones():
    lowest = min(lesson.misread_by(name, d).min() for name in DENSE for d in SIDES)
    assert min(lesson.misread_by("unpooled", d).min() for d in SIDES) >= lowest


@pytest.mark.parametrize("columns", SIDES)
def test_random_kernels_have_some_of_the_advantage(columns):
    dense = np.mean([lesson.misread_by(name, columns) for name in DENSE])
    ours, random = (lesson.misread_by(n, columns).mean() for n in ("cnn", "random"))
    assert ours + 20 < random < dense


def test_two_columns_take_more_than_half_of_the_advantage_away():
    lead = lesson.average_misread("unpooled") - lesson.average_misread("cnn")
    assert 0 < lead[[0, -1]].sum() < lead[[1, -2]].sum() / 2
    assert lesson.average_misread("cnn")[[0, -1]].min() > 0.75


def test_one_column_of_shift_loses_hardly_any_ink():
    assert 0 < lesson.ink_lost() < 0.5


def test_turned_digits_survive_as_the_page_says(data):
    turned = np.rot90(data.x_test, 2, axes=(2, 3)).copy()
    y_hat = cnn.predict(turned, trained().parameters)
    right = {k: np.mean(y_hat[data.y_test == k] == k) for k in range(10)}
    assert right[0] > 0.9
    assert {k for k in right if right[k] > 0.5} == {0, 4, 5, 8}
    assert {k for k in right if right[k] == 0} == {3, 6, 7, 9}
    share = 100 * np.mean(y_hat == data.y_test)
    assert lesson.accuracy_if("upside down") == pytest.approx(share)
    assert lesson.accuracy_if("negative") < 5


# Solutions


def test_from_57_pixels_on_the_dense_layer_is_a_million_times_larger():
    assert lesson.crossover() == 57
    for side, enough in ((56, False), (57, True)):
        shared, dense = lesson.layer_parameters(1, side, 8)
        assert (dense >= 1_000_000 * shared) is enough


def test_with_a_hundred_images_the_network_needs_as_many_steps_as_with_all():
    few, many = little_data.EPOCHS, little_data.many_epochs()
    regression = (64, 10)
    assert (
        little_data.few_images(few, regression).max()
        < little_data.few_images(few).min()
    )
    assert (
        little_data.few_images(many, regression).min()
        > little_data.few_images(many).max()
    )
    wide = little_data.few_images(few, (64, 512, 10))
    assert wide.mean() < little_data.few_images(many).mean() + 3


def test_the_steps_are_counted_as_they_are_made(data):
    rng = np.random.default_rng(0)
    dealt = [len(list(minibatches(n, 32, rng))) for n in (1437, 100)]
    made = [25 * count for count in dealt]
    assert [little_data.all_steps(), little_data.steps(100)] == made
    assert abs(little_data.many_epochs() * dealt[1] - 25 * dealt[0]) <= dealt[1] / 2


def test_little_data_is_learnt_without_a_look_at_the_test(data, monkeypatch):
    seen = []

    def train(few, *_):
        seen.append(few)
        return trained()

    monkeypatch.setattr(little_data, "train", train)
    little_data.few_images.__wrapped__(1)
    assert len(seen) == len(comparison.SEEDS)
    for few in seen:
        np.testing.assert_array_equal(few.x_train, data.x_train[:100])
        np.testing.assert_array_equal(few.x_test, data.x_train[:100])
        np.testing.assert_array_equal(few.y_test, data.y_train[:100])


def test_what_is_taught_by_examples_is_read_and_nothing_else():
    assert min(map(little_data.augmented_at, (-2, 2))) > 80
    assert max(map(little_data.augmented_at, SIDES)) < 20
    assert little_data.augmented_at(0) < 15
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
        assert say(f"es un {true}", f"should be {true}") in shown


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    "draw", [figures.learning, figures.kernels, figures.permuted, figures.shifts]
)
def test_the_figures_are_drawn_in_both_languages(draw, language):
    assert panels(draw, language)


def test_the_curves_are_those_of_the_run():
    lines = figures.learning(Language("en"))[0].axes[0].lines
    np.testing.assert_array_equal(lines[0].get_ydata(), trained().history.train_loss)
    np.testing.assert_array_equal(lines[1].get_ydata(), trained().history.test_loss)


@pytest.mark.parametrize(
    ("language", "words", "sign"),
    [("en", ["epoch", "accuracy"], "."), ("es", ["época", "exactitud"], ",")],
)
def test_the_printed_training_is_what_was_measured(capsys, language, words, sign):
    lesson.training(Language(language))
    lines = capsys.readouterr().out.splitlines()
    assert all(word in lines[1] for word in words)
    rows = [line.split() for line in lines[2:-1]]
    assert [row[0] for row in rows] == ["0", "5", "10", "15", "20", "25"]
    for epoch, *numbers in rows:
        measured = [values[int(epoch)] for values in trained().history]
        assert numbers == [f"{value:.3f}".replace(".", sign) for value in measured]
    wrong = round(360 * (1 - trained().history.test_accuracy[-1]))
    assert lines[-1].endswith(f": {wrong} / 360")
    assert max(map(len, lines)) < 60
