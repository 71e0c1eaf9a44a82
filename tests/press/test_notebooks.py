"""Notebooks: what a run becomes on the page."""

from __future__ import annotations

import nbformat
import pytest
from mkdocs.exceptions import BuildError

from press import notebooks
from press.blocks.code import Cell
from press.expand import Writer
from press.markup import Page, read_page
from tests.book_copy import ROOT

KEY = "4-convolutional-networks/lab.py"
BOOK = "El libro"


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


class Unnumbered:
    """A book of which a notebook asks for nothing but numbers, and has none."""

    def number(self, anchor: str) -> str:
        return ""


def origin(language: str, site: str) -> str:
    """Return what the downloaded laboratory says of itself, below its title."""
    page = read_page(ROOT / "docs" / language / KEY, language, KEY)
    address = f"{site}#{{}}".format if site else lambda anchor: ""
    text = notebooks.text(Writer(page, Unnumbered()), address, BOOK)
    title, blank, line = nbformat.reads(text, 4).cells[0].source.splitlines()[:3]
    assert title.startswith("# ")
    assert not blank
    return line


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_notebook_names_its_book_and_its_licences(language: str) -> None:
    line = origin(language, "https://example.org/libro/")
    assert f" *[{BOOK}](https://example.org/libro/#sec-4-5)*. " in line
    notice = (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()[2]
    assert f" {notice}. " in line
    assert "(https://creativecommons.org/licenses/by/4.0/" in line
    assert "(https://opensource.org/license/mit)" in line
    assert (" Código: " in line) == (language == "es")


def test_without_an_address_a_notebook_names_the_book_alone() -> None:
    assert f" *{BOOK}*. Copyright" in origin("en", "")
