"""What readers copy out of the built pages runs where they unpack the book's code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup, Tag

from press import archive
from tests.book_copy import ROOT, environment

TRACEBACK = re.compile(r"^(Traceback .*\n)(?:[ ].*\n)+", re.M)


class Pasted(NamedTuple):
    """What the pages offer to copy, and what became of it."""

    sessions: dict[str, str]  # what is typed, and what the page shows as the answers
    printed: list[str]
    sources: list[str]
    wrong: list[str]


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def found(site: Path, selector: str) -> list[Tag]:
    """Return what the pages have of a kind."""
    return [t for path in site.rglob("index.html") for t in soup(path).select(selector)]


def code_of(tag: Tag) -> str:
    return tag.select_one("pre code").get_text()


@pytest.fixture(scope="module")
def pasted(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Pasted:
    """Paste everything into Python, in the unpacked archive of the site."""
    folder = tmp_path_factory.mktemp("pasted")
    ZipFile(site / archive.PLACE).extractall(folder)
    place = folder / archive.FOLDER
    (place / ".cache").mkdir()
    (place / ".cache/trained").symlink_to(ROOT / ".cache/trained")
    sessions = {tag["data-copy"]: answers(tag) for tag in found(site, ".session")}
    sources = sorted({code_of(fold) for fold in found(site, "details.source")})
    done = subprocess.run(
        [sys.executable, ROOT / "tests/plain_python.py"],
        cwd=place,
        env=environment(PYTHONPATH=""),
        input=json.dumps({"sessions": [*sessions], "sources": sources}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    return Pasted(sessions, got["sessions"], sources, got["sources"])


def answers(tag: Tag) -> str:
    """Return what a page shows that Python prints in a session."""
    return "".join(part.get_text() for part in tag.select(".answer"))


def gist(printed: str) -> str:
    """Leave out where an error was raised, which the pages do not say."""
    return TRACEBACK.sub(r"\1", printed)


def test_every_session_prints_what_its_page_shows(pasted: Pasted) -> None:
    assert len(pasted.sessions) > 50
    shown = pasted.sessions.items()
    differing = [
        (typed, answered, said)
        for (typed, answered), said in zip(shown, pasted.printed, strict=True)
        if gist(said) != gist(answered)
    ]
    assert differing == []


def test_errors_in_sessions_are_among_what_is_compared(pasted: Pasted) -> None:
    raised = [said for said in pasted.printed if "Traceback" in said]
    assert len(raised) > 10
    assert all("File " in said and "File " not in gist(said) for said in raised)


def test_every_source_that_unfolds_runs_by_itself(pasted: Pasted) -> None:
    assert len(pasted.sources) > 80
    pairs = zip(pasted.sources, pasted.wrong, strict=True)
    assert [(source, wrong) for source, wrong in pairs if wrong] == []


def test_a_sources_file_leads_to_its_definition(site: Path) -> None:
    folds = found(site, "details.source")
    links = [fold.select_one(".filename a") for fold in folds]
    assert all(re.fullmatch(r"snippets/[\w/]+\.py", a.get_text()) for a in links)
    for fold, link in zip(folds, links, strict=True):
        file, _, name = link["href"].partition("#")
        module = soup(site / file.replace("../", ""))
        definition = module.find(id=name).get_text()
        assert code_of(fold).rstrip().endswith(definition.rstrip())
