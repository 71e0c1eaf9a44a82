"""What holds of the repository as a whole."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from press.markup import read_page
from tests.book_copy import ROOT

CODE = [
    p for part in ("snippets", "press", "tests") for p in (ROOT / part).rglob("*.py")
]


@pytest.mark.parametrize("check", [["check"], ["format", "--check"]], ids=str)
def test_the_code_is_clean(check: list[str]) -> None:
    command = [sys.executable, "-m", "ruff", *check, "snippets", "press", "tests"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_fits_in_the_head(path: Path) -> None:
    limit = 500 if path.parent.name == "tests" else 300
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


def test_no_picture_is_committed() -> None:
    kinds = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf")
    folders = ("docs", "press", "snippets", "tests")
    files = [p for f in folders for p in (ROOT / f).rglob("*") if p.suffix in kinds]
    assert [p for p in files if "node_modules" not in p.parts] == []


def test_the_numbers_of_a_chapter_have_no_gap() -> None:
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for path in (ROOT / "docs" / "es").rglob("*"):
        if path.suffix not in (".md", ".py"):
            continue
        for block in read_page(path, "es", path.name).walk():
            if match := re.fullmatch(r"(fig|tab|eq)-(\d+)-(\d+)", block.id):
                seen[match[1], match[2]].append(int(match[3]))
    assert seen
    for (kind, chapter), found in seen.items():
        expected = list(range(1, len(found) + 1))
        assert sorted(found) == expected, f"{kind} of chapter {chapter}"


def test_every_citation_is_a_work_and_every_work_is_cited() -> None:
    from press import bibliography

    texts = [p.read_text(encoding="utf-8") for p in (ROOT / "docs/es").rglob("*.*")]
    cited = set(re.findall(r"@([a-z]+\d{4}[a-z]?)\b", "\n".join(texts)))
    assert cited == set(bibliography.works())


def test_requirements_name_every_version() -> None:
    for name in ("requirements.txt", "requirements-frameworks.txt"):
        lines = (ROOT / name).read_text().splitlines()
        needed = [line.split("#")[0].strip() for line in lines]
        assert all("==" in line for line in needed if line)


def test_the_lock_file_pins_by_content() -> None:
    lock = json.loads((ROOT / "press" / "package-lock.json").read_text())
    packages = [p for name, p in lock["packages"].items() if name]
    assert packages
    assert all(p["integrity"].startswith("sha512-") for p in packages)


def test_no_module_of_the_press_hides_one_of_the_standard_library() -> None:
    # MkDocs puts a hook's folder first among those that imports are looked for in.
    names = {path.stem for path in (ROOT / "press").glob("*.py")}
    assert names & sys.stdlib_module_names == set()
