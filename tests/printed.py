"""What stands on the sheets of a PDF that Chromium printed: its texts, by height."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import groupby

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.S)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.S)
NUMBERS = rb"((?:[-\d.]+\s+){%d})"
OPERATOR = re.compile(
    rb"\b(?P<save>q|Q)\b|"
    + NUMBERS.replace(b"(", b"(?P<six>", 1) % 6
    + rb"(?P<matrix>cm|Tm)\b|"
    + NUMBERS.replace(b"(", b"(?P<two>", 1) % 2
    + rb"Td\b|/(?P<font>F\d+) [-\d.]+ Tf\b|<(?P<text>[0-9A-F]+)> Tj"
)
MAPPED = re.compile(rb"<([0-9A-F]+)> (?:<([0-9A-F]+)> )?<([0-9A-F]{4,})>")


@dataclass(frozen=True)
class Line:
    """A line of text, and its distance from the top: 0 to 1, the sheet's height."""

    height: float
    text: str


def sheets(pdf: bytes) -> list[list[Line]]:
    """Return the lines of text of each sheet, from the top down."""
    objects = {m[1]: m[2] for m in OBJECT.finditer(pdf)}
    pages = [o for o in objects.values() if re.match(rb"<</Type /Page\b(?!s)", o)]
    return [_lines(page, objects) for page in pages]


def _lines(page: bytes, objects: dict[bytes, bytes]) -> list[Line]:
    fonts = {
        name: _letters(objects[number], objects)
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", page)
    }
    tall = float(re.search(rb"/MediaBox \[\S+ \S+ \S+ (\S+)\]", page)[1])
    content = _stream(objects[re.search(rb"/Contents (\d+)", page)[1]])
    placed = sorted(_placed(content, fonts), key=lambda found: -round(found[0]))
    return [
        Line(1 - y / tall, "".join(text for _, text in same))
        for y, same in groupby(placed, key=lambda found: round(found[0]))
    ]


def _stream(found: bytes) -> bytes:
    return zlib.decompress(STREAM.search(found)[1])


def _letters(font: bytes, objects: dict[bytes, bytes]) -> dict[int, str]:
    """Return which text each code of a font stands for."""
    table = _stream(objects[re.search(rb"/ToUnicode (\d+)", font)[1]])
    letters = {}
    for first, last, text in MAPPED.findall(table):
        start, end = int(first, 16), int(last or first, 16)
        base = bytes.fromhex(text.decode()).decode("utf-16-be")
        for code in range(start, end + 1):
            letters[code] = base[:-1] + chr(ord(base[-1]) + code - start)
    return letters


def _placed(content: bytes, fonts: dict[bytes, dict[int, str]]):
    """Yield the height of each piece of text, from the bottom in points, and it.

    The sheets are upright: of a matrix, its scale and shift down the sheet suffice.
    """
    scale, shift, saved, line, letters = 1.0, 0.0, [], (1.0, 0.0), {}
    for found in OPERATOR.finditer(content):
        if found["save"] == b"q":
            saved.append((scale, shift))
        elif found["save"]:
            scale, shift = saved.pop()
        elif found["matrix"]:
            *_, down, _, move = map(float, found["six"].split())
            if found["matrix"] == b"cm":
                scale, shift = scale * down, scale * move + shift
            else:
                line = (down, move)
        elif found["two"]:
            line = (line[0], line[1] + line[0] * float(found["two"].split()[1]))
        elif found["font"]:
            letters = fonts[found["font"]]
        else:
            size = 2 if max(letters, default=0) > 255 else 1
            codes = bytes.fromhex(found["text"].decode())
            pieces = [codes[n : n + size] for n in range(0, len(codes), size)]
            text = "".join(letters.get(int.from_bytes(p), "") for p in pieces)
            yield scale * line[1] + shift, text
