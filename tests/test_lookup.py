"""What is looked up: formulas and pages as text, sections by name, things by number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from press import lookup, plain
from press.sections import Page, Section, pages


def math(inside: str) -> str:
    return f"<math><semantics><mrow>{inside}</mrow></semantics></math>"


def page(folder: str, body: str) -> Page:
    return Page("en", folder, body)


X_I = "<msub><mi>x</mi><mi>i</mi></msub>"
SAID = "A kernel, and a kernel, and a kernel; another kernel."
FIRST = f'<h1 id="sec-1">1 Operations</h1><p>A <em>kernel</em>. {SAID}</p>'
OTHER = (
    '<h1 id="sec-2">2 The kernel trick</h1><p>Of kernels.</p>'
    '<h2 id="named">The kernels</h2><p>Nothing.</p>'
    '<h2 id="why">Why a kernel</h2><p>A <em>kernel</em> is a function.</p>'
)
LAST = '<h1 id="sec-3">3 More</h1><p>A <em>kernel</em> again.</p>'


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        (X_I, "xᵢ"),
        ("<msup><mi>k</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn>", "k² + 1"),
        ("<mo>(</mo><mo>−</mo><mn>3</mn><mo>,</mo><mn>0</mn><mo>)</mo>", "(−3, 0)"),
        ("<mn>3</mn><mo>−</mo><mi>a</mi>", "3 − a"),
        ("<mi>log</mi><mo>\u2061</mo><mi>p</mi>", "log p"),
        ("<mover accent='true'><mi>y</mi><mo>^</mo></mover>", "y\u0302"),
        ("<msub><mi>k</mi><mi>w</mi></msub>", plain.LOST),  # there is no small w
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", plain.LOST),
        ("<msqrt><mn>2</mn></msqrt>", plain.LOST),
    ],
)
def test_a_formula_in_a_line_of_text(inside: str, line: str) -> None:
    assert plain.formula(math(inside)) == line


def test_a_formula_is_replaced_whole() -> None:
    typeset = (
        f'<span class="katex">{math(X_I)}<span class="katex-html">xi</span></span>'
    )
    within = f'of <span class="formula within">{typeset}</span>, say'
    assert plain.with_formulas(f"<p>{within}</p>") == "<p>of xᵢ, say</p>"
    displayed = f'<div class="formula displayed">{typeset}</div>'
    assert plain.with_formulas(displayed) == plain.LOST


def test_a_definition_before_a_title_and_the_best_of_several() -> None:
    pages = [page("three/", LAST), page("one/", FIRST), page("two/", OTHER)]
    found = lookup.names(pages)
    # The title says it; then, the page that says it most; last, what is only named.
    urls = [place["url"] for place in found["kernel"]]
    assert urls == ["two/#why", "one/", "three/", "two/#named"]
    assert found["kernel"][0]["text"] == "A kernel is a function."
    assert found["why a kernel"][0]["title"] == "Why a kernel"


def test_the_introduction_presents_what_comes_later() -> None:
    early = (
        '<h1 id="sec-1">1 Softmax</h1><p>Also <em>softmax</em> and <em>xor</em>.</p>'
    )
    named = '<h1 id="sec-3">3 Softmax layer</h1><p>A layer.</p>'
    in_passing = '<h1 id="sec-4">4 The wide and deep softmax layer</h1><p>More.</p>'
    pages = [
        page("en/1-introduction/", early),
        page("en/4-four/", in_passing),
        page("en/3-three/", named),
    ]
    found = lookup.names(pages)
    urls = [place["url"] for place in found["softmax"]]
    assert urls == ["en/3-three/", "en/1-introduction/"]
    assert [place["url"] for place in found["xor"]] == ["en/1-introduction/"]


def test_a_definition_that_a_formula_ends_is_its_beginning() -> None:
    body = f'<h1 id="a">A</h1><p>The <em>mean</em> is {plain.LOST} here. More.</p>'
    assert lookup.names([page("", body)])["mean"][0]["text"] == "The mean is …"


def test_terms_are_neither_in_captions_nor_in_exercises() -> None:
    body = (
        "<p><em>Yes</em></p><figcaption><em>no</em></figcaption>"
        '<div class="admonition exercise"><em>no</em></div>'
    )
    assert Section(page("", ""), "a", "A", body, first=False).terms == ["Yes"]


def test_numbered_things_are_found_by_number_and_kind() -> None:
    body = (
        '<h1 id="sec-1">1 One</h1><p>Text.</p>'
        f'<div class="equation" id="eq-a"><div class="formula displayed">{math(X_I)}'
        '</div><a class="number" href="#eq-a">(1.1)</a></div>'
        '<figcaption><p><a class="label" href="#fig-a">Figure 1.1.</a> A dot.</p>'
        "</figcaption>"
    )
    found = lookup.numbers([page("one/", body)])
    assert found["1"]["sec"]["url"] == "one/"
    assert found["1.1"]["eq"] == {
        "url": "one/#eq-a",
        "title": "(1.1)",
        "page": "1 One",
        "text": math(X_I),
    }
    assert found["1.1"]["fig"]["text"] == "A dot."


def test_code_and_tables_weigh_less_and_are_no_sentences() -> None:
    html = "<p>prose</p><pre>code</pre>"
    record = Section(
        page("", '<h1 id="a">A</h1>'), "b", "B", html, first=False
    ).record()
    assert '\ufff9<pre data-pagefind-weight="0.1">code</pre>\ufffb' in record


def test_every_section_of_the_site_is_found(site: Path) -> None:
    found = [section for page in pages(site) for section in page.sections]
    assert len({section.file for section in found}) == len(found) > 200
    for language in ("es", "en"):
        own = [p for p in pages(site) if p.language == language]
        texts = [e["text"] for es in lookup.names(own).values() for e in es]
        assert len(texts) > 100
        assert not [t for t in texts if plain.LOST in t or re.search(r"</?\w+>", t)]
