"""What a build is doing: one line rewritten on a terminal, few lines elsewhere."""

from __future__ import annotations

import logging
import shutil
import sys
import time
from contextlib import suppress
from typing import TextIO

log = logging.getLogger("mkdocs.press")
CLEAR = "\r\x1b[K"
SELDOM = 10.0  # seconds between the lines of one count, away from a terminal


class Progress:
    """Says what a build is at; on a terminal, always on the same line."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stderr
        self.standing = False
        self.spoken = float("-inf")

    def say(self, text: str) -> None:
        """Say what begins now."""
        if self.out.isatty():
            self._rewrite(text)
        else:
            log.info("%s", text)
        self.spoken = time.monotonic()

    def count(self, done: int, total: int) -> None:
        """Say how much of a work is done; the end of it is always said."""
        text = f"{done} of {total} computed"
        if self.out.isatty():
            self._rewrite(text)
        elif done == total or time.monotonic() - self.spoken >= SELDOM:
            self.say(text)

    def clear(self) -> None:
        """Leave the line to others."""
        if self.standing:
            self.standing = False
            with suppress(OSError, ValueError):  # a terminal that is gone
                self.out.write(CLEAR)
                self.out.flush()

    def _rewrite(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        self.out.write(CLEAR + text[:width])
        self.out.flush()
        self.standing = True


class Aside(logging.Handler):
    """Clears the line before anything is logged, which would run into it."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        """Clear the line; others write the record."""
        self.progress.clear()


def on_one_line(progress: Progress, logger: logging.Logger) -> None:
    """Keep a logger's lines and the progress apart."""
    kept = [h for h in logger.handlers if not isinstance(h, Aside)]
    logger.handlers[:] = [Aside(progress), *kept]
