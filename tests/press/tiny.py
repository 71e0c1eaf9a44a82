"""Tiny books: a package of snippets with a few modules, and no page."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.book_copy import ROOT


def write(root: Path, **modules: str) -> Path:
    """Write modules below `snippets`; two underscores stand for a folder."""
    for name, text in modules.items():
        path = root.joinpath("snippets", *name.split("__")).with_suffix(".py")
        for folder in [*path.parents][: len(path.relative_to(root).parents) - 1]:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    return root


def with_kept(root: Path) -> Path:
    """Add what keeps results on disk."""
    shutil.copytree(ROOT / "snippets/kept", root / "snippets/kept")
    return root
