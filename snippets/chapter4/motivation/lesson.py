"""Numbers, tables, printed training, sessions and solutions of section 4.4."""

import numpy as np
from numpy.typing import ArrayLike

from snippets import cnn
from snippets.chapter4.motivation.comparison import (
    NETWORKS,
    SHIFTS,
    permute,
    result,
    standard_error,
)
from snippets.cnn_training import trained
from snippets.convolution import conv2d_parameters, dense_parameters
from snippets.data.digits import digits_split, images
from snippets.language import Language

__test__ = {
    "line": """
>>> import numpy as np
>>> from snippets.convolution import conv2d
>>> from snippets.pooling import global_max_pool2d
>>> line = np.array([[[[-1, 2, -1]] * 3]])  # looks for a vertical line
>>> for column in (1, 4, 6):
...     image = np.zeros((1, 1, 8, 8))
...     image[..., column] = 1
...     response = conv2d(image, line)
...     strongest = int(response[0, 0, 0].argmax()) + 1  # the kernel's centre
...     print(strongest, global_max_pool2d(response))
1 [[6.]]
4 [[6.]]
6 [[6.]]
""",
    "another_size": """
>>> import numpy as np
>>> from snippets.block import block
>>> from snippets.cnn import initialize, predict
>>> x, parameters = np.zeros((1, 1, 28, 28)), initialize()
>>> block(x, parameters.kernels, padding=1).pooled.shape
(1, 8, 14, 14)
>>> predict(x, parameters)
Traceback (most recent call last):
    ...
ValueError: x has shape (1, 1, 28, 28); accepted: (1, 1, 8, 8)
""",
}


def training(say: Language) -> None:
    """Print the scores of every fifth epoch."""
    history = trained().history
    print(f"{say('entrenamiento', 'training'):>25}{say('prueba', 'test'):>20}")
    pair = f"{say('pérdida', 'loss'):>10}{say('exactitud', 'accuracy'):>10}"
    print(f"{say('época', 'epoch'):>5}{pair}{pair}")
    for epoch, row in list(enumerate(zip(*history, strict=True)))[::5]:
        numbers = (f"{say.number(value, '.3f'):>10}" for value in row)
        print(f"{epoch:5}{''.join(numbers)}")
    label = say("Imágenes de prueba mal leídas", "Test images misread")
    print(f"{label}: {misread_count()} / {images('test')}")


def accuracy(epochs: int) -> float:
    """Return the accuracy on the test set after 0 to 25 epochs, in per cent."""
    return 100 * trained().history.test_accuracy[epochs]


def error_in_test() -> float:
    """Return the standard error of the test accuracy, in percentage points."""
    return 100 * standard_error(accuracy(25) / 100, images("test"))


def misread() -> cnn.Mistakes:
    """Give the test images that the trained network reads wrongly."""
    data = digits_split()
    return cnn.mistakes(data.x_test, data.y_test, trained().parameters)


def misread_count() -> int:
    """Count them."""
    return len(misread().index)


def decision_share() -> float:
    """Return the share of the last, dense layer in all parameters, in per cent."""
    learnt = trained().parameters
    return 100 * (learnt.w.size + learnt.b.size) / cnn.parameter_count(learnt)


def layer_parameters(channels: int, side: int, kernels: int) -> tuple[int, int]:
    """Count what a convolution 3x3 and a dense layer in its place learn.

    >>> layer_parameters(channels=1, side=8, kernels=8)
    (80, 33280)
    """
    pixels = side * side
    shared = conv2d_parameters((kernels, channels, 3, 3))
    return shared, dense_parameters(channels * pixels, kernels * pixels)


def dense_ratio(channels: int, side: int, kernels: int) -> float:
    """Return how many million times as much the dense layer in its place learns."""
    shared, dense = layer_parameters(channels, side, kernels)
    return dense / shared / 1e6


def ink_lost() -> float:
    """Return the most ink of the test that one column of shift loses, in per cent."""
    x = digits_split().x_test
    return 100 * max(x[..., 0].sum(), x[..., -1].sum()) / x.sum()


def comparison(say: Language) -> dict:
    """Return what each network misreads: test digits as they are and shifted."""
    names = {
        "softmax": say("softmax sobre los píxeles", "softmax on the pixels"),
        "dense": say("densa, 18 ocultas", "dense, 18 hidden"),
        "wide": say("densa, 512 ocultas", "dense, 512 hidden"),
        "cnn": say("la red del libro", "the book's network"),
        "unpooled": say("sin agrupar", "without pooling"),
        "designed": say("con núcleos de Sobel", "with Sobel's kernels"),
        "random": say("con núcleos al azar", "with random kernels"),
        "permuted": say("con píxeles permutados", "with permuted pixels"),
    }
    header = [
        say("red", "network"),
        say("parámetros", "parameters"),
        say("sin mover", "not moved"),
        r"$\leftarrow$",
        r"$\rightarrow$",
    ]
    rows = []
    for key, name in names.items():
        spans = [span(key, columns) for columns in (0, -1, 1)]
        rows.append([name, result(key).parameters, *spans])
    return {"header": header, "rows": rows}


def span(network: str, columns: int) -> str:
    """Write the fewest and the most digits that the seeds misread.

    >>> span("cnn", 0).split("–")[0].isdigit()
    True
    """
    return write_range(misread_by(network, columns))


def write_range(counts: ArrayLike) -> str:
    """Write the fewest and the most of some counts, or the one that all are.

    >>> write_range([9, 7, 8]), write_range([7, 7])
    ('7–9', '7')
    """
    low, high = int(np.min(counts)), int(np.max(counts))
    return str(low) if low == high else f"{low}–{high}"


def misread_by(network: str, columns: int) -> np.ndarray:
    """Give the test digits misread after a shift, one number per seed."""
    return result(network).misread[:, SHIFTS.index(columns)]


def moved(*networks: str) -> str:
    """Write the fewest and most that networks misread, one column to either side."""
    return write_range([misread_by(n, d) for n in networks for d in (-1, 1)])


def error_in_images() -> float:
    """Return the standard error of the number of misread test images."""
    return error_in_test() / 100 * images("test")


def parameter_ratio(network: str) -> float:
    """Return the parameters of a network per parameter of the book's."""
    return result(network).parameters / result("cnn").parameters


def average_misread(network: str) -> np.ndarray:
    """Give the share misread at each shift of SHIFTS, averaged over the seeds."""
    return result(network).misread.mean(axis=0) / images("test")


def networks() -> int:
    """Count the networks of the comparison."""
    return len(NETWORKS)


def accuracy_if(digits: str) -> float:
    """Return the accuracy on test digits "upside down" or "negative", in per cent."""
    x, y = digits_split().x_test, digits_split().y_test
    altered = {"upside down": np.rot90(x, 2, axes=(2, 3)).copy(), "negative": 1 - x}
    return 100 * cnn.accuracy(y, cnn.predict(altered[digits], trained().parameters))


def crossover(kernels: int = 8, side: int = 3) -> int:
    """Return the side from which the dense layer is a million times larger.

    >>> crossover()
    57
    """
    n = 1
    shared = conv2d_parameters((kernels, 1, side, side))
    while dense_parameters(n * n, kernels * n * n) < 1_000_000 * shared:
        n += 1
    return n


def global_pooling_parameters(kernels: int = 8, classes: int = 10) -> int:
    """Count the parameters if each map were pooled to a single number.

    >>> global_pooling_parameters() == 8 * (9 + 1) + 10 * (8 + 1)
    True
    """
    shared = conv2d_parameters((kernels, 1, 3, 3))
    return shared + dense_parameters(kernels, classes)


def example_digit() -> np.ndarray:
    """Give the 3 of section 4.3 and the same pixels permuted, (2, 8, 8)."""
    from snippets.chapter4.basic_block.lesson import digit

    return np.array([digit()[0, 0], permute(digit())[0, 0]])
