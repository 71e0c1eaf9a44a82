"""What each page says of itself to search engines and where links are shared."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from press import assets, cards, plain, previews

BASE = "https://example.org/libro/"
LOCALES = {"es": ("es_ES", "en_GB"), "en": ("en_GB", "es_ES")}


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def said(page: BeautifulSoup) -> dict[str, str]:
    """Return the tags of a page's head, by name."""
    tags = page.head.find_all("meta", content=True)
    return {tag.get("name") or tag.get("property", ""): tag["content"] for tag in tags}


@pytest.mark.parametrize(("language", "home"), [("es", ""), ("en", "en/")])
def test_each_page_describes_itself(site: Path, language: str, home: str) -> None:
    seen = []
    found = sorted((site / home).rglob("index.html"))
    for path in (p for p in found if home or "en" not in p.relative_to(site).parts):
        page, url = read(path), path.relative_to(site).as_posix()
        head = said(page)
        lead = " ".join(page.select_one(".lead").get_text().split())
        assert head["description"] == head["og:description"]
        assert head["description"] == lead or page.select(".lead .formula"), path
        assert (head["og:locale"], head["og:locale:alternate"]) == LOCALES[language]
        assert head["og:url"] == BASE + url.removesuffix("index.html")
        assert head["og:title"] in page.title.get_text()
        assert head["og:image"].startswith(f"{BASE}assets/cards/{language}/")
        with Image.open(site / head["og:image"].removeprefix(BASE)) as card:
            assert card.size == (1200, 630)
        seen.append((head["description"], head["og:title"], head["og:image"]))
    assert len(seen) > 10
    assert all(len(set(column)) == len(seen) for column in zip(*seen, strict=True))


def test_a_lost_page_is_not_shared(site: Path) -> None:
    assert not [name for name in said(read(site / "404.html")) if name[:3] == "og:"]


def test_a_site_without_an_address_names_none() -> None:
    config = SimpleNamespace(
        site_name="A & B", site_description="", site_url=None, theme={"language": "en"}
    )
    page = SimpleNamespace(
        is_homepage=False, title='"x"', content="", canonical_url=None
    )
    found = previews.preview(page, config)
    assert (found["url"], found["picture"]) == ("", "")
    assert (found["site"], found["title"]) == ("A &amp; B", "&quot;x&quot;")


def test_a_description_ends_before_a_formula_of_several_lines() -> None:
    html = f'<div class="lead"><p>We find {plain.LOST} and more.</p></div>'
    assert previews.description(html, "") == "We find …"


def test_a_card_is_drawn_once_and_always_the_same(tmp_path: Path) -> None:
    fonts = assets.site_assets(Path(__file__).parent.parent)
    title = "4.3 " + "convolution-detector-pooling and " * 3
    first, second = (cards.card(title, "B", fonts, tmp_path / n) for n in "ab")
    assert first.read_bytes() == second.read_bytes()
    assert first.name == second.name != cards.card("5", "B", fonts, tmp_path).name
    first.write_bytes(b"kept")
    assert cards.card(title, "B", fonts, tmp_path / "a").read_bytes() == b"kept"
    # Nothing of a long title reaches the margin.
    with Image.open(second) as drawn:
        dark = drawn.convert("L").point(lambda shade: 255 * (shade < 128))
    left, _, right, bottom = dark.getbbox()
    assert left >= 75
    assert right <= 1125
    assert bottom <= 630 - cards.BOTTOM // 2
