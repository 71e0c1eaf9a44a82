"""What axe-core finds wrong with a page as a browser shows it."""

from __future__ import annotations

from importlib.resources import files

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# Most of a page is what formulas and pictures are drawn with, which has a spoken
# description beside it, and the words of code, each coloured as others of its kind. A
# box of its size takes the place of each, and one word stands for its kind: else axe
# needs minutes.
LIGHTEN = """
() => {
  const drawn = [...document.querySelectorAll('.katex, .picture > div > svg')];
  const sizes = drawn.map(e => e.getBoundingClientRect());
  drawn.forEach((e, n) => {
    const box = document.createElement('span');
    const { width, height } = sizes[n];
    box.style.cssText = `display: inline-block; width: ${width}px; height: ${height}px`;
    const tex = e.querySelector('annotation');
    if (tex) Object.assign(box, { role: 'math', ariaLabel: tex.textContent });
    e.replaceWith(box);
  });
  const seen = new Set();
  for (const word of document.querySelectorAll('.highlight code span:not(:has(*))')) {
    const kind = word.className + Boolean(word.closest('.exercise'));
    if (seen.has(kind)) word.replaceWith(word.textContent);
    seen.add(kind);
  }
}
"""
# Of words above a picture, as a shade is, axe does not judge the contrast.
PLAIN = "* { background-image: none !important; }"
DARK = "document.body.dataset.mdColorScheme = 'slate'"
RUN = """
async rules => {
  const only = rules.length ? { runOnly: rules } : {};
  const found = await axe.run(document, { resultTypes: ['violations'], ...only });
  return found.violations.flatMap(v => v.nodes.map(
    n => `${v.id}: ${v.help}: ${n.target}: ${n.html.slice(0, 120)}`));
}
"""


def load(page) -> None:
    """Bring axe to a page, and make the page light enough for it."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(LIGHTEN)
    page.add_style_tag(content=PLAIN)
    page.evaluate(AXE)


def complaints(page) -> list[str]:
    """Return what is wrong with a page in light, and with its contrast in dark."""
    load(page)
    found = page.evaluate(RUN, [])
    page.evaluate(DARK)
    return found + [f"dark: {each}" for each in page.evaluate(RUN, ["color-contrast"])]
