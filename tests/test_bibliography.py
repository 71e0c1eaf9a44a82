"""How works are named, told apart and ordered."""

from __future__ import annotations

import re

import pytest

from press import bibliography

WORKS = {
    "zeno2001": (["Zeno, A."], 2001, "Why?"),
    "oord2016": (["van den Oord, A.", "Zen, H.", "Senior, A."], 2016, "Waves"),
    "smith1998": (["Smith, A.", "Jones, B.", "Orr, G."], 1998, "First by title"),
    "smith1998b": (["Smith, A.", "Jones, B.", "Bell, C."], 1998, "Second"),
    "smith1999": (["Smith, A.", "Jones, B."], 1999, "Two"),
}


@pytest.fixture(autouse=True)
def works(monkeypatch) -> None:
    made = {
        key: {"authors": authors, "year": year, "title": title, "in": "X 1(2), 30–45"}
        for key, (authors, year, title) in WORKS.items()
    }
    monkeypatch.setattr(bibliography, "works", lambda: made)


def test_a_letter_tells_works_of_one_name_and_year_apart_as_the_list_has_them() -> None:
    assert bibliography.short("smith1998b", "en") == "Smith et al., 1998a"
    assert bibliography.short("smith1998", "es") == "Smith et al., 1998b"
    assert "(1998b)" in bibliography.entry("smith1998", "en")


def test_names_are_joined_in_the_language() -> None:
    assert bibliography.short("smith1999", "es") == "Smith y Jones, 1999"
    assert bibliography.short("smith1999", "en") == "Smith and Jones, 1999"
    assert bibliography.short("zeno2001", "en") == "Zeno, 2001"


def test_the_list_is_ordered_by_authors_whatever_their_capitals() -> None:
    found = re.findall(r'id="ref-(\w+)"', bibliography.listing(list(WORKS), "en"))
    expected = ["smith1999", "smith1998b", "smith1998", "oord2016", "zeno2001"]
    assert found == expected


def test_a_question_has_no_full_stop_after_it() -> None:
    assert "<cite>Why?</cite> X 1(2)" in bibliography.entry("zeno2001", "en")
    assert "<cite>Two</cite>. X 1(2)" in bibliography.entry("smith1999", "en")


def test_pages_are_not_parted_at_the_end_of_a_line() -> None:
    whole = '<span class="short">30–45</span>'
    assert whole in bibliography.entry("zeno2001", "en")
