"""The parity of twin pages: the same blocks in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from itertools import zip_longest

from press.blocks import Block
from press.faults import Fault
from press.inline import bare_tex
from press.markup import Page

NAMES = {"es": "Spanish", "en": "English"}
SETS = ("math", "value", "cite", "link")
UNSURE = ("math", "value")  # of a section with a line that cannot be read
Asked = dict[str, dict[str, int]]  # of each kind of mark: what is asked for, and where
Found = tuple[Page, Block]


@dataclass
class Known:
    """What is a fault by itself: a difference that it makes is not another one."""

    blocks: set[int] = field(default_factory=set)
    marks: set[tuple[str, str, str]] = field(default_factory=set)
    # Gives the ids that the links of a language lead to and none of its pages has.
    lost: Callable[[str], Set[str]] = lambda language: frozenset()

    def has_mark(self, page: Page, kind: str, what: str) -> bool:
        """Say if a mark of a page is a fault by itself."""
        return (page.name, kind, what) in self.marks

    def has_block(self, page: Page, block: Block) -> bool:
        """Say if a block is a fault by itself: unreadable, or it cannot be made."""
        tex = block.kind == "formula" and self.has_mark(page, "display", block.text)
        return block.unread or id(block) in self.blocks or tex


def faults(es: Page, en: Page, known: Known | None = None) -> list[Fault]:
    """Return every difference between twins that is not a known fault already."""
    pair = _Pair(es, en, known or Known())
    return [*pair.blocks(), *pair.marks()]


class _Pair:
    """Two pages that are compared."""

    def __init__(self, es: Page, en: Page, known: Known) -> None:
        self.es, self.en, self.known = es, en, known
        self.all = {
            page.language: [b for b in page.all if b.item() is not None]
            for page in (es, en)
        }
        self.alone: set[int] = set()  # what the twin lacks, and what that holds

    def blocks(self) -> Iterator[Fault]:
        """Yield the blocks that differ, and those that one page lacks."""
        ours, theirs = self.all["es"], self.all["en"]
        keys = [[b.item() for b in blocks] for blocks in (ours, theirs)]
        for _, i, i_end, j, j_end in _changes(*keys):
            for here, there in _paired(ours[i:i_end], theirs[j:j_end]):
                if self._is_known(here, there):
                    continue
                if here and there:
                    yield self._differs((self.es, here), (self.en, there))
                elif here:
                    yield self._missing(self.en, theirs[j:], (self.es, here))
                else:
                    yield self._missing(self.es, ours[i:], (self.en, there))

    def _is_known(self, here: Block | None, there: Block | None) -> bool:
        """Say if a pair needs no fault: one of it is one, or what holds it is."""
        pages = ((self.es, here), (self.en, there))
        known = any(b and self.known.has_block(page, b) for page, b in pages)
        lone = (here or there) if here is None or there is None else None
        if known and lone:
            self.alone |= {id(inside) for inside in lone.walk()}
        return known or (lone is not None and id(lone) in self.alone)

    def _missing(self, short: Page, rest: list[Block], found: Found) -> Fault:
        """Say which page lacks a block, and where the other one has it."""
        full, block = found
        self.alone |= {id(inside) for inside in block.walk()}
        items = self.all[full.language]
        line = rest[0].line if rest else short.last_line
        at = next(n for n, item in enumerate(items) if item is block)
        after = items[at - 1].said if at else "the top"
        message = f"{block.said} is missing; the {NAMES[full.language]} page has it"
        where = f"after {after} ({full.name}:{block.line})"
        return Fault(short.name, line, f"{message} {where}")

    def _differs(self, es: Found, en: Found) -> Fault:
        """Say that two blocks differ, at the English one unless links refute it."""
        wrong, right = en, es
        if en[1].id and en[1].id in self.known.lost("es"):
            wrong, right = es, en
        (page, ours), (twin, theirs) = right, wrong
        whose = f"the {NAMES[page.language]} page's {ours.said}"
        message = f"{theirs.said} differs from {whose} ({page.name}:{ours.line})"
        return Fault(twin.name, theirs.line, message)

    def marks(self) -> Iterator[Fault]:
        """Yield what a section of one page asks for and its twin does not."""
        ids = [{h.id for h in page.headings if h.id} for page in (self.es, self.en)]
        shared = ids[0] & ids[1]
        spanish, english = (self._sections(p, shared) for p in (self.es, self.en))
        for anchor in (a for a in spanish if a in english):
            for kind in (
                k for k in SETS if k in spanish[anchor].keys() & english[anchor]
            ):
                ours = (self.es, spanish[anchor][kind])
                theirs = (self.en, english[anchor][kind])
                yield from self._lacks(kind, anchor, ours, theirs)
                yield from self._lacks(kind, anchor, theirs, ours)

    def _sections(self, page: Page, shared: set[str]) -> dict[str, Asked]:
        """Return what each section asks for; '' stands for what is before the title.

        A section that one page alone has is part of the one before it.
        """
        here: Asked = {kind: {} for kind in SETS}
        found = {"": here}
        spoiled = {fault.line for fault in page.faults}
        for block in page.all:
            if block.id in shared and block.kind == "heading":
                here = found.setdefault(block.id, {kind: {} for kind in SETS})
            if id(block) in self.alone or self.known.has_block(page, block):
                continue
            if spoiled & {line for _, line in block.texts()}:
                for kind in UNSURE:
                    here.pop(kind, None)
            for mark in (m for m in block.marks if m.kind in here):
                here[mark.kind].setdefault(mark.what, mark.line)
        return found

    def _lacks(
        self,
        kind: str,
        anchor: str,
        here: tuple[Page, dict[str, int]],
        there: tuple[Page, dict[str, int]],
    ) -> Iterator[Fault]:
        (page, ours), (twin, theirs) = here, there
        same = bare_tex if kind == "math" else str
        have = {same(what) for what in ours}
        lacking = [w for w in theirs if same(w) not in have and not _away(kind, w)]
        lacking = [w for w in lacking if not self.known.has_mark(twin, kind, w)]
        # What is wrong here by itself is meant to be what seems to be lacking.
        for wrong in (w for w in ours if self.known.has_mark(page, kind, w)):
            for meant in get_close_matches(wrong, lacking, 1, cutoff=0):
                lacking.remove(meant)
        for what in lacking:
            shown = f"${what}$" if kind == "math" else what
            section = f"section {anchor}" if anchor else "the text before the title"
            message = (
                f"{section} lacks the {kind} {shown} of {twin.name}:{theirs[what]}"
            )
            yield Fault(page.name, page.line_of_heading(anchor), message)


def _changes(ours: list, theirs: list) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(a=ours, b=theirs, autojunk=False)
    return [code for code in matcher.get_opcodes() if code[0] != "equal"]


def _paired(
    ours: list[Block], theirs: list[Block]
) -> Iterator[tuple[Block | None, Block | None]]:
    """Pair blocks that differ: those of one kind, or boxes that stand alike."""
    kinds = [[block.kind for block in blocks] for blocks in (ours, theirs)]
    matcher = SequenceMatcher(a=kinds[0], b=kinds[1], autojunk=False)
    for how, i, i_end, j, j_end in matcher.get_opcodes():
        for here, there in zip_longest(ours[i:i_end], theirs[j:j_end]):
            alike = how == "equal" or not (here and there) or _may_be_one(here, there)
            if not alike:
                yield here, None
                yield None, there
            else:
                yield here, there


def _may_be_one(here: Block, there: Block) -> bool:
    return (here.holds and there.holds) or here.unread or there.unread


def _away(kind: str, what: str) -> bool:
    """Say if a link leads out of the book: each language has its own."""
    return kind == "link" and what.startswith("http")
