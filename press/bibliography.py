"""The works that the text rests on: one file, cited from both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from html import escape
from pathlib import Path

from press import files
from press.faults import Fault
from press.words import word

PAGES = re.compile(r"(\d+–\d+)")  # never parted at the end of a line
FILE = "docs/shared/bibliography.yml"
NEEDED = {"authors": list, "title": str, "year": int}


class Works(dict[str, dict]):
    """Every work by its key, and how text and list name it."""

    def __init__(
        self,
        works: dict[str, dict],
        faults: Sequence[Fault] = (),
        wrong: Set[str] = frozenset(),
    ) -> None:
        """Keep the works that lack nothing; `faults` say what the others lack."""
        super().__init__(works)
        self.faults, self.wrong = list(faults), wrong

    def may_have(self, key: str) -> bool:
        """Say if a key is a work, or is not known to be none."""
        unread = self.faults and not self.wrong
        return bool(unread) or key in self or key in self.wrong

    def _named(self, key: str) -> str:
        """Return a work's authors as the text names them; `&` stands for the word."""
        names = [author.split(",")[0] for author in self[key]["authors"]]
        return f"{names[0]} et al." if len(names) > 2 else " & ".join(names)

    def _order(self, key: str) -> tuple:
        """Return what the list is sorted by: authors, then years."""
        work = self[key]
        return [author.casefold() for author in work["authors"]], work["year"]

    def _year(self, key: str) -> str:
        """Return a work's year, with a letter if its short name is another's too."""
        year, name = self[key]["year"], self._named(key)
        same = [k for k in self if (self[k]["year"], self._named(k)) == (year, name)]
        if len(same) == 1:
            return str(year)
        return f"{year}{'abcdef'[sorted(same, key=self._order).index(key)]}"

    def short(self, key: str, language: str) -> str:
        """Return how the text names a work: `LeCun et al., 2015`."""
        named = self._named(key).replace("&", word("and", language))
        return f"{named}, {self._year(key)}"

    def entry(self, key: str) -> str:
        """Return a work as the list of sources shows it, in HTML."""
        work = self[key]
        authors = work["authors"]
        named = "; ".join(map(escape, authors[:6] if len(authors) > 6 else authors))
        named += " et al." if len(authors) > 6 else ""
        title = f"<cite>{escape(work['title'])}</cite>"
        stop = "" if work["title"].endswith("?") else "."
        where = PAGES.sub(r'<span class="short">\1</span>', escape(work.get("in", "")))
        place = f" {where}." if where else ""
        doi = work.get("doi")
        url = f"https://doi.org/{doi}" if doi else work.get("url", "")
        shown = escape(url.removeprefix("https://")).replace("/", "/<wbr>")
        link = f' <a href="{escape(url)}">{shown}</a>' if url else ""
        return f"{named} ({self._year(key)}). {title}{stop}{place}{link}"

    def listing(self, keys: list[str]) -> str:
        """Return works as an HTML list, in the order of their authors."""
        items = [
            f'<li id="ref-{key}" lang="{self[key].get("language", "en")}">'
            f"{self.entry(key)}</li>"
            for key in sorted(keys, key=self._order)
        ]
        return f'<ul class="sources" data-pagefind-ignore>{"".join(items)}</ul>'


def read(root: Path) -> Works:
    """Return the works of a book; those that lack something are faults."""
    otherwise = "no list of works; accepted: `key:` and fields"
    found, text, faults = files.fields(root, FILE, otherwise)
    wrong = {key: list(_complaints(work)) for key, work in found.items()}
    faults += [
        Fault(FILE, files.line_of(text, re.escape(f"{key}:")), f"{key} {complaint}")
        for key, complaints in wrong.items()
        for complaint in complaints
    ]
    good = {key: work for key, work in found.items() if not wrong[key]}
    return Works(good, faults, {key for key in wrong if wrong[key]})


def _complaints(work: object) -> Iterator[str]:
    if not isinstance(work, dict):
        yield "is no work: it needs authors, title and year"
        return
    for name, kind in NEEDED.items():
        if name not in work:
            yield f"lacks its {name}"
        elif not isinstance(work[name], kind) or not work[name]:
            yield f"has {name} {work[name]!r}; accepted: {kind.__name__}"
        elif kind is list and not all(isinstance(each, str) for each in work[name]):
            yield f"has {name} {work[name]!r}; accepted: a list of names"
