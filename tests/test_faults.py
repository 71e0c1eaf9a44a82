"""A fault never publishes: whole builds of the book, one that fails early, one late.

What is said of each fault, tests/press/test_faults.py and test_book.py hold; that a
book without faults takes the place of the last site, tests/test_site.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from press import twins
from press.markup import read_page
from tests import book_copy
from tests.book_copy import line_of, replace
from tests.conftest import LAST

CHAPTER = "4-convolutional-networks"
ES, EN = (f"docs/{code}/{CHAPTER}/pooling.md" for code in ("es", "en"))
LAB = f"{CHAPTER}/lab.py"
LABS = [f"docs/{code}/{LAB}" for code in ("es", "en")]
SNIPPET, FIGURES = "snippets/pooling.py", "snippets/chapter4/pooling/figures.py"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Copy the book, with a site that was published before."""
    copy = book_copy.make(tmp_path / "book")
    (copy / "site").mkdir()
    (copy / "site" / "index.html").write_text(LAST)
    return copy


def plant(book: Path) -> list[tuple[str, str, str]]:
    """Plant faults of all sorts; return the file, the line's text and the message."""
    replace(book / ES, "## ", "[un sitio](#nowhere)\n\n## ")
    replace(book / EN, "\n$$\n", "\n$$\n\\fracc ")
    replace(book / EN, "::: figure", "::: figrue")
    replace(book / FIGURES, "    return ", "    1 / 0\n    return ")
    replace(book / SNIPPET, "    >>> ", "    >>> 1 + 1\n    3\n    >>> ")
    return [
        (ES, "#nowhere", "broken anchor: no #nowhere in the book"),
        (EN, "\\fracc", "broken formula: Undefined control sequence: \\fracc"),
        (EN, "::: figrue", "unknown block 'figrue'"),
        (FIGURES, "1 / 0", "ZeroDivisionError: division by zero"),
        (SNIPPET, ">>> 1 + 1", "gives '2', not '3'"),
    ]


def test_faults_end_the_build_and_leave_the_last_good_site(book: Path) -> None:
    planted = plant(book)
    before = sorted(path.name for path in book.iterdir())

    done = book_copy.build(book)

    assert done.returncode != 0
    for file, part, message in planted:
        where = f"{file}:{line_of(book / file, part)}: "
        said = [row for row in done.stdout.splitlines() if where in row]
        assert [row for row in said if message in row], done.stdout
    assert f"the book has {len(planted)} faults" in done.stdout
    assert_untouched(book, before)


def test_an_error_in_a_cell_ends_the_build_late(book: Path) -> None:
    for page in LABS:
        replace(book / page, "y = correlate(x, RIGHT)\n", "y = 1 / 0\n")
    twins.mark(LAB, book)
    before = sorted(path.name for path in book.iterdir())
    cells = read_page(book / LABS[0], "es", LAB, book).blocks
    number, cell = next((n, b) for n, b in enumerate(cells, 1) if "1 / 0" in b.text)

    done = book_copy.build(book)

    assert done.returncode != 0
    place = f"{LABS[0]}:{cell.line}: cell {number}: ZeroDivisionError"
    assert place in done.stdout
    assert_untouched(book, before)


def assert_untouched(book: Path, before: list[str]) -> None:
    """Assert that the last good site is there as it was, and nothing beside it."""
    assert [path.name for path in (book / "site").iterdir()] == ["index.html"]
    assert (book / "site" / "index.html").read_text() == LAST
    assert sorted(path.name for path in book.iterdir()) == before
