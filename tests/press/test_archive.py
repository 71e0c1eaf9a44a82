"""The code that readers download: whole, able to run, the same each time."""

import io
import subprocess
import sys
from zipfile import ZipFile

import pytest

from press import archive
from tests.book_copy import ROOT, environment

SESSION = """
import numpy as np
from snippets.data.digits import load_digits
from snippets.convolution import conv2d
print(conv2d(load_digits()[0][:2, np.newaxis], np.ones((4, 1, 3, 3))).shape)
"""


@pytest.fixture(scope="module")
def packed():
    return ZipFile(io.BytesIO(archive.pack(ROOT)))


def test_it_holds_every_module_the_data_and_the_licence(packed):
    modules = list((ROOT / "snippets").rglob("*.py"))
    wanted = [p.relative_to(ROOT).as_posix() for p in modules]
    wanted += ["LICENSE", "snippets/data/digits.npz", "snippets/data/README.md"]
    folder = f"{archive.FOLDER}/"
    assert sorted(packed.namelist()) == sorted(folder + name for name in wanted)
    for name in wanted:
        assert packed.read(folder + name) == (ROOT / name).read_bytes()


def test_it_runs_where_it_is_unpacked(packed, tmp_path):
    packed.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", SESSION],
        cwd=tmp_path / archive.FOLDER,
        env=environment(PYTHONPATH=""),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "(2, 4, 6, 6)\n", done.stderr


def test_the_same_files_give_the_same_bytes(packed, tmp_path):
    packed.extractall(tmp_path)
    assert archive.pack(tmp_path / archive.FOLDER) == archive.pack(ROOT)
