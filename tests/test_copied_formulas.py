"""What is copied of a page with formulas: their TeX, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from press.formulas import MACROS

HOMES = {"es": "", "en": "en/"}
PAGE = "3-feedforward-networks/cost-functions/"
SELECT = """
(element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}
"""
SELECTED = "getSelection().toString()"
HTML = """
async () => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType("text/html")).text();
}
"""


@pytest.fixture(params=HOMES)
def reader(request: pytest.FixtureRequest, browser, address: str) -> Iterator:
    """Open a page with formulas, in each language."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}{HOMES[request.param]}{PAGE}")
    yield page
    context.close()


def copied(page, locator) -> str:
    """Select what is found, copy it, and return what would be pasted."""
    locator.evaluate(SELECT)
    before = page.evaluate(SELECTED)
    page.keyboard.press("Control+c")
    assert page.evaluate(SELECTED) == before
    return page.evaluate("navigator.clipboard.readText()")


def tex(locator) -> str:
    return locator.locator(".katex:visible annotation").text_content()


def test_a_formula_is_copied_as_its_tex(reader) -> None:
    within = reader.locator(".formula.within").first
    assert copied(reader, within) == f"${tex(within)}$"
    displayed = reader.locator(".formula.displayed", has_text="aligned").first
    assert copied(reader, displayed).strip() == f"$${tex(displayed)}$$"
    assert "\n" in tex(displayed)


@pytest.mark.parametrize("width", [1280, 360])
def test_of_two_forms_the_one_that_is_shown_is_copied(reader, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 800})
    forms = reader.locator(".formula.displayed:has(> .narrow)").first
    shown, other = ("wide", "narrow") if width > 360 else ("narrow", "wide")
    assert forms.locator(f".{shown}").is_visible()
    assert not forms.locator(f".{other}").is_visible()
    assert copied(reader, forms).strip() == f"$${tex(forms)}$$"


def test_a_part_of_a_formula_is_copied_as_the_whole(reader) -> None:
    for kind in ("within", "displayed"):
        formula = reader.locator(f".formula.{kind}").first
        dollars = "$" if kind == "within" else "$$"
        part = formula.locator(".katex-html .mord").nth(2)
        assert copied(reader, part) == f"{dollars}{tex(formula)}{dollars}"


def test_prose_keeps_its_words_between_the_formulas(reader) -> None:
    paragraph = reader.locator(
        "article p:has(.formula + .formula, .formula ~ .formula)"
    )
    html = BeautifulSoup(paragraph.first.evaluate("p => p.outerHTML"), "html.parser")
    for formula in html.select(".formula"):
        formula.replace_with(f"${formula.annotation.text}$")
    words = " ".join(html.text.split())
    assert words.count("$") >= 4
    assert " ".join(copied(reader, paragraph.first).split()) == words
    pasted = reader.evaluate(HTML)
    assert "katex" not in pasted
    assert "$" in pasted


def test_a_whole_page_is_copied_as_it_is_seen(reader) -> None:
    text = copied(reader, reader.locator("article"))
    for formula in reader.locator("article > .formula.displayed").all():
        assert f"$${tex(formula)}$$" in text
    rows = reader.locator("figure.table tbody tr")
    assert rows.first.evaluate("row => row.cells.length") == 3
    assert re.search(r"^\S+\t\S+\t\S+$", text, re.M)
    assert "np.where(" in text
    assert ">>>" not in text  # what is not to be selected
    solution = reader.locator("details.solution p").first
    assert " ".join(solution.text_content().split()[:4]) not in text  # what is folded
    assert "¶" not in text


def test_words_alone_are_copied_as_ever(reader) -> None:
    lead = reader.locator(".lead p")
    assert copied(reader, lead).strip() == lead.inner_text()


def test_what_is_copied_is_understood_elsewhere(site: Path) -> None:
    """No formula of the site has a command that is the book's own."""
    commands = "|".join(re.escape(name) for name in MACROS)
    own = re.compile(rf"(?:{commands})(?![A-Za-z])")
    annotations = [
        annotation.text
        for page in site.rglob("*.html")
        for annotation in BeautifulSoup(page.read_bytes(), "html.parser").select(
            "annotation"
        )
    ]
    assert sum(r"\operatorname{softmax}" in text for text in annotations) > 0
    assert [text for text in annotations if own.search(text)] == []
