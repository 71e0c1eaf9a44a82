"""What the last build gave, so that the next one of this process does not do it again.

Each step asks by its place and by a key, which is a hash of all that its result depends
on but for the code that it looks into: the files of that are gathered while it works.
What a build notes is known when it ends well; what it did not use is forgotten.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple, TypeVar

from snippets.kept.reading import Stamp, stamp

Place = tuple[str, ...]
Given = TypeVar("Given")
Files = dict[Path, Stamp | None]
FILES: ContextVar[Files | None] = ContextVar("FILES", default=None)


class Entry(NamedTuple):
    """What a step gave, for which key, with the files that it looked into."""

    key: str
    files: Files
    given: object

    def holds(self, key: str) -> bool:
        """Tell whether the step would give the same again."""
        return self.key == key and all(
            stamp(path) == seen for path, seen in self.files.items()
        )


class Memory:
    """The results of the last good build, by place; one that keeps nothing is inert."""

    def __init__(self, *, keeps: bool = False) -> None:
        self.keeps = keeps
        self.known: dict[Place, Entry] = {}
        self.fresh: dict[Place, Entry] = {}

    def step(self, place: Place, key: str, work: Callable[[], Given]) -> Given:
        """Return what the work gives, without doing it if the last build knows."""
        if not self.keeps:
            return work()
        if known := self._known(place, key):
            return known.given
        with gathering() as files:
            given = work()
        self.note(place, key, given, files)
        return given

    def recall(self, place: Place, key: str) -> object | None:
        """Return what the last good build gave here for the same key, or nothing."""
        known = self._known(place, key)
        return known.given if known else None

    def note(
        self, place: Place, key: str, given: object, files: Files | None = None
    ) -> None:
        """Keep what this build gave."""
        if self.keeps:
            self.fresh[place] = Entry(key, files or {}, given)

    def settle(self) -> None:
        """Know what this build used, since it ended well."""
        self.known, self.fresh = self.fresh, {}

    def drop(self) -> None:
        """Forget what a failed build noted."""
        self.fresh = {}

    def _known(self, place: Place, key: str) -> Entry | None:
        known = self.fresh.get(place) or self.known.get(place)
        if known is None or not known.holds(key):
            return None
        self.fresh[place] = known
        if (outer := FILES.get()) is not None:
            outer.update({**known.files, **outer})
        return known


@contextmanager
def gathering() -> Iterator[Files]:
    """Gather the files that are looked into meanwhile, for an outer gathering too."""
    outer, files = FILES.get(), {}
    token = FILES.set(files)
    try:
        yield files
    finally:
        FILES.reset(token)
        if outer is not None:
            outer.update({**files, **outer})


def look_into(path: Path) -> Stamp | None:
    """Note, before a file is read, that the result of a step depends on it.

    Edited later, in the middle of the build, it is another file for the next one.
    """
    seen = stamp(path)
    if (files := FILES.get()) is not None:
        files.setdefault(path, seen)
    return seen


def digest(*parts: object) -> str:
    """Return a hash of values whose `repr` says all of them."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def stamps(*paths: Path) -> list[tuple[str, Stamp | None]]:
    """Return the stamps of files, and of those below folders, bytecode apart."""
    found = [file for path in paths for file in _files(path)]
    return [(file, stamp(file)) for file in found]


def _files(path: Path) -> Iterator[str]:
    if not path.is_dir():
        yield str(path)
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        yield from (os.path.join(folder, name) for name in sorted(names))
