"""Drawings: a snippet's figures become SVG that takes the page's look."""

from __future__ import annotations

from collections.abc import Callable

from press.drawing.svg import themed

__all__ = ["draw", "themed"]


def __getattr__(name: str) -> Callable:
    """Import `draw` when it is asked for: all of Matplotlib comes with it."""
    if name != "draw":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from press.drawing.figures import draw

    return draw
