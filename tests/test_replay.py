"""The output text is made from the record alone, however little there is of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layoutfix.model import Fragment, Step
from layoutfix.replay import pieces_to_text, replay, replay_pieces

DUMP = " a1 b1\na2\n\nb2 c3\n"
FRAGMENTS = [Fragment(s, e, DUMP[s:e]) for s, e in ((1, 3), (4, 6), (7, 9), (11, 13), (14, 16))]
ORDERS = st.permutations(range(len(FRAGMENTS)))


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """Edits of the dump that do not overlap."""
    cuts = draw(st.lists(st.integers(0, len(DUMP)), max_size=6).map(sorted))
    spans = zip(cuts[::2], cuts[1::2], strict=False)
    return [Step("any", lo, hi, DUMP[lo:hi], draw(st.sampled_from(["", "-"]))) for lo, hi in spans]


@given(ORDERS, steps())
def test_a_text_is_that_of_its_pieces(order: list[int], edits: list[Step]) -> None:
    pieces = replay_pieces(DUMP, FRAGMENTS, order, edits)
    assert replay(DUMP, FRAGMENTS, order, edits) == pieces_to_text(pieces)
    assert all(start is None or DUMP.startswith(text, start) for text, start, _, _ in pieces)
    assert all(text for text, _, _, _ in pieces)


@given(ORDERS, steps(), st.integers(0, len(DUMP)))
def test_an_edit_that_changes_nothing_prints_the_same(
    order: list[int], edits: list[Step], at: int
) -> None:
    """Where edits are near, text is made bit by bit; elsewhere at once."""
    around = [s for s in edits if not s.start <= at <= s.end]
    same = Step("any", at, at, "", "")
    assert replay(DUMP, FRAGMENTS, order, [*around, same]) == replay(DUMP, FRAGMENTS, order, around)
