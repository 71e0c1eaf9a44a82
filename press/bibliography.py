"""The works that the text rests on: one file, cited from both languages."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path

import yaml

from press.faults import ROOT
from press.words import word

PAGES = re.compile(r"(\d+–\d+)")  # never parted at the end of a line
FILE = ROOT / "docs" / "shared" / "bibliography.yml"


def works() -> dict[str, dict]:
    """Return every work by its key."""
    return _read(FILE, FILE.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> dict[str, dict]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def _family(author: str) -> str:
    return author.split(",")[0]


def _named(key: str) -> str:
    """Return a work's authors as the text names them; `&` stands for the word."""
    names = [_family(author) for author in works()[key]["authors"]]
    return f"{names[0]} et al." if len(names) > 2 else " & ".join(names)


def _order(key: str) -> tuple:
    """Return what the list is sorted by: authors, then years."""
    work = works()[key]
    return [author.casefold() for author in work["authors"]], work["year"]


def _year(key: str) -> str:
    """Return a work's year, with a letter if its short name is another's too."""
    year, name = works()[key]["year"], _named(key)
    same = [k for k in works() if (works()[k]["year"], _named(k)) == (year, name)]
    if len(same) == 1:
        return str(year)
    return f"{year}{'abcdef'[sorted(same, key=_order).index(key)]}"


def short(key: str, language: str) -> str:
    """Return how the text names a work: `LeCun et al., 2015`."""
    named = _named(key).replace("&", word("and", language))
    return f"{named}, {_year(key)}"


def entry(key: str, language: str) -> str:
    """Return a work as the list of sources shows it, in HTML."""
    work = works()[key]
    authors = work["authors"]
    if len(authors) > 6:
        named = "; ".join(map(escape, authors[:6])) + " et al."
    else:
        named = "; ".join(map(escape, authors))
    title = f"<cite>{escape(work['title'])}</cite>"
    stop = "" if work["title"].endswith("?") else "."
    where = PAGES.sub(r'<span class="short">\1</span>', escape(work.get("in", "")))
    place = f" {where}." if where else ""
    url = f"https://doi.org/{work['doi']}" if work.get("doi") else work.get("url", "")
    shown = escape(url.removeprefix("https://")).replace("/", "/<wbr>")
    link = f' <a href="{escape(url)}">{shown}</a>' if url else ""
    return f"{named} ({_year(key)}). {title}{stop}{place}{link}"


def listing(keys: list[str], language: str) -> str:
    """Return works as an HTML list, in the order of their authors."""
    ordered = sorted(keys, key=_order)
    items = [
        f'<li id="ref-{key}" lang="{works()[key].get("language", "en")}">'
        f"{entry(key, language)}</li>"
        for key in ordered
    ]
    return f'<ul class="sources" data-pagefind-ignore>{"".join(items)}</ul>'
