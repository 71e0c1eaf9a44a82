"""A fault never publishes: each is planted in a copy, which must refuse to build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import book_copy
from tests.book_copy import line_of, replace

pytestmark = pytest.mark.xdist_group("faults")

ES = Path("docs/es/4-convolutional-networks/pooling.md")
EN = Path("docs/en/4-convolutional-networks/pooling.md")
FIGURES = Path("snippets/figures/pooling.py")
SNIPPET = Path("snippets/pooling.py")


def exception_in_a_figure(book: Path) -> tuple[str, int, str]:
    replace(book / FIGURES, "    return figure", "    1 / 0\n    return figure")
    return FIGURES.as_posix(), line_of(book / FIGURES, "1 / 0"), "ZeroDivisionError"


def wrong_doctest(book: Path) -> tuple[str, int, str]:
    replace(book / SNIPPET, "    >>> ", "    >>> 1 + 1\n    3\n    >>> ")
    return (
        SNIPPET.as_posix(),
        line_of(book / SNIPPET, ">>> 1 + 1"),
        "gives '2', not '3'",
    )


def missing_include(book: Path) -> tuple[str, int, str]:
    replace(book / ES, "::: code ", "::: code pooling.nowhere\n\n::: code ")
    return ES.as_posix(), line_of(book / ES, "nowhere"), "missing include"


def broken_link(book: Path) -> tuple[str, int, str]:
    replace(book / EN, "## ", "[a page](nowhere.md)\n\n## ")
    return EN.as_posix(), line_of(book / EN, "nowhere.md"), "broken link"


def broken_anchor(book: Path) -> tuple[str, int, str]:
    replace(book / ES, "## ", "[un sitio](#nowhere)\n\n## ")
    return ES.as_posix(), line_of(book / ES, "#nowhere"), "broken anchor"


def link_without_text(book: Path) -> tuple[str, int, str]:
    replace(book / ES, "## ", "Véase [](#shifts).\n\n## ")
    return ES.as_posix(), line_of(book / ES, "Véase [](#shifts)"), "needs a text"


def broken_formula(book: Path) -> tuple[str, int, str]:
    for page in (ES, EN):
        replace(book / page, "## ", "$$\nx\n\\fracc{1}\n$$\n\n## ")
    return ES.as_posix(), line_of(book / ES, "\\fracc"), "broken formula"


def unclosed_formula(book: Path) -> tuple[str, int, str]:
    replace(book / EN, "## ", "It costs $x.\n\n## ")
    return EN.as_posix(), line_of(book / EN, "It costs $x"), "does not close"


def missing_twin(book: Path) -> tuple[str, int, str]:
    (book / EN).unlink()
    return ES.as_posix(), 1, f"missing twin: there is no {EN.as_posix()}"


def parity_break(book: Path) -> tuple[str, int, str]:
    text = (book / EN).read_text(encoding="utf-8")
    start = text.index("::: figure fig-pooling")
    end = text.index("\n:::\n", start) + len("\n:::\n")
    (book / EN).write_text(text[:start] + text[end:], encoding="utf-8")
    return (
        EN.as_posix(),
        0,
        "figure fig-pooling is missing; the Spanish page has it after",
    )


def duplicate_figure(book: Path) -> tuple[str, int, str]:
    for page in (ES, EN):
        text = (book / page).read_text(encoding="utf-8")
        start = text.index("::: figure fig-pooling")
        end = text.index("\n:::\n", start) + len("\n:::\n")
        twice = text[:end] + "\n" + text[start:end] + text[end:]
        (book / page).write_text(twice, encoding="utf-8")
    return ES.as_posix(), 0, "duplicate number: figure fig-pooling"


def untranslated_label(book: Path) -> tuple[str, int, str]:
    unsaid = "    figure.text(0.5, 0.5, 'unsaid words')\n    return figure"
    replace(book / FIGURES, "    return figure", unsaid)
    return FIGURES.as_posix(), line_of(book / FIGURES, "unsaid"), "has no translation"


def unknown_citation(book: Path) -> tuple[str, int, str]:
    replace(book / ES, "## ", "Alguien lo dijo [@nobody1900].\n\n## ")
    return ES.as_posix(), line_of(book / ES, "nobody1900"), "no work 'nobody1900'"


def syntax_error(book: Path) -> tuple[str, int, str]:
    replace(book / SNIPPET, "import numpy", "def broken(:\nimport numpy")
    return SNIPPET.as_posix(), line_of(book / SNIPPET, "broken(:"), "SyntaxError"


def one_side_edited(book: Path) -> tuple[str, int, str]:
    replace(book / ES, "## ", "Una frase que la otra página no tiene.\n\n## ")
    return ES.as_posix(), 1, "Spanish text changed since the pair was reviewed"


FAULTS = [
    exception_in_a_figure,
    wrong_doctest,
    missing_include,
    broken_link,
    broken_anchor,
    link_without_text,
    broken_formula,
    unclosed_formula,
    missing_twin,
    parity_break,
    duplicate_figure,
    untranslated_label,
    unknown_citation,
    syntax_error,
    one_side_edited,
]


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_fault_never_publishes(plant: Callable, tmp_path: Path) -> None:
    book = book_copy.make(tmp_path / "book")
    (book / "site").mkdir()
    (book / "site" / "index.html").write_text("the last good site")
    file, line, cause = plant(book)

    done = book_copy.build(book)

    assert done.returncode != 0
    said = [row for row in done.stdout.splitlines() if cause in row]
    assert said, done.stdout
    where = f"{file}:{line}: " if line else f"{file}:"
    assert any(where in row for row in said), said
    assert [p.name for p in (book / "site").iterdir()] == ["index.html"]
    assert (book / "site" / "index.html").read_text() == "the last good site"
    assert not (book / ".site.new").exists()
    shutil.rmtree(book)


def test_the_same_copy_without_a_fault_is_published(tmp_path: Path) -> None:
    book = book_copy.make(tmp_path / "book")
    (book / "site").mkdir()
    (book / "site" / "index.html").write_text("the last good site")

    done = book_copy.build(book)

    assert done.returncode == 0, done.stdout
    assert "the last good site" not in (book / "site" / "index.html").read_text()
    assert (book / "site" / "en" / "index.html").is_file()
