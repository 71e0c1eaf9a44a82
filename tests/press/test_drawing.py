"""Drawings: what a figure of Matplotlib becomes for a page, and what is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from matplotlib.figure import Figure

from press.drawing import declarations
from press.drawing.figures import draw
from press.drawing.svg import themed
from press.faults import JobError
from snippets.drawing import style
from snippets.drawing.palette import BLUE, PAGE_COLOURS
from snippets.language import Language
from tests.book_copy import ROOT

# What a drawing may hold besides what is seen, and each way to name an id.
SVG = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="10pt" height="9pt"
 viewBox="0 0 10 9" xmlns="http://www.w3.org/2000/svg"
 xmlns:i="http://example.org/i" i:version="8">
 <metadata><i:when>today</i:when></metadata>
 <defs><style type="text/css">*{{stroke: red}}</style></defs>
 <i:guide>one</i:guide>
 <!-- a note -->
 <g id="a" clip-path="url(#b)" style="mask: url('#b'); fill: {BLUE}">
  <use xlink:href="#a" href-like="#a"/>
  <path d="M 0 1
L 2 3
" fill="{BLUE.upper()}"/>
  <text font-family="Arial" x="1" y="2">{BLUE} &lt; 1 &amp; 2</text>
  <text style="font: italic 10px/1.2 'DejaVu Sans', sans-serif; fill: red">−0.5</text>
 </g>
 <clipPath id="b"/>
</svg>"""


def parsed(drawing: str) -> Element:
    return ElementTree.fromstring(drawing)


def looks(element: Element) -> dict[str, str]:
    return declarations.read(element.get("style", ""))


def curve(say: Callable) -> Figure:
    """Draw a figure that shares parts by id: marks at an axis, and a clipped line."""
    figure, axes = style.panel(3, 2)
    axes.plot([0, 0.25, 0.5], [1, 0, 1], "o-")
    axes.set_xlabel(say("tiempo < 1 & más", "time < 1 & more"))
    return figure


# The drawing as a whole


def test_a_drawing_is_as_wide_as_its_page_lets_it_be() -> None:
    drawing = parsed(themed(SVG, "en", "x"))
    assert drawing.attrib == {
        "viewBox": "0 0 10 9",
        "style": "--natural: 10px",
        "role": "presentation",
    }


def test_nothing_is_left_that_is_not_seen_or_that_html_does_not_know() -> None:
    drawing = themed(SVG, "en", "x")
    assert not re.search("metadata|today|note|guide|stroke: red|DOCTYPE|<[?]", drawing)
    assert not re.search("xmlns|xlink|ns0|version|<!--|\n", drawing)
    tags = [element.tag for element in parsed(drawing).iter()]
    assert tags == ["svg", "defs", "g", "use", "path", "text", "text", "clipPath"]


def test_a_path_keeps_its_points_on_one_line() -> None:
    [path] = parsed(themed(SVG, "en", "x")).iter("path")
    assert path.get("d") == "M 0 1 L 2 3"


@pytest.mark.parametrize(
    "label", ["<tspan>a</tspan> <tspan> </tspan>", "two\nwords", "a\n<tspan>b</tspan>"]
)
def test_space_within_a_label_is_kept(label: str) -> None:
    drawing = f'<svg viewBox="0 0 1 1">\n<text>{label}</text>\n</svg>'
    assert f"><text>{label}</text><" in themed(drawing, "en", "x")


@pytest.mark.parametrize(
    ("drawing", "message"),
    [
        ("<svg><g></svg>", "no XML"),
        ("<p/>", "a <p>; accepted: <svg>"),
        ("<svg/>", "viewBox is None; accepted: 4 numbers"),
        ('<svg viewBox="0 0 1"/>', "viewBox is '0 0 1'"),
    ],
)
def test_what_is_no_drawing_is_refused(drawing: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        themed(drawing, "en", "x")


# Ids


def test_every_id_is_the_drawings_own_and_what_names_it_follows() -> None:
    drawing = parsed(themed(SVG, "en", "fig-a-0"))
    group, use = drawing.find("g"), drawing.find("g/use")
    assert group.get("id") == "fig-a-0-a"
    assert group.get("clip-path") == "url(#fig-a-0-b)"
    assert looks(group)["mask"] == "url(#fig-a-0-b)"
    assert use.attrib == {"href": "#fig-a-0-a", "href-like": "#a"}


def test_figures_of_one_page_share_no_id_and_name_only_their_own() -> None:
    seen: set[str] = set()
    for drawing in [draw(lambda say: [curve(say)] * 2, "es", f) for f in ("a", "b")]:
        for panel in drawing:
            ids = [e.get("id") for e in parsed(panel).iter() if e.get("id")]
            named = set(re.findall(r'(?:url\(|href=")#([^)"]+)', panel))
            assert len(named) >= 3  # a tick, a mark and the frame of the line
            assert named <= set(ids)
            assert len(ids) == len(set(ids))
            assert not seen & set(ids)
            seen |= set(ids)


def test_an_id_changes_nothing_but_what_the_ids_begin_with() -> None:
    [one], [other] = draw(curve, "es", "fig-one"), draw(curve, "es", "other")
    assert one != other
    assert one.replace("fig-one-0-", "other-0-") == other
    assert draw(curve, "es", "other") == [other]


# Colours and fonts


@pytest.mark.parametrize("written", [str.lower, str.upper], ids=["lower", "upper"])
@pytest.mark.parametrize(("colour", "on_page"), PAGE_COLOURS.items())
def test_the_palette_becomes_the_page_s(
    colour: str, on_page: str, written: Callable
) -> None:
    colour = written(colour)
    shape = f'<path stroke="{colour}" style="fill: {colour};stroke:none"/>'
    drawing = f'<svg viewBox="0 0 1 1">{shape}</svg>'
    [path] = parsed(themed(drawing, "en", "x"))
    assert path.get("stroke") == on_page
    assert looks(path) == {"fill": on_page, "stroke": "none"}


def test_colours_are_those_of_paint_only() -> None:
    drawing = '<svg viewBox="0 0 1 1"><use href="#000000" fill="#000001"/></svg>'
    [use] = parsed(themed(drawing, "en", "x"))
    assert use.attrib == {"href": "#x-000000", "fill": "#000001"}
    label = parsed(themed(SVG, "en", "x")).find("g/text")
    assert label.text == f"{BLUE} < 1 & 2"


def test_fonts_are_the_page_s_however_they_are_given() -> None:
    attribute, shorthand = parsed(themed(SVG, "en", "x")).iter("text")
    assert attribute.get("font-family") == "var(--figure-font)"
    assert looks(shorthand)["font"] == "italic 10px/1.2 var(--figure-font)"


def test_a_drawing_of_the_book_has_no_colour_and_no_font_of_its_own() -> None:
    [drawing] = draw(curve, "en", "x")
    assert not re.search(r"#[0-9a-fA-F]{6}\b|DejaVu|sans-serif", drawing)
    assert "stroke: var(--figure-blue)" in drawing
    assert "fill: currentColor" in drawing


def test_declarations_are_read_whole() -> None:
    style_sheet = "a: url(data:x;y) ;b:'p;q'; b: \"r: s\";c ;; --natural: 3px;"
    properties = declarations.read(style_sheet)
    assert properties == {"a": "url(data:x;y)", "b": '"r: s"', "--natural": "3px"}
    written = 'a: url(data:x;y); b: "r: s"; --natural: 3px'
    assert declarations.write(properties) == written


# Words and numbers


def test_an_axis_of_the_book_counts_in_the_reader_s_language() -> None:
    [spanish], [english] = draw(curve, "es", "x"), draw(curve, "en", "x")
    numbers = re.compile(r">(\d[.,]\d\d?)</text>")
    assert "0,4" in numbers.findall(spanish)
    assert numbers.findall(english) == [
        number.replace(",", ".") for number in numbers.findall(spanish)
    ]


def test_text_is_escaped() -> None:
    [drawing] = draw(curve, "es", "x")
    assert ">tiempo &lt; 1 &amp; más</text>" in drawing
    assert "tiempo < 1 & más" in [text.text for text in parsed(drawing).iter("text")]


# What a figure must be


def wordless(say: Callable) -> Figure:
    figure, axes = style.panel(2, 2)
    axes.set_xlabel("$\\mathrm{size}$ 3")
    axes.set_title("hidden").set_visible(False)
    return figure


def untranslated(say: Callable) -> Figure:
    figure, axes = style.panel(2, 2)
    axes.set_title(say("capa", "layer"))
    axes.set_xlabel("only English")
    return figure


def wide(say: Callable) -> list[Figure]:
    return [style.panel(2, 2)[0], style.panel(4.3, 2)[0]]


def test_formulas_signs_and_what_is_hidden_need_no_translation() -> None:
    assert len(draw(wordless, "es", "x")) == 1


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_label_in_one_language_is_refused_at_its_line(language: str) -> None:
    with pytest.raises(JobError, match="'only English' has no translation") as refused:
        draw(untranslated, language, "x")
    lines = (ROOT / "tests/press/test_drawing.py").read_text().splitlines()
    assert refused.value.where["file"] == str(ROOT / "tests/press/test_drawing.py")
    assert 'set_xlabel("only' in lines[refused.value.where["line"] - 1]


def test_a_figure_wider_than_a_phone_is_refused_at_its_function() -> None:
    with pytest.raises(JobError, match=r"4\.3 inches wide; at most 4\.2") as refused:
        draw(wide, "es", "x")
    assert refused.value.where["line"] == wide.__code__.co_firstlineno


@pytest.mark.parametrize(
    ("width", "size", "fits"),
    [(4.2, 11.5, True), (4.2, 11.4, False), (3, 9.6, True), (3, 9, False)],
)
def test_letters_that_a_page_would_show_too_small_are_refused(
    width: float, size: float, fits: bool
) -> None:
    def lettered(say: Language) -> Figure:
        figure, axes = style.panel(width, 2)
        axes.set_title(say("capa", "layer"), fontsize=size)
        return figure

    if fits:
        assert len(draw(lettered, "es", "x")) == 1
        return
    with pytest.raises(JobError, match=f"'capa' is {size} points; at least"):
        draw(lettered, "es", "x")


def test_labels_are_in_the_language_that_was_asked_for() -> None:
    def named(say: Language) -> Figure:
        figure, axes = style.panel(2, 2)
        axes.set_title(say("capa", "layer"))
        return figure

    assert ">capa</text>" in draw(named, "es", "x")[0]
    assert ">layer</text>" in draw(named, "en", "x")[0]


def test_a_page_s_pictures_are_themed_without_loading_what_draws() -> None:
    asked = "import sys, press.drawing.svg; print('matplotlib.figure' in sys.modules)"
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
