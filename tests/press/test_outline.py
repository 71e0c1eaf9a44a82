"""The contents of a page and the parts of the book."""

from types import SimpleNamespace

import pytest
from mkdocs.structure.toc import AnchorLink

from press import outline

PARTS = [
    {"first": 1, "es": "Uno", "en": "One"},
    {"first": 6, "es": "Seis", "en": "Six"},
]


@pytest.mark.parametrize(
    ("content", "opening"),
    [
        ('<h1>A</h1><div class="lead"><p>b</p></div><p>c</p>', "</div>"),
        ("<h1>A</h1><p>b</p>", "</h1>"),
        ("<p>b</p>", ""),
    ],
)
def test_a_page_is_parted_after_its_lead_or_its_title(content, opening):
    head, rest = outline.parted(content)
    assert head + rest == content
    assert head.endswith(opening)
    assert rest.startswith("<p>")


def test_the_contents_are_what_is_below_the_title_unless_they_are_hidden():
    title, below = AnchorLink("A", "a", 1), AnchorLink("B", "b", 2)
    title.children.append(below)
    page = SimpleNamespace(meta={}, toc=[title])
    assert outline.contents(page) == [below]
    assert outline.contents(SimpleNamespace(meta={"hide": ["toc"]}, toc=[title])) == []
    assert outline.contents(SimpleNamespace(meta={}, toc=[])) == []


def section(number: str) -> SimpleNamespace:
    first = SimpleNamespace(file=SimpleNamespace(src_uri=f"{number}-name/index.md"))
    return SimpleNamespace(is_section=True, children=[first])


def test_chapters_belong_to_the_part_that_began_last():
    page = SimpleNamespace(is_section=False)
    two, five, six, ten = map(section, ("2", "5", "6", "10"))
    nav = SimpleNamespace(items=[page, two, five, six, ten, page])
    expected = [("", [page]), ("One", [two, five]), ("Six", [six, ten]), ("", [page])]
    assert outline.parts(nav, PARTS, "en") == expected
    assert [name for name, _ in outline.parts(nav, PARTS, "es")][1:3] == ["Uno", "Seis"]
