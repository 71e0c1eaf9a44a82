"""The contents of a page: folded under its lead where the wide layout has no room."""

from __future__ import annotations

import re
from itertools import groupby

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

LEAD = re.compile(r'<div class="lead">(.*?)</div>', re.S)
TITLE = re.compile(r"</h1>")
CHAPTER = re.compile(r"(\d+)-")


def parted(content: str) -> tuple[str, str]:
    """Part a page's text after its lead, or after its title if it has none."""
    found = LEAD.search(content) or TITLE.search(content)
    end = found.end() if found else 0
    return content[:end], content[end:]


def contents(page: Page) -> list[AnchorLink]:
    """Return the headings below a page's title; none if the page hides them."""
    if "toc" in page.meta.get("hide", []):
        return []
    found = list(page.toc)
    return found[0].children if found and found[0].level == 1 else found


def parts(nav: Navigation, named: list[dict], language: str) -> list[tuple[str, list]]:
    """Return the entries of the book by its parts: (name, entries), "" without one.

    `named` lists the parts in their order: the number of the `first` chapter of each,
    and its name in each language.
    """

    def part(item: Section | Page) -> str:
        number = _number(item)
        begun = [each[language] for each in named if each["first"] <= number]
        return begun[-1] if begun else ""

    return [(name, list(items)) for name, items in groupby(nav.items, part)]


def _number(item: Section | Page) -> int:
    """Return the number of a chapter; 0 of what is none."""
    if not item.is_section:
        return 0
    found = CHAPTER.match(item.children[0].file.src_uri)
    return int(found[1]) if found else 0
