"""Figures saved from the built site as files of their own, in both languages."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from tests.contrast import luminance
from tests.test_browser import every_page

SVG = "{http://www.w3.org/2000/svg}"
LINKED = "{http://www.w3.org/1999/xlink}href"
NAMES = {"es": "Guardar como SVG", "en": "Save as SVG"}
HOMES = {"es": "", "en": "en/"}
PAGES = ["3-feedforward-networks/training/", "4-convolutional-networks/lab/"]
SCHEMES = ["light", "dark"]
# Whoever lacks the book's fonts has others of their kind: sans for words, serif for
# symbols and signs.
GENERIC = re.compile(r"font-family: [^;]*, (sans-)?serif;")
# What the page shows: its colours by their variables, and of each figure its words.
COLOURS = """
() => ["--paper", "--ink", "--figure-blue", "--figure-orange"].map(name => {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
  probe.remove();
  return found;
})
"""
WORDS = """
() => [...document.querySelectorAll(".picture")].map(picture => ({
  alt: picture.getAttribute("aria-label"),
  label: picture.parentElement.querySelector(".label")?.textContent ?? "",
  letters: [...picture.querySelectorAll("text")].map(t => t.textContent),
  panels: picture.querySelectorAll("svg").length,
}))
"""
COVERED = """
() => [...document.querySelectorAll(".save")].flatMap(button => {
  if (!button.checkVisibility()) return [];  // in a box that is folded
  const own = button.getBoundingClientRect();
  const texts = document.createTreeWalker(document.querySelector("article"), 4);
  const covered = [];
  for (let text; (text = texts.nextNode());) {
    const seen = text.data.trim() && text.parentElement.checkVisibility();
    if (button.contains(text) || !seen) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      const apart = box.right <= own.left || box.left >= own.right
        || box.bottom <= own.top || box.top >= own.bottom;
      if (!apart) covered.push([button.dataset.file, text.data]);
    }
  }
  return covered;
})
"""


def saved(page, folder: Path) -> list[Path]:
    """Save all figures of a page, by the keyboard."""
    files = []
    buttons = page.locator("button.save")
    for number in range(buttons.count()):
        buttons.nth(number).focus()
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        files.append(folder / download.value.suggested_filename)
        download.value.save_as(files[-1])
    assert len(set(files)) == len(files) > 0
    return files


def shown(page, file: Path) -> np.ndarray:
    """Return what a browser makes of a file alone: its pixels, from 0 to 255."""
    page.goto(file.as_uri())
    root = page.locator("svg").first.screenshot()
    return np.array(Image.open(io.BytesIO(root)).convert("RGB")).astype(int)


def has(pixels: np.ndarray, colour: list[int]) -> bool:
    return bool((abs(pixels - colour).max(axis=-1) <= 1).any())


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", HOMES)
def test_a_saved_figure_needs_nothing_of_its_page(
    browser, address: str, tmp_path: Path, language: str, path: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}{HOMES[language]}{path}")
    title, figures = page.title(), page.evaluate(WORDS)
    paper, *colours = page.evaluate(COLOURS)
    pictures = []
    for file, figure in zip(saved(page, tmp_path), figures, strict=True):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"var\(|currentcolor|light-dark", text, re.I)
        drawing = ElementTree.fromstring(text)
        label = figure["label"].removesuffix(".")
        assert drawing.find(f"{SVG}title").text == " · ".join(
            filter(None, [label, title])
        )
        assert drawing.find(f"{SVG}desc").text == figure["alt"]
        assert len(drawing.findall(f"{SVG}svg")) == figure["panels"]
        letters = list(drawing.iter(f"{SVG}text"))
        assert ["".join(e.itertext()) for e in letters] == figure["letters"]
        runs = [e for text in letters for e in text.iter() if e.text]
        assert all(GENERIC.search(e.get("style")) for e in runs)
        ids = {e.get("id") for e in drawing.iter()}
        links = [e.get(LINKED)[1:] for e in drawing.iter() if e.get(LINKED)]
        assert {*links, *re.findall(r"url\(&quot;#([^&]+)", text)} <= ids
        pictures.append(shown(page, file))
    for pixels in pictures:
        assert (pixels[[0, 0, -1, -1], [0, -1, 0, -1]] == paper).all()
        light = luminance(pixels / 255)
        assert (light.max() + 0.05) / (light.min() + 0.05) > 7
    assert all(any(has(pixels, c) for pixels in pictures) for c in colours)
    context.close()


@pytest.mark.parametrize("language", HOMES)
def test_the_name_of_the_file_says_which_figure(
    page, address: str, tmp_path: Path, language: str
) -> None:
    page.goto(f"{address}{HOMES[language]}{PAGES[0]}")
    labels = page.locator("figure.figure .label").all_inner_texts()
    buttons = page.get_by_role("button", name=NAMES[language])
    kind = {"es": "figura", "en": "figure"}[language]
    for file, label, button in zip(
        saved(page, tmp_path), labels, buttons.all(), strict=True
    ):
        number = label.split()[1].removesuffix(".")
        assert re.fullmatch(rf"{kind}-{re.escape(number)}-[a-z-]+\.svg", file.name)
        assert button.text_content() == f"{NAMES[language]}: {label.removesuffix('.')}"


@pytest.mark.parametrize("language", HOMES)
def test_the_button_is_for_screens_with_scripts(
    browser, address: str, language: str
) -> None:
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{address}{HOMES[language]}{PAGES[0]}")
        assert page.locator("button.save").first.is_visible() == scripts
        page.emulate_media(media="print")
        assert not page.locator("button.save").first.is_visible()
        context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_no_button_covers_words(browser, site: Path, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    for path in every_page(site):
        page.goto(address + path)
        assert page.evaluate(COVERED) == [], path
        sizes = page.locator("button.save").evaluate_all(
            "buttons => buttons.map(b => b.getBoundingClientRect().height)"
        )
        assert all(size >= 24 for size in sizes)
    context.close()
