"""Where a build goes: beside the last good site, and in its place at the end."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import CountHandler

from press import modules, notebooks, publishing, runs
from press.blocks import Block
from press.book import Book
from press.expand import Writer
from press.faults import ROOT
from press.markup import Page
from press.memory import Memory, digest, stamps
from press.names import key_of, uri_of
from press.progress import Progress
from press.rendering import Rendering

RUNS = ROOT / ".cache" / "notebooks" / "runs"
PLUGIN = "mkdocs-jupyter"


@dataclass
class State:
    """What the two halves of one build share."""

    serving: bool = False
    book: Book | None = None
    work: publishing.Workspace | None = None
    expanders: dict[tuple[str, str], Writer] = field(default_factory=dict)
    warnings: CountHandler | None = None
    memory: Memory = field(default_factory=Memory)
    renderings: dict[str, Rendering] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    nav: Navigation | None = None
    progress: Progress = field(default_factory=Progress)


STATE = State()
PAGE_LINK = re.compile(r'href="((?!https?:)[^"#]+)\.md(#[^"]*)?"')


def stage(config: MkDocsConfig) -> None:
    """Point the build at a folder of its own beside the site."""
    STATE.work = publishing.prepare(Path(config.site_dir))
    STATE.expanders.clear()
    STATE.renderings.clear()
    STATE.kept.clear()
    config.site_dir = str(STATE.work.new)
    runs.fetch(RUNS, STATE.work.folder / "runs")
    logger = logging.getLogger("mkdocs")
    if STATE.warnings:
        logger.removeHandler(STATE.warnings)
    STATE.warnings = CountHandler()
    STATE.warnings.setLevel(logging.WARNING)
    logger.addHandler(STATE.warnings)


def book() -> Book:
    """Read, check and compute the book."""
    state = STATE
    found = Book(
        reviewed=not state.serving, progress=state.progress.count, memory=state.memory
    )
    return found.prepare()


def expander(config: MkDocsConfig, file: File) -> Writer:
    """Return the one expander of a page."""
    place = config.theme["language"], key_of(file.src_uri)
    page = STATE.book.pages[place]
    return STATE.expanders.setdefault(place, Writer(page, STATE.book))


def rendering(config: MkDocsConfig) -> Rendering:
    """Return the one rendering of a language."""
    language = config.theme["language"]
    if language not in STATE.renderings:
        STATE.renderings[language] = Rendering(config, STATE.memory, STATE.kept)
    return STATE.renderings[language]


def run_of(file: File) -> list[str]:
    """Return the notebook that is run for a page, if it is one of a notebook."""
    return [file.content_string] if file.src_uri.endswith(".ipynb") else []


def add_notebooks(files: Files, config: MkDocsConfig) -> None:
    """Put, in the place of each notebook's source, what to run and what to read."""
    site, pretty = config.site_dir, config.use_directory_urls
    folder = STATE.work.folder / "notebooks"
    for page in _notebook_pages(config.theme["language"]):
        place = uri_of(page.key)
        run = folder / place
        run.parent.mkdir(parents=True, exist_ok=True)
        run.write_text(
            STATE.book.steps.of("run", page, runs.notebook), encoding="utf-8"
        )
        files.remove(files.get_file_from_path(page.key))
        files.append(File(place, str(folder), site, pretty))
        beside = f"{page.key.removesuffix('.py')}/{Path(place).name}"
        read = partial(_for_readers, config)
        about = config.site_url, config.site_name
        text = STATE.book.steps.within("read", page, read, *about)
        files.append(File.generated(config, beside, content=text))


def add_modules(files: Files, config: MkDocsConfig) -> None:
    """Add a page for each module of the snippets."""
    env = config.theme.get_env()
    for path in modules.files(ROOT):
        place = modules.place_of(path.relative_to(ROOT).as_posix())
        template = ROOT / "press" / "theme" / modules.TEMPLATE
        write = partial(modules.page, path, ROOT, env)
        text = STATE.memory.step(
            ("module", place), digest(stamps(path, template)), write
        )
        files.append(File.generated(config, place, content=text))


def _for_readers(config: MkDocsConfig, page: Page) -> str:
    writer = Writer(page, STATE.book)
    address = partial(_address, page, config)
    return notebooks.text(writer, address, config.site_name)


def _notebook_pages(language: str) -> list[Page]:
    pages = STATE.book.pages.values()
    return [p for p in pages if p.language == language and p.path.suffix == ".py"]


def _address(page: Page, config: MkDocsConfig, anchor: str) -> str:
    """Return the full address of an id, if the site's is known."""
    if not config.site_url:
        return ""
    key = STATE.book.homes(page, anchor)[0].rsplit(".", 1)[0]
    return f"{config.site_url}{key.removesuffix('index').rstrip('/')}/#{anchor}"


def _to_folder(match: re.Match) -> str:
    """Return a link to a page's file as one to its folder, from a page beside it."""
    place = match[1].removesuffix("index").rstrip("/")
    anchor = match[2] or ""
    return f'href="../{place}/{anchor}"' if place else f'href="../{anchor}"'


def notebook_html(html: str, writer: Writer, config: MkDocsConfig) -> str:
    """Return the page of a notebook from what its run gave."""
    markdown = Markdown(
        extensions=config.markdown_extensions, extension_configs=config.mdx_configs
    )

    def render(block: Block) -> str:
        converted = markdown.reset().convert(block.write(writer))
        html = writer.restore(converted)
        return PAGE_LINK.sub(_to_folder, html)

    return notebooks.page_html(html, writer.page, render)


def second_language(config: MkDocsConfig) -> None:
    """Build the English site inside the Spanish one."""
    url = f"{config.site_url.rstrip('/')}/en/" if config.site_url else ""
    english = load_config(
        str(ROOT / "mkdocs.en.yml"), site_dir=str(STATE.work.new / "en"), site_url=url
    )
    build(english, serve_url=url if STATE.serving else None)


def refuse_warnings() -> None:
    """End the build if MkDocs or a plugin warned of anything."""
    if counts := STATE.warnings.get_counts():
        said = ", ".join(f"{n} {name.lower()}s" for name, n in counts)
        raise Abort(f"not published: {said}")


def discard() -> None:
    """Remove an unfinished build."""
    if STATE.work:
        STATE.work.discard()
