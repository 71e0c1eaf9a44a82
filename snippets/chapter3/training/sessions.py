"""Console sessions of section 3.4: what a reader would type."""

__test__ = {
    "one_parameter": """
>>> from snippets.network import gradient_descent
>>> gradient_descent(lambda t: 8 * t - 24, theta0=0, alpha=1 / 16, steps=4)
array([0.    , 1.5   , 2.25  , 2.625 , 2.8125])
""",
    "by_hand": """
>>> from snippets.network import gradient_descent
>>> gradient_descent(lambda t: 2 * (t - 2), theta0=0, alpha=1 / 4, steps=3)
array([0.  , 1.  , 1.5 , 1.75])
>>> gradient_descent(lambda t: 2 * (t - 2), theta0=0, alpha=1, steps=3)
array([0., 4., 0., 4.])
""",
    "small_network": """
>>> import numpy as np
>>> from snippets.activations import linear, relu
>>> from snippets.losses import squared_error, squared_error_gradient
>>> from snippets.network import backward, forward
>>> small = [(np.array([[1.0, 1.0], [2.0, -1.5]]), np.array([0.0, 0.0])),
...          (np.array([[2.0, 1.0]]), np.array([-1.0]))]
>>> x, y, layers = [[1, 2]], [[4]], [relu, linear]
>>> y_hat, record = forward(x, small, layers)
>>> y_hat, squared_error(y, y_hat)
(array([[5.]]), np.float64(1.0))
>>> slope = squared_error_gradient(y, y_hat)
>>> hidden, output = backward(slope, record, small, layers)
>>> output
(array([[6., 0.]]), array([2.]))
>>> hidden
(array([[4., 8.],
       [0., 0.]]), array([4., 0.]))
""",
    "check": """
>>> from snippets.chapter3.training.lesson import SMALL, SMALL_LAYERS
>>> from snippets.chapter3.training.lesson import SMALL_X, SMALL_Y
>>> from snippets.losses import squared_error
>>> from snippets.network import forward
>>> from snippets.training import finite_differences
>>> def loss():
...     y_hat, _ = forward(SMALL_X, SMALL, SMALL_LAYERS)
...     return squared_error(SMALL_Y, y_hat)
>>> (w1, b1), (w2, b2) = SMALL
>>> finite_differences(loss, w1).round(6)
array([[4., 8.],
       [0., 0.]])
>>> finite_differences(loss, w2).round(6)
array([[6., 0.]])
""",
    "two_moons": """
>>> from snippets.activations import linear, tanh
>>> from snippets.losses import sigmoid_cross_entropy
>>> from snippets.network import forward, initialize, train
>>> from snippets.training import two_moons
>>> x, y = two_moons(100, noise=0.15, seed=0)
>>> parameters = initialize([2, 8, 1], seed=0)
>>> parameters, losses = train(x, y, parameters, [tanh, linear],
...                            sigmoid_cross_entropy, alpha=1, steps=1000)
>>> losses[[0, 10, 100, 999]].round(3)
array([0.601, 0.298, 0.273, 0.014])
>>> logits, _ = forward(x, parameters, [tanh, linear])
>>> int(((logits > 0) != y).sum())
0
""",
    "equal_start": """
>>> import numpy as np
>>> from snippets.activations import linear, tanh
>>> from snippets.losses import sigmoid_cross_entropy
>>> from snippets.network import initialize, train
>>> x, y = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]
>>> same = [(np.full((4, 2), 0.5), np.zeros(4)),
...         (np.full((1, 4), 0.5), np.zeros(1))]
>>> same, losses = train(x, y, same, [tanh, linear],
...                      sigmoid_cross_entropy, alpha=1, steps=2000)
>>> same[0][0].round(3)
array([[3.886, 3.886],
       [3.886, 3.886],
       [3.886, 3.886],
       [3.886, 3.886]])
>>> random = initialize([2, 4, 1], seed=0)
>>> random, other = train(x, y, random, [tanh, linear],
...                       sigmoid_cross_entropy, alpha=1, steps=2000)
>>> losses[-1].round(4), other[-1].round(4)
(np.float64(0.4792), np.float64(0.0006))
""",
    "diverges": """
>>> import numpy as np
>>> from snippets.activations import linear
>>> from snippets.losses import squared_error
>>> from snippets.network import train
>>> x = np.arange(5.0)[:, np.newaxis]
>>> zero = [(np.zeros((1, 1)), np.zeros(1))]
>>> with np.errstate(all="ignore"):
...     theta, losses = train(x, 2 * x, zero, [linear], squared_error,
...                           alpha=0.2, steps=2000)
>>> losses[:4].round(1)
array([ 24. ,  67.5, 190.5, 537.9])
>>> losses[-1], int(np.isfinite(losses).argmin())
(np.float64(nan), 679)
>>> theta, losses = train(x, 2 * x, zero, [linear], squared_error,
...                       alpha=0.1, steps=2000)
>>> losses[-1].round(6)
np.float64(0.0)
""",
    "plateau": """
>>> import numpy as np
>>> from snippets.activations import linear, tanh
>>> from snippets.losses import sigmoid_cross_entropy
>>> from snippets.network import train
>>> from snippets.training import two_moons
>>> x, y = two_moons(100, noise=0.15, seed=0)
>>> zero = [(np.zeros((8, 2)), np.zeros(8)), (np.zeros((1, 8)), np.zeros(1))]
>>> _, losses = train(x, y, zero, [tanh, linear], sigmoid_cross_entropy,
...                   alpha=1, steps=1000)
>>> losses[[0, 999]].round(4)
array([0.6931, 0.6931])
""",
    "errors": """
>>> from snippets.network import gradient_descent
>>> gradient_descent(lambda t: 8 * t - 24, theta0=0, alpha=-1, steps=4)
Traceback (most recent call last):
    ...
ValueError: alpha is -1; accepted: above 0 and finite
""",
    "other_point": """
>>> from snippets.chapter3.training.lesson import SMALL, SMALL_LAYERS
>>> from snippets.losses import squared_error_gradient
>>> from snippets.network import backward, forward
>>> y_hat, record = forward([[2, 1]], SMALL, SMALL_LAYERS)
>>> y_hat
array([[7.5]])
>>> slope = squared_error_gradient([[7]], y_hat)
>>> hidden, output = backward(slope, record, SMALL, SMALL_LAYERS)
>>> output
(array([[3. , 2.5]]), array([1.]))
>>> hidden
(array([[4., 2.],
       [2., 1.]]), array([2., 1.]))
""",
}
