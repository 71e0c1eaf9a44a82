"""Blocks that hold others: boxes, folds, columns, and the list of sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from press.blocks.base import Block
from press.words import capital, word

if TYPE_CHECKING:
    from press.expand import Writer


class Box(Block):
    """A box whose title is the rest of its line, or the name of its kind."""

    holds = True
    form: ClassVar[str] = "admonition"  # as Markdown's extensions call it

    @property
    def said(self) -> str:
        return f"{self.kind} {self.id}".strip()

    @property
    def title(self) -> str:
        """What follows the block's name, an id apart."""
        return self.text.removeprefix(self.id).strip()

    def texts(self) -> list[tuple[str, int]]:
        return [(self.title, self.line)]

    def item(self) -> tuple:
        return (self.kind, self.id)

    def named(self, writer: Writer) -> str:
        """Return the title that the reader sees."""
        return writer.inline(self.title) or capital(word(self.kind, writer.language))

    def write(self, writer: Writer) -> str:
        opening, inside = self.named(writer), writer.blocks(self.children)
        options = f"type: {self.kind}"
        if self.id:
            options += f"\n    attrs: {{id: {self.id}}}"
        return writer.wrapped(f"{self.form} | {opening}", inside, options)


class Warn(Box):
    """A mistake that is easily made."""

    usage = "::: warning title"


class Note(Box):
    """Something beside the argument."""

    usage = "::: note title"


class Definition(Box):
    """What a word means, exactly."""

    usage = "::: definition title"


class Proof(Box):
    """Why a statement is true."""

    usage = "::: proof title"


class Recap(Box):
    """What to remember of a section, and the question that the next one answers."""

    usage = "::: recap"


class Recall(Box):
    """A tool of school mathematics, in two lines, where it is first needed."""

    usage = "::: recall TITLE"

    def named(self, writer: Writer) -> str:
        lead = capital(word("recall", writer.language))
        return f"{lead}: {writer.inline(self.title)}"


class Example(Box):
    """An example; with an id, `example-shop`, it is numbered."""

    usage = "::: example title"

    @classmethod
    def opened(cls, line: int, rest: str) -> Block:
        block = super().opened(line, rest)
        if block.args and block.args[0].startswith("example-"):
            block.id = block.args[0]
        return block

    def named(self, writer: Writer) -> str:
        label = writer.label(self.id)
        title = writer.inline(self.title)
        return ": ".join(filter(None, [label, title])) or super().named(writer)


class Exercise(Box):
    """An exercise; hints and its solution stand inside it, at the end."""

    usage = "::: exercise EX-ID"
    label = "ex"

    def named(self, writer: Writer) -> str:
        return writer.label(self.id) or capital(word("exercise", writer.language))


class Fold(Box):
    """A box that is folded until the reader opens it."""

    form = "details"


class Solution(Fold):
    """The solution of an exercise."""

    usage = "::: solution"


class Hint(Fold):
    """A first step, for whoever is stuck in an exercise."""

    usage = "::: hint"


class Deeper(Fold):
    """What a first reading does not need; the title says what is in it."""

    usage = "::: deeper TITLE"


class Plain(Block):
    """A part of the page with a style of its own."""

    holds = True

    def item(self) -> tuple:
        return (self.kind,)

    def write(self, writer: Writer) -> str:
        inside = writer.blocks(self.children)
        return writer.wrapped(f"html | div.{self.kind}", inside)


class Lead(Plain):
    """The sentence under the title: what the reader will be able to do."""

    usage = "::: lead"


class Columns(Plain):
    """Columns side by side on a wide screen."""

    usage = "::: columns"


class Column(Plain):
    """One of the columns."""

    usage = "::: column"


class Alt(Plain):
    """In a notebook, the description of the picture that the next cell draws."""

    usage = "::: alt"

    def write(self, writer: Writer) -> str:
        return ""


class TextCell(Block):
    """A text cell of a notebook."""

    kind = "textcell"

    def write(self, writer: Writer) -> str:
        return writer.blocks(self.children)


class Sources(Block):
    """The works that the page cites, or all of them."""

    usage = "::: sources"

    def complaints(self) -> Iterator[str]:
        if self.args not in ([], ["all"]):
            yield f"`::: sources` does not know {self.args[0]!r}; accepted: all"

    def write(self, writer: Writer) -> str:
        works = writer.book.works
        keys = list(works) if self.args else writer.book.cited(writer.page)
        return writer.stash(works.listing(keys))
