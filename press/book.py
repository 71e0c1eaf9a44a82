"""The book as a whole: every page read, checked and computed before printing."""

from __future__ import annotations

from pathlib import Path

from press import (
    bibliography,
    formulas,
    inline,
    jobs,
    listings,
    notebooks,
    parity,
    twins,
)
from press.assets import NodeError
from press.expand import relative
from press.faults import ROOT, Fault, FaultyBook
from press.jobs import Job
from press.markup import Block, Page, read_page
from press.words import LANGUAGES, number_of

CACHE = ROOT / ".cache"
DESCRIPTION = "alt:"
PAGES = (".md", ".py")


class Book:
    """All pages of both languages, and all that they show."""

    def __init__(self, root: Path = ROOT, *, reviewed: bool = True) -> None:
        self.root, self.reviewed = root, reviewed
        self.faults: list[Fault] = []
        self.notices: list[Fault] = []
        self.pages: dict[tuple[str, str], Page] = {}
        self.anchors: dict[str, dict[str, str]] = {code: {} for code in LANGUAGES}
        self.results: dict[Job, object] = {}
        self.rendered: dict[formulas.Formula, str] = {}

    def prepare(self) -> Book:
        """Read, check and compute everything; raise FaultyBook if anything is wrong."""
        self._read()
        for page in self.pages.values():
            self._check_includes(page)
            self._check_marks(page)
        self._check_twins()
        if not any(page.faults for page in self.pages.values()):
            self._compute()
        self.faults.extend(f for page in self.pages.values() for f in page.faults)
        if self.reviewed:
            self.faults.extend(self.notices)
        if self.faults:
            raise FaultyBook(self.faults)
        return self

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
        found = [m.what for b in page.walk() for m in inline.marks(b)]
        return [k for k in dict.fromkeys(found) if k in bibliography.works()]

    @staticmethod
    def description(figure: Block) -> tuple[str, list[Block]]:
        """Part a figure's `alt:` paragraph from its caption."""
        first, *others = figure.children or [Block("prose", figure.line)]
        head, _, caption = first.text.strip().partition("\n\n")
        if not head.startswith(DESCRIPTION):
            return "", figure.children
        alt = " ".join(head.removeprefix(DESCRIPTION).split())
        skipped = first.text.index(head) + len(head) + 2
        line = first.line + first.text[:skipped].count("\n")
        return alt, [Block("prose", line, [], caption), *others]

    def _read(self) -> None:
        for language in LANGUAGES:
            folder = self.root / "docs" / language
            for path in sorted(p for p in folder.rglob("*") if p.suffix in PAGES):
                key = path.relative_to(folder).as_posix()
                page = read_page(path, language, key)
                self.pages[language, key] = page
                self._register(page)

    def _register(self, page: Page) -> None:
        """Note the page's ids; an id names one place in the whole book."""
        known = self.anchors[page.language]
        for block in page.walk():
            if not block.id:
                continue
            local = block.kind == "heading" and not block.id.startswith("sec-")
            if block.id in known and not (local and known[block.id] != page.key):
                message = f"{block.kind} {block.id} is already in {known[block.id]}"
                self.fault(page, block.line, f"duplicate number: {message}")
            known.setdefault(block.id, page.key)
        sections = [b.id for b in page.walk() if b.kind == "heading" and b.level == 1]
        if len(sections) != 1:
            self.fault(page, 1, f"the page has {len(sections)} titles (`# …`), not 1")

    def fault(self, page: Page, line: int, message: str) -> None:
        """Note that a line of a page is wrong."""
        page.faults.append(Fault(page.name, line, message))

    def _check_includes(self, page: Page) -> None:
        for block in page.walk():
            if not (lookup := _LOOKUPS.get(block.kind)):
                continue
            try:
                lookup(block)
            except listings.Missing as missing:
                self.fault(page, block.line, f"missing include: {missing}")
            except SyntaxError as error:
                page.faults.append(jobs.unreadable(error))
            except (IndexError, ValueError):
                said = " ".join([block.kind, *block.args])
                self.fault(page, block.line, f"`::: {said}` lacks an argument")
        for figure in (b for b in page.walk() if b.kind == "figure"):
            if not self.description(figure)[0]:
                message = f"{figure.id} lacks its description (`alt: …`)"
                self.fault(page, figure.line, message)

    def _check_marks(self, page: Page) -> None:
        sourced = any(b.kind == "sources" for b in page.walk())
        for block in page.walk():
            for mark in inline.marks(block):
                if mark.kind == "cite" and mark.what not in bibliography.works():
                    message = f"no work {mark.what!r} in docs/shared/bibliography.yml"
                    self.fault(page, mark.line, message)
                elif mark.kind == "cite" and not sourced:
                    message = f"cites {mark.what} but has no `::: sources`"
                    self.fault(page, mark.line, message)
                elif mark.kind == "link":
                    self._check_link(page, mark)
                elif mark.kind == "math" and block.kind == "heading":
                    self.fault(page, mark.line, "a heading cannot hold a formula")

    def _check_link(self, page: Page, mark: inline.Mark) -> None:
        path, _, anchor = mark.what.partition("#")
        # What is below assets/ is put there by the build: MkDocs checks it.
        if "://" in path or path.startswith(("mailto:", "assets/")):
            return
        if not path:
            if anchor not in self.anchors[page.language]:
                self.fault(page, mark.line, f"broken anchor: no #{anchor} in the book")
            elif not mark.text and not number_of(anchor):
                message = f"#{anchor} has no number: the link needs a text"
                self.fault(page, mark.line, message)
        elif not (page.path.parent / path).is_file():
            self.fault(page, mark.line, f"broken link: there is no {path}")
        elif anchor:
            message = f"link by the id alone: [{mark.text}](#{anchor})"
            self.fault(page, mark.line, message)

    def _check_twins(self) -> None:
        for (language, key), page in self.pages.items():
            other = next(code for code in LANGUAGES if code != language)
            twin = self.pages.get((other, key))
            if twin is None:
                missing = f"docs/{other}/{key}"
                self.fault(page, 1, f"missing twin: there is no {missing}")
            elif language == "es":
                found = parity.faults(page, twin)
                self.faults.extend(found)
                if not found and (unread := twins.stale(page, twin)):
                    self.notices.append(unread)

    def _compute(self) -> None:
        wanted: dict[Job, tuple[Page, int]] = {}
        for page in self.pages.values():
            for job, line in inline.jobs_of(page):
                wanted.setdefault(job, (page, line))
            for module, line in self._modules(page):
                wanted.setdefault(Job("doctest", module), (page, line))
        for job, result in jobs.do(wanted, self.root).items():
            if isinstance(result, Fault):
                page, line = wanted[job]
                here = Fault(page.name, line, result.message)
                self.faults.append(result if result.file else here)
            else:
                self.results[job] = result
        if not self.faults:
            self._render()

    def _modules(self, page: Page) -> list[tuple[str, int]]:
        """Return the modules whose code or values the page shows."""
        found = []
        for block in page.walk():
            if block.kind == "code":
                found.append((block.args[0], block.line))
            if block.kind == "session":  # an entry of the module's __test__
                found.append((block.args[0].rpartition(".")[0], block.line))
            if block.kind == "cell":
                included = notebooks.INCLUDE.findall(block.text)
                found += [(target, block.line) for target in included]
            found += [
                (f"lessons.{m.what}", m.line)
                for m in inline.marks(block)
                if m.kind == "value"
            ]
        return [(_module(target), line) for target, line in found]

    def _render(self) -> None:
        places: dict[formulas.Formula, tuple[Page, int]] = {}
        for page in self.pages.values():
            for formula, line in self._formulas(page):
                places.setdefault(formula, (page, line))
        try:
            rendered = formulas.render(places, CACHE)
        except NodeError as error:
            self.faults.append(Fault("press/package.json", 1, str(error)))
            return
        for formula, html in rendered.items():
            if isinstance(html, formulas.FormulaError):
                page, line = places[formula]
                line += formula.tex[: html.position or 0].count("\n")
                self.fault(page, line, f"broken formula: {html.message}")
            else:
                self.rendered[formula] = html

    def _formulas(self, page: Page):
        from press.expand import Expander

        expander = Expander(page, self)
        for block in page.walk():
            found = [*inline.marks(block)]
            if block.kind == "table":
                table = self.results[Job("table", block.args[1], page.language)]
                rows = [table["header"], *table["rows"]]
                texts = [cell for row in rows for cell in row]
                found += [m for t in texts for m in inline.marks_in(t, block.line)]
            for mark in found:
                if mark.kind in ("math", "display"):
                    tex = expander.tex(mark.what)
                    yield formulas.Formula(tex, mark.kind == "display"), mark.line


def _module(target: str) -> str:
    """Return the module that defines a target, as a job names it."""
    path = Path(listings.home_of(target)).relative_to("snippets").with_suffix("")
    return ".".join(path.parts)


def _look_at_code(block: Block) -> None:
    if "doctest" in block.args[1:]:
        listings.session_of(block.args[0])
    else:
        listings.source_of(block.args[0])


_LOOKUPS = {
    "code": _look_at_code,
    "session": lambda block: listings.named_session(block.args[0]),
    "output": lambda block: listings.source_of(block.args[0]),
    "figure": lambda block: listings.source_of(f"figures.{block.args[1]}"),
    "table": lambda block: listings.source_of(f"lessons.{block.args[1]}"),
    "cell": lambda block: notebooks.code_of(block),
    "fragment": lambda block: listings.source_in(ROOT / block.args[0], block.args[1]),
}
