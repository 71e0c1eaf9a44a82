// The search dialog. A number or the name of something is looked up in two lists made
// with the site; everything else is Pagefind's, a record of which is a section.

const dialog = document.getElementById("book-search");
const input = dialog.querySelector("input");
const status = dialog.querySelector("[role=status]");
const list = dialog.querySelector("ol");
const more = dialog.querySelector(".more");
const clear = dialog.querySelector(".clear");
const language = document.documentElement.lang;
const LOST = "\ufffc"; // stands for a formula in a section's text
const CODE = /\ufff9[^\ufffb]*\ufffb/g; // code and tables
const AT_ONCE = 8;
const SHORT = 20; // letters of a sentence that says nothing: “Figure 4.3.”
const PAUSE = 120; // milliseconds without typing until a search begins
const RANKING = {
  metaWeights: { title: 0, page: 0.5, named: 5, numbered: 1, defines: 8 },
};
const KINDS = {
  sec: /^(?:sec(?:ción|cion|tion)?|apartado|cap(?:ítulo|itulo)?|chapter|ch)$/,
  eq: /^(?:ec|ecuación|ecuacion|eq|equation|fórmula|formula)$/,
  fig: /^fig(?:ura|ure)?$/,
  tab: /^(?:tab|tabla|table)$/,
  example: /^(?:ejemplo|example)$/,
  ex: /^(?:ej|ejercicio|ex|exercise)$/,
};
const NUMBER = /^(?:(\p{L}+)\.?\s*)?(\(?)(\d+(?:[.,]\d+)*)\)?$/u;

let root, engine, ready, names, numbers, asked, rest, timer, ended;

const folded = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
const letters = (text) => folded(text).replace(/[^\p{L}\p{N}_]/gu, "");

// The same as `key` in press/lookup.py.
const key = (name) =>
  folded(name)
    .replace(/[^\p{L}\p{N}_]+/gu, " ")
    .trim()
    .replace(/^(?:el|la|los|las|un|una|the|an?) /, "")
    .replace(/s+(?= |$)/g, "");

const fetched = async (name) => {
  const file = await fetch(`${root}pagefind/${name}.${language}.json`);
  if (!file.ok) throw new Error(`no ${name}`);
  return file.json();
};

const prepared = async () => {
  await ended; // Pagefind forgets its settings when it ends: not those made meanwhile
  engine = await import(`${root}pagefind/pagefind.js`);
  await engine.options({ ranking: RANKING });
  await engine.init();
  names = await fetched("names");
};

// What a number names: [] if there is no such thing, nothing if it is no number.
const numbered = async (query) => {
  const [, word, bracket, digits] = query.match(NUMBER) ?? [];
  if (!digits || !(word || bracket || /[.,]/.test(digits))) return;
  const kind = word && Object.keys(KINDS).find((k) => KINDS[k].test(word.toLowerCase()));
  if (word && !kind) return;
  numbers ??= await fetched("numbers");
  const things = numbers[digits.replaceAll(",", ".")] ?? {};
  if (kind) return things[kind] ? [things[kind]] : [];
  const first = bracket ? ["eq"] : [];
  const kinds = [...new Set([...first, ...Object.keys(KINDS)])];
  const found = kinds.filter((k) => things[k]).map((k) => things[k]);
  return found.length || bracket ? found : undefined;
};

// Where a section's record says it is, from the root of the site.
const place = (url) => {
  const path = url.replace(/^\//, "");
  return path.replace(/([^/]+)\.html$/, (_, id) => (id === "index" ? "" : `#${id}`));
};

const words = (data) => data.content.split(/\s+/);
const matched = (data) => {
  const all = words(data);
  return new Set(data.locations.map((n) => letters(all[n] ?? "")));
};

// Pagefind finds something for every word, shortening it until it does. It knows a
// word if the word is there in some form, or if what it found holds it.
const known = async (word) => {
  const exact = await engine.search(`"${word}"`);
  if (exact.results.length) return true;
  const { results } = await engine.search(word);
  if (!results.length) return false;
  const data = await results[0].data();
  const found = [...matched(data), ...Object.values(data.meta).map(letters)];
  return found.some((other) => other.includes(letters(word)));
};

// The sentence of a section that says most of what is asked for, and no formula that
// a line of text cannot show; if none says it, the beginning of one with a formula.
const sentence = (data) => {
  const body = data.content.slice(data.meta.title.length).replace(/^[.\s]+/, "");
  const parts = body.replace(CODE, LOST).split(/(?<=[.!?…])\s+(?=[^\sa-z])/);
  const whole = parts.filter((part) => !part.includes(LOST));
  const begun = parts.filter((part) => part.includes(LOST)).map((part) => part.split(LOST)[0].trim());
  const said = matched(data);
  const score = (part) =>
    new Set(part.split(/\s+/).map(letters).filter((word) => said.has(word))).size;
  const best = (texts) =>
    texts
      .filter((text) => text.length > SHORT)
      .reduce((most, text) => (score(text) > score(most) ? text : most), "");
  const [full, half] = [best(whole), best(begun)];
  if (half && score(half) > score(full)) return `${half} …`;
  return full || (whole.find((text) => text.length > SHORT) ?? "");
};

const section = async (result) => {
  const data = await result.data();
  const { title, page } = data.meta;
  return { url: place(data.raw_url ?? data.url), title, page, text: sentence(data), marks: matched(data) };
};

const element = (tag, text, ...children) => {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};

// A text whose found words are marked.
const marked = (text, marks) =>
  text
    .split(/([\p{L}\p{N}_]+)/u)
    .map((word) => (marks?.has(letters(word)) && letters(word) ? element("mark", word) : word));

const item = ({ url, title, page, text, marks }) => {
  const link = element("a", title);
  link.href = `${root}${url}`;
  const entry = element("li", "", link);
  if (page) entry.append(" ", element("span", page));
  const paragraph = element("p");
  if (text.startsWith("<math")) paragraph.innerHTML = text;
  else paragraph.append(...marked(text, marks));
  if (text) entry.append(paragraph);
  return entry;
};

const said = (name, value) => dialog.dataset[name].replace("%", value);

// Find what is asked for: what is looked up, what is searched, or why there is nothing.
const find = async (query) => {
  const things = await numbered(query);
  if (things) return { things, results: [], nowhere: things.length ? "" : query };
  const asked = query.split(/\s+/).filter(letters);
  for (const word of asked) {
    if (!(await known(folded(word)))) return { things: [], results: [], nowhere: word };
  }
  const { results } = asked.length ? await engine.search(folded(query)) : { results: [] };
  const named = names[key(query)] ?? [];
  const marks = new Set(asked.map(letters));
  return { things: named.map((thing) => ({ ...thing, marks })), results };
};

const fill = async (query, seen) => {
  const entries = await Promise.all(rest.splice(0, AT_ONCE).map(section));
  if (query !== asked) return;
  list.append(...entries.filter((entry) => !seen.has(entry.url)).map(item));
  more.hidden = !rest.length;
  more.onclick = () => fill(query, seen);
};

const show = async (query) => {
  asked = query;
  clear.hidden = !query;
  if (!query) return empty();
  try {
    ready ??= prepared();
    await ready;
    await answer(query, await find(query));
  } catch {
    unready();
  }
};

// The index is not there, or another one has taken its place since it was read.
const unready = () => {
  empty();
  status.textContent = said("unready");
  ready = numbers = asked = undefined;
  ended = engine?.destroy?.();
};

const answer = async (query, { things, results, nowhere }) => {
  if (query !== asked) return;
  empty();
  const count = Math.max(things.length, results.length);
  if (nowhere) status.textContent = said("nowhere", nowhere);
  else if (!count) status.textContent = said("together");
  else status.textContent = count === 1 ? said("one") : said("several", count);
  list.append(...things.map(item));
  rest = results;
  await fill(query, new Set(things.map((thing) => thing.url)));
  if (query === asked) list.dataset.query = query;
};

const empty = () => {
  list.replaceChildren();
  delete list.dataset.query;
  status.textContent = "";
  more.hidden = true;
};

let showing = Promise.resolve();
const search = () => {
  clearTimeout(timer);
  const query = input.value.trim();
  if (query !== asked) showing = show(query);
  return showing;
};

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});
clear.addEventListener("click", () => {
  input.value = "";
  search();
  input.focus();
});
dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  await search();
  list.querySelector("a")?.click();
});
// A result on this page is behind the dialog.
list.addEventListener("click", (event) => {
  const { ctrlKey, metaKey, shiftKey } = event;
  if (event.target.closest("a") && !ctrlKey && !metaKey && !shiftKey) dialog.close();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const stops = [input, ...list.querySelectorAll("a")];
  const next = stops.indexOf(document.activeElement) + step;
  stops[Math.min(Math.max(next, 0), stops.length - 1)].focus();
});

/** Open the dialog, empty; `address` is the root of the site. */
export const open = (address) => {
  root = address;
  if (dialog.open) return;
  asked = undefined;
  input.value = "";
  search();
  dialog.showModal();
  input.focus();
};
