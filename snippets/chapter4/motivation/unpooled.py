"""The book's network without its pooling: a control for the comparison (4.4)."""

import numpy as np

from snippets import cnn, network
from snippets.activations import relu, relu_derivative
from snippets.convolution import conv2d, conv2d_backward
from snippets.data.digits import Split, flat
from snippets.losses import softmax_cross_entropy, softmax_cross_entropy_gradient
from snippets.training import fit


def train_unpooled(data: Split, seed: int = 0, epochs: int = 25) -> cnn.Parameters:
    """Fit the book's network without its pooling, by the recipe of the network.

    Its dense layer has 8 · 8 · 8 inputs: `w` is (10, 512). Raises what `fit` raises.

    >>> from snippets.data.digits import digits_split
    >>> theta = train_unpooled(digits_split(), epochs=1)
    >>> theta.w.shape, cnn.parameter_count(theta)
    ((10, 512), 5210)
    """
    rng = np.random.default_rng(seed)
    theta, _ = fit(
        loss_and_gradient,
        start_unpooled(rng),
        data.x_train,
        data.y_train,
        alpha=0.1,
        epochs=epochs,
        batch_size=32,
        beta=0.9,
        seed=rng,
    )
    return theta


def start_unpooled(rng: np.random.Generator) -> cnn.Parameters:
    """Draw a dense layer for all maps; the kernels are those the book's begins with.

    >>> start_unpooled(np.random.default_rng(0)).w.shape
    (10, 512)
    """
    theta = cnn.initialize(rng)
    inputs = len(theta.kernels) * cnn.IMAGE[1] * cnn.IMAGE[2]
    w = rng.normal(size=(cnn.CLASSES, inputs)) * np.sqrt(2 / inputs)
    return theta._replace(w=w)


def loss_and_gradient(
    x: np.ndarray, y: np.ndarray, theta: cnn.Parameters
) -> tuple[np.ndarray, cnn.Parameters]:
    """Give the mean loss of a batch and its gradient, without pooling.

    >>> images, theta = np.zeros((2, 1, 8, 8)), cnn.initialize()
    >>> theta = theta._replace(w=np.zeros((10, 512)))
    >>> loss, gradient = loss_and_gradient(images, [3, 3], theta)
    >>> loss.round(4), gradient.b[3]  # ten equal logits: log 10
    (np.float64(2.3026), np.float64(-0.9))
    """
    convolved, rectified, logits = unpooled(x, theta)
    delta = softmax_cross_entropy_gradient(y, logits, "mean")
    d_rectified = (delta @ theta.w).reshape(convolved.shape)
    _, d_kernels, d_kernel_bias = conv2d_backward(
        d_rectified * relu_derivative(convolved), x, theta.kernels, padding=cnn.PADDING
    )
    d_w = delta.T @ flat(rectified)
    gradient = cnn.Parameters(d_kernels, d_kernel_bias, d_w, delta.sum(axis=0))
    return softmax_cross_entropy(y, logits, "mean"), gradient


def unpooled(
    x: np.ndarray, theta: cnn.Parameters
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give s = conv2d(x), r = max(0, s) and the logits r w^T + b, without pooling."""
    kernels, kernel_bias, w, b = theta
    convolved = conv2d(x, kernels, kernel_bias, padding=cnn.PADDING)
    rectified = relu(convolved)
    return convolved, rectified, network.dense(flat(rectified), w, b)
