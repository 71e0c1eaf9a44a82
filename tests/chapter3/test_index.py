"""The introduction of chapter 3: y = theta x and how many parameters it has."""

import numpy as np
import pytest

from snippets.network import count_parameters, dense


def test_theta_x_by_hand():
    theta, x = np.array([[1, 2, 0], [0, -1, 3]]), np.array([1, 2, 1])
    y = [1 * 1 + 2 * 2 + 0 * 1, 0 * 1 - 1 * 2 + 3 * 1]
    np.testing.assert_array_equal(dense(x, theta, [0, 0]), y)


@pytest.mark.parametrize(("n", "m"), [(3, 2), (3, 1), (1, 4)])
def test_there_is_a_parameter_per_input_and_output(n, m):
    assert count_parameters([n, m]) - m == m * n
    assert dense(np.ones(n), np.ones((m, n)), np.zeros(m)).tolist() == [n] * m


def test_doubling_the_input_doubles_the_output():
    rng = np.random.default_rng(0)
    theta, x, zero = rng.normal(size=(2, 3)), rng.normal(size=3), np.zeros(2)
    y = dense(x, theta, zero)
    np.testing.assert_allclose(dense(2 * x, theta, zero), 2 * y)
