"""Faults of the book as a whole: its twins, its contents, the source's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from press import twins
from press.book import Book
from press.faults import Fault, FaultyBook
from press.memory import Memory
from tests.book_copy import line_of
from tests.press import tiny_book
from tests.press.planting import (
    BOTH,
    EN,
    EN_MEDIAN,
    ES,
    ES_MEDIAN,
    EXERCISE,
    FIGURE,
    FIGURES,
    LESSON,
    MEANS,
    SOURCE,
    WORKS,
    Edit,
    Said,
    assert_said,
    before,
    edit,
)
from tests.press.tiny_book import in_english

NAV = "mkdocs.yml"

TWINS = {
    "a figure that one language lacks": (
        [(EN, in_english(FIGURE), "")],
        [
            (
                EN,
                "::: table",
                "figure fig-bars is missing; the Spanish page has it after",
            )
        ],
    ),
    "a figure that the other language lacks": (
        [(ES, FIGURE, "")],
        [
            (
                ES,
                "::: table",
                "figure fig-bars is missing; the English page has it after",
            )
        ],
    ),
    "an exercise with all that it holds": (
        [(EN, in_english(EXERCISE), "")],
        [(EN, "{#sources}", "exercise ex-zero is missing; the Spanish page has it")],
    ),
    "a heading, whose section then belongs to the one before": (
        [(EN, "## An example {#example}\n", "")],
        [(EN, "::: code", "heading ## example is missing; the Spanish page has it")],
    ),
    "a box of another kind": (
        [
            (ES, *before("## ", "::: note\n$x$\n:::")),
            (EN, *before("## ", "::: proof\n$x$\n:::")),
        ],
        [(EN, "::: proof", "proof differs from the Spanish page's note")],
    ),
    "every difference, not the first": (
        [
            (EN, "::: code means.mean\n", ""),
            (EN, " $m$,", ","),
            (EN, "{{.count}}", "{{chapter1.mean.lesson.count}}"),
        ],
        [
            (EN, "::: figure", "code means.mean is missing; the Spanish page has it"),
            (EN, "{#example}", "section example lacks the math $m$ of"),
            (EN, "{#example}", "section example lacks the value .count of"),
            (ES, "{#example}", "lacks the value chapter1.mean.lesson.count of"),
        ],
    ),
    "text before the title": (
        [(ES, "# La media", "Antes, $y$.\n\n# La media")],
        [
            (
                EN,
                1,
                "the text before the title lacks the math $y$ of docs/es",
            )
        ],
    ),
    "a wrong id, which links refute": (
        [(ES, "figure fig-bars", "figure fig-brs")],
        [
            (
                ES,
                "::: figure",
                "figure fig-brs differs from the English page's figure fig-bars",
            )
        ],
    ),
    "a wrong id in English": (
        [(EN, "figure fig-bars", "figure fig-brs")],
        [
            (
                EN,
                "::: figure",
                "figure fig-brs differs from the Spanish page's figure fig-bars",
            )
        ],
    ),
    "a wrong id of a section": (
        [(ES_MEDIAN, "sec-1-2", "sec-1-4")],
        [
            (
                EN_MEDIAN,
                "# The median",
                "heading # sec-1-2 differs from the Spanish page's",
            )
        ],
    ),
    "a typing mistake in a displayed formula": (
        [(ES, "m = \\frac", "m = 1\n\\fracc")],
        [(ES, "\\fracc", "broken formula: Undefined control sequence: \\fracc")],
    ),
    "a typing mistake in an inline formula": (
        [(EN, "mean $m$,", "mean $\\hatt m$,")],
        [(EN, "\\hatt", "broken formula: Undefined control sequence: \\hatt")],
    ),
    "a typing mistake in a cell": (
        [(LESSON, '"media"', '"$x_1_2$"')],
        [(ES, "::: table", "broken formula: Double subscript")],
    ),
    "a typing mistake in both languages": (
        [(page, "m = \\frac", "m = \\fracc") for page in BOTH],
        [
            (page, "\\fracc", "broken formula: Undefined control sequence")
            for page in BOTH
        ],
    ),
}


@pytest.mark.parametrize(("edits", "said"), TWINS.values(), ids=TWINS)
def test_twins_that_differ(book: Path, edits: list[Edit], said: list[Said]) -> None:
    edit(book, *edits)
    assert_said(book, *said)


def test_a_page_without_its_twin(book: Path) -> None:
    edit(book, (EN_MEDIAN, "always", "[always](mean.md)"))
    edit(book, (ES_MEDIAN, "siempre", "[siempre](mean.md)"))
    (book / EN).unlink()
    assert_said(book, (ES, 1, f"missing twin: there is no {EN}"))


def test_a_blank_line_before_the_title_is_no_fault(book: Path) -> None:
    edit(book, (ES, "# La media", "\n\n# La media"))
    assert_said(book)


def test_an_edit_of_one_side_is_said_once_all_else_is_well(book: Path) -> None:
    edit(book, (ES, *before("## ", "Una frase más.")))
    said = (ES, 1, "Spanish text changed since the pair was reviewed: compare with")
    assert_said(book, said)
    assert tiny_book.faults(book, reviewed=False) == []
    edit(book, (ES, *before("## ", "[Otra](#nowhere).")))
    assert_said(book, (ES, "#nowhere", "broken anchor"))


def test_a_page_is_missing_in_the_navigation(book: Path) -> None:
    edit(book, (NAV, "      - 1-means/median.md\n", ""))
    message = "the navigation lacks 1-means/median.md: add it under `nav:`"
    assert_said(book, (NAV, "nav:", message))


def test_the_navigation_names_a_page_that_there_is_not(book: Path) -> None:
    edit(
        book,
        (
            NAV,
            "      - 1-means/mean.md\n",
            "      - 1-means/index.md\n      - 1-means/mean.md\n",
        ),
    )
    message = (
        "the navigation names 1-means/index.md: there is no docs/es/1-means/index.md"
    )
    assert_said(book, (NAV, "1-means/index.md", message))


def test_the_navigation_names_a_notebook_that_there_is_not(book: Path) -> None:
    for code in ("es", "en"):
        (book / "docs" / code / "1-means/lab.py").unlink()
    message = (
        "the navigation names 1-means/lab.ipynb: there is no docs/es/1-means/lab.py"
    )
    assert_said(book, (NAV, "lab.ipynb", message))


CONCORDANCE = {
    "an equation": (
        "eq-mean",
        "eq-maen",
        "equation 1.1 of the source is eq-maen, which",
    ),
    "a figure": (
        "fig-bars",
        "fig-brs",
        "figure 1.1 of the source is fig-brs, which the",
    ),
    "a heading": (
        "mean#example",
        "mean#eq-difference",
        "section 1.1.1 of the source is 1-means/mean#eq-difference, which the page",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), CONCORDANCE.values(), ids=CONCORDANCE)
def test_the_concordance_names_what_a_page_lacks(
    book: Path, old: str, new: str, said: str
) -> None:
    edit(book, (SOURCE, old, new))
    assert_said(book, (SOURCE, new, said))


def test_what_one_language_lacks_is_a_difference_of_the_twins(book: Path) -> None:
    edit(book, (EN, " {#eq-mean}", ""))
    assert_said(book, (EN, "$$", "differs from the Spanish page's formula eq-mean"))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("figures:", "pictures:", 1, "unknown part 'pictures'; accepted: sections, eq"),
        ("figures:", "figures: a: b", 8, "no YAML: mapping values are not allowed"),
        (
            "figures:\n",
            "figures: [1]\nexamples:\n",
            1,
            "figures is [1]; accepted: lines",
        ),
    ],
)
def test_a_concordance_that_is_none(
    book: Path, old: str, new: str, line: int, said: str
) -> None:
    edit(book, (SOURCE, old, new))
    assert_said(book, (SOURCE, line, said))


def test_all_that_can_be_known_is_said_at_once(book: Path) -> None:
    edit(
        book,
        (WORKS, "  year: 1821\n", ""),
        (NAV, "      - 1-means/lab.ipynb\n", ""),
        (SOURCE, "eq-mean", "eq-maen"),
        (MEANS, ">>> mean([1, 2, 6])", ">>> mean([1, 2, 3])"),
        (FIGURES, "    return figure", "    1 / 0\n    return figure"),
        (ES, "::: session", "::: sesion"),
        (ES, "$0$ y $0$", "$\\zero$ y $0$"),
        (EN, "::: solution", "::: hint"),
        (EN_MEDIAN, "[](#fig-dots)", "[](#nowhere)"),
        (EN_MEDIAN, "is not always there.", "is $x$."),
    )
    assert_said(
        book,
        (WORKS, 1, "cauchy1821 lacks its year"),
        (NAV, "nav:", "the navigation lacks 1-means/lab.ipynb"),
        (SOURCE, "eq-maen", "equation 1.1 of the source is eq-maen"),
        (MEANS, ">>> mean", "gives '2.0', not '3.0'"),
        (FIGURES, "1 / 0", "ZeroDivisionError"),
        (ES, "::: sesion", "unknown block 'sesion'"),
        (ES, "\\zero", "broken formula: Undefined control sequence: \\zero"),
        (EN, "::: hint", "hint differs from the Spanish page's solution"),
        (EN_MEDIAN, "#nowhere", "broken anchor: no #nowhere"),
        (ES_MEDIAN, 1, "section sec-1-2 lacks the math $x$ of"),
    )


def test_the_command_on_twins_knows_pages_by_all_their_names(
    book: Path, capsys
) -> None:
    for name in ("1-means/mean", "1-means/mean.md", str(book / ES), "1-means/lab.py"):
        assert twins.main(["diff", name], book) == 0
        assert capsys.readouterr().out == "nothing changed\n"


@pytest.mark.parametrize("action", ["diff", "mark", "status"])
def test_the_command_on_twins_does_not_know_a_page(book: Path, action: str) -> None:
    with pytest.raises(
        SystemExit, match="there is no pair 'nowhere' below docs/es and"
    ):
        twins.main([action, "nowhere"], book)


def test_marking_says_all_that_differs_and_marks_nothing(book: Path) -> None:
    edit(book, (EN, "::: session .nothing\n", ""), (EN, " $m$,", ","))
    edited = (book / EN).read_text()
    with pytest.raises(SystemExit) as refused:
        twins.main(["mark", "1-means/mean"], book)
    head, *said = str(refused.value).splitlines()
    assert head == "not marked:"
    assert len(said) == 2
    assert "session .nothing is missing; the Spanish page has it" in said[0]
    assert "section example lacks the math $m$" in said[1]
    assert (book / EN).read_text() == edited


def test_pages_that_cannot_be_read_are_not_marked(book: Path) -> None:
    edit(book, *((page, *before("## ", "1 $.")) for page in BOTH))
    with pytest.raises(SystemExit) as refused:
        twins.main(["mark", "1-means/mean"], book)
    said = str(refused.value)
    assert said.count("`$` opens a formula that its line does not close") == 2


def test_the_command_on_twins_says_what_is_stale(book: Path, capsys) -> None:
    assert twins.main([], book) == 0
    assert capsys.readouterr().out == "every pair is reviewed\n"
    edit(book, (ES, "Calcular", "Sumar y calcular"))
    assert twins.main(["status"], book) == 1
    assert capsys.readouterr().out.startswith(f"{ES}:1: Spanish text changed")
    assert twins.main(["mark", "--all"], book) == 0
    assert twins.main([], book) == 0


def test_the_count_of_faults_is_said_in_words() -> None:
    one, other = Fault("a.md", 1, "x"), Fault("a.md", 2, "x")
    assert FaultyBook([one, one]).count == "1 fault"
    assert FaultyBook([one, other]).count == "2 faults"


def test_headings_of_two_pages_may_share_an_id(book: Path) -> None:
    ready = tiny_book.faultless(book)
    page, other = (
        ready.pages["en", f"1-means/{name}.md"] for name in ("median", "mean")
    )
    assert ready.href(page, "example") == ready.href(other, "example") == "#example"
    assert ready.href(page, "eq-mean") == "mean.md#eq-mean"
    assert ready.href(page, "sec-1-3") == "lab.ipynb#sec-1-3"
    assert line_of(book / EN_MEDIAN, "#example")


def test_a_pair_that_was_marked_is_no_notice_for_the_next_build(book: Path) -> None:
    edit(book, (ES, "Calcular", "Sumar y calcular"))
    memory = Memory(keeps=True)
    assert Book(book, reviewed=False, memory=memory).prepare().notices
    memory.settle()
    twins.mark("1-means/mean.md", book)
    assert not Book(book, reviewed=False, memory=memory).prepare().notices
