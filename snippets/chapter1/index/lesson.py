"""The book's network at work on digits that it has not seen (chapter 1)."""

from __future__ import annotations

import numpy as np

from snippets import cnn
from snippets.activations import softmax
from snippets.cnn_training import trained
from snippets.data.digits import digits_split, images


def parameters() -> int:
    """Count the numbers of the book's network.

    >>> parameters()
    1370
    """
    return cnn.parameter_count(trained().parameters)


def answers() -> np.ndarray:
    """Give the network's ten probabilities for each test digit, (360, 10).

    >>> answers()[0].argmax()
    np.int64(6)
    """
    return softmax(cnn.forward(digits_split().x_test, trained().parameters).logits)


def misread() -> int:
    """Count the test digits whose most probable answer is wrong.

    >>> misread()
    8
    """
    return int(np.sum(answers().argmax(axis=1) != digits_split().y_test))


def sure(least: float) -> int:
    """Count the test digits whose answer has at least this probability.

    >>> sure(least=0.99)
    318
    """
    return int(np.sum(answers().max(axis=1) >= least))


def right_at_first() -> int:
    """Count the test digits read rightly before training, with weights at random.

    >>> right_at_first()
    73
    """
    return round(trained().history.test_accuracy[0] * images("test"))


def first_of_each() -> list[int]:
    """Give the place in the test set of the first 0, the first 1, … the first 9.

    >>> digits_split().y_test[first_of_each()]
    array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    labels = digits_split().y_test
    return [int(np.argmax(labels == digit)) for digit in range(10)]


def layers(digit: int) -> cnn.Layers:
    """Give what each layer makes of the first test image of a digit.

    >>> [part.size for part in layers(8)]  # from 64 pixels to ten scores
    [64, 512, 512, 128, 10]
    """
    image = digits_split().x_test[[first_of_each()[digit]]]
    return cnn.forward(image, trained().parameters)


__test__ = {
    "read": """
>>> from snippets.cnn import forward
>>> from snippets.cnn_training import trained
>>> from snippets.data.digits import digits_split, images
>>> digits = digits_split()
>>> network = trained().parameters
>>> scores = forward(digits.x_test[:10], network).logits
>>> scores.argmax(axis=1)
array([6, 6, 6, 2, 5, 6, 6, 2, 2, 1])
>>> digits.y_test[:10]
array([6, 6, 6, 2, 5, 6, 6, 2, 2, 1])
"""
}
