"""Cards: the picture of a link's preview, with the title of a page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import PIL
from PIL import Image, ImageDraw, ImageFont

from press.assets import LOCK
from press.files import write
from press.memory import digest

SIZE = (1200, 630)
MARGIN, TOP, BOTTOM = 80, 240, 90
PAPER, INK, ACCENT, RULE = "#fffefb", "#24211e", "#0b5c8f", "#dfdbd3"
SHADES = (ACCENT, "#85adc7", "#cedee7")  # of the book's mark
NUMBERED = re.compile(r"(?:(\d+(?:\.\d+)*) )?(.*)")
SERIF, SANS = (
    f"assets/fonts/source-{name}-latin-wght-normal.woff2"
    for name in ("serif-4", "sans-3")
)


def card(title: str, book: str, fonts: dict[str, Path], folder: Path) -> Path:
    """Return the file of a page's card, in a folder where cards are kept.

    `fonts` are the site's, by their places in it.
    """
    path = folder / f"{digest(title, book, _recipe())}.png"
    if not path.is_file():
        write(path, drawn(title, book, fonts))
    return path


@cache
def _recipe() -> str:
    return digest(Path(__file__).read_bytes(), LOCK.read_bytes(), PIL.__version__)


def drawn(title: str, book: str, fonts: dict[str, Path]) -> bytes:
    """Draw a page's title under the book's name; `fonts` are the site's, by place."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    _mark(draw)
    name = _font(fonts[SANS], 38, 600)
    draw.text((MARGIN + 100, MARGIN + 36), book, INK, name, anchor="lm")
    draw.line((MARGIN, TOP - 50, SIZE[0] - MARGIN, TOP - 50), RULE, 3)
    number, words = NUMBERED.fullmatch(title).groups("")
    at = TOP
    if number:
        draw.text((MARGIN, at), number, ACCENT, _font(fonts[SANS], 54, 600))
        at += 75
    font, lines = _fitted(words, fonts[SERIF], SIZE[1] - BOTTOM - at)
    for line in lines:
        draw.text((MARGIN, at), line, INK, font)
        at += round(font.size * 1.2)
    content = io.BytesIO()
    image.quantize(32, Image.Quantize.FASTOCTREE).save(content, "PNG")
    return content.getvalue()


def _mark(draw: ImageDraw.ImageDraw) -> None:
    """Draw the book's mark: a kernel of nine numbers, equal in each column."""
    for row in range(3):
        for column, shade in enumerate(SHADES):
            x, y = MARGIN + 25 * column, MARGIN + 25 * row
            draw.rectangle((x, y, x + 21, y + 21), shade)


@cache
def _font(path: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([weight])
    return font


def _fitted(
    words: str, path: Path, height: int
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest font in which words fit a height, and their lines."""
    for size in (84, 76, 68, 60, 52):
        font = _font(path, size, 600)
        lines = list(_lines(words, font))
        if len(lines) * size * 1.2 <= height:
            break
    return font, lines


def _lines(words: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Break words into lines as wide as the card."""
    line = ""
    for word in re.findall(r"[^\s-]+-?", words):
        longer = (line if line.endswith("-") else f"{line} ").lstrip() + word
        if line and font.getlength(longer) > SIZE[0] - 2 * MARGIN:
            yield line
            longer = word
        line = longer
    yield line
