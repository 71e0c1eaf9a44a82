"""Notebooks: what a run becomes on the page, and a cell that fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import BuildError

from press import notebooks, twins
from press.blocks.code import Cell
from press.markup import Page, read_page
from tests import book_copy
from tests.book_copy import ROOT

KEY = "4-convolutional-networks/lab.py"


def test_a_picture_without_a_description_is_refused() -> None:
    cell = (
        '<div class="jp-Cell"><div class="jp-OutputArea-output">'
        '<img src="data:image/svg+xml;base64,PHN2ZyB2aWV3Qm94PSIwIDAgMSAxIj48L3N2Zz4=">'
        "</div></div>"
    )
    page = Page(ROOT / "docs/es/x.py", "es", "x.py", {}, "", [Cell(7)], [])
    with pytest.raises(BuildError, match=r"x\.py:7: the picture lacks its description"):
        notebooks.page_html(cell, page, lambda block: "")


def test_what_a_cell_prints_in_parts_is_one_output() -> None:
    part = '<div class="jp-OutputArea-output"><pre>{}\n</pre></div>'
    cell = f'<div class="jp-Cell">{part.format(1)}{part.format(2)}</div>'
    page = Page(ROOT / "docs/es/x.py", "es", "x.py", {}, "", [Cell(7)], [])
    assert "<pre><code>1\n2\n</code></pre>" in notebooks.page_html(cell, page, str)


@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("language", ["", "en/"])
def test_the_page_brings_nothing_of_the_notebooks_own(
    site: Path, language: str
) -> None:
    folder = site / language / "4-convolutional-networks" / "lab"
    page = BeautifulSoup((folder / "index.html").read_text(), "html.parser")
    article = page.select_one("article")
    assert not article.select("script, style, link, img, iframe")
    pictures = article.select('.outputs [role="img"]')
    assert len(pictures) == 9
    assert all(len(p["aria-label"]) > 30 for p in pictures)
    asked = [tag.get("src") or tag["href"] for tag in page.select("[src], link[href]")]
    own = "https://example.org/"
    assert [a for a in asked if "//" in a and not a.startswith(own)] == []
    assert (folder / article.select_one("a[download]")["href"]).is_file()
    half = "0,5" if not language else "0.5"
    assert half in [text.get_text().strip() for text in article.select("svg text")]


@pytest.mark.xdist_group("faults")
def test_an_error_in_a_cell_ends_the_build(tmp_path: Path) -> None:
    book = book_copy.make(tmp_path / "book")
    for language in ("es", "en"):
        page = book / "docs" / language / KEY
        book_copy.replace(page, "y = correlate(x, RIGHT)\n", "y = 1 / 0\n")
    twins.mark(KEY, book)
    page = read_page(book / "docs/es" / KEY, "es", KEY)
    number, cell = next(
        (n, b) for n, b in enumerate(page.blocks, 1) if "1 / 0" in b.text
    )

    done = book_copy.build(book)

    assert done.returncode != 0
    place = f"docs/es/{KEY}:{cell.line}: cell {number}: ZeroDivisionError"
    assert place in done.stdout
    assert not (book / "site").exists()
