"""What code taken out of a module needs to run by itself: the imports of its names."""

from __future__ import annotations

import ast
import doctest
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from symtable import Symbol, SymbolTable, symtable

from press.board import WIDTH

OWN = "snippets"
DOCUMENTED = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, order=True)
class Import:
    """`import module as alias` or, of what has a name, `from module import name`."""

    module: str
    name: str = ""
    alias: str = ""

    @property
    def said(self) -> str:
        """What follows the word `import`."""
        what = self.name or self.module
        return f"{what} as {self.alias}" if self.alias else what


def imports_of(code: str, source: str, module: str) -> list[list[str]]:
    """Return the imports that code of a module needs to run alone, its doctest too.

    `source` is the module's. What it imports is imported as it does, what it defines
    is imported from it. The imports come in sections, as Python's style has them.
    """
    bound = _bound(source, module)
    needed = {bound[name] for name in _free_in(code) if name in bound}
    late = bound.get("annotations")
    if late and late.module == "__future__" and _is_annotated(code):
        needed.add(late)
    sections: dict[int, set[Import]] = defaultdict(set)
    for one in needed:
        sections[_section(one.module)].add(one)
    return [_written(sections[number]) for number in sorted(sections)]


@lru_cache(maxsize=256)
def _bound(source: str, module: str) -> dict[str, Import]:
    """Return where each name of a module is imported from, by others or by itself."""
    table = symtable(source, module, "exec")
    names = [s.get_name() for s in table.get_symbols() if s.is_assigned()]
    own = {name: Import(module, name) for name in names}
    return own | _imported(ast.parse(source))


def _imported(tree: ast.Module) -> dict[str, Import]:
    """Return the imports of a module, by the name that each binds."""
    found: dict[str, Import] = {}
    for node in _at_top(tree):
        for alias in getattr(node, "names", ()):
            if isinstance(node, ast.ImportFrom):
                one = Import(node.module or "", alias.name, alias.asname or "")
            elif isinstance(node, ast.Import):
                one = Import(alias.name, alias=alias.asname or "")
            else:
                continue
            found[alias.asname or alias.name.partition(".")[0]] = one
    return found


def _at_top(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield a module's statements, those within `if` and `try` as well."""
    pending = list(tree.body)
    for node in pending:
        yield node
        if not isinstance(node, DOCUMENTED):
            inside = ast.iter_child_nodes(node)
            pending += (child for child in inside if isinstance(child, ast.stmt))


def _free_in(code: str) -> set[str]:
    """Return the names that code, or its doctest, uses and does not define."""
    free, own = _names(code)
    typed, _ = _names(_documented(code))
    return free | (typed - own)


def _names(code: str) -> tuple[set[str], set[str]]:
    """Return the names that code uses without defining them, and those it defines."""
    table = symtable(code, "code", "exec")
    own = {s.get_name() for s in table.get_symbols() if s.is_assigned()}
    used = {s.get_name() for s in _symbols(table) if s.is_referenced()}
    return used - own, own


def _symbols(table: SymbolTable) -> Iterator[Symbol]:
    """Yield the symbols of the top and, of what is within, those that are global."""
    top = table.get_type() == "module"
    yield from (s for s in table.get_symbols() if top or s.is_global())
    for inner in table.get_children():
        yield from _symbols(inner)


def examples(text: str) -> str:
    """Return what is typed in the doctest of a docstring."""
    return "".join(e.source for e in doctest.DocTestParser().get_examples(text))


def _documented(code: str) -> str:
    """Return what is typed in the doctests of some code."""
    nodes = [n for n in ast.walk(ast.parse(code)) if isinstance(n, DOCUMENTED)]
    return "".join(examples(ast.get_docstring(node) or "") for node in nodes)


def _is_annotated(code: str) -> bool:
    nodes = ast.walk(ast.parse(code))
    parts = ("annotation", "returns")
    return any(getattr(node, part, None) for node in nodes for part in parts)


def _section(module: str) -> int:
    """Say where an import stands: the language's, Python's own, others', the book's."""
    package = module.partition(".")[0]
    if package == "__future__":
        return 0
    if package in sys.stdlib_module_names:
        return 1
    return 3 if package == OWN else 2


def _written(imports: set[Import]) -> list[str]:
    """Write the imports of a section, those of whole modules first."""
    whole = [f"import {one.said}" for one in sorted(imports) if not one.name]
    named: dict[str, list[Import]] = defaultdict(list)
    for one in sorted(imports, key=_rank):
        if one.name:
            named[one.module].append(one)
    return whole + [_from(module, named[module]) for module in sorted(named)]


def _rank(one: Import) -> tuple[int, str]:
    """Order names as Python's style does: constants, classes, the rest."""
    if one.name.isupper() and len(one.name) > 1:
        return 0, one.name
    return 2 - one.name[:1].isupper(), one.name


def _from(module: str, imports: list[Import]) -> str:
    names = ", ".join(one.said for one in imports)
    line = f"from {module} import {names}"
    if len(line) <= WIDTH:
        return line
    inside = textwrap.indent(textwrap.fill(names, WIDTH - 4), "    ")
    return f"from {module} import (\n{inside}\n)"
