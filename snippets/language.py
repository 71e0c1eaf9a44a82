"""The language in which a figure or a table speaks."""

from __future__ import annotations

import re

_RANGE = re.compile(r"(?<=\d)–(?=\d)")
_LONG = re.compile(r"^\d{5,}|(?<=^−)\d{5,}")


class Language:
    """Choose between the Spanish and the English wording of a label.

    Every label of a figure passes through here, so that the build can tell
    a label that was written in one language only.

    >>> en = Language("en")
    >>> en("entrada", "input")
    'input'
    >>> Language("es").number(0.25, ".2f")
    '0,25'
    """

    def __init__(self, code: str) -> None:
        if code not in ("es", "en"):
            raise ValueError(f"language is {code!r}; accepted: 'es', 'en'")
        self.code = code
        self.said: set[str] = set()

    def __call__(self, es: str, en: str) -> str:
        """Return the wording in this language."""
        return self.same(es if self.code == "es" else en)

    def same(self, text: str) -> str:
        """Return a text that reads alike in both languages, such as a name."""
        self.said.add(text)
        return text

    def number(self, value: float, form: str = "g") -> str:
        """Format a number with this language's signs, thousands apart from 10 000.

        >>> Language("en").number(-18432, "d") == "−18\u202f432"
        True
        """
        text = format(value, form).replace("-", "−")
        text = _LONG.sub(lambda long: f"{int(long[0]):,}".replace(",", "\u202f"), text)
        if self.code == "es":
            text = text.replace(".", ",").replace("%", "\u202f%")
        return self.same(text)

    def ranges(self, text: str) -> str:
        """Return a text with its ranges of numbers as this language writes them.

        A line does not end within a range.

        >>> Language("es").ranges("3–5") == "3-\u20605"
        True
        """
        return _RANGE.sub("-\u2060" if self.code == "es" else "–\u2060", text)
