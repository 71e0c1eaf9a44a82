// Search, in Pagefind's own dialog, which is fetched when first asked for.
(() => {
  const button = document.querySelector(".book-search");
  if (!button) return;
  const folder = new URL(`${button.dataset.root}pagefind/`, location.href);

  const fetched = (tag, attributes) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });

  const prepare = async () => {
    const file = `${folder}pagefind-component-ui`;
    await Promise.all([
      fetched("link", { rel: "stylesheet", href: `${file}.css` }),
      fetched("script", { src: `${file}.js` }),
    ]);
    // The page that says most about a word comes first, however long it is.
    const ranking = { pageLength: 0, termFrequency: 0.1, termSaturation: 2 };
    const options = { bundlePath: folder.pathname, ranking };
    PagefindComponents.configureInstance("default", options);
    // A part drawn before the language is known would stay in English.
    PagefindComponents.getInstanceManager().getInstance("default").setLanguage();
    const parts = document.getElementById("book-search").content;
    document.body.append(parts.cloneNode(true));
    return document.querySelector("pagefind-modal");
  };

  let dialog;
  const open = async () => {
    dialog ??= prepare();
    (await dialog).open();
  };

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
