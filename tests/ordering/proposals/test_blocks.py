"""Dumps of displaced blocks: the blocks go back before the columns are read."""

from __future__ import annotations

import numpy as np
import pytest

import layoutfix
from layoutfix import synthesis
from tests.helpers import FIXTURES, config_with, scramble_article
from tests.measures import joint_recall

ARTICLES = FIXTURES / "articles"
NEVER = config_with(blocks={"least_fragments": np.inf})


def _scrambled(name: str) -> synthesis.Scrambled:
    """An article in three columns, its rows joined into blocks, a third of them displaced."""
    style = synthesis.PageStyle(columns=(3,), width_em=16, across=False)
    damage = synthesis.Damage(layout="seedlike", displaced=0.3)
    return scramble_article(ARTICLES / name, style, damage, 4)


def _recall(result: layoutfix.Result, made: synthesis.Scrambled) -> float:
    return joint_recall(result.text, made.to_dict()["lines"])


@pytest.mark.parametrize("name", ["zh-Hans-01-hetang-water.txt", "zh-Hans-02-puppet-troupe.txt"])
def test_displaced_blocks_of_rows_are_put_back(name: str) -> None:
    made = _scrambled(name)
    with_blocks = layoutfix.fix(made.dump)
    without = layoutfix.fix(made.dump, config=NEVER)
    assert _recall(with_blocks, made) > _recall(without, made) + 0.05


def test_pins_hold_in_displaced_blocks() -> None:
    made = _scrambled("zh-Hans-01-hetang-water.txt")
    result = layoutfix.fix(made.dump)
    first, last = result.fragments[0], result.fragments[-1]
    pin = layoutfix.Pin((first.start, first.end), (last.start, last.end))
    pinned = layoutfix.fix(made.dump, pins=[pin])
    at = {f.start: k for k, f in enumerate(pinned.fragments)}
    joints = {(j.left, j.right) for j in pinned.joints}
    assert (at[first.start], at[last.start]) in joints
