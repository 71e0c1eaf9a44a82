"""The skeleton of a section: its package, its tests, both pages, its line in `nav`.

    python -m press.skeleton 2-fundamentals/ensembles "Conjuntos" "Ensembles"

Nothing that exists is overwritten. What the skeleton says in ⟨brackets⟩ is what is
to be written: the build refuses the page until it is.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from press import contents
from press.faults import ROOT
from press.markup import read_page
from press.names import package_of

COMMAND = "python -m press.skeleton"
PLACE = re.compile(r"\d+-[a-z-]+/[a-z][a-z-]*")
CHAPTER = re.compile(r"  - chapter-(\d+):")

PAGE = """\
# {title} {{#sec-{section}}}

::: lead
⟨{lead}⟩
:::

⟨{question}⟩

## ⟨{idea}⟩ {{#idea}}

::: recall ⟨{tool}⟩
⟨{recall}⟩
:::

⟨{read}⟩

$$
⟨formula⟩
$$ {{#eq-{name}}}

::: deeper ⟨{depth}⟩
⟨{deeper}⟩
:::

## {exercises} {{#exercises}}

::: exercise ex-{name}
⟨{predict}⟩

::: hint
⟨{hint}⟩
:::

::: solution
⟨{solution}⟩
:::
:::

::: recap
⟨{recap}⟩
:::
"""

WORDS = {
    "es": {
        "lead": "En esta sección aprenderás a …",
        "question": "la pregunta que trae el lector, en un caso concreto con números",
        "idea": "la idea, con su nombre",
        "tool": "la herramienta que se usa por primera vez",
        "recall": "dos líneas y un número",
        "read": "la fórmula leída en voz alta, de un número a la suma",
        "depth": "lo que hay dentro",
        "deeper": "lo que una primera lectura no necesita",
        "exercises": "Ejercicios",
        "predict": "una predicción que se pueda hacer de cabeza",
        "hint": "un primer paso",
        "solution": "la solución, con su porqué",
        "recap": "de tres a cinco frases y la pregunta de la sección siguiente",
    },
    "en": {
        "lead": "After this section you will be able to …",
        "question": "the question that the reader brings, in a case with numbers",
        "idea": "the idea, with its name",
        "tool": "the tool that is used for the first time",
        "recall": "two lines and a number",
        "read": "the formula read aloud, from one number to the sum",
        "depth": "what is inside",
        "deeper": "what a first reading does not need",
        "exercises": "Exercises",
        "predict": "a prediction that can be made in the head",
        "hint": "a first step",
        "solution": "the solution and the reason",
        "recap": "three to five sentences, and the next section's question",
    },
}

TEST = '''\
"""Tests of what the page {place} shows."""

from snippets.{package} import lesson


def test_the_page_has_numbers_of_its_own() -> None:
    names = [name for name in vars(lesson) if not name.startswith("_")]
    assert names, "lesson.py holds nothing that the page shows"
'''


def write(place: str, titles: dict[str, str], root: Path = ROOT) -> list[Path]:
    """Write the skeleton of the section at `place`; return the files it consists of.

    `place` is a path below docs/<language> without its ending. Raises ValueError if
    it is not of the form chapter/page, or if a page is there already.
    """
    if not PLACE.fullmatch(place):
        wanted = "accepted: a chapter and a page, as 4-convolutional-networks/dilation"
        raise ValueError(f"the place is {place!r}; {wanted}")
    files = _files(place, titles, root)
    if there := [path for path in files if path.exists()]:
        raise ValueError(f"{there[0].relative_to(root)} is there already")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _into_navigation(place, root)
    return [*files, root / contents.FILE]


def _files(place: str, titles: dict[str, str], root: Path) -> dict[Path, str]:
    package = package_of(f"{place}.md")
    folder = package.replace(".", "/")
    own, tests = root / "snippets" / folder, root / "tests"
    tests /= folder.replace("/", "/test_")
    section, name = next_section(place, root), place.rpartition("/")[2]
    files = {
        own / "__init__.py": f'"""What the page {place} shows."""\n',
        own / "lesson.py": f'"""Numbers of {place}."""\n',
        own / "figures.py": f'"""Figures of {place}."""\n',
        tests.with_suffix(".py"): TEST.format(place=place, package=package),
    }
    for code, words in WORDS.items():
        page = PAGE.format(title=titles[code], section=section, name=name, **words)
        files[root / "docs" / code / f"{place}.md"] = page
    return files


def next_section(place: str, root: Path) -> str:
    """Return the number of a new section, as its id has it.

    It is the one after the last section of its chapter, 4-6; the chapter's own, 4, for
    its index.
    """
    chapter, _, name = place.partition("/")
    number = chapter.partition("-")[0]
    if name == "index":
        return number
    folder = root / "docs" / "es" / chapter
    pages = [read_page(p, "es", p.name, root) for p in folder.glob("*.*")]
    last = [p.section.split(".") for p in pages if p.section]
    highest = max((int(parts[1]) for parts in last if len(parts) == 2), default=0)
    return f"{number}-{highest + 1}"


def _into_navigation(place: str, root: Path) -> None:
    """Add the page to `nav`: after the last of its chapter, or as a chapter's first."""
    chapter = place.partition("/")[0]
    path = root / contents.FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    entries = [n for n, x in enumerate(lines) if x.strip().startswith(f"- {chapter}/")]
    if entries:
        at = entries[-1] + 1
        added = f"      - {place}.md\n"
    else:
        number = int(chapter.partition("-")[0])
        at = _place_of_chapter(lines, number)
        added = f"  - chapter-{number}:\n      - {place}.md\n"
    lines.insert(at, added)
    path.write_text("".join(lines), encoding="utf-8")


def _place_of_chapter(lines: list[str], number: int) -> int:
    """Return the line before which a new chapter stands in `nav`."""
    for at, line in enumerate(lines):
        match = CHAPTER.match(line)
        if (match and int(match[1]) > number) or line.strip() == "- bibliography.md":
            return at
    raise ValueError(
        "the navigation has no bibliography.md, before which chapters stand"
    )


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__.split("\n")[0])
    parser.add_argument("place", help="chapter and page: 4-convolutional-networks/name")
    parser.add_argument("es", help="the title in Spanish")
    parser.add_argument("en", help="the title in English")
    given = parser.parse_args(argv)
    try:
        made = write(given.place, {"es": given.es, "en": given.en})
    except ValueError as error:
        parser.error(str(error))
    print("\n".join(path.relative_to(ROOT).as_posix() for path in made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
