"""The distributions of section 3.5 against SciPy, and against the losses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from snippets import losses
from snippets.activations import softmax
from snippets.chapter3.cost_functions.likelihood import bernoulli, categorical, gaussian

RNG = np.random.default_rng(0)
LABELS = arrays(int, 6, elements=st.integers(0, 1))
PROBABILITIES = arrays(float, 6, elements=st.floats(1e-6, 1 - 1e-6))
NUMBERS = arrays(float, 6, elements=st.floats(-5, 5))


def test_values_agree_with_scipy():
    y, p = RNG.integers(0, 2, 9), RNG.uniform(size=9)
    np.testing.assert_allclose(bernoulli(y, p), stats.bernoulli.pmf(y, p))
    y, p = RNG.multinomial(1, [0.2, 0.3, 0.5], 9), softmax(RNG.normal(size=(9, 3)))
    expected = stats.multinomial.pmf(y, 1, p)
    np.testing.assert_allclose(categorical(y, p), expected)
    np.testing.assert_allclose(categorical(y.argmax(axis=1), p), expected)
    y, y_hat = RNG.normal(size=9), RNG.normal(size=9)
    expected = stats.norm.pdf(y, y_hat, 0.7)
    np.testing.assert_allclose(gaussian(y, y_hat, 0.7), expected)


@given(LABELS, PROBABILITIES)
def test_binary_cross_entropy_is_minus_log_of_the_product(y, p):
    expected = -np.log(bernoulli(y, p).prod())
    assert losses.binary_cross_entropy(y, p) == pytest.approx(expected)


@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), st.integers(0, 1000))
def test_cross_entropy_is_minus_log_of_the_product(y, seed):
    p = softmax(np.random.default_rng(seed).normal(size=(4, 3)))
    expected = -np.log(categorical(y, p).prod())
    assert losses.cross_entropy(y, p) == pytest.approx(expected)


@given(NUMBERS, NUMBERS, st.floats(0.5, 3))
def test_squared_error_is_minus_log_up_to_a_factor_and_a_constant(y, y_hat, sigma):
    constant = y.size * np.log(sigma * np.sqrt(2 * np.pi))
    expected = losses.squared_error(y, y_hat) / (2 * sigma**2) + constant
    assert -np.log(gaussian(y, y_hat, sigma)).sum() == pytest.approx(expected)


def test_extremes():
    np.testing.assert_array_equal(bernoulli([0, 0, 1, 1], [0, 1, 0, 1]), [1, 0, 0, 1])
    np.testing.assert_array_equal(categorical([0, 1], [[1, 0], [1, 0]]), [1, 0])
    assert gaussian(0, 1000) == 0
    assert gaussian(np.float32(0), np.float32(0)).dtype == np.float32


def test_what_does_not_fit_raises():
    with pytest.raises(ValueError, match=r"p has the entry 1\.5"):
        bernoulli([1], [1.5])
    with pytest.raises(ValueError, match=r"y has the entry -1\.0"):
        bernoulli([-1], [0.5])
    with pytest.raises(ValueError, match="label 3; accepted: 0 to 2"):
        categorical([3], [[0.5, 0.25, 0.25]])
    with pytest.raises(ValueError, match="the shape of y_hat"):
        gaussian([1, 2], [[1], [2]])
    for sigma in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match=f"sigma is {sigma}"):
            gaussian([1], [1], sigma)
