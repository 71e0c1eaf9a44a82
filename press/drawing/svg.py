"""SVG as Matplotlib writes it, made to take the page's colours and fonts."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from press.drawing import declarations, lettering
from snippets.drawing.palette import PAGE_COLOURS

SVG = "{http://www.w3.org/2000/svg}"
LINKED = "{http://www.w3.org/1999/xlink}href"
# A style sheet in one drawing would hold for the whole page.
UNSEEN = ("metadata", "style")
PAINTS = ("fill", "stroke", "color", "stop-color", "flood-color", "lighting-color")
ADDRESS = re.compile(r"""url\(\s*(["']?)#([^)"']+)\1\s*\)""")


def themed(text: str, language: str, prefix: str) -> str:
    """Return a drawing for a page: own ids, the page's colours, fonts and digits.

    What is no SVG with a `viewBox` raises ValueError.
    """
    drawing = _read(text)
    for label in drawing.iter("text"):
        lettering.translate(label, language)
        lettering.flow(label)
    for element in drawing.iter():
        element.attrib = _attributes(element, prefix)
    drawing.attrib = _frame(drawing)
    return ElementTree.tostring(drawing, encoding="unicode")


def _read(text: str) -> Element:
    """Parse a drawing; keep what SVG shows, by names that HTML understands."""
    try:
        drawing = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(f"the drawing is no XML: {error}") from error
    for element in list(drawing.iter()):
        element[:] = [child for child in element if _is_seen(child)]
        _simplify(element)
    if drawing.tag != "svg":
        raise ValueError(f"the drawing is a <{drawing.tag}>; accepted: <svg>")
    return drawing


def _is_seen(element: Element) -> bool:
    name = element.tag.removeprefix(SVG)
    return not name.startswith("{") and name not in UNSEEN


def _simplify(element: Element) -> None:
    """Leave out namespaces, which HTML does not know, and indentation."""
    element.tag = element.tag.removeprefix(SVG)
    if LINKED in element.attrib:
        element.attrib["href"] = element.attrib.pop(LINKED)
    element.attrib = {n: value for n, value in element.items() if n[0] != "{"}
    element.text = _unindented(element.text)
    element.tail = _unindented(element.tail)


def _unindented(text: str | None) -> str | None:
    return None if text and "\n" in text and text.isspace() else text


def _attributes(element: Element, prefix: str) -> dict[str, str]:
    """Return an element's attributes as the page has them."""
    changed = _properties(element.attrib, prefix)
    if "id" in changed:  # several figures share one page
        changed["id"] = f"{prefix}-{changed['id']}"
    if changed.get("href", "").startswith("#"):
        changed["href"] = f"#{prefix}-{changed['href'][1:]}"
    if "d" in changed:
        changed["d"] = " ".join(changed["d"].split())
    if "style" in changed:
        changed["style"] = _style(element.attrib["style"], prefix)
    return changed


@lru_cache(maxsize=4096)
def _style(style: str, prefix: str) -> str:
    return declarations.write(_properties(declarations.read(style), prefix))


def _properties(properties: dict[str, str], prefix: str) -> dict[str, str]:
    """Return properties, given as attributes or in a style, as the page has them."""
    changed = lettering.typeset(properties)
    for name, value in changed.items():
        if name in PAINTS:
            value = PAGE_COLOURS.get(value.lower(), value)
        if "url(" in value:
            value = ADDRESS.sub(rf"url(#{prefix}-\2)", value)
        changed[name] = value
    return changed


def _frame(drawing: Element) -> dict[str, str]:
    """Return the attributes of the whole: the page sizes it by its natural width."""
    box = drawing.get("viewBox", "").replace(",", " ").split()
    if len(box) != 4:
        given = drawing.get("viewBox")
        raise ValueError(f"the drawing's viewBox is {given!r}; accepted: 4 numbers")
    natural = f"--natural: {box[2]}px"
    return {"viewBox": " ".join(box), "style": natural, "role": "presentation"}
