"""`mkdocs serve` while a page or a snippet is broken: show the fault, go on."""

from __future__ import annotations

import logging
from html import escape
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from press.faults import FaultyBook

log = logging.getLogger("mkdocs.press")
MARK = b'<div class="fault" role="alert"'


def keep_going(server: LiveReloadServer) -> LiveReloadServer:
    """Make a failed rebuild show its message instead of stalling every request."""
    rebuild = server.builder

    def builder() -> None:
        try:
            rebuild()
        except (Exception, SystemExit) as error:
            log.error("%s: the last good site stays, with the fault shown on it", error)
            show(Path(server.root), _message(error))

    server.builder = builder
    return server


def _message(error: BaseException) -> str:
    while error.__cause__ is not None and not isinstance(error, FaultyBook):
        error = error.__cause__
    return str(error)


def show(site: Path, message: str) -> None:
    """Put a message at the top of every page of a site, in place of any before."""
    banner = MARK + f"><pre>{escape(message)}</pre></div>".encode()
    for page in site.rglob("*.html"):
        html = page.read_bytes()
        if MARK in html:
            start = html.index(MARK)
            html = html[:start] + html[html.index(b"</div>", start) + 6 :]
        head, tag, rest = html.partition(b"<body")
        attributes, close, body = rest.partition(b">")
        page.write_bytes(head + tag + attributes + close + banner + body)
