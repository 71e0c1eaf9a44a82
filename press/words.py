"""The few words that the press itself puts on a page, in both languages."""

from __future__ import annotations

import re

from snippets.language import Language

LANGUAGES = ("es", "en")

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
MIT = "https://opensource.org/license/mit"

WORDS = {
    "figure": ("figura", "figure"),
    "table": ("tabla", "table"),
    "exercise": ("ejercicio", "exercise"),
    "section": ("sección", "section"),
    "solution": ("solución", "solution"),
    "hint": ("pista", "hint"),
    "recap": ("en resumen", "in short"),
    "recall": ("recuerda", "recall"),
    "deeper": ("más a fondo", "in more depth"),
    "source": ("código completo", "whole source"),
    "warning": ("atención", "caution"),
    "note": ("nota", "note"),
    "example": ("ejemplo", "example"),
    "definition": ("definición", "definition"),
    "proof": ("demostración", "proof"),
    "sources": ("fuentes", "sources"),
    "output": ("salida", "output"),
    "and": ("y", "and"),
    "download": ("Descargar el cuaderno", "Download the notebook"),
    "save": ("Guardar como SVG", "Save as SVG"),
    "notebook": (
        "Este cuaderno forma parte de *{}*.",
        "This notebook is part of *{}*.",
    ),
    "licences": (
        f"Texto y figuras: [CC BY 4.0]({CC_BY}deed.es). Código: [licencia MIT]({MIT}).",
        f"Text and figures: [CC BY 4.0]({CC_BY}). Code: [MIT licence]({MIT}).",
    ),
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
    "example": "example",
}


def word(key: str, language: str) -> str:
    """Return a word of the press in a language."""
    return WORDS[key][LANGUAGES.index(language)]


def other(language: str) -> str:
    """Return the language of a page's twin."""
    spanish, english = LANGUAGES
    return english if language == spanish else spanish


def capital(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def mention(anchor: str, number: str, language: str) -> str:
    """Return how running text names an id: `figura 4.1`, `(3.2)`; no number, ''."""
    if not number:
        return ""
    prefix = anchor.partition("-")[0]
    if prefix == "eq":
        return f"({number})"
    return f"{word(KINDS[prefix], language)} {number}"


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
