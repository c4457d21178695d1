"""Cuts move by a word or two, where that gains enough and no gutter shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from layoutfix.arrays import Floats
from layoutfix.cutting.adjust import Judge, Span, Trial, find_trials, full_widths, move_cuts
from layoutfix.script import Script
from tests.helpers import CJK

WEIGHTS = CJK.shifts


def _spans(dump: str, *parts: str) -> list[tuple[int, int]]:
    return [(dump.index(p), dump.index(p) + len(p)) for p in parts]


def _trials(left: str, blank: str, right: str, *, script: Script) -> list[Trial]:
    dump = left + blank + right
    spans = [(0, len(left)), (len(left + blank), len(dump))]
    return find_trials(dump, spans, [0, 0], [True], WEIGHTS, script=script)


@pytest.mark.parametrize("blank", ["   ", "      ", " | ", "\u3000\u3000\u3000"])
def test_a_wide_blank_is_never_moved(blank: str) -> None:
    """What is wider than `most_soft_blank`, or has a mark in it, is a gutter."""
    assert not _trials(
        "the crossing was held until", blank, "in the town hall today", script=Script.SPACED
    )
    assert _trials(
        "the crossing was held until", " ", "in the town hall today", script=Script.SPACED
    )


def test_a_cut_may_move_by_a_few_words() -> None:
    """`most_shift` word boundaries to either side, after the place where it is now."""
    left, right = "a quiet morning on the river", "nobody had seen the boat go"
    (trial,) = _trials(left, " ", right, script=Script.SPACED)
    text = f"{left} {right}"
    seen = []
    for end, start in trial.spans:
        seen.append(text[:end].rpartition(" ")[2] + "|" + text[start:].partition(" ")[0])
    assert seen[0] == "river|nobody"
    assert sorted(seen[1:]) == sorted(
        ["morning|on", "on|the", "the|river", "nobody|had", "had|seen", "seen|the"]
    )


def test_neither_part_is_emptied() -> None:
    """A line of one word keeps it."""
    (trial,) = _trials("gone.", " ", "The new hall", script=Script.SPACED)
    assert all(end > 0 and start < len("gone. The new hall") for end, start in trial.spans)
    assert {end for end, _ in trial.spans} == {5, 9, 13}


def test_neither_part_is_left_with_marks_alone() -> None:
    (trial,) = _trials("清早的雾还没", "", "有散。”", script=Script.CJK)
    assert {end for end, _ in trial.spans} == {6, 3, 4, 5, 7}


def test_chinese_cuts_move_by_characters() -> None:
    """Where there are no words, each of the nearest characters is a place."""
    (trial,) = _trials("清早的雾还没有散", "", "渡口边站满了人", script=Script.CJK)
    assert trial.spans[0] == (8, 8)
    assert {end for end, _ in trial.spans[1:]} == {5, 6, 7, 9, 10, 11}


def test_lines_of_two_rows_share_no_cut() -> None:
    """Only what stands in one row was parted by a cut."""
    dump = "the first line here\nand the second one"
    spans = _spans(dump, "the first line here", "and the second one")
    assert not find_trials(dump, spans, [0, 1], [True], WEIGHTS, script=Script.SPACED)


def _judge(*odds: Sequence[float]) -> Judge:
    """A judge that gives the trials these odds, whatever moved."""
    return lambda moved: [np.array(each, np.float32) for each in odds]


@pytest.mark.parametrize(("extra", "moves"), [(-0.1, False), (0.0, False), (0.1, True)])
def test_a_cut_moves_only_where_it_gains_enough(extra: float, moves: bool) -> None:
    """The best place must be better than the present one by more than `least_gain`."""
    trial = Trial(4, ((10, 11), (6, 7), (15, 16)))
    gain = WEIGHTS.least_gain + extra
    moved = move_cuts([trial], _judge([1.0, 0.5, 1.0 + gain]), WEIGHTS).moved
    assert moved == ({4: (15, 16)} if moves else {})


def test_cuts_that_move_do_not_pass_each_other() -> None:
    """Both ends of a short piece want to move into it: the one that gains less stays."""
    trials = [Trial(0, ((4, 5), (9, 10))), Trial(1, ((14, 15), (7, 8)))]
    assert move_cuts(trials, _judge([0.0, 9.0], [0.0, 8.0]), WEIGHTS).moved == {0: (9, 10)}
    assert move_cuts(trials[::-1], _judge([0.0, 9.0], [0.0, 8.0]), WEIGHTS).moved == {1: (7, 8)}


def test_where_two_places_are_as_likely_a_cut_is_as_sure_as_a_coin() -> None:
    """Its chance is its share among the places that were tried."""
    gain = WEIGHTS.least_gain
    trial = Trial(0, ((4, 5), (9, 10), (14, 15)))
    assert move_cuts([trial], _judge([0.0, gain, -99.0]), WEIGHTS).chance[0] == pytest.approx(0.5)
    assert move_cuts([trial], _judge([9.0, 0.0, -99.0]), WEIGHTS).chance[0] > 0.99


def test_where_a_cut_moved_all_are_judged_once_more() -> None:
    """What a cut is judged by may have lost a word to its neighbour, or have won one."""
    asked: list[dict[int, Span]] = []

    def judge(moved: Mapping[int, Span]) -> list[Floats]:
        asked.append(dict(moved))
        second = [0.0, 9.0] if moved else [0.0, -9.0]
        return [np.array([0.0, 9.0], np.float32), np.array(second, np.float32)]

    trials = [Trial(0, ((4, 5), (9, 10))), Trial(7, ((14, 15), (18, 19)))]
    assert move_cuts(trials, judge, WEIGHTS).moved == {0: (9, 10), 7: (18, 19)}
    assert asked == [{}, {0: (9, 10)}]


def test_the_width_of_a_full_line_is_that_of_the_lines_around() -> None:
    """A short last line and a headline say nothing of it; on either side of a change it differs."""
    width = np.array([30] * 12 + [9, 80] + [20] * 12, np.float32)
    full = full_widths(width, np.ones(len(width), bool))
    assert full[0] == 30
    assert full[-1] == 20
    assert full[5] == 30
    assert full[20] == 20
