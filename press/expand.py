"""From a page's blocks to the Markdown and HTML that MkDocs renders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from mkdocs.structure.toc import AnchorLink, TableOfContents

from press.blocks import Block
from press.blocks.text import Heading
from press.inline import CITED, INLINE, VALUE_IN_TEX
from press.markup import Page
from press.widths import forms
from press.words import OPERATORS, capital, formatted, mention

if TYPE_CHECKING:
    from press.bibliography import Works
    from press.jobs import Job


class Whole(Protocol):
    """What a page asks of the book that it belongs to."""

    works: Works
    results: dict[Job, object]

    def number(self, anchor: str) -> str:
        """Return the number of an id, '' if it has none."""

    def href(self, page: Page, anchor: str) -> str:
        """Return the link from a page to an id, wherever it stands."""

    def formula(self, tex: str, *, display: bool) -> str:
        """Return a formula's HTML."""

    def value_job(self, value: str, page: Page) -> Job:
        """Return the job that computes a value."""

    def cited(self, page: Page) -> list[str]:
        """Return the keys that a page cites, each once."""


OPEN, CLOSE = "\ue000", "\ue001"
STASHED = re.compile(
    f"<p>{OPEN}(\\d+){CLOSE}</p>|([(«]*){OPEN}(\\d+){CLOSE}([»),.;:?!]*)"
)
OPERATOR = re.compile(r"\\[a-z]+")
UNNAMED = re.compile(r"<th([^>]*)></th>")
SHORT = 30  # TeX of so many characters stays on one line with its comma
FENCES = re.compile(r"^/{3,}", re.M)


class Writer:
    """Writes one page out; HTML that Markdown must not touch is stashed."""

    def __init__(self, page: Page, book: Whole) -> None:
        self.page, self.book, self.language = page, book, page.language
        self.html: list[str] = []

    def markdown(self) -> str:
        """Return the page's Markdown, with stashed HTML as marks."""
        self.html.clear()
        return self.blocks(self.page.blocks)

    def restore(self, html: str) -> str:
        """Put the stashed HTML back where the marks are.

        A cell of a table's head without words, over the rows' names, heads nothing.
        """
        return UNNAMED.sub(r"<td\1></td>", STASHED.sub(self._restored, html))

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

    def numbered(self, heading: Heading) -> str:
        """Return a heading's text after its number, if it has one."""
        return f"{self.book.number(heading.id)} {heading.text}".strip()

    def title(self) -> str:
        """Return the page's title with its number."""
        return _unmarked(self.numbered(self.page.headings[0]))

    def contents(self) -> TableOfContents:
        """Return the page's headings as MkDocs lists them."""
        names = [(_unmarked(self.numbered(h)), h) for h in self.page.headings]
        items = [AnchorLink(name, h.id, h.level) for name, h in names]
        above = items[:1]
        for item in items[1:]:
            while above[-1].level >= item.level and len(above) > 1:
                above.pop()
            above[-1].children.append(item)
            above.append(item)
        return TableOfContents(items[:1])

    def label(self, anchor: str) -> str:
        """Return how a caption names its figure: `Figure 4.1`; no number, ''."""
        return capital(mention(anchor, self.book.number(anchor), self.language))

    def blocks(self, blocks: list[Block]) -> str:
        """Write blocks out, one after the other."""
        return "\n\n".join(block.write(self) for block in blocks)

    def wrapped(self, opening: str, inside: str, options: str = "") -> str:
        """Write a block of Markdown, its fences longer than those of what it holds."""
        mark = max(FENCES.findall(inside), key=len, default="//") + "/"
        head = f"{mark} {opening}\n" + (f"    {options}\n" if options else "")
        return f"{head}\n{inside}\n\n{mark}"

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
        filled = self.tex(tex)
        html = self._typeset(filled, display=display)
        tag, kind = ("div", "displayed") if display else ("span", "within")
        if not display and len(filled) <= SHORT:
            kind += " short"
        shown = f'<{tag} class="formula {kind}" data-pagefind-ignore>{html}</{tag}>'
        return self.stash(shown)

    def _typeset(self, tex: str, *, display: bool) -> str:
        """Return a formula's HTML: one form, or one for each width of the screen."""
        html = ""
        for width, form in (forms(tex) if display else {"": tex}).items():
            typeset = self.book.formula(form, display=display)
            html += f'<div class="{width}">{typeset}</div>' if width else typeset
        return html

    def value(self, value: str, form: str, *, tex: bool = False) -> str:
        """Return a computed value in the page's language."""
        computed = self.book.results[self.book.value_job(value, self.page)]
        return formatted(computed, form, self.language, tex=tex)

    def _cite(self, keys: list[str]) -> str:
        works = self.book.works
        links = [f"[{works.short(k, self.language)}](#ref-{k})" for k in keys]
        return f"({'; '.join(links)})"

    def _link(self, text: str, target: str) -> str:
        if not target.startswith("#"):
            return f"[{self.inline(text)}]({target})"
        anchor, number = target[1:], self.book.number(target[1:])
        # A number stays on the line of the word before it.
        label = mention(anchor, number, self.language).replace(" ", "\u00a0")
        named = self.inline(text).replace(" {}", "\u00a0{}")
        shown = named.replace("{}", number) or label
        return f"[{shown}]({self.book.href(self.page, anchor)})"


def _unmarked(text: str) -> str:
    """Return a heading as plain text: the navigation shows no italics."""
    return text.replace("*", "").replace("`", "").replace("'", "’")
