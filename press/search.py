"""Search without a server: Pagefind indexes the finished site, by language."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from mkdocs.exceptions import Abort

# What stands in a page and is not its text.
EXCLUDED = (".headerlink", ".equation .number", ".filename")


def index(site: Path) -> None:
    """Write the search index of both languages into the site."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"]
    command += ["--exclude-selectors", ", ".join(EXCLUDED)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Abort(f"the search index failed: {done.stderr or done.stdout}")
    _sort(site / "pagefind" / "pagefind-entry.json")


def _sort(entry: Path) -> None:
    """Put the languages in order: Pagefind lists them in another one each time."""
    content = json.loads(entry.read_text(encoding="utf-8"))
    entry.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
