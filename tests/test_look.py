"""How formulas and tables look in a real browser, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.test_browser import every_page

pytestmark = pytest.mark.xdist_group("site")

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
