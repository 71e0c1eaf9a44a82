// Where the reader is: the contents mark it, and the switch of language keeps it.
(() => {
  const headings = [...document.querySelectorAll("article :is(h2, h3, h4)[id]")];
  const links = [...document.querySelectorAll(".book-toc a")];
  const twin = document.querySelector("a.book-switch");
  const named = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const shown = (element) => element.getClientRects().length > 0;
  const top = (element) => element.getBoundingClientRect().top;
  // As far down as a heading comes to stand that a link leads to.
  const line = () => 2 + parseFloat(getComputedStyle(headings[0]).scrollMarginTop);

  const inSight = (element) =>
    element && shown(element) && top(element) < innerHeight
    && element.getBoundingClientRect().bottom > line() - 2;

  const above = (y) => headings.filter((h) => shown(h) && top(h) <= y).at(-1);

  // At the end of a page its last headings cannot rise: the one asked for is read.
  const read = () => {
    const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const asked = named();
    return end && inSight(asked) ? above(Math.max(top(asked), line())) : above(line());
  };

  const follow = (link) => {
    const frame = link.closest(".md-sidebar__scrollwrap");
    const { top: from, bottom: to } = frame.getBoundingClientRect();
    const { top: y, bottom } = link.getBoundingClientRect();
    if (y < from || bottom > to) frame.scrollBy({ top: y - (from + to) / 2 });
  };

  const mark = (heading) => {
    const before = headings.slice(0, headings.indexOf(heading) + 1).reverse();
    const linked = (h) => links.find((link) => link.hash === `#${h.id}`);
    const current = before.map(linked).find(Boolean);
    for (const link of links) {
      if (link !== current) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "location");
        follow(link);
      }
    }
  };

  const update = () => {
    const heading = read();
    mark(heading);
    if (!twin) return;
    const place = inSight(named()) ? named() : heading;
    twin.hash = place ? place.id : "";
  };

  let waiting = false;
  const soon = () => {
    if (!waiting) requestAnimationFrame(() => { waiting = false; update(); });
    waiting = true;
  };
  if (!headings.length) return;
  addEventListener("scroll", soon, { passive: true });
  for (const event of ["resize", "hashchange", "load"]) addEventListener(event, soon);
  update();
})();

// What scrolls sideways is reached by the keyboard.
(() => {
  const reach = ({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  };
  const watched = new ResizeObserver((entries) => entries.forEach(reach));
  const boxes = ".scroll, .displayed, pre > code";
  for (const box of document.querySelectorAll(boxes)) watched.observe(box);
})();

// Space turns the theme, as Enter does; Escape closes the drawer.
(() => {
  const palette = document.querySelector("[data-md-component=palette]");
  palette?.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    const themes = [...palette.querySelectorAll("input")];
    const next = themes[(themes.indexOf(event.target) + 1) % themes.length];
    next.click();
    next.focus();
  });

  const drawer = document.getElementById("__drawer");
  const menu = document.querySelector(".book-menu");
  menu.addEventListener("click", () => drawer.click());
  drawer.addEventListener("change", () => { menu.ariaExpanded = drawer.checked; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    drawer.click();
    menu.focus();
  });
})();

// The theme puts a landmark without a name around the button of each piece of code.
(() => {
  const article = document.querySelector("article");
  const name = () => {
    for (const nav of article.querySelectorAll(".md-code__nav:not([role])")) nav.role = "none";
  };
  new MutationObserver(name).observe(article, { childList: true, subtree: true });
  name();
})();
