"""The option that runs only what belongs to one page."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.one_page import files_of
from tests.test_repository import ROOT


def names(page: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in files_of(page)}


def test_a_page_has_its_package_and_what_it_shows_with_their_tests() -> None:
    found = names("3-feedforward-networks/cost-functions")
    assert {
        "snippets/chapter3/cost_functions/lesson.py",
        "snippets/chapter3/cost_functions/likelihood.py",
        "snippets/losses.py",
        "tests/chapter3/test_cost_functions.py",
        "tests/chapter3/test_likelihood.py",
        "tests/test_losses.py",
    } <= found
    assert not [n for n in found if "chapter4" in n or "convolution" in n]


def test_all_tests_of_a_module_belong_to_it_and_no_other() -> None:
    found = names("docs/en/4-convolutional-networks/convolution.md")
    assert {"tests/test_convolution.py", "tests/test_convolution_signals.py"} <= found
    assert "tests/test_cnn.py" not in found


def test_a_page_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(pytest.UsageError, match=r"'nowhere'; accepted: .*pooling"):
        files_of("nowhere")


def test_nothing_else_is_collected_inside_or_outside_the_folder_of_the_tests() -> None:
    page = "4-convolutional-networks/pooling"
    command = "pytest", "-q", "-n", "0", "--collect-only", "--page", page
    options = {"cwd": ROOT, "capture_output": True, "text": True}
    done = subprocess.run([sys.executable, "-m", *command], check=True, **options)
    nodes = [line for line in done.stdout.splitlines() if "::" in line]
    assert {node.partition("::")[0] for node in nodes} == {
        "snippets/chapter4/pooling/lesson.py",
        "snippets/pooling.py",
        "snippets/shifts.py",
        "tests/chapter4/test_pooling.py",
        "tests/test_pooling.py",
    }
