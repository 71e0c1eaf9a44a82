"""What the last build gave, so that the next one of this process does not do it again.

Each step of a page asks by its place and by a key, which is a hash of all that its
result depends on. What a build notes is known when it ends well; what it did not use is
forgotten.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

Place = tuple[str, ...]


class Memory:
    """The results of the last good build, by place; one that keeps nothing is inert."""

    def __init__(self, *, keeps: bool = False) -> None:
        self.keeps = keeps
        self.known: dict[Place, tuple[str, object]] = {}
        self.fresh: dict[Place, tuple[str, object]] = {}

    def recall(self, place: Place, key: str) -> object | None:
        """Return what the last good build gave here for the same key, or nothing."""
        known = self.known.get(place)
        if known is None or known[0] != key:
            return None
        self.fresh[place] = known
        return known[1]

    def note(self, place: Place, key: str, given: object) -> None:
        """Keep what this build gave."""
        if self.keeps:
            self.fresh[place] = key, given

    def settle(self) -> None:
        """Know what this build used, since it ended well."""
        self.known, self.fresh = self.fresh, {}

    def drop(self) -> None:
        """Forget what a failed build noted."""
        self.fresh = {}


def digest(*parts: object) -> str:
    """Return a hash of values whose `repr` says all of them."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def stamps(*paths: Path) -> tuple:
    """Return what changes when one of the files, or one below a folder, is written."""
    found = []
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            info = file.stat()
            found.append((str(file), info.st_mtime_ns, info.st_size))
    return tuple(found)
