"""What the last build gave is given again only while all that it rests on stands."""

from __future__ import annotations

import os
from pathlib import Path

from press.memory import Memory, digest, gathering, look_into, stamps

PLACE = ("page", "es")


def settled(key: str, given: object, *files: Path) -> Memory:
    memory = Memory(keeps=True)

    def work() -> object:
        for file in files:
            look_into(file)
        return given

    assert memory.step(PLACE, key, work) == given
    memory.settle()
    return memory


def again(memory: Memory, key: str) -> object:
    return memory.step(PLACE, key, lambda: "done again")


def test_a_step_is_left_out_for_the_same_key_alone() -> None:
    memory = settled("a", "given")
    assert again(memory, "a") == "given"
    assert again(memory, "b") == "done again"


def test_a_step_is_done_again_when_a_file_that_it_read_changed(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("one")
    memory = settled("a", "given", file)
    assert again(memory, "a") == "given"
    file.write_text("other")
    assert again(memory, "a") == "done again"


def test_a_file_edited_in_the_middle_of_a_step_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("one")
    memory = Memory(keeps=True)

    def work() -> str:
        look_into(file)
        given = file.read_text()
        file.write_text("the other")
        return given

    assert memory.step(PLACE, "a", work) == "one"
    memory.settle()
    assert memory.step(PLACE, "a", file.read_text) == "the other"


def test_a_file_that_came_or_went_is_a_change(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    memory = settled("a", "given", file)
    file.write_text("now here")
    assert again(memory, "a") == "done again"


def test_what_a_failed_build_noted_is_forgotten() -> None:
    memory = settled("a", "given")
    assert again(memory, "b") == "done again"
    memory.drop()
    assert again(memory, "a") == "given"


def test_what_a_build_did_not_use_is_forgotten() -> None:
    memory = settled("a", "given")
    memory.settle()
    assert memory.recall(PLACE, "a") is None


def test_a_memory_that_keeps_nothing_does_every_step() -> None:
    memory = Memory()
    assert [again(memory, "a"), memory.recall(PLACE, "a")] == ["done again", None]


def test_a_step_within_another_reads_for_both(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    with gathering() as outer:
        look_into(one)
        with gathering() as inner:
            look_into(other)
    assert (set(outer), set(inner)) == ({one, other}, {other})


def test_a_step_rests_on_what_a_known_step_within_it_read(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("one")
    memory = settled("a", "given", file)

    def outer() -> object:
        return memory.step(PLACE, "a", lambda: "not done")

    assert memory.step(("outer",), "a", outer) == "given"
    memory.settle()
    file.write_text("the other")
    assert memory.step(("outer",), "a", lambda: "done again") == "done again"


def test_stamps_change_with_what_is_written_and_not_with_bytecode(
    tmp_path: Path,
) -> None:
    (tmp_path / "__pycache__").mkdir()
    file = tmp_path / "module.py"
    file.write_text("one")
    before = stamps(tmp_path)
    (tmp_path / "__pycache__" / "module.pyc").write_text("made")
    assert stamps(tmp_path) == before
    os.utime(file, ns=(1, 1))
    assert stamps(tmp_path) != before


def test_a_digest_tells_parts_apart() -> None:
    assert digest("a", "bc") != digest("ab", "c")
