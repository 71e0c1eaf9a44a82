// A copied formula is its TeX, between dollars; all else is copied as ever.
(() => {
  const FOLDED = "details:not([open]) > :not(summary)";

  // A formula of which a part is selected is copied whole.
  const formulaOf = (node) => {
    const element = node instanceof Element ? node : node.parentElement;
    return element?.closest(".katex");
  };
  const whole = (range) => {
    const first = formulaOf(range.startContainer);
    const last = formulaOf(range.endContainer);
    if (first) range.setStartBefore(first);
    if (last) range.setEndAfter(last);
    return range;
  };

  // Of a formula with a form for wide screens and one for narrow ones, what is shown.
  const seen = (range) => {
    const forms = [...document.querySelectorAll(".displayed > :is(.wide, .narrow)")];
    const hidden = forms.filter((form) => !form.checkVisibility());
    for (const form of hidden) form.toggleAttribute("data-hidden", true);
    const fragment = range.cloneContents();
    for (const form of hidden) form.removeAttribute("data-hidden");
    for (const form of fragment.querySelectorAll("[data-hidden]")) form.remove();
    return fragment;
  };

  const tex = (formula) => {
    const dollars = formula.querySelector("math[display=block]") ? "$$" : "$";
    const source = formula.querySelector("annotation").textContent;
    const text = dollars + source + dollars;
    const shown = Object.assign(document.createElement("span"), { textContent: text });
    shown.style.whiteSpace = "pre-wrap";
    return shown;
  };

  // What the browser would copy of a sheet out of sight: it knows paragraphs, cells
  // and what is not to be selected, but not always what is folded.
  const copied = (fragment, selection) => {
    const sheet = document.createElement("div");
    sheet.className = "copied";
    sheet.append(fragment);
    for (const folded of sheet.querySelectorAll(FOLDED)) folded.remove();
    document.querySelector("article").append(sheet);
    const ranges = [selection.anchorNode, selection.anchorOffset];
    ranges.push(selection.focusNode, selection.focusOffset);
    selection.selectAllChildren(sheet);
    const text = selection.toString();
    selection.setBaseAndExtent(...ranges);
    sheet.remove();
    return { "text/plain": text, "text/html": sheet.innerHTML };
  };

  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const fragment = seen(whole(selection.getRangeAt(0).cloneRange()));
    const formulas = fragment.querySelectorAll(".katex");
    if (!formulas.length) return;
    for (const formula of formulas) formula.replaceWith(tex(formula));
    for (const [type, text] of Object.entries(copied(fragment, selection))) {
      event.clipboardData.setData(type, text);
    }
    event.preventDefault();
  });
})();
