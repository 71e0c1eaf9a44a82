"""The concordance with the source: what carries each of its numbers here."""

from __future__ import annotations

import re
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
    """Return what the concordance names and a page that exists does not have.

    What one language has and the other lacks is a difference of the twins already.
    """
    path = book.root / FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    try:
        found = yaml.safe_load(text) or {}
        _check_parts(found)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error)
        return [Fault(FILE, mark.line + 1 if mark else 1, f"no YAML: {said}")]
    except ValueError as error:
        return [Fault(FILE, 1, str(error))]
    lines = text.splitlines()
    return [
        Fault(FILE, _line(lines, str(number), str(id_)), message)
        for part, entries in found.items()
        for number, id_ in (entries or {}).items()
        for message in _complaints(book, part, str(number), str(id_))
    ]


def _check_parts(found: object) -> None:
    """Raise ValueError unless the file is parts of numbers and ids."""
    accepted = ", ".join(PARTS)
    if not isinstance(found, dict):
        raise ValueError(f"it has no parts; accepted: {accepted}")
    for part, entries in found.items():
        if part not in PARTS:
            raise ValueError(f"unknown part {part!r}; accepted: {accepted}")
        if entries is not None and not isinstance(entries, dict):
            raise ValueError(f'{part} is {entries!r}; accepted: lines `"4.1": id`')


def _complaints(book: Book, part: str, number: str, id_: str) -> Iterator[str]:
    page, _, anchor = id_.partition("#")
    if part != "sections":
        if not _has_begun(book, number):
            return
        page, anchor = "", id_
    elif not any((code, f"{page}{kind}") in book.pages for code, kind in _files()):
        return
    if anchor and not any(_is_there(book, code, page, anchor) for code in LANGUAGES):
        where = f"the page {page}" if page else "the book"
        what = f"{part[:-1]} {number} of the source"
        yield f"{what} is {id_}, which {where} does not have"


def _is_there(book: Book, code: str, page: str, anchor: str) -> bool:
    """Say if an id is in a language, on a page if one is named."""
    if not page:
        return anchor in book.anchors[code]
    found = (book.pages.get((code, f"{page}{kind}")) for kind in (".md", ".py"))
    return any(block.id == anchor for each in found if each for block in each.all)


def _files() -> Iterator[tuple[str, str]]:
    return ((code, kind) for code in LANGUAGES for kind in (".md", ".py"))


def _has_begun(book: Book, number: str) -> bool:
    """Say if the pages of the chapter that a number belongs to exist."""
    chapter = number.partition(".")[0]
    sections = [page for page in book.pages.values() if "." in page.section]
    return any(page.section.partition(".")[0] == chapter for page in sections)


def _line(lines: list[str], number: str, id_: str) -> int:
    entry = re.compile(
        rf"""\s*["']?{re.escape(number)}["']?:\s*{re.escape(id_)}(?!\S)"""
    )
    return next((n for n, line in enumerate(lines, 1) if entry.match(line)), 1)
