"""The sections of the finished pages, as the search indexes and finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from press import plain

LANGUAGE = re.compile(r'<html[^>]* lang="(\w+)"')
BODY = re.compile(r"data-pagefind-body>(.*?)</article>", re.S)
PICTURE = re.compile(r"<svg\b.*?</svg>", re.S)
# A sentence that a displayed formula ends is not whole without it.
LEADING = re.compile(
    r'(?<![.!?…])(?=</p>\s*<div class="(?:equation|formula displayed))'
)
HEADING = re.compile(r'<h[123] id="([^"]+)"[^>]*>(.*?)</h[123]>', re.S)
NUMBER = re.compile(r"(\d+(?:\.\d+)*) ")
# Terms are in italics where they are defined: in prose, not where one practises.
NO_PROSE = re.compile(
    r'<(figcaption|table|pre)\b.*?</\1>|<div class="admonition exercise".*', re.S
)
TERM = re.compile(r"<em>(.*?)</em>", re.S)
LONGEST = 4  # words of a term
# A word in code or in a table weighs a tenth of one in prose. Between these two signs
# there is no sentence to show.
LIGHT = re.compile(r"<(pre|table)\b(.*?</\1>)", re.S)
LIGHTER = '\ufff9<\\1 data-pagefind-weight="0.1"\\2\ufffb'
HYPHEN = re.compile(r"(?<=\w)-(?=\w)")  # of two words, Pagefind makes three
RECORD = """\
<!doctype html>
<html lang="{language}"><head>
<meta data-pagefind-meta="title[content]" content="{title}">
<meta data-pagefind-meta="page[content]" content="{page}">
<meta data-pagefind-meta="named[content]" content="{named}">
<meta data-pagefind-meta="numbered[content]" content="{numbered}">
<meta data-pagefind-meta="defines[content]" content="{defines}">
</head><body data-pagefind-body>{html}</body></html>
"""


@dataclass(frozen=True)
class Page:
    """A page of the site that the search indexes, without its pictures."""

    language: str
    folder: str  # in the site; '' is the home page's
    body: str

    @cached_property
    def title(self) -> str:
        """Return its title, with its number."""
        return self.sections[0].title

    @cached_property
    def sections(self) -> list[Section]:
        """Return its parts, a heading each."""
        body = plain.with_formulas(LEADING.sub(plain.LOST, self.body))
        found = list(HEADING.finditer(body))
        ends = [heading.start() for heading in found[1:]] + [len(body)]
        return [
            Section(self, h[1], plain.text(h[2]), body[h.start() : end], n == 0)
            for n, (h, end) in enumerate(zip(found, ends, strict=True))
        ]


@dataclass(frozen=True)
class Section:
    """A heading of a page and what follows it, up to the next one."""

    page: Page
    id: str
    title: str
    html: str
    first: bool

    @property
    def address(self) -> str:
        """Return where it is in the site."""
        return self.page.folder + ("" if self.first else f"#{self.id}")

    @property
    def file(self) -> str:
        """Return the file that stands for it in the index: see search.js."""
        return f"{self.page.folder}{'index' if self.first else self.id}.html"

    @property
    def number(self) -> str:
        """Return its number, '' if it has none."""
        found = NUMBER.match(self.title)
        return found[1] if found else ""

    @cached_property
    def prose(self) -> str:
        """Return its paragraphs: no captions, tables, code and exercises."""
        return NO_PROSE.sub(plain.LOST, self.html)

    @cached_property
    def terms(self) -> list[str]:
        """Return the terms that it defines."""
        found = dict.fromkeys(map(plain.text, TERM.findall(self.prose)))
        return [term for term in found if term.count(" ") < LONGEST]

    def record(self) -> str:
        """Return it as a page of its own, its words weighed."""
        named = HYPHEN.sub(" ", self.title)
        values = {
            "language": self.page.language,
            "title": self.title,
            "page": "" if self.first else self.page.title,
            "named": named,
            "numbered": named if self.number else "",
            "defines": ", ".join(self.terms),
        }
        html = LIGHT.sub(LIGHTER, self.html)
        return RECORD.format(html=html, **{k: escape(v) for k, v in values.items()})


def pages(site: Path) -> Iterator[Page]:
    """Yield the pages of a site that the search indexes."""
    for path in sorted(site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        if body := BODY.search(html):
            folder = path.relative_to(site).as_posix().removesuffix("index.html")
            language = LANGUAGE.search(html)[1]
            yield Page(language, folder, PICTURE.sub("", body[1]))
