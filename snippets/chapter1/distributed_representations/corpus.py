"""A small corpus in each language, written for this book (1.5).

The sentences, one a line, are in `corpus/es.txt` and `corpus/en.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "corpus"
LANGUAGES = ("es", "en")
ONE_ARTICLE = "es, one article"  # the Spanish corpus with "el" wherever it says "la"
STOP = "."
HELD_OUT = 46  # sentences of each split: a fifth

GROUPS = {
    "es": {
        "animals": "gato perro caballo burro vaca oveja gallina pato ratón",
        "people": "niño niña padre madre abuelo abuela rey reina tío tía"
        " maestro maestra",
        "food": "pan queso leche sopa agua fruta arroz carne miel pescado hierba",
        "places": "cocina casa patio campo río mercado plaza calle escuela"
        " castillo bosque huerto",
    },
    "en": {
        "animals": "cat dog horse donkey cow sheep hen duck mouse",
        "people": "boy girl father mother grandfather grandmother king queen"
        " uncle aunt teacher farmer",
        "food": "bread cheese milk soup water fruit rice meat honey fish grass",
        "places": "kitchen house yard field river market square street school"
        " castle forest garden",
    },
}

Sentence = tuple[str, ...]


def tokens(text: str) -> Sentence:
    """Split a sentence into tokens: words in lower case, and the full stop.

    >>> tokens("The cat sleeps.")
    ('the', 'cat', 'sleeps', '.')
    """
    return tuple(re.findall(r"\w+|\.", text.lower()))


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    """Give the sentences of a language's corpus, "es" or "en", as tokens.

    ValueError for what is neither, nor the variant ONE_ARTICLE.

    >>> sentences("en")[0]
    ('the', 'cat', 'sleeps', 'in', 'the', 'kitchen', '.')
    """
    if language == ONE_ARTICLE:
        every = sentences("es")
        return tuple(tuple("el" if t == "la" else t for t in one) for one in every)
    if language not in LANGUAGES:
        raise ValueError(f"language is {language!r}; accepted: 'es', 'en'")
    text = (FOLDER / f"{language}.txt").read_text(encoding="utf-8")
    return tuple(tokens(line) for line in text.splitlines())


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """List the different tokens of a corpus, in alphabetical order.

    >>> vocabulary("en")[:4]
    ('.', 'a', 'across', 'after')
    """
    return tuple(sorted({token for one in sentences(language) for token in one}))


def numbers(language: str, chosen: tuple[Sentence, ...]) -> list[list[int]]:
    """Replace each token by its place in the vocabulary.

    >>> numbers("en", ((".", "a", "."),))
    [[0, 1, 0]]
    """
    place = {token: k for k, token in enumerate(vocabulary(language))}
    return [[place[token] for token in one] for one in chosen]


def split(language: str, seed: int) -> tuple[tuple[Sentence, ...], ...]:
    """Deal the sentences at random: those to learn from, and those held out.

    >>> known, held_out = split("en", seed=0)
    >>> len(known), len(held_out)
    (186, 46)
    """
    shuffled = np.random.default_rng(seed).permutation(len(sentences(language)))
    dealt = tuple(sentences(language)[k] for k in shuffled)
    return dealt[HELD_OUT:], dealt[:HELD_OUT]


def group_of(language: str) -> dict[str, str]:
    """Say of each word that has a group which one it is: animals, people, …

    >>> group_of("en")["duck"]
    'animals'
    """
    groups = GROUPS[language]
    return {word: name for name, words in groups.items() for word in words.split()}
