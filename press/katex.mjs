// Renders formulas: {formulas, macros} as JSON on standard input, and on
// standard output a list of {html} or {message, position}, in the same order.
// The argument is the path of KaTeX's module.
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const { default: katex } = await import(pathToFileURL(process.argv[2]).href);
const { formulas, macros } = JSON.parse(await text(process.stdin));

function fail(message, position) {
  throw Object.assign(new Error(message), { position: Math.max(position, 0) });
}

// What LaTeX accepts and an author never means.
function check(tex) {
  if (tex.trim() === "") fail("Empty formula", 0);
  const comment = /(?<!\\)(?:\\\\)*%/.exec(tex);
  if (!comment) return;
  const percent = comment.index + comment[0].length - 1;
  fail("% would start a comment; write \\%", percent);
}

// Words in \text{} have signs that KaTeX's fonts lack (¿ ¡ ½ €); the page's font
// has them. Every other departure from LaTeX is a mistake.
function strict(tex) {
  return (code, message, token) => {
    const sign = /["'](.)["']/u.exec(message)?.[1] ?? "";
    const lacking = code === "unknownSymbol" || code === "symbolNotInFont";
    if (lacking && /[\p{L}\p{N}\p{P}\p{Sc}]/u.test(sign)) return "ignore";
    fail(message, token?.loc?.start ?? tex.indexOf(sign));
  };
}

// Without this KaTeX prints the name of a forbidden command in red.
function forbid(tex) {
  return ({ command }) =>
    fail(`Command not allowed: ${command}`, tex.indexOf(command));
}

const COMBINING = { "ˊ": "\u0301", "ˋ": "\u0300", "¨": "\u0308", "˜": "\u0303" };

// The accented letter of a word, which KaTeX sets as a letter under an accent.
function compose({ type, children }) {
  const [base, over] = children ?? [];
  if (type !== "mover" || base.type !== "mtext") return null;
  const mark = COMBINING[over.toText()];
  const letter = base.toText().replace("ı", "i");
  const composed = (letter + mark).normalize("NFC");
  return mark && composed.length === 1 ? composed : null;
}

function sameStyle(a, b) {
  return JSON.stringify(a.attributes) === JSON.stringify(b.attributes);
}

// MathML is what is read aloud: there the words of a formula have to be whole.
function joinWords(node) {
  node.children?.forEach(joinWords);
  const letter = compose(node);
  if (letter) {
    const [base] = node.children;
    base.children[0].text = letter;
    Object.assign(node, base);
  }
  if (node.type !== "mrow") return;
  node.children = node.children.reduce((row, next) => {
    const last = row.at(-1);
    const words = last?.type === "mtext" && next.type === "mtext";
    if (words && sameStyle(last, next)) last.children.push(...next.children);
    else row.push(next);
    return row;
  }, []);
}

// What a reader copies is the TeX: the book's own commands, which others do not
// know, are written out in it.
function spellOut(node, tex) {
  if (node.type === "annotation") {
    const command = /([_^]\s*)?(\\(?:[A-Za-z]+|.))/gs;
    const meaning = (all, script = "", name) =>
      name in macros ? script + (script ? `{${macros[name]}}` : macros[name]) : all;
    node.children[0].text = tex.replace(command, meaning);
  }
  node.children?.forEach((child) => spellOut(child, tex));
}

// How many parentheses a piece of a formula opens, less those that it closes.
// KaTeX joins signs that are alike and side by side: `))` is one node.
function opened({ children }) {
  const count = (name) =>
    children
      .filter((child) => child.hasClass?.(name))
      .reduce((sum, { text }) => sum + (text?.length || 1), 0);
  return count("mopen") - count("mclose");
}

// A line may end between two pieces of a formula: not within a parenthesis.
function joinParentheses(node) {
  if (!node.hasClass?.("katex-html")) return node.children?.forEach(joinParentheses);
  let depth = 0;
  node.children = node.children.reduce((pieces, next) => {
    if (depth > 0) pieces.at(-1).children.push(...next.children);
    else pieces.push(next);
    depth = Math.max(depth + opened(next), 0);
    return pieces;
  }, []);
}

function typeset({ tex, display }) {
  check(tex);
  const tree = katex.__renderToDomTree(tex, {
    displayMode: display,
    output: "htmlAndMathml",
    throwOnError: true,
    strict: strict(tex),
    trust: forbid(tex),
    macros: { ...macros }, // a copy, since \gdef in one formula writes to it
  });
  joinWords(tree);
  spellOut(tree, tex);
  joinParentheses(tree);
  return tree.toMarkup();
}

// KaTeX counts UTF-16 units, Python characters.
function describe(error, tex) {
  const before = tex.slice(0, error.position ?? 0);
  return {
    message: error.rawMessage ?? error.message,
    position: [...before].length,
  };
}

function attempt(formula) {
  try {
    return { html: typeset(formula) };
  } catch (error) {
    return describe(error, formula.tex);
  }
}

process.stdout.write(JSON.stringify(formulas.map(attempt)));
