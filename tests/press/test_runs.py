"""A notebook is run once for both languages, and again only if its code changed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from press import runs
from press.blocks.boxes import TextCell
from press.blocks.code import Cell
from press.blocks.text import Prose
from press.markup import Page


def lab(language: str, text: str, code: str = "import numpy as np") -> Page:
    path = Path("docs") / language / "lab.py"
    cells = [TextCell(1, children=[Prose(2, [], text)]), Cell(4, [], code)]
    return Page(path, language, "lab.py", {}, "", cells, [])


def test_both_languages_run_the_same_notebook() -> None:
    assert runs.notebook(lab("es", "Un texto.")) == runs.notebook(lab("en", "A text."))


def test_an_edit_of_a_text_is_no_other_run_and_one_of_code_is() -> None:
    one = runs.notebook(lab("es", "Un texto."))
    assert runs.notebook(lab("es", "Otro texto.")) == one
    assert runs.notebook(lab("es", "Un texto.", "import numpy")) != one


def test_another_version_of_what_the_code_imports_is_another_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = runs.notebook(lab("es", "Un texto."))
    monkeypatch.setattr(runs, "version", lambda package: "0.0")
    runs.libraries.cache_clear()
    other = runs.notebook(lab("es", "Un texto."))
    runs.libraries.cache_clear()
    assert other != one
    assert json.loads(other)["metadata"]["libraries"]["numpy"] == "0.0"


def test_each_cell_keeps_its_place() -> None:
    cells = json.loads(runs.notebook(lab("es", "Un texto.")))["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code"]
    assert "".join(cells[0]["source"])


def test_a_build_uses_kept_runs_and_leaves_them_to_others(tmp_path: Path) -> None:
    store, own = tmp_path / "store", tmp_path / "own"
    store.mkdir()
    (store / "a.json").write_text("a")
    runs.fetch(store, own)
    (own / "a.json").unlink()  # as the plugin does with what it did not use
    (own / "b.json").write_text("b")
    runs.keep(own, store)
    assert {p.name: p.read_text() for p in store.iterdir()} == {
        "a.json": "a",
        "b.json": "b",
    }


def test_the_store_forgets_the_runs_unused_for_longest(tmp_path: Path) -> None:
    store, own = tmp_path / "store", tmp_path / "own"
    store.mkdir()
    for number in range(runs.KEPT + 2):
        (store / f"{number}.json").write_text("{}")
        os.utime(store / f"{number}.json", (number, number))
    runs.fetch(store, own)
    for path in own.glob("[1-9]*.json"):
        path.unlink()
    runs.keep(own, store)  # used: the oldest
    left = {int(path.stem) for path in store.glob("*.json")}
    assert left == {0, *range(3, runs.KEPT + 2)}
