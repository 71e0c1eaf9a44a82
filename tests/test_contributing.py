"""The worked example of CONTRIBUTING.md: its files, as they stand there, work."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

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


def write_files(book: Path) -> None:
    """Write the example's files; each is new, but for the navigation's."""
    for name, text in FILE.findall((ROOT / "CONTRIBUTING.md").read_text()):
        if name == "mkdocs.yml":
            last = "      - 4-convolutional-networks/lab.ipynb\n"
            replace(book / name, last, last + text)
        else:
            assert not (book / name).exists(), name
            (book / name).write_text(text)


def test_the_worked_example_builds_and_passes_its_tests(tmp_path: Path) -> None:
    book = book_copy.make(tmp_path / "book")
    write_files(book)
    run(book, "press.twins", "mark", f"{PAGE}.md")
    done = book_copy.build(book)
    assert done.returncode == 0, done.stdout
    es = (book / "site" / PAGE / "index.html").read_text()
    en = (book / "site/en" / PAGE / "index.html").read_text()
    assert "media de tres días" in es
    assert "mean of three days" in en
    assert "no pasan de 20" in re.sub(r"\s+", " ", es)
    run(book, "ruff", "check", "snippets", "tests/test_moving_average.py")
    run(book, "ruff", "format", "--check", "snippets", "tests/test_moving_average.py")
    files = ("tests/test_moving_average.py", "snippets/moving_average.py")
    run(book, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *files)
