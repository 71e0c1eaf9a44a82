"""Numbers from labels: what is labelled is counted in reading order, by chapter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from press.markup import SECTION, Page

COUNTED = re.compile(r"(eq|fig|tab|ex|example)-[a-z][\w-]*")


def numbers(pages: Iterable[Page]) -> dict[str, str]:
    """Return the number of every id that has one, of pages in reading order.

    Sections carry theirs (`sec-3-5-1` is 3.5.1). Equations, figures, tables and
    examples are counted in their chapter, exercises in their section. What stands in
    no chapter has no number.
    """
    found: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for page in pages:
        for block in page.all:
            if match := SECTION.fullmatch(block.id):
                found.setdefault(block.id, match[1][1:].replace("-", "."))
            elif (match := COUNTED.fullmatch(block.id)) and page.section:
                chapter = page.section.partition(".")[0]
                scope = page.section if match[1] == "ex" else chapter
                counts[match[1], scope] += 1
                found.setdefault(block.id, f"{scope}.{counts[match[1], scope]}")
    return found
