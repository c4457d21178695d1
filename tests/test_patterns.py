"""Patterns that wait for their first use are those that would have been compiled."""

from __future__ import annotations

import copy
import pickle

import pytest
import regex

from layoutfix.patterns import pattern

WAYS = ("search", "match", "fullmatch", "findall", "split")


@pytest.mark.parametrize("text", ["Ely, 3 March", "march", ""])
def test_it_finds_what_the_compiled_one_finds(text: str) -> None:
    late = pattern(r"\p{Lu}\w+", regex.IGNORECASE)
    compiled = regex.compile(r"\p{Lu}\w+", regex.IGNORECASE)
    assert late.pattern == compiled.pattern
    for _ in range(2):
        for way in WAYS:
            found, expected = getattr(late, way)(text), getattr(compiled, way)(text)
            assert getattr(found, "regs", found) == getattr(expected, "regs", expected)


def test_it_is_copied_before_its_first_use() -> None:
    for one in (copy.copy(pattern("a+")), pickle.loads(pickle.dumps(pattern("a+")))):
        assert one.findall("baa") == ["aa"]


def test_a_mistake_is_told_at_its_first_use() -> None:
    late = pattern("(")
    with pytest.raises(regex.error):
        late.search("a")
    with pytest.raises(AttributeError):
        pattern("a").fullmatches  # noqa: B018
