"""Search in a real browser: each language finds the thing itself, and only its own."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from tests.search_table import NOWHERE, ask, open_dialog, queries, status

OPEN = "#book-search[open]"
HOMES = {"es": "", "en": "en/"}
POOLING = "4-convolutional-networks/pooling/"
WAYS = {
    "click": lambda page: page.click(".book-search"),
    "slash": lambda page: page.keyboard.press("/"),
    "control_k": lambda page: page.keyboard.press("Control+k"),
}
# Pagefind's worker, which takes its time to end.
SLOW_END = """
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...rest) {
  const pause = message.method === "destroy" ? 500 : 0;
  setTimeout(() => post.call(this, message, ...rest), pause);
};
"""
GARBAGE = re.compile(r"[\ufff9-\ufffd\\]|>>>|def |^\W*$|\(\s*\)|,\s*[,.]")


def plain(text: str) -> str:
    """Return a text without accents."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_search_opens_and_closes(page, address: str, way) -> None:
    page.goto(address)
    way(page)
    page.wait_for_selector(OPEN)
    page.fill("#book-search input", "núcleo")
    page.keyboard.press("Escape")  # as the dialog's last line says
    page.wait_for_selector(OPEN, state="detached")


@pytest.mark.parametrize(
    ("language", "close"), [("es", "Esc cerrar"), ("en", "Esc close")]
)
def test_the_dialog_speaks_the_page_s_language(
    page, address: str, language: str, close: str
) -> None:
    open_dialog(page, address + HOMES[language])
    assert close in page.inner_text("#book-search footer")


@pytest.mark.parametrize("language", HOMES)
def test_what_is_asked_for_comes_first(
    page, address: str, site: Path, language: str
) -> None:
    expected = queries(site, language)
    assert len(expected) >= 20
    open_dialog(page, address + HOMES[language])
    results = {query: ask(page, query) for query in expected}
    first = {q: found[0][0].removeprefix(address) for q, found in results.items()}
    assert first == expected
    shown = [entry for found in results.values() for entry in found]
    assert not [text for _, _, text in shown if GARBAGE.search(text)]
    foreign = "/en/" if language == "es" else address.removesuffix("/") + "/[34]"
    assert not [url for url, _, _ in shown if re.search(foreign, url)]


def test_accents_make_no_difference(page, address: str, site: Path) -> None:
    open_dialog(page, address)
    for query in (q for q in queries(site, "es") if plain(q) != q):
        assert ask(page, query)[0] == ask(page, plain(query))[0], query


@pytest.mark.parametrize("language", HOMES)
def test_a_word_that_is_nowhere_says_so(page, address: str, language: str) -> None:
    open_dialog(page, address + HOMES[language])
    for words, named in NOWHERE.items():
        query = words[list(HOMES).index(language)]
        assert ask(page, query) == []
        missing = re.search("[«“](.*)[»”]", status(page))[1]
        assert missing.lower() in named


def test_the_beginning_of_a_word_is_enough(page, address: str) -> None:
    open_dialog(page, f"{address}en/")
    assert ask(page, "equivari")[0][1] == "Equivariance"


def test_code_weighs_less_than_prose(page, address: str) -> None:
    """`reshape` is in much code; in the prose of few sections."""
    open_dialog(page, f"{address}en/")
    assert "reshape" in ask(page, "reshape")[0][2]


def test_an_equation_is_shown(page, address: str, site: Path) -> None:
    open_dialog(page, address)
    query = next(q for q in queries(site, "es") if q.startswith("ecuación"))
    ask(page, query)
    assert page.locator("#book-results math").bounding_box()["width"] > 50


def test_all_results_can_be_seen(page, address: str) -> None:
    open_dialog(page, f"{address}en/")
    some = len(ask(page, "kernel"))
    while page.locator("#book-search .more").is_visible():
        page.click("#book-search .more")
        page.wait_for_timeout(50)
    said = int(re.match(r"\d+", status(page))[0])
    assert some < page.locator("#book-results li").count() == said


def test_enter_opens_the_first_result(page, address: str) -> None:
    open_dialog(page, address)
    page.keyboard.type("descenso de gradiente")
    page.keyboard.press("Enter")
    page.wait_for_url("**/training/#gradient-descent")


def test_a_result_is_chosen_with_the_arrows(page, address: str) -> None:
    open_dialog(page, address)
    second = ask(page, "perdida")[1][0]
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(second)


def test_opening_again_starts_anew(page, address: str) -> None:
    open_dialog(page, address)
    ask(page, "núcleo")
    page.keyboard.press("Escape")
    page.wait_for_selector(OPEN, state="detached")
    page.keyboard.press("/")
    page.wait_for_selector(OPEN)
    assert page.input_value("#book-search input") == ""
    assert page.locator("#book-results li").count() == 0
    assert status(page) == ""
    assert ask(page, "núcleo")


def test_a_result_on_the_same_page_is_scrolled_to(page, address: str) -> None:
    open_dialog(page, address + POOLING)
    page.keyboard.type("agrupamiento global")
    page.keyboard.press("Enter")
    page.wait_for_selector(OPEN, state="detached")
    page.wait_for_function(
        "() => Math.abs(document.getElementById('global')"
        ".getBoundingClientRect().top) < innerHeight / 3"
    )
    assert page.url == f"{address}{POOLING}#global"


@pytest.mark.parametrize("part", ["pagefind.js", "names.es.json", "fragment/"])
def test_an_index_that_is_not_there_is_asked_for_again(page, address, part) -> None:
    """As in `mkdocs serve`, which makes it after the pages, and again after an edit."""
    page.add_init_script(SLOW_END)
    late = f"**/pagefind/{part}**"
    page.route(late, lambda route: route.fulfill(status=404))
    open_dialog(page, address)
    page.fill("#book-search input", "equivariancia")
    page.locator("#book-search [role=status]", has_text="aún no está listo").wait_for()
    page.unroute(late)
    page.keyboard.press("Enter")
    page.wait_for_url("**/convolution/#equivariance")
    page.complaints.clear()


def test_a_phone_searches_without_sideways_scrolling(browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    page.click(".book-search")
    page.wait_for_selector(OPEN)
    ask(page, "(3.24)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.eval_on_selector(OPEN, "dialog => dialog.scrollWidth") <= 360
    context.close()
