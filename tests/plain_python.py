"""Run code from the pages as a reader does who pastes it: JSON in, JSON out.

    python plain_python.py < {"sessions": [...], "sources": [...]}

Nothing of the repository is used: `snippets` is looked for in the current folder.
The answer holds what each session printed, and what was wrong with each source.
"""

from __future__ import annotations

import code
import contextlib
import doctest
import io
import json
import sys


def printed(typed: str) -> str:
    """Return what Python prints when a session is typed into a new one."""
    console, said = code.InteractiveConsole({"__name__": "__main__"}), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        for line in [*typed.split("\n"), ""]:
            console.push(line)
    return said.getvalue()


def wrong(source: str) -> str:
    """Return what is wrong with a source: it does not run, or its doctest fails."""
    names: dict[str, object] = {"__name__": "__main__"}
    try:
        exec(compile(source, "<pasted>", "exec"), names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if "@kept" in source:
        return ""  # it would train again: only what stands in `snippets` is kept
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for name, value in [*names.items()]:
            if getattr(value, "__module__", "") == "__main__":
                doctest.run_docstring_examples(value, names, name=name)
    return said.getvalue()


def main() -> None:
    """Answer what standard input asks."""
    sys.path.insert(0, "")
    asked = json.load(sys.stdin)
    sessions = [printed(typed) for typed in asked["sessions"]]
    sources = [wrong(source) for source in asked["sources"]]
    json.dump({"sessions": sessions, "sources": sources}, sys.stdout)


if __name__ == "__main__":
    main()
