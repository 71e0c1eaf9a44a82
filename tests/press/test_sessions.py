"""A wrong example of a session is named by its own line."""

from __future__ import annotations

from pathlib import Path

import pytest

from press import jobs
from press.jobs import Job
from tests.book_copy import line_of
from tests.press import tiny

SESSION = '''"""Sessions.

>>> 1
1
"""

import functools

NAMES = {"right": "left", "one": "another"}
__test__ = {
    "right": """>>> 2
2
""", "one": """\\
>>> 3
3
>>> for n in [4]:
...     n
4
>>> 5
5
""",
}


@functools.cache
def decorated():
    """Give.

    >>> 6
    6
    """


class Inner:
    """Give.

    >>> 7
    7
    """

    @property
    def size(self):
        """Give.

        >>> 8
        8
        """
'''


@pytest.mark.parametrize("number", range(1, 9))
def test_a_wrong_example_is_named_by_its_own_line(tmp_path: Path, number: int) -> None:
    text = SESSION.replace(f"\n{number}\n", "\n0\n").replace(f" {number}\n", " 0\n")
    text = text.replace(">>> 0", f">>> {number}")
    tiny.write(tmp_path, sessions=text)
    [fault] = jobs.do({Job("doctest", "sessions")}, tmp_path).values()
    path = tmp_path / "snippets/sessions.py"
    shown = "for n" if number == 4 else f">>> {number}"
    assert (fault.file, fault.line) == ("snippets/sessions.py", line_of(path, shown))
    assert f"gives '{number}', not '0'" in fault.message


def test_an_example_that_raises_is_named_by_its_own_line(tmp_path: Path) -> None:
    tiny.write(tmp_path, sessions=SESSION.replace(">>> 5", ">>> 1 / 0"))
    [fault] = jobs.do({Job("doctest", "sessions")}, tmp_path).values()
    assert fault.line == line_of(tmp_path / "snippets/sessions.py", "1 / 0")
    assert fault.message.endswith("'1 / 0' raises ZeroDivisionError: division by zero")


def test_another_error_than_expected_is_named_without_its_traceback(
    tmp_path: Path,
) -> None:
    expected = "Traceback (most recent call last):\n    ...\nValueError: no"
    text = SESSION.replace(">>> 5\n5", f">>> int('x')\n{expected}")
    tiny.write(tmp_path, sessions=text)
    [fault] = jobs.do({Job("doctest", "sessions")}, tmp_path).values()
    given = "invalid literal for int() with base 10: 'x'"
    assert fault.message.endswith(
        f"""gives "ValueError: {given}", not 'ValueError: no'"""
    )
