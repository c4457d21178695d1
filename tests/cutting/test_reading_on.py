"""Rows that read on: all of a page, or all but a stretch of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import layoutfix
from layoutfix import ngrams, synthesis
from layoutfix.cutting import reading_on
from layoutfix.cutting.reading_on import CutTrial, find_stretches, plan_trial
from layoutfix.linking.cohesion import RowUnits
from tests.helpers import FIXTURES, SPACED, assert_promises
from tests.measures import joint_recall

ACROSS = [
    "The ferry was late again on Monday, when committee had hoped to hear from the",
    "a rope had fouled the screw and two of harbour master before the new rates were",
    "the crew had to be lowered over the side put to a vote, but his clerk sent word that",
    "with knives between their teeth while the he would not leave the quay until the men",
    "passengers, most of whom had come for the were out of the water and the rope had been",
    "market, cheered from the rail and offered brought up to his office as evidence in what",
] * 2

COLUMN = [
    "What the island remembers best of that winter is not the snow, which lay",
    "for three weeks, but the silence that followed when the mill stopped. The",
    "wheel had turned every day since the owner's grandfather built the dam and",
    "people had long ceased to hear it; now they woke at night and could not say",
    "what was missing. Children walked up the frozen stream to look at the ice",
    "between the paddles, and the miller himself went to bed at four o'clock and",
    "lay listening to nothing until it was time to get up and listen again, as he",
    "told the schoolmaster, who wrote it down and is the reason why we know it.",
] * 8


def _plan(texts: list[str], parted: list[bool] | None = None) -> CutTrial | None:
    units = RowUnits(texts, ngrams.load("en"), SPACED.links.unseen_mix)
    return plan_trial(texts, parted or [False] * len(texts), units, SPACED.reading)


def test_rows_that_were_read_across_are_cut_at_no_price() -> None:
    trial = _plan(ACROSS)
    assert trial is not None
    assert trial.must_gain == -np.inf
    assert trial.rows.all()


def test_a_column_by_itself_is_not_tried() -> None:
    assert _plan(COLUMN) is None


def test_beside_a_column_only_the_rows_that_do_not_read_on_are_tried() -> None:
    trial = _plan(ACROSS + COLUMN)
    assert trial is not None
    assert trial.must_gain > 0
    assert trial.rows[: len(ACROSS)].all()
    assert not trial.rows[len(ACROSS) + reading_on._STRETCH_REACH :].any()


def test_rows_with_gutters_are_a_stretch_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    parted = [False] * len(COLUMN) + [True] * 8 + [False] * len(COLUMN)
    texts = COLUMN + COLUMN[:8] + COLUMN
    trial = _plan(texts, parted)
    assert trial is not None
    assert trial.rows[len(COLUMN) : len(COLUMN) + 8].all()
    assert not trial.rows[[0, -1]].any()
    monkeypatch.setattr(reading_on, "_PARTED_ODDS", 0.0)
    assert _plan(texts, parted) is None


def test_a_paragraph_a_line_is_not_tried() -> None:
    texts = ["He came home.", "She had left.", "The door stood open and", "it rained all day."]
    assert _plan(texts) is None


def test_a_row_by_itself_must_gain_something_to_be_cut() -> None:
    trial = _plan(ACROSS[:1])
    assert trial is not None
    assert trial.must_gain > 0


@pytest.mark.parametrize("n", [0, 1, 5, 8])
def test_few_rows_have_a_plan_of_their_own_length(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    across = _plan(ACROSS[:n])
    monkeypatch.setattr(reading_on, "_READS_ON_MOST", -3.0)
    monkeypatch.setattr(reading_on, "_STRETCH_BELOW", 99.0)
    for trial in (across, _plan(COLUMN[:n])):
        assert trial is None or len(trial.rows) == n


def test_stretches_against_all_states() -> None:
    """The stretches are those of the best of all 2^n states."""
    rng = np.random.default_rng(3)
    for _ in range(50):
        odds, cost = np.round(rng.normal(0, 2, 7), 2), float(rng.uniform(0.1, 3))

        def value(fused: np.ndarray, odds: np.ndarray = odds, cost: float = cost) -> float:
            both = ~fused[:-1] & ~fused[1:]
            return float(odds[both].sum() - cost * (fused[:-1] != fused[1:]).sum())

        states = [np.array([bool(k >> i & 1) for i in range(8)]) for k in range(256)]
        assert value(find_stretches(odds, cost)) == pytest.approx(max(map(value, states)))


@pytest.mark.parametrize("first", [0, 2])
def test_two_columns_above_one_are_put_in_order(first: int) -> None:
    """One article in two columns, fused, and three in one column below it."""
    names = ["01-council-footbridge", "02-barley-harvest", "05-lighthouse-keeper", "08-cup-final"]
    names = names[first:] + names[:first]
    articles = [synthesis.read_article(FIXTURES / "articles" / f"en-{x}.txt") for x in names]
    style, damage = synthesis.presets()["collapsed-2"]
    rng = np.random.default_rng(1)
    page = synthesis.set_page(articles, replace(style, columns=(2, 1, 1, 1)), rng)
    scrambled = synthesis.scramble(page, damage, rng).to_dict()
    result = layoutfix.fix(scrambled["dump"])
    assert joint_recall(scrambled["dump"], scrambled["lines"]) < 0.65
    assert joint_recall(result.text, scrambled["lines"]) > 0.92
    assert_promises(result)
