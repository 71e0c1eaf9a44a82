"""Results kept on disk: computed once, by whichever process asks first."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from snippets.kept import kept
from tests.book_copy import environment, replace
from tests.press import tiny

NETWORK = '''import os
import time
from typing import NamedTuple

import numpy as np

from snippets.kept import kept

STEPS = 3


class Network(NamedTuple):
    weights: list
    loss: float


@kept
def trained(seed=0, *, widths=(2, 1), wait=0.0, end=False):
    """Train."""
    with open("times.txt", "a") as file:
        file.write(f"{seed}\\n")
    time.sleep(wait)
    if end:
        os._exit(1)
    layers = [(np.full((2, n), float(seed)), {"b": np.zeros(n)}) for n in widths]
    return Network(layers, STEPS / 2)
'''
ASK = "from snippets.network import trained; print(trained({}))"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tiny.write(tiny.with_kept(tmp_path), network=NETWORK)


def start(book: Path, code: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=book,
        env=environment(PYTHONPATH=str(book)),
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(book: Path, arguments: str = "") -> str:
    return start(book, ASK.format(arguments)).communicate()[0]


def times(book: Path) -> int:
    return len((book / "times.txt").read_text().splitlines())


def stored(book: Path) -> list[str]:
    return sorted(p.suffix for p in (book / ".cache/trained").iterdir())


def test_another_process_finds_the_result(book: Path) -> None:
    first = ask(book)
    assert first.startswith("Network(weights=[(array([[0., 0.]")
    assert ask(book) == first
    assert ask(book, "seed=0, widths=(2, 1)") == first
    assert times(book) == 1
    assert stored(book) == [".pickle"]


def test_other_arguments_are_another_result(book: Path) -> None:
    answers = {ask(book, "1"), ask(book, "2"), ask(book, "2, widths=(1,)")}
    assert len(answers) == times(book) == 3


def test_a_comment_trains_nothing_and_a_constant_does(book: Path) -> None:
    first = ask(book)
    replace(book / "snippets/network.py", '"""Train."""', "# train")
    assert ask(book) == first
    replace(book / "snippets/network.py", "STEPS = 3", "STEPS = 5")
    assert ask(book).endswith("loss=2.5)\n")
    assert times(book) == 2


def test_two_processes_at_once_train_once(book: Path) -> None:
    both = [start(book, ASK.format("wait=0.7")) for _ in range(2)]
    answers = {process.communicate()[0] for process in both}
    assert [answer[:8] for answer in answers] == ["Network("]
    assert times(book) == 1


def test_a_process_that_ends_while_it_trains_leaves_nothing(book: Path) -> None:
    assert ask(book, "end=True") == ""
    assert ".pickle" not in stored(book)
    ask(book, "end=True")
    assert times(book) == 2


def test_a_process_that_is_killed_while_it_stores_leaves_nothing(book: Path) -> None:
    end = "import os; os.fsync = lambda _: os._exit(1); "
    assert start(book, end + ASK.format("")).communicate()[0] == ""
    assert stored(book) == [".draft", ".lock"]
    assert ask(book).startswith("Network(")
    assert stored(book) == [".pickle"]
    assert times(book) == 2


def test_what_is_spoilt_is_made_again(book: Path) -> None:
    first = ask(book)
    [path] = (book / ".cache/trained").iterdir()
    path.write_bytes(path.read_bytes()[:-20])
    assert ask(book) == first
    assert times(book) == 2


def test_where_nothing_can_be_stored_it_works_as_well(book: Path) -> None:
    (book / ".cache").write_text("no folder")
    twice = ASK.format("") + "; print(trained() is trained(0))"
    assert start(book, twice).communicate()[0].endswith("True\n")
    assert times(book) == 1


def test_a_module_edited_after_its_import_is_not_stored(book: Path) -> None:
    later = time.time() + 60
    os.utime(book / "snippets/network.py", (later, later))
    ask(book)
    ask(book)
    assert times(book) == 2
    assert not (book / ".cache/trained").exists()


def test_arrays_cannot_be_written_also_when_they_were_stored(book: Path) -> None:
    code = ASK.format("") + "; w, b = trained().weights[0]"
    code += "; print(w.flags.writeable, b['b'].flags.writeable)"
    for _ in range(2):
        assert start(book, code).communicate()[0].endswith("False False\n")


def test_arguments_are_literals() -> None:
    same = kept(lambda *values: values)
    assert same(1, "a", (2.0, None)) is same(1, "a", (2.0, None))
    assert same(1) is not same(True)
    for value in ([1], np.float64(1), (1, {2}), {"a": 1}):
        with pytest.raises(TypeError, match=r"values is .*; accepted: str, int, float"):
            same(value)
