"""What counts for a result, and what does not."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from snippets.kept.closure import Closures
from tests.book_copy import replace
from tests.press import tiny

TARGET = "snippets.lessons.page.value"
PAGE = '''"""A page."""

from snippets import tools
from snippets.base import LIMIT, middle as half
from snippets.data.reader import load


def value(n=3):
    """Give a value."""
    return half(n) + tools.scaled(LIMIT) + load()


def other():
    return tools.unused()
'''
BASE = '''"""What all use."""

import numpy as np

LIMIT = 10


def once(function):
    return function


@once
def middle(x):
    """Halve.

    >>> middle(2)
    1.0
    """
    return np.asarray(_half(x))


def _half(x):
    # by two
    return x / 2


def unrelated():
    return 1
'''
TOOLS = '''import fractions
from snippets.base import LIMIT as MOST


class Ruler:
    """Measures."""

    length = 4

    def __call__(self, x):
        return x * self.length


def scaled(x):
    return Ruler()(x)


def unused():
    return MOST


if __name__ == "__main__":
    print(unused())
'''
READER = """from pathlib import Path


def load():
    return len((Path(__file__).parent / "numbers.txt").read_text())
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    tiny.write(tmp_path, lessons__page=PAGE, base=BASE, tools=TOOLS)
    tiny.write(tmp_path, data__reader=READER)
    (tmp_path / "snippets/data/numbers.txt").write_text("1 2 3")
    (tmp_path / "snippets/data/README.md").write_text("Three numbers.")
    return tmp_path


def fingerprint(book: Path, target: str = TARGET, **more) -> str:
    return Closures({"snippets": book}).fingerprint(target, **more)


SAME = {
    "a comment": ("base.py", "# by two", "# in two equal parts"),
    "a blank line": ("base.py", "    # by two", "\n    # by two"),
    "formatting": ("base.py", "x / 2", "(x\n            / 2)"),
    "a docstring": ("base.py", "Halve.", "Divide by two."),
    "a doctest": ("base.py", "    1.0", "    2.0"),
    "a docstring that is new": ("base.py", "    # by two", '    """Halve."""'),
    "a class's docstring": ("tools.py", '    """Measures."""', "    # measures"),
    "a module's docstring": ("base.py", "What all use", "What many use"),
    "an unrelated function": ("base.py", "return 1", "return 2"),
    "a function that the page does not use": ("tools.py", "return MOST", "return 5"),
    "what the other function uses": ("tools.py", "LIMIT as MOST", "middle as MOST"),
    "a program": ("tools.py", "print(unused())", "print(2)"),
    "an import that nothing uses": ("tools.py", "import fractions", "import math"),
    "a new definition": ("base.py", "LIMIT = 10", "LIMIT = 10\nMORE = 11"),
    "a text about the data": ("data/README.md", "Three", "3"),
}
OTHER = {
    "a constant": ("base.py", "LIMIT = 10", "LIMIT = 11"),
    "a default": ("lessons/page.py", "n=3", "n=4"),
    "the function": ("lessons/page.py", "half(n) +", "half(n) -"),
    "which name is meant": ("lessons/page.py", "LIMIT, middle", "LIMIT, once"),
    "a decorator that is gone": ("base.py", "@once\n", ""),
    "what a decorator does": ("base.py", "return function", "return lambda x: x"),
    "a helper of a helper": ("base.py", "x / 2", "x / 3"),
    "a class's constant": ("tools.py", "length = 4", "length = 5"),
    "a method": ("tools.py", "x * self", "x + self"),
    "the data": ("data/numbers.txt", "3", "4"),
    "what a module does on import": ("base.py", "LIMIT = 10", "LIMIT = 10\nprint()"),
    "what an import brings about": (
        "tools.py",
        "import fractions",
        "import snippets.new",
    ),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_does_not_count(book: Path, change: tuple[str, str, str]) -> None:
    before = fingerprint(book)
    replace(book / "snippets" / change[0], *change[1:])
    assert fingerprint(book) == before


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_what_counts(book: Path, change: tuple[str, str, str]) -> None:
    tiny.write(book, new="print('imported')")
    before = fingerprint(book)
    replace(book / "snippets" / change[0], *change[1:])
    assert fingerprint(book) != before


def test_a_new_file_of_data_counts_and_so_does_its_name(book: Path) -> None:
    before = fingerprint(book)
    more = book / "snippets/data/more.txt"
    more.write_text("4")
    with_more = fingerprint(book)
    more.rename(more.with_name("most.txt"))
    assert len({before, with_more, fingerprint(book)}) == 3


def test_data_in_a_folder_of_their_own_belong_to_the_modules_above(tmp_path) -> None:
    tiny.write(tmp_path, reader="def load(): pass", other__module="def f(): pass")
    folders = [tmp_path / "snippets/numbers", tmp_path / "snippets/other"]
    targets = ["snippets.reader.load", "snippets.other.module.f"]
    before = [fingerprint(tmp_path, target) for target in targets]
    folders[0].mkdir()
    for folder in folders:
        (folder / "digits.npz").write_bytes(b"1")
    after = [fingerprint(tmp_path, target) for target in targets]
    (folders[1] / "digits.npz").write_bytes(b"2")
    again = [fingerprint(tmp_path, target) for target in targets]
    assert before[0] != after[0] == again[0]
    assert len({before[1], after[1], again[1]}) == 3


def test_docstrings_count_for_those_who_run_them(book: Path) -> None:
    asked = {"sessions": ["snippets.base"]}
    before = fingerprint(book, "snippets.base", **asked)
    replace(book / "snippets/tools.py", "Measures", "Rules")
    assert fingerprint(book, "snippets.base", **asked) == before
    replace(book / "snippets/base.py", "Halve", "Divide")
    assert fingerprint(book, "snippets.base", **asked) != before


def test_what_only_an_example_uses_counts(book: Path) -> None:
    example = (
        "__test__ = {'one': '''\n>>> from snippets.tools import scaled\n>>> 1\n1\n'''}"
    )
    tiny.write(book, shown=example)
    before = fingerprint(book, "snippets.shown", sessions=["snippets.shown"])
    replace(book / "snippets/tools.py", "x * self", "x + self")
    assert fingerprint(book, "snippets.shown", sessions=["snippets.shown"]) != before


def test_versions_of_the_libraries_in_use_count(book: Path, monkeypatch) -> None:
    before = fingerprint(book), fingerprint(book, "snippets.tools.scaled")
    version = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: version(name) + ".1")
    assert fingerprint(book) != before[0]
    assert fingerprint(book, "snippets.tools.scaled") == before[1]


def test_a_library_may_bear_another_name_than_its_distribution(tmp_path) -> None:
    tiny.write(tmp_path, page="import sklearn\n\ndef f(): return sklearn.base")
    before = fingerprint(tmp_path, "snippets.page.f")
    lines = Closures({"snippets": tmp_path})._lines_of(("sklearn", "@"))
    assert lines == (
        f"library sklearn [('scikit-learn', '{metadata.version('scikit-learn')}')]",
    )
    tiny.write(tmp_path, page="import numpy\n\ndef f(): return numpy.base")
    assert fingerprint(tmp_path, "snippets.page.f") != before


WHOLE = {
    "star": "from snippets.base import *\n\ndef f(): return _half(1)",
    "globals": "def f(): return globals()['g']()\n\ndef g(): return 1",
    "getattr": (
        "from snippets import base\n\ndef f(name): return getattr(base, name)(1)"
    ),
    "a module as a value": "from snippets import base\n\ndef f(): return dir(base)",
    "an import inside": (
        "def f():\n    import snippets.base as b\n    return b._half(1)"
    ),
    "a package": "import snippets\n\ndef f(): return snippets.base._half(1)",
    "relative": "from . import base\n\ndef f(): return base._half(1)",
    "passed on": "from snippets.passing import _half\n\ndef f(): return _half(1)",
    "global": "def f():\n    global g\n    from .base import _half as g\n",
    "in a branch": "try:\n    from .base import _half\nexcept ImportError:\n    pass\n"
    "\ndef f(): return _half(1)",
    "hidden by an inner name": "from .base import _half\n\ndef f():\n"
    "    x = [_half for _half in [1]]\n    return _half(1)",
}


@pytest.mark.parametrize("code", WHOLE.values(), ids=WHOLE)
def test_no_way_to_a_function_is_overlooked(book: Path, code: str) -> None:
    tiny.write(book, passing="from snippets.base import _half", dynamic=code)
    before = fingerprint(book, "snippets.dynamic.f")
    if "def g" in code:
        replace(book / "snippets/dynamic.py", "return 1", "return 2")
    else:
        replace(book / "snippets/base.py", "x / 2", "x / 3")
    assert fingerprint(book, "snippets.dynamic.f") != before


def test_a_circle_of_modules_ends(tmp_path: Path) -> None:
    tiny.write(
        tmp_path, one="from snippets.two import f", two="from snippets.one import f"
    )
    assert fingerprint(tmp_path, "snippets.one.f") != fingerprint(
        tmp_path, "snippets.two"
    )


def test_a_file_is_read_once_until_it_changes(book: Path, monkeypatch) -> None:
    before = fingerprint(book)
    read = []
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or b"")
    assert fingerprint(book) == before
    assert read == []
    replace(book / "snippets/base.py", "LIMIT = 10", "LIMIT = 110")
    assert fingerprint(book) != before
    assert read == [book / "snippets/base.py"]


def test_whether_the_files_still_stand_can_be_asked(book: Path) -> None:
    closures = Closures({"snippets": book})
    closures.fingerprint(TARGET)
    assert closures.stand()
    (book / "snippets/data/numbers.txt").write_text("1 2")
    assert not closures.stand()


def test_a_module_that_cannot_be_read_says_so(book: Path) -> None:
    replace(book / "snippets/base.py", "LIMIT = 10", "LIMIT = = 10")
    with pytest.raises(SyntaxError):
        fingerprint(book)
