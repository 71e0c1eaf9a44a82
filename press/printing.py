"""Where a build goes: beside the last good site, and in its place at the end."""

from __future__ import annotations

import logging
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from mkdocs.utils import CountHandler

from press import notebooks
from press.blocks import Block
from press.book import Book
from press.expand import DEPTH, Writer
from press.faults import ROOT


@dataclass
class State:
    """What the two halves of one build share."""

    serving: bool = False
    book: Book | None = None
    site: Path | None = None
    staging: Path | None = None
    expanders: dict[tuple[str, str], Writer] = field(default_factory=dict)
    warnings: CountHandler | None = None


STATE = State()
PAGE_LINK = re.compile(r'href="((?!https?:)[^"#]+)\.md(#[^"]*)?"')


def stage(config: MkDocsConfig) -> None:
    """Point the build at a folder beside the site."""
    STATE.site = Path(config.site_dir)
    STATE.staging = STATE.site.with_name(f".{STATE.site.name}.new")
    STATE.expanders.clear()
    config.site_dir = str(STATE.staging)
    logger = logging.getLogger("mkdocs")
    if STATE.warnings:
        logger.removeHandler(STATE.warnings)
    STATE.warnings = CountHandler()
    STATE.warnings.setLevel(logging.WARNING)
    logger.addHandler(STATE.warnings)


def expander(config: MkDocsConfig, file: File) -> Writer:
    """Return the one expander of a page."""
    place = config.theme["language"], file.src_uri.replace(".ipynb", ".py")
    page = STATE.book.pages[place]
    return STATE.expanders.setdefault(place, Writer(page, STATE.book))


def notebook_folder(config: MkDocsConfig) -> Path:
    """Return where this language's notebooks are written."""
    return ROOT / ".cache" / "notebooks" / config.theme["language"]


def write_notebooks(config: MkDocsConfig) -> list[str]:
    """Write this language's notebooks; return their sources."""
    code = config.theme["language"]

    def address(anchor: str) -> str:
        if not config.site_url:
            return ""
        key = STATE.book.anchors[code][anchor].rsplit(".", 1)[0]
        return f"{config.site_url}{key.removesuffix('index').rstrip('/')}/#{anchor}"

    found = [p for p in STATE.book.pages.values() if p.language == code]
    sources = [page for page in found if page.path.suffix == ".py"]
    for page in sources:
        writer = Writer(page, STATE.book)
        notebooks.write(writer, notebook_folder(config), address)
    return [page.key for page in sources]


def _to_folder(match: re.Match) -> str:
    """Return a link to a page's file as one to its folder, from a page beside it."""
    place = match[1].removesuffix("index").rstrip("/")
    anchor = match[2] or ""
    return f'href="../{place}/{anchor}"' if place else f'href="../{anchor}"'


def notebook_html(html: str, writer: Writer, config: MkDocsConfig) -> str:
    """Return the page of a notebook from what its run gave."""

    def render(block: Block) -> str:
        markdown = Markdown(
            extensions=config.markdown_extensions, extension_configs=config.mdx_configs
        )
        html = writer.restore(markdown.convert(writer.blocks([block], DEPTH)))
        return PAGE_LINK.sub(_to_folder, html)

    return notebooks.page_html(html, writer.page, render)


def second_language(config: MkDocsConfig) -> None:
    """Build the English site inside the Spanish one."""
    url = f"{config.site_url.rstrip('/')}/en/" if config.site_url else ""
    english = load_config(
        str(ROOT / "mkdocs.en.yml"), site_dir=str(STATE.staging / "en"), site_url=url
    )
    build(english, serve_url=url if STATE.serving else None)


def refuse_warnings() -> None:
    """End the build if MkDocs or a plugin warned of anything."""
    if counts := STATE.warnings.get_counts():
        said = ", ".join(f"{n} {name.lower()}s" for name, n in counts)
        raise Abort(f"not published: {said}")


def publish() -> None:
    """Put the new site in the old one's place."""
    old = STATE.site.with_name(f".{STATE.site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if STATE.site.exists():
        os.replace(STATE.site, old)
    os.replace(STATE.staging, STATE.site)
    shutil.rmtree(old, ignore_errors=True)


def discard() -> None:
    """Remove an unfinished build."""
    if STATE.staging:
        shutil.rmtree(STATE.staging, ignore_errors=True)
