"""Experiments of section 4.4: few images, and images shifted on purpose."""

import numpy as np

from snippets import cnn
from snippets.chapter4.motivation.comparison import SEEDS, SHIFTS
from snippets.chapter4.motivation.lesson import write_range
from snippets.cnn_training import train
from snippets.data.digits import Split, digits_split, flat
from snippets.dense_training import read_dense, train_dense
from snippets.kept import kept
from snippets.shifts import shift

FEW = 100  # images that the exercise on small data leaves to learn from
EPOCHS = 25


@kept
def few_images(epochs: int, widths: tuple[int, ...] = ()) -> np.ndarray:
    """Count the test digits misread after learning FEW images, seed by seed.

    `widths` are those of a dense network; with none, the network is the book's.

    >>> few_images(25, widths=(64, 10)).shape
    (3,)
    """
    data, misread = digits_split(), []
    x, y = data.x_train[:FEW], data.y_train[:FEW]
    few = Split(x, y, x, y)  # no epoch looks at the test
    for seed in SEEDS:
        if widths:
            theta = train_dense(flat(x), y, widths, seed, epochs)
            y_hat = read_dense(flat(data.x_test), theta)
        else:
            parameters = train(few, seed, epochs).parameters
            y_hat = cnn.predict(data.x_test, parameters)
        misread.append(np.sum(y_hat != data.y_test))
    return np.array(misread)


def many_epochs() -> int:
    """Return the epochs of FEW images that take as many steps as EPOCHS of all.

    >>> 25 * 45, 281 * 4  # minibatches of 32 of 1437 images, and of 100
    (1125, 1124)
    """
    return round(all_steps() / (steps(FEW) / EPOCHS))


def steps(images: int) -> int:
    """Count the steps of EPOCHS epochs, one for each minibatch of 32 images.

    >>> steps(1437), steps(100)
    (1125, 100)
    """
    return EPOCHS * -(-images // 32)


def all_steps() -> int:
    """Return the steps that the book's network is trained for."""
    return steps(len(digits_split().x_train))


def after_few_epochs(*widths: int) -> str:
    """Write the range of what `few_images` counts after EPOCHS."""
    return write_range(few_images(EPOCHS, widths))


def after_many_epochs(*widths: int) -> str:
    """Write that range after as many steps as on all images."""
    return write_range(few_images(many_epochs(), widths))


@kept
def augmented() -> np.ndarray:
    """Count what is misread at each of SHIFTS after learning shifted digits.

    Each image is learnt as it is and one pixel to either side.

    >>> augmented() < 20  # two columns were never shown
    array([False,  True,  True,  True, False])
    """
    data = digits_split()
    x = np.concatenate([shift(data.x_train, d) for d in (-1, 0, 1)])
    more = data._replace(x_train=x, y_train=np.tile(data.y_train, 3))
    parameters = train(more, epochs=8).parameters
    moved = [shift(data.x_test, d) for d in SHIFTS]
    y_hat = [cnn.predict(x, parameters) for x in moved]
    return np.sum(np.array(y_hat) != data.y_test, axis=1)


def augmented_at(columns: int) -> int:
    """Return what is then misread if the test moves some columns to the right."""
    return int(augmented()[SHIFTS.index(columns)])
