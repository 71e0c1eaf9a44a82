"""Blocks without a name: prose, headings, formulas, fences."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from press import inline
from press.blocks.base import Block

if TYPE_CHECKING:
    from press.expand import Writer


class Prose(Block):
    """Paragraphs, lists, tables and quotations: plain Markdown."""

    kind = "prose"

    def texts(self) -> list[tuple[str, int]]:
        return [(t, self.line + n) for n, t in enumerate(self.text.split("\n"))]

    def item(self) -> None:
        return None

    def write(self, writer: Writer) -> str:
        return writer.inline(self.text)


class Fence(Block):
    """Shell commands between fences."""

    kind = "fence"

    def complaints(self):
        language = self.args[0]
        if language != "console":
            wrong = f"the page holds code of its own (```{language}): include it with"
            yield f"{wrong} `::: code`; shell commands stand in ```console"

    def item(self) -> tuple:
        return ("fence", *self.args)

    def write(self, writer: Writer) -> str:
        return self.text


class Heading(Block):
    """A heading with its id."""

    kind = "heading"

    @property
    def said(self) -> str:
        return f"heading {'#' * self.level} {self.id}"

    def complaints(self):
        if any(mark.kind == "math" for mark in self.marks):
            yield "a heading cannot hold a formula"

    def texts(self) -> list[tuple[str, int]]:
        return [(self.text, self.line)]

    def item(self) -> tuple:
        return ("heading", self.level, self.id)

    def write(self, writer: Writer) -> str:
        title = writer.inline(writer.numbered(self))
        return f"{'#' * self.level} {title} {{#{self.id}}}"


class Formula(Block):
    """A formula on lines of its own; its TeX may begin on the line after its `$$`."""

    kind = "formula"
    label = "eq"

    @property
    def said(self) -> str:
        return f"formula {self.id or '$$' + self.text[:40] + '$$'}"

    @property
    def first_line(self) -> int:
        """The line of the first character of the TeX."""
        return self.line + self.level

    def complaints(self):
        if self.id:
            yield from self.misnamed()

    @cached_property
    def marks(self) -> list[inline.Mark]:
        """The formula itself and the values in it."""
        if self.unread:
            return []
        line = self.first_line
        display = inline.Mark("display", self.text, line)
        return [display, *inline.values_in(self.text, line)]

    def item(self) -> tuple:
        return ("formula", self.id, inline.bare_tex(self.text))

    def write(self, writer: Writer) -> str:
        html = writer.formula(self.text, display=True)
        number = writer.book.number(self.id)
        if not self.id:
            return html
        link = f'<a class="number" href="#{self.id}">({number})</a>' if number else ""
        kept = writer.restore(html)
        return writer.stash(f'<div class="equation" id="{self.id}">{kept}{link}</div>')


class Unknown(Block):
    """A block of a kind that there is not: a fault."""

    kind = "unknown"
