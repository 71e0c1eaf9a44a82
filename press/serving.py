"""`mkdocs serve`: what changed comes at once, faults are shown, search comes later."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import threading
from collections.abc import Callable
from filecmp import cmp
from html import escape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

from press import search
from press.faults import FaultyBook
from press.publishing import Workspace

log = logging.getLogger("mkdocs.press")
LOOK = 0.05  # seconds between two looks at the files; MkDocs looks every half second
SETTLE = 0.06  # seconds without another change until a build begins: a look more
INDEX = "pagefind"


INDEXING: list[Indexing] = []


def update(work: Workspace, kept: set[str]) -> None:
    """Move what a build wrote into the served folder; remove what is no more."""
    written = {p.relative_to(work.new) for p in work.new.rglob("*") if p.is_file()}
    for place in written:
        target = work.site / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (target.is_file() and cmp(work.new / place, target, shallow=False)):
            os.replace(work.new / place, target)
    standing = {Path(path).relative_to(work.new) for path in kept}
    for path in [p for p in work.site.rglob("*") if p.is_file()]:
        place = path.relative_to(work.site)
        if place not in written | standing and place.parts[0] != INDEX:
            path.unlink()
    work.discard()


def keep_going(server: LiveReloadServer, config: MkDocsConfig) -> LiveReloadServer:
    """Look at the files often; show a failed rebuild's message; index when idle."""
    _look_often(server, config)
    shown = _Message(server)
    indexing = Indexing(Path(server.root))
    INDEXING.append(indexing)
    rebuild = server.builder

    def builder() -> None:
        indexing.put_off()
        try:
            rebuild()
            shown.text = ""
        except (Exception, SystemExit) as error:
            log.error("%s: the last good site stays, with the fault shown on it", error)
            shown.text = _message(error)
        indexing.when_idle()

    server.builder = builder
    gc.freeze()  # the first build's objects stay: not to be looked through at each edit
    indexing.when_idle()
    return server


def stop() -> None:
    """End what goes on in the background."""
    for indexing in INDEXING:
        indexing.put_off()


def _look_often(server: LiveReloadServer, config: MkDocsConfig) -> None:
    """Watch with short pauses, and each folder once: `docs` holds `docs/es`."""
    server.build_delay = SETTLE
    server.unwatch(config.docs_dir)
    for path in (watched := list(server._watched_paths)):
        server.unwatch(path)
    server.observer = PollingObserver(timeout=LOOK)
    for path in watched:
        server.watch(path)


def _message(error: BaseException) -> str:
    while error.__cause__ is not None and not isinstance(error, FaultyBook):
        error = error.__cause__
    return str(error)


class _Message:
    """The fault of the last rebuild, at the top of every page while it lasts."""

    def __init__(self, server: LiveReloadServer) -> None:
        self.text = ""
        self.inject: Callable[[bytes, int], bytes] = server._inject_js_into_html
        server._inject_js_into_html = self.injected

    def injected(self, html: bytes, epoch: int) -> bytes:
        """Return a page as it is sent: the files stay as they were built."""
        head, tag, rest = html.partition(b"<body")
        attributes, close, body = rest.partition(b">")
        banner = f'<div class="fault" role="alert"><pre>{escape(self.text)}</pre></div>'
        shown = banner.encode() if self.text else b""
        return self.inject(head + tag + attributes + close + shown + body, epoch)


class Indexing:
    """Indexes the served site for search, in the background, when nobody writes."""

    def __init__(self, site: Path, pause: float = 1.0) -> None:
        self.site, self.pause = site, pause
        self.timer: threading.Timer | None = None
        self.stop = threading.Event()

    def when_idle(self) -> None:
        """Index after a pause, unless it is put off before."""
        self.stop = threading.Event()
        self.timer = threading.Timer(self.pause, self._index, [self.stop])
        self.timer.daemon = True
        self.timer.start()

    def put_off(self) -> None:
        """Give up the index that is waited for or being made, and wait for its end."""
        self.stop.set()
        if self.timer:
            self.timer.cancel()
            self.timer.join()

    def _index(self, stop: threading.Event) -> None:
        draft = self.site.with_name(f".{self.site.name}.index")
        try:
            if search.index(self.site, draft, stop):
                shutil.rmtree(self.site / INDEX, ignore_errors=True)
                os.replace(draft, self.site / INDEX)
                log.info("The search index is up to date")
        except Exception as error:
            log.error("%s", error)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
