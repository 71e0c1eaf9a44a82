"""Notebooks: what a run becomes on the page."""

from __future__ import annotations

import pytest
from mkdocs.exceptions import BuildError

from press import notebooks
from press.blocks.code import Cell
from press.markup import Page
from tests.book_copy import ROOT


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
