import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

from snippets.data.digits import digits_split, flat
from snippets.nearest import class_means, nearest


def test_the_nearest_neighbour_is_scikit_learns():
    data = digits_split()
    x, x_test = flat(data.x_train), flat(data.x_test)
    theirs = KNeighborsClassifier(1).fit(x, data.y_train)
    np.testing.assert_array_equal(
        nearest(x_test, x, data.y_train), theirs.predict(x_test)
    )


def test_the_nearest_mean_is_scikit_learns():
    data = digits_split()
    x, x_test = flat(data.x_train), flat(data.x_test)
    with warnings.catch_warnings():  # of pixels that are blank in all images
        warnings.simplefilter("ignore")
        theirs = NearestCentroid().fit(x, data.y_train)
    means, classes = class_means(x, data.y_train)
    np.testing.assert_allclose(means, theirs.centroids_)
    np.testing.assert_array_equal(
        nearest(x_test, means, classes), theirs.predict(x_test)
    )


@given(
    arrays(np.float64, (5, 3), elements=st.integers(-9, 9)),
    st.permutations(range(5)),
)
def test_each_point_is_nearest_to_itself_in_any_order(points, order):
    y = np.arange(5)
    found = nearest(points, points[order], y[order])
    np.testing.assert_array_equal(points[found], points)


def test_of_equally_near_points_the_first_counts():
    assert nearest([[0]], points=[[1], [-1]], y=[4, 2]) == [4]


@pytest.mark.parametrize(
    ("x", "points", "y", "message"),
    [
        ([[1, 2]], [[1]], [0], "accepted: features = 2, as x has"),
        ([[1]], np.empty((0, 1)), [], "accepted: no empty axis"),
        ([[1]], [[1], [2]], [0], r"accepted: \(2,\)"),
    ],
)
def test_what_cannot_be_compared_is_refused(x, points, y, message):
    with pytest.raises(ValueError, match=message):
        nearest(x, points, y)
