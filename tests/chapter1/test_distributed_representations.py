"""Section 1.5: codes, an embedding, models of the next word, and what they claim."""

import math
from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import PCA
from sklearn.metrics.pairwise import cosine_similarity

from snippets.autodiff import Node, gradients
from snippets.chapter1.distributed_representations import (
    corpus,
    counting,
    embedding,
    figures,
    language_model,
    lesson,
    measures,
)
from snippets.language import Language

BOTH = pytest.mark.parametrize("code", corpus.LANGUAGES)
VECTOR = st.lists(st.floats(-9, 9), min_size=4, max_size=4)


@BOTH
def test_a_corpus_is_of_different_short_sentences(code):
    every = corpus.sentences(code)
    assert len(every) == len(set(every)) == lesson.sentences()
    assert all(one[-1] == "." and one.count(".") == 1 for one in every)
    assert max(map(len, every)) <= 12


@BOTH
def test_every_word_of_a_group_is_in_the_corpus_and_in_one_group_only(code):
    words = " ".join(corpus.GROUPS[code].values()).split()
    assert len(words) == len(set(words)) == 44
    assert set(words) <= set(corpus.vocabulary(code))
    assert set(measures.FAMILY[code].split()) <= set(words)


def test_the_words_of_the_first_paragraph_have_the_places_that_it_says():
    spanish, english = (corpus.vocabulary(code) for code in corpus.LANGUAGES)
    assert spanish[42:45] == ("gallina", "gato", "hierba")
    assert english[13:16] == ("castle", "cat", "chases")
    assert spanish[0] == english[0] == "."  # so that the first word is number 1


def test_another_language_and_another_word_are_refused():
    with pytest.raises(ValueError, match="language is 'fr'; accepted: 'es', 'en'"):
        corpus.sentences("fr")
    with pytest.raises(ValueError, match="word is 'whale'; accepted: one of"):
        embedding.vector_of("whale", "en")


@BOTH
def test_no_held_out_sentence_is_learnt_from_and_none_is_lost(code):
    known, held_out = corpus.split(code, seed=3)
    assert set(known) | set(held_out) == set(corpus.sentences(code))
    assert not set(known) & set(held_out)


def test_pairs_are_all_neighbours_at_most_two_places_away():
    expected = [
        (a, b) for a in range(5) for b in range(5) if a != b and abs(a - b) <= 2
    ]
    assert sorted(map(tuple, embedding.pairs([[*range(5)]]).tolist())) == expected


def test_scores_and_gradients_of_the_embedding_are_pytorchs():
    rng = np.random.default_rng(0)
    e, u = rng.normal(size=(2, 9, 4))
    word, neighbour = np.array([3, 3, 7]), np.array([1, 8, 0])
    nodes = Node(e), Node(u)
    z = embedding.scores(embedding.one_hot(word, 9), *nodes)
    loss = embedding.cross_entropy(z, embedding.one_hot(neighbour, 9))
    table = torch.nn.Embedding.from_pretrained(torch.tensor(e), freeze=False)
    last = torch.tensor(u, requires_grad=True)
    expected = torch.nn.functional.cross_entropy(
        table(torch.tensor(word)) @ last.T, torch.tensor(neighbour)
    )
    expected.backward()
    assert loss.value == pytest.approx(expected.item())
    for ours, theirs in zip(
        gradients(loss, *nodes), (table.weight.grad, last.grad), strict=True
    ):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_the_model_of_the_next_word_has_pytorchs_loss_and_gradients():
    theta = language_model.start(words=11, seed=1)
    x, y = np.array([[0, 4, 10], [4, 4, 1]]), np.array([2, 7])
    nodes = [Node(array) for array in theta]
    coded = language_model.coded(x, 11)
    loss = language_model.mean_loss(coded, embedding.one_hot(y, 11), *nodes)
    e, u, b, c, *w = (torch.tensor(array, requires_grad=True) for array in theta)
    side_by_side = torch.nn.functional.embedding(torch.tensor(x), e).flatten(1)
    h = torch.tanh(side_by_side @ torch.cat(w, dim=1).T + b)
    expected = torch.nn.functional.cross_entropy(h @ u.T + c, torch.tensor(y))
    expected.backward()
    assert loss.value == pytest.approx(expected.item())
    for ours, theirs in zip(gradients(loss, *nodes), (e, u, b, c, *w), strict=True):
        np.testing.assert_allclose(ours, theirs.grad, atol=1e-12)


def test_only_the_rows_of_words_in_the_minibatch_move():
    theta = language_model.start(words=9, seed=0, context=1)
    draw = lambda: ([embedding.one_hot([2, 5], 9)], embedding.one_hot([1, 1], 9))  # noqa: E731
    moved = embedding.descend(language_model.mean_loss, theta, draw, 0.5, steps=3)
    still = np.all(moved[0] == theta[0], axis=1)
    assert np.flatnonzero(~still).tolist() == [2, 5]


@given(VECTOR, VECTOR)
def test_the_cosine_is_scikit_learns(a, b):
    if min(np.linalg.norm(a), np.linalg.norm(b)) > 1e-3:
        expected = cosine_similarity([a], [b])[0, 0]
        assert embedding.cosine(a, b) == pytest.approx(expected, abs=1e-9)


@BOTH
def test_counts_of_pairs_are_those_of_a_counter(code):
    known = corpus.split(code, 0)[0]
    numbered = corpus.numbers(code, known)
    seen = counting.followers(*language_model.examples(numbered, 1), lesson.words(code))
    expected = Counter(
        pair for one in numbered for pair in zip([0, *one], one, strict=False)
    )
    found = {
        (before, int(after)): int(counts[after])
        for (before,), counts in seen.items()
        for after in np.flatnonzero(counts)
    }
    assert found == expected


@pytest.mark.parametrize("context", [1, 2, 3])
def test_counted_probabilities_add_up_to_one(context):
    numbered = corpus.numbers("es", corpus.sentences("es"))
    x, y = language_model.examples(numbered, context)
    p = counting.probabilities(x[:300], y[:300], x[300:400], 96, strength=2)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    assert p.min() > 0


def test_with_little_smoothing_counting_gives_the_shares_themselves():
    x, y = np.array([[1], [1], [1], [2]]), np.array([0, 0, 2, 1])
    p = counting.probabilities(x, y, np.array([[1]]), words=3, strength=1e-9)
    np.testing.assert_allclose(p[0], [2 / 3, 0, 1 / 3], atol=1e-8)


@BOTH
def test_bits_are_nats_over_the_logarithm_of_two(code):
    theta = language_model.train(code, 0)[0]
    held_out = corpus.split(code, 0)[1]
    x, y = language_model.examples(corpus.numbers(code, held_out))
    place = corpus.vocabulary(code)
    p = [
        language_model.next_word(code, tuple(place[k] for k in before))[after]
        for before, after in zip(x, y, strict=True)
    ]
    expected = -sum(map(math.log2, p)) / len(p)
    assert language_model.bits(code, theta, held_out) == pytest.approx(expected)


@BOTH
def test_the_plane_of_the_map_is_that_of_principal_components(code):
    places = figures.plane(code)
    vectors = [embedding.vector_of(word, code) for word in places]
    expected = PCA(n_components=2).fit_transform(vectors)
    np.testing.assert_allclose(
        np.abs(list(places.values())), np.abs(expected), atol=1e-9
    )


@BOTH
def test_what_the_page_says_of_the_next_word(code):
    network, pairs = lesson.bits(code, "network 3"), lesson.bits(code, "pairs")
    assert 0.8 < pairs - network < 1.0  # nearly a bit
    for seed in range(5):  # and with one word, on every split
        one = measures.held_out_bits(code, "network 1")[seed]
        assert one < measures.held_out_bits(code, "pairs")[seed]
    gain = pairs - min(lesson.bits(code, "threes"), lesson.bits(code, "fours"))
    assert gain < 0.3 * (pairs - network)  # longer counts help little
    assert lesson.bits(code, "pairs", 23) < lesson.bits(code, "network 3", 23)
    for count in measures.KNOWN:
        assert lesson.stopped(code, count) < lesson.bits(code, "pairs", count)
    assert lesson.copied(code) < 10


@BOTH
def test_what_the_page_says_of_the_size_of_the_corpus(code):
    shares = [lesson.kindred(code, count) for count in measures.COUNTS]
    assert shares == sorted(shares)
    assert shares[0] > lesson.by_chance(code)
    assert shares[-1] > 90


def test_what_the_page_says_of_analogies():
    for seed in range(5):
        rule = measures.answered("en", seed, "neighbour")
        assert rule > measures.answered("en", seed, "others")
    assert lesson.answered("es", "neighbour") < lesson.answered("es", "others")
    one = corpus.ONE_ARTICLE
    assert (
        lesson.answered("es", "neighbour") < 10 < 40 < lesson.answered(one, "neighbour")
    )
    assert 0 < lesson.answered(one, "others") - lesson.answered(one, "neighbour") < 10
    for code in corpus.LANGUAGES:
        assert lesson.answered(code, "all") < lesson.answered(code, "others")


def test_the_neighbours_that_the_page_explains():
    near = {word for word, _ in embedding.neighbours("cocina", "es")[:4]}
    assert {"negra", "blanca"} <= near
    assert "market" in {word for word, _ in embedding.neighbours("cheese", "en")[:4]}
    queens = [embedding.neighbours("king", "en", seed)[0][0] for seed in range(5)]
    assert queens.count("queen") >= 3


@BOTH
def test_grass_is_likely_for_the_cat_though_no_cat_of_the_corpus_eats_it(code):
    before, grass = figures.BEFORE[code], {"es": "hierba", "en": "grass"}[code]
    every = {one[k : k + 4] for one in corpus.sentences(code) for k in range(len(one))}
    assert (*before, grass) not in every
    p = language_model.next_word(code, before)
    assert p[corpus.vocabulary(code).index(grass)] > 0.2


@BOTH
def test_beyond_where_it_stops_the_network_improves_on_what_it_knows_alone(code):
    known, held_out = language_model.train(code, 0, steps=3000)[1]
    stop = language_model.STEPS // language_model.EVERY
    assert known[-1] < known[stop]
    assert held_out[-1] > held_out[stop]


@BOTH
def test_a_sentence_ends_with_a_full_stop_and_is_of_words_of_the_corpus(code):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        for one in (language_model.write(code, rng), counting.write(code, rng)):
            assert set(one) <= set(corpus.vocabulary(code))
            assert one[-1] == "." or len(one) == language_model.LONGEST


def test_a_low_temperature_makes_the_likeliest_word_likelier():
    cold, warm, hot = (
        language_model.next_word("en", ("the", "cat", "eats"), temperature=t).max()
        for t in (0.3, 1.0, 3.0)
    )
    assert cold > warm > hot


def test_numbers_worked_out_in_the_exercises():
    assert math.ceil(math.log2(10_000)) == 14
    assert (-math.log2(1 / 4) - math.log2(1 / 16)) / 2 == 3


@BOTH
def test_names_on_the_map_do_not_touch(code):
    panel = figures.word_map(Language(code))
    panel.draw_without_rendering()
    boxes = [text.get_window_extent() for text in panel.axes[0].texts]
    assert len(boxes) >= 15
    assert not any(a.overlaps(b) for a in boxes for b in boxes if a is not b)


@BOTH
def test_the_row_that_is_picked_is_the_words_own(code):
    panel = figures.row(Language(code))
    shown = [text.get_text() for text in panel.axes[0].texts]
    word = figures.FIVE[code].split()[2]
    place = corpus.vocabulary(code).index(word)
    numbers = embedding.learnt(code)[place, :4].round(1) + 0.0
    expected = [Language(code).number(one) for one in numbers]
    windows = [shown[k : k + 4] for k in range(len(shown))]
    assert windows.count(expected) == 2  # in the table and below it
