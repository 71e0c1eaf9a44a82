"""Processes that do jobs: one for each page, a few at a time, each job in due time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryFile
from threading import TIMEOUT_MAX, Event, Timer
from typing import IO, Protocol

from press.faults import ROOT

AT_ONCE = 2
LIMIT = "BOOK_JOB_SECONDS"  # the variable that sets another limit than this one
SECONDS = 600.0
RACY = 2.0  # seconds: bytecode tells a module's versions apart by whole seconds only
TAIL = 2000  # characters of what a worker said last
# The press of this process, and the snippets of the book.
START = """
import sys, pathlib
home, root = sys.argv[1:]
sys.path.insert(0, home)
from press import worker
sys.path.remove(home)
sys.path.insert(0, root)
worker.main(pathlib.Path(root))
"""


class Request(Protocol):
    """A job, as a worker is asked to do it and as messages name it."""

    @property
    def request(self) -> dict: ...  # noqa: D102


def run(
    pages: list[list[Request]], root: Path
) -> Iterator[tuple[Request, dict, float]]:
    """Do the jobs of each page in a process of its own; yield what comes in.

    That is the job, its answer as `worker.run` gives it, and the seconds that it took.
    Close the iterator to stop: no process outlives it.
    """
    crew = _Crew(pages, root)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        hands = [pool.submit(crew.work) for _ in range(min(AT_ONCE, len(pages)))]
        try:
            left = len(hands)
            while left:
                arrived = crew.arriving.get()
                left -= arrived is None
                if arrived:
                    yield arrived
        finally:
            crew.stop()
    for hand in hands:
        hand.result()


class _Crew:
    """What the threads share that each lead one worker at a time."""

    def __init__(self, pages: list[list[Request]], root: Path) -> None:
        self.todo, self.root, self.limit = deque(pages), root, _limit()
        self.arriving: SimpleQueue = SimpleQueue()
        self.stopped = Event()
        self.workers: set[_Worker] = set()

    def stop(self) -> None:
        """End all workers at once, in the middle of their jobs too."""
        self.stopped.set()
        for worker in list(self.workers):
            worker.kill()

    def work(self) -> None:
        """Do pages as long as there are any."""
        try:
            while page := self._next():
                self._page(deque(page))
        finally:
            self.arriving.put(None)

    def _next(self) -> list[Request]:
        """Take a page; none if the other thread took the last one."""
        with suppress(IndexError):
            return [] if self.stopped.is_set() else self.todo.popleft()
        return []

    def _page(self, jobs: deque[Request]) -> None:
        """Do a page's jobs; after the end of a worker, the others in a new one."""
        while jobs and not self.stopped.is_set():
            with TemporaryFile("w+", errors="replace") as said:
                with _Worker(self.root, said, self.limit) as worker:
                    self.workers.add(worker)
                    while jobs and worker.alive and not self.stopped.is_set():
                        self._one(jobs.popleft(), worker)
                self.workers.discard(worker)

    def _one(self, job: Request, worker: _Worker) -> None:
        started = time.monotonic()
        answer = worker.answer(job)
        if not self.stopped.is_set():
            self.arriving.put((job, answer, time.monotonic() - started))


class _Worker:
    """A process of `press.worker`, the pipes to it and what it prints."""

    def __init__(self, root: Path, said: IO[str], limit: float) -> None:
        self.alive, self.said, self.limit = True, said, limit
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", START, str(ROOT), str(root)],
            stdin=pipe,
            stdout=pipe,
            stderr=said,
            text=True,
            cwd=root,
            env=_environment(root),
            start_new_session=True,
        )

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *exception: object) -> None:
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self._wait()
        self.process.stdout.close()

    def answer(self, job: Request) -> dict:
        """Return the result of a job, or the fault that it ended its worker by."""
        late = Event()
        timer = Timer(self.limit, lambda: (late.set(), self.kill()))
        timer.daemon = True
        timer.start()
        try:
            answer = self._ask(job)
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            return self._lost(job, f"was stopped after {self.limit:g} seconds")
        return answer or self._lost(job, "the worker ended early")

    def kill(self) -> None:
        """End the process and those that it started."""
        if self.process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                if hasattr(os, "killpg"):
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.kill()

    def _ask(self, job: Request) -> dict | None:
        """Return what the worker says; nothing if it is no more."""
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(job.request) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
            return json.loads(answer) if answer.endswith("\n") else None
        return None

    def _lost(self, job: Request, how: str) -> dict:
        self.alive = False
        self._wait()
        self.said.seek(0)
        parts = [how, _signal(self.process.returncode), self.said.read()[-TAIL:]]
        message = ": ".join(filter(None, (part.strip() for part in parts)))
        return {"error": {"file": "", "line": 0, "message": f"{job}: {message}"}}

    def _wait(self) -> None:
        """Wait for the process to end by itself, but not for long."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        self.kill()
        self.process.wait()


def _limit() -> float:
    """Return the seconds that a job may take; ValueError if none are given."""
    given = os.environ.get(LIMIT, SECONDS)
    with suppress(ValueError):
        if 0 < float(given) <= TIMEOUT_MAX:
            return float(given)
    raise ValueError(f"{LIMIT} is {given!r}; accepted: a number of seconds")


def _signal(code: int) -> str:
    """Return how the system names the end of a process, if it did not end itself."""
    try:
        return signal.Signals(-code).name if code < 0 else f"exit {code}"
    except ValueError:
        return f"signal {-code}"


def _environment(root: Path) -> dict[str, str]:
    env = os.environ | {
        "PYTHONPYCACHEPREFIX": str(root / ".cache" / "bytecode"),
        "PYTHONPATH": str(root),
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
    }
    edited = (path.stat().st_mtime for path in (root / "snippets").rglob("*.py"))
    if max(edited, default=0) > time.time() - RACY:
        env["PYTHONDONTWRITEBYTECODE"] = "1"
    return env
