"""A copy of the book to break, build and serve without touching the real one."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("docs", "press", "snippets", "tests")
FILES = ("LICENSE", "LICENSE-TEXT", "mkdocs.yml", "mkdocs.en.yml", "pyproject.toml")
IGNORED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")


def make(place: Path, cache: Path | None = ROOT / ".cache") -> Path:
    """Copy the book to a folder; results are taken from the cache, if any."""
    for name in PARTS:
        shutil.copytree(ROOT / name, place / name, ignore=IGNORED)
    for name in FILES:
        shutil.copy(ROOT / name, place / name)
    if cache:
        cache.mkdir(exist_ok=True)
        (place / ".cache").symlink_to(cache)
    return place


def compute() -> None:
    """Compute what all pages show, once for all tests: they find it kept."""
    from press.book import Book

    Book(ROOT, reviewed=False).prepare()


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a build: nothing of the tests' own in it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    quiet = {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return kept | quiet | more


def command(*args: str) -> list[str]:
    """Return a MkDocs command of this Python."""
    return [sys.executable, "-m", "mkdocs", *args]


def build(book: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Build a copy and return what it said; `stderr` is joined to `stdout`."""
    return subprocess.run(
        command("build", *args),
        cwd=book,
        env=environment(**env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )


def digest(site: Path) -> dict[str, str]:
    """Return a hash of each file of a site, by its place."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def replace(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text, which must be there."""
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{path} has no {old!r}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(path: Path, part: str) -> int:
    """Return the number of the first line that holds a text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if part in line)
