"""Columns of numbers: which they are, and what is kept free after each number."""

import pytest

from press.columns import aligned, tail


def column(*cells):
    """Return what becomes of a column, and whether it is one of numbers."""
    rows, (numeric,) = aligned([[cell] for cell in cells])
    return [row[0] for row in rows], numeric


@pytest.mark.parametrize(
    "cells",
    [
        ["3", "−0,5"],
        ["650", "101\u202f632"],
        ["8", "10–\u206011", "10-\u206011"],
        ["89,9", "33,1 a 58,9", "33.1 to 58.9"],
        ["12,5\u202f%", "3%"],
        ["$1$", r"$0{,}0707$", r"$1.8 \cdot 10^{-4}$", r"$\infty$"],
        ["0.21", r"$9{,}7\cdot10^{-12}$"],
        ["3", "", "—"],
    ],
)
def test_columns_of_numbers(cells):
    assert column(*cells)[1]


@pytest.mark.parametrize(
    "cells",
    [
        ["no", "3"],
        ["0,6; 0,4", "0,9; 0,1"],
        ["3, 11, 7", "7, 9"],
        ["$(5, 3)$", "$4$"],
        ["$1/4$", "$4$"],
        ["$64\to 10$"],
        ["", "—"],
    ],
)
def test_other_columns_stay_as_they_are(cells):
    assert column(*cells) == (cells, False)


def test_equal_decimals_need_nothing():
    assert column("0,25", "10,50") == (["0,25", "10,50"], True)


def test_fewer_decimals_keep_the_room_of_more():
    """A digit of Source Sans 3 is 0.497 em wide in a table, a decimal sign 0.249."""
    cells, _ = column("3", "2.5", "2.75")
    assert cells[0] == '<span style="padding-right: 1.243em">3</span>'
    assert cells[1] == '<span style="padding-right: 0.497em">2.5</span>'
    assert cells[2] == "2.75"


def test_a_range_stands_by_its_last_number():
    assert tail("3–5") == 0
    assert tail("1,25–2,5") == tail("2,5") > 0


def test_a_power_of_ten_comes_after_the_decimals():
    assert (
        tail(r"$1{,}8 \cdot 10^{-4}$") > tail(r"$1{,}8 \cdot 10^{4}$") > tail("$1.8$")
    )


def test_no_number_is_set_apart():
    assert column("", "2,5")[0] == ["", "2,5"]
