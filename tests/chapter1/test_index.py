"""The introduction of chapter 1: the book's network reads digits."""

import numpy as np
import pytest
import torch

from snippets.chapter1.index import figures, lesson
from snippets.cnn_training import trained
from snippets.data.digits import digits_split
from snippets.language import Language

PANELS = 2


def torch_answers() -> np.ndarray:
    """Compute the network's probabilities with PyTorch."""
    theta = [torch.tensor(np.array(a)) for a in trained().parameters]
    x = torch.tensor(digits_split().x_test)
    s = torch.nn.functional.conv2d(x, theta[0], theta[1], padding=1)
    pooled = torch.nn.functional.max_pool2d(torch.relu(s), 2).flatten(1)
    return torch.softmax(pooled @ theta[2].T + theta[3], dim=1).numpy()


def test_the_answers_are_those_of_the_same_network_in_pytorch():
    np.testing.assert_allclose(lesson.answers(), torch_answers(), atol=1e-12)


def test_what_the_page_counts_is_what_pytorch_counts():
    p, labels = torch_answers(), digits_split().y_test
    assert lesson.misread() == np.sum(p.argmax(axis=1) != labels)
    assert lesson.sure(0.99) == np.sum(p.max(axis=1) >= 0.99)


def test_the_caption_tells_the_truth_of_the_ten_digits():
    """All right, all but the eight nearly certain, and its second answer a six."""
    p = lesson.answers()[lesson.first_of_each()]
    assert p.argmax(axis=1).tolist() == list(range(10))
    assert [k for k in range(10) if p[k, k] < 0.99] == [8]
    assert np.argsort(p[8])[-2] == 6


def test_one_of_the_eight_patterns_is_not_found_in_the_eight():
    maps = lesson.layers(8).rectified[0]
    assert [k for k in range(8) if not maps[k].any()] == [1]


@pytest.mark.parametrize("code", ["es", "en"])
def test_ten_digits_are_drawn_with_bars_as_long_as_their_probabilities(code):
    panels = figures.reading(Language(code))
    p = lesson.answers()[lesson.first_of_each()]
    assert len(panels) == PANELS
    for panel, rows in zip(panels, np.split(p, PANELS), strict=True):
        bars = [
            b for b in panel.axes[0].patches if b.get_height() == pytest.approx(1.6)
        ]
        widths = np.reshape([bar.get_width() for bar in bars], (5, 3))
        best = np.sort(rows, axis=1)[:, ::-1][:, :3]
        assert np.corrcoef(widths.ravel(), best.ravel())[0, 1] > 0.999
        assert panel.get_figwidth() <= 4.2


@pytest.mark.parametrize("code", ["es", "en"])
def test_every_number_of_every_layer_is_drawn(code):
    first, second = figures.levels(Language(code))
    squares = [len(c.get_paths()) for c in first.axes[0].collections]
    assert squares == [64] * 9
    assert [len(c.get_paths()) for c in second.axes[0].collections] == [16] * 8
