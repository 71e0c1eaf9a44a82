"""Tests of what the page 1-introduction/introduction shows."""

from snippets.chapter1.introduction import lesson


def test_the_page_has_numbers_of_its_own() -> None:
    names = [name for name in vars(lesson) if not name.startswith("_")]
    assert names, "snippets/chapter1/introduction/lesson.py holds nothing that the page shows"
