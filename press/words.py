"""The few words that the press itself puts on a page, in both languages."""

from __future__ import annotations

import re

from snippets.language import Language

LANGUAGES = ("es", "en")

WORDS = {
    "figure": ("figura", "figure"),
    "table": ("tabla", "table"),
    "exercise": ("ejercicio", "exercise"),
    "section": ("sección", "section"),
    "equation": ("ecuación", "equation"),
    "solution": ("solución", "solution"),
    "warning": ("atención", "caution"),
    "note": ("nota", "note"),
    "example": ("ejemplo", "example"),
    "definition": ("definición", "definition"),
    "proof": ("demostración", "proof"),
    "sources": ("fuentes", "sources"),
    "output": ("salida", "output"),
    "and": ("y", "and"),
    "download": ("Descargar el cuaderno", "Download the notebook"),
    "page_language": ("español", "English"),
}

# Operators that Spanish writes with an accent.
OPERATORS = {
    "es": {
        r"\max": r"\operatorname*{\text{máx}}",
        r"\min": r"\operatorname*{\text{mín}}",
        r"\argmax": r"\operatorname*{arg\,\text{máx}}",
        r"\argmin": r"\operatorname*{arg\,\text{mín}}",
        r"\lim": r"\operatorname*{\text{lím}}",
    },
    "en": {},
}

KINDS = {
    "fig": "figure",
    "tab": "table",
    "ex": "exercise",
    "sec": "section",
    "eq": "equation",
}


def word(key: str, language: str) -> str:
    """Return a word of the press in a language."""
    return WORDS[key][LANGUAGES.index(language)]


def capital(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def number_of(anchor: str) -> str:
    """Return the number that an id carries: `fig-convolutional-connections` is 4.1; no number, ''."""
    match = re.fullmatch(r"(fig|tab|ex|sec|eq)((?:-\d+)+)", anchor)
    return match[2][1:].replace("-", ".") if match else ""


def numbered(anchor: str, text: str) -> str:
    """Return a heading's text after its number, if its id is that of a section."""
    number = number_of(anchor) if anchor.startswith("sec-") else ""
    return f"{number} {text}".strip()


def mention(anchor: str, language: str) -> str:
    """Return how running text names an id: `figura 4.1`, `(3.2)`."""
    number = number_of(anchor)
    if not number:
        return ""
    if anchor.startswith("eq-"):
        return f"({number})"
    return f"{word(KINDS[anchor.split('-')[0]], language)} {number}"


def formatted(value: object, form: str, language: str, *, tex: bool = False) -> str:
    """Format a computed value for running text or for a formula."""
    if isinstance(value, str):
        text = Language(language).ranges(value)
        return text.replace("\u2060", "") if tex else text
    text = Language(language).number(value, form or _form(value))
    return _in_tex(text) if tex else text


def _form(value: object) -> str:
    return "d" if isinstance(value, int) else ".4g"


def _in_tex(number: str) -> str:
    """Write a number for TeX, where a bare comma and a narrow space mean others."""
    number = re.sub(r"(?<=\d),(?=\d)", "{,}", number.replace("−", "-"))
    return re.sub(r"(?<=\d)\u202f(?=\d)", r"\\,", number)
