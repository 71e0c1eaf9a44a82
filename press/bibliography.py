"""The works that the text rests on: one file, cited from both languages."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path

import yaml

from press.faults import ROOT
from press.words import word

FILE = ROOT / "docs" / "shared" / "bibliography.yml"


def works() -> dict[str, dict]:
    """Return every work by its key."""
    return _read(FILE, FILE.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> dict[str, dict]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def _family(author: str) -> str:
    return author.split(",")[0]


def short(key: str, language: str) -> str:
    """Return how the text names a work: `LeCun et al., 2015`."""
    work = works()[key]
    names = [_family(author) for author in work["authors"]]
    if len(names) > 2:
        names = [f"{names[0]} et al."]
    joined = f" {word('and', language)} ".join(names)
    return f"{joined}, {work['year']}"


def entry(key: str, language: str) -> str:
    """Return a work as the list of sources shows it, in HTML."""
    work = works()[key]
    authors = work["authors"]
    if len(authors) > 6:
        named = "; ".join(map(escape, authors[:6])) + " et al."
    else:
        named = "; ".join(map(escape, authors))
    title = f"<cite>{escape(work['title'])}</cite>"
    place = f" {escape(work['in'])}." if work.get("in") else ""
    url = f"https://doi.org/{work['doi']}" if work.get("doi") else work.get("url", "")
    shown = escape(url.removeprefix("https://"))
    link = f' <a href="{escape(url)}">{shown}</a>' if url else ""
    return f"{named} ({work['year']}). {title}.{place}{link}"


def listing(keys: list[str], language: str) -> str:
    """Return works as an HTML list, in the order of their authors."""
    ordered = sorted(keys, key=lambda k: (works()[k]["authors"], works()[k]["year"]))
    items = [
        f'<li id="ref-{key}" lang="{works()[key].get("language", "en")}">'
        f"{entry(key, language)}</li>"
        for key in ordered
    ]
    return f'<ul class="sources" data-pagefind-ignore>{"".join(items)}</ul>'
