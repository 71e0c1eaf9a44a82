"""Notebooks: a Python file in percent format becomes a notebook and a page.

Its code, the same in both languages, is run by mkdocs-jupyter (`press.runs`); its texts
are written and checked like those of any page. In a cell, `# include: .name` stands for
the source of that snippet, so that the downloaded notebook needs nothing of the
repository.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html import escape

import nbformat
from bs4 import BeautifulSoup, Tag
from mkdocs.exceptions import BuildError
from nbclient.exceptions import CellExecutionError

from press.blocks import Block
from press.blocks.shown import save_button
from press.drawing.svg import themed
from press.expand import Writer
from press.faults import ROOT, Fault
from press.inline import INLINE
from press.markup import Page
from press.names import uri_of
from press.widths import form
from press.words import capital, mention, word

COPYRIGHT = re.compile(r"^Copyright .*$", re.M)
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def text(writer: Writer, address: Callable[[str], str], book: str) -> str:
    """Return the notebook that readers run.

    `address` gives the link to an id, `book` is the name of the book.
    """
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = KERNEL
    notebook.cells = [_new_cell(b, writer, address) for b in writer.page.blocks]
    title, *rest = notebook.cells[0].source.split("\n")
    lines = [title, "", _origin(writer, address, book), *rest]
    notebook.cells[0].source = "\n".join(lines)
    for number, cell in enumerate(notebook.cells):
        cell.id = hashlib.sha256(f"{number}{cell.source}".encode()).hexdigest()[:8]
    return nbformat.writes(notebook) + "\n"


def _origin(writer: Writer, address: Callable[[str], str], book: str) -> str:
    """Say where a notebook comes from and what may be done with it."""
    url = address(writer.page.headings[0].id)
    name = f"[{book}]({url})" if url else book
    named = word("notebook", writer.language).format(name)
    notice = COPYRIGHT.search((ROOT / "LICENSE").read_text(encoding="utf-8"))[0]
    return f"{named} {notice}. {word('licences', writer.language)}"


def _new_cell(block: Block, writer: Writer, address: Callable) -> nbformat.NotebookNode:
    if block.kind == "cell":
        return nbformat.v4.new_code_cell(block.code(writer.page))
    text = "\n".join(_plain(b, writer, address) for b in block.children)
    return nbformat.v4.new_markdown_cell(text.strip())


def _plain(block: Block, writer: Writer, address: Callable) -> str:
    """Return a block in the Markdown that every Jupyter understands."""
    if block.kind == "heading":
        return f"{'#' * block.level} {writer.numbered(block)}\n"
    if block.kind == "formula":
        number = writer.book.number(block.id)
        tag = rf" \tag{{{number}}}" if number else ""
        return f"$$\n{form(block.text, 'wide')}{tag}\n$$\n"
    if block.kind == "alt":
        return ""
    if block.kind in ("prose", "lead"):
        texts = [block.text] if block.kind == "prose" else []
        texts += [child.text for child in block.children]
        return INLINE.sub(lambda m: _link(m, writer, address), "\n".join(texts))
    name = writer.page.name
    raise ValueError(f"{name}:{block.line}: a notebook cannot hold {block.kind!r}")


def _link(match: re.Match, writer: Writer, address: Callable) -> str:
    target = match["target"]
    if target is None or not target.startswith("#"):
        return match[0]
    number = writer.book.number(target[1:])
    text = match["text"].replace("{}", number)
    shown = text or mention(target[1:], number, writer.language)
    url = address(target[1:])
    return f"[{shown}]({url})" if url else shown


def page_html(executed: str, page: Page, render: Callable[[Block], str]) -> str:
    """Return a notebook's page: the site's texts and code, the run's outputs.

    `render` gives the HTML of a block; `executed` is what mkdocs-jupyter made.
    """
    run = BeautifulSoup(executed, "html.parser")
    cells = [c for c in run.select(".jp-Cell") if not c.find_parent(class_="jp-Cell")]
    if len(cells) != len(page.blocks):
        message = f"{page.name}: {len(page.blocks)} cells, but {len(cells)} in its run"
        raise ValueError(message)
    parts, alt = [], ""
    for number, (cell, block) in enumerate(zip(cells, page.blocks, strict=True)):
        parts.append(render(block))
        if block.kind == "cell":
            outputs = _outputs(cell, f"cell-{number}", page, alt)
            if "<svg" in outputs and not alt:
                missing = "the picture lacks its description (`::: alt`)"
                raise BuildError(f"{page.name}:{block.line}: {missing}")
            parts.append(outputs)
        alt = _description(block)
    name = uri_of(page.key).rpartition("/")[2]
    label = word("download", page.language)
    button = f'<a class="md-button" href="{name}" download>{label}</a>'
    first, *others = parts
    return "\n".join([first, f"<p>{button}</p>", *others])


def _description(block: Block) -> str:
    """Return what a text cell says of the picture that the next cell draws."""
    found = [child for child in block.children if child.kind == "alt"]
    return " ".join(" ".join(b.text for b in alt.children).strip() for alt in found)


def _outputs(cell: Tag, prefix: str, page: Page, alt: str) -> str:
    shown, stem = [], page.key.rpartition("/")[2].removesuffix(".py")
    name = capital(word("output", page.language))
    for number, output in enumerate(_joined(cell.select(".jp-OutputArea-output"))):
        if image := output.find("img", src=re.compile("^data:image/svg")):
            drawing = base64.b64decode(image["src"].split(",", 1)[1]).decode()
            svg = themed(drawing, page.language, f"{prefix}-{number}")
            shown.append(
                f'<div class="picture" role="img" aria-label="{escape(alt)}" '
                f"data-pagefind-ignore><div>{svg}</div></div>"
                f"{save_button(f'{stem}-{prefix}-{number}', '', page.language)}"
            )
        elif text := output.find("pre"):
            title = f'<span class="filename">{name}</span>'
            printed = f"<pre><code>{text.decode_contents()}</code></pre>"
            shown.append(f'<div class="highlight">{title}{printed}</div>')
    return f'<div class="outputs">{"".join(shown)}</div>' if shown else ""


def _joined(outputs: list[Tag]) -> list[Tag]:
    """Join what a cell prints: a slow run hands it over in several parts."""
    joined: list[Tag] = []
    for output in outputs:
        printed = output.find("pre")
        if printed and joined and (before := joined[-1].find("pre")):
            before.extend([*printed.contents])
        else:
            joined.append(output)
    return joined


def failed_cell(error: BaseException, pages: list[Page]) -> Fault | None:
    """Return which cell of which notebook failed, if that ended the build."""
    while error is not None and not isinstance(error, CellExecutionError):
        error = error.__cause__ or error.__context__
    if error is None:
        return None
    for page in pages:
        for number, block in enumerate(page.blocks, 1):
            if block.kind == "cell" and block.code(page) in str(error):
                cause = f"cell {number}: {error.ename}: {error.evalue}"
                return Fault(page.name, block.line, cause)
    return None
