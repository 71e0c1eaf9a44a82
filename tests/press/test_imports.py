"""Code taken out of a module gets the imports of its names, and of no other."""

from __future__ import annotations

import ast

import pytest

from press.imports import imports_of

MODULE = '''\
"""Module."""

import math
import os.path
from functools import partial as part
from collections.abc import Callable

import numpy as np

from snippets.shapes import takes
from snippets.base import HALF, Sum, add

if math.inf > 0:
    from string import digits
LIMIT, pair = 3, (1, 2)
Number = int | float


def helper(x):
    return x
'''


def imported(code: str) -> str:
    sections = imports_of(code, MODULE, "snippets.top")
    return "\n\n".join("\n".join(section) for section in sections)


@pytest.mark.parametrize(
    ("code", "imports"),
    [
        ("x = 1", ""),
        ("x = len([LIMIT])", "from snippets.top import LIMIT"),
        ("def f(x: Number) -> Callable: ...", "from collections.abc import Callable\n\n"
         "from snippets.top import Number"),
        ("@takes(x=LIMIT)\ndef f(x): ...", "from snippets.shapes import takes\n"
         "from snippets.top import LIMIT"),
        ("def f():\n    pair = 1\n    return pair", ""),
        ("def f(pair):\n    return lambda: [pair for LIMIT in pair]", ""),
        ("def f(x):\n    return f(x), digits", "from string import digits"),
        ("def f():\n    return np, os.path", "import os.path\n\nimport numpy as np"),
        ("f = part(add, HALF, Sum)", "from functools import partial as part\n\n"
         "from snippets.base import HALF, Sum, add"),
        ('def f():\n    """Say.\n\n    >>> x = helper(f())\n    """',
         "from snippets.top import helper"),
    ],
)  # fmt: skip
def test_names_are_imported_as_their_module_has_them(code: str, imports: str) -> None:
    assert imported(code) == imports


def test_what_an_example_defines_is_not_taken_for_the_functions_own() -> None:
    code = 'def f():\n    """Say.\n\n    >>> LIMIT = f()\n    """\n    return LIMIT'
    assert imported(code) == "from snippets.top import LIMIT"


def test_a_long_import_is_wrapped() -> None:
    names = [f"name_of_a_function_{letter}" for letter in "abcdef"]
    source = f"from snippets.base import {', '.join(names)}\n"
    [[line]] = imports_of(f"x = {' + '.join(names)}", source, "snippets.top")
    assert max(map(len, line.split("\n"))) < 80
    [statement] = ast.parse(line).body
    assert [alias.name for alias in statement.names] == names


def test_annotations_that_are_never_computed_stay_so() -> None:
    source = f"from __future__ import annotations\n{MODULE}"
    sections = imports_of("def f(x: int): ...", source, "snippets.top")
    assert sections == [["from __future__ import annotations"]]
    assert imports_of("def f(x): ...", source, "snippets.top") == []
