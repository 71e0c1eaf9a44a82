"""The markup of a page: what its lines are, before anything is looked up.

A page is Markdown with a few more marks (CONTRIBUTING.md shows each one):

    # Title {#sec-4-1}                 a heading, always with its id
    $$ … $$ {#eq-convolution}                  a formula on its own lines
    ::: figure fig-convolutional-connections module.function a block, closed by `:::`
    ::: code module.name               a block of one line
    $…$  {{module.f}}  [@key]  [](#id) inside a line
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import yaml

from press.faults import ROOT, Fault, name_of
from press.names import resolve

CELL = "# %%"
HEADING = re.compile(r"^(#{1,6})\s+(.*?)(?:\s+\{#([\w-]+)\})?\s*$")
OPENING = re.compile(r"^:::\s+([a-z]+)(?:\s+(.*?))?\s*$")
FENCE = re.compile(r"^(`{3,}|~{3,})\s*([\w-]*)")
DISPLAY_END = re.compile(r"^(.*)\$\$\s*(?:\{#([\w-]+)\})?\s*$")
INLINE = re.compile(
    r"(?P<code>(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))"
    r"|(?P<escaped>\\\$)"
    r"|\$(?P<math>[^$]+?)\$"
    r"|\{\{\s*(?P<value>\.?\w[\w.]*)(?::(?P<form>[^}]+))?\s*\}\}"
    r"|\[@(?P<cite>[\w-]+(?:\s*;\s*@[\w-]+)*)\]"
    r"|\[(?P<text>[^\]\[]*(?:\[[^\]]*\][^\]\[]*)*)\]\((?P<target>[^)\s]*)\)"
)

LEAVES = {"code", "output", "session", "sources", "fragment"}
CONTAINERS = {
    "figure", "table", "exercise", "solution", "warning", "note", "example",
    "definition", "proof", "lead", "columns", "column", "alt",
}  # fmt: skip


@dataclass
class Block:
    """A piece of a page: its kind, where it is, and what it says.

    A formula's TeX may begin on the line after its `$$`: `first_line`.
    """

    kind: str
    line: int
    args: list[str] = field(default_factory=list)
    text: str = ""
    id: str = ""
    level: int = 0
    first_line: int = 0
    children: list[Block] = field(default_factory=list)


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

    def resolve(self, name: str, module: str = "lesson") -> str:
        """Return the path below `snippets` of a name that this page uses."""
        return resolve(name, self.key, module, ROOT)

    @property
    def name(self) -> str:
        """The file as messages show it."""
        return name_of(self.path)

    def walk(self) -> list[Block]:
        """Return all blocks in reading order, containers before what they hold."""
        found: list[Block] = []
        pending = list(reversed(self.blocks))
        while pending:
            block = pending.pop()
            found.append(block)
            pending.extend(reversed(block.children))
        return found


def split_front_matter(text: str) -> tuple[dict, str, int]:
    """Return front matter, body and the number of lines before the body.

    In a notebook, which is a Python file, the front matter is a comment.
    """
    comment = "# " if text.startswith("# ---\n") else ""
    rule = f"{comment}---\n"
    if not text.startswith(rule) or f"\n{rule}" not in text[3:]:
        return {}, text, 0
    head, body = text[len(rule) :].split(f"\n{rule}", 1)
    fields = "\n".join(line.removeprefix(comment) for line in head.split("\n"))
    return yaml.safe_load(fields) or {}, body, head.count("\n") + 3


def read_page(path: Path, language: str, key: str) -> Page:
    """Read a page, or a notebook in percent format, from its file."""
    text = path.read_text(encoding="utf-8")
    meta, body, offset = split_front_matter(text)
    read = _read_notebook if path.suffix == ".py" else _read_markdown
    blocks, faults = read(body.splitlines(), offset, name_of(path))
    return Page(path, language, key, meta, body, blocks, faults)


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
            blocks.append(Block("textcell", line, children=children))
            faults.extend(wrong)
        else:
            code = "\n".join(inside).strip()
            blocks.append(Block("cell", line, [], code))
    return blocks, faults


class _Reader:
    """Reads lines into blocks; one instance reads one page."""

    def __init__(self, lines: list[str], offset: int, name: str) -> None:
        self.lines, self.offset, self.name = lines, offset, name
        self.at = 0
        self.faults: list[Fault] = []

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
        match = OPENING.match(line)
        kind = match[1] if match else line
        if not match or kind not in LEAVES | CONTAINERS:
            known = ", ".join(sorted(LEAVES | CONTAINERS))
            self.fault(start, f"unknown block {kind!r}; known: {known}")
            return
        args = (match[2] or "").split()
        block = Block(kind, self.line_of(start), args)
        if kind in ("figure", "table", "exercise") and args:
            block.id = args[0]
        if kind in CONTAINERS:
            block.text = match[2] or ""
            block.children = self.read(opened=start)
        blocks.append(block)

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
        blocks.append(Block("fence", self.line_of(start), [mark[2]], text))

    def display(self, blocks: list[Block]) -> None:
        start = self.at
        lines = [self.lines[start][2:]]
        while not (end := DISPLAY_END.match(lines[-1])):
            self.at += 1
            if self.at == len(self.lines) or not self.lines[self.at].strip():
                self.fault(start, "the formula is never closed by `$$`")
                return
            lines.append(self.lines[self.at])
        self.at += 1
        tex = "\n".join([*lines[:-1], end[1]]).strip()
        block = Block("formula", self.line_of(start), [], tex, end[2] or "")
        block.first_line = block.line + (not self.lines[start][2:].strip())
        blocks.append(block)

    def heading(self, blocks: list[Block], match: re.Match) -> None:
        block = Block("heading", self.line_of(self.at), [], match[2], match[3] or "")
        block.level = len(match[1])
        if not match[3]:
            self.fault(self.at, "the heading has no id: end it with {#an-id}")
        blocks.append(block)
        self.at += 1

    def prose(self, blocks: list[Block]) -> None:
        start = self.at
        while self.at < len(self.lines) and not self.interrupts(self.lines[self.at]):
            line = INLINE.sub("", self.lines[self.at])
            if "$" in line:
                self.fault(self.at, "`$` opens a formula that its line does not close")
            self.at += 1
        text = "\n".join(self.lines[start : self.at])
        blocks.append(Block("prose", self.line_of(start), [], text))

    def interrupts(self, line: str) -> bool:
        return (
            line.startswith((":::", "$$"))
            or bool(FENCE.match(line))
            or bool(line.startswith("#") and HEADING.match(line))
        )
