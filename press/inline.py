"""What a page asks for inside its lines: formulas, values, citations, links."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

CALL = r"\.?[A-Za-z_][\w.]*(?:\([^{}]*?\))?"
INLINE = re.compile(
    r"(?P<code>(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))"
    r"|(?P<escaped>\\\$)"
    r"|\$(?P<math>[^$]+?)\$"
    r"|\{\{\s*(?P<value>" + CALL + r")(?::(?P<form>[^{}]+?))?\s*\}\}"
    r"|\[@(?P<cite>[\w-]+(?:\s*;\s*@[\w-]+)*)\]"
    r"|\[(?P<text>[^\]\[]*(?:\[[^\]]*\][^\]\[]*)*)\]\((?P<target>[^)\s]*)\)"
)
VALUE_IN_TEX = re.compile(r"\{\{\s*(" + CALL + r")(?::([^{}]+?))?\s*\}\}")
TEX_WORDS = re.compile(r"\\(?:text|textbf|textit|mathrm|operatorname)\*?\{[^{}]*\}")
CITED = re.compile(r"@([\w-]+)")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Mark:
    """One thing a line asks for, and the line that asks for it."""

    kind: str
    what: str
    line: int
    text: str = ""
    form: str = ""


def marks_in(text: str, line: int) -> Iterator[Mark]:
    """Yield the marks of a line of running text."""
    for match in INLINE.finditer(text):
        if match["math"]:
            yield Mark("math", match["math"], line)
            yield from values_in(match["math"], line)
        elif match["value"]:
            yield Mark("value", match["value"], line, form=match["form"] or "")
        elif match["cite"]:
            for key in CITED.findall(match[0]):
                yield Mark("cite", key, line)
        elif match["target"] is not None:
            yield Mark("link", match["target"], line, match["text"])
            yield from marks_in(match["text"], line)


def values_in(tex: str, line: int) -> Iterator[Mark]:
    """Yield the computed values that a formula asks for."""
    for match in VALUE_IN_TEX.finditer(tex):
        yield Mark("value", match[1], line, form=match[2] or "")


def call(value: str) -> tuple[str, tuple]:
    """Part a value's function from its arguments, which are literals.

    Raises ValueError for other arguments.

    >>> call('.change("max", 1)'), call("pooling.kept")
    (('.change', ('max', 1)), ('pooling.kept', ()))
    """
    name, opening, _ = value.partition("(")
    if not opening:
        return name, ()
    wrong = f"{value} has arguments that are no literals; accepted: numbers, 'texts'"
    try:
        tree = ast.parse(f"f{value[len(name) :]}", mode="eval").body
        if not isinstance(tree, ast.Call) or tree.keywords:
            raise ValueError(wrong)
        args = tuple(ast.literal_eval(argument) for argument in tree.args)
        hash(args)
        return name, args
    except (SyntaxError, TypeError, ValueError):
        raise ValueError(wrong) from None


def bare_tex(tex: str) -> str:
    """Return a formula without its words and spaces, to compare languages."""
    tex = TEX_WORDS.sub(r"\\text{}", tex).replace("{,}", ".")
    return re.sub(r"\s+", "", tex)


def words_of(text: str) -> list[str]:
    """Return the words of running text: no formula, code, number, id or citation.

    >>> words_of("Of $x$, [the maximum](#max) is {{.kept}} ([](#eq-max)) [@a2000].")
    ['Of', 'the', 'maximum', 'is']
    """
    bare = INLINE.sub(lambda m: f" {m['text'] or ''} ", text)
    return WORD.findall(INLINE.sub(" ", bare))
