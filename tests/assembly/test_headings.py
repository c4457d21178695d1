"""Headings across the columns stand alone; lines that only look like them do not."""

from __future__ import annotations

import numpy as np

from layoutfix.assembly.assemble import heal_headings
from layoutfix.config import Config
from layoutfix.model import JointKind

TEXTS = ["The harbour was quiet", "Ferry to be replaced", "A new boat was ordered"]
ACROSS = [False, True, False]


def _kinds(kinds: list[JointKind], breaks: list[float]) -> list[JointKind]:
    return heal_headings(TEXTS, ACROSS, kinds, np.array(breaks, np.float32), Config())


def test_a_row_across_the_columns_is_a_heading_where_the_text_may_end() -> None:
    """Both of its joints are parted, though a sentence was a little likelier."""
    assert _kinds(["space", "space"], [0.5, -1.0]) == ["heading", "heading"]


def test_a_row_in_which_the_sentence_goes_on_is_none() -> None:
    """A wide line of a column has no break beside it."""
    assert _kinds(["space", "space"], [-6.0, -4.0]) == ["space", "space"]


def test_where_something_was_lost_a_heading_stands_alone() -> None:
    """A gap is no place at which a sentence goes on."""
    assert _kinds(["gap", "space"], [-6.0, -6.0]) == ["heading", "space"]
