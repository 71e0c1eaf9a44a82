"""Lettering: a drawing's labels in the page's font, their numbers and formulas."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from matplotlib.font_manager import FontProperties, findfont, get_font

from press.drawing import declarations

FONT = "var(--figure-font)"
SYMBOLS = "var(--figure-symbols)"  # italic letters of a formula
SIGNS = "var(--figure-signs)"  # its digits, signs and upright letters
FORMULA = re.compile("DejaVu Serif|STIX|^cm")  # the fonts of Matplotlib's formulas
MATCHED = 1.2  # at this size, KaTeX's letters are as tall as DejaVu Serif's
# What Matplotlib writes, and the same sign in KaTeX's fonts.
ACCENTS = {"\u0302": "^", "\u0303": "~", "\u0304": "ˉ", "\u0305": "ˉ"}
PRIME = ("cmsy10", "0")
WIDTH = 0.5  # of each accent, in ems of KaTeX's
LEAN = 0.05  # how far an accent stands to the right of a slanted letter's middle
SIZED = re.compile(r"(.*?\d(?:px|pt|em|rem|%)(?:\s*/\s*\S+)?)\s+.*", re.S)
NUMBER = re.compile(r"\s*([−-]?\d+)\.(\d+)\s*")
SPACE = 0.05  # in ems: a smaller gap belongs to the letters, a larger one is a space
STACKED = -0.4  # in ems: a letter that goes further back lies over the one before


def typeset(properties: dict[str, str]) -> dict[str, str]:
    """Return an element's properties, the page's font in place of Matplotlib's."""
    changed = dict(properties)
    family = properties.get("font-family", "")
    if FORMULA.search(family.strip("'\"")):
        changed |= _formula(properties)
    elif family:
        changed["font-family"] = FONT
    if "font" in properties:
        changed["font"] = SIZED.sub(rf"\1 {FONT}", properties["font"])
    return changed


def _formula(properties: dict[str, str]) -> dict[str, str]:
    """Return the look of a formula's letters: the shapes that the page's have."""
    slanted = properties.get("font-style") == "italic"
    look = {"font-family": SYMBOLS if slanted else SIGNS, "font-size-adjust": "none"}
    if size := properties.get("font-size", "").removesuffix("px"):
        look["font-size"] = f"{MATCHED * float(size):.4g}px"
    return look


def translate(label: Element, language: str) -> None:
    """Write a label that is nothing but a number as the language does.

    The numbers at an axis are Matplotlib's, which knows no language.
    """
    number = NUMBER.fullmatch(label.text or "")
    if language == "es" and number and not len(label):
        label.text = f"{number[1]},{number[2]}"


class Glyph(NamedTuple):
    """One character of a label, where Matplotlib put it."""

    x: float
    y: float
    style: str
    text: str

    @property
    def size(self) -> float:
        """Return the font's size, in the units of the drawing."""
        return _size(self.style)

    @property
    def end(self) -> float:
        """Return where the next letter would stand."""
        return self.x + _advance(self.style, self.text)

    @property
    def rise(self) -> float:
        """Return how far the letter is taller than an x."""
        return max(_height(self.style, self.text) - _height(self.style, "x"), 0)


@lru_cache(maxsize=1024)
def _size(style: str) -> float:
    return float(declarations.read(style)["font-size"].removesuffix("px"))


@lru_cache(maxsize=1024)
def _family(style: str) -> str:
    return declarations.read(style)["font-family"].split(",")[0].strip("'\"")


def _letter(style: str, text: str):
    """Load a letter of Matplotlib's font at its size."""
    look = declarations.read(style)
    slant = look.get("font-style", "normal")
    weight = int(look.get("font-weight", 400))
    properties = FontProperties(family=_family(style), style=slant, weight=weight)
    font = get_font(findfont(properties))
    font.set_size(_size(style), 72)
    return font.load_char(ord(text))


@lru_cache(maxsize=4096)
def _advance(style: str, text: str) -> float:
    """Return how far a letter moves the next one in Matplotlib's font."""
    return _letter(style, text).linearHoriAdvance / 65536


@lru_cache(maxsize=4096)
def _height(style: str, text: str) -> float:
    return _letter(style, text).horiBearingY / 64


def flow(label: Element) -> None:
    """Let the letters of a formula follow one another, around the label's middle.

    Matplotlib places each letter for its own font, and the page's is narrower.
    Spaces and what is raised or lowered stay as they were laid out, and an accent
    stands over its letter; a fraction stays where it was.
    """
    glyphs = _glyphs(label)
    letters = [glyph for glyph in glyphs if glyph.text not in ACCENTS]
    gaps = [0.0] + [(b.x - a.end) / b.size for a, b in pairwise(letters)]
    if not letters or min(gaps) < STACKED:
        return
    accents = {_bearer(letters, g): g for g in glyphs if g.text in ACCENTS}
    label[:] = _runs(letters, gaps, accents)
    label.text = None
    label.set("x", f"{(letters[0].x + letters[-1].end) / 2:.6g}")
    label.set("text-anchor", "middle")


def _glyphs(label: Element) -> list[Glyph]:
    """Return a formula's letters from left to right; none of any other label."""
    spans = list(label)
    if label.attrib or not all(_is_glyph(span) for span in spans):
        return []
    return sorted(
        Glyph(float(s.get("x")), float(s.get("y")), s.get("style"), s.text)
        for s in spans
    )


def _is_glyph(span: Element) -> bool:
    whole = span.tag == "tspan" and set(span.attrib) == {"x", "y", "style"}
    return whole and len(span.text or "") == 1 and " " not in span.get("x")


def _bearer(letters: list[Glyph], accent: Glyph) -> int:
    """Return which letter has the accent: the one whose middle is nearest.

    A combining accent's own place is at the right end of its letter.
    """
    place = accent.x - accent.size * WIDTH / 2
    return min(range(len(letters)), key=lambda n: abs(_middle(letters[n]) - place))


def _middle(letter: Glyph) -> float:
    return (letter.x + letter.end) / 2


def _runs(
    letters: list[Glyph], gaps: list[float], accents: dict[int, Glyph]
) -> list[Element]:
    """Join letters of one style and height that follow one another."""
    runs, last, back = [], Glyph(0, 0, "", ""), 0.0
    for place, (letter, gap) in enumerate(zip(letters, gaps, strict=True)):
        space = back + (gap * letter.size if gap > SPACE else 0.0)
        accent = accents.get(place)
        if accent or space or (letter.y, letter.style) != (last.y, last.style):
            runs.append(_run(letter.style, space, letter.y - last.y))
        runs[-1].text += _sign(letter)
        last, back = letter, 0.0
        if accent:
            runs.append(_accent(letter, accent))
            last, back = Glyph(0, letter.y - letter.rise, "", ""), -_over(letter, 1)
    return runs


def _sign(letter: Glyph) -> str:
    return "′" if (_family(letter.style), letter.text) == PRIME else letter.text


def _accent(letter: Glyph, accent: Glyph) -> Element:
    run = _run(accent.style, _over(letter, -1), -letter.rise)
    run.text = ACCENTS[accent.text]
    return run


def _over(letter: Glyph, side: int) -> float:
    """Return how far an accent's end is from its letter's: left -1, right 1.

    From the letter's end, the accent begins at the first; it ends at the second.
    """
    em = MATCHED * letter.size
    width = letter.end - letter.x
    return (side * WIDTH * em - width) / 2 + LEAN * em


def _run(style: str, space: float, drop: float) -> Element:
    moved = {"dx": space, "dy": drop}
    run = Element("tspan", {name: f"{by:.3g}" for name, by in moved.items() if by})
    run.set("style", style)
    run.text = ""
    return run
