"""How long a build takes: `python -m tests.build_times`, with ratios.

The yardstick is the same pages built by MkDocs and its theme alone, with all
figures, formulas, code and outputs left as the marks that stand for them.
"""

from __future__ import annotations

import gzip
import tempfile
import time
from pathlib import Path

import yaml

from tests import book_copy
from tests.book_copy import ROOT, replace
from tests.book_server import Server

PAGE = "4-convolutional-networks/pooling/"
FIGURES = Path("snippets/figures/pooling.py")
WEIGHED = Path("4-convolutional-networks/convolution/index.html")


def timed_build(book: Path, *args: str) -> float:
    """Return the seconds that a build takes; it must succeed."""
    start = time.perf_counter()
    done = book_copy.build(book, *args)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(done.stdout)
    return seconds


class _Loader(yaml.SafeLoader):
    """Reads a configuration without looking at its special tags."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: "")


def plain(book: Path) -> float:
    """Return the seconds for both languages without the press."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text(), Loader=_Loader)
    kept = ("site_name", "theme", "markdown_extensions")
    base = {key: config[key] for key in kept}
    for own in ("custom_dir", "icon"):
        base["theme"].pop(own)
    seconds = 0.0
    for code in ("es", "en"):
        place = {"docs_dir": f"docs/{code}", "site_dir": f"plain/{code}", "plugins": []}
        (book / f"plain.{code}.yml").write_text(yaml.safe_dump(base | place))
        seconds += timed_build(book, "-f", f"plain.{code}.yml")
    return seconds


def reload(book: Path, log: Path) -> tuple[float, float]:
    """Return the seconds from an edit of a figure, and of a text, to the new page."""
    server = Server(book, log)
    try:
        server.until(PAGE, lambda html: "<svg" in html)
        text = "    figure.text(0.5, 0.5, say.same('Timing'))\n    return figure"
        start = time.perf_counter()
        replace(book / FIGURES, "    return figure", text)
        server.until(PAGE, lambda html: ">Timing<" in html)
        figure = time.perf_counter() - start
        start = time.perf_counter()
        replace(book / "docs/es" / f"{PAGE[:-1]}.md", "## ", "Cronometrado.\n\n## ")
        server.until(PAGE, lambda html: "Cronometrado." in html)
        return figure, time.perf_counter() - start
    finally:
        server.stop()


def main() -> None:
    """Measure in a copy of the book, and print."""
    with tempfile.TemporaryDirectory() as folder:
        book = book_copy.make(Path(folder) / "book", cache=None)
        (book / ".cache").mkdir()
        packages = ROOT / ".cache" / "node"
        if packages.exists():
            (book / ".cache" / "node").symlink_to(packages)
        cold = timed_build(book)
        warm = min(timed_build(book) for _ in range(3))
        bare = min(plain(book) for _ in range(3))
        weight = len(gzip.compress((book / "site" / WEIGHED).read_bytes()))
        figure, text = reload(book, Path(folder) / "log.txt")
    print(f"cold build, no result cached      {cold:6.1f} s")
    print(f"warm build                        {warm:6.1f} s")
    print(f"pages alone, without the press    {bare:6.1f} s")
    print(f"warm / pages alone                {warm / bare:6.2f}")
    print(f"edit of a figure to new page      {figure:6.1f} s")
    print(f"edit of a text to new page        {text:6.1f} s")
    print(f"HTML of the page of 4.1, gzipped  {weight / 1000:6.1f} KB")


if __name__ == "__main__":
    main()
