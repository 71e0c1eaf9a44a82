"""Lettering: labels in the page's font and language, formulas that flow."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from press.drawing import declarations
from press.drawing.svg import themed
from snippets.drawing import style
from tests.book_copy import ROOT


def looks(element: Element) -> dict[str, str]:
    return declarations.read(element.get("style", ""))


def lettered(label: str, language: str = "en") -> tuple[Element, Element, float]:
    """Return a label as Matplotlib writes it, as the page has it, and its width."""
    with mpl.rc_context(style.RC | {"svg.fonttype": "none", "font.size": 10}):
        figure, buffer = Figure(dpi=72), io.StringIO()
        text = figure.text(0, 0, label)
        figure.savefig(buffer, format="svg")
    plain = re.sub(' xmlns="[^"]*"', "", buffer.getvalue())
    [before] = ElementTree.fromstring(plain).iter("text")
    [after] = ElementTree.fromstring(themed(plain, language, "x")).iter("text")
    return before, after, text.get_window_extent().width


def test_letters_take_the_page_s_font_and_keep_their_size() -> None:
    _, label, _ = lettered("words")
    assert looks(label)["font-family"] == "var(--figure-font)"
    assert looks(label)["font-size"] == "10px"


@pytest.mark.parametrize(
    ("label", "es"),
    [
        ("0.25", "0,25"),
        ("−12.5", "−12,5"),
        ("-12.5", "-12,5"),
        ("3", "3"),
        ("4.2 m", "4.2 m"),
        ("v1.5", "v1.5"),
        ("1.2.3", "1.2.3"),
        ("1.5, 2.5", "1.5, 2.5"),
    ],
)
def test_only_a_number_alone_is_translated(label: str, es: str) -> None:
    assert lettered(label, "es")[1].text == es
    assert lettered(label, "en")[1].text == label


def test_the_letters_of_a_formula_follow_one_another() -> None:
    _, text, width = lettered("shift $d_1=d$")
    runs = list(text)
    assert [run.text for run in runs] == ["shift\xa0", "d", "1", "=", "d"]
    assert text.get("text-anchor") == "middle"
    assert float(text.get("x")) == pytest.approx(width / 2, rel=0.02)
    assert not any(run.get("x") or run.get("y") for run in runs)
    spaces = [float(run.get("dx", 0)) for run in runs]  # around =, a fifth of an m
    assert spaces == pytest.approx([0, 0, 0, 2, 2], rel=0.1)
    slants = [looks(run).get("font-style") for run in runs]
    assert slants == [None, "italic", None, None, "italic"]


@pytest.mark.parametrize(("label", "sign"), [("$d_1=d$", 1), ("$d^1=d$", -1)])
def test_what_is_raised_or_lowered_stays_so_and_is_smaller(
    label: str, sign: int
) -> None:
    before, text, _ = lettered(label)
    letter, index, equals, _ = text
    drop = float(index.get("dy"))
    assert drop * sign > 1
    assert float(equals.get("dy")) == -drop
    assert looks(index)["font-size"] == "8.4px"
    assert looks(letter)["font-size"] == "12px"
    heights = {span.text: float(span.get("y")) for span in before}
    assert drop == pytest.approx(heights["1"] - heights["="], abs=0.01)


def test_letters_of_one_style_at_two_heights_stay_at_their_heights() -> None:
    look = "font-size: 10px; font-family: 'DejaVu Serif'"
    first = f'<tspan x="0" y="0" style="{look}">a</tspan>'
    second = f'<tspan x="6" y="-3" style="{look}">b</tspan>'
    drawing = f'<svg viewBox="0 0 1 1"><text>{second}{first}</text></svg>'
    [text] = ElementTree.fromstring(themed(drawing, "en", "x"))
    assert [(run.text, run.get("dy")) for run in text] == [("a", None), ("b", "-3")]


def test_a_space_within_letters_of_one_style_is_kept() -> None:
    _, text, _ = lettered(r"$xy\quad z$")
    assert [run.text for run in text] == ["xy", "z"]
    assert float(text[1].get("dx")) == pytest.approx(10, rel=0.1)


def test_bold_letters_are_measured_as_bold() -> None:
    _, text, _ = lettered(r"$\mathbf{mmmm}$")
    assert [run.text for run in text] == ["mmmm"]


def test_signs_of_a_formula_are_escaped() -> None:
    _, text, _ = lettered("$a<b$")
    assert "".join(text.itertext()) == "a<b"
    assert len(text) == 3


def test_a_formula_s_letters_have_the_shapes_of_the_page_s() -> None:
    _, text, _ = lettered(r"unit $\alpha=2$")
    families = [(run.text, looks(run)["font-family"]) for run in text]
    assert families == [
        ("unit\xa0", "var(--figure-font)"),
        ("α", "var(--figure-symbols)"),
        ("=", "var(--figure-signs)"),
        ("2", "var(--figure-signs)"),
    ]


def test_the_fonts_of_symbols_are_katex_s_in_the_page_s_style_sheet() -> None:
    sheet = (ROOT / "docs/shared/assets/book.css").read_text()
    assert re.search("--figure-symbols: KaTeX_Math,", sheet)
    assert re.search("--figure-signs: KaTeX_Main,", sheet)


def test_a_symbol_alone_stands_around_its_middle() -> None:
    _, text, width = lettered("$w$")
    assert [run.text for run in text] == ["w"]
    assert text.get("text-anchor") == "middle"
    assert float(text.get("x")) == pytest.approx(width / 2, rel=0.1)


def test_a_prime_is_a_prime() -> None:
    _, text, _ = lettered("$f'(x)$")
    assert "".join(text.itertext()) == "f′(x)"
    assert float(text[1].get("dy")) < -2


def test_an_accent_stands_over_its_letter_and_the_next_one_after_it() -> None:
    _, text, _ = lettered(r"$y-\hat y=z$")
    assert [run.text for run in text] == ["y", "−", "y", "^", "=", "z"]
    _, plain, _ = lettered("$y-y=z$")
    back, forward = float(text[3].get("dx")), float(text[4].get("dx"))
    width = 6  # of KaTeX's accent, at the size of the formula
    assert -8 < back < -4
    # Matplotlib leaves a letter with an accent a little more room.
    assert back + width + forward == pytest.approx(float(plain[3].get("dx")), abs=0.6)
    assert [run.get("dy") for run in text][1:] == [None] * 5


def test_an_accent_over_a_tall_letter_is_higher() -> None:
    _, text, _ = lettered(r"$\hat K=a$")
    assert [run.text for run in text] == ["K", "^", "=", "a"]
    assert float(text[1].get("dy")) < -1.5
    assert float(text[2].get("dy")) == -float(text[1].get("dy"))


def test_a_fraction_stays_where_it_was() -> None:
    before, after, _ = lettered(r"$\frac{a}{b}$")
    assert after.attrib == {}
    places = [(s.text, s.get("x"), s.get("y")) for s in before]
    assert [(s.text, s.get("x"), s.get("y")) for s in after] == places != []
