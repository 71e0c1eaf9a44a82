"""What can be read in the figures of a page, as a browser shows it."""

from __future__ import annotations

# Pixels: the least size of letters, and of what a formula raises or lowers.
LEAST, LEAST_INDEX = 12, 9
# How far letters may reach over a drawing's edge.
OVER = 4

# The largest letters of a label say its size, the smallest are its indices. A label
# that is turned has a box larger than itself: whether it is free, an eye must say.
FAULTS = """
async ([least, leastIndex, over]) => {
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  await document.fonts.ready;
  const drawings = [...document.querySelectorAll('.picture svg')];
  if (document.querySelector('.picture:not(:has(svg))')) throw Error('no drawing');
  return drawings.flatMap((drawing, number) => {
    const faults = [], edge = drawing.getBoundingClientRect();
    const scale = drawing.getScreenCTM().a;
    const labels = [...drawing.querySelectorAll('text')]
      .filter(label => label.textContent.trim());
    const say = (what, ...said) =>
      faults.push([number, what, ...said.map(label => label.textContent)].join(' | '));
    const boxes = labels.map(label => {
      const parts = label.children.length ? [...label.children] : [label];
      const sizes = parts.map(p => parseFloat(getComputedStyle(p).fontSize) * scale);
      if (Math.max(...sizes) < least) say('small', label);
      if (Math.min(...sizes) < leastIndex) say('small index', label);
      const box = label.getBoundingClientRect();
      if (box.left < edge.left - over || box.right > edge.right + over
          || box.top < edge.top - over || box.bottom > edge.bottom + over)
        say('over the edge', label);
      for (const part of parts) {
        const look = getComputedStyle(part);
        const symbol = look.fontFamily.startsWith('KaTeX_Math');
        if (look.fontStyle === 'italic' && !symbol) say('not a symbol', label);
      }
      const leading = box.height * 0.18;
      return [box.left + 1, box.right - 1, box.top + leading, box.bottom - leading];
    });
    const turned = label => label.getScreenCTM().a * label.getScreenCTM().b;
    labels.forEach((label, i) => labels.slice(i + 1).forEach((other, j) => {
      const [left, right, top, bottom] = boxes[i];
      const [left2, right2, top2, bottom2] = boxes[i + 1 + j];
      const free = right <= left2 || right2 <= left || bottom <= top2 || bottom2 <= top;
      if (!free && !turned(label) && !turned(other)) say('overlap', label, other);
    }));
    return faults;
  });
}
"""


def faults(page) -> list[str]:
    """Return what is wrong with the labels of a page's figures, folds opened."""
    return page.evaluate(FAULTS, [LEAST, LEAST_INDEX, OVER])
