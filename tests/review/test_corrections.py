"""What the user knows of a text is what comes out, and nothing else changes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layoutfix
from layoutfix.model import Pin
from layoutfix.pins import Break, Corrections, Cut, Kind, apply_pins
from tests.review.pages import LAMPS, LOG, in_turn

PAIRS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] != p[1]),
    max_size=6,
)


def _span(text: str, piece: str) -> tuple[int, int]:
    at = text.index(piece)
    return at, at + len(piece)


def _pin(text: str, left: str, right: str) -> Pin:
    return Pin(_span(text, left), _span(text, right))


@given(st.permutations(list(range(8))), PAIRS)
def test_the_last_pin_always_holds(order: list[int], pairs: list[tuple[int, int]]) -> None:
    """Whatever the others ask, no fragment is lost and the last pair stands side by side."""
    found = apply_pins(order, [(i, j, True) for i, j in pairs])
    assert sorted(found) == list(range(8))
    assert not pairs or pairs[-1] in [*pairwise(found)]


@given(st.permutations(list(range(8))), st.integers(0, 7), st.integers(0, 7))
def test_a_pin_parts_few_joints(order: list[int], i: int, j: int) -> None:
    """One pin ends at most three joints: what i and j had, and one of a circle."""
    found = apply_pins(order, [(i, j, True)] if i != j else [])
    assert len({*pairwise(order)} - {*pairwise(found)}) <= 3


def test_corrections_that_do_not_search_change_no_other_joint() -> None:
    """A pin of the order that was found anyway leaves the text as it was."""
    text = in_turn()
    plain = layoutfix.fix(text)
    known = Corrections(pins=(_pin(text, LAMPS[2], LAMPS[3]),), anew=False)
    assert layoutfix.fix(text, pins=known).text == plain.text


def test_a_pin_moves_what_follows_and_is_sure() -> None:
    """The second story's end goes behind a line of the first, and its joint is certain."""
    text = in_turn()
    known = Corrections(pins=(_pin(text, LAMPS[5], LOG[8]),), anew=False)
    result = layoutfix.fix(text, pins=known)
    assert f"{LAMPS[5]} {LOG[8]} {LOG[9]}" in result.text
    joint = next(j for j in result.joints if result.fragments[j.right].text == LOG[8])
    assert joint.confidence == 1.0


def test_a_row_is_cut_where_the_user_cuts_it() -> None:
    """The two parts are pieces of their own, in a page that is left alone, too."""
    text = "It was a quiet day.\nNothing happened in the whole town.\n"
    at = text.index("in the whole")
    result = layoutfix.fix(text, pins=Corrections(cuts=(Cut(at),)))
    assert [f.text for f in result.fragments][1:] == ["Nothing happened", "in the whole town."]


def test_two_pieces_of_a_row_are_joined() -> None:
    """What the engine cut is one piece again where the user says so."""
    rows = [f"{a.ljust(36)}{b}" for a, b in zip(LAMPS, LOG, strict=True)]
    text = "\n".join(rows) + "\n"
    known = Corrections(cuts=(Cut(text.index(LOG[0]), apart=False),), anew=False)
    result = layoutfix.fix(text, pins=known)
    assert result.fragments[0].text == rows[0]
    assert len(result.fragments) == len(layoutfix.fix(text).fragments) - 1


@pytest.mark.parametrize("kind", ["heading", "caption", "aside", "table", "body"])
def test_a_line_is_what_the_user_says(kind: str) -> None:
    """A line of any kind is a paragraph of its own, of that kind."""
    text = in_turn()
    known = Corrections(kinds=(Kind(_span(text, LAMPS[6]), kind),), anew=False)  # type: ignore[arg-type]
    result = layoutfix.fix(text, pins=known)
    (paragraph,) = [p for p in result.paragraphs if p.text == LAMPS[6]]
    assert paragraph.kind == kind


def test_a_paragraph_begins_and_goes_on_as_told() -> None:
    """A break in mid-sentence is printed; the end of the first story is none where that is said."""
    text = in_turn()
    known = Corrections(
        breaks=(Break(text.index(LAMPS[6])), Break(text.index(LOG[0]), begins=False)), anew=False
    )
    result = layoutfix.fix(text, pins=known)
    assert f"{LAMPS[5]}\n\n{LAMPS[6]}" in result.text
    assert f"{LAMPS[-1]} {LOG[0]}" in result.text


def test_a_pin_alone_leaves_lines_as_they_were() -> None:
    """A text in order whose joint is confirmed comes back byte for byte."""
    text = "It was a quiet day.\nNothing happened.\n"
    pin = _pin(text, "It was a quiet day.", "Nothing happened.")
    assert layoutfix.fix(text, pins=Corrections(pins=(pin,), anew=False)).text == text


def test_corrections_of_one_page_leave_the_others() -> None:
    """A page of a document is printed as it was where nothing is known of it."""
    first = "It was a quiet day.\nNothing happened at all.\n"
    known = Corrections(breaks=(Break(first.index("Nothing")),))
    result = layoutfix.fix(f"{first}\f{first}", pins=known)
    assert "quiet day.\n\nNothing" in result.text
    assert result.text.count("quiet day.\nNothing") == 1


@pytest.mark.parametrize(
    "known",
    [Corrections(cuts=(Cut(99),)), Corrections(breaks=(Break(99),)), Corrections(digest="other")],
)
def test_corrections_of_another_text_are_refused(known: Corrections) -> None:
    """One sentence says what is wrong."""
    with pytest.raises(layoutfix.InputError) as refused:
        layoutfix.fix("a short text", pins=known)
    assert str(refused.value).count(".") <= 1
