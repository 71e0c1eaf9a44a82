"""What each kind of block becomes for readers, by the settings of the site."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown
from mkdocs.config import load_config

from press.blocks import KINDS
from press.book import Book
from press.expand import Writer
from press.markup import read_page
from tests.book_copy import ROOT, replace
from tests.press import tiny_book

KEY = "1-means/blocks.md"
PAGE = """\
# Blocks {#sec-1-4}

::: lead
Lead of [](#sec-1-4).
:::

::: columns
::: column
One.
:::

::: column
Two.
:::
:::

::: recap
- Remember $x$.
- Remember that.
:::

::: recall Powers *of ten*
Ten is $10^1$.
:::

::: deeper Why $x$
Because.

$$
x = x
$$ {#eq-why}
:::

::: warning
Mind.
:::

::: note Beside
Aside.
:::

::: definition Mean
It.
:::

::: proof
So.
:::

::: example example-shop A shop
Sold.
:::

::: example Without number
Sold.
:::

::: example
Sold.
:::

::: exercise ex-one
How?

::: hint
Count.
:::

::: solution
{{chapter1.mean.lesson.count}}.
:::
:::

::: libraries
::: library NumPy
::: code means.mean doctest
:::

::: library PyTorch
Text of [](#example-shop).
:::
:::

::: code means.mean

::: code chapter1.mean.lesson.NUMBERS

::: session chapter1.mean.lesson.nothing

::: output chapter1.mean.lesson.report

::: fragment snippets/means.py mean

::: figure fig-bars-again chapter1.mean.figures.bars
alt: Three "bars".

Caption of $x$.
:::

::: table tab-again chapter1.mean.lesson.table
Caption.
:::

```console
$ ls
```

Cited [@gauss1809].

::: sources
"""


@pytest.fixture(scope="module")
def shown(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Prepare a tiny book with a page of every kind of block."""
    root = tiny_book.make(tmp_path_factory.mktemp("blocks") / "book", kept)
    for code in ("es", "en"):
        (root / "docs" / code / KEY).write_text(PAGE)
    nav = "      - 1-means/lab.ipynb\n"
    replace(root / "mkdocs.yml", nav, f"{nav}      - {KEY}\n")
    return tiny_book.faultless(root)


@cache
def settings(language: str):
    return load_config(
        str(ROOT / {"es": "mkdocs.yml", "en": "mkdocs.en.yml"}[language])
    )


@pytest.fixture(params=["es", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def html(shown: Book, language: str) -> BeautifulSoup:
    """Return the page as the site shows it."""
    config = settings(language)
    markdown = Markdown(
        extensions=config.markdown_extensions, extension_configs=config.mdx_configs
    )
    writer = Writer(shown.pages[language, KEY], shown)
    text = writer.restore(markdown.convert(writer.markdown()))
    return BeautifulSoup(text, "html.parser")


@pytest.fixture
def said(language: str):
    return lambda es, en: es if language == "es" else en


def text(tag: Tag) -> str:
    """Return a tag's text, formulas as their TeX."""
    tag = BeautifulSoup(str(tag), "html.parser")
    for formula in tag.select(".formula"):
        formula.replace_with(formula.select_one("annotation").get_text())
    return " ".join(tag.get_text().split())


def title(box: Tag) -> str:
    return text(box.select_one(".admonition-title, summary"))


def test_both_languages_are_read_alike_but_for_titles_of_links_and_contents() -> None:
    es, en = settings("es"), settings("en")
    assert es.markdown_extensions == en.markdown_extensions
    spanish, english = dict(es.mdx_configs), dict(en.mdx_configs)
    own = {"title": "", "permalink_title": ""}
    titles = [c.pop("toc") | own for c in (spanish, english)]
    assert spanish == english
    assert titles[0] == titles[1]


def test_the_page_has_every_kind_of_block(shown: Book) -> None:
    kinds = {block.kind for block in shown.pages["en", KEY].all}
    assert kinds >= KINDS.keys() - {"alt"}  # which notebooks alone have


def test_no_mark_is_left(html: BeautifulSoup) -> None:
    for shell in html.select("pre"):
        shell.decompose()
    whole = html.get_text()
    assert not any(mark in whole for mark in (":::", "///", "{{", "[@", "$", "\ue000"))


def test_a_heading_has_its_number_and_a_link(html: BeautifulSoup, said) -> None:
    heading = html.select_one("h1#sec-1-4")
    assert text(heading) == "1.4 Blocks¶"
    link = heading.select_one("a.headerlink")
    assert link["title"] == said("Enlace a este apartado", "Link to this section")


def test_a_lead_is_a_part_of_its_own(html: BeautifulSoup, said) -> None:
    lead = html.select_one("div.lead")
    assert text(lead) == said("Lead of sección 1.4.", "Lead of section 1.4.")


def test_columns_stand_side_by_side(html: BeautifulSoup) -> None:
    columns = html.select("div.columns > div.column")
    assert [text(column) for column in columns] == ["One.", "Two."]


BOXES = [
    ("recap", "En resumen", "In short"),
    ("recall", "Recuerda: Powers of ten", "Recall: Powers of ten"),
    ("warning", "Atención", "Caution"),
    ("note", "Beside", "Beside"),
    ("definition", "Mean", "Mean"),
    ("proof", "Demostración", "Proof"),
]


@pytest.mark.parametrize(("kind", "es", "en"), BOXES, ids=lambda part: part)
def test_a_box_is_open_and_titled(html, said, kind: str, es: str, en: str) -> None:
    (box,) = html.select(f"div.admonition.{kind}")
    assert title(box) == said(es, en)


def test_a_box_holds_lists_and_formulas(html: BeautifulSoup) -> None:
    items = html.select("div.admonition.recap li")
    assert [text(item) for item in items] == ["Remember x.", "Remember that."]
    assert text(html.select_one("div.admonition.recall p:last-child")) == "Ten is 10^1."
    assert html.select_one("div.admonition.recall em").get_text() == "of ten"


def test_a_deeper_box_is_folded_and_its_formula_numbered(html: BeautifulSoup) -> None:
    (box,) = html.select("details.deeper")
    assert not box.has_attr("open")
    assert title(box) == "Why x"
    assert text(box.select_one("#eq-why .number")) == "(1.3)"


def test_an_example_is_numbered_if_it_has_an_id(html: BeautifulSoup, said) -> None:
    numbered, titled, bare = html.select("div.admonition.example")
    assert numbered["id"] == "example-shop"
    assert title(numbered) == said("Ejemplo 1.1: A shop", "Example 1.1: A shop")
    assert (title(titled), titled.get("id")) == ("Without number", None)
    assert title(bare) == said("Ejemplo", "Example")


def test_an_exercise_folds_its_hint_and_its_solution(html: BeautifulSoup, said) -> None:
    (exercise,) = html.select("div.admonition.exercise#ex-one")
    assert title(exercise) == said("Ejercicio 1.4.1", "Exercise 1.4.1")
    hint, solution = exercise.select("details")
    assert (hint["class"], solution["class"]) == (["hint"], ["solution"])
    assert not hint.has_attr("open")
    assert not solution.has_attr("open")
    assert text(hint) == said("Pista Count.", "Hint Count.")
    assert text(solution) == said("Solución 3.", "Solution 3.")


def test_libraries_are_tabs(html: BeautifulSoup, said) -> None:
    (tabs,) = html.select("div.tabbed-set.tabbed-alternate")
    labels = [text(label) for label in tabs.select(".tabbed-labels label")]
    assert labels == ["NumPy", "PyTorch"]
    code, other = tabs.select(".tabbed-content > .tabbed-block")
    assert ">>> mean([1, 2, 6])" in code.select_one("pre").get_text()
    example = said("ejemplo 1.1", "example 1.1")
    assert text(other) == f"Text of {example}."
    assert other.select_one("a")["href"] == "#example-shop"
    features = settings(said("es", "en")).theme["features"]
    assert "content.tabs.link" in features


def code_of(tag: Tag) -> str:
    return tag.select_one("pre").get_text().rstrip()


def files(html: BeautifulSoup, name: str) -> list[Tag]:
    """Return the listings of a file."""
    found = html.select("div.highlight")
    return [f for f in found if (n := f.select_one(".filename")) and text(n) == name]


def test_code_is_shown_as_on_a_board_and_whole_when_unfolded(html, said) -> None:
    board, whole, fragment = files(html, "snippets/means.py")
    assert code_of(board) == "def mean(x):\n    return math.fsum(x) / len(x)"
    fold = whole.find_parent("details")
    assert fold["class"] == ["source"]
    assert not fold.has_attr("open")
    assert text(fold.select_one("summary")) == said("Código completo", "Whole source")
    assert code_of(whole) == tiny_book.MEANS[tiny_book.MEANS.index("import") :].rstrip()
    assert fragment.find_parent("details") is None
    assert (
        code_of(fragment) == tiny_book.MEANS[tiny_book.MEANS.index("def ") :].rstrip()
    )


def test_code_that_loses_nothing_on_a_board_is_shown_once(html: BeautifulSoup) -> None:
    (constant,) = files(html, "snippets/chapter1/mean/lesson.py")
    assert code_of(constant) == "NUMBERS = (1, 2, 6)"


def test_a_session_keeps_its_prompts_and_its_error(html: BeautifulSoup) -> None:
    sessions = [code_of(pre) for pre in html.select("div.highlight")]
    (session,) = [code for code in sessions if "mean([])" in code]
    assert session.startswith(">>> from snippets.means import mean\n>>> for numbers")
    assert ">>> mean([])\nTrace" in session
    assert session.endswith("ZeroDivisionError: float division by zero")


def test_what_was_typed_in_a_session_can_be_copied(html: BeautifulSoup) -> None:
    (copied,) = [s["data-copy"] for s in html.select(".session:has(.gt)")]
    assert copied == (
        "from snippets.means import mean\n"
        "for numbers in ([1, 3], [4]):\n    mean(numbers)\n\nmean([])"
    )


def test_an_output_speaks_the_language(html: BeautifulSoup, said) -> None:
    (output,) = files(html, said("Salida", "Output"))
    assert code_of(output) == said("media: 3,0", "mean: 3.0")


def test_a_figure_is_described_captioned_and_numbered(html, said) -> None:
    figure = html.select_one("figure#fig-bars-again")
    picture = figure.select_one(".picture[role=img]")
    label = said("Figura 1.3", "Figure 1.3")
    assert picture["aria-label"] == f'{label}. Three "bars".'
    assert said("número", "number") in picture.select_one("svg").get_text()
    caption = figure.select_one("figcaption")
    assert text(caption) == f"{label}. Caption of x."
    assert caption.select_one("a.label")["href"] == "#fig-bars-again"


def test_a_table_speaks_the_language_and_holds_formulas(html, said) -> None:
    table = html.select_one("figure.table#tab-again")
    rows = [[text(c) for c in r.select("th, td")] for r in table.select(".scroll tr")]
    assert rows == [
        said(["números", "media"], ["numbers", "mean"]),
        ["x_1", said("1,5", "1.5")],
        said(["los tres", "3"], ["all three", "3"]),
    ]
    assert text(table.select_one("figcaption")) == said(
        "Tabla 1.2. Caption.", "Table 1.2. Caption."
    )


def test_the_sources_list_what_the_page_cites(html: BeautifulSoup) -> None:
    assert [item["id"] for item in html.select("ul.sources li")] == ["ref-gauss1809"]
    link = html.select_one('a[href="#ref-gauss1809"]')
    assert text(link) == "Gauss, 1809"


@pytest.mark.parametrize("key", ["1-means/mean.md", "1-means/median.md", "index.md"])
def test_links_lead_to_their_page(shown: Book, key: str) -> None:
    writer = Writer(shown.pages["en", key], shown)
    whole = writer.markdown()
    expected = {
        "1-means/mean.md": "[figure\u00a01.2](median.md#fig-dots)",
        "1-means/median.md": "[this example](#example)",
        "index.md": "[section\u00a01.1](1-means/mean.md#sec-1-1)",
    }
    assert expected[key] in whole


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (
            "::: libraries\nText.\n:::",
            "`::: libraries` holds `::: library NAME` blocks",
        ),
        ("::: library\nText.\n:::", "`::: library` lacks an argument: write `::: lib"),
        ("::: recall\nText.\n:::", "`::: recall` lacks an argument: write `::: recall"),
        ("::: deeper\nText.\n:::", "`::: deeper` lacks an argument: write `::: deeper"),
        ("::: sources some", "`::: sources` does not know 'some'; accepted: all"),
        ("::: fragment a.py", "`::: fragment a.py` lacks an argument"),
    ],
)
def test_a_block_says_what_is_wrong_with_it(
    tmp_path: Path, block: str, said: str
) -> None:
    path = tmp_path / "page.md"
    path.write_text(block)
    (first, *_) = read_page(path, "en", "page.md").blocks
    assert [c for c in first.complaints() if said in c]
