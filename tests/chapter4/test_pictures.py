"""How the laboratory draws."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from snippets.chapter4.lab import pictures
from snippets.drawing import style


def test_the_look_is_the_books() -> None:
    cycle = plt.cycler(color=[style.BLUE, style.ORANGE, style.GREEN, style.PURPLE])
    assert pictures.LOOK["axes.prop_cycle"] == cycle
    own = {"axes.prop_cycle", "figure.facecolor", "xtick.color", "ytick.color"}
    for name in pictures.LOOK.keys() & style.RC.keys() - own:
        assert pictures.LOOK[name] == style.RC[name], name


def test_show_draws_a_square_for_each_value() -> None:
    pictures.show({"$a$": np.array([[1, -1, 0.5, -0.01]]), "$b$": np.zeros((2, 2))})
    first, second = plt.gcf().axes
    colours = first.collections[0].get_facecolor()
    np.testing.assert_allclose(colours[:, 3], [1, 1, 0.5, 0.01])
    [dash] = first.lines
    assert np.mean(dash.get_xdata()) == 1.5
    assert dash.get_ydata().tolist() == [0.5, 0.5]
    assert not second.collections[0].get_facecolor()[:, 3].any()
    plt.close()
