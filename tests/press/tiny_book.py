"""A made-up book of four pages in two languages, to break and to look at."""

from __future__ import annotations

import shutil
from pathlib import Path

from press import twins
from press.book import Book
from press.faults import FaultyBook
from tests.book_copy import IGNORED, ROOT

# What every book has: how a language writes numbers, and how its figures look.
LANGUAGE, DRAWING = "snippets/language.py", "snippets/drawing"

HOME = """\
# Un libro {#home}

::: lead
Números y su media.
:::

Empieza por [](#sec-1-1). En una fórmula, $a = {{chapter1.mean.lesson.count}}$.

$$
a = a
$$ {#eq-home}
"""
MEAN = """\
# La media {#sec-1-1}

::: lead
Calcular una media.
:::

La media de $n$ números la definió Cauchy [@cauchy1821]:

$$
m = \\frac{1}{n} \\sum_i x_i
$$ {#eq-mean}

## Un ejemplo {#example}

::: code means.mean

De {{.count}} números, la media es {{.rounded("mean", 1):.2f}}, por [](#eq-mean).

::: figure fig-bars .bars
alt: Tres barras y, a la altura de su media, una línea.

Tres números y su media $m$, como en [](#fig-dots).
:::

::: table tab-means .table
Medias de lo que muestra [](#fig-bars).
:::

::: session .nothing

::: exercise ex-zero
¿Cuál es la media de $0$ y $0$?

::: solution
Es $0$, por [](#eq-mean).
:::
:::

## Fuentes {#sources}

::: sources
"""
MEDIAN = """\
# La mediana {#sec-1-2}

La mediana es el número del medio; la media, [](#eq-mean), no siempre lo es.

## Un ejemplo {#example}

Véase [este ejemplo](#example) y [](#fig-dots).

$$
d = m
$$ {#eq-difference}

::: figure fig-dots .dots
alt: Tres puntos en una línea.

La mediana de tres números, los de [](#fig-bars).
:::

::: exercise ex-median
¿Y la mediana de $0$?
:::
"""
LAB = """\
# %% [markdown]
# # Laboratorio {#sec-1-3}
#
# Una media de $3$ números, como en [](#fig-bars).

# %%
# include: means.mean

# %%
mean([1, 2, 6])
"""

ENGLISH = {
    "Un libro": "A book",
    "Números y su media.": "Numbers and their mean.",
    "Empieza por": "Begin with",
    "En una fórmula,": "In a formula,",
    "La media {": "The mean {",
    "Calcular una media.": "You will compute a mean.",
    "La media de $n$ números la definió Cauchy": "Cauchy defined the mean of $n$",
    "Un ejemplo": "An example",
    "De {{.count}} números, la media es": "The mean of {{.count}} numbers is",
    ", por [](#eq-mean).": ", by [](#eq-mean).",
    "Tres barras y, a la altura de su media, una línea.": "Three bars and a line.",
    "Tres números y su media $m$, como en": "Three numbers, their mean $m$, as in",
    "Medias de lo que muestra": "Means of what is shown in",
    "¿Cuál es la media de $0$ y $0$?": "What is the mean of $0$ and $0$?",
    "Es $0$": "It is $0$",
    "Fuentes": "Sources",
    "La mediana {": "The median {",
    "La mediana es el número del medio; la media,": "The median is in the middle;",
    ", no siempre lo es.": " is not always there.",
    "Véase [este ejemplo](#example) y": "See [this example](#example) and",
    "Tres puntos en una línea.": "Three dots on a line.",
    "La mediana de tres números, los de": "The median of the three numbers of",
    "¿Y la mediana de $0$?": "And the median of $0$?",
    "Laboratorio": "Laboratory",
    "Una media de $3$ números, como en": "A mean of $3$ numbers, as in",
}

PAGES = {
    "index.md": HOME,
    "1-means/mean.md": MEAN,
    "1-means/median.md": MEDIAN,
    "1-means/lab.py": LAB,
}

MEANS = '''\
"""Means."""

import math


def mean(x: list[float]) -> float:
    """Return the mean of numbers.

    >>> mean([1, 2, 6])
    3.0
    """
    return math.fsum(x) / len(x)
'''
LESSON = '''\
"""Numbers of the page on means."""

from snippets.language import Language
from snippets.means import mean

NUMBERS = (1, 2, 6)


def count() -> int:
    """Return how many numbers there are."""
    return len(NUMBERS)


def rounded(name: str, digits: int) -> float:
    """Return a mean by its name."""
    return round({"mean": mean(NUMBERS)}[name], digits)


def table(say: Language) -> dict:
    """Return numbers with their means."""
    rows = [["$x_1$", 1.5], [say("los tres", "all three"), mean(NUMBERS)]]
    return {"header": [say("números", "numbers"), say("media", "mean")], "rows": rows}


def report(say: Language) -> None:
    """Print the mean."""
    print(say("media:", "mean:"), say.number(mean(NUMBERS), ".1f"))


__test__ = {
    "nothing": """
>>> from snippets.means import mean
>>> for numbers in ([1, 3], [4]):
...     mean(numbers)
2.0
4.0
>>> mean([])
Traceback (most recent call last):
    ...
ZeroDivisionError: float division by zero
"""
}
'''
FIGURES = '''\
"""Figures of a page."""

from matplotlib.figure import Figure

from snippets.drawing import style
from snippets.language import Language


def bars(say: Language) -> Figure:
    """Draw numbers as bars."""
    figure, axes = style.panel()
    axes.bar([0, 1, 2], [1, 2, 6])
    axes.set(xlabel=say("número", "number"))
    return figure


def dots(say: Language) -> Figure:
    """Draw numbers as dots."""
    figure, axes = style.panel()
    axes.plot([1, 2, 6], [0, 0, 0], "o")
    return figure
'''
FILES = {
    "mkdocs.yml": """\
site_name: Un libro
nav:
  - index.md
  - chapter-1:
      - 1-means/mean.md
      - 1-means/median.md
      - 1-means/lab.ipynb
      - https://example.org/
hooks: !ENV [HOOKS, []]
""",
    "docs/shared/bibliography.yml": """\
cauchy1821:
  authors: ["Cauchy, A. L."]
  year: 1821
  title: Cours d'analyse
gauss1809:
  authors: ["Gauss, C. F."]
  year: 1809
  title: Theoria motus
""",
    "docs/shared/source.yml": """\
sections:
  "1.1": 1-means/mean
  "1.1.1": 1-means/mean#example
  "2.1": 2-later/page#anything
equations:
  "1.1": eq-mean
  "2.1": eq-later
figures:
  "1.1": fig-bars  # the bars
""",
    "snippets/__init__.py": "",
    "snippets/means.py": MEANS,
    "snippets/chapter1/__init__.py": "",
    "snippets/chapter1/mean/__init__.py": "",
    "snippets/chapter1/mean/lesson.py": LESSON,
    "snippets/chapter1/mean/figures.py": FIGURES,
    "snippets/chapter1/median/__init__.py": "",
    "snippets/chapter1/median/figures.py": FIGURES,
}


def make(root: Path, cache: Path) -> Path:
    """Write the book to a folder, its pairs reviewed; results are kept in `cache`."""
    for name, text in FILES.items():
        _write(root / name, text)
    for key, text in PAGES.items():
        _write(root / "docs" / "es" / key, text)
        _write(root / "docs" / "en" / key, in_english(text))
        twins.mark(key, root)
    shutil.copy(ROOT / LANGUAGE, root / LANGUAGE)
    shutil.copytree(ROOT / DRAWING, root / DRAWING, ignore=IGNORED)
    (root / ".cache").symlink_to(cache)
    return root


def in_english(text: str) -> str:
    """Return a page's text in English."""
    for spanish, english in ENGLISH.items():
        text = text.replace(spanish, english)
    return text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def faultless(root: Path) -> Book:
    """Return the book, ready to be printed; its pairs need not be reviewed."""
    return Book(root, reviewed=False).prepare()


def faults(root: Path, *, reviewed: bool = True) -> list[str]:
    """Return all that the build says is wrong with the book."""
    try:
        Book(root, reviewed=reviewed).prepare()
    except FaultyBook as faulty:
        return [str(fault) for fault in faulty.faults]
    return []
