"""What holds of the repository as a whole."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from press import bibliography
from press.blocks.code import INCLUDE
from press.markup import Page, read_page
from press.names import package_of
from press.words import LANGUAGES
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
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_picture_is_committed() -> None:
    kinds = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf")
    folders = ("docs", "press", "snippets", "tests")
    files = [p for f in folders for p in (ROOT / f).rglob("*") if p.suffix in kinds]
    assert [p for p in files if "node_modules" not in p.parts] == []


def packages() -> dict[str, str]:
    """Return the package, below `snippets`, of every page that exists, and the page."""
    found = [p for kind in (".md", ".py") for p in (ROOT / "docs/es").rglob(f"*{kind}")]
    keys = [path.relative_to(ROOT / "docs/es").as_posix() for path in found]
    return {package_of(key): key for key in keys}


def file_with_tests(package: str) -> str:
    """Return the file with the tests of a page, by the page's package."""
    *folders, name = package.split(".")
    return "/".join(["tests", *folders, f"test_{name}.py"])


def names_in(page: Page) -> list[str]:
    """Return all names of snippets that a page uses, as they are written."""
    blocks = [arg for block in page.all for arg in block.args]
    values = [m.what for block in page.all for m in block.marks if m.kind == "value"]
    cells = [b.text for b in page.all if b.kind == "cell"]
    return [*blocks, *values, *INCLUDE.findall("\n".join(cells))]


def made_packages() -> list[str]:
    """Return the packages below `snippets` that are pages' own, by where they stand."""
    chapters = list((ROOT / "snippets").glob("chapter*/*/"))
    outside = [p for p in (ROOT / "snippets").glob("*/") if (p / "lesson.py").is_file()]
    folders = [p for p in chapters + outside if (p / "__init__.py").is_file()]
    return [".".join(p.relative_to(ROOT / "snippets").parts) for p in folders]


@pytest.mark.parametrize("package", packages())
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_with_names_of_its_own_has_its_package_and_its_tests(
    code: str, package: str
) -> None:
    key = packages()[package]
    page = read_page(ROOT / "docs" / code / key, code, key)
    if any(name.startswith(".") for name in names_in(page)):
        assert package in made_packages(), f"{key} has no snippets/{package}"
        assert (ROOT / file_with_tests(package)).is_file(), (
            f"{key} has no {file_with_tests(package)}"
        )


@pytest.mark.parametrize("package", made_packages())
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_package_belongs_to_a_page_that_uses_it(code: str, package: str) -> None:
    assert package in packages(), f"snippets/{package} belongs to no page"
    key = packages()[package]
    page = read_page(ROOT / "docs" / code / key, code, key)
    own = [n for n in names_in(page) if n.startswith((".", f"{package}."))]
    assert own, f"{key} uses nothing of snippets/{package}"


def test_a_chapters_tests_are_a_pages_or_a_module_of_its_package() -> None:
    pages = {file_with_tests(package) for package in packages()}
    modules = {
        f"tests/{path.parent.parent.name}/test_{path.stem}.py"
        for path in (ROOT / "snippets").glob("chapter*/*/*.py")
        if path.stem not in ("__init__", "lesson", "figures")
    }
    found = (ROOT / "tests").glob("chapter*/test_*.py")
    names = {path.relative_to(ROOT).as_posix() for path in found}
    assert names - pages - modules == set()


def test_every_citation_is_a_work_and_every_work_is_cited() -> None:
    texts = [p.read_text(encoding="utf-8") for p in (ROOT / "docs/es").rglob("*.*")]
    cited = set(re.findall(r"@([a-z]+\d{4}[a-z]?)\b", "\n".join(texts)))
    assert cited == set(bibliography.read(ROOT))


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
