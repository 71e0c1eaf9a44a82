// A figure is saved as an SVG file that needs nothing of the page: its colours are
// those that are on the screen, its text is text.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const XLINK = "http://www.w3.org/1999/xlink";
  const MARGIN = 8;
  const GAP = 16;
  const PAINTS = ["fill", "stroke", "color", "stop-color", "flood-color", "lighting-color"];
  const FONT = ["font-style", "font-weight", "font-size", "font-family"];

  const element = (name, attributes, ...inside) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...inside);
    return made;
  };

  // A colour or a font that is given by the page's style is written out.
  const resolve = (original, copy) => {
    const computed = getComputedStyle(original);
    const given = (name) => original.style[name] || original.getAttribute(name);
    const around = getComputedStyle(original.parentElement);
    const own = FONT.some((name) => computed[name] !== around[name]);
    const letters = own ? FONT : [];
    for (const name of [...PAINTS.filter(given), ...letters]) {
      copy.removeAttribute(name);
      copy.style.setProperty(name, computed.getPropertyValue(name));
    }
    if (!copy.hasAttribute("href")) return;
    copy.setAttributeNS(XLINK, "xlink:href", copy.getAttribute("href"));
    copy.removeAttribute("href");
  };

  const panel = (svg, x) => {
    const copy = svg.cloneNode(true);
    const copies = copy.querySelectorAll("*");
    svg.querySelectorAll("*").forEach((e, n) => resolve(e, copies[n]));
    const viewBox = svg.getAttribute("viewBox");
    const [, , width, height] = viewBox.split(" ").map(Number);
    const { color, fill, fontSizeAdjust } = getComputedStyle(svg);
    const place = { x, y: MARGIN, width, height, viewBox };
    const whole = element("svg", place, ...copy.childNodes);
    Object.assign(whole.style, { color, fill, fontSizeAdjust });
    return { whole, width, height };
  };

  // The panels of a figure stand side by side, as on a wide screen.
  const drawing = (picture, title) => {
    let x = MARGIN;
    const panels = [...picture.querySelectorAll("svg")].map((svg) => {
      const made = panel(svg, x);
      x += made.width + GAP;
      return made;
    });
    const width = Math.ceil(x - GAP + MARGIN);
    const highest = Math.max(...panels.map((made) => made.height));
    const height = Math.ceil(highest + 2 * MARGIN);
    const paper = getComputedStyle(document.body).backgroundColor;
    return element(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" },
      element("title", {}, title),
      element("desc", {}, picture.getAttribute("aria-label")),
      element("rect", { width, height, fill: paper }),
      ...panels.map((made) => made.whole),
    );
  };

  const save = (button) => {
    const picture = button.previousElementSibling;
    const { file, title } = button.dataset;
    const named = [title, document.title].filter(Boolean).join(" · ");
    const text = new XMLSerializer().serializeToString(drawing(picture, named));
    const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    Object.assign(document.createElement("a"), { href: url, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(url));
  };

  for (const button of document.querySelectorAll("button.save")) {
    button.addEventListener("click", () => save(button));
  }
})();
