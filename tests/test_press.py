"""The press's own pieces: code by name, words, jobs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from press import jobs, listings, words
from press.jobs import Job, do
from press.serving import show
from snippets.language import Language


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


def test_source_is_taken_by_name(book: Path) -> None:
    assert listings.source_of("base.LIMIT", book) == "LIMIT = 3"
    assert listings.source_of("base.f", book).startswith("@str\ndef f():")
    assert listings.source_of("top.g", book, docstring=False) == (
        "def g(x):\n    return x + 1"
    )


def test_a_name_that_is_passed_on_is_found_where_it_is_defined(book: Path) -> None:
    assert listings.source_of("top.LIMIT", book) == "LIMIT = 3"
    assert listings.home_of("top.LIMIT", book) == "snippets/base.py"


def test_sessions_keep_their_prompts(book: Path) -> None:
    assert listings.session_of("top.g", book) == ">>> g(1)\n2"
    expected = ">>> for i in [1]:\n...     i\n1"
    assert listings.named_session("top.wrong", book) == expected


@pytest.mark.parametrize("target", ["nowhere.f", "base.nothing", "top.g.h"])
def test_what_is_missing_is_named(book: Path, target: str) -> None:
    with pytest.raises(listings.Missing, match=target.split(".")[-1] + "|nowhere"):
        listings.source_of(target, book)


def test_dependencies_are_followed(book: Path) -> None:
    found = {p.name for p in listings.dependencies(book / "snippets/top.py", book)}
    assert found == {"top.py", "base.py"}


@pytest.mark.parametrize(
    ("value", "form", "es", "en", "tex"),
    [
        (0.25, "", "0,25", "0.25", "0{,}25"),
        (-3, "", "−3", "−3", "-3"),
        (1234, "", "1234", "1234", "1234"),
        (1234567, "", "1\u202f234\u202f567", "1\u202f234\u202f567", r"1\,234\,567"),
        (0.97777, ".1%", "97,8\u202f%", "97.8%", "97{,}8\u202f%"),
        ("ReLU", "", "ReLU", "ReLU", "ReLU"),
        ("7–10", "", "7-\u206010", "7–\u206010", "7-10"),
    ],
)
def test_numbers_follow_the_language(value, form, es, en, tex) -> None:
    assert words.formatted(value, form, "es") == es
    assert words.formatted(value, form, "en") == en
    assert words.formatted(value, form, "es", tex=True) == tex


def test_an_id_is_named_as_text_names_it() -> None:
    assert words.mention("fig-pooling", "es") == "figura 4.3"
    assert words.mention("eq-binary-cross-entropy", "en") == "(3.2)"
    assert words.mention("sec-3-5-1", "en") == "section 3.5.1"
    assert words.mention("ties", "en") == ""


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


def test_a_language_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="'fr'; accepted: 'es', 'en'"):
        Language("fr")


def test_a_fault_is_shown_once_on_every_page(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<html><body class='a'><p>Text</p></body></html>")
    show(tmp_path, "a < b")
    show(tmp_path, "c & d")
    html = page.read_text()
    assert html.count('class="fault"') == 1
    assert "c &amp; d" in html
    assert html.index("<body") < html.index("fault") < html.index("<p>")


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
