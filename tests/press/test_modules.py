"""The page of a module: its code as it is, each definition within its name."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader

from press import modules
from tests.book_copy import ROOT

SOURCE = '''\
"""Module of <two> lines,
and a half."""

import functools

LOW, HIGH = 1, "&"


@functools.cache
def f(x):
    """Say.

    >>> f(1)
    """
    return x


if LOW:

    def g(): ...


LOW = 2
'''


def read(tmp_path: Path, source: str) -> BeautifulSoup:
    path = tmp_path / "snippets/part/top.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    env = Environment(loader=FileSystemLoader(ROOT / "press" / "theme"))
    return BeautifulSoup(modules.page(path, tmp_path, env), "html.parser")


def test_it_shows_the_module_as_it_is(tmp_path: Path) -> None:
    page = read(tmp_path, SOURCE)
    assert page.select_one("pre code").get_text() == SOURCE
    assert page.h1.get_text() == "snippets/part/top.py"
    assert modules.place_of(page.h1.get_text()) == "code/snippets/part/top.html"
    assert page.select_one("nav a[lang=es]")["href"] == "../../../"


def test_each_definition_is_found_by_its_name(tmp_path: Path) -> None:
    page = read(tmp_path, SOURCE)
    found = {tag["id"]: tag.get_text() for tag in page.select("pre [id]")}
    assert sorted(found) == ["HIGH", "LOW", "f"]
    assert found["LOW"] == found["HIGH"] == 'LOW, HIGH = 1, "&"'
    assert found["f"].startswith("@functools.cache\ndef f(x):")
    assert found["f"].endswith("return x")


def test_an_unfinished_module_is_shown_without_names(tmp_path: Path) -> None:
    page = read(tmp_path, "def f(:\n")
    assert page.select_one("pre code").get_text() == "def f(:\n"
    assert not page.select("pre [id]")
