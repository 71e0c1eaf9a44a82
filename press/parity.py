"""The parity of twin pages: the same blocks in the same order."""

from __future__ import annotations

from dataclasses import dataclass

from press import inline
from press.faults import Fault
from press.markup import Block, Page

NAMES = {"es": "Spanish", "en": "English"}
SETS = ("math", "value", "cite", "link")


@dataclass(frozen=True)
class Item:
    """A block as parity sees it: what must be equal, its name, its line."""

    key: tuple
    name: str
    line: int


def faults(es: Page, en: Page) -> list[Fault]:
    """Return the first difference between twins, or nothing."""
    first = _first_block(es, en)
    return [first] if first else _first_mark(es, en)


def _item(block: Block) -> Item | None:
    if block.kind == "prose":
        return None
    if block.kind == "heading":
        name = f"heading {'#' * block.level} {block.id}"
        return Item(("heading", block.level, block.id), name, block.line)
    if block.kind == "formula":
        bare = inline.bare_tex(block.text)
        name = f"formula {block.id or '$$' + block.text[:40] + '$$'}"
        return Item(("formula", block.id, bare), name, block.line)
    if block.kind == "cell":
        return Item(("cell", block.text), f"cell `{block.text[:30]}…`", block.line)
    titled = ("warning", "note", "example", "definition", "proof", "solution")
    args = () if block.kind in titled else tuple(block.args)
    name = " ".join([block.kind, *args])
    name = f"{block.kind} {block.id}" if block.id else name
    return Item((block.kind, *args), name, block.line)


def _first_block(es: Page, en: Page) -> Fault | None:
    ours = [i for i in map(_item, es.walk()) if i]
    theirs = [i for i in map(_item, en.walk()) if i]
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same].key == theirs[same].key:
        same += 1
    if same == len(ours) == len(theirs):
        return None
    return _difference((es, ours), (en, theirs), same)


def _difference(es: tuple, en: tuple, at: int) -> Fault:
    """Say which page lacks the block that stands first where they part."""
    ahead = {i.key for i in es[1][at:]}
    if at < len(en[1]) and (at == len(es[1]) or en[1][at].key not in ahead):
        (full, items), (short, others) = en, es
        if at < len(es[1]) and es[1][at].key not in {i.key for i in en[1][at:]}:
            return _differs(es, en, at)
    else:
        (full, items), (short, others) = es, en
    line = others[at].line if at < len(others) else short.body.count("\n") + 1
    after = items[at - 1].name if at else "the top"
    name = NAMES[full.language]
    message = f"{items[at].name} is missing; the {name} page has it after {after}"
    return Fault(short.name, line, f"{message} ({full.name}:{items[at].line})")


def _differs(es: tuple, en: tuple, at: int) -> Fault:
    ours, theirs = es[1][at], en[1][at]
    message = f"{theirs.name} differs from the Spanish page's {ours.name}"
    return Fault(en[0].name, theirs.line, f"{message} ({es[0].name}:{ours.line})")


def _sections(page: Page) -> list[tuple[str, dict[str, dict[str, int]]]]:
    """Return, for each section, what its text asks for and where."""
    found: list = []
    for block in page.walk():
        if block.kind == "heading" or not found:
            found.append((block.id, {kind: {} for kind in SETS}))
        for mark in inline.marks(block):
            if mark.kind in SETS:
                what = mark.what
                if mark.kind == "math":
                    what = inline.bare_tex(what)
                found[-1][1][mark.kind].setdefault(what, mark.line)
    return found


def _first_mark(es: Page, en: Page) -> list[Fault]:
    for (anchor, ours), (_, theirs) in zip(_sections(es), _sections(en), strict=True):
        for kind in SETS:
            for page, here, other in ((en, theirs, es), (es, ours, en)):
                there = ours if page is en else theirs
                lacking = there[kind].keys() - here[kind].keys()
                if kind == "link":
                    lacking = {w for w in lacking if not w.startswith("http")}
                if lacking:
                    what = min(lacking, key=there[kind].get)
                    place = f"{other.name}:{there[kind][what]}"
                    shown = f"${what}$" if kind == "math" else what
                    message = f"section {anchor} lacks the {kind} {shown} of {place}"
                    return [Fault(page.name, _heading_line(page, anchor), message)]
    return []


def _heading_line(page: Page, anchor: str) -> int:
    lines = [b.line for b in page.walk() if b.kind == "heading" and b.id == anchor]
    return lines[0] if lines else 1
