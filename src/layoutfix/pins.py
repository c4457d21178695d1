"""What the user knows of a text is honoured, whatever the scores say.

Pin    two places belong together, or not
Cut    a row is cut at a character, or two pieces of it are one
Break  a paragraph begins at a place, or goes on there
Kind   what the lines of a span are: a heading, a caption...
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf

from layoutfix.model import Fragment, ParagraphKind, Pin

Pair = tuple[int, int, bool]
Bond = Callable[[int, int], float]
"""How well a fragment (the second) follows another, higher is better."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A row of the dump is cut before the character `at`; or, not `apart`, it is one piece there.

    >>> Cut(120)
    Cut(at=120, apart=True)
    """

    at: int
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Break:
    """A paragraph begins at the piece that the character `at` is in; or, not `begins`, goes on.

    >>> Break(41, begins=False)
    Break(at=41, begins=False)
    """

    at: int
    begins: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """What the pieces are that begin in a span (start, end) of the dump."""

    span: tuple[int, int]
    kind: ParagraphKind


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that the user knows of a text; what comes later in a field outweighs what came before.

    anew    whether the order is sought anew with the pins, so that they tell of other places, too;
            else it is found without them and corrected, and no other joint changes
    digest  SHA-256 of the text that they are of (`pins_file`); "" where they are of any
    """

    pins: tuple[Pin, ...] = ()
    cuts: tuple[Cut, ...] = ()
    breaks: tuple[Break, ...] = ()
    kinds: tuple[Kind, ...] = ()
    anew: bool = True
    digest: str = ""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.pins or self.cuts or self.breaks or self.kinds)

    @property
    def reshapes(self) -> bool:
        """Whether they say how lines are cut and put together, not only where they stand."""
        return bool(self.cuts or self.breaks or self.kinds)

    def within(self, start: int, end: int) -> Corrections:
        """Those of the page `dump[start:end]`."""
        return replace(
            self,
            pins=tuple(
                p for p in self.pins if start <= p.left[0] < end and start <= p.right[0] < end
            ),
            cuts=tuple(c for c in self.cuts if start < c.at < end),
            breaks=tuple(b for b in self.breaks if start <= b.at < end),
            kinds=tuple(k for k in self.kinds if k.span[0] < end and start < k.span[1]),
        )


NOTHING = Corrections()
"""Nothing is known."""


@dataclass(frozen=True, slots=True)
class Given:
    """What corrections say of the fragments of a page, by id.

    together  pairs that follow each other for sure
    begins    whether a paragraph begins at a fragment
    kinds     what it is
    """

    together: frozenset[tuple[int, int]] = frozenset()
    begins: Mapping[int, bool] = field(default_factory=dict, hash=False)
    kinds: Mapping[int, ParagraphKind] = field(default_factory=dict, hash=False)


def corrections_to_given(known: Corrections, fragments: Sequence[Fragment]) -> Given:
    """Corrections by the ids of fragments, which stand in the dump's order."""
    starts = [f.start for f in fragments]
    begins = {}
    for told in known.breaks:
        i = bisect_right(starts, told.at) - 1
        if i >= 0 and told.at < fragments[i].end:
            begins[i] = told.begins
    kinds: dict[int, ParagraphKind] = {}
    for mark in known.kinds:
        lo, hi = mark.span
        kinds |= {i: mark.kind for i, start in enumerate(starts) if lo <= start < hi}
    pairs = pins_to_pairs(known.pins, fragments)
    return Given(frozenset((i, j) for i, j, together in pairs if together), begins, kinds)


def pins_to_pairs(pins: Sequence[Pin], fragments: Sequence[Fragment]) -> list[Pair]:
    """Pins as (left fragment, right fragment, together).

    The left fragment is the one in which the left span ends, the right one that in which the right
    span starts; pins of places in no fragment, or in one and the same, ask for nothing.
    """
    starts = [f.start for f in fragments]
    pairs = []
    for pin in pins:
        i = bisect_right(starts, max(pin.left[0], pin.left[1] - 1)) - 1
        j = bisect_right(starts, pin.right[0]) - 1
        inside = i >= 0 and j >= 0 and pin.left[1] > fragments[i].start
        if inside and i != j and pin.right[0] < fragments[j].end:
            pairs.append((i, j, pin.together))
    return pairs


def renumber_pairs(pairs: Sequence[Pair], ids: Sequence[int]) -> list[Pair]:
    """The pairs by the places of their fragments in `ids`, which has all of them."""
    place = {i: k for k, i in enumerate(ids)}
    return [(place[i], place[j], together) for i, j, together in pairs]


def apply_pins(order: Sequence[int], pairs: Sequence[Pair], bond: Bond | None = None) -> list[int]:
    """The order with pinned neighbours put together, and unwanted ones parted. O(n + pins * n).

    What follows a fragment moves with it, up to the next place at which a pin parts the order.
    Where the left one of a pin stands in what would move, that is parted at its weakest joint:
    `bond` says how well a fragment follows another, and without it the joint before the left one
    is it. Of pins that cannot hold together the later one holds.

    >>> apply_pins([0, 1, 2, 3, 4], [(0, 3, True)])
    [0, 3, 4, 1, 2]
    >>> apply_pins([0, 1, 2, 3], [(0, 3, True), (2, 0, True)])
    [1, 2, 0, 3]
    >>> apply_pins([0, 1, 2, 3], [(3, 0, True)], bond=lambda i, j: -float(i == 1))
    [2, 3, 0, 1]
    >>> apply_pins([0, 1, 2], [(0, 1, False)])
    [0, 2, 1]
    """
    after = _followers(pairs)
    parted = {(i, j) for i, j, together in pairs if not together}

    def worth(i: int, j: int) -> float:
        return -inf if (i, j) in parted else bond(i, j) if bond is not None else 0.0

    result = _put_together(list(order), after, worth)
    for i, j, together in pairs:
        if together or after.get(i) == j:
            continue
        to = result.index(j)
        if to and result[to - 1] == i:
            stop = _chain_stop(result, to, after)
            behind = _chain_stop(result, stop, after)
            if stop < len(result):
                result[to:behind] = result[stop:behind] + result[to:stop]
            else:
                start = _chain_start(result, to - 1, after)
                if start:  # nothing stands behind: what stands before comes between
                    first = _chain_start(result, start - 1, after)
                    left, between = result[start:to], result[first:start]
                    result[first:to] = left + between
                else:
                    result = result[to:] + result[:to]
    return result


def _followers(pairs: Sequence[Pair]) -> dict[int, int]:
    """What follows each fragment that is pinned: no two follow one, none follows two, no circle."""
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for i, j, together in pairs:
        if after.get(i) == j and not together:  # taken back
            del after[i], before[j]
        if not together or i == j:
            continue
        if i in after:
            del before[after.pop(i)]
        if j in before:
            del after[before.pop(j)]
        end = j
        while end in after and end != i:
            end = after[end]
        if end == i:  # a circle: j leads to i already
            stop = before[i]
            del after[stop], before[i]
        after[i], before[j] = j, i
    return after


def _put_together(order: list[int], after: Mapping[int, int], bond: Bond) -> list[int]:
    """The order parted at its pins that do not hold yet, and its runs chained by these."""
    place = {i: k for k, i in enumerate(order)}
    asked = {i: j for i, j in after.items() if place[j] != place[i] + 1}
    starts = {0} | {place[j] for j in asked.values()} | {place[i] + 1 for i in asked}
    while True:
        bounds = [*sorted(k for k in starts if k < len(order)), len(order)]
        runs = {order[a]: order[a:b] for a, b in pairwise(bounds)}
        done = _chain_runs(runs, asked)
        if len(done) == len(order):
            return done
        taken = {*done}
        for first, run in runs.items():  # those left over are chained in a circle: one is parted
            at = _chain_start(order, place[run[-1]], after)
            if first not in taken and at > place[first]:
                starts.add(_weakest(order, place[first], at, after, bond))
                break


def _weakest(order: Sequence[int], lo: int, hi: int, after: Mapping[int, int], bond: Bond) -> int:
    """The place after lo, up to hi, whose joint with the one before is no pin's and the weakest."""
    free = [k for k in range(lo + 1, hi + 1) if after.get(order[k - 1]) != order[k]]
    return min(free, key=lambda k: (bond(order[k - 1], order[k]), -k))


def _chain_runs(runs: Mapping[int, list[int]], asked: Mapping[int, int]) -> list[int]:
    """Runs, by their first, in their order, each followed by what is asked to follow its last."""
    followers = {*asked.values()}
    done: list[int] = []
    for first in runs:
        at = None if first in followers else first
        while at is not None:
            done += runs[at]
            at = asked.get(done[-1])
    return done


def _chain_start(order: Sequence[int], at: int, after: Mapping[int, int]) -> int:
    """Where the run of pinned neighbours begins that the place `at` belongs to."""
    while at > 0 and after.get(order[at - 1]) == order[at]:
        at -= 1
    return at


def _chain_stop(order: Sequence[int], at: int, after: Mapping[int, int]) -> int:
    """Where the run of pinned neighbours ends that begins at the place `at`."""
    at += 1
    while at < len(order) and after.get(order[at - 1]) == order[at]:
        at += 1
    return min(at, len(order))
