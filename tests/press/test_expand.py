"""What a page is written out as, beside its blocks."""

from types import SimpleNamespace

import pytest

from press.expand import Writer


def writer(*levels: int) -> Writer:
    """Return the writer of a page whose headings have these levels."""
    named = [
        SimpleNamespace(level=n, id=f"id-{i}", text="") for i, n in enumerate(levels)
    ]
    book = SimpleNamespace(number=lambda anchor: "")
    return Writer(SimpleNamespace(headings=named, language="en"), book)


def nested(items: list) -> list:
    return [(item.id, nested(item.children)) for item in items]


def test_the_contents_are_nested_as_the_headings_are():
    found = nested(writer(1, 2, 3, 3, 2, 4, 2).contents())
    inside = [
        ("id-1", [("id-2", []), ("id-3", [])]),
        ("id-4", [("id-5", [])]),
        ("id-6", []),
    ]
    assert found == [("id-0", inside)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<th></th>", "<td></td>"),
        ('<th style="text-align: left;"></th>', '<td style="text-align: left;"></td>'),
        ("<th>name</th>", "<th>name</th>"),
    ],
)
def test_a_cell_of_a_head_without_words_heads_nothing(cell, expected):
    assert writer(1).restore(cell) == expected
