"""The book's network: a convolutional network that reads 8x8 digits.

    x (1, 8, 8) → convolution, 8 kernels 3x3, padding 1 → (8, 8, 8) → ReLU
    → max pooling 2x2 → (8, 4, 4) → dense, 10 units → softmax cross-entropy

`snippets.cnn_training` trains it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from snippets.activations import relu, relu_derivative
from snippets.convolution import conv2d, conv2d_backward
from snippets.losses import softmax_cross_entropy, softmax_cross_entropy_gradient
from snippets.network import dense
from snippets.pooling import max_pool2d, max_pool2d_backward
from snippets.shapes import labels, takes

IMAGE = (1, 8, 8)  # channels, height, width
CLASSES = 10
PADDING = 1  # the digits touch the upper and the lower border
POOL = 2


class Parameters(NamedTuple):
    """All that the network learns; a gradient has the same form."""

    kernels: np.ndarray  # (8, 1, 3, 3)
    kernel_bias: np.ndarray  # (8,)
    w: np.ndarray  # (10, 128): a row per class, a column per pooled number
    b: np.ndarray  # (10,)


class Layers(NamedTuple):
    """What each layer makes of a batch of images."""

    x: np.ndarray  # (batch, 1, 8, 8)
    convolved: np.ndarray  # (batch, 8, 8, 8)
    rectified: np.ndarray  # (batch, 8, 8, 8)
    pooled: np.ndarray  # (batch, 8, 4, 4)
    logits: np.ndarray  # (batch, 10)


class Mistakes(NamedTuple):
    """The images that were read wrongly: which, as what, and what they show."""

    index: np.ndarray
    predicted: np.ndarray
    true: np.ndarray


def initialize(
    seed: int | np.random.Generator = 0, dtype: DTypeLike = np.float64
) -> Parameters:
    """Draw the weights at random, with biases 0.

    Weights are normal with variance 2 / n, where n counts the inputs of a unit: 9 of
    a kernel, 128 of a dense unit. Source: He et al. (2015).

    >>> [array.shape for array in initialize(seed=0)]
    [(8, 1, 3, 3), (8,), (10, 128), (10,)]
    """
    rng = np.random.default_rng(seed)
    kernels = rng.normal(size=(8, 1, 3, 3)) * np.sqrt(2 / 9)
    w = rng.normal(size=(CLASSES, 128)) * np.sqrt(2 / 128)
    arrays = kernels, np.zeros(len(kernels)), w, np.zeros(CLASSES)
    return Parameters(*(array.astype(dtype) for array in arrays))


def parameter_count(parameters: Parameters) -> int:
    """Count the numbers that are learnt, here 8 (9 + 1) + 10 (128 + 1).

    >>> parameter_count(initialize())
    1370
    """
    return sum(array.size for array in parameters)


@takes(x="batch 1 8 8, finite")
def forward(x: ArrayLike, parameters: Parameters) -> Layers:
    """Compute every layer, from the images to the logits.

        convolved = conv2d(x, kernels, bias),  rectified = max(0, convolved),
        pooled = max of each 2x2 window,  logits = pooled w^T + b

    The pixels of `x` are in [0, 1]. Raises ValueError for images of another shape or
    with pixels that are not finite.

    >>> layers = forward(np.zeros((2, 1, 8, 8)), initialize())
    >>> layers.pooled.shape, layers.logits.shape
    ((2, 8, 4, 4), (2, 10))
    """
    kernels, kernel_bias, w, b = parameters
    convolved = conv2d(x, kernels, kernel_bias, padding=PADDING)
    rectified = relu(convolved)
    pooled = max_pool2d(rectified, POOL)
    logits = dense(pooled.reshape(len(x), -1), w, b)
    return Layers(x, convolved, rectified, pooled, logits)


def loss(x: ArrayLike, y: ArrayLike, parameters: Parameters) -> np.ndarray:
    """Average the cross-entropy of a batch: L = -(1/n) Σ_i log softmax(z_i)[y_i].

    z_i are the logits of image i and y_i its label, 0 to 9; `y` is (batch,). Raises
    ValueError for another label or shape.

    >>> images = np.zeros((2, 1, 8, 8))
    >>> loss(images, [3, 7], initialize()).round(4)  # ten equal logits: log 10
    np.float64(2.3026)
    """
    return softmax_cross_entropy(y, forward(x, parameters).logits, "mean")


def backward(layers: Layers, y: ArrayLike, parameters: Parameters) -> Parameters:
    """Carry the gradient of the mean loss L back to every parameter.

        δ = ∂L/∂logits = (softmax(logits) - one_hot(y)) / batch
        ∂L/∂w = δ^T pooled,  ∂L/∂b = Σ_i δ_i,  ∂L/∂pooled = δ w
        ∂L/∂rectified: the largest entry of a window gets all, the others 0
        ∂L/∂convolved = ∂L/∂rectified where convolved > 0, else 0

    `layers` is what `forward` gave with the same parameters. Raises ValueError for a
    label outside 0 to 9.

    >>> layers = forward(np.zeros((2, 1, 8, 8)), initialize())
    >>> backward(layers, [3, 3], initialize()).b
    array([ 0.1,  0.1,  0.1, -0.9,  0.1,  0.1,  0.1,  0.1,  0.1,  0.1])
    """
    x, convolved, rectified, pooled, logits = layers
    delta = softmax_cross_entropy_gradient(y, logits, "mean")
    d_w = delta.T @ pooled.reshape(len(x), -1)
    d_pooled = (delta @ parameters.w).reshape(pooled.shape)
    d_rectified = max_pool2d_backward(d_pooled, rectified, POOL)
    d_convolved = d_rectified * relu_derivative(convolved)
    _, d_kernels, d_kernel_bias = conv2d_backward(
        d_convolved, x, parameters.kernels, padding=PADDING
    )
    return Parameters(d_kernels, d_kernel_bias, d_w, delta.sum(axis=0))


def loss_and_gradient(
    x: ArrayLike, y: ArrayLike, parameters: Parameters
) -> tuple[np.ndarray, Parameters]:
    """Give the mean loss of a batch and its gradient, as `training.fit` asks.

    >>> images = np.zeros((2, 1, 8, 8))
    >>> value, gradient = loss_and_gradient(images, [3, 7], initialize())
    >>> value.round(4), gradient.b[[3, 4]]
    (np.float64(2.3026), array([-0.4,  0.1]))
    """
    layers = forward(x, parameters)
    mean_loss = softmax_cross_entropy(y, layers.logits, "mean")
    return mean_loss, backward(layers, y, parameters)


def predict(x: ArrayLike, parameters: Parameters) -> np.ndarray:
    """Read images: of each, the class with the largest logit, argmax_k z_k.

    `x` has shape (batch, 1, 8, 8), the result (batch,).

    >>> certain = initialize()._replace(b=np.arange(10) == 7)
    >>> predict(np.zeros((2, 1, 8, 8)), certain)
    array([7, 7])
    """
    return forward(x, parameters).logits.argmax(axis=1)


@takes(y=labels("n, not empty"), y_hat=labels("n"))
def accuracy(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Give the share of right answers, (1/n) Σ_i [y_i = ŷ_i].

    `y` and `y_hat` are (n,), not empty; ValueError otherwise.

    >>> accuracy([1, 2, 3, 4], [1, 2, 3, 9])
    0.75
    """
    return float(np.mean(y == y_hat))


@takes(x="batch 1 8 8, finite", y=labels("batch"))
def mistakes(x: ArrayLike, y: ArrayLike, parameters: Parameters) -> Mistakes:
    """List the images that are read wrongly: all i with ŷ_i ≠ y_i.

    `y` is (batch,); ValueError otherwise.

    >>> certain = initialize()._replace(b=np.arange(10) == 7)
    >>> mistakes(np.zeros((3, 1, 8, 8)), [7, 1, 7], certain)
    Mistakes(index=array([1]), predicted=array([7]), true=array([1]))
    """
    y_hat = predict(x, parameters)
    index = np.flatnonzero(y != y_hat)
    return Mistakes(index, y_hat[index], y[index])
