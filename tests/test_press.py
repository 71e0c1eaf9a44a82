"""Jobs on the snippets, and the processes that do them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from press import jobs, listings
from press.jobs import Job, do
from press.serving import show


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "snippets"
    (folder / "figures").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "base.py").write_text('LIMIT = 3\n\n\n@str\ndef f():\n    """D."""\n')
    (folder / "top.py").write_text(
        "import snippets.base\nfrom snippets.base import LIMIT\n\n\n"
        'def g(x):\n    """Say.\n\n    >>> g(1)\n    2\n    """\n    return x + 1\n\n\n'
        '__test__ = {"wrong": """\n>>> for i in [1]:\n...     i\n1\n"""}\n'
    )
    return tmp_path


def test_dependencies_are_followed(book: Path) -> None:
    found = {p.name for p in listings.dependencies(book / "snippets/top.py", book)}
    assert found == {"top.py", "base.py"}


def test_a_job_is_done_once_and_again_when_a_module_changes(tmp_path: Path) -> None:
    job = Job("value", "pooling.nothing_of_the_kind")
    [fault] = do({job}, tmp_path).values()
    assert fault.file == "snippets/lessons/pooling.py"
    assert "no 'nothing_of_the_kind'" in fault.message
    assert list(tmp_path.iterdir()) == []


def test_a_doctest_job_counts_its_examples_and_is_kept(tmp_path: Path) -> None:
    job = Job("doctest", "activations")
    assert do({job}, tmp_path)[job] > 5
    [kept] = tmp_path.iterdir()
    kept.write_text('{"value": "from the cache"}')
    assert do({job}, tmp_path)[job] == "from the cache"


def test_the_jobs_of_a_section_share_a_worker(tmp_path: Path, monkeypatch) -> None:
    sections = []

    def work(todo):
        sections.extend([*todo])
        done = {job: {"value": 0} for section in todo for job in section}
        todo.clear()
        return done

    monkeypatch.setattr(jobs, "_work", work)
    drawn = Job("figure", "pooling.operation", "en", "fig-pooling")
    pooling = {
        drawn,
        Job("value", "pooling.digits"),
        Job("table", "pooling.sizes", "en"),
    }
    others = {Job("value", "motivation.seeds"), Job("value", "motivation.ink_lost")}
    assert do(pooling | others, tmp_path).keys() == pooling | others
    assert [set(section) for section in sections] == [others, pooling]


def test_a_worker_that_dies_is_a_fault(tmp_path: Path, monkeypatch) -> None:
    dying = "import sys; sys.exit('out of memory')"
    pipe = subprocess.PIPE

    def start(said):
        command = [sys.executable, "-c", dying]
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=said, text=True
        )

    monkeypatch.setattr(jobs, "_start", start)
    wanted = {Job("value", "pooling.digits"), Job("value", "pooling.tied")}
    for fault in do(wanted, tmp_path).values():
        assert fault.message == "the worker ended early: out of memory"
    assert list(tmp_path.iterdir()) == []


def test_a_fault_is_shown_once_on_every_page(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<html><body class='a'><p>Text</p></body></html>")
    show(tmp_path, "a < b")
    show(tmp_path, "c & d")
    html = page.read_text()
    assert html.count('class="fault"') == 1
    assert "c &amp; d" in html
    assert html.index("<body") < html.index("fault") < html.index("<p>")
