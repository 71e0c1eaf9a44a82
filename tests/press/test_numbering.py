"""Numbers come from labels, in reading order; to insert a label computes nothing."""

from __future__ import annotations

from pathlib import Path

from press.expand import Writer
from tests.press import tiny_book
from tests.press.planting import EN, ES, Edit, edit

NEW = {"es": "::: figure fig-new .dots\nalt: Tres puntos.\n\nPuntos.\n:::\n\n"}
NEW["en"] = NEW["es"].replace("Tres puntos", "Three dots").replace("Puntos", "Dots")


def results(book: Path) -> dict[str, int]:
    """Return the results that are kept, and when each was written."""
    kept = (book / ".cache" / "results").glob(f"{'[0-9a-f]' * 32}.json")
    return {path.name: path.stat().st_mtime_ns for path in kept}


def before_the_first(book: Path, new: dict[str, str]) -> None:
    """Insert something at the start of the chapter, in both languages."""
    edits: list[Edit] = [
        (ES, "La media de $n$", new["es"] + "La media de $n$"),
        (EN, "Cauchy defined", new["en"] + "Cauchy defined"),
    ]
    edit(book, *edits)


def shown(book: Path) -> dict[tuple[str, str], str]:
    """Return the Markdown of every page, figures and formulas left out."""
    ready = tiny_book.faultless(book)
    pages = ready.pages.items()
    return {place: Writer(page, ready).markdown() for place, page in pages}


def test_labels_are_counted_by_chapter_and_exercises_by_section(book: Path) -> None:
    numbers = tiny_book.faultless(book).numbers
    assert numbers == {
        "sec-1-1": "1.1",
        "sec-1-2": "1.2",
        "sec-1-3": "1.3",
        "eq-mean": "1.1",
        "eq-difference": "1.2",
        "fig-bars": "1.1",
        "fig-dots": "1.2",
        "tab-means": "1.1",
        "ex-zero": "1.1.1",
        "ex-median": "1.2.1",
    }


def test_a_second_chapter_is_counted_anew(book: Path) -> None:
    for code in ("es", "en"):
        edit(book, (f"docs/{code}/1-means/median.md", "{#sec-1-2}", "{#sec-3-1}"))
    numbers = tiny_book.faultless(book).numbers
    assert (numbers["eq-mean"], numbers["eq-difference"]) == ("1.1", "3.1")
    assert (numbers["fig-bars"], numbers["fig-dots"]) == ("1.1", "3.1")
    assert (numbers["ex-zero"], numbers["ex-median"]) == ("1.1.1", "3.1.1")


def test_the_order_is_the_navigations(book: Path) -> None:
    mean, median = (f"      - 1-means/{name}.md\n" for name in ("mean", "median"))
    edit(book, ("mkdocs.yml", mean + median, median + mean))
    numbers = tiny_book.faultless(book).numbers
    assert (numbers["fig-dots"], numbers["fig-bars"]) == ("1.1", "1.2")
    assert (numbers["eq-difference"], numbers["eq-mean"]) == ("1.1", "1.2")
    assert (numbers["ex-zero"], numbers["ex-median"]) == ("1.1.1", "1.2.1")


def test_a_new_first_figure_renumbers_all_others_and_computes_itself(
    book: Path,
) -> None:
    before, kept = shown(book), results(book)
    before_the_first(book, NEW)
    after, now_kept = shown(book), results(book)
    for code, word in (("es", "figura"), ("en", "figure")):
        assert (
            f"[{word}\u00a01.2](median.md#fig-dots)" in before[code, "1-means/mean.md"]
        )
        assert (
            f"[{word}\u00a01.3](median.md#fig-dots)" in after[code, "1-means/mean.md"]
        )
        median = after[code, "1-means/median.md"]
        assert f"[{word}\u00a01.2](mean.md#fig-bars)" in median
        assert f"[{word}\u00a01.3](#fig-dots)" in median
        assert f"[{word}\u00a01.2](mean.md#fig-bars)" in after[code, "1-means/lab.py"]
    assert kept.items() <= now_kept.items()
    assert len(now_kept) == len(kept) + 2  # the new figure, in two languages


def test_a_new_first_formula_computes_nothing(book: Path) -> None:
    tiny_book.faultless(book)
    before = results(book)
    before_the_first(book, dict.fromkeys(("es", "en"), "$$\nz = z\n$$ {#eq-new}\n\n"))
    assert tiny_book.faultless(book).numbers["eq-mean"] == "1.2"
    assert results(book) == before
