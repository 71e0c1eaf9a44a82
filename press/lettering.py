"""Labels with formulas: Matplotlib places each glyph; the page's font is narrower."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining

from matplotlib.font_manager import FontProperties, findfont, get_font

SPAN = r'<tspan x="([^" ]+)" y="([^"]+)" style="([^"]*)">(&\w+;|[^<])</tspan>'
GLYPH = re.compile(SPAN)
LABEL = re.compile(rf"<text>\s*(?:{SPAN}\s*){{2,}}</text>")
SPACE = 0.05  # in ems: a smaller gap belongs to the letters, a larger one is a space


class Glyph(NamedTuple):
    """One character of a label, where Matplotlib put it."""

    x: float
    y: float
    style: str
    text: str

    @property
    def size(self) -> float:
        """Return the font's size, in the units of the drawing."""
        return float(re.search(r"font-size: ([\d.]+)", self.style)[1])

    @property
    def end(self) -> float:
        """Return where the next letter would stand."""
        family = re.search(r"font-family: '([^']+)'", self.style)[1]
        style = "italic" if "italic" in self.style else "normal"
        font = get_font(findfont(FontProperties(family=family, style=style)))
        font.set_size(self.size, 72)
        advance = font.load_char(ord(unescape(self.text))).linearHoriAdvance
        return self.x + advance / 65536


def flowing(svg: str) -> str:
    """Let the letters of a formula follow one another, around the label's middle.

    Spaces and what is raised or lowered stay as they were laid out; what lies one
    over the other, as an accent over its letter, stays where it was.
    """
    return LABEL.sub(lambda match: _flowing(match[0]), svg)


def _flowing(label: str) -> str:
    found = GLYPH.findall(label)
    glyphs = sorted(Glyph(float(x), float(y), style, t) for x, y, style, t in found)
    gaps = [0.0] + [(b.x - a.end) / b.size for a, b in pairwise(glyphs)]
    if min(gaps) < -0.4 or any(combining(unescape(g.text)) for g in glyphs):
        return label
    runs, last = [], Glyph(0, 0, "", "")
    for glyph, gap in zip(glyphs, gaps, strict=True):
        if gap > SPACE or (glyph.y, glyph.style) != (last.y, last.style):
            space = f' dx="{gap * glyph.size:.3g}"' if gap > SPACE else ""
            drop = f' dy="{glyph.y - last.y:.3g}"' if glyph.y != last.y else ""
            runs.append(f'</tspan><tspan{space}{drop} style="{glyph.style}">')
        runs.append(glyph.text.replace(" ", "\xa0"))
        last = glyph
    middle = (glyphs[0].x + last.end) / 2
    flow = "".join(runs).removeprefix("</tspan>")
    return f'<text x="{middle:.6g}" text-anchor="middle">{flow}</tspan></text>'
