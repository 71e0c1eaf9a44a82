"""Section 4.5: the notebook's cells, what they compute and what the text claims."""

from __future__ import annotations

import ast
import base64
import io
import json
import re
from functools import partial

import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient
from PIL import Image

from press import notebooks
from press.expand import Writer
from press.markup import Page, read_page
from snippets.activations import relu
from snippets.chapter4.convolution.lesson import RIGHT
from snippets.chapter4.lab import lesson as lab
from snippets.convolution import conv2d, conv2d_backward, cross_correlate2d
from snippets.data.digits import load_digits
from snippets.drawing import palette
from snippets.losses import squared_error
from snippets.pooling import average_pool2d, max_pool2d, max_pool2d_backward
from snippets.shifts import change, shift
from tests.book_copy import ROOT
from tests.contrast import luminance
from tests.finite_differences import numerical_gradient

KEY = "4-convolutional-networks/lab.py"
ALLOWED = {"numpy", "matplotlib", "matplotlib_inline"}
ALLOWED |= {"collections", "functools", "inspect"}  # Python's own
# What the run ends with: the variables that the test compares.
LAST = """
import json
found = {"learnt": learn(x, y)[0], "x": x, "maps": maps, "pooled": pooled}
print(json.dumps({name: np.array(v).tolist() for name, v in found.items()}))
"""


def read(language: str) -> Page:
    return read_page(ROOT / "docs" / language / KEY, language, KEY)


def codes(page: Page) -> list[str]:
    return [b.code(page) for b in page.blocks if b.kind == "cell"]


class Unnumbered:
    """A book of which the notebook asks for nothing but numbers, and has none."""

    def number(self, anchor: str) -> str:
        return ""


def notebook(language: str) -> nbformat.NotebookNode:
    """Return the notebook that readers download."""
    writer = Writer(read(language), Unnumbered())
    text = notebooks.text(writer, lambda anchor: "", "")
    return nbformat.reads(text, as_version=4)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """Write the Spanish notebook far from the repository and run it there."""
    place = tmp_path_factory.mktemp("elsewhere")
    downloaded = notebook("es")
    downloaded.cells.append(nbformat.v4.new_code_cell(LAST.strip()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", "")
        patch.chdir(place)
        return NotebookClient(downloaded, timeout=120).execute()


def test_the_code_is_the_same_in_both_languages_and_includes_resolve() -> None:
    assert codes(read("es")) == codes(read("en"))
    assert read("es").faults == read("en").faults == []
    assert not any("# include" in cell for cell in codes(read("es")))


def test_the_cells_need_nothing_of_the_repository() -> None:
    nodes = list(ast.walk(ast.parse("\n".join(codes(read("es"))))))
    found = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    found |= {n.module for n in nodes if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in found} == ALLOWED


def test_the_lines_fit_and_the_pictures_have_no_words() -> None:
    for cell in codes(read("es")):
        assert max(map(len, cell.splitlines())) <= 76
    written = ("plt.title", "plt.xlabel", "plt.ylabel", "legend")
    assert not any(word in cell for word in written for cell in codes(read("es")))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_notebook_shows_no_mark_of_the_press(language: str) -> None:
    cells = notebook(language).cells
    assert not any("# include" in cell.source for cell in cells)
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    for mark in (":::", "{#", "{{", "[@", "](#", "[]("):
        assert not any(mark in text for text in texts), mark


def test_the_notebook_runs_alone(run: nbformat.NotebookNode) -> None:
    outputs = [o for c in run.cells if c.cell_type == "code" for o in c.outputs]
    assert {o.output_type for o in outputs} == {"display_data", "stream"}
    assert all(o.get("name", "stdout") == "stdout" for o in outputs)


def test_every_picture_is_a_clean_drawing(run: nbformat.NotebookNode) -> None:
    outputs = [o for c in run.cells if c.cell_type == "code" for o in c.outputs]
    drawings = [o.data for o in outputs if o.output_type == "display_data"]
    assert len(drawings) == 9
    for data in drawings:
        svg = data["image/svg+xml"]
        svg = "".join(svg)
        width = float(svg.split('width="')[1].split("pt")[0])
        assert width <= 4.2 * 72
        assert "<image" not in svg
        assert "<dc:date>" not in svg
        assert "<text" in svg  # letters stay letters


def test_every_picture_can_be_read_on_any_paper(run: nbformat.NotebookNode) -> None:
    """What an untrusted notebook shows is the PNG: opaque, and dark on light."""
    outputs = [o for c in run.cells if c.cell_type == "code" for o in c.outputs]
    drawings = [o.data for o in outputs if o.output_type == "display_data"]
    for data in drawings:
        picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
        pixels = np.array(picture.convert("RGBA")) / 255
        assert (pixels[..., 3] == 1).all()
        light = luminance(pixels[..., :3])
        corners = light[[0, 0, -1, -1], [0, -1, 0, -1]]
        assert corners.min() > 0.95
        assert (corners.min() + 0.05) / (light.min() + 0.05) > 15
        assert f'style="fill: {palette.PAPER}"' in data["image/svg+xml"]


def test_the_run_gives_what_the_snippets_give(run: nbformat.NotebookNode) -> None:
    found = json.loads(run.cells[-1].outputs[0].text)
    got = {name: np.array(value) for name, value in found.items()}
    np.testing.assert_allclose(got["learnt"], RIGHT, atol=1e-12)
    wide = np.pad(load_digits()[0][2] / 16, ((1, 1), (1, 9)))[None, None]
    assert len(got["maps"]) == len(got["pooled"]) == 7
    for d in range(7):
        expected = np.maximum(0, conv2d(shift(wide, d), RIGHT[None, None]))
        np.testing.assert_allclose(got["maps"][d], expected[0, 0], atol=1e-12)
        expected = max_pool2d(expected, 2)
        np.testing.assert_allclose(got["pooled"][d], expected[0, 0], atol=1e-12)


def printed(run: nbformat.NotebookNode) -> list[str]:
    cells = [c for c in run.cells if c.cell_type == "code"][:-1]
    streams = [[o for o in c.outputs if o.output_type == "stream"] for c in cells]
    return ["".join(o.text for o in s) for s in streams if s]


def test_what_is_printed_is_what_the_text_says(run: nbformat.NotebookNode) -> None:
    row, slopes, recovered, few, kernels, shifts = printed(run)[:-4]
    assert row == "[[ 0  3  0 -3]]\n"
    by_difference, by_formula = map(float, slopes.split())
    assert by_difference == by_formula < 0
    assert (recovered, few) == ("True\n", "True False\n")
    numbers = np.array(kernels.replace("[", " ").replace("]", " ").split(), float)
    np.testing.assert_array_equal(numbers, [*range(1, 10), *range(9, 0, -1)])
    lines = shifts.splitlines()
    assert lines[:4] == ["1 True False", "2 True True", "3 True False", "4 True True"]
    assert len(set(json.loads(lines[4]))) == 1


def numbers_of(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+\.?\d*(?:e[-+]\d+)?", text)]


def test_the_cells_of_the_answers_say_the_same(run: nbformat.NotebookNode) -> None:
    first, second, third, further = [p.splitlines() for p in printed(run)[-4:]]
    assert float(first[0]) == 3 * float(first[1]) == 6
    assert numbers_of(" ".join(first[2:4])) == [9] * 4
    table = np.reshape(numbers_of(" ".join(first[4:])), (5, 5))
    np.testing.assert_array_equal(table, np.outer(*[[1, 2, 3, 2, 1]] * 2))
    slow, fast, growing = map(numbers_of, second[:3])
    assert (slow[0], fast[0], growing[0]) == (0.1, 0.5, 1)
    assert fast[2] < 1e-8 < slow[2] < slow[1] == growing[1] < growing[2]
    *curvatures, limit = numbers_of(second[3])
    assert abs(np.subtract(curvatures, 2)).max() < 0.4
    assert limit == 0.87
    assert min(numbers_of(second[4])) == 0.03
    errors = dict(map(numbers_of, second[5:9]))
    assert errors[200] == 0.1
    assert errors[2000] < 1e-5 < errors[1000]
    assert second[9:] == ["1 4 False", "2 8 False", "3 12 True", "4 16 True"]
    rises = {int(n): rest for n, *rest in map(numbers_of, third[:3])}
    assert min(rises[2][1:5] + rises[4][1:5]) > 0
    assert rises[8][:4] == [0] * 4
    assert max(rises[8][4:6]) < 0
    unpooled, pooled = numbers_of(third[3])
    assert unpooled < pooled < unpooled + 0.05
    assert len(numbers_of(third[4])) == 2
    assert max(numbers_of(third[4])) < 0
    assert further == ["1 10 False", "2 10 False"]


# The functions against the book's


seeds = st.integers(0, 1000)


@given(seeds)
def test_correlate_is_the_books(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, K = rng.normal(size=(3, 7, 6)), rng.normal(size=rng.integers(1, 5, size=2))
    expected = conv2d(x[:, None], K[None, None])[:, 0]
    np.testing.assert_allclose(lab.correlate(x, K), expected, atol=1e-12)
    one = cross_correlate2d(x[0], K)
    np.testing.assert_allclose(lab.correlate(x[0], K), one, atol=1e-12)


@given(seeds)
def test_loss_and_gradient_are_the_books_and_the_slope(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(2, 5, 6)), rng.normal(size=(2, 3, 4))
    K = rng.normal(size=(3, 3))
    output = conv2d(x[:, None], K[None, None])
    # Each pixel is a point of its own.
    expected = squared_error(y.ravel(), output.ravel(), reduction="mean")
    assert np.isclose(lab.loss(x, y, K), expected)
    error = 2 * (output - y[:, None]) / y.size
    _, kernels, _ = conv2d_backward(error, x[:, None], K[None, None])
    found = lab.gradient(x, y, K)
    np.testing.assert_allclose(found, kernels[0, 0], atol=1e-12)
    slope = numerical_gradient(lambda K: lab.loss(x, y, K), K)
    np.testing.assert_allclose(found, slope, atol=1e-6)
    # The text: it is the cross-correlation of each image with its map of errors.
    each = [lab.correlate(a, e[0]) for a, e in zip(x, error, strict=True)]
    np.testing.assert_allclose(found, np.sum(each, axis=0), atol=1e-12)


@given(seeds, st.integers(1, 4), st.integers(0, 6))
def test_pooling_and_shift_are_the_books(seed: int, k: int, d: int) -> None:
    x = np.random.default_rng(seed).normal(size=(7, 6))
    as_batch = x[None, None]
    np.testing.assert_array_equal(lab.max_pool(x, k), max_pool2d(as_batch, k)[0, 0])
    np.testing.assert_array_equal(lab.shift(x, d), shift(as_batch, d)[0, 0])
    found = lab.change(x, lab.shift(x, d))
    assert np.isclose(found, change(lambda y: y, as_batch, d))
    expected = average_pool2d(as_batch, k)[0, 0]
    np.testing.assert_allclose(lab.mean_pool(x, k), expected, atol=1e-12)
    outputs = max_pool2d(np.stack([x, lab.shift(x, d)])[:, None], k)[:, 0]
    found = lab.curve(outputs)
    assert found[0] == 0
    pool = partial(max_pool2d, size=k)
    assert np.isclose(found[1], change(pool, as_batch, d))


@given(seeds)
def test_the_curvatures_are_those_of_the_loss(seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=(2, 6, 5))
    y = np.zeros((2, 4, 3))
    hessian = [lab.gradient(x, y, e.reshape(3, 3)).ravel() for e in np.eye(9)]
    expected = np.linalg.eigvalsh(hessian)
    np.testing.assert_allclose(lab.curvatures(x), expected, atol=1e-12)


@given(seeds, st.sampled_from([1, 2, 3, 4]))
def test_the_gradient_of_a_block_is_the_books_and_the_slope(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    x, K = rng.normal(size=(2, 8, 8)), rng.normal(size=(3, 3))
    y = rng.normal(size=(2, 6 // k, 6 // k))  # of a map that four does not fill

    def loss(K: np.ndarray) -> float:
        return float(np.mean((lab.max_pool(relu(lab.correlate(x, K)), k) - y) ** 2))

    found = lab.block_gradient(x, y, K, k)
    np.testing.assert_allclose(found, numerical_gradient(loss, K), atol=1e-5)
    s = conv2d(x[:, None], K[None, None])
    g = 2 * (max_pool2d(relu(s), k) - y[:, None]) / y.size
    g = max_pool2d_backward(g, relu(s), k) * (s > 0)
    _, kernels, _ = conv2d_backward(g, x[:, None], K[None, None])
    np.testing.assert_allclose(found, kernels[0, 0], atol=1e-12)


def test_the_digits_are_the_books() -> None:
    images, labels = load_digits()
    rows = lab.DIGITS.split()
    signs = np.array([*"0123456789abcdefg"])
    assert rows == ["".join(signs[image.ravel().astype(int)]) for image in images[:5]]
    np.testing.assert_array_equal(labels[:5], range(5))
    read_back = [lab.image_of(row) for row in rows]
    np.testing.assert_array_equal(read_back, images[:5] / 16)


# What the text claims, and what its tasks lead to


def noise(n: int, side: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n, side, side))


def test_the_first_act() -> None:
    square = np.zeros((10, 10))
    square[3:7, 3:7] = 1
    right = lab.correlate(square, RIGHT)
    assert RIGHT.sum() == 0
    assert not right[3:5, 3:5].any()  # the inside
    assert (right[3:5, 1:3] > 0).all()
    assert (right[3:5, 5:7] < 0).all()
    assert not right[:, 3:5].any()  # the horizontal sides, but for the corners
    line = lab.correlate(square, np.array([[-1] * 3, [2] * 3, [-1] * 3]))
    assert (line[2, 2:6] > 0).all()
    assert (line[1, 2:6] < 0).all()
    assert not line[3:5].any()
    blur = lab.correlate(square, np.ones((3, 3)) / 9)
    np.testing.assert_allclose(blur[3:5, 3:5], 1)
    two = lab.image_of(lab.DIGITS.split()[2])
    assert (lab.correlate(two, RIGHT)[:, :2] > 0).all()
    assert (lab.correlate(two, RIGHT)[:, -1] < 0).all()
    level = lab.correlate(two, np.array([[-1] * 3, [2] * 3, [-1] * 3]))
    assert level[5].min() > 0  # the base
    assert level[0, 1:5].min() > 0  # the top of the arch


def test_the_loss_falls_by_about_the_same_fraction() -> None:
    x = noise(20, 8)
    losses = lab.learn(x, lab.correlate(x, RIGHT))[1]
    fractions = np.divide(losses[1:120], losses[:119])
    assert 0.5 < fractions.min() < fractions.max() < 0.75
    assert losses[-1] < 1e-28


def test_the_learning_rates_to_try() -> None:
    x = noise(20, 8)
    y = lab.correlate(x, RIGHT)
    assert lab.learn(x, y, alpha=0.5)[1][20] < 1e-12 < lab.learn(x, y)[1][20]
    assert lab.learn(x, y, alpha=1)[1][20] > lab.learn(x, y)[1][0]


def test_digits_take_more_steps_than_noise() -> None:
    digits = np.array([lab.image_of(row) for row in lab.DIGITS.split()])
    y = lab.correlate(digits, RIGHT)
    few, many = (lab.learn(digits, y, steps=n)[0] for n in (200, 5000))
    assert abs(few - RIGHT).max() > 0.1
    np.testing.assert_allclose(many, RIGHT, atol=1e-6)
    # Neighbouring weights that change in opposite ways are a flat direction.
    p = lab.patches(digits, (3, 3))
    flat = np.mean((p[..., 1:] - p[..., :-1]) ** 2, axis=(0, 1, 2))
    assert flat.max() < lab.curvatures(digits).mean() < 0.2 * lab.curvatures(digits)[-1]


def test_descent_from_zero_finds_the_smallest_kernel() -> None:
    x = noise(1, 4, seed=1)
    y = lab.correlate(x, RIGHT)
    p = lab.patches(x, (3, 3)).reshape(-1, 9)
    smallest = np.linalg.lstsq(p, y.ravel())[0].reshape(3, 3)
    assert np.linalg.norm(smallest) < np.linalg.norm(RIGHT)
    found = lab.learn(x, y, steps=5000)[0]
    np.testing.assert_allclose(found, smallest, atol=1e-8)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_nine_equations_are_needed(n: int) -> None:
    x = noise(n, 4, seed=1)
    y = lab.correlate(x, RIGHT)
    equations = lab.patches(x, (3, 3)).reshape(-1, 9)
    assert np.linalg.matrix_rank(equations) == min(y.size, 9) == min(4 * n, 9)
    K, losses = lab.learn(x, y, steps=5000)
    assert losses[-1] < 1e-5
    assert np.allclose(K, RIGHT, atol=1e-6) == (y.size >= 9)


def test_the_error_under_noise_falls_with_the_root() -> None:
    rng = np.random.default_rng(1)
    for n in (4, 32):
        squares = []
        for _ in range(30):
            x, e = rng.normal(size=(n, 8, 8)), rng.normal(size=(n, 6, 6))
            K, _ = lab.learn(x, lab.correlate(x, RIGHT) + e)
            squares.append(np.sum((K - RIGHT) ** 2))
        expected = 3 / np.sqrt(36 * n)
        assert np.isclose(np.sqrt(np.mean(squares)), expected, rtol=0.25)
    mean = np.einsum("nij,nijab->ab", e, lab.patches(x, (3, 3))) / e.size
    assert np.linalg.norm(K - RIGHT - mean) < 0.25 * np.linalg.norm(mean)


def test_the_third_act() -> None:
    two = lab.image_of(lab.DIGITS.split()[2])
    maps = np.maximum(0, lab.responses(two, RIGHT))
    curves = {k: lab.curve(lab.max_pool(maps, k)) for k in (1, 2, 4, 8)}
    assert curves[1][1] > curves[2][1] > curves[4][1] > curves[8][1] == 0
    assert curves[1][2] > 1
    assert curves[8][3] == 0 < curves[8][4]
    assert curves[8][6] < min(curves[k][6] for k in (1, 2, 4))
    np.testing.assert_allclose([curves[1][6], curves[2][6]], np.sqrt(2))
