"""Search without a server: Pagefind indexes the finished site, by language."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from mkdocs.exceptions import Abort

from press.trim import UNUSED_OF_SEARCH, remove

# What stands in a page and is not its text.
EXCLUDED = (".headerlink", ".equation .number", ".filename")
LOOK = 0.02  # seconds between two looks at whether to stop


def index(site: Path, place: Path, stop: threading.Event | None = None) -> bool:
    """Write the search index of both languages to a folder; tell if it is whole."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"]
    command += ["--output-path", str(place)]
    command += ["--exclude-selectors", ", ".join(EXCLUDED)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as running:
        said = _said(running, stop or threading.Event())
    if said is None:
        return False
    if running.returncode:
        raise Abort(f"the search index failed: {said}")
    _sort(place / "pagefind-entry.json")
    remove(place, UNUSED_OF_SEARCH)
    return True


def _said(running: subprocess.Popen, stop: threading.Event) -> str | None:
    """Wait for the end of a process and return what it said; nothing if stopped."""
    while True:
        try:
            return "".join(running.communicate(timeout=LOOK))
        except subprocess.TimeoutExpired:
            if stop.is_set():
                running.kill()
                return None


def _sort(entry: Path) -> None:
    """Put the languages in order: Pagefind lists them in another one each time."""
    content = json.loads(entry.read_text(encoding="utf-8"))
    entry.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
