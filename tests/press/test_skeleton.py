"""The skeleton of a section: all its parts, and refused until they are written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from press import contents, skeleton
from press.book import Book
from press.faults import Fault, FaultyBook
from tests import book_copy

PLACE = "4-convolutional-networks/dilation"
TITLES = {"es": "La dilatación", "en": "Dilation"}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return book_copy.make(tmp_path / "book")


def faults_of(book: Path) -> list[Fault]:
    try:
        Book(book, reviewed=False).prepare()
    except FaultyBook as faulty:
        return faulty.faults
    return []


def test_the_build_refuses_a_skeleton_and_takes_it_once_it_is_written(book) -> None:
    made = skeleton.write(PLACE, TITLES, book)
    pages = [path for path in made if path.suffix == ".md"]
    marks = {
        (path.relative_to(book).as_posix(), number)
        for path in pages
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "⟨" in line
    }
    found = faults_of(book)
    assert {(fault.file, fault.line) for fault in found} == marks
    assert all(fault.message.endswith("is still to be written") for fault in found)
    for path in pages:
        path.write_text(re.sub("⟨[^⟩]*⟩", "x", path.read_text()))
    assert faults_of(book) == []


def test_the_skeleton_is_the_next_section_and_has_a_test_that_fails(book) -> None:
    made = skeleton.write(PLACE, TITLES, book)
    assert "# Dilation {#sec-4-6}" in (book / f"docs/en/{PLACE}.md").read_text()
    assert "# La dilatación {#sec-4-6}" in (book / f"docs/es/{PLACE}.md").read_text()
    assert book / "tests/chapter4/test_dilation.py" in made
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "tests/chapter4/test_dilation.py",
        ],
        cwd=book,
        env=book_copy.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "holds nothing that the page shows" in done.stdout
    listed = contents.order(book)
    assert listed.index(f"{PLACE}.md") == listed.index("bibliography.md") - 1


def test_a_chapter_begins_with_its_index(book) -> None:
    for place in ("2-fundamentals/index", "5-recurrent-networks/index"):
        skeleton.write(place, TITLES, book)
    text = (book / "docs/en/2-fundamentals/index.md").read_text()
    assert text.startswith("# Dilation {#sec-2}")
    listed = contents.order(book)
    chapters = [key.partition("-")[0] for key in listed if key.endswith("/index.md")]
    assert chapters == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("dilation", "accepted: a chapter and a page"),
        ("4-convolutional-networks/Dilation", "accepted: a chapter and a page"),
        ("4-convolutional-networks/pooling", "is there already"),
    ],
)
def test_what_cannot_be_begun(book: Path, place: str, message: str) -> None:
    before = {p: p.read_bytes() for p in (book / "docs").rglob("*") if p.is_file()}
    with pytest.raises(ValueError, match=message):
        skeleton.write(place, TITLES, book)
    after = {p: p.read_bytes() for p in (book / "docs").rglob("*") if p.is_file()}
    assert after == before
