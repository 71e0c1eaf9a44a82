"""The press's words and numbers, and what a line of text asks for."""

from __future__ import annotations

import pytest

from press import words
from press.inline import call, words_of
from snippets.language import Language


@pytest.mark.parametrize(
    ("value", "form", "es", "en", "tex"),
    [
        (0.25, "", "0,25", "0.25", "0{,}25"),
        (-3, "", "−3", "−3", "-3"),
        (1234, "", "1234", "1234", "1234"),
        (1234567, "", "1\u202f234\u202f567", "1\u202f234\u202f567", r"1\,234\,567"),
        (0.97777, ".1%", "97,8\u202f%", "97.8%", "97{,}8\u202f%"),
        ("ReLU", "", "ReLU", "ReLU", "ReLU"),
        ("7–10", "", "7-\u206010", "7–\u206010", "7-10"),
    ],
)
def test_numbers_follow_the_language(value, form, es, en, tex) -> None:
    assert words.formatted(value, form, "es") == es
    assert words.formatted(value, form, "en") == en
    assert words.formatted(value, form, "es", tex=True) == tex


@pytest.mark.parametrize(
    ("anchor", "number", "es", "en"),
    [
        ("fig-pooling", "4.3", "figura 4.3", "figure 4.3"),
        ("tab-sizes", "4.1", "tabla 4.1", "table 4.1"),
        ("ex-flip", "4.1.2", "ejercicio 4.1.2", "exercise 4.1.2"),
        ("example-shop", "2.1", "ejemplo 2.1", "example 2.1"),
        ("eq-binary-cross-entropy", "3.2", "(3.2)", "(3.2)"),
        ("sec-3-5-1", "3.5.1", "sección 3.5.1", "section 3.5.1"),
        ("fig-home", "", "", ""),
        ("ties", "", "", ""),
    ],
)
def test_an_id_is_named_as_text_names_it(anchor, number, es, en) -> None:
    assert words.mention(anchor, number, "es") == es
    assert words.mention(anchor, number, "en") == en


def test_a_language_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="'fr'; accepted: 'es', 'en'"):
        Language("fr")


@pytest.mark.parametrize(
    ("value", "args"),
    [
        (".count", ()),
        (".count()", ()),
        ('.change("max", 1)', ("max", 1)),
        (".change('a, b', -1.5, True, None)", ("a, b", -1.5, True, None)),
        (".size((2, 3))", ((2, 3),)),
    ],
)
def test_a_value_may_have_literals_as_arguments(value: str, args: tuple) -> None:
    assert call(value) == (value.partition("(")[0], args)


@pytest.mark.parametrize("args", ["x", "f()", "k=1", "[1]", "*a", "1 +", "'a"])
def test_other_arguments_are_refused(args: str) -> None:
    with pytest.raises(ValueError, match="no literals; accepted: numbers, 'texts'"):
        call(f".f({args})")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Of $x$ and `code`, {{.f}} of [](#eq-a).", ["Of", "and", "of"]),
        ("[the *ends*](#a), [@k2000; @m2001]", ["the", "ends"]),
        ("[the $x$ of {}](#fig-a)", ["the", "of"]),
        ("don't, co-operate; el 3 año", ["don't", "co-operate", "el", "año"]),
    ],
)
def test_words_are_what_is_said(text: str, found: list[str]) -> None:
    assert words_of(text) == found
