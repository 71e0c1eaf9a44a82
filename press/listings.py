"""Code of the snippets, taken out by name: nothing is pasted into a page."""

from __future__ import annotations

import ast
import doctest
import os
import textwrap
from functools import lru_cache
from pathlib import Path

from press import files
from press.board import first_line, on_board
from press.memory import look_into
from snippets.kept.reading import Stamp


class Missing(LookupError):
    """What a page asks for is not in the snippets."""


def locate(target: str, root: Path) -> tuple[Path, str]:
    """Split `pooling.max_pool2d` into the module's file and the name in it."""
    parts = target.split(".")
    for cut in range(len(parts), 0, -1):
        path = os.path.join(root, "snippets", *parts[:cut]) + ".py"
        if os.path.isfile(path):
            return Path(path), ".".join(parts[cut:])
    raise Missing(f"snippets has no module for {target!r}")


def _parsed(path: Path) -> tuple[str, ast.Module]:
    """Return the text and the syntax tree of a file, read once while it stands."""
    return _tree(path, look_into(path))


@lru_cache(maxsize=1024)
def _tree(path: Path, seen: Stamp | None) -> tuple[str, ast.Module]:
    source, wrong = files.read(path, str(path))
    for fault in wrong:
        raise SyntaxError(fault.message, (fault.file, fault.line, None, None))
    return source, ast.parse(source, filename=str(path))


def _node(target: str, root: Path) -> tuple[Path, str, ast.AST]:
    """Return the file, the text and the syntax tree of what a target names."""
    path, name = locate(target, root)
    source, tree = _parsed(path)
    node: ast.AST = tree
    parts = list(filter(None, name.split(".")))
    for at, part in enumerate(parts):
        found = next((n for n in getattr(node, "body", []) if part in _names(n)), None)
        if found is None and (home := _imported(node, part)):
            rest = [home.removeprefix("snippets."), *parts[at + 1 :]]
            return _node(".".join(rest), root)
        if found is None:
            raise Missing(f"{path.relative_to(root).as_posix()} has no {part!r}")
        node = found
    return path, source, node


def home_of(target: str, root: Path) -> str:
    """Return the file that defines what a target names, as messages show it."""
    return _node(target, root)[0].relative_to(root).as_posix()


def _imported(node: ast.AST, name: str) -> str:
    """Return the path of what a module only passes on."""
    for statement in getattr(node, "body", []):
        if isinstance(statement, ast.ImportFrom) and statement.module:
            for alias in statement.names:
                if name == (alias.asname or alias.name):
                    return f"{statement.module}.{alias.name}"
    return ""


def _names(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Assign):
        named = [n for target in node.targets for n in ast.walk(target)]
        return {n.id for n in named if isinstance(n, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    return {getattr(node, "name", "")}


def source_of(target: str, root: Path, *, board: bool = False) -> str:
    """Return the source of a function, class or constant of the snippets.

    On the board it has neither docstring nor annotations.
    """
    _, source, node = _node(target, root)
    if board and not isinstance(node, ast.Module):
        return on_board(source, node)
    return _cut(source, node)


def source_in(path: Path, name: str) -> str:
    """Return the source of a function of any Python file of the repository."""
    if not path.is_file():
        raise Missing(f"there is no {path.name}")
    source, tree = _parsed(path)
    node = next((n for n in tree.body if name in _names(n)), None)
    if node is None:
        raise Missing(f"{path.name} has no {name!r}")
    return _cut(source, node)


def _cut(source: str, node: ast.AST) -> str:
    if isinstance(node, ast.Module):
        return source.rstrip()
    lines = source.splitlines()
    return textwrap.dedent("\n".join(lines[first_line(node) - 1 : node.end_lineno]))


def session_of(target: str, root: Path) -> str:
    """Return the console session in an object's docstring, prompts included."""
    path, _, node = _node(target, root)
    text = ast.get_docstring(node) if not isinstance(node, ast.Assign) else ""
    return _session(text or "", f"{target} in {path.name}")


def named_session(target: str, root: Path) -> str:
    """Return an entry of a module's `__test__`: `chapter4.pooling.lesson.lost`."""
    module, _, key = target.rpartition(".")
    path, _, node = _node(f"{module}.__test__", root)
    entries = ast.literal_eval(node.value)
    if key not in entries:
        raise Missing(f"{path.relative_to(root).as_posix()}: __test__ has no {key!r}")
    return _session(textwrap.dedent(entries[key]), target)


def _session(text: str, what: str) -> str:
    examples = doctest.DocTestParser().parse(text)
    shown = [_example(e) for e in examples if isinstance(e, doctest.Example)]
    if not shown:
        raise Missing(f"{what} has no doctest")
    return "\n".join(shown)


def _example(example: doctest.Example) -> str:
    lines = example.source.rstrip("\n").split("\n")
    prompts = [">>> ", *["... "] * (len(lines) - 1)]
    typed = "\n".join(
        (p + line).rstrip() for p, line in zip(prompts, lines, strict=True)
    )
    return f"{typed}\n{example.want.rstrip()}".rstrip()
