"""`mkdocs serve`: one edit, one rebuild; a fault is shown and serving goes on."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import book_copy
from tests.book_copy import replace
from tests.book_server import Server

pytestmark = pytest.mark.xdist_group("serve")

PAGE = "4-convolutional-networks/pooling/"
FIGURES = Path("snippets/chapter4/pooling/figures.py")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    started = Server(book_copy.make(folder / "book"), folder / "log.txt")
    try:
        started.until(PAGE, lambda html: "<svg" in html)
        yield started
    finally:
        started.stop()


def test_one_edit_of_a_snippet_is_one_rebuild_in_both_languages(server: Server) -> None:
    before = server.rebuilds()
    new = "    figure.text(0.5, 0.5, say('recién dibujada', 'newly drawn'))\n"
    replace(server.book / FIGURES, "    return figure", f"{new}    return figure")

    server.until(PAGE, lambda html: "recién dibujada" in html)
    assert "newly drawn" in server.get("en/" + PAGE)
    time.sleep(3)
    assert server.rebuilds() == before + 1


def test_a_broken_snippet_is_shown_and_serving_goes_on(server: Server) -> None:
    whole = (server.book / FIGURES).read_text()
    (server.book / FIGURES).write_text("def broken(:\n" + whole)

    shown = server.until(PAGE, lambda html: 'class="fault"' in html)
    message = re.search(r'class="fault".*?</div>', shown, re.S)[0]
    assert f"{FIGURES.as_posix()}:1: SyntaxError" in message
    assert 'class="fault"' in server.get("en/")

    (server.book / FIGURES).write_text(whole)
    assert "<svg" in server.until(PAGE, lambda html: 'class="fault"' not in html)


def test_an_edit_of_one_language_is_a_notice_while_writing(server: Server) -> None:
    page = server.book / "docs/es" / f"{PAGE.rstrip('/')}.md"
    replace(page, "## ", "Una frase nueva.\n\n## ")

    server.until(PAGE, lambda html: "Una frase nueva." in html)
    assert "Spanish text changed since the pair was reviewed" in server.log.read_text()
