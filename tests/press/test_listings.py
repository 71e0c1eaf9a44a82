"""Code of the snippets, taken out by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from press import listings, names

TOP = '''\
from snippets.base import LIMIT, f as renamed
from snippets.pages import kept


def g(x: int) -> int:
    """Say.

    >>> g(1)
    2
    """
    return x + 1


class Sum:
    """Adds."""

    start: int = 0

    def plus(self, x: int) -> int:
        """Add."""
        return self.start + x


SIZE: int = 4

__test__ = {
    "wrong": """
>>> for i in [1]:
...     i
1
""",
    "empty": "no session",
}
'''


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "snippets"
    (folder / "chapter4/pooling").mkdir(parents=True)
    (folder / "base.py").write_text('LIMIT = 3\n\n\n@str\ndef f():\n    """D."""\n')
    (folder / "top.py").write_text(TOP)
    for name in ("lesson", "sawtooth"):
        (folder / "chapter4/pooling" / f"{name}.py").write_text("kept = 1\n")
    return tmp_path


def test_source_is_taken_by_name(book: Path) -> None:
    assert listings.source_of("base.LIMIT", book) == "LIMIT = 3"
    assert listings.source_of("base.f", book).startswith("@str\ndef f():")
    assert listings.source_of("top.SIZE", book) == "SIZE: int = 4"
    whole = 'def plus(self, x: int) -> int:\n    """Add."""\n    return self.start + x'
    assert listings.source_of("top.Sum.plus", book) == whole
    assert listings.source_of("base", book).startswith("LIMIT = 3\n")


def test_on_a_board_there_is_neither_docstring_nor_annotation(book: Path) -> None:
    shown = listings.source_of("top.g", book, board=True)
    assert shown == "def g(x):\n    return x + 1"
    assert listings.source_of("base", book, board=True).startswith("LIMIT = 3\n")


def test_what_runs_alone_begins_with_its_imports(book: Path) -> None:
    (book / "snippets/top.py").write_text(f"{TOP}DOUBLE = 2 * SIZE\n")
    imported = "from snippets.top import SIZE"
    assert listings.runnable_of("top.DOUBLE", book) == (
        f"{imported}\n\nDOUBLE = 2 * SIZE"
    )
    source = listings.source_of("top.g", book)
    assert listings.runnable_of("top.g", book) == source
    (book / "snippets/top.py").write_text(TOP.replace("x + 1", "x + SIZE"))
    source = source.replace("x + 1", "x + SIZE")
    assert listings.runnable_of("top.g", book) == f"{imported}\n\n\n{source}"
    assert listings.runnable_of("base", book).startswith("LIMIT = 3\n")


def test_the_definition_that_a_target_is_in(book: Path) -> None:
    found = [listings.definition_of(t, book) for t in ("top.Sum.plus", "top.g", "top")]
    assert found == ["Sum", "g", ""]
    assert listings.definition_of("top.renamed", book) == "f"


def test_a_name_that_is_passed_on_is_found_where_it_is_defined(book: Path) -> None:
    assert listings.source_of("top.LIMIT", book) == "LIMIT = 3"
    assert listings.home_of("top.LIMIT", book) == "snippets/base.py"
    assert listings.home_of("top.renamed", book) == "snippets/base.py"


def test_sessions_keep_their_prompts(book: Path) -> None:
    imported = ">>> from snippets.top import g"
    assert listings.session_of("top.g", book) == f"{imported}\n>>> g(1)\n2"
    expected = ">>> for i in [1]:\n...     i\n1"
    assert listings.named_session("top.wrong", book) == expected


@pytest.mark.parametrize("target", ["nowhere.f", "base.nothing", "top.g.h"])
def test_what_is_missing_is_named(book: Path, target: str) -> None:
    with pytest.raises(listings.Missing, match=target.split(".")[-1] + "|nowhere"):
        listings.source_of(target, book)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("top.nothing", "snippets/top.py: __test__ has no 'nothing'"),
        ("top.empty", "top.empty has no doctest"),
        ("base.wrong", "snippets/base.py has no '__test__'"),
    ],
)
def test_a_session_that_is_missing_is_named(book: Path, target: str, said: str) -> None:
    with pytest.raises(listings.Missing) as missing:
        listings.named_session(target, book)
    assert str(missing.value) == said


def test_a_docstring_without_a_session(book: Path) -> None:
    with pytest.raises(listings.Missing, match=r"top.Sum in top\.py has no doctest"):
        listings.session_of("top.Sum", book)
    with pytest.raises(
        listings.Missing, match=r"base.LIMIT in base\.py has no doctest"
    ):
        listings.session_of("base.LIMIT", book)


def test_a_fragment_is_taken_from_any_file(book: Path) -> None:
    path = book / "snippets/top.py"
    assert listings.source_in(path, "SIZE") == "SIZE: int = 4"
    with pytest.raises(listings.Missing, match=r"top\.py has no 'nothing'"):
        listings.source_in(path, "nothing")
    with pytest.raises(listings.Missing, match=r"there is no absent\.py"):
        listings.source_in(book / "absent.py", "f")


def test_an_edited_module_is_read_anew(book: Path) -> None:
    assert listings.source_of("base.LIMIT", book) == "LIMIT = 3"
    (book / "snippets/base.py").write_text("LIMIT = 1234\n")
    assert listings.source_of("base.LIMIT", book) == "LIMIT = 1234"


@pytest.mark.parametrize(
    ("name", "module", "found"),
    [
        (".kept", "lesson", "chapter4.pooling.lesson.kept"),
        (".operation", "figures", "chapter4.pooling.figures.operation"),
        (".sawtooth.kept", "lesson", "chapter4.pooling.sawtooth.kept"),
        (".Sum.plus", "lesson", "chapter4.pooling.lesson.Sum.plus"),
        (".sawtooth", "lesson", "chapter4.pooling.lesson.sawtooth"),
        ("pooling.max_pool2d", "lesson", "pooling.max_pool2d"),
    ],
)
def test_a_leading_dot_means_the_pages_own(
    book: Path, name: str, module: str, found: str
) -> None:
    key = "4-convolutional-networks/pooling.md"
    assert names.resolve(name, key, module, book) == found


@pytest.mark.parametrize(
    ("key", "package"),
    [
        ("4-convolutional-networks/basic-block.md", "chapter4.basic_block"),
        ("4-convolutional-networks/lab.py", "chapter4.lab"),
        ("10-later/index.md", "chapter10.index"),
        ("index.md", "index"),
    ],
)
def test_a_page_has_one_package(key: str, package: str) -> None:
    assert names.package_of(key) == package
