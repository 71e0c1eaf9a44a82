"""The book as a whole: every page read, checked and computed before printing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from press import (
    bibliography,
    concordance,
    contents,
    formulas,
    jobs,
    listings,
    numbering,
    parity,
    twins,
)
from press.assets import NodeError
from press.blocks import Block
from press.blocks.shown import Table
from press.expand import Writer, relative
from press.faults import ROOT, Fault, FaultyBook, unreadable
from press.inline import Mark, call
from press.jobs import Job
from press.markup import Page, read_page
from press.memory import Memory
from press.steps import Steps
from press.words import LANGUAGES

PAGES = (".md", ".py")
UNWRITTEN = re.compile(r"⟨[^⟩]*⟩?")  # what press.skeleton leaves to the author
Place = tuple[Page, int]


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
        self.steps = Steps(self, memory or Memory())
        self.cache = root / ".cache"
        self.faults: list[Fault] = []
        self.notices: list[Fault] = []
        self.pages: dict[tuple[str, str], Page] = {}
        self.anchors: dict[str, dict[str, str]] = {code: {} for code in LANGUAGES}
        self.numbers: dict[str, str] = {}
        self.results: dict[Job, object] = {}
        self.rendered: dict[formulas.Formula, str] = {}
        self._unsound: set[int] = set()
        self.order = self.steps.read(contents.FILE, contents.order)
        self.works = self.steps.read(bibliography.FILE, bibliography.read)

    def prepare(self) -> Book:
        """Read, check and compute everything; raise FaultyBook if anything is wrong."""
        self.faults += self.works.faults
        self._read()
        for page in self.pages.values():
            self.steps.of("blocks", page, self._check_blocks)
        self._compute()
        broken = self._render()
        self._check_twins(broken)
        for page in self.pages.values():
            self.steps.within("marks", page, self._check_marks)
        self.faults += concordance.faults(self)
        if self.reviewed:
            self.faults += self.notices
        if self.faults:
            raise FaultyBook(self.faults)
        return self

    def written(self, page: Page) -> tuple[str, list[str]]:
        """Return a page's Markdown and the HTML that its marks stand for."""

        def write(page: Page) -> tuple[str, list[str]]:
            writer = Writer(page, self)
            return writer.markdown(), writer.html

        return self.steps.within("written", page, write)

    def wanted(self, page: Page) -> list[Job]:
        """Return all that a page needs computed."""
        return [job for job, _ in self.steps.of("wanted", page, self._wanted)]

    def number(self, anchor: str) -> str:
        """Return the number of an id, '' if it has none."""
        return self.numbers.get(anchor, "")

    def href(self, page: Page, anchor: str) -> str:
        """Return the link from a page to an id, wherever it stands."""
        key = self.anchors[page.language][anchor]
        if key == page.key:
            return f"#{anchor}"
        return f"{relative(key.replace('.py', '.ipynb'), page.key)}#{anchor}"

    def formula(self, tex: str, *, display: bool) -> str:
        """Return a formula's HTML."""
        return self.rendered[formulas.Formula(tex, display)]

    def cited(self, page: Page) -> list[str]:
        """Return the keys that a page cites, each once."""
        found = (m for block in page.all for m in self._marks(page, block))
        return list(dict.fromkeys(m.what for m in found if m.kind == "cite"))

    def value_job(self, value: str, page: Page) -> Job:
        """Return the job that computes a value; ValueError for wrong arguments."""
        name, args = call(value)
        return Job("value", page.resolve(name), args=args)

    def fault(self, page: Page, line: int, message: str) -> None:
        """Note that a line of a page is wrong."""
        self.faults.append(Fault(page.name, line, message))

    def _read(self) -> None:
        keys: set[str] = set()
        for language in LANGUAGES:
            folder = self.root / "docs" / language
            found = (p for p in folder.rglob("*") if p.suffix in PAGES)
            for path in sorted(found):
                key = path.relative_to(folder).as_posix()
                page = read_page(path, language, key, self.root)
                keys.add(key)
                self.pages[language, key] = page
                self.faults += page.faults
                self._note_ids(page)
        self.faults += contents.faults(self.order, keys, self.root)
        listed = [*self.order, *sorted(keys - set(self.order))]
        for language in reversed(LANGUAGES):
            ordered = (self.pages.get((language, key)) for key in listed)
            self.numbers |= numbering.numbers(page for page in ordered if page)

    def _note_ids(self, page: Page) -> None:
        """Note the page's ids; an id names one place in the whole book."""
        known = self.anchors[page.language]
        for block in (b for b in page.all if b.id):
            local = block.kind == "heading" and not block.id.startswith("sec-")
            if block.id in known and not (local and known[block.id] != page.key):
                message = f"{block.kind} {block.id} is already in {known[block.id]}"
                self.fault(page, block.line, f"duplicate id: {message}")
            known.setdefault(block.id, page.key)
        titles = [heading for heading in page.headings if heading.level == 1]
        if len(titles) != 1 and not page.faults:
            self.fault(page, 1, f"the page has {len(titles)} titles (`# …`), not 1")

    def _check_blocks(self, page: Page) -> None:
        for block in page.all:
            found = list(self._wrong(page, block))
            self.faults += found
            if found:
                self._unsound.add(id(block))

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

    def _marks(self, page: Page, block: Block) -> list[Mark]:
        """Return what a block asks for, in its own text and in what it computes."""
        if not isinstance(block, Table) or id(block) in self._unsound:
            return block.marks
        tables = (self.results.get(job) for job in block.jobs(page))
        return [*block.marks, *(m for t in tables if t for m in block.marks_of(t))]

    def _check_marks(self, page: Page) -> None:
        sourced = any(block.kind == "sources" for block in page.all)
        for block in page.all:
            for mark in self._marks(page, block):
                if mark.kind == "cite":
                    self._check_citation(page, mark, sourced)
                elif mark.kind == "link":
                    self._check_link(page, mark)

    def _check_citation(self, page: Page, mark: Mark, sourced: bool) -> None:
        if mark.what not in self.works and mark.what not in self.works.faulty:
            message = f"no work {mark.what!r} in {bibliography.FILE}"
            self.fault(page, mark.line, message)
        elif not sourced:
            message = f"cites {mark.what} but has no `::: sources`"
            self.fault(page, mark.line, message)

    def _check_link(self, page: Page, mark: Mark) -> None:
        path, _, anchor = mark.what.partition("#")
        # What is below assets/ is put there by the build: MkDocs checks it.
        if "://" in path or path.startswith(("mailto:", "assets/")):
            return
        if not path:
            if anchor in self.anchors[page.language]:
                if not mark.text and not self.number(anchor):
                    message = f"#{anchor} has no number: the link needs a text"
                    self.fault(page, mark.line, message)
            elif not self._is_twins(page, anchor):
                self.fault(page, mark.line, f"broken anchor: no #{anchor} in the book")
        elif not (page.path.parent / path).is_file():
            self.fault(page, mark.line, f"broken link: there is no {path}")
        elif anchor:
            message = f"link by the id alone: [{mark.text}](#{anchor})"
            self.fault(page, mark.line, message)

    def _is_twins(self, page: Page, anchor: str) -> bool:
        """Say if an id that this language lacks is in the other: a fault already."""
        other = next(code for code in LANGUAGES if code != page.language)
        return anchor in self.anchors[other]

    def _check_twins(self, broken: frozenset[str]) -> None:
        for (language, key), page in self.pages.items():
            other = next(code for code in LANGUAGES if code != language)
            twin = self.pages.get((other, key))
            if twin is None:
                missing = f"docs/{other}/{key}"
                self.fault(page, 1, f"missing twin: there is no {missing}")
            elif language == "es":
                compare = partial(self._compare, twin, broken)
                self.notices += self.steps.within("twins", page, compare, *broken)

    def _compare(self, twin: Page, broken: frozenset[str], page: Page) -> list[Fault]:
        """Note every difference of twins; return what is unread about the pair."""
        found = parity.faults(page, twin, broken)
        self.faults += found
        unread = None if found else twins.stale(page, twin)
        return [unread] if unread else []

    def _wanted(self, page: Page) -> list[tuple[Job, int]]:
        """Return all that a page needs computed, with the line that needs it."""
        return list(self._jobs(page))

    def _jobs(self, page: Page) -> Iterator[tuple[Job, int]]:
        for block in page.all:
            if id(block) not in self._unsound:
                yield from ((job, block.line) for job in block.jobs(page))
                yield from self._doctests(page, block)
            for mark in (m for m in block.marks if m.kind == "value"):
                try:
                    job = self.value_job(mark.what, page)
                except ValueError as error:
                    self.fault(page, mark.line, str(error))
                    continue
                yield job, mark.line

    def _doctests(self, page: Page, block: Block) -> Iterator[tuple[Job, int]]:
        """Yield the doctests of the modules whose code a block shows."""
        for target in block.modules(page):
            home = listings.home_of(target, self.root)
            parts = Path(home).relative_to("snippets").with_suffix("").parts
            yield Job("doctest", ".".join(parts)), block.line

    def _compute(self) -> None:
        wanted: dict[Job, Place] = {}
        for page in self.pages.values():
            for job, line in self.steps.of("wanted", page, self._wanted):
                wanted.setdefault(job, (page, line))

        def do(missing: list[Job]) -> dict[Job, object]:
            return jobs.do(set(missing), self.root, self.progress)

        done = self.steps.batch("results", self.steps.code, wanted, do)
        for job, result in done.items():
            if not isinstance(result, Fault):
                self.results[job] = result
                continue
            page, line = wanted[job]
            here = Fault(page.name, line, result.message)
            self.faults.append(result if result.file else here)

    def _render(self) -> frozenset[str]:
        """Typeset every formula; return the TeX of those that cannot be."""
        places: dict[formulas.Formula, tuple[Page, Mark]] = {}
        for page in self.pages.values():
            for formula, mark in self.steps.within("formulas", page, self._formulas):
                places.setdefault(formula, (page, mark))
        try:
            render = partial(formulas.render, cache=self.cache)
            rendered = self.steps.batch("typeset", "", places, render)
        except NodeError as error:
            self.faults.append(Fault("press/package.json", 1, str(error)))
            return frozenset()
        blocks = (block for page in self.pages.values() for block in page.all)
        broken = {b.text for b in blocks if id(b) in self._unsound}
        for formula, html in rendered.items():
            if isinstance(html, formulas.FormulaError):
                page, mark = places[formula]
                line = mark.line + formula.tex[: html.position or 0].count("\n")
                self.fault(page, line, f"broken formula: {html.message}")
                broken.add(mark.what)
            else:
                self.rendered[formula] = html
        return frozenset(broken)

    def _formulas(self, page: Page) -> list[tuple[formulas.Formula, Mark]]:
        return list(self._typeset(page))

    def _typeset(self, page: Page) -> Iterator[tuple[formulas.Formula, Mark]]:
        writer = Writer(page, self)
        for block in (b for b in page.all if id(b) not in self._unsound):
            for mark in self._marks(page, block):
                if mark.kind in ("math", "display"):
                    try:
                        tex = writer.tex(mark.what)
                    except (KeyError, ValueError):
                        continue  # a value of it is a fault already
                    yield formulas.Formula(tex, mark.kind == "display"), mark
