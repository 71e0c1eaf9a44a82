"""SVG as Matplotlib writes it, made to take the page's colours and fonts."""

from __future__ import annotations

import re

from press.lettering import flowing
from snippets.figures.palette import PAGE_COLOURS

NUMBER = re.compile(r">\s*([−-]?\d+)\.(\d+)\s*</text>")


def themed(svg: str, language: str, prefix: str) -> str:
    """Return a drawing for a page: own ids, the page's colours, fonts and digits."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.S)
    svg = _page_fonts(_page_colours(_unique(flowing(svg), prefix)))
    if language == "es":
        svg = NUMBER.sub(r">\1,\2</text>", svg)
    return re.sub(r"\n\s*", "\n", svg).strip()


def _unique(svg: str, prefix: str) -> str:
    """Prefix the ids: several figures share one page."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
    style_sheet = (
        '<style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}'
    )
    svg = svg.replace(f"{style_sheet}</style>", "")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg, re.I)
    kept = f'viewBox="0 0 {size[1]} {size[2]}" style="--natural: {size[1]}px"'
    return re.sub(r"<svg [^>]*>", f'<svg {kept} role="presentation">', svg, count=1)


def _page_colours(svg: str) -> str:
    for colour, variable in PAGE_COLOURS.items():
        svg = re.sub(colour, variable, svg, flags=re.I)
    return svg


def _page_fonts(svg: str) -> str:
    svg = re.sub(r"font: ([^;\"]*?)'[^;\"]*", r"font: \1var(--figure-font)", svg)
    return re.sub(r"font-family: [^;\"]*", "font-family: var(--figure-font)", svg)
