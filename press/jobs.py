"""Jobs on the snippets, done again only when what they depend on changed."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from press import code
from press.faults import ROOT, Fault
from press.worker import PREFIX

WORKERS = 2
LIBRARIES = ("numpy", "matplotlib")
BUILDERS = ("worker.py", "drawing.py", "svg.py")


@dataclass(frozen=True)
class Job:
    """Something to compute from the snippets: a figure, a value, a doctest."""

    kind: str
    target: str
    language: str = ""
    id: str = ""

    @property
    def file(self) -> Path:
        """The module that does the job."""
        prefix = PREFIX[self.kind].removeprefix("snippets.")
        return code.locate(prefix + self.target)[0]


def do(jobs: set[Job], cache: Path) -> dict[Job, object | Fault]:
    """Return the result of every job, or the fault that stopped it."""
    done: dict[Job, object | Fault] = {}
    todo: dict[Job, Path] = {}
    for job in sorted(
        jobs, key=lambda job: (job.target, job.kind, job.language, job.id)
    ):
        try:
            kept = cache / f"{_fingerprint(job)}.json"
        except (SyntaxError, code.Missing) as error:
            done[job] = _unreadable(error)
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


def _unreadable(error: Exception) -> Fault:
    if isinstance(error, SyntaxError):
        name = Path(error.filename).relative_to(ROOT).as_posix()
        return Fault(name, error.lineno or 1, f"SyntaxError: {error.msg}")
    return Fault("", 0, str(error))


def _keep(path: Path, result: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(json.dumps(result), encoding="utf-8")
    draft.replace(path)


def _run(jobs: list[Job]) -> dict[Job, dict]:
    """Share the jobs out between workers, jobs of one module together."""
    if not jobs:
        return {}
    shares: list[list[Job]] = [[] for _ in range(min(WORKERS, len(jobs)))]
    for module in sorted({job.file for job in jobs}):
        group = [job for job in jobs if job.file == module]
        min(shares, key=len).extend(group)
    started = [(share, _start(share)) for share in shares if share]
    return {job: r for share, p in started for job, r in _collect(share, p).items()}


def _start(share: list[Job]) -> subprocess.Popen:
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
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT, env=env
    )
    lines = "".join(json.dumps(asdict(job)) + "\n" for job in share)
    process.stdin.write(lines)
    process.stdin.flush()
    return process


def _collect(share: list[Job], process: subprocess.Popen) -> dict[Job, dict]:
    out, err = process.communicate()
    results = [json.loads(line) for line in out.splitlines()]
    lost = {"file": "", "line": 0, "message": f"the worker ended early: {err.strip()}"}
    results += [{"error": lost}] * (len(share) - len(results))
    return dict(zip(share, results, strict=True))


def _fingerprint(job: Job) -> str:
    """Hash all that a result depends on."""
    files = code.dependencies(job.file)
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
