"""Search without a server: Pagefind indexes the finished site, by language.

Each section is a record of its own, so that a result is the place itself. What has a
number, and what a section defines or is called, is looked up: `press.lookup`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.exceptions import Abort

from press import lookup, sections
from press.trim import UNUSED_OF_SEARCH, remove
from press.words import LANGUAGES

# What stands in a page and is not its text.
EXCLUDED = (".headerlink", ".number", ".filename")
LOOK = 0.02  # seconds between two looks at whether to stop


def index(site: Path, place: Path, stop: threading.Event | None = None) -> bool:
    """Write the search index of both languages to a folder; tell if it is whole."""
    stop = stop or threading.Event()
    with TemporaryDirectory() as folder:
        pages = _records(site, Path(folder), stop)
        if stop.is_set() or not _run(Path(folder), place, stop):
            return False
    for language in LANGUAGES:
        own = [page for page in pages if page.language == language]
        _write(place / f"names.{language}.json", lookup.names(own))
        _write(place / f"numbers.{language}.json", lookup.numbers(own))
    # Pagefind lists the languages in another order each time.
    entry = place / "pagefind-entry.json"
    _write(entry, json.loads(entry.read_text(encoding="utf-8")))
    remove(place, UNUSED_OF_SEARCH)
    return True


def _records(site: Path, folder: Path, stop: threading.Event) -> list[sections.Page]:
    """Write each section of a site to a folder, as a page; return the site's pages."""
    pages = []
    for page in sections.pages(site):
        if stop.is_set():
            break
        pages.append(page)
        for section in page.sections:
            path = folder / section.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(section.record(), encoding="utf-8")
    return pages


def _run(site: Path, place: Path, stop: threading.Event) -> bool:
    """Index a folder of pages, unless stopped; tell if it was done."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"]
    command += ["--output-path", str(place)]
    command += ["--exclude-selectors", ", ".join(EXCLUDED)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as running:
        said = _said(running, stop)
    if said is not None and running.returncode:
        raise Abort(f"the search index failed: {said}")
    return said is not None


def _said(running: subprocess.Popen, stop: threading.Event) -> str | None:
    """Wait for the end of a process and return what it said; nothing if stopped."""
    while True:
        try:
            return "".join(running.communicate(timeout=LOOK))
        except subprocess.TimeoutExpired:
            if stop.is_set():
                running.kill()
                return None


def _write(path: Path, content: dict) -> None:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    path.write_text(text, encoding="utf-8")
