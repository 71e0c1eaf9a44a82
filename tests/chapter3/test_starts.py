"""Where a descent starts, and how long its valley is (section 3.4)."""

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from snippets.activations import linear
from snippets.chapter3.training import starts as beginning
from snippets.losses import squared_error, squared_error_gradient
from snippets.network import backward, forward, train
from snippets.training import standardize
from tests.finite_differences import numerical_gradient


def test_sizes_of_outputs():
    small, glorot, large = (beginning.output_sizes(start) for start in beginning.STARTS)
    assert small[-1] < 1e-9
    assert 0.1 < glorot[-1] < glorot[0]
    assert (large > 0.9).all()


def test_standardize_against_scikit_learn():
    x = beginning.flats()
    ours = standardize(x, x.mean(axis=0), x.std(axis=0))
    assert ours == pytest.approx(StandardScaler().fit_transform(x))
    assert x.min(axis=0) == pytest.approx([40, 1], abs=2)
    assert x.max(axis=0) == pytest.approx([160, 7], abs=2)
    with pytest.raises(ValueError, match="above 0 in each input"):
        standardize([[1, 2], [1, 3]], [1, 2], [0, 1])
    with pytest.raises(ValueError, match=r"std has shape \(1,\)"):
        standardize([[1, 2]], [1, 2], [1])


def test_curvatures_are_those_of_the_loss():
    x = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 4.0], [2.0, 2.0]])
    y = np.array([[1.0], [2.0], [0.0], [1.0]])

    def slope(theta):
        layer = [(theta[np.newaxis, :2], theta[2:])]
        y_hat, record = forward(x, layer, [linear])
        gradient = squared_error_gradient(y, y_hat, "mean")
        ((w, b),) = backward(gradient, record, layer, [linear])
        return np.concatenate([w[0], b])

    hessian = numerical_gradient(slope, np.zeros(3))
    assert np.linalg.eigvalsh(hessian) == pytest.approx(beginning.curvatures(x))


@pytest.mark.parametrize(("share", "falls"), [(0.98, True), (1.02, False)])
def test_the_linear_unit_diverges_above_its_limit(share, falls):
    x = np.arange(5.0)[:, np.newaxis]
    alpha = share * beginning.divergence_limit()
    zero = [(np.zeros((1, 1)), np.zeros(1))]
    _, losses = train(x, 2 * x, zero, [linear], squared_error, alpha, 300)
    assert (losses[-1] < losses[0]) == falls
    assert 0.1 < beginning.divergence_limit() < 0.2


def test_standardizing_shortens_the_valley():
    raw, standardized = map(beginning.curvature_ratio, ("raw", "standardized"))
    assert raw > 10_000 > 10 > standardized
