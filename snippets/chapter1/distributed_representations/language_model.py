"""A neural model of the next word, after Bengio et al. (2003), in small (1.5)."""

from __future__ import annotations

import numpy as np

from snippets.activations import softmax
from snippets.autodiff import Node, tanh
from snippets.chapter1.backpropagation.reader import cross_entropy
from snippets.chapter1.distributed_representations import corpus
from snippets.chapter1.distributed_representations.embedding import (
    Arrays,
    descend,
    one_hot,
)
from snippets.kept import kept

CONTEXT, SIZE, HIDDEN = 3, 8, 32
STEPS, BATCH, ALPHA = 1500, 32, 0.3
EVERY = 100  # steps between two measures of the loss
KNOWN = len(corpus.split("es", 0)[0])
LONGEST = 20  # tokens of a sentence that is written


def examples(
    numbered: list[list[int]], context: int = CONTEXT
) -> tuple[np.ndarray, np.ndarray]:
    """Give each token with those before it: (examples, context) and (examples,).

    Before a sentence stand full stops, whose place is 0.

    >>> x, y = examples([[5, 6, 0]], context=2)
    >>> x.tolist(), y.tolist()
    ([[0, 0], [0, 5], [5, 6]], [5, 6, 0])
    """
    before, after = [], []
    for one in numbered:
        padded = [0] * context + one
        before += [padded[k : k + context] for k in range(len(one))]
        after += one
    return np.array(before), np.array(after)


def scores(x: list, e: Node, u: Node, b: Node, c: Node, *w: Node) -> Node:
    """Score every token as the next one.

    `x` has, for each word of the context, its one-hot codes, (examples, words), and
    `w` its weights, (hidden, size).

    >>> nodes = [Node(array) for array in start(words=5, seed=0, context=2)]
    >>> x = [one_hot([1, 4], words=5), one_hot([0, 0], words=5)]
    >>> scores(x, *nodes).value.shape
    (2, 5)
    """
    z = b
    for word, weights in zip(x, w, strict=True):
        vectors = word @ e
        z = z + vectors @ weights.T
    return tanh(z) @ u.T + c


def start(words: int, seed: int, context: int = CONTEXT) -> Arrays:
    """Draw the first parameters: e, u, b, c and the weights of each place.

    >>> [array.shape for array in start(words=5, seed=0, context=1)]
    [(5, 8), (5, 32), (32,), (5,), (32, 8)]
    """
    rng = np.random.default_rng(seed)
    e = rng.normal(0, 0.5, (words, SIZE))
    u = rng.normal(0, 1 / np.sqrt(HIDDEN), (words, HIDDEN))
    spread = 1 / np.sqrt(context * SIZE)
    w = [rng.normal(0, spread, (HIDDEN, SIZE)) for _ in range(context)]
    return [e, u, np.zeros(HIDDEN), np.zeros(words), *w]


def coded(x: np.ndarray, words: int) -> list[np.ndarray]:
    """Write the tokens of each place of the context one-hot."""
    return [one_hot(place, words) for place in x.T]


def mean_loss(x: list, right: np.ndarray, *theta: Node) -> Node:
    """Give the mean cross-entropy of the next word, in nats."""
    return cross_entropy(scores(x, *theta), right)


@kept
def train(
    language: str, seed: int, context: int = CONTEXT, count: int = KNOWN, steps=STEPS
) -> tuple[Arrays, np.ndarray]:
    """Train on so many sentences of a split; give the parameters and the losses.

    The losses are bits per token, every EVERY steps: of the sentences learnt from,
    and of those held out, (2, measures).

    >>> theta, losses = train("en", 0, steps=200)
    >>> losses.shape
    (2, 2)
    """
    known, held_out = corpus.split(language, seed)
    x, y = examples(corpus.numbers(language, known[:count]), context)
    rng = np.random.default_rng(seed)
    words = len(corpus.vocabulary(language))

    def draw() -> tuple[list, np.ndarray]:
        chosen = rng.integers(len(x), size=BATCH)
        return coded(x[chosen], words), one_hot(y[chosen], words)

    theta, losses = start(words, seed, context), []
    for _ in range(steps // EVERY):
        theta = descend(mean_loss, theta, draw, ALPHA, EVERY)
        parts = (known[:count], held_out)
        losses.append([bits(language, theta, part) for part in parts])
    return theta, np.transpose(losses)


def bits(language: str, theta: Arrays, chosen: tuple) -> float:
    """Measure a model's loss on sentences: mean of -log2 p of each token.

    >>> theta = [0 * array for array in start(len(corpus.vocabulary("en")), seed=0)]
    >>> round(bits("en", theta, corpus.split("en", 0)[1]), 2)  # log2 of 95
    6.57
    """
    context, words = len(theta) - 4, len(corpus.vocabulary(language))
    x, y = examples(corpus.numbers(language, chosen), context)
    nodes = [Node(array) for array in theta]
    nats = mean_loss(coded(x, words), one_hot(y, words), *nodes).value
    return float(nats / np.log(2))


def next_word(
    language: str, before: tuple[str, ...], seed: int = 0, temperature: float = 1.0
) -> np.ndarray:
    """Give the probability of each token after a context.

    >>> p = next_word("en", ("the", "cat", "eats"))
    >>> round(p.sum(), 6)
    np.float64(1.0)
    """
    theta = train(language, seed)[0]
    x = np.array(corpus.numbers(language, (before,)))
    nodes = [Node(array) for array in theta]
    z = scores(coded(x, len(corpus.vocabulary(language))), *nodes).value[0]
    return softmax(z / temperature)


def write(language: str, rng: np.random.Generator, temperature: float = 1.0) -> tuple:
    """Write a sentence: draw each word as the model says, until the full stop.

    >>> write("en", np.random.default_rng(0))[-1]
    '.'
    """
    text = (corpus.STOP,) * CONTEXT
    words = corpus.vocabulary(language)
    while len(text) == CONTEXT or text[-1] != corpus.STOP:
        p = next_word(language, text[-CONTEXT:], temperature=temperature)
        text += (words[rng.choice(len(words), p=p)],)
        if len(text) == CONTEXT + LONGEST:
            break
    return text[CONTEXT:]
