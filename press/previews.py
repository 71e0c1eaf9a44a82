"""What a page says of itself to search engines and in previews of links to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from press import plain, printing
from press.assets import site_assets
from press.cards import card
from press.words import other

LEAD = re.compile(r'<div class="lead">(.*?)</div>', re.S)
LOCALES = {"es": "es_ES", "en": "en_GB"}


def description(html: str, otherwise: str) -> str:
    """Return a page's lead as text, up to a formula that a line cannot show.

    >>> description('<div class="lead"><p>We <em>add</em>.</p></div>', "A book.")
    'We add.'
    """
    if not (lead := LEAD.search(html)):
        return otherwise
    text, lost, _ = plain.text(lead[1]).partition(plain.LOST)
    return f"{text.strip()} …" if lost else text


def preview(page: Page, config: MkDocsConfig) -> dict[str, str]:
    """Return what the template says in a page's head, escaped.

    An address has to be absolute there: without that of the site there is none.
    """
    language = config.theme["language"]
    title = config.site_name if page.is_homepage else page.title
    said = {
        "title": plain.text(title),
        "site": config.site_name,
        "description": description(page.content, config.site_description),
        "locale": LOCALES[language],
        "other": LOCALES[other(language)],
        "url": page.canonical_url or "",
        "picture": config.site_url + place(page.file) if pictured(config) else "",
    }
    return {key: escape(text) for key, text in said.items()}


def pictured(config: MkDocsConfig) -> bool:
    """Tell whether pages have cards: where they are shared, not where one writes."""
    return bool(config.site_url) and not printing.STATE.serving


def place(file: File) -> str:
    """Return where the card of a page is, in its language's part of the site."""
    return f"assets/cards/{file.url.strip('./') or 'home'}.png"


def cards(nav: Navigation, config: MkDocsConfig, root: Path) -> Iterator[File]:
    """Yield the cards of the pages, which are kept in the cache of the repository."""
    fonts, folder = site_assets(root), root / ".cache" / "cards"
    for page in nav.pages:
        title = printing.expander(config, page.file).title()
        path = card(title, config.site_name, fonts, folder)
        yield File.generated(config, place(page.file), abs_src_path=str(path))
