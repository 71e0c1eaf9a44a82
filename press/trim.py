"""What the theme and the search tool put into the site and nothing asks for."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

UNUSED = (
    "assets/images/favicon.png",
    "assets/javascripts/*.map",
    "assets/javascripts/lunr",
    "assets/javascripts/workers",
    "assets/stylesheets/*.map",
)
UNUSED_OF_SEARCH = (
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-modular-ui.*",
    "pagefind-ui.*",
    "wasm.unknown.pagefind",
)
MAPPED = ("assets/javascripts/*.js", "assets/stylesheets/*.css")
MAP = re.compile(r"\s*(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ ?\*/)\s*$")


def trim(site: Path) -> None:
    """Remove the theme's unused files, and what names them."""
    remove(site, UNUSED)
    for path in _found(site, MAPPED):
        text = path.read_text(encoding="utf-8")
        path.write_text(MAP.sub("\n", text), encoding="utf-8")


def remove(folder: Path, patterns: tuple[str, ...]) -> None:
    """Remove from a folder what the patterns name."""
    for path in _found(folder, patterns):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _found(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(root.glob(pattern))]
