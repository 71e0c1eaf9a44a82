"""The language in which a figure or a table speaks."""

from __future__ import annotations


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
        """Format a number with this language's decimal sign and minus sign."""
        text = format(value, form).replace("-", "−")
        return self.same(text.replace(".", ",") if self.code == "es" else text)
