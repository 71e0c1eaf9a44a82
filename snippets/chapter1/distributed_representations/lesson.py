"""Numbers, tables and solutions of 1-introduction/distributed-representations."""

from __future__ import annotations

import numpy as np

from snippets.chapter1.distributed_representations import (
    corpus,
    counting,
    embedding,
    language_model,
    measures,
)
from snippets.language import Language
from snippets.scoreboard import mean_and_range

SHOWN = {
    "es": ("gato", "abuela", "queso", "cocina", "compra", "por"),
    "en": ("cat", "grandmother", "cheese", "kitchen", "buys", "at"),
}
ASKED = {
    "es": ("rey reina abuelo abuela", "niño niña padre madre", "tío tía rey reina"),
    "en": (
        "king queen grandfather grandmother",
        "boy girl father mother",
        "uncle aunt king queen",
    ),
}
WRITTEN = 6  # sentences of each model


def sentences() -> int:
    """Count the sentences of a corpus; both have as many.

    >>> sentences()
    232
    """
    return len(corpus.sentences("es"))


def words(language: str) -> int:
    """Count the different tokens of a corpus.

    >>> words("es"), words("en")
    (96, 95)
    """
    return len(corpus.vocabulary(language))


def running(language: str) -> int:
    """Count all the tokens of a corpus, repeated ones included.

    >>> running("es") > 1900
    True
    """
    return sum(map(len, corpus.sentences(language)))


def examples(language: str) -> int:
    """Count the pairs of a word and a neighbour that the embedding is learnt from.

    >>> examples("en") > 6000
    True
    """
    return len(embedding.pairs(corpus.numbers(language, corpus.sentences(language))))


def know_nothing(language: str) -> float:
    """Give the bits of a model that finds all tokens equally likely.

    >>> round(know_nothing("es"), 2)
    6.58
    """
    return float(np.log2(words(language)))


def kindred(language: str, count: int) -> float:
    """Average over five starts, in percent, the words whose closest is of their group.

    >>> kindred("es", 29) < kindred("es", 232)
    True
    """
    shares = [measures.kindred(language, seed, count) for seed in measures.SEEDS]
    return 100 * float(np.mean(shares))


def by_chance(language: str) -> float:
    """Give the same percentage for a neighbour drawn at random."""
    return 100 * measures.by_chance(language)


def answered(language: str, way: str) -> float:
    """Average over five starts, in percent, the analogies answered as expected.

    >>> answered("en", "all") < answered("en", "others")
    True
    """
    shares = [measures.answered(language, seed, way) for seed in measures.SEEDS]
    return 100 * float(np.mean(shares))


def questions(language: str) -> int:
    """Count the analogies that are asked."""
    return len(measures.questions(language))


def bits(language: str, model: str, count: int = measures.KNOWN[-1]) -> float:
    """Average a model's loss over five splits, in bits per token.

    >>> bits("en", "network 3") < bits("en", "pairs")
    True
    """
    return float(measures.held_out_bits(language, model, count).mean())


def stopped(language: str, count: int) -> float:
    """Give the network's mean loss when it is stopped in time, in bits per word.

    >>> stopped("es", 23) < bits("es", "pairs", 23) < bits("es", "network 3", 23)
    True
    """
    return float(measures.stopped_bits(language, count).mean())


def unseen(language: str, in_a_row: int) -> float:
    """Give the percentage of runs of tokens, held out, that no known sentence has.

    >>> 0 < unseen("en", 2) < unseen("en", 3) < unseen("en", 4) < 100
    True
    """
    shares = []
    for seed in measures.SEEDS:
        known, held_out = (
            [
                (*before, after)
                for before, after in zip(
                    *language_model.examples(
                        corpus.numbers(language, part), in_a_row - 1
                    ),
                    strict=True,
                )
            ]
            for part in corpus.split(language, seed)
        )
        seen = set(known)
        shares.append(np.mean([run not in seen for run in held_out]))
    return 100 * float(np.mean(shares))


def perplexity(language: str, model: str) -> float:
    """Give 2 to the power of the loss in bits.

    >>> perplexity("en", "network 3") < perplexity("en", "pairs") < 95
    True
    """
    return 2 ** bits(language, model)


def parameters(language: str) -> int:
    """Count what the model of the next word learns.

    >>> parameters("es")
    4736
    """
    theta = language_model.start(words(language), seed=0)
    return sum(array.size for array in theta)


def neighbours(say: Language) -> dict:
    """Return the closest words of a few, with their cosines."""
    header = [say("Palabra", "Word"), say("Las más próximas", "The closest")]
    rows = []
    for word in SHOWN[say.code]:
        near = embedding.neighbours(word, say.code)[:4]
        shown = [f"{other} ({say.number(cosine, '.2f')})" for other, cosine in near]
        rows.append([say.same(word), say.same(", ".join(shown))])
    return {"header": header, "rows": rows}


def analogies(say: Language) -> dict:
    """Return three analogies and the three words closest to each sum."""
    header = [
        say("Suma", "Sum"),
        say("Se espera", "Expected"),
        say("Las más próximas", "The closest"),
    ]
    rows = []
    for a, b, c, d in map(str.split, ASKED[say.code]):
        near = embedding.analogy(a, b, c, say.code)[:4]
        total = say.same(f"{b} − {a} + {c}")
        rows.append([total, say.same(d), say.same(", ".join(near))])
    return {"header": header, "rows": rows}


def ways(say: Language) -> dict:
    """Return how many analogies each way answers in the two corpora, in percent."""
    header = [
        say("Respuesta", "Answer"),
        say("Corpus español", "Spanish corpus"),
        say("Corpus inglés", "English corpus"),
    ]
    names = (
        say("la más próxima a la suma", "the closest to the sum"),
        say(
            "la más próxima a la suma, sin las tres dadas",
            "the closest to the sum, but for the three given",
        ),
        say("la vecina de la tercera, sin sumar nada", "the third one's neighbour"),
    )
    rows, unit = [], say("\u00a0%", "%")
    for name, way in zip(names, measures.WAYS, strict=True):
        found = [
            [100 * measures.answered(code, seed, way) for seed in measures.SEEDS]
            for code in corpus.LANGUAGES
        ]
        shown = [mean_and_range(say, one, ".0f", unit=unit) for one in found]
        rows.append([name, *shown])
    return {"header": header, "rows": rows}


def losses(say: Language) -> dict:
    """Return the loss of each model of the next word in the two corpora, in bits."""
    header = [
        say("Modelo", "Model"),
        say("Palabras que mira", "Words it looks at"),
        say("Corpus español", "Spanish corpus"),
        say("Corpus inglés", "English corpus"),
    ]
    network = say("red", "network")
    models = (
        (say("contar palabras", "counting words"), 0, "words"),
        (say("contar pares", "counting pairs"), 1, "pairs"),
        (say("contar tríos", "counting threes"), 2, "threes"),
        (say("contar cuartetos", "counting fours"), 3, "fours"),
        (network, 1, "network 1"),
        (network, 3, "network 3"),
    )
    rows = []
    for name, before, model in models:
        found = [measures.held_out_bits(code, model) for code in corpus.LANGUAGES]
        shown = [mean_and_range(say, one, ".2f", ".2f") for one in found]
        rows.append([name, before, *shown])
    return {"header": header, "rows": rows}


def written(say: Language) -> None:
    """Print what the network writes, and what counting pairs writes."""
    print(say("La red, con tres palabras:", "The network, with three words:"))
    for seed in range(WRITTEN):
        rng = np.random.default_rng(seed)
        print("  " + say.same(text(language_model.write(say.code, rng))))
    print(say("Contar pares:", "Counting pairs:"))
    for seed in range(WRITTEN):
        rng = np.random.default_rng(seed)
        print("  " + say.same(text(counting.write(say.code, rng))))


def text(tokens: tuple[str, ...]) -> str:
    """Join tokens into a line.

    >>> text(("the", "cat", "sleeps", "."))
    'the cat sleeps.'
    """
    return " ".join(tokens).replace(" .", ".")


def temperatures(say: Language) -> None:
    """Print what the network writes at three temperatures."""
    for temperature in (0.3, 1.0, 3.0):
        print(f"T = {say.number(temperature)}")
        for seed in range(3):
            rng = np.random.default_rng(seed)
            found = language_model.write(say.code, rng, temperature)
            print("  " + say.same(text(found)))


def copied(language: str, count: int = 100) -> int:
    """Count, of so many sentences that the network writes, those of the corpus.

    >>> 0 <= copied("en", count=5) <= 5
    True
    """
    rng = np.random.default_rng(0)
    known = set(corpus.split(language, 0)[0])
    return sum(language_model.write(language, rng) in known for _ in range(count))


__test__ = {
    "row": """
>>> import numpy as np
>>> e = np.array([[0.2, -1.0], [0.9, 0.4], [-0.3, 0.7]])
>>> one_hot = np.array([0.0, 1.0, 0.0])
>>> one_hot @ e
array([0.9, 0.4])
>>> e[1]
array([0.9, 0.4])
""",
    "moving_rows": """
>>> import numpy as np
>>> from snippets.autodiff import Node, gradients
>>> e = Node(np.ones((5, 2)))
>>> one_hot = np.eye(5)[[1, 3, 3]]
>>> loss = ((one_hot @ e) ** 2).sum()
>>> gradients(loss, e)[0]
array([[0., 0.],
       [2., 2.],
       [0., 0.],
       [4., 4.],
       [0., 0.]])
""",
}
