"""The concordance with the source: what carries each of its numbers here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import yaml

from press.faults import Fault
from press.words import LANGUAGES

if TYPE_CHECKING:
    from press.book import Book

FILE = "docs/shared/source.yml"
PARTS = ("sections", "equations", "figures", "examples")


def faults(book: Book) -> list[Fault]:
    """Return what the concordance names and a page that exists does not have."""
    path = book.root / FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    found = yaml.safe_load(text) or {}
    lines = text.splitlines()
    wrong = [part for part in found if part not in PARTS]
    if wrong:
        accepted = ", ".join(PARTS)
        return [Fault(FILE, 1, f"unknown part {wrong[0]!r}; accepted: {accepted}")]
    return [
        Fault(FILE, _line(lines, str(number), str(id_)), message)
        for part, entries in found.items()
        for number, id_ in entries.items()
        for message in _complaints(book, part, str(number), str(id_))
    ]


def _complaints(book: Book, part: str, number: str, id_: str) -> Iterator[str]:
    page, _, anchor = id_.partition("#")
    if part != "sections":
        if not _has_begun(book, number):
            return
        page, anchor = "", id_
    elif not any((code, f"{page}{kind}") in book.pages for code, kind in _files()):
        return
    for code in LANGUAGES:
        if anchor and anchor not in book.anchors[code]:
            what = f"{part[:-1]} {number} of the source"
            yield f"{what} is {id_}, which docs/{code} does not have"


def _files() -> Iterator[tuple[str, str]]:
    return ((code, kind) for code in LANGUAGES for kind in (".md", ".py"))


def _has_begun(book: Book, number: str) -> bool:
    """Say if the pages of the chapter that a number belongs to exist."""
    chapter = number.partition(".")[0]
    sections = [page for page in book.pages.values() if "." in page.section]
    return any(page.section.partition(".")[0] == chapter for page in sections)


def _line(lines: list[str], number: str, id_: str) -> int:
    shown = f'"{number}": {id_}'
    return next((n for n, line in enumerate(lines, 1) if shown in line), 1)
