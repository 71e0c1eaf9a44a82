"""Real builds at once, a killed one, a full disk: the site is the old or the new."""

from __future__ import annotations

import resource
import subprocess
import time
from pathlib import Path

import pytest

from press import publishing
from tests import book_copy
from tests.book_copy import digest
from tests.conftest import ENVIRONMENT

Digest = dict[str, str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_copy.make(tmp_path_factory.mktemp("at-once") / "book")


@pytest.fixture(scope="module")
def alone(site: Path) -> Digest:
    """Return what one undisturbed build publishes."""
    return digest(site)


def started(book: Path) -> subprocess.Popen:
    return subprocess.Popen(
        book_copy.command("build"),
        cwd=book,
        env=book_copy.environment(**ENVIRONMENT),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def leftovers(book: Path) -> list[str]:
    return [path.name for path in book.glob(".site.*")]


@pytest.mark.parametrize("number", [2, 3])
def test_builds_at_once_publish_one_whole_site(
    book: Path, alone: Digest, number: int
) -> None:
    builds = []
    for _ in range(number):
        builds.append(started(book))
        time.sleep(0.7)
    assert [build.wait(timeout=300) for build in builds] == [0] * number
    assert digest(book / "site") == alone
    assert leftovers(book) == []


def test_a_killed_build_leaves_the_last_site(book: Path, alone: Digest) -> None:
    (book / "site").mkdir(exist_ok=True)
    (book / "site" / "mark").write_text("the last site")
    build = started(book)
    while not any(folder.joinpath("new").exists() for folder in book.glob(".site.*")):
        assert build.poll() is None
        time.sleep(0.01)
    build.kill()
    build.wait()
    assert (book / "site" / "mark").is_file()
    assert len(leftovers(book)) == 1
    publishing.prepare(book / "site").discard()
    assert leftovers(book) == []


def test_a_full_disk_leaves_the_last_site(book: Path, alone: Digest) -> None:
    (book / "site").mkdir(exist_ok=True)
    (book / "site" / "mark").write_text("the last site")
    before = digest(book / "site")

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = subprocess.run(
        book_copy.command("build"),
        cwd=book,
        env=book_copy.environment(**ENVIRONMENT),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=narrow,
        check=False,
    )
    assert done.returncode == 1
    assert "not published: [Errno 27] File too large" in done.stdout
    assert "Traceback" not in done.stdout
    assert digest(book / "site") == before
    assert leftovers(book) == []
