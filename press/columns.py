r"""Columns of numbers in tables: their decimal signs stand one below the other.

A cell is set at the right, less the room that the longest of what follows the decimal
sign in its column takes. Its text stays whole, so that it is read and copied as it is.
"""

from __future__ import annotations

import re

# The widths, in em, of what follows the whole part of a number: in Source Sans 3,
# whose digits are all as wide in a table, and in KaTeX's letters.
TEXT = {
    "digit": 0.497,
    "sign": 0.249,
    ",": 0.249,
    ".": 0.249,
    "%": 0.824,
    "(": 0.303,
    ")": 0.303,
    "-": 0.311,
    "–": 0.48,
    " ": 0.2,
    "\u202f": 0.1,
    "\u2060": 0.0,
}
TEX = {"digit": 0.5, "sign": 0.2778}
POWER = {"times ten": 1.7222, "digit": 0.35, "-": 0.5445, "after": 0.05}

WHOLE = r"[−+-]?(?:\d{1,3}(?:\u202f\d{3})+|\d+)"
BETWEEN = r"(?:[-–]\u2060?| a | to )"
IN_TEXT = re.compile(
    rf"(?:{WHOLE}(?:[.,]\d+)?{BETWEEN})?{WHOLE}(?:[.,](?P<part>\d+))?(?P<unit>\u202f?%)?"
    # a mean, and the least and the largest
    r"(?P<ends> \(\d+(?:[.,]\d+)?[-–]\u2060?\d+(?:[.,]\d+)?\))?"
)
IN_TEX = re.compile(
    r"\$-?(?:\d|\\,)+(?:(?:\{,\}|\.)(?P<part>\d+))?"
    r"(?:\s*\\cdot\s*10\^\{?(?P<power>-?\d+)\}?)?\$"
)
NO_NUMBER = ("", "—", r"$\infty$", r"$-\infty$")


def aligned(rows: list[list[str]]) -> tuple[list[list[str]], list[bool]]:
    """Return the cells of a table's rows, and which columns are of numbers.

    >>> aligned([["a", "3"], ["b", "0,5"]])[1]
    [False, True]
    """
    columns = [list(column) for column in zip(*rows, strict=True)]
    numeric = [_numeric(column) for column in columns]
    set_ = [_set(c) if n else c for c, n in zip(columns, numeric, strict=True)]
    return [list(row) for row in zip(*set_, strict=True)], numeric


def _numeric(column: list[str]) -> bool:
    """Say if all that stands in a column are numbers, or ranges of them."""
    told = [cell for cell in column if cell.strip() not in NO_NUMBER]
    return bool(told) and all(tail(cell) is not None for cell in told)


def _set(column: list[str]) -> list[str]:
    """Keep free what a cell's number has less after its decimal sign than others."""
    tails = [tail(cell) or 0.0 for cell in column]
    free = [max(tails) - width for width in tails]
    return [_padded(*pair) for pair in zip(column, free, strict=True)]


def _padded(cell: str, free: float) -> str:
    if free < 0.001 or not cell.strip():
        return cell
    return f'<span style="padding-right: {free:.3f}em">{cell}</span>'


def tail(cell: str) -> float | None:
    r"""Return the width, in em, of what follows a number's whole part; None without.

    >>> tail("12"), tail("0,5"), tail(r"$1{,}5$"), tail("3–5"), tail("one")
    (0.0, 0.746, 0.7778, 0.0, None)
    >>> round(tail("6.2 (5–7)"), 3)  # as in "0,5", and all that is in brackets
    3.026
    >>> round(tail("6.2 (5.5–7.5)") - tail("6.2 (5–7)"), 3) == 2 * tail("0.5")
    True
    """
    if found := IN_TEXT.fullmatch(cell.strip()):
        after = (found["unit"] or "") + (found["ends"] or "")
        return _part(found["part"], TEXT) + sum(
            TEXT.get(c, TEXT["digit"]) for c in after
        )
    if found := IN_TEX.fullmatch(cell.strip()):
        return _part(found["part"], TEX) + _power(found["power"])
    return None


def _part(digits: str | None, widths: dict[str, float]) -> float:
    return widths["sign"] + len(digits) * widths["digit"] if digits else 0.0


def _power(exponent: str | None) -> float:
    if exponent is None:
        return 0.0
    signs = sum(POWER.get(sign, POWER["digit"]) for sign in exponent)
    return POWER["times ten"] + signs + POWER["after"]
