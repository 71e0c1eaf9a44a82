"""On a board a function has neither docstring nor annotations, and does the same."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
from functools import cache

import pytest

from press import listings
from press.board import WIDTH, on_board
from press.twins import keys as pairs
from press.twins import pair
from tests.book_copy import ROOT

ADDRESS = re.compile(r" at 0x\w+")  # of a function that is made anew


@cache
def targets() -> list[str]:
    """Return the functions whose code pages show on a board."""
    found = []
    for key in pairs():
        page, _ = pair(key)
        blocks = [block for block in page.all if block.kind == "code"]
        found += [page.resolve(b.args[0]) for b in blocks if "doctest" not in b.args]
    return sorted(name for name in set(found) if name.rpartition(".")[2].islower())


def board(source: str) -> str:
    """Return what a page shows of the first definition of a module."""
    return on_board(source, ast.parse(source).body[0])


def put_up(target: str) -> tuple[object, dict]:
    """Return a function, and its module's names with what the board makes of it."""
    home = listings.home_of(target, ROOT).removesuffix(".py").replace("/", ".")
    name = target.rpartition(".")[2]
    module = importlib.import_module(home)
    names = vars(module).copy()
    original = names.pop(name)
    exec(listings.source_of(target, ROOT, board=True), names)
    return original, names


def bare(signature: inspect.Signature) -> list[tuple]:
    """Return a signature without annotations; defaults as they are written."""
    parameters = signature.parameters.values()
    return [(p.name, p.kind, ADDRESS.sub("", repr(p.default))) for p in parameters]


@pytest.mark.parametrize("target", targets())
def test_a_shown_function_runs_and_gives_the_same(target: str) -> None:
    original, names = put_up(target)
    shown = names[target.rpartition(".")[2]]
    assert shown is not original
    plain, unwrapped = inspect.unwrap(shown), inspect.unwrap(original)
    assert plain.__doc__ is None
    assert plain.__annotations__ == {}
    assert bare(inspect.signature(plain)) == bare(inspect.signature(unwrapped))
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder(recurse=False).find(
        original, target, module=False, globs=names
    ):
        said: list[str] = []
        runner.run(test, out=said.append)
        assert not said, "".join(said)


@pytest.mark.parametrize("target", targets())
def test_a_shown_function_fits_on_the_page(target: str) -> None:
    shown = listings.source_of(target, ROOT, board=True)
    source = listings.source_of(target, ROOT)
    widest = max(map(len, source.splitlines()))
    assert max(map(len, shown.splitlines())) <= max(WIDTH, widest)
    header = shown[: shown.index("):") + 2]
    assert all(len(line) <= WIDTH for line in header.splitlines())


LONG = """\
def convolve(
    signal: ArrayLike,
    kernel: ArrayLike,
    /,
    mode: Literal["full", "same"] = "full",
    *,
    stride: int | tuple[int, int] = (1, 1),
    padding: int | tuple[int, int] = 0,
    **others: float,
) -> tuple[np.ndarray, np.ndarray]:
    '''Convolve.'''
    return signal
"""
WRAPPED = """\
def convolve(
    signal, kernel, /, mode="full", *, stride=(1, 1), padding=0, **others
):
    return signal"""


def test_a_long_header_is_wrapped() -> None:
    assert board(LONG) == WRAPPED
    assert max(map(len, WRAPPED.splitlines())) < 80


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("def f(x: int) -> int:\n    return x\n", "def f(x):\n    return x"),
        (
            '@takes(x="n")\ndef f(x: int):\n    """D.\n\n    E.\n    """\n\n    pass\n',
            '@takes(x="n")\ndef f(x):\n    pass',
        ),
        (
            'def f(*xs: int, k: int = 1):\n    """D."""\n    return xs\n',
            "def f(*xs, k=1):\n    return xs",
        ),
        ("def f() -> dict[str, int]:\n    return {}\n", "def f():\n    return {}"),
        ('def f():\n    """Only this."""\n', 'def f():\n    """Only this."""'),
        (
            "def f(x: dict = {1: 2}):\n    if x:\n\n        return x\n",
            "def f(x={1: 2}):\n    if x:\n        return x",
        ),
        (
            'class C:\n    """D."""\n\n    x: int = 1\n',
            "class C:\n    x: int = 1",
        ),
        ("def f(x: int) -> int: return x\n", "def f(x): return x"),
        (
            "def f(x: int) -> int:  # one:\n    # why:\n    return x\n",
            "def f(x):  # one:\n    # why:\n    return x",
        ),
        (
            "def f(g=lambda x: x[1:]):\n    return g\n",
            "def f(g=lambda x: x[1:]):\n    return g",
        ),
    ],
)
def test_what_a_board_shows(source: str, shown: str) -> None:
    assert board(source) == shown
