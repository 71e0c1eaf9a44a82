"""How long builds and edits take, and how that grows: `python -m tests.build_times`.

Measured in copies of the book, at today's size and grown to 60 pages a language. An
edit is timed from the writing of the file to the reloaded page in Chromium. The
yardstick of a build is the same pages built by MkDocs and its theme alone, with all
figures, formulas, code and outputs left as the marks that stand for them.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests import book_copy, grown_book
from tests.book_copy import ROOT, replace
from tests.book_server import Server

GROWN = 60
PAGE = "4-convolutional-networks/pooling/"
FIGURES = "snippets/chapter4/pooling/figures.py"
SHOWN = "snippets/pooling.py"
WEIGHED = "4-convolutional-networks/convolution/index.html"
# When a page that has a text was first painted, in milliseconds since 1970.
PAINTED = """([where, text]) => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  const found = [...document.querySelectorAll(where)];
  const has = found.some(tag => tag.textContent.includes(text));
  return has && paint && performance.timeOrigin + paint.startTime;
}"""
# A build that says at its end how much memory it had, in KB (bytes on macOS).
WEIGHING = (
    "import resource, sys\n"
    "from mkdocs.__main__ import cli\n"
    "cli(['build', '--quiet'], standalone_mode=False)\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
)


def timed_build(book: Path, *args: str) -> float:
    """Return the seconds that a build takes; it must succeed."""
    start = time.perf_counter()
    done = book_copy.build(book, *args)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(done.stdout)
    return seconds


def memory(book: Path) -> float:
    """Return the peak memory of a warm build in MB, its workers apart."""
    command = [sys.executable, "-c", WEIGHING]
    env = book_copy.environment()
    done = subprocess.run(
        command, cwd=book, env=env, capture_output=True, text=True, check=True
    )
    return int(done.stderr.split()[-1]) / (1e6 if sys.platform == "darwin" else 1e3)


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


@dataclass
class Edits:
    """The seconds from an edit to the reloaded page, the best of several."""

    text: float
    snippet: float
    figure: float
    drawn: float


class Reader:
    """A page of a served book, open in a browser."""

    def __init__(self, book: Path, page, server: Server) -> None:
        self.book, self.page, self.server = book, page, server

    def seconds(self, edit: Callable[[], None], where: str, text: str) -> float:
        """Return how long it takes from an edit until its text is painted."""
        self.server.until_idle()
        start = time.time()
        edit()
        painted = self.page.wait_for_function(
            PAINTED, arg=[where, text], polling=20, timeout=600_000
        )
        return painted.json_value() / 1000 - start

    def text(self, number: int) -> float:
        """Time a new paragraph."""
        file, said = self.book / f"docs/es/{PAGE[:-1]}.md", f"Cronometrado {number}."
        edit = lambda: replace(file, "## ", f"{said}\n\n## ")  # noqa: E731
        return self.seconds(edit, "article p", said)

    def snippet(self, number: int) -> float:
        """Time a comment in a function that the page shows."""
        file, said = self.book / SHOWN, f"# Timed {number}."
        code = file.read_text(encoding="utf-8")
        shown = re.search(r"^def max_pool2d\(.*?(?=^    return)", code, re.M | re.S)[0]
        edit = lambda: replace(file, shown, f"{shown}    {said}\n")  # noqa: E731
        return self.seconds(edit, "article code", said)

    def figures(self) -> tuple[float, float]:
        """Time a word in a figure: drawn anew, and again when its drawing is kept."""
        file, said = self.book / FIGURES, "Timing"
        before = file.read_text(encoding="utf-8")
        new = f"    figure.text(0.5, 0.5, say.same('{said}'))\n    return figure"
        edit = lambda: replace(file, "    return figure", new)  # noqa: E731
        drawn = self.seconds(edit, "article svg", said)
        file.write_text(before, encoding="utf-8")
        self.server.until(PAGE, lambda html: f">{said}<" not in html)
        return drawn, self.seconds(edit, "article svg", said)


@contextmanager
def _reader(book: Path, log: Path) -> Iterator[Reader]:
    """Serve a book and open a page of it."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)))
    server = Server(book, log)
    try:
        server.until(PAGE, lambda html: "<svg" in html)
        with sync_playwright() as playwright:
            options = {"args": ["--no-sandbox", "--disable-gpu"]}
            browser = playwright.chromium.launch(executable_path=program, **options)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.port}/{PAGE}")
            yield Reader(book, page, server)
            browser.close()
    finally:
        server.stop()


def edits(book: Path, log: Path) -> Edits:
    """Return the seconds of edits in a served book."""
    with _reader(book, log) as reader:
        text = min(reader.text(number) for number in range(5))
        snippet = min(reader.snippet(number) for number in range(5))
        drawn, figure = reader.figures()
        return Edits(text, snippet, figure, drawn)


def pages(book: Path) -> int:
    """Return how many pages a book has in both languages."""
    return sum(p.suffix in (".md", ".py") for p in (book / "docs").glob("e[ns]/**/*"))


def today(folder: Path) -> tuple[float, float, Path]:
    """Return the seconds of a cold build, those without the press, and the book."""
    book = book_copy.make(folder / "book", cache=None)
    (book / ".cache").mkdir()
    packages = ROOT / ".cache" / "node"
    if packages.exists():
        (book / ".cache" / "node").symlink_to(packages)
    return timed_build(book), min(plain(book) for _ in range(3)), book


def main() -> None:
    """Measure in copies of the book, and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold, bare, book = today(folder)
        grown = grown_book.make(folder / "grown", GROWN, cache=book / ".cache")
        timed_build(grown)  # its figures have ids of their own: drawn once
        warm = [min(timed_build(b) for _ in range(3)) for b in (book, grown)]
        sizes = [memory(b) for b in (book, grown)]
        counts = [pages(b) for b in (book, grown)]
        weight = len(gzip.compress((book / "site" / WEIGHED).read_bytes()))
        found = [edits(b, folder / "log.txt") for b in (book, grown)]
    each = [seconds / count for seconds, count in zip(warm, counts, strict=True)]
    print(f"pages in both languages           {counts[0]:6} {counts[1]:6}")
    print(f"cold build, no result cached      {cold:6.1f} s")
    print(f"warm build                        {warm[0]:6.1f} {warm[1]:6.1f} s")
    print(f"warm build, a page                {each[0]:6.3f} {each[1]:6.3f} s")
    print(f"its growth (at most 1.2)          {each[1] / each[0]:13.2f}")
    print(f"peak memory of a warm build       {sizes[0]:6.0f} {sizes[1]:6.0f} MB")
    print(f"its growth (at most 2)            {sizes[1] / sizes[0]:13.2f}")
    print(f"pages alone, without the press    {bare:6.1f} s")
    print(f"warm / pages alone                {warm[0] / bare:6.2f}")
    for what, name, most in (
        ("text", "text", " (at most 1.0)"),
        ("snippet", "snippet", " (at most 2.0)"),
        ("figure, kept", "figure", " (at most 2.0)"),
        ("figure, drawn anew", "drawn", ""),
    ):
        small, large = (getattr(edit, name) for edit in found)
        print(f"edit of a {what + most:23} {small:6.2f} {large:6.2f} s")
    print(f"HTML of the page of 4.1, gzipped  {weight / 1000:6.1f} KB")


if __name__ == "__main__":
    main()
