"""A function as one would write it on a board: no docstring, no annotations."""

from __future__ import annotations

import ast
import textwrap
import tokenize
from functools import lru_cache

WIDTH = 79
OPENING, CLOSING = set("([{"), set(")]}")


@lru_cache(maxsize=4096)
def on_board(source: str, node: ast.AST) -> str:
    """Return the code of a definition as a page shows it; `source` is its module's.

    Decorators, comments and the layout of the body stay; a class keeps the
    annotations of its fields, which are what it says.
    """
    lines = source.splitlines()
    dropped: set[int] = set()
    header: dict[int, str] = {}
    methods = node.body if isinstance(node, ast.ClassDef) else []
    for part in (node, *methods):
        dropped |= set(_docstring_lines(part))
        if isinstance(part, ast.FunctionDef):
            last, column = _end_of_header(lines, part)
            dropped |= set(range(part.lineno, last + 1))
            line = _header(source, part) + lines[last - 1][column:]
            header[part.lineno] = textwrap.indent(line, " " * part.col_offset)
    kept: list[str] = []
    for number in range(first_line(node), node.end_lineno + 1):
        if number in header:
            kept.append(header[number])
        elif number not in dropped:
            kept.append(lines[number - 1])
    return textwrap.dedent("\n".join(_without_gap(kept)))


def names_of(node: ast.AST) -> set[str]:
    """Return the names that a statement defines."""
    if isinstance(node, ast.Assign):
        named = [n for target in node.targets for n in ast.walk(target)]
        return {n.id for n in named if isinstance(n, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    return {getattr(node, "name", "")} - {""}


def first_line(node: ast.AST) -> int:
    """Return the line where a definition begins, with its decorators."""
    decorators = getattr(node, "decorator_list", [])
    return min(n.lineno for n in (node, *decorators))


def _end_of_header(lines: list[str], node: ast.FunctionDef) -> tuple[int, int]:
    """Return the line of the colon that ends a header, and the column after it."""
    depth = 0
    rows = iter(f"{line}\n" for line in lines[node.lineno - 1 :])
    for token in tokenize.generate_tokens(lambda: next(rows)):
        depth += (token.string in OPENING) - (token.string in CLOSING)
        if token.string == ":" and not depth:
            return node.lineno - 1 + token.end[0], token.end[1]
    raise ValueError(f"{node.name} has no header")


def _docstring_lines(node: ast.AST) -> range:
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return range(0)
    if ast.get_docstring(node, clean=False) is None or len(node.body) == 1:
        return range(0)
    return range(node.body[0].lineno, node.body[0].end_lineno + 1)


def _without_gap(lines: list[str]) -> list[str]:
    """Remove blank lines that followed a docstring or a header."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and not kept[-1].rstrip().endswith(":")):
            kept.append(line)
    return kept


def _header(source: str, node: ast.FunctionDef) -> str:
    """Return `def name(parameters):` without annotations, wrapped if it is long."""
    parameters = _parameters(source, node.args)
    line = f"def {node.name}({', '.join(parameters)}):"
    if len(line) <= WIDTH:
        return line
    inside = textwrap.fill(", ".join(parameters), WIDTH - 4)
    return f"def {node.name}(\n{textwrap.indent(inside, '    ')}\n):"


def _parameters(source: str, args: ast.arguments) -> list[str]:
    positional = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(positional) - len(args.defaults)) + args.defaults
    shown = [
        _parameter(source, *pair) for pair in zip(positional, defaults, strict=True)
    ]
    if args.posonlyargs:
        shown.insert(len(args.posonlyargs), "/")
    if args.vararg:
        shown.append(f"*{args.vararg.arg}")
    elif args.kwonlyargs:
        shown.append("*")
    pairs = zip(args.kwonlyargs, args.kw_defaults, strict=True)
    shown += [_parameter(source, *pair) for pair in pairs]
    return shown + ([f"**{args.kwarg.arg}"] if args.kwarg else [])


def _parameter(source: str, arg: ast.arg, default: ast.expr | None) -> str:
    if default is None:
        return arg.arg
    return f"{arg.arg}={ast.get_source_segment(source, default)}"
