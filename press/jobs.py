"""Jobs on the snippets, done again only when what they depend on changed."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from press import listings
from press.faults import ROOT, Fault, unreadable

WORKERS = 2
LIBRARIES = ("numpy", "matplotlib")
DRAWING = ("__init__", "figures", "svg", "lettering", "declarations")
BUILDERS = ("worker.py", *(f"drawing/{name}.py" for name in DRAWING))


@dataclass(frozen=True)
class Job:
    """Something to compute from the snippets: a figure, a value, a doctest."""

    kind: str
    target: str
    language: str = ""
    id: str = ""
    args: tuple = ()

    @property
    def file(self) -> Path:
        """The module that does the job."""
        return listings.locate(self.target, ROOT)[0]


def do(jobs: set[Job], root: Path, progress=None) -> dict[Job, object | Fault]:
    """Return the result of every job, or the fault that stopped it."""
    cache = root / ".cache" / "results"
    done: dict[Job, object | Fault] = {}
    todo: dict[Job, Path] = {}
    for job in sorted(
        jobs,
        key=lambda job: (job.target, job.kind, job.language, job.id, str(job.args)),
    ):
        try:
            kept = cache / f"{_fingerprint(job)}.json"
        except SyntaxError as error:
            done[job] = unreadable(error, ROOT)
            continue
        except listings.Missing as error:
            done[job] = Fault("", 0, str(error))
            continue
        if kept.is_file():
            done[job] = json.loads(kept.read_text(encoding="utf-8"))["value"]
        else:
            todo[job] = kept
    for job, result in _run(list(todo)).items():
        if "error" in result:
            where = result["error"]
            done[job] = Fault(where["file"], where["line"], where["message"])
        else:
            _keep(todo[job], result)
            done[job] = result["value"]
    return done


def _keep(path: Path, result: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(json.dumps(result), encoding="utf-8")
    draft.replace(path)


def _run(jobs: list[Job]) -> dict[Job, dict]:
    """Share the jobs out between workers, all jobs of one section together.

    A section's figures and tables show the same trained networks, and a process
    trains each of them once. The sections with few jobs, which may be long ones,
    come first: so no worker is left alone with one of them at the end.
    """
    sections: dict[str, list[Job]] = {}
    for job in jobs:
        sections.setdefault(job.file.stem, []).append(job)
    todo = deque(sorted(sections.values(), key=len))
    with ThreadPoolExecutor(WORKERS) as pool:
        shares = [pool.submit(_work, todo) for _ in range(min(WORKERS, len(todo)))]
    return {job: r for share in shares for job, r in share.result().items()}


def _work(todo: deque[list[Job]]) -> dict[Job, dict]:
    """Do sections of jobs in a process of their own, as long as there are any."""
    done: dict[Job, dict] = {}
    closing = suppress(BrokenPipeError)  # of a worker that is no more
    with TemporaryFile("w+") as said, closing, _start(said) as worker:
        while section := _next(todo):
            for job in section:
                done[job] = _answer(worker, job) or _lost(said)
    return done


def _next(todo: deque[list[Job]]) -> list[Job]:
    """Take a section from the list; none if the other worker took the last one."""
    with suppress(IndexError):
        return todo.popleft()
    return []


def _start(said: IO[str]) -> subprocess.Popen:
    env = os.environ | {
        "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "bytecode"),
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
    }
    command = [sys.executable, "-m", "press.worker"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=said, text=True, cwd=ROOT, env=env
    )


def _answer(worker: subprocess.Popen, job: Job) -> dict | None:
    """Return the result of a job; nothing if the worker is no more."""
    with suppress(BrokenPipeError):
        worker.stdin.write(json.dumps(asdict(job)) + "\n")
        worker.stdin.flush()
        if answer := worker.stdout.readline():
            return json.loads(answer)
    return None


def _lost(said: IO[str]) -> dict:
    said.seek(0)
    message = f"the worker ended early: {said.read().strip()}"
    return {"error": {"file": "", "line": 0, "message": message}}


def _fingerprint(job: Job) -> str:
    """Hash all that a result depends on."""
    files = listings.dependencies(job.file, ROOT)
    if any("digits" in path.stem for path in files):
        files |= {p for p in (ROOT / "snippets/data").iterdir() if p.is_file()}
    parts = [repr(job), _environment()]
    parts += [f"{p.name}:{_digest(p, p.stat().st_mtime_ns)}" for p in sorted(files)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@lru_cache(maxsize=1024)
def _digest(path: Path, stamp: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=1)
def _environment() -> str:
    builders = [(ROOT / "press" / name).read_bytes() for name in BUILDERS]
    versions = [f"{name}={version(name)}" for name in LIBRARIES]
    code_of_press = hashlib.sha256(b"".join(builders)).hexdigest()
    return " ".join([platform.python_version(), *versions, code_of_press])
