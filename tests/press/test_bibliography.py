"""How works are named, told apart and ordered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from press.bibliography import Works
from tests.press.planting import WORKS as FILE
from tests.press.planting import assert_said, edit

WORKS = {
    "zeno2001": (["Zeno, A."], 2001, "Why?"),
    "oord2016": (["van den Oord, A.", "Zen, H.", "Senior, A."], 2016, "Waves"),
    "smith1998": (["Smith, A.", "Jones, B.", "Orr, G."], 1998, "First by title"),
    "smith1998b": (["Smith, A.", "Jones, B.", "Bell, C."], 1998, "Second"),
    "smith1999": (["Smith, A.", "Jones, B."], 1999, "Two"),
}


@pytest.fixture
def works() -> Works:
    return Works(
        {
            key: {
                "authors": authors,
                "year": year,
                "title": title,
                "in": "X 1(2), 30–45",
            }
            for key, (authors, year, title) in WORKS.items()
        }
    )


def test_a_letter_tells_works_of_one_name_and_year_apart_as_the_list_has_them(
    works: Works,
) -> None:
    assert works.short("smith1998b", "en") == "Smith et al., 1998a"
    assert works.short("smith1998", "es") == "Smith et al., 1998b"
    assert "(1998b)" in works.entry("smith1998")


def test_names_are_joined_in_the_language(works: Works) -> None:
    assert works.short("smith1999", "es") == "Smith y Jones, 1999"
    assert works.short("smith1999", "en") == "Smith and Jones, 1999"
    assert works.short("zeno2001", "en") == "Zeno, 2001"


def test_the_list_is_ordered_by_authors_whatever_their_capitals(works: Works) -> None:
    found = re.findall(r'id="ref-(\w+)"', works.listing(list(WORKS)))
    expected = ["smith1999", "smith1998b", "smith1998", "oord2016", "zeno2001"]
    assert found == expected


def test_a_question_has_no_full_stop_after_it(works: Works) -> None:
    assert "<cite>Why?</cite> X 1(2)" in works.entry("zeno2001")
    assert "<cite>Two</cite>. X 1(2)" in works.entry("smith1999")


def test_pages_are_not_parted_at_the_end_of_a_line(works: Works) -> None:
    whole = '<span class="short">30–45</span>'
    assert whole in works.entry("zeno2001")


LACKING = {
    "a work without a year": ("  year: 1821\n", "", "cauchy1821 lacks its year"),
    "a work without authors": (
        '  authors: ["Cauchy, A. L."]\n',
        "",
        "cauchy1821 lacks its authors",
    ),
    "authors that are none": (
        '["Cauchy, A. L."]',
        "[]",
        "cauchy1821 has authors []; accepted: list",
    ),
    "authors that are no names": (
        '["Cauchy, A. L."]',
        "[1821]",
        "cauchy1821 has authors [1821]; accepted: a list of names",
    ),
    "a year that is a text": (
        "year: 1821",
        'year: "1821"',
        "cauchy1821 has year '1821'; accepted: int",
    ),
    "a work without a title": (
        "  title: Cours d'analyse\n",
        "",
        "cauchy1821 lacks its title",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), LACKING.values(), ids=LACKING)
def test_works_that_lack_something(
    book: Path, old: str, new: str, message: str
) -> None:
    edit(book, (FILE, old, new))
    assert_said(book, (FILE, "cauchy1821:", message))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b: c\n", "no YAML: mapping values are not allowed here"),
        ("- a\n", "no list of works; accepted: `key:` and fields"),
        ("cauchy1821: Cours\n", "cauchy1821 is no work: it needs authors, title and"),
    ],
)
def test_a_bibliography_that_is_none(book: Path, text: str, message: str) -> None:
    (book / FILE).write_text(text)
    assert_said(book, (FILE, 1, message))
