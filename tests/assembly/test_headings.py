"""Headings are told by what stands around them; lines that only end without a stop are none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layoutfix import fix
from layoutfix.assembly.assemble import part_headings, set_apart
from layoutfix.assembly.headings import FEATURES, find_headings, heading_candidates
from layoutfix.assembly.paragraphs import group_paragraphs
from layoutfix.model import JointKind, ParagraphKind
from tests.assembly.plain import plain_lines, plain_neighbours, wrap_article
from tests.helpers import SPACED, read_across

WEIGHTS = SPACED.assembly
BODY = [
    "The council voted on Monday to ",
    "rebuild it before the spring, and ",
    "to pay for it from",
]
NEVER = -8.0


def _found(head: list[str], ends: float, same: float) -> list[range]:
    """The headings of a page that begins with some lines and goes on with full ones."""
    lines = plain_lines([*head, *BODY, *BODY], column=34.0)
    n = len(lines.texts) - 1
    breaks = [NEVER] * n
    breaks[len(head) - 1] = ends
    links = [3.0] * n
    links[len(head) - 1] = same
    return find_headings(lines, plain_neighbours(links, breaks=breaks), WEIGHTS)


def test_a_short_line_above_the_beginning_of_a_text_is_a_heading() -> None:
    assert _found(["Harbour wall"], ends=5.0, same=-2.0) == [range(1)]


def test_a_first_line_as_wide_as_the_column_in_which_the_sentence_goes_on_is_none() -> None:
    """A page that goes on from another begins so."""
    assert _found(["the county has bought a second "], ends=NEVER, same=4.0) == []


def test_a_headline_may_have_two_lines() -> None:
    assert _found(["Harbour Wall to be", "rebuilt in the spring"], 6.0, -2.0) == [range(2)]


TITLE = ["Ferry Line Talks to Sell", "Half of its Boats to", "the County"]


def _above_columns(head: list[str], text: list[str], ends: float) -> list[range]:
    """The headings of a page of two columns below some lines that are alone in their rows."""
    lines = plain_lines([*head, *text], column=34.0)
    alone = np.arange(len(lines.texts)) < len(head)
    above = frozenset({len(head) - 1})
    joints = plain_neighbours(
        [*[1.0] * len(head), *[3.0] * (len(text) - 1)],
        breaks=[*[-2.5] * (len(head) - 1), ends, *[NEVER] * (len(text) - 1)],
    )
    moved = np.arange(len(joints.moved)) >= len(head)
    return find_headings(
        replace(lines, alone=alone, above_columns=above), replace(joints, moved=moved), WEIGHTS
    )


def test_a_title_above_columns_reaches_down_to_these() -> None:
    """Not its first line alone, though that is as narrow and a sentence seems to go on in it."""
    assert _above_columns(TITLE, [*BODY, *BODY], ends=4.0) == [range(3)]


def test_a_title_above_columns_does_not_go_on_in_these() -> None:
    text = ["Ann Porter, on board", *BODY, *BODY]
    assert all(run.stop <= 3 for run in _above_columns(TITLE, text, ends=2.0))


def test_lines_of_specks_are_in_no_heading() -> None:
    lines = plain_lines(["2 2 ' ° °", "The old mill", *BODY])
    found = heading_candidates(lines, plain_neighbours([0.0] * 4, breaks=[-1.0] * 4), WEIGHTS)
    assert all(run.start > 0 for run in found)
    assert range(1, 2) in found


def test_raised_odds_find_fewer() -> None:
    lines = plain_lines(["Harbour wall", *BODY, *BODY], column=34.0)
    joints = plain_neighbours([-2.0, *[3.0] * 5], breaks=[5.0, *[NEVER] * 5])
    assert find_headings(lines, joints, replace(WEIGHTS, heading_from=50.0)) == []


def test_more_is_asked_of_sub_headings() -> None:
    """What is raised for headings inside the text finds fewer there, and as many at the top."""
    lines = plain_lines(["Harbour wall", *BODY, "Old mill", *BODY, *BODY], column=34.0)
    ends = [5.0, NEVER, NEVER, 5.0, 5.0, *[NEVER] * 5]
    joints = plain_neighbours([-2.0, 3.0, 3.0, -2.0, -2.0, *[3.0] * 5], breaks=ends)
    assert find_headings(lines, joints, WEIGHTS) == [range(1), range(4, 5)]
    assert find_headings(lines, joints, replace(WEIGHTS, heading_inside=50.0)) == [range(1)]


def test_weights_are_as_many_as_features() -> None:
    assert len(WEIGHTS.heading_odds) == len(FEATURES)


def test_captions_and_running_heads_are_no_candidates() -> None:
    lines = plain_lines(["Fig. 3", "Page 7", "The old mill", *BODY])
    joints = plain_neighbours([0.0] * 5, breaks=[1.0] * 5)
    found = heading_candidates(lines, joints, WEIGHTS)
    assert range(1) not in found
    assert range(1, 2) not in found
    assert range(2, 3) in found


def test_a_heading_stands_alone_and_its_lines_are_joined() -> None:
    kinds: list[JointKind] = ["space", "paragraph", "space", "space"]
    part_headings([range(1, 3)], ["all.", "Ferry to be", "replaced", "A new", "boat"], kinds)
    assert kinds == ["heading", "space", "heading", "space"]


def test_asides_stand_apart_and_together() -> None:
    kinds: list[JointKind] = ["space", "join", "paragraph", "heading"]
    set_apart([True, True, False, False, True], kinds)
    assert kinds == ["space", "aside", "paragraph", "aside"]


def test_what_is_told_to_be_a_heading_is_one() -> None:
    texts = ["Ferry to be", "replaced", "A new", "boat"]
    told: list[ParagraphKind | None] = ["heading", "heading", None, None]
    found = group_paragraphs(texts, ["space", "heading", "space"], [False] * 4, told, WEIGHTS)
    assert found.kinds == ["heading", "body"]


@pytest.mark.parametrize(
    ("name", "width", "inside"),
    [
        ("zh-Hans-01-hetang-water", 17, 3),
        ("zh-Hans-10-bell-museum", 19, 5),
        ("zh-Hant-01-ferry-island", 16, 6),
        ("en-02-barley-harvest", 38, 6),
        ("de-01-hafenbahn", 38, 5),
        ("fr-01-halles", 38, 4),
    ],
)
def test_a_page_that_goes_on_from_another_has_no_headline(
    name: str, width: int, inside: int
) -> None:
    """It begins with a line from the middle of a paragraph."""
    lines = wrap_article(name, width)[inside:]
    result = fix(read_across([[lines[:20], lines[20:40]]]))
    assert result.paragraphs[0].kind == "body"
    assert result.changed
