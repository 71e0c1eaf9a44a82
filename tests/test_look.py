"""How formulas and tables look in a real browser, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.test_browser import every_page

# Of each formula that is shown: its form, its height, whether it fits into its place.
DISPLAYED = """
() => {
  document.querySelectorAll('details').forEach(d => { d.open = true });
  return [...document.querySelectorAll('.formula.displayed')].map(box => {
    const forms = [...box.querySelectorAll(':scope > .wide, :scope > .narrow')];
    const shown = forms.filter(form => form.offsetHeight > 0);
    return {
      tex: box.querySelector('annotation').textContent,
      forms: forms.length,
      shown: shown.map(form => form.className),
      fits: box.scrollWidth <= box.clientWidth,
    };
  });
}
"""
# Of each column of numbers, where the whole part of each number ends, in pixels.
WHOLE_PARTS = r"""
() => {
  const ends = cell => {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let found = null;
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (text.parentElement.closest('.katex-mathml')) continue;
      const tex = text.parentElement.closest('.katex');
      if (tex && found !== null) break;
      for (const number of text.data.matchAll(/(\d[\d\u202f]*)(?:[.,]\d+)?/g)) {
        if (text.data.slice(0, number.index).includes(' (')) break;
        range.setStart(text, number.index);
        range.setEnd(text, number.index + number[1].length);
        found = range.getBoundingClientRect().right;
        if (tex) break;
      }
    }
    return found;
  };
  document.querySelectorAll('details').forEach(d => { d.open = true });
  const columns = [];
  for (const table of document.querySelectorAll('article figure.table table'))
    [...table.rows[0].cells].forEach((head, at) => {
      const cells = [...table.tBodies[0].rows].map(row => row.cells[at]);
      if (!cells.every(cell => cell.style.textAlign === 'right')) return;
      const found = cells.map(ends).filter(end => end !== null);
      columns.push([head.textContent, cells[0].textContent, found]);
    });
  return columns;
}
"""
# What has lines of its own within a line, and the space after a line.
INSIDE = re.compile(
    r"\\substack\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\begin\{cases\}.*?\\end\{cases\}", re.S
)
LINE = re.compile(r"\\\\(?:\[[^\]]*\])?")


def shown(browser, address: str, site: Path, width: int) -> list[dict]:
    """Return what a screen of some width shows of every displayed formula."""
    context = browser.new_context(viewport={"width": width, "height": 740})
    page, found = context.new_page(), []
    for path in every_page(site):
        page.goto(address + path)
        found += [{"path": path, **one} for one in page.evaluate(DISPLAYED)]
    context.close()
    return found


def test_a_wide_screen_shows_the_wide_forms_and_they_fit(
    browser, site: Path, address: str
) -> None:
    found = shown(browser, address, site, 1280)
    assert [f for f in found if not f["fits"]] == []
    two = [f for f in found if f["forms"]]
    assert len(two) >= 38
    assert [f for f in two if f["shown"] != ["wide"]] == []


@pytest.mark.parametrize("width", [360, 560])
def test_a_narrow_screen_shows_the_narrow_forms_and_they_fit(
    browser, site: Path, address: str, width: int
) -> None:
    found = shown(browser, address, site, width)
    assert [f for f in found if not f["fits"]] == []
    assert [f for f in found if f["forms"] and f["shown"] != ["narrow"]] == []


def soups(site: Path) -> list[tuple[str, BeautifulSoup]]:
    return [
        (p.relative_to(site).as_posix(), BeautifulSoup(p.read_text(), "html.parser"))
        for p in sorted(site.rglob("index.html"))
    ]


def balance(text: str) -> int:
    return sum(text.count(c) for c in "([") - sum(text.count(c) for c in ")]")


def test_a_wide_form_has_fewer_lines_than_the_narrow_one(site: Path) -> None:
    for path, soup in soups(site):
        for wide in soup.select(".formula.displayed > .wide"):
            forms = [wide, wide.find_next_sibling(class_="narrow")]
            lines = [len(LINE.split(f.select_one("annotation").text)) for f in forms]
            assert lines[0] < lines[1], (path, wide.select_one("annotation").text)


def test_no_line_of_a_formula_ends_within_a_parenthesis(site: Path) -> None:
    for path, soup in soups(site):
        for formula in soup.select(".formula.displayed annotation"):
            for line in LINE.split(INSIDE.sub("", formula.text)):
                assert balance(line) == 0, (path, line)
        for piece in soup.select(".formula.within .katex-base"):
            for hidden in piece.select(".vlist-s"):
                hidden.clear()
            assert balance(piece.text) == 0, (path, piece.text)


@pytest.mark.parametrize("width", [360, 1280])
def test_numbers_stand_at_their_decimal_sign(
    browser, site: Path, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    page, columns = context.new_page(), []
    for path in every_page(site):
        page.goto(address + path)
        columns += [(path, *one) for one in page.evaluate(WHOLE_PARTS)]
    context.close()
    assert len(columns) >= 90
    apart = {(p, h, c): max(e) - min(e) for p, h, c, e in columns if len(e) > 1}
    assert {place: gap for place, gap in apart.items() if gap > 0.75} == {}


def test_a_number_is_read_whole(site: Path) -> None:
    """What a cell is set by is no text: a reader hears and copies the number alone."""
    for path, soup in soups(site):
        for free in soup.select("figure.table td > span[style]"):
            text = free.select_one("annotation") or free
            assert len(list(text.strings)) == 1, (path, free)
            assert text.string == text.string.strip(), (path, free)


def test_a_short_table_is_as_wide_as_what_it_holds(page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 740})
    page.goto(f"{address}4-convolutional-networks/basic-block/")
    width = "e => e.offsetWidth / e.closest('article').offsetWidth"
    assert page.eval_on_selector("#tab-receptive-field table", width) < 0.6
