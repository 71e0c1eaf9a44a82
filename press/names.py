"""Names: of pages, and where the snippet stands that a mark of one asks for.

A leading dot means the page's own package, `snippets/chapter4/pooling` for the
page `4-convolutional-networks/pooling`; any other name is a path below `snippets`.
"""

from __future__ import annotations

import re
from pathlib import Path

CHAPTER = re.compile(r"(\d+)-[\w-]+")
PAGES = (".md", ".py")


def keys(root: Path, language: str) -> list[str]:
    """Return the pages of a language, as their files below docs/<language>."""
    folder = root / "docs" / language
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in PAGES)
    return [path.relative_to(folder).as_posix() for path in found]


def uri_of(key: str) -> str:
    """Return what MkDocs calls a page: a notebook, whose source is a Python file."""
    return f"{key.removesuffix('.py')}.ipynb" if key.endswith(".py") else key


def key_of(uri: str) -> str:
    """Return the file of what MkDocs calls a page."""
    return f"{uri.removesuffix('.ipynb')}.py" if uri.endswith(".ipynb") else uri


def to_root(key: str, language: str) -> str:
    """Return the way from a page to the root of the site, which is in Spanish.

    >>> to_root("4-convolutional-networks/pooling.md", "en"), to_root("index.md", "es")
    ('../../../', '')
    """
    *folders, name = key.rpartition(".")[0].split("/")
    depth = len(folders) + (name != "index") + (language != "es")
    return "../" * depth


def package_of(key: str) -> str:
    """Return the package of a page, below `snippets`.

    >>> package_of("4-convolutional-networks/basic-block.md"), package_of("index.md")
    ('chapter4.basic_block', 'index')
    """
    *folders, name = key.rpartition(".")[0].split("/")
    chapters = [CHAPTER.sub(r"chapter\1", folder) for folder in folders]
    return ".".join([*chapters, name]).replace("-", "_")


def resolve(name: str, key: str, module: str, root: Path) -> str:
    """Return the path below `snippets` of a name in the page `key`.

    A page's own name is looked for in `module` of its package, unless its first
    part names another module there: `.kept` is in `lesson`, `.sawtooth.pieces`
    in `sawtooth`.
    """
    if not name.startswith("."):
        return name
    package = package_of(key)
    first, _, rest = name[1:].partition(".")
    folder = root.joinpath("snippets", *package.split("."))
    if rest and (folder / f"{first}.py").is_file():
        return f"{package}{name}"
    return f"{package}.{module}{name}"
