from importlib.resources import as_file, files

import numpy as np
import pytest
import sklearn.datasets
from hypothesis import given
from hypothesis import strategies as st

from snippets.data import digits, pack


@pytest.fixture(scope="module")
def original():
    return sklearn.datasets.load_digits()


def rows_of(images, labels):
    return np.column_stack([images.reshape(len(images), 64), labels]).astype(int)


def test_data_equal_scikit_learn(original):
    images, labels = digits.load_digits()
    assert images.dtype == np.float64
    assert labels.dtype == np.int64
    np.testing.assert_array_equal(images, original.images)
    np.testing.assert_array_equal(labels, original.target)


def test_pack_makes_the_committed_file_from_the_original(tmp_path):
    target = tmp_path / "digits.npz"
    rows = files("sklearn.datasets.data") / "digits.csv.gz"
    with as_file(rows) as source:
        pack.pack(source, target)
    with np.load(target) as made, np.load(digits.DATA) as committed:
        assert set(made) == set(committed) == {"images", "labels"}
        for name in made:
            assert made[name].dtype == committed[name].dtype == np.uint8
            np.testing.assert_array_equal(made[name], committed[name])


def test_pack_gives_the_same_bytes_again(tmp_path, original):
    rows = rows_of(original.images[:20], original.target[:20])
    np.savetxt(tmp_path / "optdigits.tes", rows, fmt="%d", delimiter=",")
    made = []
    for name in ("one.npz", "two.npz"):
        pack.pack(tmp_path / "optdigits.tes", tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_data_file_is_small():
    assert digits.DATA.stat().st_size < 60_000


@pytest.mark.parametrize("value", [17, -1, 0.5])
def test_pack_refuses_what_is_no_pixel(tmp_path, value):
    rows = np.zeros((3, 65))
    rows[1, 5] = value
    np.savetxt(tmp_path / "rows.csv", rows, delimiter=",")
    with pytest.raises(ValueError, match=f"rows hold {float(value)}"):
        pack.pack(tmp_path / "rows.csv", tmp_path / "digits.npz")
    assert not (tmp_path / "digits.npz").exists()


def test_pack_refuses_rows_of_another_length(tmp_path):
    np.savetxt(tmp_path / "rows.csv", np.zeros((3, 64)), delimiter=",")
    with pytest.raises(ValueError, match=r"\(3, 64\); accepted: \(3, 65\)"):
        pack.pack(tmp_path / "rows.csv", tmp_path / "digits.npz")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scale_divides_by_sixteen(dtype, original):
    x = digits.scale(original.images, dtype)
    assert x.dtype == dtype
    assert x.shape == (1797, 1, 8, 8)
    # A sixteenth is a power of two: both precisions hold the quotient exactly.
    np.testing.assert_array_equal(x[:, 0] * 16, original.images)


@pytest.mark.parametrize("shape", [(8, 8), (2, 8, 9), (2, 1, 8, 8)])
def test_scale_refuses_another_shape(shape):
    with pytest.raises(ValueError, match="images has shape"):
        digits.scale(np.zeros(shape))


def test_digits_split_has_every_digit_once(original):
    part = digits.digits_split(seed=3)
    assert (len(part.x_train), len(part.y_train)) == (1437, 1437)
    assert (len(part.x_test), len(part.y_test)) == (360, 360)
    images = np.concatenate([part.x_train, part.x_test])[:, 0] * 16
    labels = np.concatenate([part.y_train, part.y_test])
    found = rows_of(images, labels)
    expected = rows_of(original.images, original.target)
    assert sorted(map(tuple, found)) == sorted(map(tuple, expected))


@given(st.integers(2, 40), st.data())
def test_split_keeps_pairs_together(n, data):
    size = data.draw(st.integers(1, n - 1))
    seed = data.draw(st.integers(0, 2**32))
    y = np.arange(n)
    part = digits.split(10.0 * y, y, test_size=size, seed=seed)
    assert len(part.y_test) == size
    np.testing.assert_array_equal(part.x_train, 10.0 * part.y_train)
    np.testing.assert_array_equal(part.x_test, 10.0 * part.y_test)
    assert sorted([*part.y_train, *part.y_test]) == list(y)


def test_split_depends_on_the_seed_alone():
    one, same, other = (digits.digits_split(seed) for seed in (1, 1, 2))
    for a, b in zip(one, same, strict=True):
        np.testing.assert_array_equal(a, b)
    assert (one.y_test != other.y_test).any()


@pytest.mark.parametrize("size", [0, 5, 9])
def test_split_refuses_an_empty_part(size):
    with pytest.raises(ValueError, match=f"test_size is {size}"):
        digits.split(np.arange(5), np.arange(5), test_size=size)


def test_split_refuses_unpaired_examples():
    with pytest.raises(ValueError, match="5 images and 4 labels"):
        digits.split(np.arange(5), np.arange(4))
