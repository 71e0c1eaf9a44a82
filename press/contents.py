"""The order of the book: the pages as `nav` in mkdocs.yml lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from press.faults import Fault
from press.files import line_of
from press.names import key_of, uri_of

FILE = "mkdocs.yml"


class _Loader(yaml.SafeLoader):
    """Reads the settings without what MkDocs alone understands (`!ENV`)."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def order(root: Path) -> list[str]:
    """Return the pages in reading order, as their files below docs/<language>."""
    text = (root / FILE).read_text(encoding="utf-8")
    nav = yaml.load(text, Loader=_Loader).get("nav") or []
    return [key_of(entry) for entry in _flat(nav)]


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
    text = (root / FILE).read_text(encoding="utf-8")
    for key in sorted(keys - set(listed)):
        message = f"the navigation lacks {uri_of(key)}: add it under `nav:`"
        yield Fault(FILE, line_of(text, r"nav:"), message)
    for key in sorted(set(listed) - keys):
        message = f"the navigation names {uri_of(key)}: there is no docs/es/{key}"
        entry = rf".*(?<![\w/-]){re.escape(uri_of(key))}"
        yield Fault(FILE, line_of(text, entry), message)
