"""The gate: what it reads off an order of all fragments of a page, or of some of them."""

from __future__ import annotations

import numpy as np
import pytest

import layoutfix
from layoutfix.arrays import Bools, Floats, Index
from layoutfix.ordering.gate import joint_losses, judge_order, poor_stretches, reads_well
from layoutfix.page_order import CLOSED
from tests.helpers import SPACED
from tests.ordering.plain import DenseLinks

WEIGHTS = SPACED.gate


class _Links(DenseLinks):
    """Links by which sentences go on, where the left fragment is not one of those that end them."""

    def __init__(self, table: Floats, ends: set[int]) -> None:
        super().__init__(table)
        self._open = np.array([i not in ends for i in range(len(table))])

    def sentence_gain(self, left: Index, right: Index) -> tuple[Floats, Bools]:
        return np.clip(self.score(left, right), -2.0, 4.0), self._open[left]


def _table(ids: list[int], n: int, gain: float) -> Floats:
    """By chance, but for the links of each of `ids` to the one two behind it."""
    table = np.random.default_rng(0).normal(-2.0, 0.5, (n, n))
    table[ids[:-2], ids[2:]] += gain
    return table.astype(np.float32)


def _columns(n: int) -> list[int]:
    return [*range(0, n, 2), *range(1, n, 2)]


EVERYONE = list(range(40))


def test_it_opens_for_columns_that_go_on() -> None:
    links = _Links(_table(EVERYONE, 40, 6.0), {0, 5, 38})
    reading = judge_order(_columns(40), links, WEIGHTS)
    assert reading.opens
    assert reading.changed_joints == 39
    assert reading.torn == 36  # the old joints but those behind 0, 5 and 38


def test_it_stays_closed_where_little_is_gained() -> None:
    assert not judge_order(_columns(40), _Links(_table(EVERYONE, 40, 0.3), set()), WEIGHTS).opens


@pytest.mark.parametrize("order", [[], [0], [1, 0], EVERYONE])
def test_short_pages_and_the_dumps_own_order(order: list[int]) -> None:
    assert judge_order(order, _Links(_table(EVERYONE, 40, 6.0), set()), WEIGHTS) == CLOSED


def test_an_order_of_some_fragments_is_judged_by_these() -> None:
    """The others, set apart, neither speak for the order nor against it."""
    ids = [i for i in range(50) if i % 5]
    table = _table(ids, 50, 6.0)
    table[:, ::5] = table[::5] = -50.0
    found = judge_order([ids[k] for k in _columns(40)], _Links(table, {7, 13}), WEIGHTS)
    alone = _Links(table[np.ix_(ids, ids)], {ids.index(7), ids.index(13)})
    assert found == judge_order(_columns(40), alone, WEIGHTS)
    assert found.opens


SHORT = list(range(8))


def _short_links(gain: float, ends: set[int]) -> _Links:
    table = np.full((8, 8), -2.0, np.float32)
    table[SHORT[:-2], SHORT[2:]] += np.float32(gain)
    return _Links(table, ends)


def test_a_short_dump_opens_by_less_where_its_sentences_surely_go_on() -> None:
    """Six joints gain what forty of a long page must."""
    sure, weak = _short_links(4.0, set()), _short_links(2.1, set())
    reading = judge_order(_columns(8), sure, WEIGHTS)
    assert WEIGHTS.least_short_gain < reading.mended_gain < WEIGHTS.least_mended_gain
    assert reading.opens
    alike = judge_order(_columns(8), weak, WEIGHTS)
    assert alike.mended_gain > WEIGHTS.least_short_gain
    assert alike.mended < WEIGHTS.least_short_mended
    assert not alike.opens


def test_a_short_stretch_of_a_dump_must_gain_as_much_as_ever() -> None:
    """Eight of forty lines are no short dump."""
    table = np.full((40, 40), -2.0, np.float32)
    table[EVERYONE[:-1], EVERYONE[1:]] = 0.0
    table[SHORT[:-1], SHORT[1:]] = -2.0
    table[SHORT[:-2], SHORT[2:]] = 2.0
    reading = judge_order(_columns(8) + EVERYONE[8:], _Links(table, set()), WEIGHTS)
    assert WEIGHTS.least_short_gain < reading.mended_gain < WEIGHTS.least_mended_gain
    assert reading.mended > WEIGHTS.least_short_mended
    assert not reading.opens


@pytest.mark.parametrize(("apart", "opens"), [(40, True), (160, False)])
def test_a_page_that_reads_on_but_for_a_part_must_mend_more(apart: int, opens: bool) -> None:
    """Forty lines in columns, of a page that has as many more as told, which read on."""
    n = 40 + apart
    table = np.full((n, n), -2.0, np.float32)
    part, rest = np.arange(40), np.arange(40, n)
    table[part[:-2], part[2:]] = 0.8
    table[rest[:-1], rest[1:]] = 2.0
    order = [*_columns(40), *rest.tolist()]
    reading = judge_order(order, _Links(table, set()), WEIGHTS)
    assert WEIGHTS.least_mended < reading.mended < 1.0
    assert (reading.opens, reading.keeps) == (opens, not opens)


def test_what_mends_nothing_is_not_kept_for_its_other_joints() -> None:
    """The page is no torn one: it is as it should be."""
    reading = judge_order(_columns(40), _Links(_table(EVERYONE, 40, 0.3), set()), WEIGHTS)
    assert not reading.opens
    assert not reading.keeps


NOTE = """\
The parish council will meet on Thursday     and dogs are asked to keep them on a lead,
evening to hear what the engineers have     since the newts have come back to the pond
to say about the old footbridge, which     and nobody wishes to see them eaten before
has been closed since a lorry struck its     the children of the village school have had"""


def test_a_note_of_four_rows_is_read_by_its_columns() -> None:
    left, right = zip(*(row.split("     ") for row in NOTE.splitlines()), strict=True)
    dump = "\n".join(line for row in zip(left, right, strict=True) for line in row)
    assert layoutfix.fix(dump).text.split() == " ".join(left + right).split()


def _reads_well(
    n: int,
    poor: list[float],
    at: int,
    *,
    ends: set[int],
    width: float = 30,
    parted: float = 1.0,
) -> bool:
    """Of n lines that go on at 2 nats, but for a stretch of other links from `at` on."""
    table = np.full((n, n), -3.0, np.float32)
    table[np.arange(n - 1), np.arange(1, n)] = 2.0
    for k, link in enumerate(poor):
        table[at + k, at + k + 1] = link
    column = np.full(n, 30, np.float32)
    widths = np.full(n, width, np.float32)
    stops = np.isin(np.arange(n), list(ends))
    along = table[np.arange(n - 1), np.arange(1, n)]
    loss = joint_losses(along, ~stops[:-1], widths, column, WEIGHTS)
    return reads_well(loss, stops, WEIGHTS, parted=parted)


ACROSS = [-2.0, 0.5, -2.0, 0.5, -2.0, -2.0, 0.5, -2.0]


def test_text_in_order_reads_well() -> None:
    """A poor link here and there, as after headings, is no damage."""
    assert _reads_well(60, [-2.0], 30, ends=set())


@pytest.mark.parametrize("at", [0, 20, 51])
def test_a_stretch_that_was_read_across_is_seen_wherever_it_is(at: int) -> None:
    assert not _reads_well(60, ACROSS, at, ends=set())


def test_ends_of_sentences_and_short_lines_tell_less_of_columns() -> None:
    """Clauses by the line, headings, lists: what follows was not torn off."""
    assert _reads_well(60, ACROSS, 20, ends=set(range(60)))
    assert _reads_well(60, ACROSS, 20, ends=set(), width=20)


def test_short_dumps_in_which_columns_may_meet_at_blanks_are_not_judged() -> None:
    n = WEIGHTS.well_rows
    assert not _reads_well(n, [], 0, ends=set())
    assert _reads_well(n + 1, [], 0, ends=set())
    assert _reads_well(n, [], 0, ends=set(), parted=0.0)


def test_a_short_dump_may_lose_less_than_a_long_one() -> None:
    n, loss = WEIGHTS.well_rows, -0.25 * WEIGHTS.well_rows
    assert _reads_well(n + 2, [loss], 4, ends=set(), parted=0.0)
    assert not _reads_well(n - 4, [loss], 4, ends=set(), parted=0.0)


def test_more_is_lost_between_whole_sentences_than_inside_of_them() -> None:
    """A text of a paragraph a line: each joint is that of two paragraphs."""
    poor = [-1.0] * 9
    assert _reads_well(10, poor, 0, ends=set(range(10)), parted=0.0)
    assert not _reads_well(10, poor, 0, ends=set(range(3)), parted=0.0)
    assert not _reads_well(10, poor, 0, ends=set(range(10)), parted=0.5)


def test_what_reads_poorly_is_found_with_what_stands_around_it() -> None:
    """No joint that loses much stands outside the stretches, or at their edges."""
    n, rows = 200, WEIGHTS.well_rows
    loss = np.zeros(n - 1)
    loss[[60, 61, 62, 64, 65]] = 2.0
    loss[150] = 2.0  # alone: a heading
    [(first, stop)] = poor_stretches(loss, WEIGHTS)
    assert 60 - 2 * rows < first <= 60 - rows // 2
    assert 66 + rows // 2 <= stop < 66 + 2 * rows
    assert poor_stretches(np.zeros(n - 1), WEIGHTS) == []
    assert poor_stretches(np.full(n - 1, 2.0), WEIGHTS) == [(0, n)]


def test_stretches_that_touch_are_one() -> None:
    loss = np.zeros(199)
    loss[[60, 61, 62, 90, 91, 92]] = 3.0
    assert len(poor_stretches(loss, WEIGHTS)) == 1


def test_three_rows_may_go_on_in_one_another_by_chance() -> None:
    assert not _reads_well(3, [], 0, ends=set(), parted=0.0)
    assert _reads_well(4, [], 0, ends=set(), parted=0.0)
