"""An embedding that is learnt by guessing the neighbours of each word (1.5)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.autodiff import Node, gradients
from snippets.chapter1.backpropagation.reader import cross_entropy
from snippets.chapter1.distributed_representations import corpus
from snippets.kept import kept
from snippets.shapes import takes

SIZE, WINDOW = 8, 2
STEPS, BATCH, ALPHA = 3000, 64, 1.0
SPREAD = 0.1  # of the first numbers
ALL = len(corpus.sentences("es"))
SEEDS = range(5)
Arrays = list[np.ndarray]


def one_hot(places: ArrayLike, words: int) -> np.ndarray:
    """Write each place as a list of 0s with a single 1.

    >>> one_hot([2, 0], words=4)
    array([[0., 0., 1., 0.],
           [1., 0., 0., 0.]])
    """
    return np.eye(words)[places]


def pairs(numbered: list[list[int]], window: int = WINDOW) -> np.ndarray:
    """List each token with each of its neighbours, up to so many places away.

    >>> pairs([[5, 6, 7]], window=1)
    array([[5, 6],
           [6, 5],
           [6, 7],
           [7, 6]])
    """
    found = []
    for one in numbered:
        for i, word in enumerate(one):
            near = one[max(0, i - window) : i] + one[i + 1 : i + 1 + window]
            found += [(word, neighbour) for neighbour in near]
    return np.array(found)


def scores(x: np.ndarray, e: Node, u: Node) -> Node:
    """Score every token as a neighbour of the words x, (examples, words) one-hot.

    >>> e, u = Node([[1, 0], [0, 1]]), Node([[2, 0], [0, 3], [1, 1]])
    >>> scores(one_hot([1], words=2), e, u).value
    array([[0., 3., 1.]])
    """
    vectors = x @ e
    return vectors @ u.T


def descend(
    loss: Callable[..., Node],
    theta: Arrays,
    draw: Callable[[], tuple],
    alpha: float,
    steps: int,
) -> Arrays:
    """Take steps downhill, each on the examples that `draw` gives.

    >>> square = lambda x, w: (w * x - 6) ** 2
    >>> descend(square, [np.array(0.0)], lambda: (2.0,), alpha=0.125, steps=2)
    [array(3.)]
    """
    for _ in range(steps):
        nodes = [Node(array) for array in theta]
        slopes = gradients(loss(*draw(), *nodes), *nodes)
        theta = [np.asarray(a - alpha * d) for a, d in zip(theta, slopes, strict=True)]
    return theta


@kept
def learnt(language: str, seed: int = 0, count: int = ALL) -> np.ndarray:
    """Learn a vector for each token from so many sentences: (tokens, SIZE).

    >>> learnt("en").shape
    (95, 8)
    """
    rng = np.random.default_rng(seed)
    every = corpus.sentences(language)
    chosen = tuple(every[k] for k in rng.permutation(len(every))[:count])
    examples = pairs(corpus.numbers(language, chosen))
    words = len(corpus.vocabulary(language))
    theta = [rng.normal(0, SPREAD, (words, SIZE)) for _ in range(2)]

    def draw() -> tuple[np.ndarray, np.ndarray]:
        word, neighbour = examples[rng.integers(len(examples), size=BATCH)].T
        return one_hot(word, words), one_hot(neighbour, words)

    def loss(x: np.ndarray, right: np.ndarray, e: Node, u: Node) -> Node:
        return cross_entropy(scores(x, e, u), right)

    return descend(loss, theta, draw, ALPHA, STEPS)[0]


@takes(a="n", b="n")
def cosine(a: ArrayLike, b: ArrayLike) -> float:
    """Compute the cosine of the angle between two vectors: a · b / (|a| |b|).

    >>> float(cosine([1, 1], [2, 2])), float(cosine([1, 0], [0, 3]))
    (0.9999999999999998, 0.0)
    """
    return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))


def closest(vector: np.ndarray, language: str, seed: int = 0, count: int = ALL) -> list:
    """List the tokens by the cosine of their vectors with this one, largest first.

    >>> closest(learnt("en")[0], "en")[0][0]
    '.'
    """
    e = learnt(language, seed, count)
    cosines = [float(cosine(vector, row)) for row in e]
    order = np.argsort(cosines)[::-1]
    return [(corpus.vocabulary(language)[k], cosines[k]) for k in order]


def vector_of(word: str, language: str, seed: int = 0, count: int = ALL) -> np.ndarray:
    """Give a word's vector, of length 1. ValueError if the corpus lacks the word.

    >>> vector_of("cat", "en").shape
    (8,)
    """
    if word not in corpus.vocabulary(language):
        raise ValueError(f"word is {word!r}; accepted: one of the corpus")
    vector = learnt(language, seed, count)[corpus.vocabulary(language).index(word)]
    return vector / np.linalg.norm(vector)


def neighbours(word: str, language: str, seed: int = 0, count: int = ALL) -> list:
    """List the other tokens and their cosines, the closest first.

    >>> neighbours("buys", "en")[0][0]
    'sells'
    """
    found = closest(vector_of(word, language, seed, count), language, seed, count)
    return [one for one in found if one[0] != word]


def analogy(a: str, b: str, c: str, language: str, seed: int = 0) -> list[str]:
    """List the words by how well they end "a is to b as c is to …": near b - a + c.

    >>> "grandmother" in analogy("king", "queen", "grandfather", "en")[:5]
    True
    """
    v = {word: vector_of(word, language, seed) for word in (a, b, c)}
    return [word for word, _ in closest(v[b] - v[a] + v[c], language, seed)]
