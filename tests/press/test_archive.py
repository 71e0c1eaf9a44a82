"""The code that readers download: whole, able to run, the same each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from press import archive
from tests import book_copy
from tests.book_copy import ROOT, environment, replace

ADDRESS = "https://example.org/libro/"


@pytest.fixture(scope="module")
def packed() -> ZipFile:
    return ZipFile(io.BytesIO(archive.pack(ROOT, ADDRESS)))


@pytest.fixture(scope="module")
def unpacked(packed: ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack it in an empty folder, with the trained networks, which take long."""
    folder = tmp_path_factory.mktemp("downloaded")
    packed.extractall(folder)
    place = folder / archive.FOLDER
    (place / ".cache").mkdir()
    (ROOT / ".cache/trained").mkdir(parents=True, exist_ok=True)
    (place / ".cache/trained").symlink_to(ROOT / ".cache/trained")
    return place


def run(place: Path, command: str) -> str:
    """Run one of the commands of the README; return what it prints."""
    words = command.removeprefix("python ").split()
    done = subprocess.run(
        [sys.executable, *words],
        cwd=place,
        env=environment(PYTHONPATH=""),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def commands(readme: str) -> list[str]:
    return re.findall(r"^\$ (python .+)$", readme, re.M)


def test_it_holds_every_module_the_data_and_both_licences(packed: ZipFile) -> None:
    modules = list((ROOT / "snippets").rglob("*.py"))
    wanted = [p.relative_to(ROOT).as_posix() for p in modules]
    wanted += ["LICENSE", "LICENSE-TEXT"]
    wanted += ["snippets/data/digits.npz", "snippets/data/README.md"]
    corpus = "snippets/chapter1/distributed_representations/corpus"
    wanted += [f"{corpus}/es.txt", f"{corpus}/en.txt"]
    folder = f"{archive.FOLDER}/"
    names = set(packed.namelist()) - {f"{folder}README.md"}
    assert sorted(names) == sorted(folder + name for name in wanted)
    for name in wanted:
        assert packed.read(folder + name) == (ROOT / name).read_bytes()


def test_what_its_readme_names_is_there(unpacked: Path) -> None:
    readme = (unpacked / "README.md").read_text(encoding="utf-8")
    assert f"{archive.edition(ROOT)} (" in readme
    assert f"<{ADDRESS}> · <{ADDRESS}en/>" in readme
    assert not re.search(r"\{\w+\}", readme)
    linked = re.findall(r"\]\(([^)]+)\)", readme)
    assert {"LICENSE", "LICENSE-TEXT", "snippets/data/README.md"} == set(linked)
    spanish, english = readme.split("## English")
    assert commands(spanish) == commands(english)
    for name in re.findall(r"`(snippets/[\w/]*)`", readme):
        assert (unpacked / name).is_dir(), name


def test_its_doctests_pass_as_its_readme_says(unpacked: Path) -> None:
    readme = (unpacked / "README.md").read_text(encoding="utf-8")
    tested = "python -m pytest --doctest-modules snippets"
    module = "python -m doctest snippets/pooling.py"
    assert {tested, module} <= set(commands(readme))
    said = run(unpacked, f"{tested} -p no:cacheprovider")
    assert int(re.search(r"(\d+) passed", said)[1]) > 200
    assert "failed" not in said
    assert run(unpacked, module) == ""


def test_another_file_is_another_version(tmp_path: Path) -> None:
    book = book_copy.make(tmp_path / "book", cache=None)
    assert archive.pack(book) == archive.pack(ROOT)
    assert archive.edition(book) == archive.edition(ROOT)
    replace(book / "snippets/pooling.py", "Keep", "Take")
    first, second = (_version(archive.pack(root)) for root in (ROOT, book))
    assert first.split()[:-1] == second.split()[:-1]
    assert first != second
    shutil.copy(ROOT / "snippets/pooling.py", book / "snippets")
    assert _version(archive.pack(book)) == first


def _version(content: bytes) -> str:
    """Return the line of the README that says the version."""
    readme = ZipFile(io.BytesIO(content)).read(f"{archive.FOLDER}/README.md").decode()
    return next(line for line in readme.splitlines() if line.startswith("Versión"))
