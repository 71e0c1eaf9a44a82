"""Faults that are planted in the tiny book, and what the build says of them."""

from __future__ import annotations

from pathlib import Path

from tests.book_copy import replace
from tests.press import tiny_book
from tests.press.tiny_book import MEAN, in_english

ES, EN = "docs/es/1-means/mean.md", "docs/en/1-means/mean.md"
ES_MEDIAN, EN_MEDIAN = "docs/es/1-means/median.md", "docs/en/1-means/median.md"
MEDIANS = (ES_MEDIAN, EN_MEDIAN)
BOTH, LABS = (ES, EN), ("docs/es/1-means/lab.py", "docs/en/1-means/lab.py")
MEANS = "snippets/means.py"
LESSON, FIGURES = (
    "snippets/chapter1/mean/lesson.py",
    "snippets/chapter1/mean/figures.py",
)
WORKS, SOURCE = "docs/shared/bibliography.yml", "docs/shared/source.yml"
FIGURE = MEAN[MEAN.index("::: figure") : MEAN.index("::: table")]
EXERCISE = MEAN[MEAN.index("::: exercise") : MEAN.index("## Fuentes")]
SOURCES = "::: sources\n"

Edit = tuple[str, str, str]  # a file, what is in it, and what comes in its place
# A file, its line or what is in it (or which line with it), the message.
Said = tuple[str, str | int | tuple[str, int], str]


def edit(book: Path, *edits: Edit) -> None:
    """Edit a book."""
    for file, old, new in edits:
        replace(book / file, old, new)


def assert_said(book: Path, *said: Said) -> None:
    """Assert what the build says of a book, whole: one fault for each entry."""
    found = tiny_book.faults(book)
    for file, place, message in said:
        line = line_at(book / file, place)
        fits = [f for f in found if f.startswith(f"{file}:{line}: ") and message in f]
        assert len(fits) == 1, (file, line, message, found)
        found.remove(fits[0])
    assert found == []


def line_at(path: Path, place: str | int | tuple[str, int]) -> int:
    """Return the number of a line: of the first with a text, or of the nth."""
    if isinstance(place, int):
        return place
    part, nth = (place, 1) if isinstance(place, str) else place
    lines = path.read_text(encoding="utf-8").splitlines()
    return [n for n, line in enumerate(lines, 1) if part in line][nth - 1]


def before(mark: str, *new: str) -> tuple[str, str]:
    """Return the edit that puts paragraphs before what begins with a mark."""
    return mark, "\n\n".join([*new, mark])


def on_both(old: str, new: str) -> list[Edit]:
    """Return the same edit of both pages on the mean."""
    return [(ES, old, new), (EN, in_english(old), in_english(new))]
