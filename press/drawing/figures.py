"""Drawing a figure: a snippet's Matplotlib figure becomes SVG for a page."""

from __future__ import annotations

import inspect
import io
import math
import re
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.text import Text

from press.drawing.svg import themed
from press.faults import JobError
from snippets.drawing import style
from snippets.language import Language

WIDEST = 4.2  # inches
# Pixels of the page: the letters' least size; a panel's width where two stand side
# by side or on a phone; how much a smaller panel may be enlarged (book.css).
LEAST, ROOM, LARGEST = 12, 318, 1.25
FORMULA = re.compile(r"\$[^$]*\$")
WORD = re.compile(r"[^\W\d_]{2,}")
# Text stays text, and the ids that Matplotlib makes up depend on what they name.
SVG = {"svg.fonttype": "none", "svg.hashsalt": "book"}


def draw(function: Callable, code: str, prefix: str) -> list[str]:
    """Return a figure's panels as SVG elements, labels in the given language.

    The ids of panel n begin with `prefix-n`; nothing else depends on the prefix.
    """
    language = Language(code)
    with mpl.rc_context(style.RC | SVG):
        drawn = function(language)
        panels = [drawn] if isinstance(drawn, Figure) else list(drawn)
        for panel in panels:
            _check_width(panel, function)
            _check_labels(panel, language, function)
            _check_sizes(panel, function)
        return [themed(_svg(p), code, f"{prefix}-{n}") for n, p in enumerate(panels)]


def _check_width(panel: Figure, function: Callable) -> None:
    if panel.get_figwidth() > WIDEST:
        message = f"the figure is {panel.get_figwidth()} inches wide; at most {WIDEST}"
        raise _at(function, "", message + ", or return several panels")


def _check_labels(panel: Figure, language: Language, function: Callable) -> None:
    """Refuse words that did not pass through the language; symbols may."""
    for artist in panel.findobj(Text):
        text = artist.get_text().strip()
        words = WORD.search(FORMULA.sub("", text))
        if artist.get_visible() and words and text not in language.said:
            message = f"the label {text!r} has no translation: write it as"
            raise _at(function, text, f"{message} say('…', '…') or say.same('…')")


def _check_sizes(panel: Figure, function: Callable) -> None:
    """Refuse letters that the page would show smaller than can be read."""
    shown = min(ROOM / (72 * panel.get_figwidth()), LARGEST)
    for artist in panel.findobj(Text):
        text, size = artist.get_text().strip(), artist.get_fontsize()
        if artist.get_visible() and text and size * shown < LEAST:
            message = f"the label {text!r} is {size:g} points; at least"
            raise _at(function, text, f"{message} {_tenth_above(LEAST / shown)}")


def _tenth_above(size: float) -> float:
    return math.ceil(10 * size) / 10


def _at(function: Callable, text: str, message: str) -> JobError:
    """Return the error at the line that writes a text, else at the function's."""
    function = inspect.unwrap(function)
    lines, first = inspect.getsourcelines(function)
    file = Path(inspect.getsourcefile(function))
    whole = file.read_text(encoding="utf-8").splitlines()
    hits = [n for n, line in enumerate(lines, first) if text and text in line]
    hits += [n for n, line in enumerate(whole, 1) if text and text in line]
    return JobError(file, (hits or [first])[0], message)


def _svg(panel: Figure) -> str:
    buffer = io.StringIO()
    panel.savefig(buffer, format="svg", metadata={"Date": None}, transparent=True)
    return buffer.getvalue()
