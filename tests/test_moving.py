"""Moving about in the built site, in a real browser: switch, contents, navigation."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from tests import grown_navigation

HOMES = {"es": "", "en": "en/"}
POOLING = "4-convolutional-networks/pooling/"
LAB = "4-convolutional-networks/lab/"
WIDE = {"width": 1280, "height": 800}
TABLET = {"width": 768, "height": 900}
PHONE = {"width": 360, "height": 740}
SCROLLED = "id => document.getElementById(id).getBoundingClientRect().top"
SETTLED = (
    "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
)
TWIN = "hash => document.querySelector('a.book-switch').hash === hash"
MARKED = """
hash => {
  const marked = [...document.querySelectorAll('.book-toc a[aria-current]')];
  return marked.map(a => a.hash).join() === hash && location.hash === hash;
}
"""
SENT = """
() => performance.getEntriesByType('resource')
  .filter(e => e.transferSize > 0).map(e => e.name)
"""


@pytest.fixture(params=HOMES.values(), ids=HOMES)
def home(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def wide(page):
    page.set_viewport_size(WIDE)
    return page


def settle(page) -> None:
    """Wait until the page has answered to a scroll."""
    page.wait_for_timeout(100)
    page.evaluate(SETTLED)


def headings(page) -> list[str]:
    return page.eval_on_selector_all("article h2[id]", "all => all.map(h => h.id)")


def test_the_switch_keeps_the_section_that_is_read(wide, address: str, home) -> None:
    wide.goto(f"{address}{home}{POOLING}")
    for section in headings(wide)[1:4]:
        y = wide.evaluate(SCROLLED, section)
        wide.evaluate(f"scrollBy(0, {y} + 150)")
        wide.wait_for_function(TWIN, arg=f"#{section}")
        wide.click("a.book-switch")
        assert wide.url.endswith(f"{POOLING}#{section}")
        settle(wide)
        assert 0 < wide.evaluate(SCROLLED, section) < 120


def test_the_switch_keeps_the_fragment_that_is_in_sight(wide, address, home) -> None:
    wide.goto(f"{address}{home}{POOLING}#fig-shifted-row")
    wide.wait_for_function(TWIN, arg="#fig-shifted-row")
    wide.click("a.book-switch")
    assert wide.url.endswith(f"{POOLING}#fig-shifted-row")
    wide.wait_for_load_state("networkidle")
    wide.wait_for_function(TWIN, arg="#fig-shifted-row")  # now the page is there
    wide.evaluate("scrollTo(0, 0)")
    wide.wait_for_function(TWIN, arg="")
    wide.click("a.book-switch")
    assert wide.url == f"{address}{home}{POOLING}"


def test_the_switch_works_without_a_script(browser, address: str, home: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}{home}{POOLING}")
    page.click("a.book-switch")
    assert page.url == address + ("" if home else "en/") + POOLING
    context.close()


def test_a_switch_loads_the_page_alone(wide, address: str, home: str) -> None:
    """But for a font of which it alone has letters: one title has a word in italics."""
    wide.goto(f"{address}{home}{POOLING}", wait_until="networkidle")
    wide.evaluate("document.fonts.ready.then(() => true)")
    first = {PurePath(name).name for name in wide.evaluate(SENT)}
    assert any(name.endswith(".js") for name in first)
    wide.click("a.book-switch")
    wide.wait_for_load_state("networkidle")
    sent = [PurePath(name) for name in wide.evaluate(SENT)]
    assert [
        path for path in sent if path.suffix != ".woff2" or path.name in first
    ] == []


def test_the_switch_keeps_the_theme(wide, address: str, home: str) -> None:
    wide.goto(f"{address}{home}{POOLING}")
    wide.click("label[for=__palette_1]")
    wide.click("a.book-switch")
    assert wide.get_attribute("body", "data-md-color-scheme") == "slate"


@pytest.mark.parametrize("path", [POOLING, LAB])
def test_the_contents_mark_what_was_clicked(wide, address, home, path) -> None:
    wide.goto(f"{address}{home}{path}")
    links = wide.locator(".book-toc a")
    assert links.count() > 5
    for number in range(links.count()):
        link = links.nth(number)
        link.click()
        wide.wait_for_function(MARKED, arg=link.evaluate("a => a.hash"))


def test_the_contents_indent_third_level_headings(wide, address, home) -> None:
    wide.goto(f"{address}{home}{LAB}")
    left = "a => a.getBoundingClientRect().left"
    second = wide.locator(".book-toc > ul > li > a").first.evaluate(left)
    third = wide.locator(".book-toc > ul > li > ul > li > a")
    assert third.count() > 3
    assert third.first.evaluate(left) > second + 8


def test_the_readers_chapter_is_open(wide, address: str, home: str) -> None:
    wide.goto(f"{address}{home}{POOLING}")
    chapters = wide.locator(".book-nav li:has(> details)")
    opened = chapters.evaluate_all("all => all.map(c => c.lastElementChild.open)")
    names = chapters.locator("> a").all_inner_texts()
    assert [name[0] for name in names] == ["1", "3", "4"]
    assert opened == [False, False, True]
    current = wide.locator(".book-nav a[aria-current=page]")
    assert current.inner_text().startswith("4.2 ")
    part = "Part I · Neural networks" if home else "Parte I · Redes neuronales"
    assert wide.locator(".book-nav > p").all_inner_texts() == [part]


def test_a_chapter_unfolds_without_a_script(browser, address: str, home: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}{home}{POOLING}")
    link = page.locator(".book-nav a[href*='3-feedforward-networks/units']")
    assert not link.is_visible()
    page.click(".md-header label.md-icon[for=__drawer]")
    chapter = page.locator(".book-nav details").filter(
        has=page.locator("a[href*='3-feedforward-networks/units']")
    )
    chapter.locator("summary").click()
    link.click()
    assert page.url == f"{address}{home}3-feedforward-networks/units/"
    context.close()


def test_the_drawer_is_reached_by_the_keyboard(page, address: str, home: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}{home}{POOLING}")
    inside = page.locator(".book-nav a").first
    assert not inside.is_visible()
    name = "Contents of the book" if home else "Contenido del libro"
    menu = page.get_by_role("button", name=name)
    menu.focus()
    page.keyboard.press("Space")
    assert inside.is_visible()
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    inside.wait_for(state="hidden")
    assert menu.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["768", "360"])
def test_the_contents_of_a_page_fold_under_its_lead(
    browser, address: str, home: str, size: dict
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=size)
    page = context.new_page()
    page.goto(f"{address}{home}{POOLING}")
    outline = page.locator("article .lead + .book-outline")
    name = "On this page" if home else "En esta página"
    assert outline.locator("summary").inner_text() == name
    link = outline.locator("a[href='#exercises']")
    assert not link.is_visible()
    outline.locator("summary").click()
    link.click()
    assert page.url.endswith(f"{POOLING}#exercises")
    page.set_viewport_size(WIDE)
    assert not outline.is_visible()
    assert page.locator(".book-toc").is_visible()
    context.close()


def test_previous_and_next_stand_at_the_foot_of_a_phone(page, address, home) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}{home}{POOLING}")
    titles = page.locator(".md-footer__link .md-footer__title .md-ellipsis")
    assert [text[:4] for text in titles.all_inner_texts()] == ["4.1 ", "4.3 "]
    assert all(title.is_visible() for title in titles.all())
    cut = "all => all.filter(e => e.scrollWidth > e.clientWidth).length"
    assert titles.evaluate_all(cut) == 0


def test_the_navigation_of_sixty_pages_fits(
    wide, address: str, home: str, tmp_path: Path
) -> None:
    language = "en" if home else "es"
    grown = grown_navigation.html(tmp_path / "book", language, POOLING)
    wide.goto(f"{address}{home}{POOLING}")
    wide.evaluate("html => document.querySelector('.book-nav').outerHTML = html", grown)
    nav = wide.locator(".book-nav")
    assert nav.locator("a").count() == 60
    assert nav.locator("details[open]").count() == 1
    part = "Part II · Python libraries" if home else "Parte II · Librerías de Python"
    assert nav.locator("> p").last.inner_text() == part
    assert nav.bounding_box()["height"] < 1000
