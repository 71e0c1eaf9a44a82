"""Files of the book and of its caches."""

from __future__ import annotations

import os
import re
from pathlib import Path

import yaml

from press.faults import Fault

REPLACED = "\ufffd"  # stands for what could not be read
NOT_UTF8 = "there is something that is not UTF-8 in this line"


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, also when two builds write it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content.encode() if isinstance(content, str) else content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read(path: Path, file: str) -> tuple[str, list[Fault]]:
    """Return the text of a file, and that it is not UTF-8 if so: `file` is its name."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if REPLACED not in text:
        return text, []
    line = text.count("\n", 0, text.index(REPLACED)) + 1
    return text, [Fault(file, line, NOT_UTF8)]


def fields(root: Path, file: str, otherwise: str) -> tuple[dict, str, list[Fault]]:
    """Return the fields of a YAML file, its text, and what is wrong with the whole.

    A file that is not there has none. `otherwise` is said of anything but fields.
    """
    path = root / file
    text, wrong = read(path, file) if path.is_file() else ("", [])
    if wrong:
        return {}, text, wrong
    try:
        found = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        return {}, text, [unreadable(error, file, "no YAML")]
    if not isinstance(found, dict):
        return {}, text, [Fault(file, 1, otherwise)]
    return found, text, []


def unreadable(error: Exception, file: str, what: str, first: int = 1) -> Fault:
    """Return the fault of a text that is no YAML; `first` is the line it begins in."""
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error)
    return Fault(file, mark.line + first if mark else 1, f"{what}: {said}")


def line_of(text: str, pattern: str) -> int:
    """Return the first line that begins with a pattern, else the first of all."""
    lines = enumerate(text.splitlines(), 1)
    return next((n for n, line in lines if re.match(pattern, line)), 1)
