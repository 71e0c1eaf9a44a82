"""Blocks that show code: sources, sessions, cells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from press import listings, modules, names
from press.blocks.base import Block
from press.words import capital, word

if TYPE_CHECKING:
    from press.expand import Writer
    from press.markup import Page

PROMPT = re.compile(r"(>>>|\.\.\.)( |$)")
INCLUDE = re.compile(r"^# include: ([\w.]+)$", re.M)


class Code(Block):
    """A function, class or constant as on a board, its whole source folded below."""

    usage = "::: code NAME"

    def complaints(self) -> Iterator[str]:
        yield from super().complaints()
        if wrong := [how for how in self.args[1:] if how != "doctest"]:
            yield f"`::: code` does not know {wrong[0]!r}; accepted: doctest"

    def look_up(self, page: Page) -> None:
        target = page.resolve(self.args[0])
        if "doctest" in self.args:
            listings.session_of(target, page.root)
        else:
            listings.source_of(target, page.root)

    def modules(self, page: Page) -> Iterator[str]:
        yield page.resolve(self.args[0])

    def write(self, writer: Writer) -> str:
        page = writer.page
        target = page.resolve(self.args[0])
        if "doctest" in self.args:
            return _pycon(listings.session_of(target, page.root), writer)
        title = _link(target, writer)
        source = listings.runnable_of(target, page.root)
        board = listings.source_of(target, page.root, board=True)
        shown = _python(board, title)
        if board == source:
            return shown
        name = capital(word("source", writer.language))
        whole = _python(source, title)
        fold = writer.wrapped(f"details | {name}", whole, "type: source")
        return f"{shown}\n\n{fold}"


class Session(Block):
    """A console session: an entry of a module's `__test__`."""

    usage = "::: session NAME"

    def look_up(self, page: Page) -> None:
        listings.named_session(page.resolve(self.args[0]), page.root)

    def modules(self, page: Page) -> Iterator[str]:
        yield page.resolve(self.args[0]).rpartition(".")[0]

    def write(self, writer: Writer) -> str:
        target = writer.page.resolve(self.args[0])
        session = listings.named_session(target, writer.page.root)
        return _pycon(session, writer)


class Fragment(Block):
    """A function of any Python file of the repository."""

    usage = "::: fragment FILE NAME"

    def look_up(self, page: Page) -> None:
        listings.source_in(page.root / self.args[0], self.args[1])

    def write(self, writer: Writer) -> str:
        path, name = self.args
        return _python(listings.source_in(writer.page.root / path, name), path)


class Libraries(Block):
    """The same thing in several libraries, one tab each."""

    usage = "::: libraries"
    holds = True

    def complaints(self) -> Iterator[str]:
        if any(c.kind != "library" and c.text.strip() for c in self.children):
            yield "`::: libraries` holds `::: library NAME` blocks and nothing else"

    def write(self, writer: Writer) -> str:
        tabs = [child for child in self.children if child.kind == "library"]
        return "\n\n".join(tab.write(writer) for tab in tabs)


class Library(Block):
    """One library's way: a tab."""

    usage = "::: library NAME"
    holds = True

    def write(self, writer: Writer) -> str:
        inside = writer.blocks(self.children)
        return writer.wrapped(f"tab | {self.text}", inside)


class Cell(Block):
    """A code cell of a notebook."""

    kind = "cell"

    @property
    def said(self) -> str:
        return f"cell `{self.text[:30]}…`"

    def code(self, page: Page) -> str:
        """Return the cell's code with what it includes put in."""

        def source(match: re.Match) -> str:
            return listings.source_of(page.resolve(match[1]), page.root)

        return INCLUDE.sub(source, self.text)

    def look_up(self, page: Page) -> None:
        self.code(page)

    def modules(self, page: Page) -> Iterator[str]:
        yield from map(page.resolve, INCLUDE.findall(self.text))

    def item(self) -> tuple:
        return ("cell", self.text)

    def write(self, writer: Writer) -> str:
        return f"```{{.python}}\n{self.code(writer.page)}\n```"


def _link(target: str, writer: Writer) -> str:
    """Return the mark of a link to where a target is defined, in its module's page."""
    page = writer.page
    home = listings.home_of(target, page.root)
    definition = listings.definition_of(target, page.root)
    place = names.to_root(page.key, page.language) + modules.place_of(home)
    anchor = f"#{definition}" if definition else ""
    return writer.stash(f'<a href="{place}{anchor}">{home}</a>')


def _python(source: str, title: str) -> str:
    return f'```{{.python title="{title}"}}\n{source}\n```'


def _pycon(session: str, writer: Writer) -> str:
    """Show a session; what its copy button gives is what was typed."""
    copied = json.dumps(_typed(session), ensure_ascii=False)
    shown = f"```pycon\n{session}\n```"
    options = f"attrs: {{data-copy: {copied}}}"
    return writer.wrapped("html | div.session", shown, options)


def _typed(session: str) -> str:
    """Return what was typed; Python's prompt wants a blank line after a block."""
    typed: list[str] = []
    for line in filter(PROMPT.match, session.split("\n")):
        if line.startswith(">>>") and typed and typed[-1].startswith(" "):
            typed.append("")
        typed.append(line[4:])
    return "\n".join(typed)
