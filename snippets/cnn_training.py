"""Training of the book's network, `snippets.cnn`, on the digits."""

from typing import NamedTuple

import numpy as np

from snippets.checks import as_integer
from snippets.cnn import (
    Parameters,
    accuracy,
    forward,
    initialize,
    loss_and_gradient,
)
from snippets.data.digits import Split, digits_split
from snippets.kept import kept
from snippets.losses import softmax_cross_entropy
from snippets.training import fit


class Scores(NamedTuple):
    """Mean loss and accuracy in training and test: numbers, or one per epoch."""

    train_loss: np.ndarray
    train_accuracy: np.ndarray
    test_loss: np.ndarray
    test_accuracy: np.ndarray


class Training(NamedTuple):
    """The parameters that training ends with, and the scores on the way."""

    parameters: Parameters
    history: Scores


def scores(data: Split, parameters: Parameters) -> Scores:
    """Measure mean loss and accuracy, on the training set and on the test set.

    >>> blind = Parameters(*map(np.zeros_like, initialize()))
    >>> round(scores(digits_split(), blind).test_loss, 4)  # ten equal logits: log 10
    2.3026
    """
    result = []
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        logits = forward(x, parameters).logits
        result.append(float(softmax_cross_entropy(y, logits, "mean")))
        result.append(accuracy(y, logits.argmax(axis=1)))
    return Scores(*result)


def train(
    data: Split,
    seed: int = 0,
    epochs: int = 25,
    batch_size: int = 32,
    alpha: float = 0.1,
    beta: float = 0.9,
) -> Training:
    """Fit the network by stochastic gradient descent, one step per minibatch.

    `seed` settles the first weights and the order of the images, whose dtype is also
    that of the parameters. The history has epochs + 1 entries, the first from before
    training. Values of the batch size, α and β can be tried with
    `validation_accuracy`. Raises what `forward` and `fit` raise.

    >>> train(digits_split(), epochs=1).history.test_accuracy.round(1)
    array([0.2, 0.9])
    """
    rng = np.random.default_rng(seed)
    start = initialize(rng, data.x_train.dtype)
    history = [scores(data, start)]
    parameters, _ = fit(
        loss_and_gradient,
        start,
        data.x_train,
        data.y_train,
        alpha,
        epochs,
        batch_size,
        beta,
        rng,
        after_epoch=lambda theta: history.append(scores(data, theta)),
    )
    return Training(parameters, Scores(*np.transpose(history)))


def validation_accuracy(data: Split, held_out: int = 360, **recipe) -> float:
    """Train without the first `held_out` images to learn from, and test on those.

    `recipe` is what `train` accepts besides the data. The test set is not looked at.
    Raises ValueError unless both parts get some images, and what `train` raises.

    >>> validation_accuracy(digits_split(), epochs=1, alpha=0.1) > 0.8
    True
    """
    x, y, n = data.x_train, data.y_train, as_integer(held_out, "held_out", 1)
    if n >= len(x):
        raise ValueError(f"held_out is {n}; accepted: less than {len(x)}")
    part = Split(x[n:], y[n:], x[:n], y[:n])
    return float(train(part, **recipe).history.test_accuracy[-1])


@kept
def trained(seed: int = 0) -> Training:
    """Give the network trained with this seed on `digits_split()`; train it once.

    All who ask share the arrays, which are hence read-only.

    >>> trained().history.test_accuracy[-1] >= 0.97
    np.True_
    """
    return train(digits_split(), seed)
