"""The declarations of a `style` attribute, as a dictionary."""

from __future__ import annotations

import re

# A semicolon in quotes or in parentheses does not end a declaration.
DECLARATION = re.compile(
    r"""\s*([-\w]+)\s*:\s*((?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\))+)"""
)


def read(style: str) -> dict[str, str]:
    """Return the value of each property: of those given twice, the last."""
    return {name: value.strip() for name, value in DECLARATION.findall(style)}


def write(properties: dict[str, str]) -> str:
    """Return the text of a `style` attribute."""
    return "; ".join(f"{name}: {value}" for name, value in properties.items())
