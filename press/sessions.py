"""Doctests of a module, stopped at the first example that gives something else."""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from press.faults import JobError

PROMPT = re.compile(r"""^\s*(?:\w*['"]+)?>>> """)


def run(module: ModuleType) -> int:
    """Run the examples of a module and return how many there are."""
    runner = _Runner()
    for test in doctest.DocTestFinder().find(module, module.__name__):
        runner.run(test, out=lambda _: None)
    return runner.tries


class _Runner(doctest.DocTestRunner):
    """Stop at the first example whose output differs, and name its line."""

    def report_failure(self, out, test, example, got) -> None:
        want, got = _gist(example.want), _gist(got)
        raise _wrong(test, example, f"gives {got!r}, not {want!r}")

    def report_unexpected_exception(self, out, test, example, exc_info) -> None:
        what = f"{exc_info[0].__name__}: {exc_info[1]}"
        raise _wrong(test, example, f"raises {what}")


def _gist(output: str) -> str:
    """Return an output; of a traceback, what was raised, without the way there."""
    output = output.strip()
    if not output.startswith("Traceback (most recent call last):"):
        return output
    raised = [line for line in output.splitlines()[1:] if not line.startswith(" ")]
    return "\n".join(raised) or output


def _wrong(test: doctest.DocTest, example: doctest.Example, what: str) -> JobError:
    message = f"doctest of {test.name}: {example.source.strip()!r} {what}"
    return JobError(test.filename, line_of(test, example), message)


def line_of(test: doctest.DocTest, example: doctest.Example) -> int:
    """Return the line of an example in its file.

    It is that of its prompt in the string that the example stands in, found in the
    source: `doctest` knows neither the lines of `__test__` nor those of docstrings
    of decorated functions.
    """
    source = Path(test.filename).read_text(encoding="utf-8")
    text = _string(ast.parse(source), test)
    if text is None:
        return (test.lineno or 0) + example.lineno + 1
    lines = source.splitlines()
    span = range(text.lineno, text.end_lineno + 1)
    prompts = [n for n in span if PROMPT.match(_from(text, lines, n))]
    number = test.examples.index(example)
    return prompts[number] if number < len(prompts) else text.lineno


def _from(text: ast.Constant, lines: list[str], n: int) -> str:
    """Return a line of a string, without what stands before the string in it."""
    before = text.col_offset if n == text.lineno else 0
    return lines[n - 1].encode()[before:].decode()


def _string(tree: ast.Module, test: doctest.DocTest) -> ast.Constant | None:
    """Return the string that holds a test's examples."""
    module = test.globs["__name__"]
    node, path = tree, test.name.removeprefix(module).strip(".")
    if path.startswith("__test__."):
        return _entry(tree, path.removeprefix("__test__."))
    for name in filter(None, path.split(".")):
        inner = [n for n in node.body if getattr(n, "name", "") == name]
        if not inner:
            return None
        node = inner[-1]
    kinds = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    if not isinstance(node, kinds):
        return None
    first = node.body[0] if node.body else None
    return first.value if ast.get_docstring(node) and first else None


def _entry(tree: ast.Module, key: str) -> ast.Constant | None:
    """Return an entry of `__test__`, if it is a string."""
    entries = (pair for node in tree.body if _is_test(node) for pair in _pairs(node))
    return next((value for name, value in entries if name == key), None)


def _is_test(node: ast.stmt) -> bool:
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    return any(isinstance(t, ast.Name) and t.id == "__test__" for t in targets)


def _pairs(node: ast.stmt) -> Iterator[tuple[str, ast.Constant]]:
    """Yield the keys and the strings of the dictionaries in a statement."""
    for dictionary in (n for n in ast.walk(node) if isinstance(n, ast.Dict)):
        for key, value in zip(dictionary.keys, dictionary.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(value, ast.Constant):
                yield key.value, value
