"""Faults: what is wrong with the book, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, at a line of a file of the repository."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class FaultyBook(Exception):
    """The book cannot be printed; carries every fault that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))

    @property
    def count(self) -> str:
        """How many faults there are, in words."""
        return "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"


def name_of(path: Path | str, root: Path = ROOT) -> str:
    """Return a path as messages show it: relative to the repository."""
    path = Path(path)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def unreadable(error: SyntaxError, root: Path) -> Fault:
    """Return the fault of a module that Python cannot read."""
    name = name_of(error.filename, root) if error.filename else "snippets"
    return Fault(name, error.lineno or 1, f"SyntaxError: {error.msg}")


class JobError(Exception):
    """A job failed at a known place."""

    def __init__(self, file: Path | str, line: int, message: str) -> None:
        self.where = {"file": str(file), "line": line, "message": message}
        super().__init__(message)
