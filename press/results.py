"""Files of the cache: results, and how long they took."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from pathlib import Path

from press import files


def read(path: Path) -> dict:
    """Return what a file of the cache holds; nothing if it is absent or spoilt."""
    with suppress(OSError, ValueError):
        content = json.loads(path.read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    return {}


def write(path: Path, content: dict) -> None:
    """Put a file in its place whole; a cache that cannot be written stays empty."""
    with suppress(OSError):
        files.write(path, json.dumps(content))


class Durations:
    """The seconds that each job took when it was last done."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seconds: dict[str, float] = read(path)
        self.changed = False

    def expected(self, jobs: list) -> float:
        """Return the seconds that jobs are expected to take; what is new is long."""
        return sum(self.seconds.get(repr(job), math.inf) for job in jobs)

    def note(self, job: object, seconds: float) -> None:
        """Remember how long a job took."""
        self.seconds[repr(job)] = round(seconds, 3)
        self.changed = True

    def save(self) -> None:
        """Write them down for the next time."""
        if self.changed:
            write(self.path, self.seconds)
