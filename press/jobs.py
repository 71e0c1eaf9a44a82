"""Jobs on the snippets, done again only when what they depend on changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from press import listings, results, workers
from press.faults import ROOT, Fault, unreadable
from press.targets import in_full
from snippets.kept import check_literal
from snippets.kept.closure import Closures

Progress = Callable[[int, int], object]
Results = dict["Job", object | Fault]


@dataclass(frozen=True)
class Job:
    """Something to compute from the snippets: a figure, a value, a doctest.

    The function gets `args`, after the language if it takes one. They are literals:
    TypeError otherwise.
    """

    kind: str
    target: str
    language: str = ""
    id: str = ""
    args: tuple = field(default=(), compare=False)
    spelled: str = field(init=False, repr=False)  # 1, 1.0 and True are equal

    def __post_init__(self) -> None:
        if type(self.args) is not tuple:
            raise TypeError(f"args is {self.args!r}; accepted: a tuple")
        check_literal(self.args, "an argument")
        object.__setattr__(self, "spelled", repr(self.args))

    def file(self, root: Path = ROOT) -> Path:
        """Return the file of the module that does the job."""
        return listings.locate(self.target, root)[0]

    def page(self, root: Path = ROOT) -> str:
        """Return whose jobs this one shares a process with: those of its page."""
        path = self.file(root).relative_to(root / "snippets")
        folder = path.parent.as_posix()
        return path.stem if folder == "." else folder

    @property
    def request(self) -> dict:
        """Return the job as a worker is asked to do it."""
        names = ("kind", "target", "language", "id", "args")
        return {name: getattr(self, name) for name in names}

    def __str__(self) -> str:
        args = f"({', '.join(map(repr, self.args))})" if self.args else ""
        return f"{self.kind} {self.target}{args}"


def do(
    jobs: Iterable[Job], root: Path = ROOT, progress: Progress | None = None
) -> Results:
    """Return the result of every job of a book, or the fault that stopped it.

    Results are kept in `.cache/results` of the book. As they come in, `progress` is
    told how many of those to compute are there.
    """
    root = root.resolve()
    cache = root / ".cache" / "results"
    code, durations = Code(root), results.Durations(cache / "seconds.json")
    done, todo = _known(jobs, code, cache)
    pages = _pages(todo, root, durations)
    with closing(workers.run(pages, root)) as arriving:
        for count, (job, answer, seconds) in enumerate(arriving, 1):
            done[job] = _result(answer)
            if "value" in answer:
                durations.note(job, seconds)
                code = _keep(job, answer, todo[job], code)
            if progress:
                progress(count, len(todo))
    durations.save()
    return done


class Code:
    """What the results of a book depend on, as its files stand now."""

    def __init__(self, root: Path) -> None:
        self.root = root
        folders = {"snippets": root, "press": ROOT}
        self.closures = Closures(folders, without_data=["press"])

    def key(self, job: Job) -> str:
        """Return a name that changes with whatever a result depends on."""
        target, press = in_full(job.target), f"press.worker._{job.kind}"
        sessions = [target] if job.kind == "doctest" else []
        code = self.closures.fingerprint(press, target, sessions=sessions)
        return hashlib.sha256(f"{job!r} {code}".encode()).hexdigest()[:32]


def _known(
    jobs: Iterable[Job], code: Code, cache: Path
) -> tuple[Results, dict[Job, Path]]:
    """Return what is known without work, and the files for the results of the rest."""
    done: Results = {}
    todo: dict[Job, Path] = {}
    for job in sorted(set(jobs), key=lambda job: (job.target, repr(job))):
        try:
            job.file(code.root)
            path = cache / f"{code.key(job)}.json"
        except SyntaxError as error:
            done[job] = unreadable(error, code.root)
        except listings.Missing as error:
            done[job] = Fault("", 0, str(error))
        else:
            kept = results.read(path)
            if "value" in kept:
                done[job] = kept["value"]
            else:
                todo[job] = path
    return done, todo


def _pages(
    jobs: Iterable[Job], root: Path, durations: results.Durations
) -> list[list[Job]]:
    """Part jobs by page, those first that take longest: none is left at the end.

    Of those not known, the pages with few jobs come first, which may be long ones.
    """
    pages: dict[str, list[Job]] = {}
    for job in jobs:
        pages.setdefault(job.page(root), []).append(job)
    return sorted(
        pages.values(), key=lambda jobs: (-durations.expected(jobs), len(jobs))
    )


def _keep(job: Job, answer: dict, path: Path, code: Code) -> Code:
    """Keep a result, unless what it depends on was edited while it was computed."""
    current = code if code.closures.stand() else Code(code.root)
    with suppress(SyntaxError):
        if current.key(job) == path.stem:
            results.write(path, answer)
    return current


def _result(answer: dict) -> object | Fault:
    if where := answer.get("error"):
        return Fault(where["file"], where["line"], where["message"])
    return answer["value"]
