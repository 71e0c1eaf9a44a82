"""The book as a whole: every page read, checked and computed before printing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path

from press import (
    bibliography,
    concordance,
    contents,
    formulas,
    jobs,
    links,
    listings,
    names,
    numbering,
    parity,
    twins,
)
from press.assets import NodeError
from press.blocks import Block
from press.blocks.shown import Table
from press.expand import Writer
from press.faults import ROOT, Fault, FaultyBook, unreadable
from press.ids import Ids
from press.inline import Mark, call
from press.jobs import Job
from press.markup import Page, read_page
from press.memory import Memory, digest
from press.names import uri_of
from press.steps import Steps
from press.widths import forms
from press.words import LANGUAGES, other

UNWRITTEN = re.compile(r"⟨[^⟩]*⟩?")  # what press.skeleton leaves to the author


class Book:
    """All pages of both languages, and all that they show."""

    def __init__(
        self,
        root: Path = ROOT,
        *,
        reviewed: bool = True,
        progress: Callable[[int, int], None] | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.root, self.reviewed, self.progress = root, reviewed, progress
        self.steps = Steps(root, memory or Memory(), self._around)
        self.faults: list[Fault] = []
        self.notices: list[Fault] = []
        self.pages: dict[tuple[str, str], Page] = {}
        self.ids = {code: Ids() for code in LANGUAGES}
        self.numbers: dict[str, str] = {}
        self.results: dict[Job, object] = {}
        self._hashes: dict[Job, int] = {}
        self.rendered: dict[formulas.Formula, str] = {}
        self.known = parity.Known(lost=partial(links.lost, self))
        self.order = self.steps.read(contents.FILE, contents.order)
        self.works = self.steps.read(bibliography.FILE, bibliography.read)
        self.source, wrong = self.steps.read(concordance.FILE, concordance.read)
        self.faults += [*self.works.faults, *wrong]

    def prepare(self) -> Book:
        """Read, check and compute everything; raise FaultyBook if anything is wrong."""
        self._read()
        for page in self.pages.values():
            self.steps.of("blocks", page, self._check_blocks)
        self._compute()
        self._render()
        for page in self.pages.values():
            self.steps.within("marks", page, partial(links.check, self))
        self._check_twins()
        self.faults += concordance.faults(self.source, self.pages, self.ids)
        self._check_reviews()
        if self.faults:
            raise FaultyBook(self.faults)
        return self

    def written(self, page: Page) -> tuple[str, list[str]]:
        """Return a page's Markdown and the HTML that its marks stand for."""

        def write(page: Page) -> tuple[str, list[str]]:
            writer = Writer(page, self)
            return writer.markdown(), writer.html

        return self.steps.within("written", page, write)

    def wanted(self, page: Page) -> list[tuple[Job, int]]:
        """Return all that a page needs computed, with the line that needs it."""
        return self.steps.of("wanted", page, lambda page: list(self._jobs(page)))

    def number(self, anchor: str) -> str:
        """Return the number of an id, '' if it has none."""
        return self.numbers.get(anchor, "")

    def href(self, page: Page, anchor: str) -> str:
        """Return the link from a page to an id, wherever it stands."""
        home = self.homes(page, anchor)[0]
        if home == page.key:
            return f"#{anchor}"
        folder = posixpath.dirname(page.key) or "."
        return f"{posixpath.relpath(uri_of(home), folder)}#{anchor}"

    def homes(self, page: Page, anchor: str) -> list[str]:
        """Return where an id is that a page links to: on the page itself, if there.

        Other pages may share it, if it is a heading's.
        """
        found = self.ids[page.language].homes(anchor)
        return [page.key] if page.key in found else found

    def formula(self, tex: str, *, display: bool) -> str:
        """Return a formula's HTML."""
        return self.rendered[formulas.Formula(tex, display)]

    def cited(self, page: Page) -> list[str]:
        """Return the keys that a page cites, each once."""
        found = (m for block in page.all for m in self.marks(page, block))
        return list(dict.fromkeys(m.what for m in found if m.kind == "cite"))

    def value_job(self, value: str, page: Page) -> Job:
        """Return the job that computes a value; ValueError for wrong arguments."""
        name, args = call(value)
        return Job("value", page.resolve(name), args=args)

    def marks(self, page: Page, block: Block) -> list[Mark]:
        """Return what a block asks for, in its own text and in what it computes."""
        if not isinstance(block, Table) or id(block) in self.known.blocks:
            return block.marks
        tables = (self.results.get(job) for job in block.jobs(page))
        return [*block.marks, *(m for t in tables if t for m in block.marks_of(t))]

    def fault(self, page: Page, line: int, message: str) -> None:
        """Note that a line of a page is wrong."""
        self.faults.append(Fault(page.name, line, message))

    def wrong_mark(self, page: Page, mark: Mark, message: str, line: int = 0) -> None:
        """Note that a mark is wrong: then it is no difference of the twins as well."""
        self.fault(page, line or mark.line, message)
        self.known.marks.add((page.name, mark.kind, mark.what))

    def _read(self) -> None:
        for language in LANGUAGES:
            for key in names.keys(self.root, language):
                path = self.root / "docs" / language / key
                page = read_page(path, language, key, self.root)
                self.pages[language, key] = page
                self.faults += page.faults
                self.faults += self.ids[language].note(page)
                self._check_title(page)
        keys = {key for _, key in self.pages}
        self.faults += contents.faults(self.order, keys, self.root)
        listed = [*self.order, *sorted(keys - set(self.order))]
        for language in reversed(LANGUAGES):
            ordered = (self.pages.get((language, key)) for key in listed)
            self.numbers |= numbering.numbers(page for page in ordered if page)

    def _check_title(self, page: Page) -> None:
        titles = [heading for heading in page.headings if heading.level == 1]
        if len(titles) != 1 and not page.faults:
            self.fault(page, 1, f"the page has {len(titles)} titles (`# …`), not 1")

    def _check_blocks(self, page: Page) -> None:
        for block in page.all:
            found = list(self._wrong(page, block))
            self.faults += found
            if found:
                self.known.blocks.add(id(block))

    def _wrong(self, page: Page, block: Block) -> Iterator[Fault]:
        """Yield what is wrong with a block by itself."""
        complaints = [Fault(page.name, block.line, c) for c in block.complaints()]
        for text, line in (*block.texts(), (block.text, block.first_line)):
            if not complaints and (unwritten := UNWRITTEN.search(text)):
                message = f"{unwritten[0]} is still to be written"
                complaints.append(Fault(page.name, line, message))
        if complaints:
            yield from complaints
            return
        try:
            block.look_up(page)
        except listings.Missing as missing:
            yield Fault(page.name, block.line, f"missing include: {missing}")
        except SyntaxError as error:
            yield unreadable(error, self.root)
        except ValueError as error:
            yield Fault(page.name, block.line, f"cannot show {block.said}: {error}")

    def _check_twins(self) -> None:
        for (language, key), page in self.pages.items():
            twin = self.pages.get((other(language), key))
            if twin is None:
                missing = f"docs/{other(language)}/{key}"
                self.fault(page, 1, f"missing twin: there is no {missing}")
            elif language == "es":
                self.steps.within("twins", page, partial(self._compare, twin))

    def _check_reviews(self) -> None:
        """Note the pairs to read again; not those that have to be edited anyway."""
        faulty = {fault.file for fault in self.faults}
        for key in (key for code, key in self.pages if code == "es"):
            pair = [self.pages.get((code, key)) for code in LANGUAGES]
            if all(pair) and not faulty & {page.name for page in pair}:
                found = self.steps.within("review", pair[0], partial(_unread, pair[1]))
                self.notices += found
        if self.reviewed:
            self.faults += self.notices

    def _compare(self, twin: Page, page: Page) -> None:
        self.faults += parity.faults(page, twin, self.known)

    def _jobs(self, page: Page) -> Iterator[tuple[Job, int]]:
        for block in page.all:
            if id(block) not in self.known.blocks:
                yield from ((job, block.line) for job in block.jobs(page))
                yield from self._doctests(page, block)
            for mark in (m for m in block.marks if m.kind == "value"):
                if job := self._value(page, mark):
                    yield job, mark.line

    def _value(self, page: Page, mark: Mark) -> Job | None:
        """Return the job of a value; nothing if it is a fault."""
        try:
            job = self.value_job(mark.what, page)
            listings.home_of(job.target, self.root)
        except listings.Missing as missing:
            self.wrong_mark(page, mark, f"missing include: {missing}")
        except ValueError as error:
            self.wrong_mark(page, mark, str(error))
        except SyntaxError as error:
            self.faults.append(unreadable(error, self.root))
        else:
            return job
        return None

    def _doctests(self, page: Page, block: Block) -> Iterator[tuple[Job, int]]:
        """Yield the doctests of the modules whose code a block shows."""
        for target in block.modules(page):
            home = listings.home_of(target, self.root)
            parts = Path(home).relative_to("snippets").with_suffix("").parts
            yield Job("doctest", ".".join(parts)), block.line

    def _around(self, page: Page) -> tuple:
        """Return what a page shows of the rest of the book."""
        linked = self.steps.of("ids", page, links.ids_of)
        homes = [[ids.homes(id_) for id_ in linked] for ids in self.ids.values()]
        numbers = [self.number(id_) for id_ in linked]
        twin = self.pages.get((other(page.language), page.key))
        results = [self._hash(job) for job, _ in self.wanted(page)]
        beside = twin and (hash(twin.body), twin.meta)
        return homes, numbers, beside, results, *self._everywhere

    @cached_property
    def _everywhere(self) -> tuple:
        """What is around every page, as a text: it is hashed for each of them."""
        return digest(sorted(self.pages)), digest(dict(self.works))

    def _hash(self, job: Job) -> int:
        """Return a hash of a result; a text remembers its own."""
        if job not in self._hashes:
            result = self.results.get(job)
            known = result if isinstance(result, str) else repr(result)
            self._hashes[job] = hash(known)
        return self._hashes[job]

    def _compute(self) -> None:
        wanted: dict[Job, tuple[Page, int]] = {}
        for page in self.pages.values():
            for job, line in self.wanted(page):
                wanted.setdefault(job, (page, line))

        def do(missing: list[Job]) -> dict[Job, object]:
            return jobs.do(missing, self.root, progress=self.progress)

        done = self.steps.batch("results", self.steps.code, wanted, do)
        failed: dict[tuple[str, int, str], Fault] = {}
        for job in (job for job in wanted if job in done):
            result = done[job]
            if not isinstance(result, Fault):
                self.results[job] = result
                continue
            page, line = wanted[job]
            if not result.file:
                result = Fault(page.name, line, result.message)
            # One line that fails may fail many jobs, each of which names itself.
            cause = result.message.removeprefix(f"{job.kind} {job.target}")
            failed.setdefault((result.file, result.line, cause), result)
        self.faults += failed.values()

    def _render(self) -> None:
        """Typeset every formula; one that cannot be is a fault wherever it stands."""
        places: dict[formulas.Formula, list[tuple[Page, Mark]]] = {}
        for page in self.pages.values():
            for formula, mark in self._formulas(page):
                places.setdefault(formula, []).append((page, mark))
        try:
            render = partial(formulas.render, cache=self.root / ".cache")
            rendered = self.steps.batch("typeset", "", places, render)
        except NodeError as error:
            self.faults.append(Fault("press/package.json", 1, str(error)))
            return
        for formula, html in rendered.items():
            if isinstance(html, str):
                self.rendered[formula] = html
                continue
            for page, mark in places[formula]:
                line = mark.line + formula.tex[: html.position or 0].count("\n")
                message = f"broken formula: {html.message}"
                self.wrong_mark(page, mark, message, line)

    def _formulas(self, page: Page) -> list[tuple[formulas.Formula, Mark]]:
        """Return the formulas of a page, and the marks that ask for them."""
        return self.steps.within("formulas", page, lambda p: list(self._typeset(p)))

    def _typeset(self, page: Page) -> Iterator[tuple[formulas.Formula, Mark]]:
        writer = Writer(page, self)
        for block in page.all:
            for mark in self.marks(page, block):
                if mark.kind in ("math", "display"):
                    try:
                        tex = writer.tex(mark.what)
                    except (KeyError, ValueError):
                        continue  # a value of it is a fault already
                    display = mark.kind == "display"
                    for form in forms(tex).values() if display else [tex]:
                        yield formulas.Formula(form, display), mark


def _unread(twin: Page, page: Page) -> list[Fault]:
    """Return what is to be read again of a pair."""
    return list(filter(None, [twins.stale(page, twin)]))
