"""What a page asks for inside its lines: formulas, values, citations, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from press.jobs import Job
from press.markup import INLINE, Block, Page

VALUE_IN_TEX = re.compile(r"\{\{\s*([a-z_.][\w.]+)(?::([^}]+))?\s*\}\}")
TEX_WORDS = re.compile(r"\\(?:text|textbf|textit|mathrm|operatorname)\*?\{[^{}]*\}")
CITED = re.compile(r"@([\w-]+)")


@dataclass(frozen=True)
class Mark:
    """One thing a line asks for, and the line that asks for it."""

    kind: str
    what: str
    line: int
    text: str = ""
    form: str = ""


def texts(block: Block) -> list[tuple[str, int]]:
    """Return the running text of a block, line by line, with line numbers."""
    if block.kind in ("prose", "heading"):
        return [(t, block.line + n) for n, t in enumerate(block.text.split("\n"))]
    if block.kind in ("warning", "note", "example", "definition", "proof"):
        return [(block.text, block.line)]
    return []


def marks(block: Block) -> Iterator[Mark]:
    """Yield the marks of one block's own text."""
    if block.kind == "formula":
        yield Mark("display", block.text, block.first_line)
        yield from _values_in(block.text, block.first_line)
    for text, line in texts(block):
        yield from marks_in(text, line)


def marks_in(text: str, line: int) -> Iterator[Mark]:
    """Yield the marks of a piece of running text."""
    for match in INLINE.finditer(text):
        if match["math"]:
            yield Mark("math", match["math"], line)
            yield from _values_in(match["math"], line)
        elif match["value"]:
            yield Mark("value", match["value"], line, form=match["form"] or "")
        elif match["cite"]:
            for key in CITED.findall(match[0]):
                yield Mark("cite", key, line)
        elif match["target"] is not None:
            yield Mark("link", match["target"], line, match["text"])
            yield from marks_in(match["text"], line)


def _values_in(tex: str, line: int) -> Iterator[Mark]:
    for match in VALUE_IN_TEX.finditer(tex):
        yield Mark("value", match[1], line, form=match[2] or "")


def bare_tex(tex: str) -> str:
    """Return a formula without its words and spaces, to compare languages."""
    tex = TEX_WORDS.sub(r"\\text{}", tex).replace("{,}", ".")
    return re.sub(r"\s+", "", tex)


def jobs_of(page: Page) -> Iterator[tuple[Job, int]]:
    """Yield what the page needs computed, with the line that needs it."""
    for block in page.walk():
        if block.kind == "figure" and len(block.args) > 1:
            target = page.resolve(block.args[1], "figures")
            yield Job("figure", target, page.language, block.id), block.line
        if block.kind == "table" and len(block.args) > 1:
            target = page.resolve(block.args[1])
            yield Job("table", target, page.language), block.line
        if block.kind == "output" and block.args:
            target = page.resolve(block.args[0])
            yield Job("output", target, page.language), block.line
        for mark in marks(block):
            if mark.kind == "value":
                yield Job("value", page.resolve(mark.what)), mark.line
