// Search, which is fetched when first asked for.
(() => {
  const button = document.querySelector(".book-search");
  if (!button) return;
  const root = new URL(button.dataset.root, location.href);
  const open = async () => (await import(`${root}assets/search.js`)).open(root);

  const typing = (target) =>
    target.isContentEditable || target.closest("input, textarea, select, dialog");

  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const k = key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey;
    const slash = key === "/" && !ctrlKey && !metaKey && !typing(event.target);
    if (!k && !slash) return;
    event.preventDefault();
    open();
  });
})();

// On paper every solution is open.
(() => {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("article details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
})();

// Paper. The theme unfolds all before it prints: what the reader unfolded is marked.
document.addEventListener("click", ({ target }) => {
  const fold = target.closest?.("summary")?.parentElement;
  fold?.classList.toggle("unfolded", !fold.open);
});
