r"""What a formula shows on narrow screens alone, or on wide ones alone.

    f'(x) &= \frac{e^{-x}}{(1 + e^{-x})^2} \narrow{\\ &}= f(x)\,(1 - f(x))

is one line where there is room for it and two on a phone. The page holds both forms;
the style sheet shows the one that fits.
"""

from __future__ import annotations

import re

WIDTHS = ("wide", "narrow")
ONLY = re.compile(r"\\(wide|narrow)\s*\{")
BRACE = re.compile(r"\\.|[{}]", re.S)
BLANK = re.compile(r"\n[ \t]*(?=\n)")


def forms(tex: str) -> dict[str, str]:
    r"""Return a formula by width; under '' if it is the same at every width.

    >>> forms(r"a \narrow{\\}= b")
    {'wide': 'a   = b', 'narrow': 'a  \\\\ = b'}
    >>> forms("a = b")
    {'': 'a = b'}
    """
    if not ONLY.search(tex):
        return {"": tex}
    return {width: form(tex, width) for width in WIDTHS}


def form(tex: str, width: str) -> str:
    """Return a formula as one width shows it, each line where it was written."""
    while opened := ONLY.search(tex):
        inside, after = _parted(tex[opened.end() :])
        kept = inside if opened[1] == width else "\n" * inside.count("\n")
        tex = f"{tex[: opened.start()]} {kept} {after}"
    return BLANK.sub("", tex)


def _parted(tex: str) -> tuple[str, str]:
    """Part what stands before a group's closing brace from what comes after it."""
    depth = 1
    for brace in BRACE.finditer(tex):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return tex[: brace.start()], tex[brace.end() :]
    return tex + "{", ""  # KaTeX says that a brace is missing
