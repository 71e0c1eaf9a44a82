"""The worked example of CONTRIBUTING.md: its files, as they stand there, work."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from press import twins
from press.book import Book
from press.expand import Writer
from tests import book_copy
from tests.book_copy import ROOT, replace

FILE = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.M | re.S)
PAGE = "4-convolutional-networks/moving-average"


def run(book: Path, *command: str) -> None:
    """Run a module of Python in a copy of the book; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=book,
        env=book_copy.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def write_files(book: Path) -> list[str]:
    """Write the example's files, new but for the navigation's; return the code's."""
    written = []
    for name, text in FILE.findall((ROOT / "CONTRIBUTING.md").read_text()):
        if name == "mkdocs.yml":
            last = "      - 4-convolutional-networks/lab.ipynb\n"
            replace(book / name, last, last + text)
            continue
        assert not (book / name).exists(), name
        (book / name).parent.mkdir(exist_ok=True)
        (book / name).write_text(text)
        if name.endswith(".py"):
            written.append(name)
    return written


def test_the_worked_example_is_whole_and_passes_its_tests(tmp_path: Path) -> None:
    book = book_copy.make(tmp_path / "book")
    files = write_files(book)
    twins.mark(f"{PAGE}.md", book)

    whole = Book(book).prepare()

    texts = {}
    for code in ("es", "en"):
        writer = Writer(whole.pages[code, f"{PAGE}.md"], whole)
        texts[code] = writer.restore(writer.markdown())
    assert ">tres días</text>" in texts["es"]
    assert ">three days</text>" in texts["en"]
    assert "no pasan de 20" in re.sub(r"\s+", " ", texts["es"])
    run(book, "ruff", "check", *files)
    run(book, "ruff", "format", "--check", *files)
    run(book, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--page", PAGE)
