"""Jobs: what is done again, where they run, and what ends badly."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import psutil
import pytest

from press import jobs, workers
from press.faults import Fault
from press.jobs import Job
from tests.book_copy import ROOT, line_of, replace
from tests.press import tiny

PAGE = """import os
import time

from snippets.base import LIMIT, noted


def first():
    return noted("first", LIMIT)


def echo(x=0, y=()):
    return noted("echo", f"{x!r} {y!r}")


def process():
    return os.getpid()


def last():
    return noted("last", 3)
"""
BASE = '''"""What pages share."""

from pathlib import Path

LIMIT = 10


def noted(name, value):
    """Note it.

    >>> 1 + 1
    2
    """
    with Path("times.txt").open("a") as file:
        file.write(name + "\\n")
    return value
'''


@pytest.fixture
def book(tmp_path: Path) -> Path:
    pages = dict.fromkeys(("one", "two"), PAGE)
    return tiny.write(tmp_path, base=BASE, **pages)


def page(book: Path, name: str = "one") -> Path:
    return book / "snippets" / f"{name}.py"


def times(book: Path) -> list[str]:
    path = book / "times.txt"
    return path.read_text().split() if path.exists() else []


def value(book: Path, target: str = "one.first", *args) -> object:
    [result] = jobs.do({Job("value", target, args=args)}, book).values()
    return result


def test_a_result_is_computed_once(book: Path) -> None:
    assert [value(book), value(book)] == [10, 10]
    assert times(book) == ["first"]


@pytest.mark.parametrize("old", ["\n", "What pages share", "Note it", "    2"])
def test_comments_and_docstrings_compute_nothing(book: Path, old: str) -> None:
    assert value(book) == 10
    replace(book / "snippets/base.py", old, "\n# see\n" if old == "\n" else old + "!")
    assert value(book) == 10
    assert times(book) == ["first"]


def test_a_constant_is_seen_at_once(book: Path, monkeypatch) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    # As long as before and in the same second: bytecode would look up to date.
    now = int(time.time())
    os.utime(book / "snippets/base.py", (now, now))
    assert value(book) == 10
    replace(book / "snippets/base.py", "LIMIT = 10", "LIMIT = 20")
    os.utime(book / "snippets/base.py", (now, now + 0.5))
    assert value(book) == 20


def test_a_spoilt_result_is_computed_again(book: Path) -> None:
    value(book)
    [kept] = (p for p in (book / ".cache/results").iterdir() if len(p.stem) == 32)
    for content in ("", "[]", "{}"):
        kept.write_text(content)
        assert value(book) == 10
    assert len(times(book)) == 4


def test_an_example_counts_for_doctests(book: Path) -> None:
    asked = {Job("doctest", "base"), Job("value", "one.first")}
    assert sorted(jobs.do(asked, book).values()) == [1, 10]
    replace(book / "snippets/base.py", "    2\n", "    2\n    >>> 3\n    3\n")
    told = []
    done = jobs.do(asked, book, progress=lambda *how: told.append(how))
    assert sorted(done.values()) == [2, 10]
    assert told == [(1, 1)]
    assert times(book) == ["first"]


def test_arguments_reach_the_function_and_count(book: Path) -> None:
    assert value(book, "one.echo", "a", (1, ("b", None))) == "'a' (1, ('b', None))"
    equal = {Job("value", "one.echo", args=(x,)) for x in (1, 1.0, True)}
    assert sorted(jobs.do(equal, book).values()) == ["1 ()", "1.0 ()", "True ()"]
    assert len(times(book)) == 4
    jobs.do(equal, book)
    assert len(times(book)) == 4


@pytest.mark.parametrize("args", [[1], ([1],), ((1, {2}),), (1j,)])
def test_arguments_are_literals(args) -> None:
    with pytest.raises(TypeError, match=r"arg.* is .*; accepted: "):
        Job("value", "one.echo", args=args)


SPEAKING = """def cells(say, row=1):
    return {"header": [say("uno", "one")], "rows": [[row]]}


def told(say, what="?"):
    print(say("digo", "I say"), what)
"""


def test_arguments_come_after_the_language(book: Path) -> None:
    shutil.copy(ROOT / "snippets/language.py", book / "snippets")
    page(book).write_text(SPEAKING)
    table = Job("table", "one.cells", "es", args=(2.5,))
    output = Job("output", "one.told", "en", args=("no",))
    done = jobs.do({table, output}, book)
    assert done[table] == {"header": ["uno"], "rows": [["2,5"]]}
    assert done[output] == "I say no\n"


def test_each_page_has_its_process(book: Path) -> None:
    asked = [Job("value", f"{p}.process", id=n) for p in ("one", "two") for n in "ab"]
    done = jobs.do(asked, book)
    one, again, two, too = (done[job] for job in asked)
    assert one == again != two == too
    assert os.getpid() not in (one, two)


def test_pages_are_told_apart_in_either_layout(tmp_path: Path) -> None:
    tiny.write(tmp_path, chapter4__pooling__lesson="", chapter4__pooling__figures="")
    tiny.write(tmp_path, chapter4__motivation__lesson="", pooling="", padding="")
    names = [
        "chapter4.pooling.lesson",
        "chapter4.pooling.figures",
        "chapter4.motivation.lesson",
        "pooling",
        "padding",
    ]
    pages = [Job("doctest", name).page(tmp_path) for name in names]
    assert pages[0] == pages[1]
    assert len(set(pages)) == 4


def test_what_took_longest_comes_first(book: Path, monkeypatch) -> None:
    monkeypatch.setattr(workers, "AT_ONCE", 1)
    replace(page(book, "two"), 'noted("first"', 'time.sleep(2) or noted("slow"')
    tiny.write(book, **{"new": PAGE})
    asked = {Job("value", "one.first"), Job("value", "two.first")}
    jobs.do(asked, book)
    replace(book / "snippets/base.py", "LIMIT = 10", "LIMIT = 11")
    jobs.do(asked | {Job("value", "new.last")}, book)
    assert times(book)[2:] == ["last", "slow", "first"]


ENDS = {
    "exit": ("os._exit(3)", "the worker ended early: exit 3"),
    "crash": ("os.kill(os.getpid(), 11)", "the worker ended early: SIGSEGV"),
    "complaint": (
        "os.write(2, b'out of memory') and os._exit(1)",
        "the worker ended early: exit 1: out of memory",
    ),
    "hang": ("time.sleep(60)", "was stopped after 4 seconds: SIGKILL"),
    "child": ("os.system('sleep 60')", "was stopped after 4 seconds: SIGKILL"),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_bad_end_is_the_fault_of_one_job(book: Path, monkeypatch, end) -> None:
    monkeypatch.setenv(workers.LIMIT, "4")
    replace(page(book), 'noted("echo", ', f"{end[0]}, (")
    bad = Job("value", "one.echo", args=(1,))
    good = {Job("value", f"{p}.{f}") for p in ("one", "two") for f in ("first", "last")}
    began, told = time.monotonic(), []
    done = jobs.do({bad, *good}, book, progress=lambda *how: told.append(how))
    assert time.monotonic() - began < 20
    assert done.pop(bad) == Fault("", 0, f"value one.echo(1): {end[1]}")
    assert sorted(done.values()) == [3, 3, 10, 10]
    assert done.keys() == good
    assert told == [(n, 5) for n in range(1, 6)]
    assert sorted(times(book)) == ["first", "first", "last", "last"]


def test_a_fault_is_not_kept(book: Path) -> None:
    replace(page(book), 'noted("first", LIMIT)', "1 / 0")
    for _ in range(2):
        line = line_of(page(book), "1 / 0")
        assert value(book) == Fault(
            "snippets/one.py",
            line,
            "value one.first: ZeroDivisionError: division by zero",
        )
    assert not (book / ".cache/results").exists()


def test_a_refusal_is_the_fault_of_the_line_that_asked(book: Path) -> None:
    for name in ("checks.py", "shapes.py"):
        shutil.copy(ROOT / "snippets" / name, book / "snippets")
    declared = "@takes(n=integer(1))\ndef half(n):\n    return n / 2\n\n\n"
    imported = "from snippets.shapes import integer, takes\n\n\n"
    asks = "def first():\n    return half(0)\n"
    (book / "snippets/asking.py").write_text(imported + declared + asks)
    message = "ValueError: n is 0; accepted: an integer of at least 1"
    line = line_of(book / "snippets/asking.py", "half(0)")
    asked = Fault("snippets/asking.py", line, f"value asking.first: {message}")
    assert value(book, "asking.first") == asked
    by_the_page = Fault("", 0, f"value asking.half: {message}")
    assert value(book, "asking.half", 0) == by_the_page


def test_what_is_not_there_is_a_fault(book: Path) -> None:
    fault = value(book, "one.nothing")
    assert fault.file == "snippets/one.py"
    assert "no 'nothing'" in fault.message
    assert "no module" in value(book, "nowhere.first").message
    replace(book / "snippets/base.py", "LIMIT = 10", "LIMIT = = 10")
    line = line_of(book / "snippets/base.py", "= =")
    assert value(book) == Fault("snippets/base.py", line, "SyntaxError: invalid syntax")


def test_a_book_elsewhere_is_computed_from_its_own_snippets(book: Path) -> None:
    name = "pooling"
    tiny.write(book, **{name: "def digits():\n    return 'from here'\n"})
    assert value(book, "pooling.digits") == "from here"


def test_what_a_job_prints_or_reads_does_not_disturb(book: Path) -> None:
    noisy = "os.write(1, b'noise'), print('noise'), os.system('echo noise; cat')"
    replace(page(book), 'noted("first", LIMIT)', f"len([{noisy}])")
    assert value(book) == 3
    assert value(book, "one.last") == 3


def test_a_result_of_newer_code_is_not_kept_for_the_older(
    book: Path, monkeypatch
) -> None:
    monkeypatch.setattr(workers, "AT_ONCE", 1)
    old, path = page(book, "two").read_text(), page(book, "two")
    edit = f"open({str(path)!r}, 'w').write('def last(): return 4')"
    replace(page(book), 'noted("first", LIMIT)', edit)
    asked = {Job("value", f"{name}") for name in ("one.first", "two.last")}
    assert jobs.do(asked, book)[Job("value", "two.last")] == 4
    path.write_text(old)
    assert value(book, "two.last") == 3


def test_a_cache_that_cannot_be_written_is_no_fault(book: Path) -> None:
    (book / ".cache").write_text("no folder")
    assert value(book) == 10


def test_no_process_outlives_a_build_that_is_stopped(book: Path) -> None:
    command = "echo $PPID $$ > some.txt; mv some.txt pids.txt; sleep 60; true"
    replace(page(book), 'noted("last", 3)', f"os.system({command!r})")

    def stop(done: int, total: int) -> None:
        while not (book / "pids.txt").exists():
            time.sleep(0.05)
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        jobs.do([Job("value", "one.last"), Job("value", "two.first")], book, stop)
    assert time.monotonic() - began < 30
    worker, child = map(int, (book / "pids.txt").read_text().split())
    assert not psutil.pid_exists(worker)
    while psutil.pid_exists(child) and psutil.Process(child).status() != "zombie":
        assert time.monotonic() - began < 30
        time.sleep(0.05)
    assert value(book, "two.first") == 10
    assert times(book) == ["first"]


@pytest.mark.parametrize("limit", ["soon", "0", "-1", "nan", "inf"])
def test_a_limit_that_is_none_is_refused(book: Path, monkeypatch, limit: str) -> None:
    monkeypatch.setenv(workers.LIMIT, limit)
    with pytest.raises(ValueError, match=f"{workers.LIMIT} is '{limit}'; accepted"):
        jobs.do([Job("value", "one.last")], book)
