"""Formulas and pages as plain text: for the search, and for previews of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape
from xml.etree import ElementTree

LOST = "\ufffc"  # stands for a formula that a line of text cannot show
MATH = re.compile(r"<math\b.*?</math>", re.S)
FORMULA = re.compile(r'<(span|div) class="formula\b')
LINK = re.compile(r"<a class=.headerlink.*?</a>", re.S)
TAG = re.compile(r"<[^>]+>")
BARE = ("semantics", "mrow", "mstyle", "mpadded", "mi", "mn", "mtext")
SPACED = set("=≠≈≡≤≥<>+−×·∗⋆∈→↦∝∼:")
AFTER = set(",;")
LOWERED = str.maketrans(
    "0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
)
RAISED = str.maketrans("0123456789+−=()inTk′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᵀᵏ′")
SCRIPTS = {"msub": (LOWERED,), "msup": (RAISED,), "msubsup": (LOWERED, RAISED)}
TIDIED = (  # after an opening bracket no space, a minus without a left side close by
    (r"\u2061 ?(?=\()|(?<=[(\[{]) ", ""),
    ("\u2061", " "),
    (r"(^|[(\[{|]|[=≠≈≤≥<>,;×·] )− ", r"\1−"),
)
HATS = {"^": "\u0302", "ˉ": "\u0304", "~": "\u0303"}


def formula(math: str) -> str:
    """Return a formula, given as MathML, in one line; LOST if it needs more.

    >>> formula("<math><mrow><msub><mi>x</mi><mi>i</mi></msub><mo>≤</mo><mn>2</mn>"
    ...         "</mrow></math>")
    'xᵢ ≤ 2'
    >>> formula("<math><mfrac><mn>1</mn><mi>n</mi></mfrac></math>") == LOST
    True
    """
    try:
        root = ElementTree.fromstring(math)
        line = " ".join(_line(root[0]).split())
        for pattern, new in TIDIED:
            line = re.sub(pattern, new, line)
        return line
    except ValueError:
        return LOST


def _line(node: ElementTree.Element) -> str:
    """Return a part of a formula in a line; ValueError if it needs more."""
    name = node.tag.rpartition("}")[2]
    if name in SCRIPTS:
        return _with_scripts(node, SCRIPTS[name])
    if name == "mo":
        return _sign(node.text or "")
    if name == "mspace":
        return " "
    if name == "mover":
        return _hatted(*map(_line, node))
    if name not in BARE:
        raise ValueError(f"{name} is not of one line; accepted: {', '.join(BARE)}")
    inside = [node[0]] if name == "semantics" else node
    return (node.text or "").strip("\n") + "".join(map(_line, inside))


def _with_scripts(node: ElementTree.Element, alphabets: Iterable[dict]) -> str:
    base, *scripts = map(_line, node)
    pairs = zip(scripts, alphabets, strict=True)
    return base + "".join(_moved(script, letters) for script, letters in pairs)


def _hatted(base: str, hat: str) -> str:
    """Return a letter with what stands over it."""
    if len(base) != 1 or hat.strip() not in HATS:
        raise ValueError(
            f"{hat} over {base}; accepted: {', '.join(HATS)} over a letter"
        )
    return base + HATS[hat.strip()]


def _moved(script: str, letters: dict[int, str]) -> str:
    """Return an index or an exponent in letters of its own."""
    text = script.replace(" ", "")
    if any(ord(letter) not in letters for letter in text):
        raise ValueError(f"{text} has letters without a small form")
    return text.translate(letters)


def _sign(sign: str) -> str:
    if sign in SPACED:
        return f" {sign} "
    return f"{sign} " if sign in AFTER else sign


def with_formulas(html: str) -> str:
    """Put text in the place of each formula: a line, or LOST if it is displayed."""
    parts, done = [], 0
    for match in FORMULA.finditer(html):
        if match.start() >= done:
            end = _end(html, match)
            math = MATH.search(html, match.start(), end)
            line = formula(math[0]) if match[1] == "span" else LOST
            parts += [html[done : match.start()], escape(line, quote=False)]
            done = end
    return "".join([*parts, html[done:]])


def _end(html: str, opening: re.Match) -> int:
    """Return where the element ends that a match opens."""
    depth = 0
    for tag in re.compile(rf"<(/?){opening[1]}\b[^>]*>").finditer(
        html, opening.start()
    ):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    raise ValueError(f"{opening[0]} is never closed")


def text(html: str) -> str:
    """Return the text of a short piece of HTML, without formulas and tags.

    >>> text("<em>Pooling</em>&nbsp;2<a class='headerlink' href='#a'>¶</a>")
    'Pooling 2'
    """
    bare = LINK.sub("", with_formulas(html))
    return " ".join(unescape(TAG.sub("", bare)).split())
