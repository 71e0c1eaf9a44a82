"""The steps of a book's preparation, left out for pages that the last one did alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from press.markup import Page
from press.memory import Memory, digest, look_into, stamps

Given = TypeVar("Given")
Item = TypeVar("Item")


class Steps:
    """One preparation of a book, with the memory of the last.

    A step is known if the page, its twin, the code that it looked into, and what it
    shows of the rest of the book are as they were.
    """

    def __init__(
        self, root: Path, memory: Memory, around: Callable[[Page], object]
    ) -> None:
        """`around` gives what a page shows of the rest of the book."""
        self.root, self.memory, self.around = root, memory, around
        self._around: dict[tuple[str, str], str] = {}

    @cached_property
    def code(self) -> str:
        """A hash of the snippets and their data, as they stand now."""
        return digest(stamps(self.root / "snippets"))

    @cached_property
    def _names(self) -> str:
        """A hash of the names of all modules: a new one may take another's place."""
        return digest([name for name, _ in stamps(self.root / "snippets")])

    def read(self, file: str, work: Callable[[Path], Given]) -> Given:
        """Read a file of the book, given its root, if it is not the same as before."""

        def reading() -> Given:
            look_into(self.root / file)
            return work(self.root)

        return self.memory.step(("file", file), "", reading)

    def of(
        self, name: str, page: Page, work: Callable[[Page], Given], *more: object
    ) -> Given:
        """Do a step of a page that looks at nothing but the page and the code."""
        if not self.memory.keeps:
            return work(page)
        key = digest(self._names, hash(page.body), page.meta, *more)
        place = "book", name, page.language, page.key
        return self.memory.step(place, key, lambda: work(page))

    def within(
        self, name: str, page: Page, work: Callable[[Page], Given], *more: object
    ) -> Given:
        """Do a step of a page that looks at the rest of the book and at the results."""
        if not self.memory.keeps:
            return work(page)
        place = page.language, page.key
        if place not in self._around:
            self._around[place] = digest(self.around(page))
        return self.of(name, page, work, self._around[place], *more)

    def batch(
        self,
        name: str,
        key: str,
        wanted: Iterable[Item],
        do: Callable[[list[Item]], dict],
    ) -> dict:
        """Do what is wanted and was not done before for the same key."""
        place, wanted = ("book", name), list(wanted)
        known = self.memory.recall(place, key) or {}
        done = {item: known[item] for item in wanted if item in known}
        if missing := [item for item in wanted if item not in known]:
            done |= do(missing)
        self.memory.note(place, key, done)
        return done
