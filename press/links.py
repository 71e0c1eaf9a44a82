"""What the marks of a page lead to: works that are cited, ids, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from press import bibliography
from press.inline import Mark
from press.markup import Page
from press.words import LANGUAGES, formatted

if TYPE_CHECKING:
    from press.book import Book

# What is below assets/ is put there by the build: MkDocs checks it.
ELSEWHERE = ("mailto:", "assets/")


def check(book: Book, page: Page) -> None:
    """Note every mark of a page that leads nowhere as a fault of the book."""
    for mark, message in _unsourced(book, page):
        book.fault(page, mark.line, message)
    for block in page.all:
        own = set(map(id, block.marks))
        for mark in book.marks(page, block):
            for message in _complaints(book, page, mark):
                book.wrong_mark(page, mark, message)
            if mark.kind == "value" and id(mark) not in own:
                message = f"a cell asks for {mark.what}: compute it in the snippet"
                book.fault(page, mark.line, message)


def ids_of(page: Page) -> list[str]:
    """Return the ids that a page has or links to, each once."""
    own = [block.id for block in page.all if block.id]
    marks = [mark for block in page.all for mark in block.marks]
    return sorted({*own, *_linked(marks)})


def _linked(marks: Iterable[Mark]) -> set[str]:
    links = (mark.what for mark in marks if mark.kind == "link")
    return {link[1:] for link in links if link.startswith("#")}


def lost(book: Book, language: str) -> set[str]:
    """Return the ids that the links of a language lead to and none of its pages has."""
    pages = [page for page in book.pages.values() if page.language == language]
    marks = (m for page in pages for b in page.all for m in book.marks(page, b))
    return {id_ for id_ in _linked(marks) if id_ not in book.ids[language]}


def _complaints(book: Book, page: Page, mark: Mark) -> Iterator[str]:
    if mark.kind == "cite" and not book.works.may_have(mark.what):
        yield f"no work {mark.what!r} in {bibliography.FILE}"
    elif mark.kind == "value":
        yield from _unwritable(book, page, mark)
    elif mark.kind == "link" and mark.what.startswith("#"):
        yield from _to_id(book, page, mark, mark.what[1:])
    elif mark.kind == "link" and "://" not in mark.what:
        yield from _to_file(book, page, mark)


def _unwritable(book: Book, page: Page, mark: Mark) -> Iterator[str]:
    """Yield that a value, which was computed, cannot have the form asked for."""
    with suppress(ValueError):  # of its arguments: a fault already
        value = book.results.get(book.value_job(mark.what, page))
        try:
            formatted(value if value is not None else "", mark.form, page.language)
        except ValueError as error:
            yield f"{mark.what} is {value!r}, not to be written `{mark.form}`: {error}"


def _unsourced(book: Book, page: Page) -> Iterator[tuple[Mark, str]]:
    """Yield the first citation of a page without a list of its sources."""
    twins = (book.pages.get((code, page.key)) for code in LANGUAGES)
    sources = [b for twin in twins if twin for b in twin.all if b.kind == "sources"]
    if sources:
        return  # a list that one twin alone has is their difference
    marks = (mark for block in page.all for mark in book.marks(page, block))
    for mark in (m for m in marks if m.kind == "cite"):
        yield mark, f"cites {mark.what} but has no `::: sources`"
        return


def _to_id(book: Book, page: Page, mark: Mark, anchor: str) -> Iterator[str]:
    if anchor not in book.ids[page.language]:
        # An id that the other language has is a difference of the twins.
        if not any(anchor in ids for ids in book.ids.values()):
            yield f"broken anchor: no #{anchor} in the book"
        return
    if not mark.text and not book.number(anchor):
        yield f"#{anchor} has no number: the link needs a text"
    homes = book.homes(page, anchor)
    if len(homes) > 1:
        yield f"#{anchor} is in {' and in '.join(homes)}: give each an id of its own"


def _to_file(book: Book, page: Page, mark: Mark) -> Iterator[str]:
    path, _, anchor = mark.what.partition("#")
    if not mark.text:
        yield f"the link to {mark.what} needs a text"
    if path.startswith(ELSEWHERE):
        return
    if not (page.path.parent / path).is_file():
        if not _is_twins(book, page, path):
            yield f"broken link: there is no {path}"
    elif anchor:
        yield f"link by the id alone: [{mark.text}](#{anchor})"


def _is_twins(book: Book, page: Page, path: str) -> bool:
    """Say if a page that a link leads to is missing in this language alone."""
    folders = (book.root / "docs" / code / page.key for code in LANGUAGES)
    return any((folder.parent / path).is_file() for folder in folders)
