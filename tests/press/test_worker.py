"""The worker's values: what a function gives, or a constant."""

import pytest

from press import worker
from press.faults import ROOT

MOTIVATION = "chapter4.motivation"


def value(target: str, *args: object) -> object:
    job = {"kind": "value", "target": target, "args": args}
    result = worker.run(job, ROOT)
    return result["error"]["message"] if "error" in result else result["value"]


def test_a_function_is_called_with_its_arguments_and_a_constant_is_its_own_value():
    assert value("losses.squared_error", [1, 4], [2, 6]) == 5
    assert value(f"{MOTIVATION}.comparison.PERMUTATION_SEED") == 0


@pytest.mark.parametrize(
    ("name", "args", "complaint"),
    [
        ("comparison.SHIFTS", (), "gives tuple; accepted: int, float, str"),
        ("comparison.PERMUTATION_SEED", (1,), "object is not callable"),
    ],
)
def test_what_is_neither_number_nor_text_is_an_error(name, args, complaint):
    found = value(f"{MOTIVATION}.{name}", *args)
    assert "TypeError" in found
    assert complaint in found
