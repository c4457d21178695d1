"""Whether a page is reordered at all: only where the new order gains clearly over the dump's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from layoutfix.arrays import Bools, Doubles, Floats, Index
from layoutfix.ordering.view import Links
from layoutfix.page_order import CLOSED, GateReading
from layoutfix.ranks import all_but
from layoutfix.weights import GateWeights


class SentenceLinks(Links, Protocol):
    """What the gate asks beside the links themselves."""

    def sentence_gain(self, left: Index, right: Index) -> tuple[Floats, Bools]:
        """Log-odds (p,) that one sentence goes over the joint, and where left ends inside one."""
        ...


def reads_well(loss: Doubles, stops: Bools, weights: GateWeights, *, parted: float = 0.0) -> bool:
    """Whether n fragments read on in one another as they stand, so that no columns are sought.

    Where columns were read across, the links of some stretch say so. In short dumps few joints tell
    little, so nearly nothing may be lost in them; more in dumps of whole sentences or paragraphs,
    however short. O(n).

    loss    (n - 1,) what each joint loses (`joint_losses`)
    stops   (n,) whether a fragment ends a sentence
    parted  share of them with a blank inside at which columns may meet
    """
    n = len(stops)
    if n < _LEAST_ROWS:
        return False
    worst = float(_window_means(loss, weights.well_rows).max())
    most = weights.most_loss if n > weights.well_rows else -np.inf
    if parted <= weights.most_parted_share:
        most = max(most, weights.most_short_loss)
        if float(stops.mean()) >= weights.least_stop_share:
            most = max(most, weights.most_sentence_loss)
    return worst <= most


def joint_losses(
    link: Floats, is_open: Bools, width: Floats, column: Floats, weights: GateWeights
) -> Doubles:
    """What the dump's own joints fall short of text that reads on, in nats, (n - 1,).

    Most counts at full lines that end inside a sentence: there columns show that were read across.

    link, is_open  (n - 1,) score of each joint, and whether a sentence could go over it
    width, column  (n,) printed width of each fragment, and that of the lines around it
    """
    tells = is_open & (width[:-1] >= weights.well_full_share * column[:-1])
    loss = np.maximum(0.0, weights.well_link - link)
    return np.asarray(loss * np.where(tells, 1.0, weights.well_end_weight), np.float64)


def poor_stretches(loss: Doubles, weights: GateWeights) -> list[tuple[int, int]]:
    """The fragments (first, stop) around the joints at which a dump does not read well, in order.

    All that lies outside reads on as it stands.
    """
    rows, n = weights.well_rows, len(loss) + 1
    poor = np.flatnonzero(_window_means(loss, rows) > weights.most_loss)
    found: list[tuple[int, int]] = []
    for k in poor.tolist():
        first, stop = max(0, k - rows // 2), min(n, k + rows + rows // 2 + 1)
        if found and first <= found[-1][1]:
            first = found.pop()[0]
        found.append((first, stop))
    return found


def _window_means(loss: Doubles, rows: int) -> Doubles:
    """The mean loss of each so many joints in a row, or of all where there are fewer."""
    rows = min(rows, len(loss))
    total = np.cumsum(np.append(0.0, loss))
    return np.asarray((total[rows:] - total[:-rows]) / rows)


_LEAST_ROWS = 4
"""Fewer rows go on in one another by chance."""


def scale_gate(weights: GateWeights, certainty: float) -> GateWeights:
    """The settings for a page of which more is known than it shows itself, or less (below 1).

    What it must gain is divided by `certainty`, and so is what a short dump may lose to be left as
    it is where more is known; sentences must go on as well as ever.

    >>> from layoutfix.script import Script
    >>> from layoutfix.weights import load_weights
    >>> scale_gate(load_weights(Script.CJK).gate, 2.0).least_gain
    4.0
    """
    return replace(
        weights,
        least_gain=weights.least_gain / certainty,
        least_mean_gain=weights.least_mean_gain / certainty,
        least_mended_gain=weights.least_mended_gain / certainty,
        least_short_gain=weights.least_short_gain / certainty,
        seen_mean_gain=weights.seen_mean_gain / certainty,
        seen_mended_gain=weights.seen_mended_gain / certainty,
        most_short_loss=weights.most_short_loss / max(certainty, 1.0),
        most_sentence_loss=weights.most_sentence_loss / max(certainty, 1.0),
    )


def open_gate(weights: GateWeights) -> GateWeights:
    """The settings for a page that is known to be in columns: any other order than its own opens.

    >>> from layoutfix.script import Script
    >>> from layoutfix.weights import load_weights
    >>> open_gate(load_weights(Script.CJK).gate).least_mended
    -inf
    """
    nothing = -np.inf
    return replace(
        weights,
        least_gain=nothing,
        least_mean_gain=nothing,
        least_torn_share=nothing,
        least_mended=nothing,
        kept_mended=nothing,
        least_mean_mended_gain=nothing,
        least_mended_gain=nothing,
    )


def judge_order(
    order: Sequence[int], links: SentenceLinks, weights: GateWeights, *, certainty: float = 1.0
) -> GateReading:
    """Compare an order of n fragments, or of some of them, with the dump's own. O(n log n).

    What counts most are sentences that the dump tore and the order mends: lists, tables, verse and
    headings have none, however well their lines could be sorted. The more joints a page keeps, the
    better must those go on that it does not: it reads on as it stands. `certainty` below 1 (no
    model for the language) asks for that much more gain.
    """
    n = len(order)
    if n < 3:
        return CLOSED
    weights = scale_gate(weights, certainty)
    path = np.asarray(order, np.intp)
    ids, new = np.unique(path, return_inverse=True)
    parted = all_but(n - 1, new[:-1][np.diff(new) == 1])
    if not len(parted):
        return CLOSED
    put = np.flatnonzero(np.diff(new) != 1)
    starts, ends = links.starts(), links.ends()
    after = float(links.score(path[:-1], path[1:]).sum() + starts[path[0]] + ends[path[-1]])
    before = float(links.score(ids[:-1], ids[1:]).sum() + starts[ids[0]] + ends[ids[-1]])
    gain = round(after - before, 2)
    now, open_now = links.sentence_gain(path[put], path[put + 1])
    was, open_was = links.sentence_gain(ids[parted], ids[parted + 1])
    torn = int(open_was.sum())
    mended = float(now[open_now].mean()) if open_now.any() else 0.0
    was_mean = float(was[open_was].mean()) if torn else 0.0
    mended_gain = torn * (mended - was_mean)
    least_mended_gain = weights.least_mended_gain
    if mended >= weights.least_short_mended and len(parted) >= weights.least_short_share * (n - 1):
        least_mended_gain = min(least_mended_gain, weights.least_short_gain)
    passes = (
        gain >= weights.least_gain
        and gain >= weights.least_mean_gain * len(parted)
        and torn >= weights.least_torn_share * len(parted)
        and mended >= weights.least_mended
        and mended - was_mean >= weights.least_mean_mended_gain
        and mended_gain >= least_mended_gain
    )
    keeps = mended < weights.kept_mended - weights.changed_mended * len(parted) / (n - 1)
    opens, keeps = passes and not keeps, passes and keeps
    return GateReading(gain, len(parted), torn, mended, mended_gain, opens, keeps=keeps)


def is_prose(texts: Sequence[str]) -> bool:
    """Whether sentences end inside lines, as in prose; lines of verse and of tables end with them.

    >>> is_prose(["nabrzeżu. Opłatę wnosi się", "w kasie urzędu"]), is_prose(["يا نهرُ", "واديكَ"])
    (True, False)
    """
    return sum(bool(_STOP_INSIDE_RE.search(text)) for text in texts) >= _LEAST_STOPS * len(texts)


_STOP_INSIDE_RE = re.compile(r"\w{3}[.!?。！？।؟]\s*\S*\w{2}")
_LEAST_STOPS = 0.1
"""Share of the lines of prose in which a sentence ends: one in three and more in most columns."""


def open_for_seen_columns(
    reading: GateReading, x: Floats, width: Floats, column: Floats, weights: GateWeights
) -> GateReading:
    """The reading, opened where gutters show the columns and their lines are prose's. O(n).

    For texts without a model, whose links can gain little. Cells of tables and lists do not fill
    their columns, and end no sentence elsewhere.

    x       (n,) character column of each fragment, NaN where it is not seen
    width, column  (n,) its printed width, and that of the lines around it
    """
    seen = float((~np.isnan(x)).mean())
    full = float((width >= weights.full_share * column).mean())
    opens = (
        reading.gain > 0
        and seen >= weights.least_seen_share
        and full >= weights.least_full_share
        and reading.torn >= weights.least_torn_seen * reading.changed_joints
    )
    return replace(reading, opens=reading.opens or opens)


def judge_seen_order(
    reading: GateReading, counted: int, weights: GateWeights, *, is_marked: bool = False
) -> GateReading:
    """The reading of an order down columns that blank strips show, opened where it reads on. O(n).

    Rows of tables, of pairs and of lists show strips, too, and are read across: in these hardly a
    sentence goes on from row to row. Where items count on down the columns, they prove the order.

    counted    how many more items count on in the new order than in the dump's
    is_marked  most rows look like those of lists or tables: then sentences are no proof
    """
    reads_on = (
        not is_marked
        and reading.gain >= weights.seen_mean_gain * reading.changed_joints
        and reading.torn >= weights.least_torn_share * reading.changed_joints
        and reading.mended >= weights.seen_mended
        and reading.mended_gain >= weights.seen_mended_gain
    )
    counts = counted >= weights.seen_counted and reading.gain > 0
    return replace(reading, opens=reading.changed_joints > 0 and (reads_on or counts))
