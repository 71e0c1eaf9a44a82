"""Lettering: a drawing's labels in the page's font, their numbers and formulas."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining
from xml.etree.ElementTree import Element

from matplotlib.font_manager import FontProperties, findfont, get_font

from press.drawing import declarations

FONT = "var(--figure-font)"
SIZED = re.compile(r"(.*?\d(?:px|pt|em|rem|%)(?:\s*/\s*\S+)?)\s+.*", re.S)
NUMBER = re.compile(r"\s*([−-]?\d+)\.(\d+)\s*")
SPACE = 0.05  # in ems: a smaller gap belongs to the letters, a larger one is a space
STACKED = -0.4  # in ems: a letter that goes further back lies over the one before


def typeset(properties: dict[str, str]) -> dict[str, str]:
    """Return an element's properties, the page's font in place of Matplotlib's."""
    changed = dict(properties)
    if "font-family" in properties:
        changed["font-family"] = FONT
    if "font" in properties:
        changed["font"] = SIZED.sub(rf"\1 {FONT}", properties["font"])
    return changed


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


@lru_cache(maxsize=1024)
def _size(style: str) -> float:
    return float(declarations.read(style)["font-size"].removesuffix("px"))


@lru_cache(maxsize=4096)
def _advance(style: str, text: str) -> float:
    """Return how far a letter moves the next one in Matplotlib's font."""
    look = declarations.read(style)
    family = look["font-family"].split(",")[0].strip("'\"")
    slant = look.get("font-style", "normal")
    weight = int(look.get("font-weight", 400))
    properties = FontProperties(family=family, style=slant, weight=weight)
    font = get_font(findfont(properties))
    font.set_size(_size(style), 72)
    return font.load_char(ord(text)).linearHoriAdvance / 65536


def flow(label: Element) -> None:
    """Let the letters of a formula follow one another, around the label's middle.

    Matplotlib places each letter for its own font, and the page's is narrower.
    Spaces and what is raised or lowered stay as they were laid out; what lies one
    over the other, as an accent over its letter, stays where it was.
    """
    glyphs = _glyphs(label)
    gaps = [0.0] + [(b.x - a.end) / b.size for a, b in pairwise(glyphs)]
    if len(glyphs) < 2 or _stacked(glyphs, gaps):
        return
    label[:] = _runs(glyphs, gaps)
    label.text = None
    label.set("x", f"{(glyphs[0].x + glyphs[-1].end) / 2:.6g}")
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


def _stacked(glyphs: list[Glyph], gaps: list[float]) -> bool:
    return min(gaps) < STACKED or any(combining(glyph.text) for glyph in glyphs)


def _runs(glyphs: list[Glyph], gaps: list[float]) -> list[Element]:
    """Join letters of one style and height that follow one another."""
    runs, last = [], Glyph(0, 0, "", "")
    for glyph, gap in zip(glyphs, gaps, strict=True):
        space = gap * glyph.size if gap > SPACE else 0.0
        if space or (glyph.y, glyph.style) != (last.y, last.style):
            runs.append(_run(glyph.style, space, glyph.y - last.y))
        runs[-1].text += glyph.text
        last = glyph
    return runs


def _run(style: str, space: float, drop: float) -> Element:
    moved = {"dx": space, "dy": drop}
    run = Element("tspan", {name: f"{by:.3g}" for name, by in moved.items() if by})
    run.set("style", style)
    run.text = ""
    return run
