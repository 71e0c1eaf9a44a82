"""What the keyboard reaches and the eye sees, in a real browser, in both languages.

What axe finds on every page is looked for where every page is opened: test_browser.py.
"""

from __future__ import annotations

import io

import pytest
from PIL import Image

HOMES = {"es": "", "en": "en/"}
POOLING = "4-convolutional-networks/pooling/"
PHONE = {"width": 360, "height": 740}
COLOURS = """
button => {
  const icon = getComputedStyle(button, '::after').backgroundColor;
  return [icon, getComputedStyle(button.closest('nav')).backgroundColor,
          getComputedStyle(button.closest('pre').firstElementChild).backgroundColor];
}
"""
KINDS = {"code": "pre > code", "table": ".scroll", "formula": ".displayed"}


@pytest.fixture(params=HOMES.values(), ids=HOMES)
def home(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def phone(browser, scheme: str):
    context = browser.new_context(
        viewport=PHONE, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def rgba(colour: str) -> list[float]:
    """Return the numbers of a computed colour; it is opaque unless it says more."""
    numbers = [float(n) for n in colour.partition("(")[2].rstrip(")").split(",")]
    return [*numbers, 1.0][:4]


def luminance(colour: list[float]) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [c / 255 for c in colour[:3]]
    lit = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]


def contrast(one: list[float], other: list[float]) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_copy_icons_are_seen_before_they_are_pointed_at(
    browser, address: str, home: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}{home}{POOLING}")
    page.mouse.move(0, 0)
    button = page.locator(".md-code__button").first
    button.wait_for()
    icon, *grounds = map(rgba, button.evaluate(COLOURS))
    ground = next(colour for colour in grounds if colour[3] == 1)
    assert contrast(icon, ground) > 3
    context.close()


def test_space_turns_the_theme_and_turns_it_back(page, address, home) -> None:
    page.goto(f"{address}{home}{POOLING}")
    body = page.locator("body")
    assert body.get_attribute("data-md-color-scheme") == "default"
    page.locator("#__palette_0").focus()
    for scheme in ("slate", "default"):
        page.keyboard.press("Space")
        assert body.get_attribute("data-md-color-scheme") == scheme


WHOLE = "box => box.scrollWidth <= box.clientWidth"
WIDEN = """
box => {
  const wide = document.createElement('span');
  wide.style.cssText = 'display: inline-block; width: 50rem; height: 1px';
  (box.querySelector('td') ?? box).append(wide);
}
"""


def edge(box, side: str) -> int:
    """Return how far the ground at an edge of a box is from that in its middle."""
    picture = Image.open(io.BytesIO(box.screenshot())).convert("L")
    row = [picture.getpixel((x, 2)) for x in range(picture.width)]
    place = 1 if side == "left" else -2
    return abs(row[place] - row[len(row) // 2])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_at_360_pixels_shows_where_it_goes_on(
    phone, address: str, home: str, kind: str
) -> None:
    phone.goto(f"{address}{home}{POOLING}")
    shown = phone.locator(f"{KINDS[kind]}:visible").all()
    box = next(box for box in shown if box.evaluate(WHOLE))
    assert edge(box, "right") < 5
    box.evaluate(WIDEN)
    assert edge(box, "right") > 20
    assert edge(box, "left") < 5
    box.evaluate("e => { e.scrollLeft = e.scrollWidth; }")
    phone.wait_for_timeout(100)
    assert edge(box, "right") < 5
    assert edge(box, "left") > 20


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_is_reached_by_the_keyboard_and_nothing_else(
    phone, address: str, home: str, kind: str
) -> None:
    phone.goto(f"{address}{home}{POOLING}")
    phone.locator(f"{KINDS[kind]}:visible").first.evaluate(WIDEN)
    phone.wait_for_timeout(300)
    reached = "e => (e.scrollWidth > e.clientWidth) === (e.tabIndex === 0)"
    shown = [box for box in phone.locator(KINDS[kind]).all() if box.is_visible()]
    assert all(box.evaluate(reached) for box in shown)
    assert shown[0].evaluate("e => e.tabIndex") == 0


def test_code_keeps_its_ground(phone, address: str, home: str) -> None:
    """Washed on the page; in an exercise, which is washed itself, paper."""
    phone.goto(f"{address}{home}{POOLING}")
    ground = "e => getComputedStyle(e).backgroundColor"
    exercise = phone.locator(".exercise").first.evaluate(ground)
    page = phone.locator("body").evaluate(ground)
    outside = phone.locator("article > .highlight pre > code").first
    inside = phone.locator(".exercise pre > code").first
    assert outside.evaluate(ground) == exercise != page
    assert inside.evaluate(ground) == page
