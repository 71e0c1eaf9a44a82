"""What every block of a page can be asked; each kind of block is one class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from press import inline
from press.jobs import Job

if TYPE_CHECKING:
    from press.expand import Writer
    from press.markup import Page

KINDS: dict[str, type[Block]] = {}


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


@dataclass
class Block:
    """A piece of a page: where it is and what it says.

    A subclass says in `usage` how it is opened (one that is not opened by a name says
    in `kind` how it is called), in `holds` whether it goes on to a closing `:::`, and
    what of these it does: asks for (`look_up`, `jobs`, `modules`), is compared by
    (`item`), becomes (`write`).
    """

    line: int
    args: list[str] = field(default_factory=list)
    text: str = ""
    id: str = ""
    level: int = 0
    children: list[Block] = field(default_factory=list)
    unread: bool = False  # its text is a fault: what it would say is not known

    kind: ClassVar[str] = ""
    usage: ClassVar[str] = ""
    holds: ClassVar[bool] = False
    # What its id begins with, if it has one that is counted: `fig` for `fig-pooling`.
    label: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        if cls.usage:
            cls.kind = cls.usage.split()[1]
            KINDS[cls.kind] = cls

    @classmethod
    def opened(cls, line: int, rest: str) -> Block:
        """Make the block that a line `::: kind rest` opens."""
        args = rest.split()
        block = cls(line, args, rest if cls.holds else "")
        if cls.label and args:
            block.id = args[0]
        return block

    @property
    def said(self) -> str:
        """The block as a message names it."""
        return (
            f"{self.kind} {self.id}" if self.id else " ".join([self.kind, *self.args])
        )

    @property
    def first_line(self) -> int:
        """The line of the first character of the text."""
        return self.line

    def complaints(self) -> Iterator[str]:
        """Yield what is wrong with what follows the block's name."""
        needed = [part for part in self.usage.split()[2:] if part.isupper()]
        if len(self.args) < len(needed):
            given = " ".join(["`:::", self.kind, *self.args]) + "`"
            yield f"{given} lacks an argument: write `{self.usage}`"
        else:
            yield from self.misnamed()

    def misnamed(self) -> Iterator[str]:
        """Yield what is wrong with the id."""
        begins = f"{self.said}: the id of {_a(self.kind)} begins with `{self.label}-`"
        if self.label and not self.id.startswith(f"{self.label}-"):
            yield begins
        elif self.label and not self.id[len(self.label) + 1 :][:1].islower():
            yield f"{begins} and a letter: numbers are counted by the build"

    def texts(self) -> list[tuple[str, int]]:
        """Return the running text of the block itself, line by line."""
        return []

    @cached_property
    def marks(self) -> list[inline.Mark]:
        """What the block's own text asks for."""
        return [m for text, line in self.texts() for m in inline.marks_in(text, line)]

    def look_up(self, page: Page) -> None:
        """Find the code that the block shows; Missing or SyntaxError without it."""

    def jobs(self, page: Page) -> Iterator[Job]:
        """Yield what has to be computed for the block."""
        return iter(())

    def modules(self, page: Page) -> Iterator[str]:
        """Yield the snippets that the block shows: their doctests have to pass."""
        return iter(())

    def item(self) -> tuple | None:
        """Return what must be equal in the twin; None if nothing."""
        return (self.kind, *self.args)

    def write(self, writer: Writer) -> str:
        """Return the block's Markdown."""
        raise NotImplementedError

    def walk(self) -> Iterator[Block]:
        """Yield the block and all that it holds, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()
