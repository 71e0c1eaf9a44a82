"""Formulas with a form for wide screens and another for narrow ones."""

import pytest

from press.widths import form, forms

STEPS = r"""\begin{aligned}
a &= (b + c)^{2}
\narrow{\\ &\quad}= \wide{d_{\{1\}}}
\end{aligned}"""


def words(tex):
    return "".join(tex.split())


def test_each_width_has_its_own():
    wide = r"\begin{aligned}a&=(b+c)^{2}=d_{\{1\}}\end{aligned}"
    narrow = r"\begin{aligned}a&=(b+c)^{2}\\&\quad=\end{aligned}"
    assert {w: words(t) for w, t in forms(STEPS).items()} == {
        "wide": wide,
        "narrow": narrow,
    }


def test_a_formula_without_them_is_one():
    assert forms(r"a \\ b") == {"": r"a \\ b"}


def test_one_may_stand_in_the_other():
    tex = r"a\narrow{\\ \wide{b} c}"
    assert words(form(tex, "narrow")) == r"a\\c"
    assert words(form(tex, "wide")) == "a"


def test_commands_beside_them_stay_whole():
    assert form(r"\quad\narrow{x}y", "wide").split() == [r"\quad", "y"]
    assert form(r"\quad\narrow{\log}y", "narrow").split() == [r"\quad", r"\log", "y"]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_lines_are_where_they_were_written(width):
    tex = "a\nx \\wide{b\nc} g \\narrow{d\ne} h\nf"
    assert form(tex, width).split("\n")[-1] == "f"
    assert form(tex, width).count("\n") == tex.count("\n")


def test_no_line_is_left_empty():
    """LaTeX refuses an empty line in a formula, which readers may copy."""
    assert form("a\n\\narrow{\\\\}\nb", "wide") == "a\nb"


def test_a_group_that_does_not_end_has_no_form_that_can_be_typeset():
    assert form(r"a \narrow{\\ b", "narrow").count("{") == 1
