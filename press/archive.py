"""The book's code in one file, for readers to run."""

from __future__ import annotations

import hashlib
import io
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PLACE = "assets/code.zip"
FOLDER = "deep-learning"
KINDS = (".py", ".npz", ".md", ".txt")
LICENCES = ("LICENSE", "LICENSE-TEXT")
README = "docs/shared/archive/README.md"
PROJECT = "pyproject.toml"
LIBRARIES = ("numpy", "matplotlib")
SOURCES = ("snippets", *LICENCES, README, PROJECT)  # what the archive is made from


def pack(root: Path, address: str = "") -> bytes:
    """Return an archive of the snippets, their data, a README and the licences.

    ``root`` is the folder of the repository, ``address`` the site's, if it is known.
    The same files give the same bytes.
    """
    content = io.BytesIO()
    files = dict(_files(root))
    readme = {"README.md": _readme(root, files, address)}
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, inside in (readme | files).items():
            # Without the file's date, which differs from copy to copy.
            entry = ZipInfo(f"{FOLDER}/{name}")
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, inside, ZIP_DEFLATED)
    return content.getvalue()


def edition(root: Path) -> str:
    """Return the version of the book, which the project's settings say."""
    settings = tomllib.loads((root / PROJECT).read_text(encoding="utf-8"))
    return settings["project"]["version"]


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what the archive holds as it stands in the repository."""
    found = (p for p in (root / "snippets").rglob("*") if p.suffix in KINDS)
    for path in [*(root / name for name in LICENCES), *sorted(found)]:
        yield path.relative_to(root).as_posix(), path.read_bytes()


def _readme(root: Path, files: dict[str, bytes], address: str) -> str:
    """Return the README, which tells one version of the code from another."""
    content = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
    said = [f"Versión · Version: {edition(root)} ({content[:12]})"]
    said += [f"<{address}> · <{address}en/>"] if address else []
    text = (root / README).read_text(encoding="utf-8")
    text = text.replace("{edition}", "  \n".join(said))
    for name in LIBRARIES:
        text = text.replace(f"{{{name}}}", version(name))
    return text
