"""From a page's blocks to the Markdown and HTML that MkDocs renders."""

from __future__ import annotations

import posixpath
import re
from html import escape
from typing import TYPE_CHECKING

from mkdocs.structure.toc import AnchorLink, TableOfContents

from press import bibliography, listings, notebooks
from press.faults import ROOT
from press.inline import CITED, VALUE_IN_TEX
from press.jobs import Job
from press.markup import INLINE, Block, Page
from press.words import (
    OPERATORS,
    capital,
    formatted,
    mention,
    number_of,
    numbered,
    word,
)

if TYPE_CHECKING:
    from press.book import Book

OPEN, CLOSE = "\ue000", "\ue001"
STASHED = re.compile(
    f"<p>{OPEN}(\\d+){CLOSE}</p>|([(«]*){OPEN}(\\d+){CLOSE}([»),.;:?!]*)"
)
OPERATOR = re.compile(r"\\[a-z]+")
SHORT = 30  # TeX of so many characters stays on one line with its comma
DEPTH = 9


class Expander:
    """Writes one page out; HTML that Markdown must not touch is stashed."""

    def __init__(self, page: Page, book: Book) -> None:
        self.page, self.book, self.language = page, book, page.language
        self.html: list[str] = []

    def markdown(self) -> str:
        """Return the page's Markdown, with stashed HTML as marks."""
        return self.blocks(self.page.blocks, DEPTH)

    def restore(self, html: str) -> str:
        """Put the stashed HTML back where the marks are."""
        return STASHED.sub(self._restored, html)

    def _restored(self, match: re.Match) -> str:
        """Return a piece of stashed HTML; a short formula keeps its comma."""
        html = self.restore(self.html[int(match[1] or match[3])])
        before, after = match[2] or "", match[4] or ""
        if (before or after) and html.startswith('<span class="formula within short'):
            return f'<span class="short">{before}{html}{after}</span>'
        return before + html + after

    def stash(self, html: str) -> str:
        """Keep HTML from Markdown; return the mark that stands for it."""
        self.html.append(html)
        return f"{OPEN}{len(self.html) - 1}{CLOSE}"

    def headings(self) -> list[Block]:
        """Return the page's headings, the title first."""
        return [b for b in self.page.walk() if b.kind == "heading"]

    def title(self) -> str:
        """Return the page's title with its number."""
        first = next(b for b in self.headings() if b.level == 1)
        return _unmarked(numbered(first.id, first.text))

    def contents(self) -> TableOfContents:
        """Return the page's headings as MkDocs lists them."""
        names = [(_unmarked(numbered(b.id, b.text)), b) for b in self.headings()]
        items = [AnchorLink(name, b.id, b.level) for name, b in names]
        for item in items[1:]:
            items[0].children.append(item)
        return TableOfContents(items[:1])

    def blocks(self, blocks: list[Block], depth: int) -> str:
        """Expand blocks; depth tells inner boxes from outer ones."""
        return "\n\n".join(getattr(self, f"_{b.kind}")(b, depth) for b in blocks)

    def inline(self, text: str) -> str:
        """Expand formulas, values, citations and links of running text."""
        return INLINE.sub(self._mark, text)

    def _mark(self, match: re.Match) -> str:
        if match["math"]:
            return self.formula(match["math"], display=False)
        if match["value"]:
            return self.value(match["value"], match["form"] or "")
        if match["cite"]:
            return self._cite(CITED.findall(match[0]))
        if match["target"] is not None:
            return self._link(match["text"], match["target"])
        return match[0]

    def tex(self, tex: str) -> str:
        """Put computed values into a formula, and the language's operator names."""
        tex = VALUE_IN_TEX.sub(lambda m: self.value(m[1], m[2] or "", tex=True), tex)
        names = OPERATORS[self.language]
        return OPERATOR.sub(lambda m: names.get(m[0], m[0]), tex)

    def formula(self, tex: str, *, display: bool) -> str:
        """Return the mark of a typeset formula."""
        html = self.book.formula(self.tex(tex), display=display)
        tag, kind = ("div", "displayed") if display else ("span", "within")
        if not display and len(tex) <= SHORT:
            kind += " short"
        shown = f'<{tag} class="formula {kind}" data-pagefind-ignore>{html}</{tag}>'
        return self.stash(shown)

    def value(self, target: str, form: str, *, tex: bool = False) -> str:
        """Return a computed value in the page's language."""
        value = self.book.results[Job("value", target)]
        return formatted(value, form, self.language, tex=tex)

    def _cite(self, keys: list[str]) -> str:
        links = [f"[{bibliography.short(k, self.language)}](#ref-{k})" for k in keys]
        return f"({'; '.join(links)})"

    def _link(self, text: str, target: str) -> str:
        if not target.startswith("#"):
            return f"[{self.inline(text)}]({target})"
        anchor = target[1:]
        # A number stays on the line of the word before it.
        label = mention(anchor, self.language).replace(" ", "\u00a0")
        named = self.inline(text).replace(" {}", "\u00a0{}")
        shown = named.replace("{}", number_of(anchor)) or label
        return f"[{shown}]({self.book.href(self.page, anchor)})"

    def _prose(self, block: Block, depth: int) -> str:
        return self.inline(block.text)

    def _fence(self, block: Block, depth: int) -> str:
        return block.text

    def _heading(self, block: Block, depth: int) -> str:
        title = self.inline(numbered(block.id, block.text))
        return f"{'#' * block.level} {title} {{#{block.id}}}"

    def _formula(self, block: Block, depth: int) -> str:
        html = self.formula(block.text, display=True)
        if not block.id:
            return html
        number = f'<a class="number" href="#{block.id}">({number_of(block.id)})</a>'
        kept = self.restore(html)
        return self.stash(f'<div class="equation" id="{block.id}">{kept}{number}</div>')

    def _code(self, block: Block, depth: int) -> str:
        target, *how = block.args
        if "doctest" in how:
            return self._pycon(listings.session_of(target))
        docstring = "plain" not in how
        source = listings.source_of(target, docstring=docstring)
        title = listings.home_of(target)
        return f'```{{.python title="{title}"}}\n{source}\n```'

    def _session(self, block: Block, depth: int) -> str:
        return self._pycon(listings.named_session(block.args[0]))

    def _pycon(self, session: str) -> str:
        return f"```pycon\n{session}\n```"

    def _fragment(self, block: Block, depth: int) -> str:
        path, name = block.args
        source = listings.source_in(ROOT / path, name)
        return f'```{{.python title="{path}"}}\n{source}\n```'

    def _output(self, block: Block, depth: int) -> str:
        printed = self.book.results[Job("output", block.args[0], self.language)]
        title = capital(word("output", self.language))
        return f'```{{.text title="{title}"}}\n{printed.rstrip()}\n```'

    def _sources(self, block: Block, depth: int) -> str:
        everything = bool(block.args)
        keys = list(bibliography.works()) if everything else self.book.cited(self.page)
        return self.stash(bibliography.listing(keys, self.language))

    def _wrapped(self, opening: str, options: str, inside: str, depth: int) -> str:
        mark = "/" * depth
        head = f"{mark} {opening}\n" + (f"    {options}\n" if options else "")
        return f"{head}\n{inside}\n\n{mark}"

    def _labelled(self, block: Block, caption: list[Block], depth: int) -> str:
        """Write the caption of a figure or table, led by its linked number, if any."""
        label = capital(mention(block.id, self.language))
        text = self.blocks(caption, depth - 2).strip()
        if label:
            link = self.stash(f'<a class="label" href="#{block.id}">{label}.</a>')
            text = f"{link} {text}"
        return self._wrapped("html | figcaption", "", text, depth - 1)

    def _figure(self, block: Block, depth: int) -> str:
        alt, caption = self.book.description(block)
        job = Job("figure", block.args[1], self.language, block.id)
        panels = "".join(f"<div>{svg}</div>" for svg in self.book.results[job])
        name = capital(mention(block.id, self.language))
        spoken = escape(f"{name}. {alt}" if name else alt)
        picture = self.stash(
            f'<div class="picture" role="img" aria-label="{spoken}" '
            f"data-pagefind-ignore>{panels}</div>"
        )
        inside = f"{picture}\n\n{self._labelled(block, caption, depth)}"
        return self._wrapped(f"html | figure.figure#{block.id}", "", inside, depth)

    def _table(self, block: Block, depth: int) -> str:
        table = self.book.results[Job("table", block.args[1], self.language)]
        rows = [table["header"], ["---"] * len(table["header"]), *table["rows"]]
        lines = "\n".join(f"| {' | '.join(map(self.inline, row))} |" for row in rows)
        caption = self._labelled(block, block.children, depth)
        scroll = self._wrapped("html | div.scroll", "", lines, depth - 1)
        inside = f"{caption}\n\n{scroll}"
        return self._wrapped(f"html | figure.table#{block.id}", "", inside, depth)

    def _box(self, block: Block, depth: int, title: str, attrs: str = "") -> str:
        inside = self.blocks(block.children, depth - 1)
        options = f"type: {block.kind}{attrs}"
        return self._wrapped(f"admonition | {title}", options, inside, depth)

    def _titled(self, block: Block, depth: int) -> str:
        title = capital(word(block.kind, self.language))
        return self._box(block, depth, self.inline(block.text) or title)

    _warning = _note = _example = _definition = _proof = _titled

    def _exercise(self, block: Block, depth: int) -> str:
        title = capital(mention(block.id, self.language))
        return self._box(block, depth, title, f"\n    attrs: {{id: {block.id}}}")

    def _solution(self, block: Block, depth: int) -> str:
        inside = self.blocks(block.children, depth - 1)
        title = capital(word("solution", self.language))
        return self._wrapped(f"details | {title}", "type: solution", inside, depth)

    def _plain(self, block: Block, depth: int) -> str:
        inside = self.blocks(block.children, depth - 1)
        return self._wrapped(f"html | div.{block.kind}", "", inside, depth)

    def _textcell(self, block: Block, depth: int) -> str:
        return self.blocks(block.children, depth)

    def _alt(self, block: Block, depth: int) -> str:
        return ""

    def _cell(self, block: Block, depth: int) -> str:
        return f"```{{.python}}\n{notebooks.code_of(block)}\n```"

    _lead = _columns = _column = _plain


def _unmarked(text: str) -> str:
    """Return a heading as plain text: the navigation shows no italics."""
    return text.replace("*", "").replace("`", "").replace("'", "’")


def relative(target: str, start: str) -> str:
    """Return the path from one page's file to another's."""
    return posixpath.relpath(target, posixpath.dirname(start) or ".")
