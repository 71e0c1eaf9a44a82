"""A fault never publishes: whole builds of a copy of the book, with faults and without.

What is said of each fault, tests/press/test_faults.py and test_book.py hold.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import book_copy
from tests.book_copy import line_of, replace

pytestmark = pytest.mark.xdist_group("faults")

CHAPTER = "4-convolutional-networks"
ES, EN = (f"docs/{code}/{CHAPTER}/pooling.md" for code in ("es", "en"))
SNIPPET, FIGURES = "snippets/pooling.py", "snippets/chapter4/pooling/figures.py"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Copy the book, with a site that was published before."""
    copy = book_copy.make(tmp_path / "book")
    (copy / "site").mkdir()
    (copy / "site" / "index.html").write_text("the last good site")
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
    assert [path.name for path in (book / "site").iterdir()] == ["index.html"]
    assert (book / "site" / "index.html").read_text() == "the last good site"
    assert sorted(path.name for path in book.iterdir()) == before


def test_the_same_copy_without_a_fault_is_published(book: Path) -> None:
    done = book_copy.build(book)

    assert done.returncode == 0, done.stdout
    assert "the last good site" not in (book / "site" / "index.html").read_text()
    assert (book / "site" / "en" / "index.html").is_file()
