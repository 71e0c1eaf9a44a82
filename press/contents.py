"""The order of the book: the pages as `nav` in mkdocs.yml lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from press.faults import Fault

FILE = "mkdocs.yml"


class _Loader(yaml.SafeLoader):
    """Reads the settings without what MkDocs alone understands (`!ENV`)."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def order(root: Path) -> list[str]:
    """Return the pages in reading order, as their files below docs/<language>."""
    text = (root / FILE).read_text(encoding="utf-8")
    nav = yaml.load(text, Loader=_Loader).get("nav") or []
    return [entry.replace(".ipynb", ".py") for entry in _flat(nav)]


def _flat(nav: object) -> Iterator[str]:
    if isinstance(nav, str) and "://" not in nav:
        yield nav
    elif isinstance(nav, list):
        for entry in nav:
            yield from _flat(entry)
    elif isinstance(nav, dict):
        for entry in nav.values():
            yield from _flat(entry)


def faults(listed: list[str], keys: set[str], root: Path) -> Iterator[Fault]:
    """Yield the pages that `nav` lacks, and those that it names and are not there."""
    lines = (root / FILE).read_text(encoding="utf-8").splitlines()
    for key in sorted(keys - set(listed)):
        shown = key.replace(".py", ".ipynb")
        message = f"the navigation lacks {shown}: add it under `nav:`"
        yield Fault(FILE, _line(lines, r"nav:"), message)
    for key in sorted(set(listed) - keys):
        shown = key.replace(".py", ".ipynb")
        message = f"the navigation names {shown}: there is no docs/es/{key}"
        yield Fault(FILE, _line(lines, rf".*(?<![\w/-]){re.escape(shown)}"), message)


def _line(lines: list[str], pattern: str) -> int:
    return next((n for n, line in enumerate(lines, 1) if re.match(pattern, line)), 1)
