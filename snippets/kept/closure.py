"""What a result depends on: the code that it runs, and that alone.

Code counts by top-level definitions: a function, class or constant, its decorators,
and all that these refer to, in modules of the same packages. What a module does on
import beside defining counts too. `from x import *`, `globals()`, `getattr` with a
computed name and a module used as a value count whole modules. A decorator is taken
to change what it decorates and nothing else.

A module's data are the files that lie in its folder, or in a folder below it without
modules, and are neither Python nor Markdown. Other libraries count by their version.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

from snippets.kept.reading import Code, Module, Stamp, read, stamp

# In place of a definition's name: what importing the module does, all definitions,
# these and the docstrings, and a library in place of a module.
EFFECTS, ALL, DOCS, LIBRARY = "", "*", '"""', "@"
Node = tuple[str, str]


class Closures:
    """The closures of definitions, as the files stand when they are first asked for.

    `folders` says where each package lies: `{"snippets": root}`. The packages that
    `without_data` names have no data beside their modules.
    """

    def __init__(
        self, folders: dict[str, Path], without_data: Iterable[str] = ()
    ) -> None:
        self.folders, self.without_data = folders, frozenset(without_data)
        self._modules: dict[str, Module] = {}
        self._next: dict[Node, set[Node]] = {}
        self._lines: dict[Node, tuple[str, ...]] = {}
        self._digests: dict[object, str] = {}
        self._seen: dict[Path, Stamp | None] = {}

    def fingerprint(self, *targets: str, sessions: Iterable[str] = ()) -> str:
        """Hash what the targets depend on, such as `snippets.cnn.predict`.

        `sessions` are modules whose docstrings and `__test__` count as well. Raises
        SyntaxError if a module cannot be read.
        """
        asked = (targets, tuple(sessions))
        if asked not in self._digests:
            starts = {n for target in targets for n in self._resolve(target)}
            nodes = self.closure(starts | {(m, DOCS) for m in asked[1]})
            lines = [f"python {sys.version_info[0]}.{sys.version_info[1]}"]
            lines += sorted({line for node in nodes for line in self._lines_of(node)})
            self._digests[asked] = sha256("\n".join(lines).encode()).hexdigest()
        return self._digests[asked]

    def closure(self, starts: set[Node]) -> set[Node]:
        """Return all that some definitions lead to, those included."""
        found: set[Node] = set()
        pending = set(starts)
        while pending:
            found |= pending
            pending = {n for node in pending for n in self._after(node)} - found
        return found

    def files(self, *targets: str) -> set[Path]:
        """Return the files of the modules in a closure."""
        nodes = self.closure({n for target in targets for n in self._resolve(target)})
        paths = (self._file(module) for module, name in nodes if name != LIBRARY)
        return {path for path in paths if path}

    def stand(self) -> bool:
        """Tell whether the files that were read are still the same."""
        return all(stamp(path) == seen for path, seen in self._seen.items())

    def _after(self, node: Node) -> set[Node]:
        if node not in self._next:
            self._next[node] = self._led_to(*node)
        return self._next[node]

    def _led_to(self, module: str, name: str) -> set[Node]:
        """Return what a definition refers to."""
        if name == LIBRARY:
            return set()
        here = self._module(module)
        if name == EFFECTS:
            return self._on_import(module, here)
        if name == DOCS:
            return {(module, ALL)} | self._references(module, here.examples)
        if name == ALL:
            return self._all(module, here)
        found = {(module, EFFECTS)}
        if name in here.definitions:
            found |= self._references(module, here.definitions[name])
        return found

    def _on_import(self, module: str, here: Module) -> set[Node]:
        """Return what runs if a module is imported: that of its packages before."""
        above = module.rpartition(".")[0]
        found = {(above, EFFECTS)} if above else set()
        found |= {(m, EFFECTS) for name in here.loaded for m in self._loads(name)}
        found |= {n for star in here.stars for n in self._resolve(star)}
        return found | self._references(module, here.effects)

    def _all(self, module: str, here: Module) -> set[Node]:
        """Return all that a module defines, or takes from another to pass it on."""
        found = {(module, EFFECTS)} | {(module, name) for name in here.definitions}
        for name, target in here.imported.items():
            passed = self._resolve(target)
            if not any(n == ALL for _, n in passed):
                found |= passed | {(module, name)}
        return found

    def _references(self, module: str, code: Code) -> set[Node]:
        """Return what the names in a piece of code stand for."""
        here = self._module(module)
        found = {(module, ALL)} if code.dynamic else set()
        for target in code.imports:
            found |= self._resolve(target)
        for chain in code.names:
            name, *rest = chain.split(".")
            found |= {(module, name)} if name in here.definitions else set()
            found |= {(module, DOCS)} if "__doc__" in (name, *rest) else set()
            if name in here.imported:
                target = ".".join([here.imported[name], *rest])
                found |= {(module, name)} | self._resolve(target)
        return found

    def _resolve(self, target: str, seen: frozenset[Node] = frozenset()) -> set[Node]:
        """Return what a name in full stands for: a definition, else a whole module."""
        module, *rest = target.split(".")
        if module not in self.folders:
            return {(module, LIBRARY)}
        found = {(module, DOCS)} if "__doc__" in rest else set()
        for n, name in enumerate(rest):
            here, node = self._module(module), (module, name)
            if name in here.definitions:
                return found | {node}
            if name in here.imported and node not in seen:
                origin = ".".join([here.imported[name], *rest[n + 1 :]])
                return found | {node} | self._resolve(origin, seen | {node})
            if not self._exists(f"{module}.{name}"):
                break
            module = f"{module}.{name}"
        return found | {(module, ALL)}

    def _loads(self, name: str) -> Iterator[str]:
        """Yield the module that an import of this name runs, if it is one of ours."""
        parts = name.split(".")
        if parts[0] in self.folders:
            paths = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
            yield next(filter(self._exists, paths), parts[0])

    def _module(self, name: str) -> Module:
        if name not in self._modules:
            path = self._file(name)
            empty = Module({}, {}, frozenset(), Code([], ""), (), (), Code([], ""))
            self._modules[name] = self._look(path, read, name) if path else empty
        return self._modules[name]

    def _file(self, module: str) -> Path | None:
        base = self._folder(module)
        found = (p for p in (base.with_suffix(".py"), base / "__init__.py"))
        return next((path for path in found if path.is_file()), None)

    def _folder(self, module: str) -> Path:
        parts = module.split(".")
        return self.folders[parts[0]].joinpath(*parts)

    def _exists(self, module: str) -> bool:
        known = module in self._modules
        return known or bool(self._file(module)) or self._folder(module).is_dir()

    def _lines_of(self, node: Node) -> tuple[str, ...]:
        if node not in self._lines:
            self._lines[node] = tuple(self._added(*node))
        return self._lines[node]

    def _added(self, module: str, name: str) -> Iterator[str]:
        """Yield a line for each thing that a node adds to a fingerprint."""
        if name == LIBRARY:
            if module not in sys.stdlib_module_names:
                yield f"library {module} {self._version(module)}"
            return
        here = self._module(module)
        if name == EFFECTS:
            yield f"import {module} {here.effects.digest} {here.stars}"
        elif name == DOCS:
            yield f"docs {module} {here.docs}"
        if name in here.definitions:
            yield f"code {module} {name} {here.definitions[name].digest}"
        if name in here.imported:
            yield f"name {module} {name} {here.imported[name]}"
        if name != EFFECTS and module.partition(".")[0] not in self.without_data:
            yield f"data {self._data(module)}"

    def _version(self, library: str) -> str:
        if library not in self._digests:
            versions = {name: metadata.version(name) for name in givers(library)}
            self._digests[library] = repr(sorted(versions.items()))
        return self._digests[library]

    def _data(self, module: str) -> str:
        """Return the data beside a module: names, and hashes of contents."""
        path = self._file(module)
        folder = path.parent if path else self._folder(module)
        if folder not in self._digests:
            top = self.folders[module.partition(".")[0]]
            paths = sorted(data(folder))
            found = [
                (p.relative_to(top).as_posix(), self._look(p, digest)) for p in paths
            ]
            self._digests[folder] = repr(found)
        return self._digests[folder]

    def _look(self, path: Path, how: Callable, *more: str) -> Any:
        """Read a file, and remember which version of it."""
        self._seen[path] = stamp(path)
        return how(path, self._seen[path], *more)


def data(folder: Path) -> Iterator[Path]:
    """Yield the data of a folder's modules."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name.startswith((".", "__pycache__")) or path.name.endswith("~"):
            continue
        if path.is_dir():
            yield from () if any(path.rglob("*.py")) else data(path)
        elif path.suffix not in (".py", ".md"):
            yield path


@lru_cache(maxsize=1024)
def digest(path: Path, seen: Stamp | None) -> str:
    """Hash a file's content, once for each version of it."""
    return sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=1024)
def givers(library: str) -> tuple[str, ...]:
    """Return the distributions that an import name comes from.

    Most bear its name; to ask for all takes half a second.
    """
    try:
        files = metadata.distribution(library).files or []
    except metadata.PackageNotFoundError:
        files = []
    if any(file.parts[0].partition(".")[0] == library for file in files):
        return (library,)
    return tuple(sorted(set(metadata.packages_distributions().get(library, ()))))
