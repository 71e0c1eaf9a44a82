"""The modules of the snippets as pages to read, the same for both languages.

`snippets/pooling.py` is at `code/snippets/pooling.html`. What it defines is found by
its name, `#max_pool2d`, which stays when its lines move.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import jinja2
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from press.board import first_line, names_of

FOLDER = "code"
TEMPLATE = "module.html"


def files(root: Path) -> list[Path]:
    """Return the modules that have a page."""
    return sorted((root / "snippets").rglob("*.py"))


def place_of(name: str) -> str:
    """Return where in the site the page of a module is.

    >>> place_of("snippets/pooling.py")
    'code/snippets/pooling.html'
    """
    return f"{FOLDER}/{name.removesuffix('.py')}.html"


def page(path: Path, root: Path, env: jinja2.Environment) -> str:
    """Return the page of a module."""
    name = path.relative_to(root).as_posix()
    up = "../" * place_of(name).count("/")
    code = _code(path.read_text(encoding="utf-8"))
    return env.get_template(TEMPLATE).render(name=name, root=up, code=code)


def _code(source: str) -> str:
    """Return a module's code in colours, each definition within its name."""
    formatter = HtmlFormatter(nowrap=True)
    lines = highlight(source, PythonLexer(stripnl=False), formatter).splitlines()
    for name, first, last in _definitions(source):
        lines[first - 1] = f'<span class="definition" id="{name}">{lines[first - 1]}'
        lines[last - 1] += "</span>"
    return "\n".join(lines)


def _definitions(source: str) -> Iterator[tuple[str, int, int]]:
    """Yield the names that a module defines, with their first and last lines."""
    known: set[str] = set()
    with suppress(SyntaxError):  # a module that no page shows may be unfinished
        for node in ast.parse(source).body:
            for name in sorted(names_of(node) - known):
                known.add(name)
                yield name, first_line(node), node.end_lineno
