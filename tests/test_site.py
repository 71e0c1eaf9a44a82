"""The built site, read as files: whole, self-contained, in two languages."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup

from press import jobs, modules
from tests import book_copy, conftest

BASE = "https://example.org/libro/"
CITED_HOSTS = re.compile(r"^https?://")


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def ids(path: Path) -> list[str]:
    return [tag["id"] for tag in soup(path).find_all(id=True)]


def own_ids(path: Path) -> list[str]:
    tags = soup(path).find_all(id=True)
    return [tag["id"] for tag in tags if not tag.find_parent("svg")]


def pages(site: Path) -> list[Path]:
    """Return the pages of the book: all but those of its modules."""
    found = set(site.rglob("*.html")) - set((site / modules.FOLDER).rglob("*.html"))
    return sorted(found)


def address(site: Path, path: Path) -> str:
    return BASE + path.relative_to(site).as_posix().removesuffix("index.html")


def file_of(site: Path, url: str) -> Path:
    place = site / unquote(url.removeprefix(BASE).split("?")[0])
    return place / "index.html" if place.is_dir() else place


def test_it_took_the_place_of_the_last_site(site: Path) -> None:
    assert conftest.LAST not in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "en" / "index.html").is_file()
    hidden = [p.name for p in site.parent.iterdir() if p.name.startswith(".site")]
    assert hidden == []


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    for page in pages(site):
        for link in soup(page).find_all("a", href=True):
            url, _, anchor = urljoin(address(site, page), link["href"]).partition("#")
            if not url.startswith(BASE):
                continue
            target = file_of(site, url)
            assert target.is_file(), (page, link["href"])
            if anchor and target.suffix == ".html":
                assert unquote(anchor) in ids(target), (page, link["href"])


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    for page in pages(site):
        html = soup(page)
        loaded = [tag.get("src") for tag in html.select("[src]")]
        loaded += [
            tag["href"]
            for tag in html.select("link[href]")
            if "stylesheet" in tag["rel"] or "icon" in tag["rel"]
        ]
        assert not [url for url in loaded if CITED_HOSTS.match(url)], page
    for sheet in site.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"url\([\"']?https?:", text), sheet
        assert "@import" not in text, sheet


def test_each_page_speaks_its_language(site: Path) -> None:
    for page in pages(site):
        english = "en" in page.relative_to(site).parts[:1]
        html = soup(page)
        assert html.html["lang"] == ("en" if english else "es"), page
        words = {label.get_text() for label in html.select("figcaption .label")}
        other = r"Figura|Tabla" if english else r"Figure|Table"
        assert not [w for w in words if re.match(other, w)], page


def test_ids_are_unique_in_each_page(site: Path) -> None:
    for page in pages(site):
        twice = [i for i, count in Counter(ids(page)).items() if count > 1]
        assert not twice, (page, twice)


def test_ids_are_the_same_in_both_languages(site: Path) -> None:
    """But for what a drawing names for itself, after the lengths of its words."""
    twins = [path for path in pages(site) if path.relative_to(site).parts[0] != "en"]
    assert len(twins) > 10
    for page in twins:
        twin = site / "en" / page.relative_to(site)
        assert own_ids(page) == own_ids(twin), page


def test_both_languages_load_the_same_files(site: Path) -> None:
    found: dict[str, list[Path]] = {}
    for path in (p for p in site.rglob("*") if p.is_file()):
        if path.stat().st_size > 2000:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            found.setdefault(content, []).append(path.relative_to(site))
    doubled = [
        paths
        for paths in found.values()
        if len({path.parts[0] == "en" for path in paths}) > 1
    ]
    assert doubled == []
    assert not (site / "en" / "assets").exists()


def test_every_file_that_a_page_loads_is_there(site: Path) -> None:
    for page in pages(site):
        loaded = [tag["src"] for tag in soup(page).select("script[src], img[src]")]
        loaded += [
            tag["href"]
            for tag in soup(page).select(
                "link[href][rel~=stylesheet], link[rel~=icon], link[rel~=preload]"
            )
        ]
        assert len(loaded) > 8
        for link in loaded:
            assert file_of(site, urljoin(address(site, page), link)).is_file(), (
                page,
                link,
            )


def test_every_picture_is_described(site: Path) -> None:
    pictures = [p for page in pages(site) for p in soup(page).select(".picture")]
    assert len(pictures) > 20
    for picture in pictures:
        assert picture["role"] == "img"
        assert len(picture["aria-label"]) > 20


def test_formulas_are_typeset_and_read_aloud(site: Path) -> None:
    formulas = [f for page in pages(site) for f in soup(page).select(".formula")]
    assert len(formulas) > 100
    assert all(f.select_one("math") and f.select_one(".katex-html") for f in formulas)


def test_no_mark_of_the_press_is_left(site: Path) -> None:
    for page in pages(site):
        article = soup(page).select_one("article")
        for tag in article.select("code, pre, annotation, .formula"):
            tag = tag.extract() if tag.parent else tag
        text = article.get_text()
        assert not re.search(r"[\ue000\ue001]|\{\{|\}\}|:::|^///|\[@|\$", text), page
    soup.cache_clear()


def test_alternates_name_both_languages_of_every_page(site: Path) -> None:
    for page in pages(site):
        if page.name != "index.html":
            continue
        place = page.relative_to(site).as_posix().removesuffix("index.html")
        place = place.removeprefix("en/")
        links = soup(page).select("link[hreflang]")
        assert {(link["hreflang"], link["href"]) for link in links} == {
            ("es", BASE + place),
            ("en", f"{BASE}en/{place}"),
            ("x-default", BASE + place),
        }, page


def test_the_search_index_has_words_and_no_formulas(site: Path) -> None:
    fragments = list((site / "pagefind" / "fragment").glob("*.pf_fragment"))
    assert fragments
    texts = []
    for fragment in fragments:
        raw = gzip.decompress(fragment.read_bytes())
        texts.append(json.loads(raw[raw.index(b"{") :])["content"])
    whole = "\n".join(texts)
    assert "convolución" in whole
    assert "pooling" in whole
    assert not re.search(r"\\frac|\\sum|\\text|\\mathbb|katex", whole)


def test_the_lab_is_light(site: Path) -> None:
    for code in ("", "en/"):
        html = site / f"{code}4-convolutional-networks/lab/index.html"
        assert len(gzip.compress(html.read_bytes())) < 150_000


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_lab_brings_nothing_of_the_notebooks_own(site: Path, language: str) -> None:
    folder = site / language / "4-convolutional-networks" / "lab"
    page = BeautifulSoup((folder / "index.html").read_text(), "html.parser")
    article = page.select_one("article")
    assert not article.select("script, style, link, img, iframe")
    pictures = article.select('.outputs [role="img"]')
    assert len(pictures) == 9
    assert all(len(p["aria-label"]) > 30 for p in pictures)
    asked = [tag.get("src") or tag["href"] for tag in page.select("[src], link[href]")]
    own = "https://example.org/"
    assert [a for a in asked if "//" in a and not a.startswith(own)] == []
    assert (folder / article.select_one("a[download]")["href"]).is_file()
    half = "0,5" if not language else "0.5"
    assert half in [text.get_text().strip() for text in article.select("svg text")]


def share_doctests(book: Path) -> None:
    """Give a copy the doctests' results: that they passed is no part of the site."""
    snippets, place = book_copy.ROOT / "snippets", ".cache/results"
    (book / place).mkdir()
    code = jobs.Code(book_copy.ROOT)
    for module in snippets.rglob("*.py"):
        target = ".".join(module.relative_to(snippets).with_suffix("").parts)
        name = f"{code.key(jobs.Job('doctest', target))}.json"
        if (book_copy.ROOT / place / name).is_file():
            shutil.copy(book_copy.ROOT / place / name, book / place / name)


def test_the_same_tree_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """A build that computes all that it shows anew, from the same trained networks."""
    book = book_copy.make(tmp_path / "book", cache=None)
    (book / ".cache").mkdir()
    for part in ("node", "trained"):
        (book / ".cache" / part).symlink_to(book_copy.ROOT / ".cache" / part)
    share_doctests(book)
    done = book_copy.build(book, **conftest.ENVIRONMENT)
    assert done.returncode == 0, done.stdout
    assert book_copy.digest(book / "site") == book_copy.digest(site)
