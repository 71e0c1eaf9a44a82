"""The ids of one language, and the pages where each stands."""

from __future__ import annotations

from collections.abc import Iterator

from press.faults import Fault
from press.markup import Page


class Ids:
    """Which pages have an id; those of headings, but for sections', may be shared."""

    def __init__(self) -> None:
        self._homes: dict[str, list[str]] = {}
        self._shared: set[str] = set()

    def note(self, page: Page) -> Iterator[Fault]:
        """Take the ids of a page; yield those that are another's already."""
        for block in (b for b in page.all if b.id):
            shared = block.kind == "heading" and not block.id.startswith("sec-")
            homes = self._homes.setdefault(block.id, [])
            new = shared and block.id in self._shared and page.key not in homes
            if homes and not new:
                message = f"{block.kind} {block.id} is already in {homes[-1]}"
                yield Fault(page.name, block.line, f"duplicate id: {message}")
                continue
            homes.append(page.key)
            self._shared |= {block.id} if shared else set()

    def homes(self, id_: str) -> list[str]:
        """Return the pages that have an id, in the order in which they were read."""
        return self._homes.get(id_, [])

    def __contains__(self, id_: str) -> bool:
        return id_ in self._homes
