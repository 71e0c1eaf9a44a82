"""Parity: twins differ in words only, and the gate names the first difference."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from press import parity, twins
from press.inline import bare_tex
from press.markup import read_page
from tests.book_copy import replace

ES = """\
# Título {#sec-4-2}

Texto con $x$ y [@lecun1998].

$$
y = 0{,}5 \\text{ si } x
$$ {#eq-output-size}

::: figure fig-pooling pooling.operation
alt: Una rejilla.

El pie.
:::

::: warning Cuidado
Texto.
:::
"""
EN = """\
# Title {#sec-4-2}

Text with $x$ and [@lecun1998].

$$
y = 0.5 \\text{ if } x
$$ {#eq-output-size}

::: figure fig-pooling pooling.operation
alt: A grid.

The caption.
:::

::: warning Take care
Text.
:::
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    for code, text in (("es", ES), ("en", EN)):
        (tmp_path / "docs" / code).mkdir(parents=True)
        (tmp_path / "docs" / code / "page.md").write_text(text, encoding="utf-8")
    return tmp_path


def faults(book: Path) -> list[str]:
    return [str(f) for f in parity.faults(*twins.pair("page.md", book))]


def test_words_may_differ(book: Path) -> None:
    assert faults(book) == []


def test_a_missing_figure_is_named_with_what_it_follows(book: Path) -> None:
    figure = EN[EN.index("::: figure") : EN.index("::: warning")]
    replace(book / "docs/en/page.md", figure, "")
    [fault] = faults(book)
    assert "page.md:9: figure fig-pooling is missing; the Spanish page has it " in fault
    assert "has it after formula eq-output-size" in fault


@pytest.mark.parametrize(
    ("language", "old", "new", "said"),
    [
        ("en", "0.5", "0.7", "formula eq-output-size differs from the Spanish page's"),
        ("en", "# Title", "## Title", "heading ## sec-4-2 differs"),
        ("en", "pooling.operation", "pooling.other", "figure fig-pooling differs"),
        ("en", "::: warning", "::: note", "note differs"),
        ("en", "with $x$", "with", "lacks the math $x$ of"),
        ("es", "con $x$", "con", "lacks the math $x$ of"),
        ("en", " and [@lecun1998]", "", "lacks the cite lecun1998"),
        (
            "es",
            "Texto con",
            "Texto [](#fig-pooling) con",
            "lacks the link #fig-pooling",
        ),
        ("es", "Texto con", "Texto {{a.b}} con", "lacks the value a.b"),
    ],
)
def test_a_difference_is_named(
    book: Path, language: str, old: str, new: str, said: str
) -> None:
    replace(book / "docs" / language / "page.md", old, new)
    assert said in faults(book)[0]


def test_a_formula_is_compared_without_its_words() -> None:
    assert bare_tex(r"0{,}5 \text{ si } x") == bare_tex(r"0.5\text{ if }x")
    assert bare_tex("x + y") != bare_tex("x - y")


def test_an_edit_of_one_side_is_stale_until_it_is_marked(book: Path) -> None:
    def stale() -> str:
        return str(twins.stale(*twins.pair("page.md", book)) or "")

    assert "new pair" in stale()
    twins.mark("page.md", book)
    assert stale() == ""
    replace(book / "docs/es/page.md", "El pie.", "Otro pie.")
    assert "docs/es/page.md:1: Spanish text changed" in stale()
    twins.mark("page.md", book)
    replace(book / "docs/en/page.md", "The caption.", "Another caption.")
    assert "docs/en/page.md:1: English text changed" in stale()


@pytest.mark.parametrize("digest", ["390439458250", "12e456789012", "0x1234567890"])
def test_a_hash_that_looks_like_a_number_is_a_hash(book, monkeypatch, digest) -> None:
    monkeypatch.setattr(twins, "words_hash", lambda page: digest)
    twins.mark("page.md", book)
    assert twins.stale(*twins.pair("page.md", book)) is None


def test_marking_a_broken_pair_is_refused(book: Path) -> None:
    replace(book / "docs/en/page.md", "0.5", "0.7")
    with pytest.raises(SystemExit, match="not marked"):
        twins.mark("page.md", book)


def test_diff_shows_what_changed_since_the_review(book: Path) -> None:
    def git(*args: str) -> None:
        name = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run(["git", "-C", str(book), *name, *args], check=True)

    git("init", "-q")
    twins.mark("page.md", book)
    git("add", ".")
    git("commit", "-q", "-m", "reviewed")
    assert twins.diff("page.md", book) == "nothing changed"
    replace(book / "docs/es/page.md", "El pie.", "Otro pie.")
    git("commit", "-q", "-a", "-m", "edited")
    replace(book / "docs/es/page.md", "Otro pie.", "Un pie nuevo.")
    shown = twins.diff("page.md", book).splitlines()
    assert "-El pie." in shown
    assert "+Un pie nuevo." in shown


def test_a_notebook_keeps_its_note_in_a_comment(book: Path) -> None:
    for code in ("es", "en"):
        cells = "# %% [markdown]\n# # T {#sec-9}\n\n# %%\nx = 1\n"
        (book / "docs" / code / "lab.py").write_text(cells, encoding="utf-8")
    twins.mark("lab.py", book)
    twins.mark("lab.py", book)
    text = (book / "docs/en/lab.py").read_text()
    assert text.startswith("# ---\n# reviewed: {es: ")
    assert text.count("reviewed") == 1
    assert twins.stale(*twins.pair("lab.py", book)) is None
    assert read_page(book / "docs/en/lab.py", "en", "lab.py").faults == []


def test_code_cells_are_the_same_in_both_languages(book: Path) -> None:
    for code, value in (("es", 1), ("en", 2)):
        cells = f"# %% [markdown]\n# # T {{#sec-9}}\n\n# %%\nx = {value}\n"
        (book / "docs" / code / "lab.py").write_text(cells, encoding="utf-8")
    [fault] = parity.faults(*twins.pair("lab.py", book))
    assert "docs/en/lab.py:4: cell `x = 2…` differs" in str(fault)
