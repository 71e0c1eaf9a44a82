"""The marks of a page: what is read, and what is refused at which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.markup import Page, read_page


def read(tmp_path: Path, text: str, name: str = "page.md") -> Page:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_page(path, "en", name, tmp_path)


def shape(page: Page) -> list[tuple[str, str, int]]:
    return [(b.kind, b.id, b.line) for b in page.all if b.kind != "prose"]


def test_blocks_keep_their_lines_behind_the_front_matter(tmp_path: Path) -> None:
    page = read(tmp_path, "---\na: 1\n---\n# T {#sec-1}\n\n$$\nx\n$$ {#eq-1-1}\n")
    assert page.meta == {"a": 1}
    assert shape(page) == [("heading", "sec-1", 4), ("formula", "eq-1-1", 6)]


def test_a_solution_stands_inside_its_exercise(tmp_path: Path) -> None:
    text = "::: exercise ex-1-1-1\nHow?\n\n::: solution\nSo.\n:::\n:::\n"
    exercise = read(tmp_path, text).blocks[0]
    assert [b.kind for b in exercise.children] == ["prose", "solution"]
    assert exercise.children[1].children[0].text == "So."


def test_code_is_not_searched_for_marks(tmp_path: Path) -> None:
    page = read(tmp_path, "A `$x$` and \\$5 and $y$.\n\n```console\n$ ls [@no]\n```\n")
    found = [m for block in page.all for m in block.marks]
    assert [(m.kind, m.what) for m in found] == [("math", "y")]
    assert page.faults == []


def test_marks_of_a_line(tmp_path: Path) -> None:
    text = "See [the $x$ of {}](#fig-1-1), {{a.b:.2f}} [@k2000; @m2001]."
    found = [m for block in read(tmp_path, text).all for m in block.marks]
    assert [(m.kind, m.what) for m in found] == [
        ("link", "#fig-1-1"),
        ("math", "x"),
        ("value", "a.b"),
        ("cite", "k2000"),
        ("cite", "m2001"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# No id\n", 1, "has no id"),
        ("It costs $5.\n", 1, "does not close"),
        ("One.\n\n$$\nx\n\ny", 3, "never closed"),
        ("::: nonsense x\n", 1, "unknown block 'nonsense'"),
        ("::: note\nText\n", 1, "never closed"),
        ("Text\n\n:::\n", 3, "closes nothing"),
        ("```console\n$ ls\n", 1, "the fence is never closed"),
        ("One {{.f(x}}.\n", 1, "`{{` opens no value: write `{{name}}`"),
        (
            "::: figrue fig-a .f\nalt: A.\n:::\n",
            1,
            "unknown block 'figrue'; known: alt",
        ),
        ("::: xyzzy\nText\n:::\n", 1, "unknown block 'xyzzy'"),
        ("::: note\n::: xyzzy a\nText\n:::\n", 2, "unknown block 'xyzzy'"),
        ("::: note\n::: xyzzy\nText\n:::\n:::\n", 2, "unknown block 'xyzzy'"),
        ("::: Note\nText\n:::\n", 1, "unknown block '::: Note'"),
        (":::note\nText\n:::\n", 1, "unknown block ':::note'"),
        ("$$\nx\n\ny\n$$ {#eq-a}\n\nText\n", 1, "never closed"),
        ("$$\nx\n\ny\n$$\n\n$$\nz\n$$\n", 1, "never closed"),
        ("---\na: b: c\n---\n# T {#t}\n", 2, "front matter: mapping values are not"),
        ("---\n- a\n---\n# T {#t}\n", 1, "front matter: it is '- a'; accepted: fields"),
    ],
)
def test_a_broken_mark_is_a_fault_at_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    faults = read(tmp_path, text).faults
    assert [f.line for f in faults] == [line]
    assert message in faults[0].message


def test_a_block_of_an_unknown_kind_is_read_as_the_likeliest(tmp_path: Path) -> None:
    page = read(tmp_path, "::: figrue fig-a .f\nalt: A.\n\nB $x$.\n:::\n")
    (figure,) = page.blocks
    assert (figure.kind, figure.id, figure.args) == ("figure", "fig-a", ["fig-a", ".f"])
    assert figure.unread
    assert [m.what for block in page.all for m in block.marks] == ["x"]


def test_a_formula_that_a_blank_line_broke_keeps_its_id(tmp_path: Path) -> None:
    page = read(tmp_path, "$$\nx\n\ny\n$$ {#eq-a}\n\n$$\nz\n$$ {#eq-b}\n")
    assert shape(page) == [("formula", "eq-a", 1), ("formula", "eq-b", 7)]
    assert [block.unread for block in page.all if block.id] == [True, False]


def test_the_body_is_read_though_the_front_matter_is_none(tmp_path: Path) -> None:
    page = read(tmp_path, "---\na: b: c\n---\n# T {#t}\n")
    assert page.meta == {}
    assert shape(page) == [("heading", "t", 4)]
    assert page.last_line == 4


NOTEBOOK = """\
# ---
# reviewed: {es: a, en: b}
# ---
# %% [markdown]
# # Title {#sec-9}
#
# A $x$.

# %%
y = 1  # $not a formula

# %% [markdown]
# ::: alt
# A line.
# :::
"""


def test_a_notebook_is_read_as_cells(tmp_path: Path) -> None:
    page = read(tmp_path, NOTEBOOK, "lab.py")
    assert page.meta == {"reviewed": {"es": "a", "en": "b"}}
    assert [b.kind for b in page.blocks] == ["textcell", "cell", "textcell"]
    assert shape(page)[1] == ("heading", "sec-9", 5)
    assert page.blocks[1].text == "y = 1  # $not a formula"
    assert page.faults == []
