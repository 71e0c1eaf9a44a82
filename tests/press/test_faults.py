"""Each fault of a book is named: file, line, what is wrong, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.faults import ROOT, unreadable
from tests.press import tiny_book
from tests.press.planting import (
    BOTH,
    EN,
    ES,
    ES_MEDIAN,
    FIGURE,
    FIGURES,
    LABS,
    LESSON,
    MEANS,
    MEDIANS,
    SOURCE,
    SOURCES,
    WORKS,
    Edit,
    Said,
    assert_said,
    before,
    edit,
    on_both,
)


def test_a_book_without_a_fault_has_none(book: Path) -> None:
    assert tiny_book.faults(book) == []


CODE = {
    "an exception in a figure": (
        [(FIGURES, "    return figure", "    1 / 0\n    return figure")],
        [(FIGURES, "1 / 0", "ZeroDivisionError")],
    ),
    "an exception when a module is read, which fails six jobs": (
        [(LESSON, "NUMBERS =", "1 / 0\nNUMBERS =")],
        [(LESSON, "1 / 0", "ZeroDivisionError")],
    ),
    "a wrong doctest": (
        [(MEANS, "    >>> ", "    >>> 1 + 1\n    3\n    >>> ")],
        [(MEANS, ">>> 1 + 1", "gives '2', not '3'")],
    ),
    "a wrong output in a session, at its own line": (
        [(LESSON, "float division by zero", "nothing to divide")],
        [
            (
                LESSON,
                ">>> mean([])",
                "gives 'ZeroDivisionError: float division by zero', not ",
            )
        ],
    ),
    "a label in one language": (
        [
            (
                FIGURES,
                "    return figure",
                "    axes.set_title('A mean')\n    return figure",
            )
        ],
        [(FIGURES, "A mean", "the label 'A mean' has no translation")],
    ),
    "a module that Python cannot read": (
        [(MEANS, "import math", "def broken(:")],
        [(MEANS, "broken(:", "SyntaxError")],
    ),
    "a session that is no text, which is no lack of an argument": (
        [(LESSON, '"nothing": """', '"nothing": str("")\n+ """')],
        [(p, "::: session", "cannot show session .nothing: malform") for p in BOTH],
    ),
    "a session that doctest cannot read": (
        [(LESSON, ">>> mean([])", ">>>mean([])")],
        [(page, "::: session", "lacks blank after >>>") for page in BOTH],
    ),
    "a missing include": (
        [(ES, *before("::: code ", "::: code means.nowhere"))],
        [(ES, "nowhere", "missing include: snippets/means.py has no 'nowhere'")],
    ),
    "a module that there is not": (
        [(EN, "::: code means.mean", "::: code meens.mean")],
        [(EN, "meens", "missing include: snippets has no module for 'meens.mean'")],
    ),
    "an unknown value": (
        [(ES, "{{.count}}", "{{.cuonts}}")],
        [(ES, "cuonts", f"missing include: {LESSON} has no 'cuonts'")],
    ),
    "a value in a form that there is not": (
        [(page, "{{.count}}", "{{.count:.2q}}") for page in BOTH],
        [(page, ".2q", ".count is 3, not to be written `.2q`: ") for page in BOTH],
    ),
    "too many arguments": (
        [(page, '("mean", 1)', '("mean", 1, 2)') for page in BOTH],
        [(ES, '("mean", 1, 2)', "rounded() takes 2 positional arguments but 3 were")],
    ),
    "an argument that the function refuses": (
        [(page, '("mean", 1)', '("mode", 1)') for page in BOTH],
        [(LESSON, "return round({", "KeyError: 'mode'")],
    ),
    "a fault in the notebook's include": (
        [(lab, "include: means.mean", "include: means.middle") for lab in LABS],
        [
            (lab, ("# %%", 2), "missing include: snippets/means.py has no 'middle'")
            for lab in LABS
        ],
    ),
}


@pytest.mark.parametrize(("edits", "said"), CODE.values(), ids=CODE)
def test_code_that_fails(book: Path, edits: list[Edit], said: list[Said]) -> None:
    edit(book, *edits)
    assert_said(book, *said)


@pytest.mark.parametrize("args", ["count", "[1]", "{1}", "1 + x", "name='mean'", "'a"])
def test_arguments_that_are_no_literals(book: Path, args: str) -> None:
    edit(book, (ES, '("mean", 1)', f"({args})"))
    message = "`{{` opens no value" if "{" in args else "that are no literals; accepted"
    assert_said(book, (ES, f"({args})", message))


MARKS = {
    "a link to a page that there is not": (
        [(EN, *before("## ", "[a page](nowhere.md)"))],
        [(EN, "nowhere.md", "broken link: there is no nowhere.md")],
    ),
    "a link to a page, without a text": (
        [(ES, "por [](#eq-mean)", "por [](median.md)")],
        [(ES, "median.md", "the link to median.md needs a text")],
    ),
    "a link to a place by file and id": (
        [(ES, "por [](#eq-mean)", "por [esto](median.md#eq-mean)")],
        [(ES, "median.md", "link by the id alone: [esto](#eq-mean)")],
    ),
    "a link to an id that there is not": (
        [(ES, *before("## ", "[un sitio](#nowhere)"))],
        [(ES, "#nowhere", "broken anchor: no #nowhere in the book")],
    ),
    "a typing mistake in a link": (
        [(ES, "por [](#eq-mean)", "por [](#eq-maen)")],
        [(ES, "#eq-maen", "broken anchor: no #eq-maen in the book")],
    ),
    "a link without a text to what has no number": (
        [(ES, *before("## ", "Véase [](#example)."))],
        [(ES, "[](#example)", "#example has no number: the link needs a text")],
    ),
    "a link without a text out of the chapters": (
        [(ES, *before("## ", "Véase [](#eq-home)."))],
        [(ES, "[](#eq-home)", "#eq-home has no number: the link needs a text")],
    ),
    "a link to a heading that two pages have": (
        [
            (f"docs/{code}/index.md", "$$\na", "[x](#example)\n\n$$\na")
            for code in ("es", "en")
        ],
        [
            (
                f"docs/{code}/index.md",
                "[x]",
                "#example is in 1-means/mean.md and in 1-m",
            )
            for code in ("es", "en")
        ],
    ),
    "a link in a cell to nowhere": (
        [(LESSON, '"$x_1$"', '"$x_1$ [x](#nowhere)"')],
        [
            (page, "::: table", "broken anchor: no #nowhere in the book")
            for page in BOTH
        ],
    ),
    "a value in a cell": (
        [(LESSON, '"$x_1$"', '"{{.count}}"')],
        [(page, "::: table", "a cell asks for .count: compute it") for page in BOTH],
    ),
    "a citation of nothing": (
        [(ES, *before("## ", "Alguien lo dijo [@nobody1900]."))],
        [(ES, "nobody1900", f"no work 'nobody1900' in {WORKS}")],
    ),
    "a citation in a cell": (
        [(LESSON, '"$x_1$"', '"$x_1$ [@nobody1900]"')],
        [(page, "::: table", f"no work 'nobody1900' in {WORKS}") for page in BOTH],
    ),
    "no list of sources, said once": (
        on_both(SOURCES, "Otra vez [@cauchy1821; @gauss1809]."),
        [
            (page, "[@cauchy1821]", "cites cauchy1821 but has no `::: sources`")
            for page in BOTH
        ],
    ),
    "no list of sources in one language": (
        [(EN, SOURCES, "Nothing.\n")],
        [(EN, "Nothing.", "sources is missing; the Spanish page has it after heading")],
    ),
    "a dollar that is not closed": (
        [(EN, *before("## ", "It costs $x."))],
        [(EN, "It costs", "`$` opens a formula that its line does not close")],
    ),
    "a formula that lost its end": (
        [(ES, "su media $m$, como", "su media $m, como")],
        [(ES, "su media $m, como", "`$` opens a formula that its line does not close")],
    ),
    "a formula in a heading": (
        [(ES, "## Un ejemplo", "## Un $x$")],
        [(ES, "## Un $x$", "a heading cannot hold a formula")],
    ),
}


@pytest.mark.parametrize(("edits", "said"), MARKS.values(), ids=MARKS)
def test_marks_that_lead_nowhere(
    book: Path, edits: list[Edit], said: list[Said]
) -> None:
    edit(book, *edits)
    assert_said(book, *said)


BLOCKS = {
    "an unknown block": (
        [(ES, "::: figure", "::: figrue")],
        [(ES, "figrue", "unknown block 'figrue'; known: alt, code, column, ")],
    ),
    "an unknown block like no other": (
        [(ES, *before("## ", "::: xyzzy\nTexto.\n:::"))],
        [(ES, "xyzzy", "unknown block 'xyzzy'")],
    ),
    "an unknown block of one line, inside another": (
        [(ES, *before("::: solution", "::: xyzzy a"))],
        [(ES, "xyzzy", "unknown block 'xyzzy'")],
    ),
    "a block without a space": (
        [(EN, "::: session", ":::session")],
        [(EN, ":::session", "unknown block ':::session .nothing'")],
    ),
    "an unclosed block": (
        [(ES, FIGURE, FIGURE.replace("\n:::\n", "\n"))],
        [(ES, "::: figure", "'::: figure fig-bars .bars' is never closed")],
    ),
    "a block that nothing opened": (
        [(ES, *before("## ", ":::"))],
        [(ES, (":::", 3), "`:::` closes nothing")],
    ),
    "a block without its argument": (
        [(ES, "fig-bars .bars", "fig-bars")],
        [(ES, "::: figure", "lacks an argument: write `::: figure FIG-ID NAME`")],
    ),
    "a block without any argument": (
        [(ES, "::: session .nothing", "::: session")],
        [
            (
                ES,
                "::: session",
                "`::: session` lacks an argument: write `::: session NAME`",
            )
        ],
    ),
    "an exercise without its id": (
        [(EN, "::: exercise ex-zero", "::: exercise")],
        [(EN, "::: exercise", "lacks an argument: write `::: exercise EX-ID`")],
    ),
    "a wrong prefix": (
        [(ES, "table tab-means", "table means")],
        [(ES, "::: table", "the id of a table begins with `tab-`")],
    ),
    "a wrong prefix of a formula": (
        [(EN, "{#eq-mean}", "{#mean}")],
        [(EN, "$$", "the id of a formula begins with `eq-`")],
    ),
    "a typed number": (
        [(page, "table tab-means", "table tab-1-1") for page in BOTH],
        [
            (page, "::: table", "begins with `tab-` and a letter: numbers are counted")
            for page in BOTH
        ],
    ),
    "code of the page's own": (
        on_both("::: table", "```python\nx = 1\n```\n\n::: table"),
        [(p, "```python", "code of its own (```python): include it") for p in BOTH],
    ),
    "a fence that does not say what it holds": (
        on_both("::: table", "```\nx = 1\n```\n\n::: table"),
        [(p, "```", "code of its own (```): include it") for p in BOTH],
    ),
    "a word that the block does not know": (
        [(EN, "::: code means.mean", "::: code means.mean plain")],
        [(EN, "::: code", "`::: code` does not know 'plain'; accepted: doctest")],
    ),
    "a figure without a description": (
        [(EN, "alt: Three bars and a line.", "Three bars.")],
        [(EN, "::: figure", "fig-bars lacks its description (`alt: …`)")],
    ),
    "a displayed formula with a blank line": (
        [(ES, "m = \\frac", "m =\n\n\\frac")],
        [(ES, "$$", "the formula is never closed by `$$`")],
    ),
    "a displayed formula without an end": (
        [(ES_MEDIAN, "$$ {#eq-difference}", "")],
        [(ES_MEDIAN, "$$", "the formula is never closed by `$$`")],
    ),
    "a heading without an id": (
        [(ES, "## Un ejemplo {#example}", "## Un ejemplo")],
        [(ES, "## Un ejemplo", "the heading has no id")],
    ),
    "two titles": (
        [(page, "## ", "# ") for page in BOTH],
        [(page, 1, "the page has 2 titles (`# …`), not 1") for page in BOTH],
    ),
    "a figure twice": (
        on_both(FIGURE, FIGURE * 2),
        [
            (page, ("::: figure", 2), "duplicate id: figure fig-bars is already in 1-m")
            for page in BOTH
        ],
    ),
    "an id of another page": (
        [(page, "ex-median", "ex-zero") for page in MEDIANS],
        [
            (page, "ex-zero", "duplicate id: exercise ex-zero is already in 1-means/")
            for page in MEDIANS
        ],
    ),
    "a heading's id twice in a page": (
        [(page, "{#sources}", "{#example}") for page in BOTH],
        [
            (page, ("{#example}", 2), "duplicate id: heading example is already in 1-m")
            for page in BOTH
        ],
    ),
    "front matter that is no YAML": (
        [(EN, "---\n", "---\ntitle: a: b\n")],
        [(EN, "a: b", "front matter: mapping values are not allowed here")],
    ),
    "front matter without fields": (
        [(EN, "reviewed: {", "- {")],
        [(EN, 1, "front matter: it is '- {es: ")],
    ),
}


@pytest.mark.parametrize(("edits", "said"), BLOCKS.values(), ids=BLOCKS)
def test_blocks_that_are_wrong(book: Path, edits: list[Edit], said: list[Said]) -> None:
    edit(book, *edits)
    assert_said(book, *said)


def test_a_page_that_is_not_utf_8(book: Path) -> None:
    written = (book / EN).read_bytes()
    (book / EN).write_bytes(written.replace(b"Cauchy", b"Cauchy\xe9", 1))
    line = written[: written.index(b"Cauchy")].count(b"\n") + 1
    assert_said(book, (EN, line, "there is something that is not UTF-8 in this line"))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (WORKS, "there is something that is not UTF-8 in this line"),
        (SOURCE, "there is something that is not UTF-8 in this line"),
        (MEANS, "SyntaxError: there is something that is not UTF-8 in this line"),
    ],
)
def test_another_file_that_is_not_utf_8(book: Path, file: str, said: str) -> None:
    written = (book / file).read_bytes()
    (book / file).write_bytes(written + b"# \xe9\n")
    assert_said(book, (file, written.count(b"\n") + 1, said))


def test_a_snippet_that_python_does_not_say_the_name_of() -> None:
    error = SyntaxError("source code string cannot contain null bytes")
    assert str(unreadable(error, ROOT)) == f"snippets:1: SyntaxError: {error.msg}"
