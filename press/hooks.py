"""The press's part in an MkDocs build, event by event.

MkDocs loads this file anew for each configuration: once for Spanish, and once
for English, which is built inside the Spanish build.
"""

from __future__ import annotations

import atexit
import logging
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from mkdocs.exceptions import Abort  # noqa: E402
from mkdocs.plugins import event_priority  # noqa: E402
from mkdocs.structure.files import File  # noqa: E402

from press import (  # noqa: E402
    archive,
    assets,
    consoles,
    outline,
    previews,
    printing,
    progress,
    publishing,
    runs,
    search,
    serving,
    shared,
    trim,
)
from press.faults import FaultyBook  # noqa: E402
from press.memory import Memory, digest, stamps  # noqa: E402
from press.notebooks import failed_cell  # noqa: E402
from press.rendering import Templates, environment  # noqa: E402
from press.words import other, word  # noqa: E402

log = logging.getLogger("mkdocs.press")


def on_startup(command, dirty):
    """Remember whether the site is built once or served while it is written."""
    printing.STATE.serving = command == "serve"
    printing.STATE.memory = Memory(keeps=printing.STATE.serving)
    runs.configure()
    progress.on_one_line(printing.STATE.progress, logging.getLogger("mkdocs"))
    atexit.register(printing.discard)


def on_config(config):
    """Build beside the last good site, which stays until all is well."""
    if config.theme["language"] == "es":
        printing.stage(config)
    folder = printing.STATE.work.folder / "runs"
    config.plugins[printing.PLUGIN].config["cache_dir"] = str(folder)
    env = environment(config, printing.STATE.memory)
    config.theme.get_env = lambda: env
    shared.lead_up(config)
    return config


def on_pre_build(config):
    """Read, check and compute the whole book, once for both languages."""
    if config.theme["language"] != "es":
        return
    try:
        book = printing.book()
    except FaultyBook as faulty:
        for fault in faulty.faults:
            log.error("%s", fault)
        printing.discard()
        raise Abort(f"the book has {faulty.count}") from faulty
    for notice in book.notices:
        log.info("%s", notice)
    printing.STATE.book = book


@event_priority(100)
def on_files(files, config):
    """Add what both languages share; put notebooks in their sources' place.

    This comes before mkdocs-jupyter looks for notebooks among the files.
    """
    found = assets.site_assets(ROOT)
    own = ROOT / "docs" / "shared" / "assets"
    found |= {
        f"assets/{path.relative_to(own).as_posix()}": path
        for path in sorted(own.rglob("*"))
        if path.is_file()
    }
    for place, path in found.items():
        files.append(File.generated(config, place, abs_src_path=str(path)))
    address = (config.site_url or "").removesuffix("en/")
    key = digest(stamps(*(ROOT / name for name in archive.SOURCES)), address)
    pack = partial(archive.pack, ROOT, address)
    code = printing.STATE.memory.step(("archive",), key, pack)
    files.append(File.generated(config, archive.PLACE, content=code))
    shared.leave_out(files, config)
    printing.add_notebooks(files, config)
    if config.theme["language"] == "es":  # one copy serves both
        printing.add_modules(files, config)
    return files


def on_nav(nav, config, files):
    """Name each chapter after its first page, so one list serves two languages."""
    for card in previews.cards(nav, config, ROOT):
        files.append(card)
    printing.rendering(config).note_files(files)
    printing.STATE.nav = nav
    for item in nav.items:
        if item.is_section:
            first = next(child for child in item.children if child.is_page)
            item.title = printing.expander(config, first.file).title()
    nav.parts = outline.parts(nav, config.extra["parts"], config.theme["language"])
    return nav


def on_page_markdown(markdown, page, config, files):
    """Expand the press's marks to Markdown."""
    expander = printing.expander(config, page.file)
    markdown, stashed = printing.STATE.book.written(expander.page)
    expander.html = [*stashed]
    more = [*expander.html, *printing.run_of(page.file)]
    return printing.rendering(config).expanded(page, markdown, more)


def on_page_content(html, page, config, files):
    """Put figures and formulas, which Markdown must not touch, into the page."""
    rendering = printing.rendering(config)
    if page.file.src_uri in rendering.restored:
        return html
    expander = printing.expander(config, page.file)
    if page.file.src_uri.endswith(".ipynb"):
        page.toc, page.title = expander.contents(), expander.title()
        html = printing.notebook_html(html, expander, config)
    else:
        html = consoles.mark_answers(expander.restore(html))
    html = shared.linked(html, config)
    rendering.note_content(page, html)
    return html


def on_env(env, config, files):
    """Fill the templates of those pages alone that changed."""
    rendering = printing.rendering(config)
    rendering.note_navigation(printing.STATE.nav)
    return Templates(env, rendering)


def on_page_context(context, page, config, nav):
    """Tell the template of the page's preview and its twin in the other language."""
    context["preview"] = previews.preview(page, config)
    page.meta["description"] = context["preview"]["description"]
    language = config.theme["language"]
    twin = other(language)
    up = "../" * page.url.count("/")
    to_root = up if language == "es" else up + "../"
    root_url = (config.site_url or "").removesuffix("en/")
    urls = {"es": page.url, "en": f"en/{page.url}"}
    context["twin"] = {
        "language": twin,
        "name": word("page_language", twin),
        "url": to_root + urls[twin] or "./",
        "root": to_root or "./",
        "alternates": {
            code: (root_url + url if root_url else to_root + url) or "./"
            for code, url in urls.items()
        },
    }
    context["contents"] = outline.contents(page)
    context["opening"], context["rest"] = outline.parted(page.content)
    config.extra["scope"] = to_root or "./"  # one choice of theme for both languages
    return context


def on_post_page(output, page, config):
    """Write those pages alone that changed."""
    aside = printing.STATE.work.folder / "aside"
    return printing.rendering(config).place(page, output, aside)


def on_post_build(config):
    """Build English, index both languages, and only then replace the site."""
    if config.theme["language"] != "es":
        return
    printing.second_language(config)
    printing.refuse_warnings()
    runs.keep(printing.STATE.work.folder / "runs", printing.RUNS)
    site = Path(config.site_dir)
    if printing.STATE.serving:
        trim.trim(site)
        serving.update(printing.STATE.work, printing.STATE.kept)
        printing.STATE.memory.settle()
        return
    printing.STATE.progress.say("Indexing both languages for search")
    search.index(site, site / "pagefind")
    trim.trim(site)
    publishing.publish(printing.STATE.work)


def on_build_error(error):
    """Leave nothing of a build that failed; name the cell, if one failed."""
    if printing.STATE.book:
        failed = failed_cell(error, list(printing.STATE.book.pages.values()))
        if failed:
            log.error("%s", failed)
    printing.discard()
    printing.STATE.memory.drop()
    if isinstance(error, OSError):  # a full disk, a folder that may not be written
        raise Abort(f"not published: {error}") from error


def on_serve(server, config, builder):
    """Keep serving the last good site, with the fault on it, while one lasts."""
    return serving.keep_going(server, config)


def on_shutdown():
    """Leave nothing running behind the server."""
    serving.stop()
