"""The press's own pieces: code by name, words, drawings."""

from __future__ import annotations

import io
import re
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from press import listings, svg, words
from press.lettering import flowing
from press.serving import show
from snippets.figures import style
from snippets.language import Language


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "snippets"
    (folder / "figures").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "base.py").write_text('LIMIT = 3\n\n\n@str\ndef f():\n    """D."""\n')
    (folder / "top.py").write_text(
        "import snippets.base\nfrom snippets.base import LIMIT\n\n\n"
        'def g(x):\n    """Say.\n\n    >>> g(1)\n    2\n    """\n    return x + 1\n\n\n'
        '__test__ = {"wrong": """\n>>> for i in [1]:\n...     i\n1\n"""}\n'
    )
    return tmp_path


def test_source_is_taken_by_name(book: Path) -> None:
    assert listings.source_of("base.LIMIT", book) == "LIMIT = 3"
    assert listings.source_of("base.f", book).startswith("@str\ndef f():")
    assert listings.source_of("top.g", book, docstring=False) == (
        "def g(x):\n    return x + 1"
    )


def test_a_name_that_is_passed_on_is_found_where_it_is_defined(book: Path) -> None:
    assert listings.source_of("top.LIMIT", book) == "LIMIT = 3"
    assert listings.home_of("top.LIMIT", book) == "snippets/base.py"


def test_sessions_keep_their_prompts(book: Path) -> None:
    assert listings.session_of("top.g", book) == ">>> g(1)\n2"
    expected = ">>> for i in [1]:\n...     i\n1"
    assert listings.named_session("top.wrong", book) == expected


@pytest.mark.parametrize("target", ["nowhere.f", "base.nothing", "top.g.h"])
def test_what_is_missing_is_named(book: Path, target: str) -> None:
    with pytest.raises(listings.Missing, match=target.split(".")[-1] + "|nowhere"):
        listings.source_of(target, book)


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


def test_an_id_is_named_as_text_names_it() -> None:
    assert words.mention("fig-4-3", "es") == "figura 4.3"
    assert words.mention("eq-3-2", "en") == "(3.2)"
    assert words.mention("sec-3-5-1", "en") == "section 3.5.1"
    assert words.mention("ties", "en") == ""


SVG = """<?xml version="1.0"?>
<svg width="10pt" height="9pt" viewBox="0 0 10 9" xmlns="http://www.w3.org/2000/svg">
 <metadata>when</metadata>
 <!-- a note --><g id="a"><use href="#a" clip-path="url(#a)" style="fill: #000000"/>
 <text style="font: 10px 'DejaVu Sans', sans-serif; text-anchor: middle">−0.5</text></g>
</svg>"""


def test_a_drawing_takes_the_page_s_colours_fonts_and_digits() -> None:
    themed = svg.themed(SVG, "es", "fig-1-1-0")
    assert themed.startswith('<svg viewBox="0 0 10 9" style="--natural: 10px"')
    assert 'id="fig-1-1-0-a"' in themed
    assert 'href="#fig-1-1-0-a" clip-path="url(#fig-1-1-0-a)"' in themed
    assert "fill: currentColor" in themed
    assert ">−0,5</text>" in themed
    assert "DejaVu" not in themed
    assert "when" not in themed
    assert ">−0.5</text>" in svg.themed(SVG, "en", "x")


def _drawn(label: str) -> tuple[str, float]:
    """Return how Matplotlib writes a label as SVG, and the width it gives it."""
    with mpl.rc_context(style.RC | {"svg.fonttype": "none"}):
        figure, buffer = Figure(dpi=72), io.StringIO()
        text = figure.text(0, 0, label)
        figure.savefig(buffer, format="svg")
    return buffer.getvalue(), text.get_window_extent().width


def test_the_letters_of_a_formula_follow_one_another() -> None:
    drawing, width = _drawn("shift $d_1=d$")
    [text] = re.findall("<text.*?</text>", flowing(drawing), re.S)
    assert re.sub("<[^>]*>", "", text) == "shift\xa0d1=d"
    assert text.count("<tspan") == 5  # shift, d, 1, = and d
    middle = re.match(r'<text x="([\d.]+)" text-anchor="middle">', text)[1]
    assert float(middle) == pytest.approx(width / 2, rel=0.02)
    drops = [float(drop) for drop in re.findall(r' dy="([-\d.]+)"', text)]
    assert drops[1] == -drops[2] > 1  # the index, and up to the line again
    spaces = [float(space) for space in re.findall(r' dx="([\d.]+)"', text)]
    assert spaces == pytest.approx([2, 2], rel=0.1)  # around =, a fifth of an m


def test_a_space_within_letters_of_one_style_is_kept() -> None:
    drawing, _ = _drawn(r"$xy\quad z$")
    [text] = re.findall("<text.*?</text>", flowing(drawing), re.S)
    assert re.sub("<[^>]*>", "", text) == "xyz"
    assert len(re.findall(" dx=", text)) == 1


@pytest.mark.parametrize("label", [r"$\hat y$", "$x$", "two words"])
def test_an_accent_and_what_is_no_formula_stay_where_they_were(label: str) -> None:
    drawing, _ = _drawn(label)
    assert "<text" in drawing
    assert flowing(drawing) == drawing


def test_a_language_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="'fr'; accepted: 'es', 'en'"):
        Language("fr")


def test_a_fault_is_shown_once_on_every_page(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<html><body class='a'><p>Text</p></body></html>")
    show(tmp_path, "a < b")
    show(tmp_path, "c & d")
    html = page.read_text()
    assert html.count('class="fault"') == 1
    assert "c &amp; d" in html
    assert html.index("<body") < html.index("fault") < html.index("<p>")
