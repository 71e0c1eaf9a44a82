"""What is looked up rather than searched: numbered things, and names of sections."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from press import plain
from press.sections import Page, Section

INTRODUCTION = "1-introduction"  # its folder
ARTICLE = re.compile(r"^(?:el|la|los|las|un|una|the|an?) ")
EQUATION = re.compile(r'<a class="number" href="#([^"]+)">\(([\d.]+)\)</a>')
CAPTION = re.compile(
    r'<a class="label" href="#((?:fig|tab)-[^"]+)">([^<]*?([\d.]+\d))\.</a>'
    r"(.*?)</figcaption>",
    re.S,
)
BOX = re.compile(
    r'<div class="admonition \w+" id="((?:ex|example)-[^"]+)">\s*'
    r'<p class="admonition-title">(.*?)</p>(.*?</p>)',
    re.S,
)
BOX_NUMBER = re.compile(r"\d+(?:\.\d+)+")
SOURCE = re.compile(r"<annotation\b.*?</annotation>", re.S)
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\sa-z])")
BLOCK = re.compile(r"</(?:p|li|h\d|figure|div|summary)>")


def key(name: str) -> str:
    """Return a name as it is looked up: without accents, article and plural.

    >>> key("Las interacciones dispersas"), key("Cross-entropy")
    ('interaccione dispersa', 'cro entropy')
    """
    letters = unicodedata.normalize("NFD", name.lower())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    words = re.sub(r"\W+", " ", bare).strip()
    return re.sub(r"s+(?= |$)", "", ARTICLE.sub("", words))


def names(pages: Iterable[Page]) -> dict[str, list[dict]]:
    """Return the sections that define a term or are named so, those first that do most.

    A definition comes before a title. Of several, the section comes first of whose
    title, or whose page's title, the term is the largest part; then the one whose page
    says it most often. After all of them comes what the introduction says: it presents
    what later chapters define.
    """
    found: dict[str, list[tuple]] = defaultdict(list)
    pages = list(pages)
    terms = {key(t) for p in pages for section in p.sections for t in section.terms}
    for page in pages:
        later = INTRODUCTION in page.folder.split("/")
        said = key(plain.text(page.body))
        for section in page.sections:
            for term, *rank in (*_defined(section, said), *_titled(section, terms)):
                place = _place(section, _definition(section, term))
                found[key(term)].append((later, *rank, place))
    return {k: _once(sorted(found[k], key=lambda e: e[:-1])) for k in sorted(found)}


def _defined(section: Section, said: str) -> Iterator[tuple]:
    """Yield the terms that a section defines, each with its rank."""
    titles = key(section.title), key(section.page.title)
    for term in section.terms:
        k = key(term)
        yield term, 0, *(-_share(k, title) for title in titles), -_times(k, said)


def _titled(section: Section, terms: set[str]) -> Iterator[tuple]:
    """Yield what a section is named, and the terms that are most of a numbered name."""
    title = section.title.removeprefix(section.number).strip()
    if section.number or not section.first:
        yield title, 1, -1, not section.number
    for term in terms if section.number else ():
        if 0.5 < (share := _share(term, key(title))) < 1:
            yield term, 1, -share, False


def _share(name: str, title: str) -> float:
    """Return how much of a title a name is, both as they are looked up."""
    return _times(name, title) * len(name) / len(title)


def _times(name: str, text: str) -> int:
    """Return how often a text, looked up as names are, says a name."""
    return f" {text.replace(' ', '  ')} ".count(f" {name.replace(' ', '  ')} ")


def _once(entries: list[tuple]) -> list[dict]:
    """Return the places of entries, the first of each."""
    places: dict[str, dict] = {}
    for entry in entries:
        places.setdefault(entry[-1]["url"], entry[-1])
    return list(places.values())


def _place(section: Section, text: str) -> dict[str, str]:
    page = "" if section.first else section.page.title
    return {"url": section.address, "title": section.title, "page": page, "text": text}


def _sentences(html: str) -> list[str]:
    """Return the sentences of a piece of a page, each as a text."""
    blocks = (plain.text(block) for block in BLOCK.split(html))
    found = (s for block in blocks for s in SENTENCE.split(block))
    return [s for s in found if s and not s[0].islower()]


def _first(html: str, word: str = "", but: str = "") -> str:
    """Return the first sentence that has a word and no formula that is LOST.

    If there is none, it is the beginning of one, up to the formula.
    """

    def says(text: str) -> bool:
        return word.lower() in text.lower()

    found = [s for s in _sentences(html) if says(s) and s != but]
    whole = [s for s in found if plain.LOST not in s]
    begun = [s.partition(plain.LOST)[0].strip() for s in found]
    parts = [f"{s} …" for s in begun if says(s) and len(s) > len(word)]
    return next(iter([*whole, *parts]), "")


def _definition(section: Section, term: str) -> str:
    """Return the sentence of a section that says a term first, or its first one."""
    found = _first(section.prose, term, but=section.title)
    return found or _opening(section)


def _opening(section: Section) -> str:
    return _first(section.prose, but=section.title)


def numbers(pages: Iterable[Page]) -> dict[str, dict[str, dict]]:
    """Return what carries a number, by number and kind; of an equation, its MathML."""
    found: dict[str, dict[str, dict]] = defaultdict(dict)
    for page in pages:
        for id_, number, title, text in _numbered(page):
            kind = id_.partition("-")[0]
            url = page.folder if id_ == page.sections[0].id else f"{page.folder}#{id_}"
            of = "" if url == page.folder else page.title
            found[number][kind] = {"url": url, "title": title, "page": of, "text": text}
    return dict(sorted(found.items()))


def _numbered(page: Page) -> Iterator[tuple[str, str, str, str]]:
    """Yield id, number, title and text of what a page numbers."""
    for section in page.sections:
        if section.number:
            yield section.id, section.number, section.title, _opening(section)
    for id_, number in EQUATION.findall(page.body):
        at = page.body.index(f'class="equation" id="{id_}"')
        math = plain.MATH.search(page.body, at)[0]
        yield id_, number, f"({number})", SOURCE.sub("", math)
    for id_, title, number, caption in CAPTION.findall(page.body):
        yield id_, number, title, _first(caption)
    for id_, title, text in BOX.findall(page.body):
        number = BOX_NUMBER.search(title)
        if number:
            yield id_, number[0], plain.text(title), _first(text)
