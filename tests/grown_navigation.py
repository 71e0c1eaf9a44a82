"""The navigation of a grown book, from the theme's template, without building it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import jinja2
import yaml

from press import contents, outline
from press.markup import read_page
from press.names import key_of
from tests import grown_book

THEME = "press/theme/partials"


def html(place: Path, language: str, here: str) -> str:
    """Return the navigation of 60 pages as the page at the address `here` shows it."""
    book = grown_book.make(place)
    settings = yaml.load((book / contents.FILE).read_text("utf-8"), contents._Loader)
    items = [_item(entry, language, here, book) for entry in settings["nav"]]
    nav = SimpleNamespace(items=items)
    nav.parts = outline.parts(nav, settings["extra"]["parts"], language)
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(book / THEME))
    env.filters["url"] = str
    pages = [page for item in items for page in item.children or [item]]
    return env.get_template("nav.html").render(
        nav=nav,
        page=next(page for page in pages if page.url == here),
        lang=SimpleNamespace(t=str),
        config=SimpleNamespace(theme=SimpleNamespace(language=language)),
    )


def _item(entry: str | dict, language: str, here: str, book: Path) -> SimpleNamespace:
    """Return a page, or a chapter with its pages, as MkDocs gives them."""
    if isinstance(entry, str):
        page = read_page(
            book / "docs" / language / key_of(entry), language, key_of(entry), book
        )
        title = f"{page.section or ''} {page.headings[0].text}".strip()
        place = Path(entry).with_suffix("").as_posix().removesuffix("index")
        url = f"{place.rstrip('/')}/"
        file = SimpleNamespace(src_uri=entry)
        return SimpleNamespace(
            title=title, url=url, file=file, children=None, is_section=False
        )
    (entries,) = entry.values()
    children = [_item(each, language, here, book) for each in entries]
    active = any(child.url == here for child in children)
    return SimpleNamespace(
        title=children[0].title, children=children, is_section=True, active=active
    )
