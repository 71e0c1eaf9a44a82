import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from snippets.data.digits import digits_split, flat
from snippets.language import Language
from snippets.scoreboard import READERS, errors, mean_and_range, score, scoreboard
from snippets.shifts import four_moves


def test_moves_are_numpys_rolls_without_what_comes_round():
    x = np.random.default_rng(0).uniform(1, 2, (3, 2, 4, 5))
    for moved, (axis, step) in zip(
        four_moves(x), [(3, -1), (3, 1), (2, -1), (2, 1)], strict=True
    ):
        expected = np.roll(x, step, axis)
        edge = [slice(None)] * 4
        edge[axis] = -1 if step < 0 else 0
        expected[tuple(edge)] = 0
        np.testing.assert_array_equal(moved, expected)


def test_the_nearest_neighbours_errors_are_scikit_learns():
    data = digits_split()
    model = KNeighborsClassifier(1).fit(flat(data.x_train), data.y_train)
    counts = [
        np.sum(model.predict(flat(x)) != data.y_test)
        for x in (data.x_test, *four_moves(data.x_test))
    ]
    result = score("nearest neighbour")
    assert result.misread.tolist() == [counts[0]]
    assert result.moved.tolist() == [np.mean(counts[1:])]


def test_numbers_kept_are_those_that_one_counts_by_hand():
    kept = {name: score(name).numbers for name in READERS}
    assert kept["nearest mean"] == 10 * 64
    assert kept["nearest neighbour"] == 1437 * 64
    assert kept["softmax regression"] == 10 * (64 + 1)
    assert kept["hidden layer"] == 64 * (64 + 1) + 10 * (64 + 1)
    assert kept["book's network"] == 8 * (9 + 1) + 10 * (128 + 1)


def test_chance_is_measured_over_five_seeds_and_nothing_else_is():
    for name, reader in READERS.items():
        result = score(name)
        assert len(result.misread) == len(result.moved) == len(reader.seeds)
        assert (len(set(result.moved)) > 1) == (len(reader.seeds) == 5)


def test_a_reader_that_knows_the_answers_errs_nowhere():
    """It looks the images up; moved ones it does not know."""
    data = digits_split()
    known = {x.tobytes(): y for x, y in zip(data.x_test, data.y_test, strict=True)}
    misread, moved = errors(lambda x: np.array([known.get(i.tobytes(), -1) for i in x]))
    assert (misread, moved) == (0, 360)


@pytest.mark.parametrize("code", ["es", "en"])
def test_the_whole_table_has_a_row_for_each_reader(code):
    table = scoreboard(Language(code))
    assert len(table["rows"]) == len(READERS)
    assert {len(row) for row in table["rows"]} == {len(table["header"])}


def test_a_mean_is_written_with_its_range_in_the_readers_language():
    values = np.array([4, 6, 7])
    assert mean_and_range(Language("es"), values) == "5,7 (4-\u20607)"
    assert mean_and_range(Language("en"), values[:1]) == "4"


def test_an_unknown_reader_is_refused():
    with pytest.raises(ValueError, match="name is 'eye'; accepted: nearest mean"):
        score("eye")
