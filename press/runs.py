"""Running the notebooks: a lab's code is run once, whatever its texts say.

mkdocs-jupyter is given a notebook without texts, the same in both languages, and keeps
what its run gave by content: the second language, and a build after an edit of a text,
find it there.
"""

from __future__ import annotations

import ast
import logging
import os
import shutil
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import nbformat

from press import files
from press.markup import Page
from press.notebooks import KERNEL
from snippets.kept.closure import givers
from snippets.kept.reading import Code

KEPT = 32  # runs in the store: those of other branches and of other builds too
CONFIGURATION = Path(__file__).parent / "jupyter"


def configure() -> None:
    """Let Jupyter encrypt what it says to the kernel, and read no user's settings.

    Of the plugin's lines, the one that a notebook is being run is enough.
    """
    os.environ["JUPYTER_CONFIG_DIR"] = str(CONFIGURATION)
    logging.getLogger("mkdocs.plugins.mkdocs_jupyter").setLevel(logging.WARNING)


def notebook(page: Page) -> str:
    """Return the notebook to run: the page's code, and the versions it runs with."""
    codes = [b.code(page) if b.kind == "cell" else "" for b in page.blocks]
    run = nbformat.v4.new_notebook()
    run.metadata = {"kernelspec": KERNEL, "libraries": libraries("\n".join(codes))}
    run.cells = [_cell(code, number) for number, code in enumerate(codes)]
    return nbformat.writes(run) + "\n"


def _cell(code: str, number: int) -> nbformat.NotebookNode:
    text = f"text {number}"  # some text: an empty cell would not be shown
    new = nbformat.v4
    cell = new.new_code_cell(code) if code else new.new_markdown_cell(text)
    cell.id = f"cell-{number}"
    return cell


@lru_cache(maxsize=64)
def libraries(code: str) -> dict[str, str]:
    """Return the versions of Python and of all that the code imports from elsewhere.

    >>> sorted(libraries("import numpy as np"))
    ['numpy', 'python']
    """
    found = Code(ast.parse(code).body, "").imports
    tops = {name.partition(".")[0] for name in found} - {""}
    tops -= sys.stdlib_module_names
    packages = sorted({package for top in tops for package in givers(top)})
    versions = {package: version(package) for package in packages}
    return {"python": ".".join(map(str, sys.version_info[:3])), **versions}


def fetch(store: Path, folder: Path) -> None:
    """Put the kept runs in a build's own folder, where no other build removes them."""
    folder.mkdir(parents=True)
    for kept in store.glob("*.json"):
        try:
            os.link(kept, folder / kept.name)
        except OSError:  # on another disk
            with suppress(FileNotFoundError):  # another build has just forgotten it
                shutil.copy(kept, folder)


def keep(folder: Path, store: Path) -> None:
    """Put the runs that a build used in the store; forget those unused for long."""
    for used in folder.glob("*.json"):
        files.write(store / used.name, used.read_bytes().decode())
    runs = sorted(store.glob("*.json"), key=_age)
    for forgotten in runs[:-KEPT]:
        forgotten.unlink(missing_ok=True)


def _age(run: Path) -> float:
    return run.stat().st_mtime if run.exists() else 0.0
