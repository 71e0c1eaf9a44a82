"""The book's code in one file, for readers to run."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PLACE = "assets/code.zip"
FOLDER = "deep-learning"
KINDS = (".py", ".npz", ".md")


def pack(root: Path) -> bytes:
    """Return an archive of the snippets, their data and their licence.

    ``root`` is the folder of the repository. The same files give the same bytes.
    """
    content = io.BytesIO()
    found = (p for p in (root / "snippets").rglob("*") if p.suffix in KINDS)
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for path in [root / "LICENSE", *sorted(found)]:
            # Without the file's date, which differs from copy to copy.
            entry = ZipInfo(f"{FOLDER}/{path.relative_to(root).as_posix()}")
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), ZIP_DEFLATED)
    return content.getvalue()
