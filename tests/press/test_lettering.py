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


def looks(element: Element) -> dict[str, str]:
    return declarations.read(element.get("style", ""))


def lettered(label: str, language: str = "en") -> tuple[Element, Element, float]:
    """Return a label as Matplotlib writes it, as the page has it, and its width."""
    with mpl.rc_context(style.RC | {"svg.fonttype": "none"}):
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
    assert looks(index)["font-size"] == "7px" != looks(letter)["font-size"]
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


@pytest.mark.parametrize("label", [r"$\hat y$", "$x$", r"$\frac{a}{b}$"])
def test_what_lies_one_over_the_other_stays_where_it_was(label: str) -> None:
    before, after, _ = lettered(label)
    assert after.attrib == {}
    places = [(s.text, s.get("x"), s.get("y")) for s in before]
    assert [(s.text, s.get("x"), s.get("y")) for s in after] == places != []
