"""A running `mkdocs serve` of a copy of the book, for tests and timings."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests import book_copy

BUILDING, RELOADING = "Building documentation...", "Reloading browsers"
INDEXED = "The search index is up to date"


def _free(port: int) -> bool:
    """Tell whether nobody listens at a port.

    The ports tried lie below those that a system gives out on its own: the
    notebooks of other builds take such ports while this server starts.
    """
    with socket.socket() as tried, suppress(OSError):
        tried.bind(("127.0.0.1", port))
        return True
    return False


def _heed_interrupts() -> None:
    """Have a process end at Ctrl+C, which what runs in the background ignores."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Server:
    """A running `mkdocs serve` of a copy of the book."""

    def __init__(self, book: Path, log: Path, **env: str) -> None:
        self.book, self.log = book, log
        self.port = next(filter(_free, range(20_000 + os.getpid() % 9_000, 30_000)))
        with log.open("w") as out:
            self.process = subprocess.Popen(
                book_copy.command("serve", "--dev-addr", f"127.0.0.1:{self.port}"),
                cwd=book,
                env=book_copy.environment(**env),
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=_heed_interrupts,
            )

    def get(self, path: str) -> str:
        url = f"http://127.0.0.1:{self.port}/{path}"
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.read().decode()

    def rebuilds(self) -> int:
        return self.log.read_text().count(BUILDING)

    def until(self, path: str, holds: Callable[[str], bool]) -> str:
        """Wait until a page is as wished, and return it."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            try:
                html = self.get(path)
            except OSError:
                html = ""
            if html and holds(html):
                return html
            time.sleep(0.2)
        raise AssertionError(f"{path} never changed:\n{self.log.read_text()}")

    def until_idle(self) -> None:
        """Wait until the search index holds what the last rebuild served."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            log = self.log.read_text()
            if log.rfind(INDEXED) > max(log.rfind(RELOADING), log.rfind(BUILDING)):
                return
            time.sleep(0.1)
        raise AssertionError(f"never idle:\n{self.log.read_text()}")

    def stop(self) -> None:
        """End the server as a reader would, by Ctrl+C."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=30)
        finally:  # one that stays must not be found running in another test
            self.process.kill()
            self.process.wait()
