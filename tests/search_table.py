"""What readers search for, and what they should find first.

python -m tests.search_table prints the first results of the site that was built last.
"""

from __future__ import annotations

import functools
import re
import shutil
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bs4 import BeautifulSoup

NEURAL, CONVOLUTIONAL = "3-feedforward-networks/", "4-convolutional-networks/"
CONVOLUTION, POOLING = f"{CONVOLUTIONAL}convolution/", f"{CONVOLUTIONAL}pooling/"
COST, ACTIVATIONS = f"{NEURAL}cost-functions/", f"{NEURAL}activation-functions/"
SUPERVISED = "1-introduction/supervised-learning/"
TRAINING, UNITS = f"{NEURAL}training/", f"{NEURAL}units/"

# Words by which something is called: where it is defined.
NAMES = {
    ("convolución", "convolution"): f"{CONVOLUTION}#doses",
    ("convolucion", "Convolution"): f"{CONVOLUTION}#doses",
    ("núcleo", "kernel"): f"{CONVOLUTION}#doses",
    ("nucleo", "kernels"): f"{CONVOLUTION}#doses",
    ("kernel", "KERNEL"): f"{CONVOLUTION}#doses",
    ("correlación cruzada", "cross-correlation"): f"{CONVOLUTION}#flip",
    ("padding", "padding"): f"{CONVOLUTION}#layer",
    ("relleno", "Padding"): f"{CONVOLUTION}#layer",
    ("paso", "stride"): f"{CONVOLUTION}#layer",
    ("equivariancia", "equivariance"): f"{CONVOLUTION}#equivariance",
    ("pooling", "pooling"): POOLING,
    ("agrupamiento", "pooled"): POOLING,
    ("campo receptivo", "receptive field"): (
        f"{CONVOLUTIONAL}basic-block/#receptive-field"
    ),
    ("softmax", "softmax"): f"{ACTIVATIONS}#sec-3-6-3",
    ("ReLU", "relu"): f"{ACTIVATIONS}#sec-3-6-4",
    ("tangente hiperbolica", "hyperbolic tangent"): f"{ACTIVATIONS}#sec-3-6-5",
    ("unidad sigmoide", "sigmoid unit"): f"{ACTIVATIONS}#sec-3-6-2",
    ("descenso de gradiente", "gradient descent"): f"{TRAINING}#gradient-descent",
    ("tasa de aprendizaje", "learning rate"): f"{TRAINING}#gradient-descent",
    ("retropropagación", "backpropagation"): f"{TRAINING}#backpropagation",
    ("minilote", "minibatches"): f"{TRAINING}#minibatches",
    ("sobreajuste", "overfitting"): f"{TRAINING}#traps",
    ("pérdida", "loss"): f"{SUPERVISED}#loss",
    ("perdida", "Loss"): f"{SUPERVISED}#loss",
    ("función de pérdida", "loss function"): (
        f"{NEURAL}evaluating-the-output/#parcels"
    ),
    ("entropía cruzada", "cross entropy"): f"{COST}#sec-3-5-2",
    ("máxima verosimilitud", "maximum likelihood"): f"{COST}#clicks",
    ("sesgo", "bias"): f"{UNITS}#unit",
    ("conv2d", "conv2d"): f"{CONVOLUTION}#flip",
    ("licencias", "licences"): "about/#licences",
}
# What has a number, `{}`: by the id that carries it, and its page.
NUMBERS = {
    ("{}", "{}"): ("sec-3-6-3", ACTIVATIONS),
    ("sección {}", "section {}"): ("sec-3-6-3", ACTIVATIONS),
    ("({})", "({})"): ("eq-binary-cross-entropy", COST),
    ("ecuación {}", "equation {}"): ("eq-output-size", CONVOLUTION),
    ("ec. {}", "eq. {}"): ("eq-output-size", CONVOLUTION),
    ("figura {}", "figure {}"): ("fig-kernel-flip", CONVOLUTION),
    ("Fig. {}", "Fig {}"): ("fig-kernel-flip", CONVOLUTION),
    ("tabla {}", "table {}"): ("tab-connection-counts", CONVOLUTION),
    ("ejercicio {}", "exercise {}"): ("ex-flip", CONVOLUTION),
}
CHAPTER = {("capítulo 4", "chapter 4"): CONVOLUTIONAL}
# What is in no page: the word that the dialog names.
NOWHERE = {
    ("xyzzy", "xyzzy"): "xyzzy",
    ("blockchain", "Blockchain"): "blockchain",
    ("núcleo cuaternión", "quaternion kernel"): "cuaternión quaternion",
    ("figura 99.9", "figure 99.9"): "figura 99.9 figure 99.9",
}


def queries(site: Path, language: str) -> dict[str, str]:
    """Return what to search for in a language, and the address to be found first."""
    column = ("es", "en").index(language)
    named = {names[column]: place for names, place in (NAMES | CHAPTER).items()}
    for forms, (id_, folder) in NUMBERS.items():
        page = parsed(site / folder / "index.html")
        named[forms[column].format(number(page, id_))] = f"{folder}#{id_}"
    return {query: f"{'en/' * column}{place}" for query, place in named.items()}


def number(page: BeautifulSoup, id_: str) -> str:
    """Return the number that a page shows of an id."""
    element = page.find(id=id_)
    label = element.select_one(".number, .label, .admonition-title") or element
    return re.search(r"\d+(?:\.\d+)+", label.get_text())[0]


@functools.cache
def parsed(path: Path) -> BeautifulSoup:
    """Return a page of the site."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing of each file that is asked for."""


def ask(page, query: str) -> list[tuple[str, str, str]]:
    """Type a query into the open dialog; return address, title and text of results."""
    page.fill("#book-search input", query)
    page.wait_for_function(
        "query => document.getElementById('book-results').dataset.query === query",
        arg=query,
    )
    return page.locator("#book-results li").evaluate_all(
        "entries => entries.map(entry => [entry.querySelector('a').href,"
        " entry.querySelector('a').textContent,"
        " entry.querySelector('p')?.textContent ?? ''])"
    )


def status(page) -> str:
    """Return what the dialog says of its results."""
    return page.inner_text("#book-search [role=status]")


def open_dialog(page, address: str) -> None:
    """Open a page of the site and its search."""
    page.goto(address)
    page.keyboard.press("/")
    page.wait_for_selector("#book-search[open]")


def main(site: Path) -> None:
    """Print the first result of each query, a table for each language."""
    from playwright.sync_api import sync_playwright

    handler = functools.partial(_Quiet, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"]
        )
        page = browser.new_page()
        for column, (language, home) in enumerate({"es": "", "en": "en/"}.items()):
            open_dialog(page, address + home)
            print("\n| query | first result | says |\n|---|---|---|")
            absent = [words[column] for words in NOWHERE]
            for query in (*queries(site, language), *absent):
                results = ask(page, query) or [("", "", "")]
                place = results[0][0].removeprefix(address)
                print(f"| {query} | {results[0][1]} `{place}` | {status(page)} |")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(Path(*(sys.argv[1:] or ["site"])))
