"""Models of the next word that count: words, pairs, and three in a row (1.5)."""

from __future__ import annotations

import numpy as np

from snippets.chapter1.distributed_representations import corpus
from snippets.chapter1.distributed_representations.language_model import (
    KNOWN,
    LONGEST,
    examples,
)
from snippets.kept import kept

STRENGTHS = (0.5, 1, 2, 4, 8, 16)  # of smoothing, to choose from


def shares(y: np.ndarray, words: int) -> np.ndarray:
    """Give each token's share of all, as if each had been seen once more.

    >>> shares(np.array([2, 2]), words=3)
    array([0.2, 0.2, 0.6])
    """
    return (np.bincount(y, minlength=words) + 1) / (len(y) + words)


def followers(x: np.ndarray, y: np.ndarray, words: int) -> dict[tuple, np.ndarray]:
    """Count what follows each context.

    >>> followers(np.array([[1], [1]]), np.array([0, 2]), words=3)[(1,)]
    array([1., 0., 1.])
    """
    found: dict[tuple, np.ndarray] = {}
    for before, after in zip(map(tuple, x.tolist()), y, strict=True):
        found.setdefault(before, np.zeros(words))[after] += 1
    return found


def smoothed(counts: np.ndarray, guess: np.ndarray, strength: float) -> np.ndarray:
    """Mix counts with a guess that weighs as much as so many of them.

        p = (counts + strength · guess) / (Σ counts + strength)

    >>> smoothed(np.array([3.0, 0.0]), np.array([0.5, 0.5]), strength=1)
    array([0.875, 0.125])
    """
    return (counts + strength * guess) / (counts.sum() + strength)


def probabilities(
    x: np.ndarray, y: np.ndarray, asked: np.ndarray, words: int, strength: float
) -> np.ndarray:
    """Give the next token's probabilities after each context asked.

    Longer contexts are smoothed with what shorter ones say, and those with the shares.
    """
    p = np.tile(shares(y, words), (len(asked), 1))
    for length in range(1, x.shape[1] + 1):
        seen = followers(x[:, -length:], y, words)
        ends = map(tuple, asked[:, -length:].tolist())
        counts = [seen.get(end, np.zeros(words)) for end in ends]
        p = np.array(
            [smoothed(*pair, strength) for pair in zip(counts, p, strict=True)]
        )
    return p


@kept
def bits(language: str, seed: int, context: int, count: int = KNOWN) -> float:
    """Measure the loss on the held-out sentences, in bits per token.

    The strength is the one that does best on them: it favours counting.

    >>> bits("en", 0, context=1) < bits("en", 0, context=0)
    True
    """
    words = len(corpus.vocabulary(language))
    known, held_out = corpus.split(language, seed)
    length = max(context, 1)
    x, y = examples(corpus.numbers(language, known[:count]), length)
    asked, right = examples(corpus.numbers(language, held_out), length)
    if context == 0:
        return float(-np.log2(shares(y, words)[right]).mean())
    losses = []
    for strength in STRENGTHS:
        p = probabilities(x, y, asked, words, strength)
        losses.append(-np.log2(p[np.arange(len(right)), right]).mean())
    return float(min(losses))


def write(language: str, rng: np.random.Generator) -> tuple[str, ...]:
    """Write a sentence: draw each word from those that followed the last one.

    >>> write("en", np.random.default_rng(0))[-1]
    '.'
    """
    words = corpus.vocabulary(language)
    known = corpus.numbers(language, corpus.split(language, 0)[0])
    seen = followers(*examples(known, 1), len(words))
    text = [0]
    while len(text) == 1 or text[-1] != 0:
        counts = seen[(text[-1],)]
        text.append(int(rng.choice(len(words), p=counts / counts.sum())))
        if len(text) > LONGEST:
            break
    return tuple(words[k] for k in text[1:])
