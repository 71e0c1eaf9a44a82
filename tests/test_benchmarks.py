"""The benchmark runs, compares equals and says what it lacks; no test reads a clock."""

import math
import os
import subprocess
import sys

import numpy as np
import pytest
import torch

from snippets import timing

TINY = ["--batch", "2", "--size", "6", "--rounds", "2"]


def test_the_contenders_agree_and_the_ratios_are_numbers(capsys):
    rows = timing.main(TINY)
    assert [row.name.split(",")[0] for row in rows] == [
        "conv2d / PyTorch",
        "max_pool2d / PyTorch",
        "conv2d_loops / conv2d",
    ]
    for row in rows:
        assert math.isfinite(row.ratio)
        assert row.ratio > 0
        assert row.difference < 1e-4
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 1 + len(rows)
    for row, line in zip(rows, printed[1:], strict=True):
        assert line.startswith(row.name)
        assert f"{row.ratio:.2f}" in line


def test_without_pytorch_only_the_loops_are_timed(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    rows = timing.main(TINY)
    assert [row.name for row in rows] == ["conv2d_loops / conv2d, 1x3x6x6"]
    assert "PyTorch is not installed" in capsys.readouterr().out


def test_contenders_take_turns():
    calls = []
    a, b = (lambda name=name: calls.append(name) or np.zeros(1) for name in "ab")
    timing.compare("turns", a, b, rounds=3)
    assert "".join(calls) == "ab" + "ababab"


def test_pytorch_has_one_thread_while_it_is_timed_and_then_its_own_again():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        rows = timing.against_torch(batch=1, size=4, rounds=1)
        next(rows)
        assert torch.get_num_threads() == 1
        list(rows)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_the_ratio_is_the_first_over_the_second():
    assert timing.Comparison("", first=3.0, second=2.0, difference=0).ratio == 1.5


def test_a_difference_is_reported():
    found = timing.compare("off", lambda: np.zeros(3), lambda: np.arange(3), 1)
    assert found.difference == 2


def test_no_rounds_is_an_error():
    with pytest.raises(ValueError, match="rounds is 0"):
        timing.compare("none", np.zeros, np.zeros, rounds=0)


def test_importing_leaves_the_environment_alone_and_running_sets_one_thread():
    names = [f"{name}_NUM_THREADS" for name in ("OMP", "OPENBLAS", "MKL")]
    show = f"import os; print(*[os.environ.get(name) for name in {names}])"
    environment = {k: v for k, v in os.environ.items() if k not in names}
    run = f"runpy.run_module('snippets.benchmarks', run_name='__main__'); {show}"
    programs = (
        f"import snippets.benchmarks; {show}",
        f"import runpy, sys; sys.argv[1:] = {TINY}; {run}",
    )
    last = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()[-1]
        for program in programs
    ]
    assert last == ["None None None", "1 1 1"]
