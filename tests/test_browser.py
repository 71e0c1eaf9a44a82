"""The built site in a real browser, below a sub-path, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import axe, lettering

HOMES = {"es": "", "en": "en/"}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 720}
PAGES = [
    "3-feedforward-networks/activation-functions/",
    "3-feedforward-networks/cost-functions/",
    "4-convolutional-networks/convolution/",
    "4-convolutional-networks/pooling/",
]
OVERFLOWING = """
() => [...document.querySelectorAll('article *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1
            && !e.closest('.formula, .highlight, .scroll, code, pre'))
  .map(e => e.outerHTML.slice(0, 80))
"""


def every_page(site: Path) -> list[str]:
    """Return the addresses of all pages of the site, in both languages."""
    found = [p.parent.relative_to(site).as_posix() for p in site.rglob("index.html")]
    return sorted("" if name == "." else f"{name}/" for name in found)


def unfit(page) -> list[str]:
    """Return what is wrong with labels and, its folds opened, with a page's width."""
    faults, least = lettering.faults(page), page.viewport_size["width"]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > least:
        faults += [f"{width} pixels wide in {least}", *page.evaluate(OVERFLOWING)]
    return faults


def test_every_page_loads_without_complaint_and_never_scrolls_sideways(
    page, site: Path, address: str
) -> None:
    """Neither the browser's nor axe's: on a telephone that becomes a desk's screen."""
    for path in every_page(site):
        page.set_viewport_size(PHONE)
        page.goto(address + path, wait_until="load")
        language = "en" if path.startswith("en/") else "es"
        assert page.get_attribute("html", "lang") == language, path
        assert page.locator("h1").count() == 1, path
        for faults in (unfit, axe.complaints):  # axe, last, takes the drawings away
            for scheme, size in (("light", PHONE), ("dark", PHONE), ("dark", DESK)):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size(size)
                assert faults(page) == [], (path, scheme, size)


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_stays_on_the_page(page, address: str, path: str) -> None:
    page.goto(address + path)
    title = page.title()
    page.click("a.book-switch")
    assert page.url == f"{address}en/{path}"
    assert page.get_attribute("html", "lang") == "en"
    page.click("a.book-switch")
    assert page.url == address + path
    assert page.title() == title


def test_alternates_name_both_languages(page, address: str) -> None:
    page.goto(f"{address}en/{PAGES[0]}")
    links = page.eval_on_selector_all(
        "link[hreflang]", "links => links.map(l => [l.hreflang, l.href])"
    )
    base = "https://example.org/libro/"
    assert ["es", base + PAGES[0]] in links
    assert ["en", f"{base}en/{PAGES[0]}"] in links


def test_dark_mode_follows_the_system_and_the_toggle(browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address + PAGES[0])
    body = page.locator("body")
    assert body.get_attribute("data-md-color-scheme") == "slate"
    ink = "e => getComputedStyle(e).color"
    dark_ink = page.eval_on_selector(".picture svg", ink)
    page.click("label[for=__palette_0]")
    assert body.get_attribute("data-md-color-scheme") == "default"
    assert page.eval_on_selector(".picture svg", ink) != dark_ink
    context.close()


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_reading_needs_no_script(browser, address: str, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{home}{PAGES[0]}")
    assert page.locator(".formula.displayed .katex-html").first.is_visible()
    assert page.locator("figure.figure svg").first.is_visible()
    assert page.locator(".highlight code").first.is_visible()
    solution = page.locator("details.solution").first
    solution.locator("> summary").click()
    assert solution.locator("p, .highlight, .formula").first.is_visible()
    context.close()


@pytest.fixture(params=HOMES.values(), ids=HOMES)
def pooling(request: pytest.FixtureRequest, browser, address: str) -> Iterator:
    """Open a page with sessions, from which may be copied, in each language."""
    allowed = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(permissions=allowed)
    page = context.new_page()
    page.goto(f"{address}{request.param}4-convolutional-networks/pooling/")
    yield page
    context.close()


def test_what_is_copied_of_a_session_is_what_was_typed(pooling) -> None:
    session = pooling.locator(".session", has_text="Traceback").first
    session.hover()
    session.locator("[data-clipboard-target], [data-md-type=copy]").first.click()
    copied = pooling.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("import numpy as np\nfrom snippets.pooling import")
    compile(copied, "session", "exec")
    assert "accepted" not in copied


SELECT = """
session => getSelection().selectAllChildren(session.querySelector("pre code"))
"""


def test_what_is_selected_of_a_session_is_what_was_typed(pooling) -> None:
    sessions = pooling.locator(".session", has_text="Traceback").all()
    assert sessions
    for session in sessions:
        session.evaluate(SELECT)
        pooling.keyboard.press("Control+c")
        selected = pooling.evaluate("navigator.clipboard.readText()").splitlines()
        typed = session.get_attribute("data-copy").splitlines()
        assert [*filter(None, selected)] == [*filter(None, typed)]


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_a_file_name_leads_to_its_module_in_the_readers_colours(
    browser, address: str, home: str
) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}{home}4-convolutional-networks/pooling/")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.click("label[for=__palette_0]")
    chosen = page.evaluate(ground)
    assert chosen != dark
    page.locator(".filename a", has_text="snippets/pooling.py").first.click()
    page.wait_for_url(f"{address}code/snippets/pooling.html#*")
    assert page.locator(".definition:target").is_visible()
    assert page.evaluate(ground) == chosen
    context.close()
