"""The tiny book, and what was computed for it once."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.assets import packages
from tests.book_copy import ROOT
from tests.press import tiny_book

pytest.register_assert_rewrite("tests.press.planting")


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder in which all tiny books keep their results."""
    folder = tmp_path_factory.mktemp("kept")
    packages(ROOT / ".cache")
    (folder / "node").symlink_to(ROOT / ".cache" / "node")
    return folder


@pytest.fixture
def book(tmp_path: Path, kept: Path) -> Path:
    """Make a tiny book without a fault."""
    return tiny_book.make(tmp_path / "book", kept)
