"""The markup of a page: what its lines are, before anything is looked up.

A page is Markdown with a few more marks (CONTRIBUTING.md shows each one):

    # Title {#sec-4-1}                 a heading, always with its id
    $$ … $$ {#eq-convolution}          a formula on its own lines
    ::: figure fig-pooling .operation  a block, closed by `:::`
    ::: code pooling.max_pool2d        a block of one line
    $…$  {{.f}}  [@key]  [](#id)       inside a line

What kinds of block there are, `press.blocks` says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import yaml

from press import files, names
from press.blocks import KINDS, Block
from press.blocks.boxes import TextCell
from press.blocks.code import Cell
from press.blocks.text import Fence, Formula, Heading, Prose, Unknown
from press.faults import ROOT, Fault, name_of
from press.inline import INLINE
from snippets.kept.reading import Stamp, stamp

CELL = "# %%"
VALUES = '`{{name}}`, `{{name:.2f}}` or `{{name("text", 1)}}`'
HEADING = re.compile(r"^(#{1,6})\s+(.*?)(?:\s+\{#([\w-]+)\})?\s*$")
OPENING = re.compile(r"^:::\s+([a-z]+)(?:\s+(.*?))?\s*$")
LOOSE = re.compile(r"^:::+\s*(\S*)\s*(.*?)\s*$")
FENCE = re.compile(r"^(`{3,}|~{3,})\s*([\w-]*)")
DISPLAY_END = re.compile(r"^(.*)\$\$\s*(?:\{#([\w-]+)\})?\s*$")
LONE_END = re.compile(r"^\$\$\s*(?:\{#([\w-]+)\})?\s*$")
SECTION = re.compile(r"sec((?:-\d+)+)")


@dataclass
class Page:
    """A page in one language: its place, its front matter and its blocks."""

    path: Path
    language: str
    key: str
    meta: dict
    body: str
    blocks: list[Block]
    faults: list[Fault]
    root: Path = ROOT
    offset: int = 0  # lines before the body

    @property
    def name(self) -> str:
        """The file as messages show it."""
        return name_of(self.path, self.root)

    @cached_property
    def all(self) -> list[Block]:
        """All blocks in reading order, those that hold others before what they hold."""
        return [block for top in self.blocks for block in top.walk()]

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings, the title first."""
        return [block for block in self.all if block.kind == "heading"]

    @property
    def section(self) -> str:
        """The number that the page's title carries: 4.2 for `sec-4-2`; or ''."""
        match = SECTION.fullmatch(self.headings[0].id) if self.headings else None
        return match[1][1:].replace("-", ".") if match else ""

    def resolve(self, name: str, module: str = "lesson") -> str:
        """Return the path below `snippets` of a name that this page uses."""
        return names.resolve(name, self.key, module, self.root)

    @property
    def last_line(self) -> int:
        """The number of the last line."""
        return self.offset + len(self.body.splitlines())

    def line_of_heading(self, anchor: str) -> int:
        """Return the line of a heading, or the first line."""
        return next((h.line for h in self.headings if h.id == anchor), 1)


def split_front_matter(text: str) -> tuple[dict, str, int]:
    """Return front matter, body and the number of lines before the body.

    In a notebook, which is a Python file, the front matter is a comment. Raises
    YAMLError if it is none, and ValueError if it has no fields.
    """
    head, body, offset = _parted(text)
    fields = yaml.safe_load(head) or {}
    if not isinstance(fields, dict):
        raise ValueError(f"it is {head.strip()!r}; accepted: fields, `name: value`")
    return fields, body, offset


def _parted(text: str) -> tuple[str, str, int]:
    comment = "# " if text.startswith("# ---\n") else ""
    rule = f"{comment}---\n"
    if not text.startswith(rule) or f"\n{rule}" not in text[3:]:
        return "", text, 0
    head, body = text[len(rule) :].split(f"\n{rule}", 1)
    fields = "\n".join(line.removeprefix(comment) for line in head.split("\n"))
    return fields, body, head.count("\n") + 3


def read_page(path: Path, language: str, key: str, root: Path = ROOT) -> Page:
    """Read a page, or a notebook in percent format, from its file."""
    return _read(path, language, key, root, stamp(path))


@lru_cache(maxsize=1024)
def _read(path: Path, language: str, key: str, root: Path, seen: Stamp) -> Page:
    text, wrong = files.read(path, name_of(path, root))
    page = parse(text, path, language, key, root)
    page.faults += wrong
    return page


def parse(text: str, path: Path, language: str, key: str, root: Path) -> Page:
    """Return the page that a text is; `path` says where it stands and of what kind."""
    name, wrong = name_of(path, root), []
    try:
        meta, body, offset = split_front_matter(text)
    except (yaml.YAMLError, ValueError) as error:
        meta, (_, body, offset) = {}, _parted(text)
        wrong = [files.unreadable(error, name, "front matter", first=2)]
    read = _read_notebook if path.suffix == ".py" else _read_markdown
    blocks, faults = read(body.splitlines(), offset, name)
    return Page(
        path, language, key, meta, body, blocks, [*wrong, *faults], root, offset
    )


def _read_markdown(
    lines: list[str], offset: int, name: str
) -> tuple[list[Block], list[Fault]]:
    reader = _Reader(lines, offset, name)
    return reader.read(), reader.faults


def _read_notebook(
    lines: list[str], offset: int, name: str
) -> tuple[list[Block], list[Fault]]:
    """Read the cells of a notebook: texts are read as a page is, code is kept."""
    starts = [n for n, line in enumerate(lines) if line.startswith(CELL)]
    blocks: list[Block] = []
    faults: list[Fault] = []
    for start, end in pairwise([*starts, len(lines)]):
        inside, line = lines[start + 1 : end], start + 1 + offset
        if lines[start].startswith(f"{CELL} [markdown]"):
            texts = [row.removeprefix("#").removeprefix(" ") for row in inside]
            children, wrong = _read_markdown(texts, line, name)
            blocks.append(TextCell(line, children=children))
            faults.extend(wrong)
        else:
            code = "\n".join(inside).strip()
            blocks.append(Cell(line, [], code))
    return blocks, faults


class _Reader:
    """Reads lines into blocks; one instance reads one page."""

    def __init__(self, lines: list[str], offset: int, name: str) -> None:
        self.lines, self.offset, self.name = lines, offset, name
        self.at = self.depth = 0
        self.faults: list[Fault] = []
        self.unended: Formula | None = None  # a formula that a blank line broke

    def fault(self, index: int, message: str) -> None:
        self.faults.append(Fault(self.name, index + 1 + self.offset, message))

    def read(self, opened: int | None = None) -> list[Block]:
        blocks: list[Block] = []
        while self.at < len(self.lines):
            line, start = self.lines[self.at], self.at
            if line.rstrip() == ":::":
                if opened is not None:
                    self.at += 1
                    return blocks
                self.fault(start, "`:::` closes nothing")
                self.at += 1
            elif line.startswith(":::"):
                self.directive(blocks, line)
            elif FENCE.match(line):
                self.fence(blocks)
            elif line.startswith("$$"):
                self.display(blocks)
            elif line.startswith("#") and (match := HEADING.match(line)):
                self.heading(blocks, match)
            else:
                self.prose(blocks)
        if opened is not None:
            self.fault(opened, f"{self.lines[opened].strip()!r} is never closed")
        return blocks

    def line_of(self, index: int) -> int:
        return index + 1 + self.offset

    def directive(self, blocks: list[Block], line: str) -> None:
        start = self.at
        self.at += 1
        match = OPENING.match(line) or LOOSE.match(line)
        kind = match[1] if match.re is OPENING else line
        block = self.opened(kind, match[1].lower(), match[2] or "")
        if block.holds or (isinstance(block, Unknown) and self.closes()):
            self.depth += 1
            block.children = self.read(opened=start)
            self.depth -= 1
        blocks.append(block)

    def opened(self, kind: str, like: str, rest: str) -> Block:
        """Return the block that a line opens; of an unknown kind, the likeliest."""
        start = self.at - 1
        if kind in KINDS:
            return KINDS[kind].opened(self.line_of(start), rest)
        known = ", ".join(sorted(KINDS))
        self.fault(start, f"unknown block {kind!r}; known: {known}")
        meant = get_close_matches(like, KINDS, 1)
        made = KINDS[meant[0]] if meant else Unknown
        block = made.opened(self.line_of(start), rest)
        block.unread = True
        return block

    def closes(self) -> bool:
        """Say if more blocks are closed below than are open: one that is unknown."""
        rest = self.lines[self.at :]
        openings = [match[1] for line in rest if (match := OPENING.match(line))]
        opened = sum(kind in KINDS and KINDS[kind].holds for kind in openings)
        closed = sum(line.rstrip() == ":::" for line in rest)
        return closed - opened > self.depth

    def fence(self, blocks: list[Block]) -> None:
        start = self.at
        mark = FENCE.match(self.lines[start])
        self.at += 1
        while self.at < len(self.lines) and not self.lines[self.at].startswith(mark[1]):
            self.at += 1
        if self.at == len(self.lines):
            self.fault(start, "the fence is never closed")
        self.at += 1
        text = "\n".join(self.lines[start : self.at])
        blocks.append(Fence(self.line_of(start), [mark[2]], text))

    def display(self, blocks: list[Block]) -> None:
        start = self.at
        if self.unended and self.ends(start):
            return
        lines = [self.lines[start][2:]]
        while not (end := DISPLAY_END.match(lines[-1])):
            self.at += 1
            if self.at == len(self.lines) or not self.lines[self.at].strip():
                self.fault(start, "the formula is never closed by `$$`")
                self.unended = Formula(self.line_of(start), unread=True)
                blocks.append(self.unended)
                return
            lines.append(self.lines[self.at])
        self.at += 1
        tex = "\n".join([*lines[:-1], end[1]]).strip()
        block = Formula(self.line_of(start), [], tex, end[2] or "")
        block.level = int(not self.lines[start][2:].strip())
        blocks.append(block)

    def ends(self, start: int) -> bool:
        """Take a `$$` that can only be the end of the formula that was broken."""
        end = LONE_END.match(self.lines[start])
        rest = self.lines[start + 1 : start + 2]
        if not end or (rest and rest[0].strip()):
            return False
        self.unended.id, self.unended = end[1] or "", None
        self.at += 1
        return True

    def heading(self, blocks: list[Block], match: re.Match) -> None:
        block = Heading(self.line_of(self.at), [], match[2], match[3] or "")
        block.level = len(match[1])
        if not match[3]:
            self.fault(self.at, "the heading has no id: end it with {#an-id}")
            block.unread = True
        blocks.append(block)
        self.at += 1

    def prose(self, blocks: list[Block]) -> None:
        start = self.at
        while self.at < len(self.lines) and not self.interrupts(self.lines[self.at]):
            line = INLINE.sub("", self.lines[self.at])
            if "$" in line:
                self.fault(self.at, "`$` opens a formula that its line does not close")
            elif "{{" in line:
                self.fault(self.at, f"`{{{{` opens no value: write {VALUES}")
            self.at += 1
        text = "\n".join(self.lines[start : self.at])
        blocks.append(Prose(self.line_of(start), [], text))

    def interrupts(self, line: str) -> bool:
        return (
            line.startswith((":::", "$$"))
            or bool(FENCE.match(line))
            or bool(line.startswith("#") and HEADING.match(line))
        )
