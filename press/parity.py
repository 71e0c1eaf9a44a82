"""The parity of twin pages: the same blocks in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from press.blocks import Block
from press.faults import Fault
from press.inline import bare_tex
from press.markup import Page

NAMES = {"es": "Spanish", "en": "English"}
SETS = ("math", "value", "cite", "link")


def faults(es: Page, en: Page, broken: frozenset[str] = frozenset()) -> list[Fault]:
    """Return every difference between twins.

    `broken` are the formulas that cannot be typeset: they are faults by themselves,
    and a difference that they make is not another one.
    """
    return [*_blocks(es, en, broken), *_marks(es, en, broken)]


def _compared(page: Page) -> list[Block]:
    return [block for block in page.all if block.item() is not None]


def _blocks(es: Page, en: Page, broken: frozenset[str]) -> Iterator[Fault]:
    ours, theirs = _compared(es), _compared(en)
    keys = [[b.item() for b in blocks] for blocks in (ours, theirs)]
    matcher = SequenceMatcher(a=keys[0], b=keys[1], autojunk=False)
    for change, i, i_end, j, j_end in matcher.get_opcodes():
        if change == "equal":
            continue
        pairs = zip_longest(ours[i:i_end], theirs[j:j_end])
        for here, there in _paired(list(pairs)):
            if _is_broken(here, broken) or _is_broken(there, broken):
                continue
            if here and there:
                yield _differs((es, here), (en, there))
            elif here:
                yield _missing(en, theirs[j:] or None, (es, here), ours)
            else:
                yield _missing(es, ours[i:] or None, (en, there), theirs)


def _paired(pairs: list[tuple]) -> Iterator[tuple[Block | None, Block | None]]:
    """Part the pairs of blocks of different kinds: each lacks its twin."""
    for here, there in pairs:
        if here and there and here.kind != there.kind:
            yield here, None
            yield None, there
        else:
            yield here, there


def _is_broken(block: Block | None, broken: frozenset[str]) -> bool:
    return block is not None and block.kind == "formula" and block.text in broken


def _missing(
    short: Page, rest: list[Block] | None, found: tuple[Page, Block], items: list[Block]
) -> Fault:
    """Say which page lacks a block, and where the other one has it."""
    full, block = found
    line = rest[0].line if rest else short.body.count("\n") + 1
    at = next(n for n, item in enumerate(items) if item is block)
    after = items[at - 1].said if at else "the top"
    message = f"{block.said} is missing; the {NAMES[full.language]} page has it"
    return Fault(
        short.name, line, f"{message} after {after} ({full.name}:{block.line})"
    )


def _differs(es: tuple[Page, Block], en: tuple[Page, Block]) -> Fault:
    (page, ours), (twin, theirs) = es, en
    message = f"{theirs.said} differs from the Spanish page's {ours.said}"
    return Fault(twin.name, theirs.line, f"{message} ({page.name}:{ours.line})")


def _sections(page: Page) -> dict[str, dict[str, dict[str, int]]]:
    """Return, for each section, what its text asks for and where."""
    found: dict[str, dict] = {}
    here: dict[str, dict[str, int]] = {kind: {} for kind in SETS}
    for block in page.all:
        if block.kind == "heading":
            here = found.setdefault(block.id, {kind: {} for kind in SETS})
        for mark in block.marks:
            if mark.kind in SETS:
                here[mark.kind].setdefault(mark.what, mark.line)
    return found


def _marks(es: Page, en: Page, broken: frozenset[str]) -> Iterator[Fault]:
    spanish, english = _sections(es), _sections(en)
    for anchor in (a for a in spanish if a in english):
        for kind in SETS:
            ours, theirs = spanish[anchor][kind], english[anchor][kind]
            if kind == "math" and broken & (ours.keys() | theirs.keys()):
                continue
            yield from _lacks(kind, anchor, (es, ours), (en, theirs))
            yield from _lacks(kind, anchor, (en, theirs), (es, ours))


def _lacks(kind: str, anchor: str, here: tuple, there: tuple) -> Iterator[Fault]:
    """Yield what a section of one page asks for and its twin does not."""
    (page, ours), (twin, theirs) = here, there
    same = bare_tex if kind == "math" else str
    known = {same(what) for what in ours}
    for what, line in theirs.items():
        away = kind == "link" and what.startswith("http")
        if same(what) not in known and not away:
            shown = f"${what}$" if kind == "math" else what
            message = f"section {anchor} lacks the {kind} {shown} of {twin.name}:{line}"
            yield Fault(page.name, page.line_of_heading(anchor), message)
