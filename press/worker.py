"""Run jobs on the snippets in a fresh interpreter: JSON in, JSON out.

A job is `{"kind", "target", "language", "id", "args"}`; its result is `{"value"}` or
`{"error": {"file", "line", "message"}}`. A new process per page and build means that
an edited module is never mixed with the one that was imported before the edit.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import io
import json
import os
import sys
import traceback
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

from press import targets
from press.faults import JobError, name_of

REFUSE = ("checks.py", "language.py", "shapes.py")


def run(job: dict, root: Path) -> dict:
    """Do one job and return its result, or where and why it failed."""
    try:
        return {"value": _KINDS[job["kind"]](job)}
    except JobError as error:
        where = error.where
    except Exception as error:
        where = _place(error, job, root)
    file = where["file"] and name_of(where["file"], root)
    return {"error": where | {"file": file}}


def _place(error: Exception, job: dict, root: Path) -> dict:
    """Return the deepest line of the snippets that may be at fault."""
    summary = f"{type(error).__name__}: {error}"
    message = f"{job['kind']} {job['target']}: {summary}"
    if isinstance(error, SyntaxError) and error.filename:
        return JobError(error.filename, error.lineno or 1, message).where
    inside = list(takewhile(_is_open, _frames(error, root / "snippets")))
    if not inside:
        return {"file": "", "line": 0, "message": message}
    return JobError(inside[-1].filename, inside[-1].lineno or 1, message).where


def _frames(error: Exception, snippets: Path) -> list[traceback.FrameSummary]:
    """Return the lines of the snippets that an error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if Path(f.filename).is_relative_to(snippets)]
    declarations = str(snippets / "shapes.py"), "checked"
    return [f for f in inside if (f.filename, f.name) != declarations]


def _is_open(frame: traceback.FrameSummary) -> bool:
    """Say if a line may be at fault; what refuses bad input is not: its caller is."""
    return frame.name == "<module>" or Path(frame.filename).name not in REFUSE


def _function(job: dict) -> Callable:
    """Return a job's function, with its last arguments if the job has any."""
    function = targets.function(job["target"])
    args = _tuple(job["args"])
    if not args:
        return function
    return functools.wraps(function)(lambda *first: function(*first, *args))


def _tuple(value: object) -> object:
    """Return tuples for the lists that JSON made of them."""
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def _figure(job: dict) -> list[str]:
    from press.drawing.figures import draw

    return draw(_function(job), job["language"], job["id"])


def _value(job: dict) -> int | float | str:
    value = _function(job)
    value = value() if callable(value) else value
    value = value.item() if hasattr(value, "item") else value
    if not isinstance(value, int | float | str):
        raise TypeError(f"gives {type(value).__name__}; accepted: int, float, str")
    return value


def _table(job: dict) -> dict:
    from snippets.language import Language

    language = Language(job["language"])
    table = _function(job)(language)
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

    function, printed = _function(job), io.StringIO()
    speaks = "say" in inspect.signature(function).parameters
    with contextlib.redirect_stdout(printed):
        function(*[Language(job["language"])] * speaks)
    return printed.getvalue()


def _doctest(job: dict) -> int:
    from press.sessions import run as examples

    return examples(targets.module(targets.in_full(job["target"])))


_KINDS = {
    "figure": _figure,
    "value": _value,
    "table": _table,
    "output": _output,
    "doctest": _doctest,
}


def main(root: Path) -> None:
    """Read jobs from standard input and answer each as soon as it is done.

    Jobs find an empty standard input, and what they print, or a library of theirs
    below Python does, goes to standard error: the pipe carries answers alone.
    """
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    for line in asked:
        with contextlib.redirect_stdout(sys.stderr):
            result = run(json.loads(line), root)
        print(json.dumps(result), file=answers, flush=True)
