"""Rows of one column that are listed otherwise than they are read -> the page in reading order.

Four kinds of damage, told by the links alone, since no row shows two columns:

    vertical lines listed from the left     in reverse, tier by tier
    a tilted scan                           neighbours swapped, in pairs
    vertical lines printed row by row       a grid of single characters (`layoutfix.grids`)
    vertical lines, a character a row       each a block of rows, from the left (pdfminer)

Taken only where the page reads well all through in the new order: each sentence that the dump tears
goes on. What it gets wrong: a page of very few lines stays as it came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from layoutfix.arrays import Bools, Doubles, Floats
from layoutfix.chardata import codes_to_widths, text_to_codes
from layoutfix.cutting.asides import find_heads
from layoutfix.grids import Cell, Grid, is_one_place, read_grids
from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import score_links
from layoutfix.model import Fragment
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.gate import judge_order
from layoutfix.ordering.proposals.reversals import find_reversals, turn_round
from layoutfix.ordering.search import order_columns
from layoutfix.page import Page, take_fragments
from layoutfix.page_order import CLOSED, GateReading, PageOrder
from layoutfix.ranks import all_but
from layoutfix.script import Script
from layoutfix.sheet import Sheet
from layoutfix.weights import ListingWeights, Weights

Parts = Sequence[tuple[Fragment, ...]]


MOST_ROWS = 240
"""Rows of a page up to which stretches are turned round: memory grows with the square."""


def read_reversed(whole: Page, links: LinkScorer, sheet: Sheet) -> PageOrder | None:
    """The page with stretches of its rows turned round; None where that does not clearly help.

    Where the user says that columns run from right to left, the rows of a page in Chinese or
    Japanese need only read no worse in reverse.
    """
    order = None
    if sheet.model is not None:
        order = _turned(links, whole.blank_above > 0, sheet.weights)
    if order is None and links.script is Script.CJK and sheet.config.columns == "rtl":
        order = _backwards(whole, links)
    if order is None:
        return None
    pieces = replace(take_fragments(whole, order), blank_above=np.zeros_like(whole.blank_above))
    parts = [(whole.fragments[i],) for i in order]
    return _listed_page(pieces, parts, sheet)


def _turned(links: LinkScorer, blank_above: Bools, weights: Weights) -> list[int] | None:
    """The order of n rows that reads best with some turned round, where the gate lets it pass."""
    c = weights.listing
    n = len(links.shapes.width)
    if not 3 <= n <= MOST_ROWS:
        return None
    at = np.arange(n - 1)
    near = np.maximum(links.score(at, at + 1), links.score(at + 1, at))
    if float((near > 0).mean()) < c.least_near_share - c.near_slack / np.sqrt(n):
        return None
    link = _link_table(links)
    starts = c.end_share * links.starts().astype(np.float64)
    ends = c.end_share * links.ends().astype(np.float64)
    search = partial(
        find_reversals,
        link,
        starts,
        ends,
        costs=_tier_costs(blank_above, c),
        border_cost=c.border_cost,
    )
    by_chance = float(np.log(n))  # a page of n rows has as many places where two might be swapped
    few, few_value = search(pair_cost=max(c.turn_cost, by_chance))
    many, many_value = search(pair_cost=-c.stay_cost)
    many_value -= c.pairs_cost + c.stay_cost * (n // 2)
    found = many if many_value > few_value else few
    as_it_stands = float(link[at, at + 1].sum() + starts[0] + ends[-1])
    if found is few and few_value < as_it_stands + c.least_gain:
        return None
    order = turn_round(n, found)
    path = np.array(order)
    put = np.flatnonzero(np.diff(path) != 1)
    gate = replace(
        weights.gate,
        least_gain=c.least_gain,
        least_mean_gain=c.least_mean_gain,
        least_mended=c.least_new_link,
        kept_mended=-np.inf,
        least_mended_gain=c.least_mended_gain,
        least_short_gain=c.least_mended_gain,
    )
    if not judge_order(order, links, gate).opens:
        return None
    shapes = links.shapes
    full = ~shapes.ends_stop & (shapes.width >= c.full_share * shapes.column)
    parted = all_but(len(at), path[:-1][np.diff(path) == 1])
    if float(full[parted].mean()) < c.least_full_share:
        return None
    read = link[path[:-1], path[1:]]
    return order if min(read.mean(), read[put].mean()) >= c.least_new_link else None


def _tier_costs(blank_above: Bools, weights: ListingWeights) -> Doubles:
    """What turning round a stretch that begins at each of n rows must gain, (n,).

    Tiers have about as many lines each, and begin under a blank line where there are few of these.
    """
    n = len(blank_above)
    costs = np.full(n, weights.tier_cost)
    costs[: weights.most_above_tiers + 1] = weights.turn_cost
    for tiers in (2, 3):
        near = np.round(n / tiers * np.arange(1, tiers))[:, None] + np.array([-1, 0, 1])
        costs[np.clip(near, 0, n - 1).astype(np.intp)] = weights.turn_cost
    blank = np.flatnonzero(blank_above[1:]) + 1
    if len(blank) <= weights.most_blank_tiers:
        costs[blank] = weights.blank_tier_cost
    return costs


def _backwards(whole: Page, links: LinkScorer) -> list[int] | None:
    """All rows in reverse, but for running heads; None where they read better as they stand."""
    text = np.flatnonzero(~find_heads(whole))
    above, below = text[:-1], text[1:]
    if links.score(above, below).sum() > links.score(below, above).sum() or not len(above):
        return None
    order = list(range(len(links.shapes.width)))
    order[text[0] : text[-1] + 1] = order[text[0] : text[-1] + 1][::-1]
    return order


def read_grid_page(sheet: Sheet, model: NgramModel) -> PageOrder | None:
    """The page with its grids of single characters read column by column; None without any.

    Rows that belong to none are lines as they stand.
    """
    dump, rows = sheet.dump, sheet.rows
    starts = [dump.rfind("\n", 0, row.mark_start) + 1 for row in rows]
    lines = [dump[at : row.end] for at, row in zip(starts, rows, strict=True)]
    above = [k for k, row in enumerate(rows) if row.blanks_above]
    grids = [
        g for g in _grids(lines, above, model) if g.gain >= sheet.weights.listing.least_grid_gain
    ]
    if not grids:
        return None
    begins = {grid.rows.start: grid for grid in grids}
    parts: list[tuple[Fragment, ...]] = []
    k = 0
    while k < len(rows):
        if k in begins:
            parts += [
                tuple(_cell_to_fragment(lines, starts, cell) for cell in column)
                for column in begins[k].columns
            ]
            k = begins[k].rows.stop
        else:
            lo, hi = rows[k].mark_start, rows[k].end
            parts.append((Fragment(lo, hi, dump[lo:hi]),))
            k += 1
    return _listed_page(_parts_to_pieces(parts, script=sheet.script), parts, sheet)


def _grids(lines: Sequence[str], above: Sequence[int], model: NgramModel) -> list[Grid]:
    """The grids of a page; blank lines part them. `above`: the rows under one."""
    found = []
    for lo, hi in zip([0, *above], [*above, len(lines)], strict=True):
        for grid in read_grids(lines[lo:hi], model):
            columns = [[(lo + r, at, end) for r, at, end in column] for column in grid.columns]
            block = range(lo + grid.rows.start, lo + grid.rows.stop)
            found.append(replace(grid, rows=block, columns=columns))
    return found


def _cell_to_fragment(lines: Sequence[str], starts: Sequence[int], cell: Cell) -> Fragment:
    row, start, end = cell
    return Fragment(starts[row] + start, starts[row] + end, lines[row][start:end])


def read_glyph_rows(sheet: Sheet) -> PageOrder | None:
    """The page whose vertical lines came from the left, a character a row; None if it is none.

    化        雪化成了水 is the last vertical line, 山上的 the first; a blank line parts them.
    成        Their tiers may have come in turn, as columns that are read across do.

    山
    上
    """
    parts = _glyph_lines(sheet)
    if parts is None:
        return None
    pieces = _parts_to_pieces(parts, script=sheet.script)
    links = score_links(pieces, sheet)
    in_columns = order_columns(pieces, links, sheet).order
    ways = [list(range(len(parts))), in_columns, _in_tiers(parts, sheet)]
    if len(parts) <= MOST_ROWS:
        ways.append(_tier_by_tier(links))
    order = max(ways, key=partial(_sum_links, links))
    if not judge_order(order, links, sheet.weights.gate).opens:
        return None
    parts = [parts[k] for k in order]
    found = _listed_page(_parts_to_pieces(parts, script=sheet.script), parts, sheet)
    return replace(found, sure=_chance_by_links(found))


def _chance_by_links(found: PageOrder) -> Floats:
    """The chance that each line is followed by the right one, (n,), by their links alone.

    The lines stand as they are read, so nothing else tells that they were not so listed.
    """
    path = np.array(found.order, np.intp)
    sure = np.ones(len(path), np.float32)
    total = np.round(found.links.score(path[:-1], path[1:]).astype(np.float64), 3)
    sure[path[:-1]] = np.round(1 / (1 + np.exp(-_LINK_ODDS * total)), 4)
    return sure


_LINK_ODDS = 0.7
"""Log-odds of such a joint for each nat of its link: 699 joints of the factory, fit and choose."""


def _in_tiers(parts: Parts, sheet: Sheet) -> list[int]:
    """Lines from the last on, as columns; of these the one listed first is the upper tier."""
    pieces = _parts_to_pieces(parts[::-1], script=sheet.script)
    found = order_columns(pieces, score_links(pieces, sheet), sheet)
    path = len(parts) - 1 - np.array(found.order, np.intp)
    tiers = np.split(path, np.flatnonzero(np.diff(path) > 0) + 1)
    return [int(k) for tier in sorted(tiers, key=min) for k in tier]


def _tier_by_tier(links: LinkScorer) -> list[int]:
    """Lines of tiers that were listed one after the other, each from its last line on."""
    n = len(links.shapes.width)
    by_chance = float(np.log(n))  # so many places are there where a tier might begin
    stretches, _ = find_reversals(
        _link_table(links),
        links.starts().astype(np.float64),
        links.ends().astype(np.float64),
        costs=np.full(n, by_chance),
        pair_cost=by_chance,
        border_cost=0.0,
    )
    return turn_round(n, stretches)


def _link_table(links: LinkScorer) -> Doubles:
    """`[i, j]`: the score of row j behind row i, (n, n)."""
    n = len(links.shapes.width)
    i, j = np.divmod(np.arange(n * n), n)
    return np.asarray(links.score(i, j).reshape(n, n), np.float64)


def _sum_links(links: LinkScorer, order: Sequence[int]) -> float:
    """What an order's joints are worth by themselves, in nats."""
    path = np.asarray(order, np.intp)
    ends = links.starts()[path[0]] + links.ends()[path[-1]]
    return round(float(links.score(path[:-1], path[1:]).sum() + ends), 3)


_GLYPH_SHARE = 0.9
"""Share of the rows of a page that are so short: of vertical pages all are, of others few."""


def _glyph_lines(sheet: Sheet) -> list[tuple[Fragment, ...]] | None:
    """The blocks of a page of characters in rows of their own, a row that is longer by itself."""
    texts = [sheet.dump[row.mark_start : row.end] for row in sheet.rows]
    is_glyph = [is_one_place(text) for text in texts]
    if sum(is_glyph) < _GLYPH_SHARE * len(texts):
        return None
    parts: list[list[Fragment]] = []
    was_glyph = False
    for row, text, glyph in zip(sheet.rows, texts, is_glyph, strict=True):
        if not parts or row.blanks_above or not (glyph and was_glyph):
            parts.append([])
        parts[-1].append(Fragment(row.mark_start, row.end, text))
        was_glyph = glyph
    return [tuple(part) for part in parts]


def _parts_to_pieces(parts: Parts, *, script: Script) -> Page:
    """Vertical lines, and rows that stand among them, as pieces of a page."""
    n = len(parts)
    texts = ["".join(f.text for f in part) for part in parts]
    width = [codes_to_widths(text_to_codes(text), script=script).sum() for text in texts]
    unseen = np.full(n, np.nan, np.float32)
    return Page(
        fragments=[
            Fragment(part[0].start, part[-1].end, text)
            for part, text in zip(parts, texts, strict=True)
        ],
        row=np.arange(n, dtype=np.int32),
        x=unseen,
        lead=unseen,
        width=np.array(width, np.float32),
        dropped=[],
        marked=np.zeros(n, bool),
        blank_above=np.zeros(n, np.int32),
        rest=np.zeros(n, np.int32),
        numbers=np.zeros(n, bool),
    )


def one_column(
    sheet: Sheet,
    page: Page,
    order: list[int],
    links: LinkScorer,
    gate: GateReading,
    parts: Parts | None = None,
) -> PageOrder:
    """A page of one column whose rows were not cut, in an order of theirs."""
    n = len(order)
    return PageOrder(
        sheet,
        page,
        order,
        links,
        np.zeros(n, np.float32),
        1,
        gate,
        held=np.zeros(n, bool),
        asides=find_heads(page),
        sure=np.ones(n, np.float32),
        parts=None if parts is None else tuple(parts),
    )


def _listed_page(pieces: Page, parts: Parts, sheet: Sheet) -> PageOrder:
    """A page whose pieces were put into reading order."""
    order = list(range(len(pieces.fragments)))
    gate = replace(CLOSED, opens=True)
    return one_column(sheet, pieces, order, score_links(pieces, sheet), gate, parts)


def mean_link(page: PageOrder) -> float:
    """How well the joints of a page's order read, in nats a joint."""
    path = np.array(page.order, np.intp)
    return float(page.links.score(path[:-1], path[1:]).mean()) if len(path) > 1 else 0.0
