"""What the learnt vectors are worth, measured over five starts (1.5)."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from snippets.chapter1.distributed_representations import (
    corpus,
    counting,
    embedding,
    language_model,
)
from snippets.kept import kept

COUNTS = (29, 58, 116, 232)  # sentences that an embedding is learnt from
KNOWN = (23, 46, 93, 186)  # sentences that a model of the next word is learnt from
SEEDS = range(5)
FAMILY = {
    "es": "rey reina abuelo abuela padre madre niño niña tío tía maestro maestra",
    "en": "king queen grandfather grandmother father mother boy girl uncle aunt",
}
WAYS = ("all", "others", "neighbour")


@kept
def kindred(language: str, seed: int, count: int = embedding.ALL) -> float:
    """Give the share of words whose closest, of those with a group, has the same.

    >>> kindred("en", seed=0) > 0.7
    True
    """
    group = corpus.group_of(language)
    found = []
    for word in group:
        near = embedding.neighbours(word, language, seed, count)
        first = next(other for other, _ in near if other in group)
        found.append(group[first] == group[word])
    return float(np.mean(found))


def by_chance(language: str) -> float:
    """Give the same share for a neighbour drawn at random.

    >>> round(by_chance("en"), 2)
    0.24
    """
    sizes = [len(words.split()) for words in corpus.GROUPS[language].values()]
    total = sum(sizes)
    return sum(n * (n - 1) for n in sizes) / (total * (total - 1))


def questions(language: str) -> list[tuple[str, str, str, str]]:
    """List the analogies: king to queen as grandfather to grandmother, and so on.

    >>> len(questions("en"))  # 5 pairs, each with 4 others, and both ways
    40
    """
    words = FAMILY[language[:2]].split()
    couples = list(zip(words[::2], words[1::2], strict=True))
    asked = [(*one, *other) for one, other in permutations(couples, 2)]
    return asked + [(b, a, d, c) for a, b, c, d in asked]


def answer(a: str, b: str, c: str, language: str, seed: int, way: str) -> str:
    """Answer "a is to b as c is to …" in one of three ways.

    "all": the word closest to b - a + c. "others": the closest but for a, b and c.
    "neighbour": the word closest to c, but for a and b, with no analogy at all.

    >>> answer("king", "queen", "boy", "en", 0, "neighbour")
    'girl'
    """
    if way == "neighbour":
        found = [word for word, _ in embedding.neighbours(c, language, seed)]
    else:
        found = embedding.analogy(a, b, c, language, seed)
    barred = () if way == "all" else (a, b, c)
    return next(word for word in found if word not in barred)


@kept
def answered(language: str, seed: int, way: str) -> float:
    """Give the share of analogies answered as expected.

    >>> answered("en", 0, "all") <= answered("en", 0, "others")
    True
    """
    asked = questions(language)
    right = [answer(a, b, c, language, seed, way) == d for a, b, c, d in asked]
    return float(np.mean(right))


def held_out_bits(language: str, model: str, count: int = KNOWN[-1]) -> np.ndarray:
    """Give a model's loss on held-out sentences from each of five splits.

    "words", "pairs", "threes" and "fours" count; "network 1" and "network 3" see so
    many words before the next one.

    >>> held_out_bits("en", "pairs").shape
    (5,)
    """
    name, _, context = model.partition(" ")
    if name == "network":
        losses = [
            language_model.train(language, seed, int(context), count)[1][1, -1]
            for seed in SEEDS
        ]
    else:
        before = ("words", "pairs", "threes", "fours").index(name)
        losses = [counting.bits(language, seed, before, count) for seed in SEEDS]
    return np.array(losses)


def stopped_bits(language: str, count: int = KNOWN[-1]) -> np.ndarray:
    """Give the network's losses at the step with the least mean loss, (5,).

    The step is chosen on the held-out sentences, as the strength of counting is.

    >>> stopped_bits("en", 23).mean() < held_out_bits("en", "network 3", 23).mean()
    np.True_
    """
    curves = np.array(
        [language_model.train(language, seed, 3, count)[1][1] for seed in SEEDS]
    )
    return curves[:, curves.mean(axis=0).argmin()]
