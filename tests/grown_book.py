"""A grown book: real chapters again under other numbers, to 60 pages a language.

    python -m tests.grown_book FOLDER     make one there

The copies show the figures, tables, values and code of the chapters that they copy, by
their full names; ids and numbers are their own, so that every gate passes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from press.names import resolve
from press.words import LANGUAGES
from tests import book_copy
from tests.book_copy import replace

COPIED = {"3": "3-feedforward-networks", "4": "4-convolutional-networks"}
FIRST = 10
LABELLED = re.compile(r"^::: (?:figure|table|exercise) ([\w-]+)|\{#([\w-]+)\}", re.M)
COUNTED = re.compile(r"(?:eq|fig|tab|ex|example)-.*")
OWN = re.compile(
    r"(?P<before>^::: (?P<kind>\w+)[^\n]* |\{\{\s*|^# include: )"
    r"(?P<name>\.[A-Za-z_][\w.]*)",
    re.M,
)


def make(place: Path, pages: int = 60, **copy: Path | None) -> Path:
    """Copy the book to a folder and let it grow to so many pages a language."""
    book = book_copy.make(place, **copy)
    missing = pages - len(_pages(book))
    chapter = FIRST
    while missing > 0:
        number = list(COPIED)[chapter % len(COPIED)]
        missing -= _copy_chapter(book, number, str(chapter), missing)
        chapter += 1
    return book


def _pages(book: Path, folder: str = "") -> list[Path]:
    """Return the Spanish pages, those of a folder in the order of the navigation."""
    found = [*(book / "docs" / "es" / folder).rglob("*.*")]
    pages = [p for p in found if p.suffix in (".md", ".py")]
    return sorted(pages, key=lambda page: (page.stem != "index", page.name))


def _copy_chapter(book: Path, old: str, new: str, most: int) -> int:
    """Copy so many pages of a chapter, at most, under another number."""
    folder = COPIED[old]
    grown = f"{new}-{folder.partition('-')[2]}"
    names = [page.name for page in _pages(book, folder)][:most]
    for language in LANGUAGES:
        docs = book / "docs" / language
        (docs / grown).mkdir()
        texts = {name: (docs / folder / name).read_text("utf-8") for name in names}
        ids = {
            one or other for t in texts.values() for one, other in LABELLED.findall(t)
        }
        for name, text in texts.items():
            shown = OWN.sub(lambda m, n=name: _in_full(m, f"{folder}/{n}", book), text)
            (docs / grown / name).write_text(_renamed(shown, ids, old, new), "utf-8")
    listed = [f"      - {grown}/{n.replace('.py', '.ipynb')}\n" for n in names]
    entry = f"  - chapter-{new}:\n{''.join(listed)}"
    replace(book / "mkdocs.yml", "  - bibliography.md", f"{entry}  - bibliography.md")
    return len(names)


def _in_full(match: re.Match, key: str, book: Path) -> str:
    module = "figures" if match["kind"] == "figure" else "lesson"
    return match["before"] + resolve(match["name"], key, module, book)


def _renamed(text: str, ids: set[str], old: str, new: str) -> str:
    """Give a chapter's sections, and what is counted in it, ids of another chapter."""

    def another(match: re.Match) -> str:
        id_ = match[2]
        if id_ not in ids:
            return match[0]
        if COUNTED.fullmatch(id_):
            return f"{match[1]}{id_}-{new}"
        return match[1] + re.sub(rf"^sec-{old}(?=-|$)", f"sec-{new}", id_)

    return re.sub(r"(#|^::: \w+ )([\w-]+)", another, text, flags=re.M)


if __name__ == "__main__":
    made = make(Path(sys.argv[1]))
    print(f"{made}: {len(_pages(made))} pages in each language")
