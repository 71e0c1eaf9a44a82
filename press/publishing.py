"""Publishing: each build prints in a folder of its own, then takes the site's place.

site/                    what is published, always whole
.site.<pid>.<start>/     the workspace of a build; a killed build's is cleared
    new/                 by the next: what it prints, and the site that it
    old0/ …              put away, where folders cannot be exchanged
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.EACCES)
UNABLE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM)
EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS
HERE = -100  # AT_FDCWD: paths are as the process sees them
DRIFT = 2.0  # seconds by which a corrected clock moves a process's start


@dataclass(frozen=True)
class Workspace:
    """The folder of one build beside the site, named after its process."""

    site: Path
    folder: Path

    @property
    def new(self) -> Path:
        """Where the build prints."""
        return self.folder / "new"

    def put_away(self) -> list[Path]:
        """Return the sites that this build took from their place."""
        try:
            return sorted(self.folder.glob("old*"))
        except FileNotFoundError:  # another build cleared the folder meanwhile
            return []

    def discard(self) -> None:
        """Remove the workspace and all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def prepare(site: Path) -> Workspace:
    """Return this process's empty workspace; finish and clear what killed builds left.

    A site that is a link stays one: the folder that it leads to is replaced.
    """
    site = site.resolve()
    started = psutil.Process().create_time()
    work = Workspace(site, site.with_name(f".{site.name}.{os.getpid()}.{started:.2f}"))
    work.discard()
    work.folder.mkdir(parents=True)
    dead = [left for left in _workspaces(site) if not _alive(left)]
    _finish(dead)
    for number, left in enumerate(dead):
        _clear(left, work.folder / f"dead{number}")
    return work


def publish(work: Workspace) -> None:
    """Put what a build printed in the site's place, in one step where that is possible.

    Raises OSError if the folder cannot be put there; the site is then as it was.
    """
    while not (_moved(work.new, work.site) or _exchanged(work.new, work.site)):
        with suppress(FileNotFoundError):
            os.rename(work.site, work.folder / f"old{len(work.put_away())}")
    work.discard()


def _moved(source: Path, target: Path) -> bool:
    """Rename a folder; tell whether it could be done, no folder being there."""
    try:
        os.rename(source, target)
    except OSError as error:
        if error.errno in TAKEN and not target.is_file():
            return False
        raise
    return True


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; tell whether the system could."""
    if not (exchange := _system_call()):
        return False
    if exchange(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in UNABLE or number == errno.ENOENT:  # another build took it away
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def _system_call():
    """Return the function that exchanges two names, or nothing."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return lambda one, other: library.renamex_np(one, other, EXCHANGE)
        exchange = library.renameat2
        return lambda one, other: exchange(HERE, one, HERE, other, EXCHANGE)
    except (AttributeError, OSError, TypeError):
        return None


def _workspaces(site: Path) -> list[Workspace]:
    """Return the workspaces beside a site."""
    name = re.compile(rf"\.{re.escape(site.name)}\.\d+\.\d+\.\d+")
    found = [p for p in site.parent.iterdir() if name.fullmatch(p.name)]
    return [Workspace(site, folder) for folder in sorted(found)]


def _alive(work: Workspace) -> bool:
    """Tell whether the build of a workspace is still running."""
    pid, started = work.folder.name.split(".", 3)[2:]
    try:
        process = psutil.Process(int(pid))
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return abs(process.create_time() - float(started)) <= DRIFT
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _finish(dead: list[Workspace]) -> None:
    """Publish for a build that was killed after it had put the old site away."""
    for work in dead:
        if work.put_away() and not work.site.exists():
            with suppress(OSError):  # another build finished it, or this one did
                _moved(work.new, work.site)


def _clear(left: Workspace, grave: Path) -> None:
    """Remove a dead workspace; it goes aside first, so that none is found in part."""
    with suppress(OSError):  # another build clears it
        os.rename(left.folder, grave)
        shutil.rmtree(grave, ignore_errors=True)
