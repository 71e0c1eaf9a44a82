"""Blocks that show what was computed: figures, tables, what a function prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, ClassVar

from press import inline, listings
from press.blocks.base import Block
from press.blocks.text import Prose
from press.columns import aligned
from press.jobs import Job
from press.words import capital, word

if TYPE_CHECKING:
    from press.expand import Writer
    from press.markup import Page

DESCRIPTION = "alt:"


class Shown(Block):
    """What a function of the snippets gives; its name comes after an id, if any."""

    module: ClassVar[str] = "lesson"  # where a page's own name is looked for

    def job(self, page: Page) -> Job:
        """Return what computes it."""
        target = page.resolve(self.args[1 if self.label else 0], self.module)
        return Job(self.kind, target, page.language)

    def look_up(self, page: Page) -> None:
        listings.source_of(self.job(page).target, page.root)

    def jobs(self, page: Page) -> Iterator[Job]:
        yield self.job(page)

    def result(self, writer: Writer) -> object:
        """Return what was computed."""
        return writer.book.results[self.job(writer.page)]


class Output(Shown):
    """What a function prints, in the page's language."""

    usage = "::: output NAME"

    def write(self, writer: Writer) -> str:
        title = capital(word("output", writer.language))
        return f'```{{.text title="{title}"}}\n{self.result(writer).rstrip()}\n```'


class Figure(Shown):
    """A snippet's drawing, its description and its caption."""

    usage = "::: figure FIG-ID NAME"
    holds = True
    label = "fig"
    module = "figures"

    def complaints(self) -> Iterator[str]:
        yield from super().complaints()
        if not self.described()[0]:
            yield f"{self.id} lacks its description (`alt: …`)"

    def job(self, page: Page) -> Job:
        return replace(super().job(page), id=self.id)

    def described(self) -> tuple[str, list[Block]]:
        """Part the `alt:` paragraph from the caption."""
        first, *others = self.children or [Prose(self.line)]
        head, _, caption = first.text.strip().partition("\n\n")
        if not head.startswith(DESCRIPTION):
            return "", self.children
        alt = " ".join(head.removeprefix(DESCRIPTION).split())
        skipped = first.text.index(head) + len(head) + 2
        line = first.line + first.text[:skipped].count("\n")
        return alt, [Prose(line, [], caption), *others]

    def write(self, writer: Writer) -> str:
        alt, caption = self.described()
        panels = "".join(f"<div>{svg}</div>" for svg in self.result(writer))
        name = writer.label(self.id)
        spoken = escape(f"{name}. {alt}" if name else alt)
        picture = writer.stash(
            f'<div class="picture" role="img" aria-label="{spoken}" '
            f"data-pagefind-ignore>{panels}</div>"
        )
        button = writer.stash(save_button(self.id, name, writer.language))
        inside = f"{picture}\n\n{button}\n\n{_caption(self, caption, writer)}"
        return writer.wrapped(f"html | figure.figure#{self.id}", inside)


def save_button(name: str, label: str, language: str) -> str:
    """Return the button that saves the picture before it, which may have a number."""
    kind = label.lower().replace(" ", "-")
    file = f"{kind}-{name.removeprefix('fig-')}.svg" if label else f"{name}.svg"
    which = f"<span>: {label}</span>" if label else ""
    return (
        f'<button class="save" type="button" data-file="{escape(file)}" '
        f'data-title="{escape(label)}" data-pagefind-ignore>'
        f"{word('save', language)}{which}</button>"
    )


class Table(Shown):
    """A table that a snippet returns, under its caption."""

    usage = "::: table TAB-ID NAME"
    holds = True
    label = "tab"

    def marks_of(self, table: dict) -> Iterator[inline.Mark]:
        """Yield what the table's cells ask for."""
        for row in (table["header"], *table["rows"]):
            for cell in row:
                yield from inline.marks_in(cell, self.line)

    def write(self, writer: Writer) -> str:
        table = self.result(writer)
        cells, numeric = aligned(table["rows"])
        rule = ["---:" if numbers else "---" for numbers in numeric]
        rows = [table["header"], rule, *cells]
        lines = "\n".join(f"| {' | '.join(map(writer.inline, r))} |" for r in rows)
        caption = _caption(self, self.children, writer)
        scroll = writer.wrapped("html | div.scroll", lines)
        inside = f"{caption}\n\n{scroll}"
        return writer.wrapped(f"html | figure.table#{self.id}", inside)


def _caption(block: Block, caption: list[Block], writer: Writer) -> str:
    """Write a caption, led by the block's linked number, if it has one."""
    label = writer.label(block.id)
    text = writer.blocks(caption).strip()
    if label:
        link = writer.stash(f'<a class="label" href="#{block.id}">{label}.</a>')
        text = f"{link} {text}"
    return writer.wrapped("html | figcaption", text)
