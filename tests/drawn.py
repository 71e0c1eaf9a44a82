"""What a figure shows to its readers."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.figure import Figure
from matplotlib.text import Text

from snippets.language import Language

TELEPHONE = 4.2  # inches


def panels(draw: Callable, code: str) -> list[Figure]:
    """Draw a figure: all that it says is there to be read, on a telephone too."""
    say = Language(code)
    drawn = draw(say)
    found = [drawn] if isinstance(drawn, Figure) else drawn
    for panel in found:
        panel.draw_without_rendering()
        assert panel.get_figwidth() <= TELEPHONE
    shown = [text.get_text() for panel in found for text in panel.findobj(Text)]
    lost = [said for said in say.said if not any(said in text for text in shown)]
    assert lost == []
    return found
