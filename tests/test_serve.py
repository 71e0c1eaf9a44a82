"""`mkdocs serve`: an edit writes its pages alone; a fault is shown, serving goes on.

What all edits and faults together leave is what a clean build gives, byte for byte.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from press import twins
from tests import book_copy
from tests.book_copy import replace
from tests.book_server import Server

EPOCH = {"SOURCE_DATE_EPOCH": "1700000000"}
CHAPTER = "4-convolutional-networks"
FIGURES = "snippets/chapter4/pooling/figures.py"
POOLING = f"{CHAPTER}/pooling/"
RUNNING = "Converting notebook (execute=True)"
FIGURE = """
::: figure fig-inserted .topologies
alt: {alt}

{caption}
:::

## """


class Served:
    """A served copy of the book, and the folder that it is served from."""

    def __init__(self, folder: Path) -> None:
        self.book = book_copy.make(folder / "book")
        (folder / "served").mkdir()
        self.server = Server(
            self.book, folder / "log.txt", TMPDIR=str(folder / "served"), **EPOCH
        )
        self.folder = folder

    def start(self) -> None:
        """Wait for the first page, and for the folder that it is served from."""
        self.server.until(POOLING, lambda html: "<svg" in html)
        (self.site,) = (self.folder / "served").glob("mkdocs_*")

    def edit(self, name: str, old: str, new: str) -> None:
        replace(self.book / name, old, new)

    def edit_both(self, page: str, old: str, *new: str) -> None:
        """Edit a page in Spanish and English."""
        for code, text in zip(("es", "en"), new, strict=True):
            self.edit(f"docs/{code}/{CHAPTER}/{page}", old, text)

    def files(self) -> dict[str, tuple[int, int]]:
        """Return what tells whether a file of the site was written."""
        found = (p for p in self.site.rglob("*") if p.is_file())
        stats = {p.relative_to(self.site).as_posix(): p.stat() for p in found}
        return {name: (s.st_mtime_ns, s.st_ino) for name, s in stats.items()}

    def written(self, edit: Callable[[], None], page: str, text: str) -> set[str]:
        """Return the files that an edit has written when a page shows a text."""
        self.server.until_idle()
        before = self.files()
        edit()
        self.server.until(page, lambda html: text in html)
        after = self.files()
        return {name for name in after if after[name] != before.get(name)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("serve"))
    try:
        made.start()
        yield made
    finally:
        made.server.stop()


def test_an_edit_of_a_text_writes_its_page_alone_with_a_notice(served: Served) -> None:
    def edit() -> None:
        served.edit(f"docs/es/{CHAPTER}/pooling.md", "## ", "Frase añadida.\n\n## ")

    notice = "Spanish text changed since the pair was reviewed"
    assert notice not in served.server.log.read_text()
    written = served.written(edit, POOLING, "Frase añadida.")
    assert written == {f"{POOLING}index.html"}
    assert notice in served.server.log.read_text()


def test_an_edit_of_a_figure_is_one_rebuild_of_its_page_in_both_languages(
    served: Served,
) -> None:
    def edit() -> None:
        new = "    figure.text(0.5, 0.5, say('recién dibujada', 'newly drawn'))\n"
        served.edit(FIGURES, "    return figure", f"{new}    return figure")

    before = served.server.rebuilds()
    written = served.written(edit, POOLING, "recién dibujada")
    pages = {f"{POOLING}index.html", f"en/{POOLING}index.html"}
    module = "code/snippets/chapter4/pooling/figures.html"
    assert written == pages | {"assets/code.zip", module}
    assert "newly drawn" in served.server.get(f"en/{POOLING}")
    served.server.until_idle()
    assert served.server.rebuilds() == before + 1


def test_a_broken_snippet_is_shown_and_serving_goes_on(served: Served) -> None:
    figures = served.book / FIGURES
    whole = figures.read_text()
    figures.write_text("def broken(:\n" + whole)

    shown = served.server.until(POOLING, lambda html: 'class="fault"' in html)
    message = re.search(r'class="fault".*?</div>', shown, re.S)[0]
    assert f"{FIGURES}:1: SyntaxError" in message
    assert 'class="fault"' in served.server.get("en/")

    figures.write_text(whole)
    found = served.server.until(POOLING, lambda html: 'class="fault"' not in html)
    assert "<svg" in found


def edits(served: Served) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Make one edit after another; yield a page and what it must show then."""
    served.edit(f"docs/en/{CHAPTER}/pooling.md", "## ", "An added sentence.\n\n## ")
    yield f"en/{POOLING}", lambda html: "An added sentence." in html

    served.edit("snippets/pooling.py", "\n\ndef ", "\n\nADDED = 1\n\n\ndef ")
    new = "::: code pooling.ADDED\n\n## "
    served.edit_both("pooling.md", "## ", new, new)
    yield f"en/{POOLING}", lambda html: "ADDED" in html

    spanish = FIGURE.format(alt="Rejillas y lo que las une.", caption="Rejillas.")
    english = FIGURE.format(alt="Grids and what joins them.", caption="Grids.")
    served.edit_both("index.md", "\n## ", spanish, english)
    yield f"en/{CHAPTER}/", lambda html: 'id="fig-inserted"' in html

    title = "# The pooling operation, again {#"
    served.edit(f"docs/en/{CHAPTER}/pooling.md", "# The pooling operation {#", title)
    yield "en/", lambda html: "The pooling operation, again" in html

    served.edit("docs/shared/bibliography.yml", "title: ", "title: Again, ")
    yield "bibliography/", lambda html: "Again, " in html

    served.edit("docs/shared/assets/book.css", "", "/* edited */\n")
    yield "assets/book.css", lambda css: css.startswith("/* edited */")

    new_one = f"cell {secrets.token_hex(8)}"  # not in the cache of an earlier test
    new = f"# %%\nprint('{new_one}')\n\n# %% [markdown]"
    runs = served.server.log.read_text().count(RUNNING)
    served.edit_both("lab.py", "# %% [markdown]", *[f"# %% [markdown]\n#\n\n{new}"] * 2)
    yield f"en/{CHAPTER}/lab/", lambda html: f"{new_one}\n" in html
    assert served.server.log.read_text().count(RUNNING) == runs + 1

    served.edit_both("convolution.md", "$$\n", *["$$\n\\fracc\n"] * 2)
    yield "en/", lambda html: "broken formula" in html

    served.edit_both("convolution.md", "\\fracc\n", "", "")
    yield "en/", lambda html: 'class="fault"' not in html

    (served.book / "docs/shared/assets/added.txt").write_text("added")
    yield "assets/added.txt", lambda text: text == "added"

    (served.book / "docs/shared/assets/added.txt").unlink()
    served.edit_both("pooling.md", "## ", "La última.\n\n## ", "The last one.\n\n## ")
    yield f"en/{POOLING}", lambda html: "The last one." in html


def contents(site: Path) -> dict[str, bytes]:
    files = (p for p in site.rglob("*") if p.is_file())
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in files}


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))


def test_edits_leave_what_a_clean_build_gives(served: Served) -> None:
    for page, holds in edits(served):
        served.server.until(page, holds)
    served.server.until_idle()
    found = contents(served.site)

    for key in twins.keys(served.book):
        twins.mark(key, served.book)
    address = f"http://127.0.0.1:{served.server.port}/"
    done = book_copy.build(served.book, SITE_URL=address, **EPOCH)
    assert done.returncode == 0, done.stdout
    assert different(found, contents(served.book / "site")) == []


def test_what_is_sent_is_what_is_served(served: Served) -> None:
    """Only the script that reloads the page is added, and no fault is left."""
    sent = served.server.get(f"en/{POOLING}")
    kept = (served.site / f"en/{POOLING}index.html").read_text(encoding="utf-8")
    assert re.sub(r"<script>\nvar livereload.*?</script>", "", sent, flags=re.S) == kept
