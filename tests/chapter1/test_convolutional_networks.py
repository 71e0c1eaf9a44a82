"""Section 1.4: what a layer sees and learns, and LeNet-5."""

import numpy as np
import pytest
import torch
from scipy.ndimage import maximum_filter
from scipy.signal import correlate2d

from snippets.chapter1.convolutional_networks import figures, lenet, lesson
from snippets.language import Language
from snippets.scoreboard import score


def parameters(module: torch.nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


def test_lenets_counts_are_those_that_its_authors_published():
    counted = {x.name: (x.parameters, x.connections) for x in lenet.layers()}
    assert counted == lenet.PUBLISHED
    assert (lesson.total("parameters"), lesson.total("connections")) == (60000, 340908)


def test_lenets_full_convolutions_and_dense_layers_are_as_large_as_pytorchs():
    found = {layer.name: layer.parameters for layer in lenet.layers()}
    assert found["C1"] == parameters(torch.nn.Conv2d(1, 6, 5))
    assert found["C5"] == parameters(torch.nn.Conv2d(16, 120, 5))
    assert found["F6"] == parameters(torch.nn.Linear(120, 84))
    assert lesson.full_c3() == parameters(torch.nn.Conv2d(6, 16, 5))


def test_lenets_sides_are_those_of_images_that_go_through_pytorchs_layers():
    x, sides = torch.zeros(1, 1, 32, 32), []
    for layer in (
        torch.nn.Conv2d(1, 6, 5),
        torch.nn.AvgPool2d(2),
        torch.nn.Conv2d(6, 16, 5),
        torch.nn.AvgPool2d(2),
        torch.nn.Conv2d(16, 120, 5),
    ):
        x = layer(x)
        sides.append(x.shape[-1])
    assert [layer.side for layer in lenet.layers()][:5] == sides


def test_a_unit_sees_what_changes_it():
    """The pixels whose change reaches the unit in the middle, in PyTorch."""
    layers = [torch.nn.Conv2d(1, 1, 5), torch.nn.AvgPool2d(2)] * 2
    layers.append(torch.nn.Conv2d(1, 1, 5))
    for count, expected in enumerate(lenet.fields(), 1):
        x = torch.randn(1, 1, 32, 32, requires_grad=True)
        y = torch.nn.Sequential(*layers[:count])(x)
        middle = y.shape[-1] // 2
        y[0, 0, middle, middle].backward()
        rows = np.flatnonzero(x.grad[0, 0].abs().sum(dim=1).numpy())
        assert rows[-1] - rows[0] + 1 == expected


def test_layers_of_a_digit_and_of_a_photograph_are_as_large_as_pytorchs():
    assert lesson.counts("dense") == parameters(torch.nn.Linear(64, 36))
    assert lesson.counts("local") == 36 * parameters(torch.nn.Linear(9, 1))
    assert lesson.counts("shared") == parameters(torch.nn.Conv2d(1, 1, 3))
    assert lesson.counts_of(8) == parameters(torch.nn.Conv2d(1, 8, 3))
    assert lesson.convolutional_megapixel() == parameters(torch.nn.Conv2d(3, 64, 3))
    assert lesson.dense_megapixel() == 3 * 10**6 * 1000 + 1000
    assert lesson.dense_lenet() == (32 * 32 + 1) * 6 * 28 * 28


def test_the_map_and_its_pooled_form_are_scipys():
    expected = np.maximum(correlate2d(lesson.image(), lesson.EDGE, mode="valid"), 0)
    np.testing.assert_allclose(lesson.response(lesson.image()), expected)
    largest = maximum_filter(expected, size=2, origin=-1)[::2, ::2]
    np.testing.assert_allclose(lesson.pooled(lesson.image()), largest)


def test_what_the_text_says_of_the_scoreboard():
    ours, hidden = score("book's network"), score("hidden layer")
    assert ours.moved.max() < hidden.moved.min()
    assert 1 / 3 < ours.moved.mean() / 360 < hidden.moved.mean() / 360
    assert abs(ours.misread.mean() - hidden.misread.mean()) < 2
    nearest = score("nearest neighbour").moved[0]
    assert ours.moved.min() < nearest < ours.moved.max()


@pytest.mark.parametrize("code", ["es", "en"])
def test_the_patch_times_the_kernel_adds_up_as_scipy_says(code):
    say = Language(code)
    expected = correlate2d(lesson.PATCH, lesson.EDGE, mode="valid").item()
    texts = [text.get_text() for text in figures.patch(say).axes[0].texts]
    assert texts[-1].endswith(f": {say.number(expected)}")


@pytest.mark.parametrize("code", ["es", "en"])
def test_every_count_stands_in_the_table(code):
    say = Language(code)
    rows = lesson.lenet_table(say)["rows"]
    for row, (learnt, joined) in zip(rows, lenet.PUBLISHED.values(), strict=True):
        assert row[3:5] == [say.number(learnt, "d"), say.number(joined, "d")]


@pytest.mark.parametrize("code", ["es", "en"])
def test_the_squares_of_the_figure_are_as_large_as_what_is_seen(code):
    patches = figures.fields(Language(code)).axes[0].patches
    widths = [patch.get_width() for patch in patches]
    assert [w for w in widths if widths.count(w) >= 2 and w != 32][::2] == [
        w for w in lenet.fields() if w != 32
    ]
