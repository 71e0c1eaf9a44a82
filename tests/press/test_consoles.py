"""In a session, what Python answers is told apart from what was typed."""

from __future__ import annotations

from bs4 import BeautifulSoup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonConsoleLexer, PythonLexer

from press.consoles import mark_answers

SESSION = """\
>>> for n in [1]:
...     n
...
1
>>> int("x")
Traceback (most recent call last):
    ...
ValueError: invalid literal for int() with base 10: 'x'
>>> print("a\\n\\nb")
a

b
>>> x = 1
"""


def shown(code: str, lexer: type) -> str:
    html = highlight(code, lexer(), HtmlFormatter(wrapcode=True))
    return mark_answers(html)


def test_answers_are_whole_lines_and_all_of_them() -> None:
    code = BeautifulSoup(shown(SESSION, PythonConsoleLexer), "html.parser").code
    assert code.get_text() == SESSION
    answers = [tag.get_text() for tag in code.select(".answer")]
    for answer in code.select(".answer"):
        answer.decompose()
    assert all(line.startswith((">>>", "...")) for line in code.get_text().splitlines())
    assert answers[0] == "1\n"
    assert answers[1].splitlines()[0].startswith("Traceback")
    assert answers[1].endswith("base 10: 'x'\n")
    assert answers[2] == "a\n\nb\n"


def test_other_code_has_no_answers() -> None:
    html = shown('x = ">>> 1"\n1\n', PythonLexer)
    assert "answer" not in html
