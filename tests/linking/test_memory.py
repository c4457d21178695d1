"""What was found out about a text of a page is recalled."""

from __future__ import annotations

import pytest

from layoutfix.linking import memory
from layoutfix.linking.memory import recall, texts_remembered


def _count(asked: list[list[str]], new: list[str]) -> list[int]:
    asked.append(new)
    return [len(text) for text in new]


def test_a_text_is_asked_about_once_a_page() -> None:
    """Each page starts with nothing; what runs inside of another shares what is known."""
    asked: list[list[str]] = []
    with texts_remembered():
        assert recall("n", ["a", "bb", "a"], lambda new: _count(asked, new)) == [1, 2, 1]
        with texts_remembered():
            recall("n", ["a", "ccc"], lambda new: _count(asked, new))
        assert recall("n", ["bb", "ccc"], lambda new: _count(asked, new)) == [2, 3]
    with texts_remembered():
        recall("n", ["a"], lambda new: _count(asked, new))
    assert asked == [["a", "bb"], ["ccc"], ["a"]]


def test_very_long_lists_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded; the answers are the same."""
    monkeypatch.setattr(memory, "MOST_REMEMBERED", 2)
    asked: list[list[str]] = []
    with texts_remembered():
        for _ in range(2):
            found = recall("n", ["a", "bb", "ccc"], lambda new: _count(asked, new))
            assert found == [1, 2, 3]
    assert len(asked) == 2


def test_questions_have_answers_of_their_own() -> None:
    with texts_remembered():
        assert recall("n", ["a"], lambda new: [1]) == [1]
        assert recall("m", ["a"], lambda new: [2]) == [2]


def test_nothing_is_kept_where_no_page_is_read() -> None:
    """Not even of one list: what is asked is given on as it is."""
    asked: list[list[str]] = []
    for _ in range(2):
        recall("n", ["a", "a"], lambda new: _count(asked, new))
    assert asked == [["a", "a"], ["a", "a"]]
