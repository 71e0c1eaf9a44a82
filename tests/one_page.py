"""What belongs to one page: `pytest --page 4-convolutional-networks/pooling`.

That is the tests and the doctests of the page's own package, and those of the modules
at the root of `snippets` whose code the page shows.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from press import listings
from press.markup import Page, read_page
from press.names import package_of
from tests.book_copy import ROOT

OPTION = "--page"


def add_option(parser: pytest.Parser) -> None:
    """Add the option to pytest's command line."""
    said = "run only what belongs to one page: 4-convolutional-networks/pooling"
    parser.addoption(OPTION, metavar="PAGE", help=said)


def files_of(name: str, root: Path = ROOT) -> set[Path]:
    """Return the Python files to test for a page; UsageError if there is none."""
    page = _page(name, root)
    package = root / "snippets" / package_of(page.key).replace(".", "/")
    targets = (target for block in page.all for target in block.modules(page))
    shown = {root / listings.home_of(target, root) for target in targets}
    modules = {*package.glob("*.py"), *shown}
    return modules.union(_tests(package, root), *(_tests(m, root) for m in modules))


def _tests(module: Path, root: Path) -> set[Path]:
    """Return the tests of a module: those of a page's are in its chapter's folder."""
    folder = module.parent.relative_to(root / "snippets")
    if (module.parent / "lesson.py").is_file():
        folder = folder.parent
    place = root / "tests" / folder
    return {
        *place.glob(f"test_{module.stem}.py"),
        *place.glob(f"test_{module.stem}_*.py"),
    }


def _page(name: str, root: Path) -> Page:
    folder = root / "docs" / "es"
    bare = name.removeprefix("docs/es/").removeprefix("docs/en/")
    for key in (bare, f"{bare}.md", f"{bare}.py"):
        if (folder / key).is_file():
            return read_page(folder / key, "es", key, root)
    known = sorted(p.relative_to(folder).with_suffix("") for p in folder.rglob("*.*"))
    accepted = ", ".join(path.as_posix() for path in known)
    raise pytest.UsageError(f"there is no page {name!r}; accepted: {accepted}")


def configure(config: pytest.Config) -> None:
    """Leave out what does not belong to the page that was asked for, if any."""
    if name := config.getoption(OPTION):
        config.pluginmanager.register(Only(files_of(name)))


class Only:
    """Collects these Python files alone.

    It is a plugin because the hooks of a `conftest.py` are asked about its own folder
    only, and doctests stand outside `tests`.
    """

    def __init__(self, files: set[Path]) -> None:
        self.files = files

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Say that a file is to be left out; other plugins decide on the rest."""
        other = collection_path.suffix == ".py" and collection_path not in self.files
        return other or None
