"""The steps of a book's preparation, left out for pages that the last one did alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from press.jobs import Job
from press.markup import Page
from press.memory import Memory, digest, look_into, stamps

if TYPE_CHECKING:
    from press.book import Book

Given = TypeVar("Given")
Item = TypeVar("Item")


class Steps:
    """One preparation of a book, with the memory of the last.

    A step is known if the page, its twin, the code that it looked into, and what it
    shows of the rest of the book are as they were.
    """

    def __init__(self, book: Book, memory: Memory) -> None:
        self.book, self.memory, self.root = book, memory, book.root
        self._shown: dict[tuple[str, str], str] = {}
        self._hashes: dict[Job, int] = {}

    @cached_property
    def code(self) -> str:
        """A hash of the snippets and their data, as they stand now."""
        return digest(stamps(self.root / "snippets"))

    @cached_property
    def _names(self) -> str:
        """A hash of the names of all modules: a new one may take another's place."""
        return digest([name for name, _ in stamps(self.root / "snippets")])

    @cached_property
    def _works(self) -> str:
        """A hash of the bibliography."""
        return digest(dict(self.book.works))

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
        if place not in self._shown:
            self._shown[place] = self._surroundings(page)
        return self.of(name, page, work, self._shown[place], *more)

    def _surroundings(self, page: Page) -> str:
        """Return a hash of what the page shows of the rest of the book."""
        book = self.book
        ids = self.of("ids", page, _ids)
        places = [[book.anchors[code].get(id_) for id_ in ids] for code in book.anchors]
        places += [book.homes(page, id_) for id_ in ids]
        numbers = [book.number(id_) for id_ in ids]
        twins = [hash(p.body) for (_, key), p in book.pages.items() if key == page.key]
        results = [self._hash(job) for job in book.wanted(page)]
        return digest(places, numbers, twins, self._works, results, sorted(book.pages))

    def _hash(self, job: Job) -> int:
        """Return a hash of a result; a text remembers its own."""
        if job not in self._hashes:
            result = self.book.results.get(job)
            known = result if isinstance(result, str) else repr(result)
            self._hashes[job] = hash(known)
        return self._hashes[job]

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


def _ids(page: Page) -> list[str]:
    """Return the ids that a page has or links to, each once."""
    own = [block.id for block in page.all if block.id]
    marks = [mark for block in page.all for mark in block.marks]
    linked = [m.what[1:] for m in marks if m.kind == "link" and m.what[:1] == "#"]
    return sorted({*own, *linked})
