"""Cuts move by a word or two, where that gains enough and no gutter shows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from layoutfix.config import SeamsConfig
from layoutfix.fragments.adjust import Floats, Trial, find_trials, move_cuts

CONFIG = SeamsConfig()


def _spans(dump: str, *parts: str) -> list[tuple[int, int]]:
    return [(dump.index(p), dump.index(p) + len(p)) for p in parts]


def _trials(left: str, blank: str, right: str, *, cjk: bool) -> list[Trial]:
    dump = left + blank + right
    spans = [(0, len(left)), (len(left + blank), len(dump))]
    return find_trials(dump, spans, [0, 0], CONFIG, cjk=cjk)


@pytest.mark.parametrize("blank", ["   ", "      ", " | ", "\u3000\u3000\u3000"])
def test_a_wide_blank_is_never_moved(blank: str) -> None:
    """What is wider than `most_soft_blank`, or has a mark in it, is a gutter."""
    assert not _trials("the crossing was held until", blank, "in the town hall today", cjk=False)
    assert _trials("the crossing was held until", " ", "in the town hall today", cjk=False)


def test_a_cut_may_move_by_a_few_words() -> None:
    """`most_shift` word boundaries to either side, after the place where it is now."""
    left, right = "a quiet morning on the river", "nobody had seen the boat go"
    (trial,) = _trials(left, " ", right, cjk=False)
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
    (trial,) = _trials("gone.", " ", "The new hall", cjk=False)
    assert all(end > 0 and start < len("gone. The new hall") for end, start in trial.spans)
    assert {end for end, _ in trial.spans} == {5, 9, 13}


def test_neither_part_is_left_with_marks_alone() -> None:
    (trial,) = _trials("清早的雾还没", "", "有散。”", cjk=True)
    assert {end for end, _ in trial.spans} == {6, 3, 4, 5, 7}


def test_chinese_cuts_move_by_characters() -> None:
    """Where there are no words, each of the nearest characters is a place."""
    (trial,) = _trials("清早的雾还没有散", "", "渡口边站满了人", cjk=True)
    assert trial.spans[0] == (8, 8)
    assert {end for end, _ in trial.spans[1:]} == {5, 6, 7, 9, 10, 11}


def test_lines_of_two_rows_share_no_cut() -> None:
    """Only what stands in one row was parted by a cut."""
    dump = "the first line here\nand the second one"
    spans = _spans(dump, "the first line here", "and the second one")
    assert not find_trials(dump, spans, [0, 1], CONFIG, cjk=False)


@pytest.mark.parametrize(("extra", "moves"), [(-0.1, False), (0.0, False), (0.1, True)])
def test_a_cut_moves_only_where_it_gains_enough(extra: float, moves: bool) -> None:
    """The best place must be better than the present one by more than `least_shift_gain`."""

    def judge(trials: Sequence[Trial]) -> list[Floats]:
        gain = CONFIG.least_shift_gain + extra
        return [np.array([1.0, 0.5, 1.0 + gain], np.float32) for _ in trials]

    trial = Trial(4, ((10, 11), (6, 7), (15, 16)))
    assert move_cuts([trial], judge, CONFIG) == ({4: (15, 16)} if moves else {})


def test_cuts_that_move_do_not_pass_each_other() -> None:
    """Both ends of a short piece want to move into it: the one that gains less stays."""
    trials = [Trial(0, ((4, 5), (9, 10))), Trial(1, ((14, 15), (7, 8)))]

    def judge(given: Sequence[Trial]) -> list[Floats]:
        return [np.array([0.0, gain], np.float32) for gain in (9.0, 8.0)]

    assert move_cuts(trials, judge, CONFIG) == {0: (9, 10)}
    assert move_cuts(trials[::-1], judge, CONFIG) == {1: (7, 8)}
