"""What a page says of itself to search engines and in previews of links to it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from press import plain, printing, shared
from press.assets import site_assets
from press.cards import card
from press.outline import LEAD
from press.words import other

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
        "picture": _address(page.file, config) if config.site_url else "",
    }
    return {key: escape(text) for key, text in said.items()}


def place(file: File, language: str) -> str:
    """Return where the card of a page is, from the root of the site."""
    return f"{shared.FOLDER}cards/{language}/{file.url.strip('./') or 'home'}.png"


def _address(file: File, config: MkDocsConfig) -> str:
    language = config.theme["language"]
    root = config.site_url.removesuffix("" if language == "es" else f"{language}/")
    return root + place(file, language)


def cards(nav: Navigation, config: MkDocsConfig, root: Path) -> Iterator[File]:
    """Yield the cards of the pages, which are kept in the cache of the repository.

    A page names its card by its full address: a site without one has no cards.
    """
    language = config.theme["language"]
    fonts, folder = site_assets(root), root / ".cache" / "cards"
    for page in nav.pages if config.site_url else ():
        title = printing.expander(config, page.file).title()
        path = card(title, config.site_name, fonts, folder)
        at = shared.place_of(place(page.file, language), config)
        yield File.generated(config, at, abs_src_path=str(path))
