"""Names in pages: where the snippet stands that a mark asks for.

A leading dot means the page's own package, `snippets/chapter4/pooling` for the
page `4-convolutional-networks/pooling`; any other name is a path below `snippets`.
"""

from __future__ import annotations

import re
from pathlib import Path

CHAPTER = re.compile(r"(\d+)-[\w-]+")


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
