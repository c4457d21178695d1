"""How full a line is: what its neighbours say of a full one, and what the next word takes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.fullness import first_word_cells, widest_around

WIDTHS = st.lists(st.floats(1, 60, width=16), max_size=30)


@given(WIDTHS, st.integers(0, 6), st.integers(0, 6), st.integers(1, 3))
def test_a_full_line_is_one_of_the_widest_around(
    widths: list[float], above: int, below: int, rank: int
) -> None:
    """The so many-th widest of those around; where there are fewer, the widest."""
    rank = min(rank, above + below + 1)
    found = widest_around(np.array(widths), above=above, below=below, rank=rank).tolist()
    for k, full in enumerate(found):
        around = sorted(widths[max(0, k - above) : k + below + 1], reverse=True)
        assert full == (around[rank - 1] if len(around) >= rank else around[0])


def test_one_line_that_is_two_does_not_make_the_others_short() -> None:
    """The second widest tells: 61 cells are two lines that were read as one."""
    widths = np.array([30, 29, 61, 30, 12, 30])
    assert widest_around(widths, above=3, below=3, rank=2).tolist() == [30.0] * 6


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("boats", 6.0),  # with the blank before it
        ("of the", 3.0),
        ("船来了", 2.0),
        ("船。风", 4.0),
        ("船”，风", 6.0),
        ("", 1.0),
    ],
)
def test_what_must_fit_is_a_word_or_a_character_with_its_marks(text: str, cells: float) -> None:
    """No line begins with a full stop or a closing mark, so these go with the character before."""
    assert first_word_cells(text) == cells
