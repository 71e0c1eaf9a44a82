"""A module read as what it defines, without what does not change a result."""

from __future__ import annotations

import ast
import doctest
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from symtable import symtable

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
ASSIGNMENTS += (ast.TypeAlias,) if hasattr(ast, "TypeAlias") else ()
GETTERS = {"getattr", "setattr", "delattr", "hasattr"}
Stamp = tuple[int, int]
DYNAMIC = {"globals", "locals", "vars", "eval", "exec", "__import__", "import_module"}


class Code:
    """Statements of a module's top level: their text and what it refers to.

    The text has neither comments nor docstrings, and one form: that of `ast.unparse`.
    """

    def __init__(self, nodes: list[ast.stmt], package: str) -> None:
        self.nodes, self.package = nodes, package

    @cached_property
    def text(self) -> str:
        """Return the statements as Python writes them."""
        return ast.unparse(ast.Module(self.nodes, []))

    @cached_property
    def digest(self) -> str:
        """Return a hash of the text."""
        return sha256(self.text.encode()).hexdigest()

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the dotted names that are looked up outside: `np.mean`, `forward`."""
        outside = _outside(self.text)
        chains = (chain for node in self.nodes for chain in _chains(node))
        return frozenset(c for c in chains if c.partition(".")[0] in outside)

    @cached_property
    def imports(self) -> frozenset[str]:
        """Return what imports within the statements name: `snippets.cnn.predict`."""
        found = (n for n in self._all if isinstance(n, IMPORTS))
        return frozenset(name for n in found for name in _in_full(n, self.package))

    @cached_property
    def dynamic(self) -> bool:
        """Tell whether a name is looked up that the text does not spell out."""
        if any(DYNAMIC & {*n.split(".")} or "sys.modules" in n for n in self.names):
            return True
        asked = sum(isinstance(n, ast.Name) and n.id in GETTERS for n in self._all)
        return asked > sum(map(_spelled_out, self._all))

    @cached_property
    def _all(self) -> list[ast.AST]:
        return [n for statement in self.nodes for n in ast.walk(statement)]


@dataclass(frozen=True)
class Module:
    """What a module defines, imports and does when it is imported."""

    definitions: dict[str, Code]
    imported: dict[str, str]  # a name's origin: {"np": "numpy"}
    loaded: frozenset[str]
    effects: Code
    stars: tuple[str, ...]
    docs: tuple[str, ...]
    examples: Code


def stamp(path: Path | str) -> Stamp | None:
    """Return what tells a file's versions apart; nothing if it is not there."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=4096)
def read(path: Path, seen: Stamp | None, name: str) -> Module:
    """Read the file of a module with this name, once for each version of it."""
    tree = ast.parse(path.read_bytes(), filename=str(path))
    docs = tuple(_texts(tree))
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    _strip(tree)
    return _parts(tree.body, package, docs)


def _parts(body: list[ast.stmt], package: str, docs: tuple[str, ...]) -> Module:
    """Part a module's statements into definitions, imports and all others."""
    definitions: dict[str, list[ast.stmt]] = {}
    imported: dict[str, str] = {}
    effects, stars = [], []
    for node in body:
        if _is_import(node):
            for key, target in bound(node, package):
                imported[key] = target
                stars += [target] * (key == "*")
        elif names := _names(node):
            for key in names:
                definitions.setdefault(key, []).append(node)
        elif not _is_program(node):
            effects.append(node)
    imported.pop("*", None)
    found = {key: Code(nodes, package) for key, nodes in definitions.items()}
    shown = Code(list(_examples(docs)), package)
    loaded = frozenset(_loaded(body, package))
    return Module(
        found, imported, loaded, Code(effects, package), tuple(stars), docs, shown
    )


def _is_import(node: ast.stmt) -> bool:
    future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return isinstance(node, IMPORTS) and not future


def _is_program(node: ast.stmt) -> bool:
    """Tell whether a statement is `if __name__ == "__main__"`, not run by imports."""
    return isinstance(node, ast.If) and ast.unparse(node.test) in (
        "__name__ == '__main__'",
        "'__main__' == __name__",
    )


def _names(node: ast.stmt) -> set[str]:
    """Return what a definition binds; nothing if the statement does anything else."""
    if isinstance(node, FUNCTIONS):
        changed = (n.names for n in ast.walk(node) if isinstance(n, ast.Global))
        return {node.name, *(name for names in changed for name in names)}
    if isinstance(node, ast.ClassDef):
        return {node.name}
    if not isinstance(node, ASSIGNMENTS):
        return set()
    kept = [n for n in ast.walk(node) if isinstance(getattr(n, "ctx", 0), ast.Store)]
    if any(isinstance(n, ast.Attribute | ast.Subscript) for n in kept):
        return set()
    return {n.id for n in kept if isinstance(n, ast.Name)}


def bound(node: ast.stmt, package: str) -> Iterator[tuple[str, str]]:
    """Yield the names that an import binds, each with its origin in full."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            whole = alias.name if alias.asname else alias.name.partition(".")[0]
            yield alias.asname or whole, whole
        return
    origin = _origin(node, package)
    for alias in node.names:
        target = origin if alias.name == "*" else f"{origin}.{alias.name}"
        yield alias.asname or alias.name, target


def _origin(node: ast.ImportFrom, package: str) -> str:
    """Return the module that `from ... import` names, dots before it resolved."""
    if not node.level:
        return node.module or ""
    above = package.split(".")[: package.count(".") + 2 - node.level]
    return ".".join([*above, *filter(None, [node.module])])


def _loaded(body: list[ast.stmt], package: str) -> Iterator[str]:
    """Yield the modules, and the names in them, that importing the module imports."""
    for node in body:
        if isinstance(node, IMPORTS):
            yield from _in_full(node, package)
        elif not isinstance(node, DEFINITIONS) and not _is_program(node):
            inner = [n for n in ast.iter_child_nodes(node) if isinstance(n, ast.stmt)]
            yield from _loaded(inner, package)


def _in_full(node: ast.Import | ast.ImportFrom, package: str) -> list[str]:
    """Return what an import names, whatever it is called afterwards."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [target for _, target in bound(node, package)]


def _outside(text: str) -> set[str]:
    """Return the names that a text looks up in its module or among the built-in."""
    pending, names = [symtable(text, "", "exec")], set()
    while pending:
        table = pending.pop()
        names |= {s.get_name() for s in table.get_symbols() if s.is_global()}
        pending += table.get_children()
    return names


def _chains(node: ast.AST) -> Iterator[str]:
    """Yield the dotted names of a syntax tree, each as long as it goes."""
    if dotted := _dotted(node):
        yield dotted
        return
    for child in ast.iter_child_nodes(node):
        yield from _chains(child)


def _dotted(node: ast.AST) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _spelled_out(node: ast.AST) -> bool:
    """Tell whether a node is `getattr(x, "name")`, which is as good as `x.name`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        return False
    if node.func.id not in GETTERS or len(node.args) < 2:
        return False
    return isinstance(node.args[1], ast.Constant)


def _is_text(node: ast.AST) -> bool:
    """Tell whether a statement is a string and nothing else, as docstrings are."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return False
    return isinstance(node.value.value, str)


def _strip(tree: ast.Module) -> None:
    """Take the docstrings out of a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, *DEFINITIONS)):
            node.body = [n for n in node.body if not _is_text(n)]
            if not node.body and not isinstance(node, ast.Module):
                node.body = [ast.Pass()]


def _texts(tree: ast.Module) -> Iterator[str]:
    """Yield the docstrings of a module and the strings of its `__test__`."""
    for node in ast.walk(tree):
        if _is_text(node):
            yield node.value.value
    for node in tree.body:
        if isinstance(node, ASSIGNMENTS) and "__test__" in _names(node):
            strings = (n for n in ast.walk(node) if isinstance(n, ast.Constant))
            yield from (s.value for s in strings if isinstance(s.value, str))


def _examples(docs: tuple[str, ...]) -> Iterator[ast.stmt]:
    """Yield the statements of the examples; one that cannot be read fails when run."""
    for text in docs:
        try:
            for example in doctest.DocTestParser().get_examples(text):
                yield from ast.parse(example.source).body
        except (SyntaxError, ValueError):
            continue
