"""Code of the snippets, taken out by name: nothing is pasted into a page."""

from __future__ import annotations

import ast
import doctest
import os
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from press import files
from press.board import first_line, names_of, on_board
from press.imports import examples, imports_of
from press.memory import look_into
from snippets.kept.reading import Stamp

NAMED = ast.Assign | ast.AnnAssign


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


@dataclass(frozen=True)
class Place:
    """Where a target is: its file and the file's text, its name in it, its node."""

    path: Path
    source: str
    name: str
    node: ast.AST


def _place(target: str, root: Path) -> Place:
    """Find what a target names, where it is defined."""
    path, name = locate(target, root)
    source, tree = _parsed(path)
    node: ast.AST = tree
    parts = list(filter(None, name.split(".")))
    for at, part in enumerate(parts):
        found = next(
            (n for n in getattr(node, "body", []) if part in names_of(n)), None
        )
        if found is None and (home := _imported(node, part)):
            rest = [home.removeprefix("snippets."), *parts[at + 1 :]]
            return _place(".".join(rest), root)
        if found is None:
            raise Missing(f"{path.relative_to(root).as_posix()} has no {part!r}")
        node = found
    return Place(path, source, name, node)


def home_of(target: str, root: Path) -> str:
    """Return the file that defines what a target names, as messages show it."""
    return _place(target, root).path.relative_to(root).as_posix()


def definition_of(target: str, root: Path) -> str:
    """Return the name of the definition, at the top of its file, that a target is in.

    It is empty for a whole module.
    """
    return _place(target, root).name.partition(".")[0]


def _imported(node: ast.AST, name: str) -> str:
    """Return the path of what a module only passes on."""
    for statement in getattr(node, "body", []):
        if isinstance(statement, ast.ImportFrom) and statement.module:
            for alias in statement.names:
                if name == (alias.asname or alias.name):
                    return f"{statement.module}.{alias.name}"
    return ""


def source_of(target: str, root: Path, *, board: bool = False) -> str:
    """Return the source of a function, class or constant of the snippets.

    On the board it has neither docstring nor annotations.
    """
    found = _place(target, root)
    if board and not isinstance(found.node, ast.Module):
        return on_board(found.source, found.node)
    return _cut(found.source, found.node)


def runnable_of(target: str, root: Path) -> str:
    """Return the source of what a target names, after the imports that it needs."""
    found = _place(target, root)
    source = _cut(found.source, found.node)
    if isinstance(found.node, ast.Module):
        return source
    sections = ["\n".join(section) for section in _imports(source, found, root)]
    gap = "" if isinstance(found.node, NAMED) else "\n"
    return "\n\n".join([*sections[:-1], *(s + gap for s in sections[-1:]), source])


def _imports(code: str, place: Place, root: Path) -> list[list[str]]:
    parts = place.path.relative_to(root).with_suffix("").parts
    return imports_of(code, place.source, ".".join(parts))


def source_in(path: Path, name: str) -> str:
    """Return the source of a function of any Python file of the repository."""
    if not path.is_file():
        raise Missing(f"there is no {path.name}")
    source, tree = _parsed(path)
    node = next((n for n in tree.body if name in names_of(n)), None)
    if node is None:
        raise Missing(f"{path.name} has no {name!r}")
    return _cut(source, node)


def _cut(source: str, node: ast.AST) -> str:
    if isinstance(node, ast.Module):
        return source.rstrip()
    lines = source.splitlines()
    return textwrap.dedent("\n".join(lines[first_line(node) - 1 : node.end_lineno]))


def session_of(target: str, root: Path) -> str:
    """Return the console session in an object's docstring, prompts included.

    It begins with the imports that it needs: in its module it has none.
    """
    found = _place(target, root)
    is_named = isinstance(found.node, NAMED)
    text = "" if is_named else ast.get_docstring(found.node) or ""
    session = _session(text, f"{target} in {found.path.name}")
    sections = _imports(examples(text), found, root)
    return "\n".join([*map(_prompted, chain(*sections)), session])


def named_session(target: str, root: Path) -> str:
    """Return an entry of a module's `__test__`: `chapter4.pooling.lesson.lost`."""
    module, _, key = target.rpartition(".")
    found = _place(f"{module}.__test__", root)
    entries = ast.literal_eval(found.node.value)
    if key not in entries:
        file = found.path.relative_to(root).as_posix()
        raise Missing(f"{file}: __test__ has no {key!r}")
    return _session(textwrap.dedent(entries[key]), target)


def _session(text: str, what: str) -> str:
    shown = [_example(e) for e in doctest.DocTestParser().get_examples(text)]
    if not shown:
        raise Missing(f"{what} has no doctest")
    return "\n".join(shown)


def _example(example: doctest.Example) -> str:
    return f"{_prompted(example.source)}\n{example.want.rstrip()}".rstrip()


def _prompted(statement: str) -> str:
    """Write a statement as it is typed at Python's prompt."""
    lines = statement.rstrip("\n").split("\n")
    prompts = [">>> ", *["... "] * (len(lines) - 1)]
    pairs = zip(prompts, lines, strict=True)
    return "\n".join((prompt + line).rstrip() for prompt, line in pairs)
