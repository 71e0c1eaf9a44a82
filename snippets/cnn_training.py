"""Training of the book's network, `snippets.cnn`, on the digits.

Print how it goes with `python -m snippets.cnn_training`, or `... es` in Spanish.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from snippets.checks import as_integer
from snippets.cnn import Parameters, accuracy, backward, forward, initialize, mistakes
from snippets.data.digits import Split, digits_split
from snippets.kept import kept
from snippets.language import Language
from snippets.losses import softmax_cross_entropy
from snippets.network import check_rate


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


def minibatches(n: int, size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Deal the indices 0 to n - 1 into minibatches, in random order.

    Each index comes once; the last minibatch holds what is left.

    >>> list(minibatches(5, 2, np.random.default_rng(0)))
    [array([2, 4]), array([3, 0]), array([1])]
    """
    order = rng.permutation(n)
    for start in range(0, n, as_integer(size, "size", minimum=1)):
        yield order[start : start + size]


def update(
    parameters: Parameters,
    velocity: Parameters,
    gradient: Parameters,
    alpha: float,
    beta: float,
) -> tuple[Parameters, Parameters]:
    """Take one step of gradient descent with momentum.

        v ← β v + ∂L/∂θ,  θ ← θ - α v

    θ are the parameters, v is the velocity, α > 0 the learning rate, β in [0, 1) the
    momentum; β = 0 is the step of 3.4. Raises ValueError for another α or β. Source:
    Polyak (1964), in the form that PyTorch uses.

    >>> ones = Parameters(*map(np.ones_like, initialize()))
    >>> theta, v = update(ones, velocity=ones, gradient=ones, alpha=0.25, beta=0.5)
    >>> theta.kernel_bias[0], v.kernel_bias[0]
    (np.float64(0.625), np.float64(1.5))
    """
    check_rate(alpha)
    if not 0 <= beta < 1:
        raise ValueError(f"beta is {beta}; accepted: at least 0 and less than 1")
    alpha, beta = float(alpha), float(beta)  # NumPy's would turn float32 into float64
    v = [beta * v + g for v, g in zip(velocity, gradient, strict=True)]
    theta = [theta - alpha * v for theta, v in zip(parameters, v, strict=True)]
    return Parameters(*theta), Parameters(*v)


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
    `validation_accuracy`. Raises what `forward`, `update` and `minibatches` raise.

    >>> train(digits_split(), epochs=1).history.test_accuracy.round(1)
    array([0.2, 0.9])
    """
    rng = np.random.default_rng(seed)
    parameters = initialize(rng, data.x_train.dtype)
    velocity = Parameters(*map(np.zeros_like, parameters))
    history = [scores(data, parameters)]
    for _ in range(as_integer(epochs, "epochs")):
        for batch in minibatches(len(data.x_train), batch_size, rng):
            layers = forward(data.x_train[batch], parameters)
            gradient = backward(layers, data.y_train[batch], parameters)
            step = update(parameters, velocity, gradient, alpha, beta)
            parameters, velocity = step
        history.append(scores(data, parameters))
    return Training(parameters, Scores(*np.transpose(history)))


def validation_accuracy(data: Split, held_out: int = 360, **recipe) -> float:
    """Train without the first `held_out` images to learn from, and test on those.

    `recipe` is what `train` accepts besides the data. The test set is not looked at.
    Raises ValueError unless both parts get some images, and what `train` raises.

    >>> validation_accuracy(digits_split(), epochs=1, alpha=0.1) > 0.8
    True
    """
    n = as_integer(held_out, "held_out", minimum=1)
    if n >= len(data.x_train):
        raise ValueError(f"held_out is {n}; accepted: less than {len(data.x_train)}")
    x, y = data.x_train, data.y_train
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


def main(language: str = "en") -> None:
    """Print the scores of every fifth epoch, in English ("en") or Spanish ("es")."""
    say, data, (parameters, history) = Language(language), digits_split(), trained()
    print(f"{say('entrenamiento', 'training'):>25}{say('prueba', 'test'):>20}")
    pair = f"{say('pérdida', 'loss'):>10}{say('exactitud', 'accuracy'):>10}"
    print(f"{say('época', 'epoch'):>5}{pair}{pair}")
    for epoch, row in list(enumerate(zip(*history, strict=True)))[::5]:
        numbers = (f"{say.number(value, '.3f'):>10}" for value in row)
        print(f"{epoch:5}{''.join(numbers)}")
    wrong = len(mistakes(data.x_test, data.y_test, parameters).index)
    label = say("Imágenes de prueba mal leídas", "Test images misread")
    print(f"{label}: {wrong} / {len(data.y_test)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
