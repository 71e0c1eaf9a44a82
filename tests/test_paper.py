"""Pages on paper: few sheets, none nearly empty, each with its title and number."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.printed import Line, sheets

TOP, BOTTOM = 0.065, 0.935  # between them stands the page itself
PAGES = [
    "3-feedforward-networks/training/",
    "4-convolutional-networks/convolution/",
    "en/3-feedforward-networks/training/",
    "en/4-convolutional-networks/convolution/",
    "en/4-convolutional-networks/lab/",
]
# What is printed, laid out as on one endless sheet, by the height of a sheet.
LONG = """
() => document.querySelector('article').scrollHeight / ((297 - 39) * 96 / 25.4)
"""


@pytest.fixture(scope="module")
def printed(browser, address: str):
    """Return a function that prints a page, once, and measures its contents."""
    context = browser.new_context()

    @cache
    def prints(path: str) -> tuple[list[list[Line]], float]:
        page = context.new_page()
        page.goto(address + path)
        pdf = page.pdf(format="A4")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": round((210 - 44) * 96 / 25.4), "height": 900})
        length = page.evaluate(LONG)
        page.close()
        return sheets(pdf), length

    yield prints
    context.close()


def said(lines: list[Line], low: float, high: float) -> str:
    return "".join(line.text for line in lines if low <= line.height < high)


@pytest.mark.parametrize("path", PAGES)
def test_each_sheet_has_the_title_and_its_number(printed, path: str) -> None:
    found, _ = printed(path)
    for number, lines in enumerate(found, 1):
        head = re.sub(r"\s", "", said(lines, 0, TOP))
        foot = re.sub(r"\s", "", said(lines, BOTTOM, 1))
        site = "Deeplearning" if path.startswith("en/") else "Aprendizajeprofundo"
        assert head.startswith(site), (number, head)
        assert re.search(r"[34]\.\d[A-Z]", head), (number, head)
        assert foot == f"{number}/{len(found)}"


@pytest.mark.parametrize("path", PAGES)
def test_no_sheet_is_nearly_empty(printed, path: str) -> None:
    found, _ = printed(path)
    for number, lines in enumerate(found[:-1], 1):
        lowest = max(n.height for n in lines if TOP < n.height < BOTTOM)
        assert (lowest - TOP) / (BOTTOM - TOP) > 0.5, number


@pytest.mark.parametrize("path", PAGES)
def test_no_sheet_ends_with_the_name_of_a_file(printed, path: str) -> None:
    found, _ = printed(path)
    for number, lines in enumerate(found, 1):
        last = [n.text for n in lines if TOP < n.height < BOTTOM][-1]
        assert not re.fullmatch(r"\s*(snippets|press|tests)/[\w/]+\.py\s*", last), (
            number,
            last,
        )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_no_more_sheets_than_its_contents(printed, path: str) -> None:
    found, length = printed(path)
    assert length <= len(found) <= 1.2 * length + 1


def test_what_is_folded_is_printed_if_the_reader_unfolded_it(
    browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "en/4-convolutional-networks/convolution/")
    before = [text for lines in sheets(page.pdf(format="A4")) for text in lines]
    page.locator("details.solution > summary").first.click()
    after = [text for lines in sheets(page.pdf(format="A4")) for text in lines]
    count = [sum("Solution" in n.text for n in lines) for lines in (before, after)]
    assert count == [0, 1]
    context.close()
