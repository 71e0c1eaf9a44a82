"""Search in a real browser: each language finds its own pages, and only those."""

from __future__ import annotations

import pytest

OPEN = "pagefind-modal dialog[open]"
COST, CNN = "3-feedforward-networks/cost-functions/", "4-convolutional-networks/"
WAYS = {
    "click": lambda page: page.click(".book-search"),
    "slash": lambda page: page.keyboard.press("/"),
    "control_k": lambda page: page.keyboard.press("Control+k"),
}


def found(page, words: str) -> list[str]:
    """Type words into the open dialog and return the addresses of the results."""
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.wait_for_function(
        "words => document.querySelector('pagefind-summary').textContent"
        ".includes(words)",
        arg=words,
    )
    page.wait_for_selector("pagefind-results a")
    page.wait_for_function(
        "() => !document.querySelector('pagefind-results [aria-hidden=true]')"
    )
    links = page.locator("pagefind-results a")
    return links.evaluate_all("links => links.map(link => link.href)")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_search_opens_and_closes(page, address: str, way) -> None:
    page.goto(address)
    way(page)
    page.wait_for_selector(OPEN)
    page.keyboard.press("Escape")
    page.wait_for_selector(OPEN, state="detached")


@pytest.mark.parametrize(("home", "clear"), [("", "Limpiar"), ("en/", "Clear")])
def test_the_dialog_speaks_the_page_s_language(page, address, home, clear) -> None:
    page.goto(address + home)
    page.keyboard.press("/")
    page.wait_for_selector(OPEN)
    assert page.inner_text("pagefind-input button") == clear


@pytest.mark.parametrize(
    ("home", "words", "expected"),
    [
        ("", "redes", CNN),
        ("", "red", CNN),
        ("", "pérdida", COST),
        ("", "perdida", COST),
        ("", "convolución", CNN),
        ("", "conv2d", CNN),
        ("en/", "networks", CNN),
        ("en/", "loss", COST),
        ("en/", "pooled", CNN + "pooling/"),
    ],
)
def test_each_language_finds_its_own(page, address, home, words, expected) -> None:
    page.set_viewport_size({"width": 1280, "height": 6000})  # all results in sight
    page.goto(address + home)
    page.keyboard.press("/")
    page.wait_for_selector(OPEN)
    results = found(page, words)
    assert any(link.startswith(f"{address}{home}{expected}") for link in results)
    english = [link for link in results if link.startswith(f"{address}en/")]
    assert english == (results if home else [])


def test_the_page_that_says_most_comes_first(page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 6000})
    page.goto(f"{address}en/")
    page.keyboard.press("/")
    page.wait_for_selector(OPEN)
    assert found(page, "pooling")[0] == f"{address}en/{CNN}pooling/"
    assert found(page, "loss")[0].startswith(f"{address}en/3-feedforward-networks/")


def test_a_result_is_followed_with_the_keyboard_alone(page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.wait_for_selector(OPEN)
    page.keyboard.type("perdida")
    page.wait_for_selector("pagefind-results a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.split("#")[0] != address)
    assert page.locator("h1").is_visible()


def test_a_phone_searches_without_sideways_scrolling(browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    page.click(".book-search")
    page.wait_for_selector(OPEN)
    page.keyboard.type("redes")
    page.wait_for_selector("pagefind-results a")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.eval_on_selector(OPEN, "dialog => dialog.scrollWidth") <= 360
    context.close()
