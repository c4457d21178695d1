"""Rows cut together: the best of all paths is found, and rows are cut where they were fused."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from itertools import combinations, pairwise, product

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.cutting import ways as row_ways
from layoutfix.cutting.fit import (
    _RIVAL_COST,
    STEPS,
    ColumnWidth,
    fit_table,
    multiple_odds,
    whole_fit,
)
from layoutfix.cutting.lattice import cut_together
from layoutfix.cutting.pairing import _ALIKE_CELLS, RowLinks
from layoutfix.cutting.places import CutPlaces, FusedRow
from layoutfix.linking.cohesion import RowUnits
from layoutfix.script import Script
from layoutfix.weights import LatticeWeights, Weights
from tests.cutting.cutting import cut_dump
from tests.helpers import CJK, SPACED, weights_with

COLUMNS = [ColumnWidth(12.0, seen=True), ColumnWidth(20.0, seen=False, multiple_gain=1.0)]


def _row(text: str, seed: int) -> FusedRow:
    """A row that can be cut at its blanks, with odds by chance."""
    blanks = [k for k, c in enumerate(text) if c == " "]
    rng = np.random.default_rng(seed)
    places = CutPlaces(
        offset=np.array(blanks, np.int32) + 1,
        left_offset=np.array(blanks, np.int32),
        left=np.array(blanks, np.float32),
        right=np.array(blanks, np.float32) + 1,
        gain=rng.normal(1.5, 1.0, size=len(blanks)).astype(np.float32),
        stops=rng.random(len(blanks)) < 0.3,
        marked=np.ones(len(blanks), bool),
    )
    return FusedRow(text, places, float(len(text)), stops=bool(seed % 2))


ROWS = [
    _row("the old pier was closed", 1),
    _row("and the boats lay near it", 2),
    _row("for a week nobody came", 3),
]


def _local(row: FusedRow, cuts: tuple[int, ...], column: ColumnWidth, weights: Weights) -> float:
    """What one row gains by its cuts in one column."""
    p = row.places
    if not cuts:
        return float(whole_fit(np.array([row.total]), column.cells, weights.lines)[0])
    rights, lefts = [0.0, *p.right[list(cuts)]], [*p.left[list(cuts)], row.total]
    fit = fit_table(column.cells, weights.lines)
    total = float(p.gain[list(cuts)].sum())
    for a, b, stops in zip(rights, lefts, [*p.stops[list(cuts)], row.stops], strict=True):
        if b - a > weights.lines.widest(column.cells):
            return -np.inf
        total += float(fit[int(stops), int((b - a) * STEPS)])
    n = row.total / column.cells
    near = abs(n - round(n)) * column.cells <= weights.columns.multiple_cells * round(n)
    return total + (column.multiple_gain if n > 1.5 and near else 0.0)


def _joint(
    r: int, a: tuple[int, ...], b: tuple[int, ...], units: RowUnits, weights: LatticeWeights
) -> float:
    """What two rows gain by their cuts: the best pairing of parts from the left and the right."""
    above, below = ROWS[r].places, ROWS[r + 1].places
    tails = [*(units.place_of(r, int(above.left_offset[c])) for c in a), int(units.row_ends[r])]
    heads = [
        int(units.row_places[r + 1]),
        *(units.place_of(r + 1, int(below.offset[c])) for c in b),
    ]
    wide = [
        np.array([*p.left[list(c)], row.total]) - np.array([0.0, *p.right[list(c)]])
        for p, c, row in ((above, a, ROWS[r]), (below, b, ROWS[r + 1]))
    ]

    def link(i: int, j: int) -> float:
        gain = float(units.gain(np.array([tails[i]]), np.array([heads[j]]))[0])
        gain = min(max(gain, weights.least_link), weights.most_link)
        x, y = float(wide[0][i]), float(wide[1][j])
        off = (x - y) / (_ALIKE_CELLS + weights.alike_share * max(x, y))
        alike = weights.alike_gain * np.exp(-0.5 * off**2)
        return weights.link_weight * gain + float(alike) - weights.link_cost

    m, n, few = len(tails), len(heads), min(len(tails), len(heads))
    best = max(
        sum(link(k, k) for k in range(x)) + sum(link(m - k, n - k) for k in range(1, few - x + 1))
        for x in range(few + 1)
    )
    return best - weights.parts_cost * abs(m - n)


Ways = list[list[tuple[tuple[int, ...], list[float]]]]
"""Of each row the ways to cut it, whole first, with their odds under each column and under none."""


def _best(
    ways: Ways,
    joints: list[dict[tuple[tuple[int, ...], tuple[int, ...]], float]],
    enter: list[float],
    switch_cost: float,
) -> tuple[float, list[tuple[int, ...]]]:
    """The best path, from row to row over all ways and columns."""
    value = {(c, h): (g[h] - enter[h], [c]) for c, g in ways[0] for h in range(3)}
    for row, joint in zip(ways[1:], joints, strict=True):
        new = {}
        for b, gains in row:
            for h in range(3):
                options = [
                    (v + joint[a, b] - (g != h) * (switch_cost + enter[h]), path)
                    for (a, g), (v, path) in value.items()
                ]
                v, path = max(options)
                new[b, h] = v + gains[h], [*path, b]
        value = new
    return max(value.values())


@pytest.mark.parametrize("switch_cost", [0.5, 6.0])
def test_no_other_cuts_of_all_rows_are_better(
    switch_cost: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every way to cut every row, under every column of every row, by brute force."""
    monkeypatch.setitem(row_ways._MOST_WAYS, Script.SPACED, 200)
    monkeypatch.setitem(row_ways._MOST_KEPT, Script.SPACED, 200)
    monkeypatch.setattr(row_ways, "_MOST_BEHIND", 1e9)
    weights = weights_with(SPACED, lattice={"switch_cost": switch_cost}, lines={"short_cost": 2.0})
    units = RowUnits([row.text for row in ROWS], ngrams.load("en"), 0.2)
    enter = [0.0, weights.columns.guess_cost, 0.0]
    ways = [
        [
            (c, [*(_local(row, c, column, weights) for column in COLUMNS), -np.inf if c else 0.0])
            for k in range(4)
            for c in combinations(range(len(row.places.offset)), k)
        ]
        for row in ROWS
    ]
    joints = [
        {(a, b): _joint(r, a, b, units, weights.lattice) for (a, _), (b, _) in product(*two)}
        for r, two in enumerate(pairwise(ways))
    ]
    best, path = _best(ways, joints, enter, switch_cost)
    whole, _ = _best([row[:1] for row in ways], joints, enter, switch_cost)
    links = RowLinks(units, None)
    cuts, gain = cut_together(ROWS, COLUMNS, links, weights, script=Script.SPACED)
    assert [tuple(c) for c in cuts] == path
    assert any(path)
    assert gain == pytest.approx(best - whole, abs=1e-3)


LEFT = (
    "The harbour office said on Monday that the last of the summer boats will leave the old "
    "pier a week earlier than planned, because the boards near the ticket hut are no longer "
    "safe. Visitors who hold a ticket for a later day may use it on the morning bus instead, "
    "or ask for their money at the counter. Repairs are to begin before the first frost and "
    "should be finished by spring."
)
RIGHT = (
    "Nobody in the village remembers a richer year for pears. The trees behind the school "
    "carried so much fruit that two branches broke, and the children were sent home with full "
    "bags three days in a row. The baker has begun to sell a cake that was his grandmother's, "
    "and a jar of jam stands in every window of the street. What is left will be pressed in "
    "October."
)


def _cut(dump: str) -> list[list[str]]:
    return cut_dump(dump, "en", SPACED)


def _columns(width: int = 38) -> tuple[list[str], list[str]]:
    return textwrap.wrap(LEFT, width), textwrap.wrap(RIGHT, width)


@pytest.mark.parametrize("width", [30, 38, 46])
def test_rows_of_two_columns_are_cut_between_them(width: int) -> None:
    """
    ... the last of the summer | carried so much fruit ...      one blank, as between words
    """
    left, right = _columns(width)
    found = _cut("\n".join(f"{a} {b}" for a, b in zip(left, right, strict=False)))
    right_cuts = sum(row == [a, b] for row, a, b in zip(found, left, right, strict=False))
    assert right_cuts >= 0.9 * len(found)


def test_a_rule_between_the_columns_is_where_to_cut() -> None:
    """OCR reads it as a bar, with a blank beside it or none."""
    left, right = _columns()
    bars = [" | ", "|", " |", "| "]
    rows = [a + bars[k % 4] + b for k, (a, b) in enumerate(zip(left, right, strict=False))]
    assert _cut("\n".join(rows)) == [[a, b] for a, b in zip(left, right, strict=False)]


def test_a_row_may_have_a_part_less() -> None:
    """A column has a gap of two rows: the other one goes on over it."""
    left, right = _columns()
    rows = [f"{a} {b}" for a, b in zip(left[:4], right[:4], strict=True)]
    rows += left[4:6]
    rows += [f"{a} {b}" for a, b in zip(left[6:], right[4:], strict=False)]
    found = _cut("\n".join(rows))
    assert found[4:6] == [[left[4]], [left[5]]]
    assert sum(len(row) == 2 for row in found) >= len(rows) - 3


def test_a_short_word_with_a_stop_ends_no_line() -> None:
    """`Dr.` is as short as the end of a paragraph, and ends like one."""
    left, right = _columns()
    left = [line.replace("The harbour", "Dr. Harbour") for line in left]
    found = _cut("\n".join(f"{a} {b}" for a, b in zip(left, right, strict=False)))
    assert ["Dr."] not in [row[:1] for row in found]


def test_one_row_and_none() -> None:
    """Nothing to compare with."""
    assert cut_together([], COLUMNS, None, CJK, script=Script.CJK) == ([], 0.0)
    assert len(cut_together(ROWS[:1], COLUMNS, None, CJK, script=Script.CJK)[0]) == 1
    assert cut_together(ROWS[:1], [], None, CJK, script=Script.CJK) == ([[]], 0.0)


def test_a_width_of_other_rows_is_not_tried() -> None:
    """Widths that a part of the page shows count in its rows alone."""
    weights = weights_with(CJK, lattice={"switch_cost": 0.0})
    local = replace(COLUMNS[0], rows=(1, 2))
    elsewhere = replace(COLUMNS[0], rows=(3, 9))

    def cut(rows: list[FusedRow], columns: list[ColumnWidth]) -> list[list[int]]:
        return cut_together(rows, columns, None, weights, script=Script.CJK)[0]

    alone = [cut([row], [COLUMNS[0]])[0] for row in ROWS]
    assert any(alone)
    assert cut(ROWS, [elsewhere]) == cut(ROWS, [])
    assert cut(ROWS, [local]) == [[], alone[1], []]


def test_a_row_as_wide_as_lines_nearby_is_no_pair() -> None:
    """Two narrow columns, in a part of the page where single lines are twice as wide."""
    total = np.array([60.0, 60.0, 60.0], np.float32)
    narrow = ColumnWidth(30.0, seen=True, multiple_gain=2.5, rivals=((4, 6),))
    odds = multiple_odds(total, np.array([3, 4, 6]), narrow, CJK.columns)
    assert odds.tolist() == pytest.approx([2.5, -_RIVAL_COST, 2.5])
