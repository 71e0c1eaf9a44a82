"""What a build says of itself: one line on a terminal, few lines elsewhere."""

from __future__ import annotations

import io
import logging

import pytest

from press import progress
from press.progress import CLEAR, Progress, on_one_line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_that_logging_clears() -> None:
    out = Terminal()
    said, logger = Progress(out), logging.Logger("mkdocs")
    logger.addHandler(logging.StreamHandler(out))
    on_one_line(said, logger)
    on_one_line(said, logger)

    said.say("Installing")
    said.count(1, 2)
    logger.warning("a fault")
    logger.warning("another")
    shown = f"{CLEAR}Installing{CLEAR}1 of 2 computed{CLEAR}a fault\nanother\n"
    assert out.getvalue() == shown


def test_a_line_is_never_wider_than_the_terminal(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    out = Terminal()
    Progress(out).say("x" * 50)
    assert out.getvalue() == CLEAR + "x" * 19


def test_a_log_file_gets_few_lines(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    out = io.StringIO()
    said = Progress(out)
    with caplog.at_level(logging.INFO, logger="mkdocs.press"):
        said.say("Computing")
        for done in range(1, 101):
            now += 0.25
            said.count(done, 100)
    assert caplog.messages == [
        "Computing",
        "40 of 100 computed",
        "80 of 100 computed",
        "100 of 100 computed",
    ]
    assert not out.getvalue()
