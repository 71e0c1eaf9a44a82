"""Run jobs on the snippets in a fresh interpreter: JSON in, JSON out.

A job is `{"kind", "target", "language"}`; its result is `{"value"}` or
`{"error": {"file", "line", "message"}}`. A new process per build means that an
edited module is never mixed with the one that was imported before the edit.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import inspect
import io
import json
import sys
import traceback
from pathlib import Path

from press.faults import ROOT, JobError


def run(job: dict) -> dict:
    """Do one job and return its result, or where and why it failed."""
    try:
        return {"value": _KINDS[job["kind"]](job)}
    except JobError as error:
        return {"error": error.where}
    except Exception as error:
        return {"error": _place(error, job)}


def _place(error: Exception, job: dict) -> dict:
    """Return the deepest line of the snippets that the error passed through."""
    summary = f"{type(error).__name__}: {error}"
    message = f"{job['kind']} {job['target']}: {summary}"
    if isinstance(error, SyntaxError) and error.filename:
        return JobError(error.filename, error.lineno or 1, message).where
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if Path(f.filename).is_relative_to(ROOT / "snippets")]
    if not inside:
        return {"file": "", "line": 0, "message": message}
    return JobError(inside[-1].filename, inside[-1].lineno or 1, message).where


def _callable(job: dict):
    module, _, name = (f"snippets.{job['target']}").rpartition(".")
    found = importlib.import_module(module)
    if not hasattr(found, name):
        raise JobError(found.__file__, 1, f"there is no {name!r} in this module")
    return getattr(found, name)


def _figure(job: dict) -> list[str]:
    from press.drawing import draw

    return draw(_callable(job), job["language"], job["id"])


def _value(job: dict) -> int | float | str:
    value = _callable(job)(*job["args"])
    value = value.item() if hasattr(value, "item") else value
    if not isinstance(value, int | float | str):
        raise TypeError(f"gives {type(value).__name__}; accepted: int, float, str")
    return value


def _table(job: dict) -> dict:
    from snippets.language import Language

    language = Language(job["language"])
    table = _callable(job)(language)
    cells = [table["header"], *table["rows"]]
    if len({len(row) for row in cells}) != 1:
        raise ValueError(f"table rows differ in length: {[len(r) for r in cells]}")
    texts = [[_cell(cell, language) for cell in row] for row in cells]
    return {"header": texts[0], "rows": texts[1:]}


def _cell(cell: object, language) -> str:
    if hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return language.number(cell, "d" if isinstance(cell, int) else "g")
    return language.ranges(str(cell))


def _output(job: dict) -> str:
    from snippets.language import Language

    function, printed = _callable(job), io.StringIO()
    speaks = "say" in inspect.signature(function).parameters
    with contextlib.redirect_stdout(printed):
        function(*[Language(job["language"])] * speaks)
    return printed.getvalue()


def _doctest(job: dict) -> int:
    module = importlib.import_module(f"snippets.{job['target']}")
    runner = _Runner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder().find(module, module.__name__):
        runner.run(test, out=lambda _: None)
    return runner.tries


def _first_line(test: doctest.DocTest) -> int:
    """Return where a docstring begins; doctest does not know it if decorated."""
    if test.lineno is not None:
        return test.lineno
    lines = Path(test.filename).read_text(encoding="utf-8").splitlines()
    named = f"def {test.name.rsplit('.', 1)[-1]}("
    return next((n for n, row in enumerate(lines, 1) if named in row), 0)


class _Runner(doctest.DocTestRunner):
    """Stop at the first example whose output differs, and name its line."""

    def report_failure(self, out, test, example, got) -> None:
        line = _first_line(test) + example.lineno + 1
        want, got = example.want.strip(), got.strip()
        message = f"doctest of {test.name}: {example.source.strip()!r}"
        raise JobError(test.filename, line, f"{message} gives {got!r}, not {want!r}")

    def report_unexpected_exception(self, out, test, example, exc_info) -> None:
        line = _first_line(test) + example.lineno + 1
        what = f"{exc_info[0].__name__}: {exc_info[1]}"
        message = f"doctest of {test.name}: {example.source.strip()!r} raises {what}"
        raise JobError(test.filename, line, message)


_KINDS = {
    "figure": _figure,
    "value": _value,
    "table": _table,
    "output": _output,
    "doctest": _doctest,
}


def main() -> None:
    """Read jobs from standard input and answer each as soon as it is done."""
    real = sys.stdout
    for line in sys.stdin:
        with contextlib.redirect_stdout(sys.stderr):
            result = run(json.loads(line))
        print(json.dumps(result), file=real, flush=True)


if __name__ == "__main__":
    main()
