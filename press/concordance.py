"""The concordance with the source: what carries each of its numbers here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from press.faults import Fault
from press.files import fields, line_of
from press.ids import Ids
from press.markup import Page

FILE = "docs/shared/source.yml"
PARTS = ("sections", "equations", "figures", "examples")
ACCEPTED = f"accepted: {', '.join(PARTS)}"
Pages = dict[tuple[str, str], Page]


class Entry(NamedTuple):
    """A number of the source, and what carries it: an id, or a page and an id in it."""

    part: str
    number: str
    carrier: str
    line: int


def read(root: Path) -> tuple[list[Entry], list[Fault]]:
    """Return the entries of the concordance, or what is wrong with it as a whole."""
    found, text, faults = fields(root, FILE, f"it has no parts; {ACCEPTED}")
    faults += [Fault(FILE, 1, message) for message in _wrong_parts(found)]
    if faults:
        return [], faults
    entries = [
        (part, str(number), str(carrier))
        for part, numbers in found.items()
        for number, carrier in (numbers or {}).items()
    ]
    return [Entry(*entry, _line(text, *entry[1:])) for entry in entries], []


def _wrong_parts(found: dict) -> Iterator[str]:
    for part, entries in found.items():
        if part not in PARTS:
            yield f"unknown part {part!r}; {ACCEPTED}"
        elif entries is not None and not isinstance(entries, dict):
            yield f'{part} is {entries!r}; accepted: lines `"4.1": id`'


def _line(text: str, number: str, carrier: str) -> int:
    entry = rf"""\s*["']?{re.escape(number)}["']?:\s*{re.escape(carrier)}(?!\S)"""
    return line_of(text, entry)


def faults(entries: list[Entry], pages: Pages, ids: dict[str, Ids]) -> Iterator[Fault]:
    """Yield what the concordance names and a page that exists does not have.

    What one language has and the other lacks is a difference of the twins already.
    """
    sections = (page.section.partition(".") for page in pages.values())
    begun = {chapter for chapter, dot, _ in sections if dot}
    for entry in entries:
        home, _, anchor = entry.carrier.partition("#")
        if entry.part == "sections":
            where, known = f"the page {home}", _ids_of(home, pages)
            lost = bool(anchor) and known is not None and anchor not in known
        else:
            where, anchor = "the book", entry.carrier
            lost = entry.number.partition(".")[0] in begun
            lost = lost and not any(anchor in found for found in ids.values())
        if lost:
            what = f"{entry.part[:-1]} {entry.number} of the source"
            message = f"{what} is {entry.carrier}, which {where} does not have"
            yield Fault(FILE, entry.line, message)


def _ids_of(home: str, pages: Pages) -> set[str] | None:
    """Return the ids of a page, named without its ending; None if there is none."""
    twins = [p for (_, key), p in pages.items() if key.rpartition(".")[0] == home]
    return {block.id for page in twins for block in page.all} if twins else None
