"""Exchange of parts of columns: what tells is at the foot of the columns."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from layoutfix.ordering.exchange import RegionLinks, exchange_parts

from layoutfix.ordering.plans import turn_costs
from tests.helpers import SPACED
from tests.ordering.plain import plain_lines


def _exchange(
    runs: list[list[int]], links: dict[tuple[int, int], float], n: int
) -> list[list[int]]:
    def link(i: int, j: int) -> float:
        return links.get((i, j), -1.0)

    score = np.array([[link(i, j) for j in range(n)] for i in range(n)], np.float32)
    region = RegionLinks(score, np.zeros(n), np.zeros(n))
    weights = replace(SPACED.chain, least_exchange_gain=0.5)
    return exchange_parts(runs, plain_lines(n), region, weights, SPACED.turns)


def test_the_link_from_foot_to_head_undoes_a_crossing() -> None:
    """
    A0 B1      the joints at the crossing say nothing; that A10 goes on with B1, at the head
    A2 B3      of the next column, does
    A4 B5 ...
    """
    n = 12
    left, right = list(range(0, n, 2)), list(range(1, n, 2))
    links = {(a, a + 2): 2.0 for a in range(n - 2)}
    for a, b in ((4, 6), (5, 7), (4, 7), (5, 6)):
        links[a, b] = 0.0
    links[10, 1] = 5.0
    crossed = [[0, 2, 4, 7, 9, 11], [1, 3, 5, 6, 8, 10]]
    assert _exchange(crossed, links, n) == [left, right]


def test_a_block_goes_back_to_its_column() -> None:
    """
    A0 B1      A4 and A6 were given to B: one exchange of tails cannot mend both of its ends,
    A2 B3      a block that changes its column can
    A4 B5 ...
    """
    n = 12
    left, right = list(range(0, n, 2)), list(range(1, n, 2))
    links = {p: 2.0 for run in (left, right) for p in pairwise(run)}
    assert _exchange([[0, 2, 8, 10], [1, 3, 4, 5, 6, 7, 9, 11]], links, n) == [left, right]


def test_columns_that_read_well_stay() -> None:
    """No exchange where every joint is good."""
    n = 12
    runs = [list(range(0, n, 2)), list(range(1, n, 2))]
    links = {(a, a + 2): 2.0 for a in range(n - 2)}
    assert _exchange(runs, links, n) == runs


def test_one_column_has_nothing_to_exchange() -> None:
    """A single run comes back as it is."""
    assert _exchange([[0, 1, 2]], {}, 3) == [[0, 1, 2]]


def test_columns_that_take_turns_cost_only_their_opening() -> None:
    """A column that is passed over costs; taking turns does not."""
    weights = SPACED.turns
    lines = plain_lines(8)
    plans = [[[0, 2, 4, 6], [1, 3, 5, 7]], [[0, 2, 3, 4, 6], [1, 5, 7]]]
    regular, skipped = turn_costs(plans, lines, weights)
    assert regular == weights.open_cost
    assert skipped > regular


def test_plans_are_costed_one_by_one() -> None:
    """What a plan costs does not depend on the others that are followed with it."""
    weights, lines = SPACED.turns, plain_lines(9)
    plans = [
        [[0, 2, 4, 6, 8], [1, 3, 5, 7]],
        [[0, 3, 6], [1, 4, 7], [2, 5, 8]],
        [[0, 1, 2, 3, 8], [4, 5, 6, 7]],
    ]
    alone = [float(turn_costs([plan], lines, weights)[0]) for plan in plans]
    assert turn_costs(plans, lines, weights).tolist() == alone


def test_a_column_that_ends_early_costs_little_at_the_foot() -> None:
    """Columns end at different rows: passing one over for good costs less near a page's end."""
    weights, lines = SPACED.turns, plain_lines(16)
    high = [[0, 2, *range(4, 16)], [1, 3]]
    low = [[*range(0, 12, 2), *range(12, 16)], [*range(1, 12, 2)]]
    strict = replace(weights, foot_share=1.0)
    assert turn_costs([low], lines, weights) < turn_costs([low], lines, strict)
    assert turn_costs([low], lines, weights) < turn_costs([high], lines, weights)


def test_a_crossing_is_undone_beside_a_column_that_opens_late() -> None:
    """
    A1 B2 D3          C opens under a picture and its lines stand lower than those beside it: D
    A4 B5 D6          comes before C in the rows. That A and D crossed over shows only at their
    A7 B8 D9          feet and heads, and only if C is read before D.
    A10 B11 D12 C13
    A14 B15 D16 C17 ...
    """
    rows = [[0, 1, 3]] * 3 + [[0, 1, 3, 2]] * 5
    columns: list[list[int]] = [[], [], [], []]
    for i, owner in enumerate(owner for row in rows for owner in row):
        columns[owner].append(i)
    n = sum(map(len, columns))
    links = {p: 2.0 for run in columns for p in pairwise(run)}
    links |= {(a[-1], b[0]): 3.0 for a, b in pairwise(columns)}
    a, b, c, d = columns
    for foot, head in ((a[2], a[3]), (d[2], d[3]), (a[2], d[3]), (d[2], a[3])):
        links[foot, head] = 0.0
    links[d[-1], b[0]] = 7.0  # as the columns stand, the crossing is worth as much as the truth
    crossed = [a[:3] + d[3:], b, c, d[:3] + a[3:]]
    assert _exchange(crossed, links, n) == columns
