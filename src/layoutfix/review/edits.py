"""What a hand does to a page -> corrections: places go on, move, are cut, joined, named.

Each function takes the result as it is shown and the corrections that it was made with, and gives
new corrections; those that a new one overrules are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from layoutfix.errors import InputError
from layoutfix.model import Fragment, Pin
from layoutfix.pins import Break, Corrections, Cut, Kind
from layoutfix.pins_file import KINDS
from layoutfix.result import Result

Action = Mapping[str, Any]


def apply_action(result: Result, known: Corrections, action: Action) -> Corrections:
    """The corrections after an action, as the browser sends it (docs/review.md has the list).

    Raises InputError for an action that there is not, or of pieces that are not of the text.
    """
    do = _ACTIONS.get(str(action.get("do")))
    if do is None:
        raise InputError(f"there is no action {action.get('do')!r}: reload the page")
    return do(result, known, action)


def _follow(result: Result, known: Corrections, action: Action) -> Corrections:
    """The piece `right`, with what follows it, comes behind the piece `left`."""
    left, right = _piece(result, action, "left"), _piece(result, action, "right")
    return _pin(known, left, right)


def _part(result: Result, known: Corrections, action: Action) -> Corrections:
    """The piece `right` does not come behind `left`: what does is not said."""
    left, right = _piece(result, action, "left"), _piece(result, action, "right")
    return _unpin(known, left, right)


def _accept(result: Result, known: Corrections, action: Action) -> Corrections:
    """Two neighbours stand rightly side by side, in one paragraph or two, as they are shown."""
    left, right = _piece(result, action, "left"), _piece(result, action, "right")
    ids = int(action["left"]), int(action["right"])
    joint = next((j for j in result.joints if (j.left, j.right) == ids), None)
    if joint is None:
        raise InputError("these two are no neighbours any more: reload the page")
    known = _pin(known, left, right)
    return _set_break(known, right, begins=True) if joint.kind == "gap" else known


def _move(result: Result, known: Corrections, action: Action) -> Corrections:
    """The pieces from `first` to `last`, as they are read, go behind piece `after`; or first."""
    order = list(result.order)
    first, last = _number(result, action, "first"), _number(result, action, "last")
    lo, hi = sorted((order.index(first), order.index(last)))
    block, rest = order[lo : hi + 1], order[:lo] + order[hi + 1 :]
    after = None if action.get("after") is None else _number(result, action, "after")
    if after in block or not rest:
        raise InputError("these pieces cannot go there: they would stand inside themselves")
    to = 0 if after is None else rest.index(after) + 1
    piece = result.fragments
    if not to and lo:
        known = _unpin(known, piece[order[lo - 1]], piece[block[0]])
    if to == len(rest) and hi + 1 < len(order):
        known = _unpin(known, piece[block[-1]], piece[order[hi + 1]])
    if to:
        known = _pin(known, piece[rest[to - 1]], piece[block[0]])
    if to < len(rest):
        known = _pin(known, piece[block[-1]], piece[rest[to]])
    return known


def _cut(result: Result, known: Corrections, action: Action) -> Corrections:
    """The row is cut before a character of the piece, counted in code points from its start."""
    piece, at = _piece(result, action, "piece"), action.get("at")
    size = len(piece.text)
    if not isinstance(at, int) or not 0 < at < size:
        raise InputError(f"a piece of {size} characters is cut between two of them")
    return _set_cut(known, piece.start + at, apart=True)


def _join(result: Result, known: Corrections, action: Action) -> Corrections:
    """The piece and the next one of its row are one piece."""
    i = _number(result, action, "piece")
    piece = result.fragments[i]
    following = result.fragments[i + 1] if i + 1 < len(result.fragments) else None
    if following is None or "\n" in result.dump[piece.end : following.start]:
        raise InputError("nothing of its row stands behind this piece: it is joined to none")
    cuts = tuple(c for c in known.cuts if not piece.end <= c.at <= following.start)
    return _set_cut(replace(known, cuts=cuts), following.start, apart=False)


def _kind(result: Result, known: Corrections, action: Action) -> Corrections:
    """The pieces, in reading order, are a heading, a caption...: one block, which begins here."""
    kind, ids = action.get("kind"), action.get("pieces")
    if kind not in KINDS or not isinstance(ids, list) or not ids:
        raise InputError(f"a kind is one of {', '.join(KINDS)}, of one piece or more")
    pieces = [_piece(result, {"piece": i}, "piece") for i in ids]
    spans = {_span(piece) for piece in pieces}
    kept = [k for k in known.kinds if k.span not in spans]
    known = replace(known, kinds=(*kept, *(Kind(_span(piece), kind) for piece in pieces)))
    return _set_break(known, pieces[0], begins=True)


def _break(result: Result, known: Corrections, action: Action) -> Corrections:
    """A paragraph begins at the piece; or it goes on there."""
    return _set_break(known, _piece(result, action, "piece"), begins=bool(action.get("begins")))


def _anew(result: Result, known: Corrections, action: Action) -> Corrections:
    """The order is sought anew with the pins; or once without, and corrected."""
    return replace(known, anew=bool(action.get("anew")))


_ACTIONS: Mapping[str, Callable[[Result, Corrections, Action], Corrections]] = {
    "follow": _follow,
    "part": _part,
    "accept": _accept,
    "move": _move,
    "cut": _cut,
    "join": _join,
    "kind": _kind,
    "break": _break,
    "anew": _anew,
}
ACTIONS = tuple(_ACTIONS)
"""Names of the actions."""


def _number(result: Result, action: Action, name: str) -> int:
    number = action.get(name)
    if not isinstance(number, int) or not 0 <= number < len(result.fragments):
        raise InputError(f"there is no piece {number!r} on this page: reload it")
    return number


def _piece(result: Result, action: Action, name: str) -> Fragment:
    return result.fragments[_number(result, action, name)]


def _span(piece: Fragment) -> tuple[int, int]:
    return piece.start, piece.end


def _pin(known: Corrections, left: Fragment, right: Fragment) -> Corrections:
    """The corrections with two pieces pinned together; pins that contradict it are left out."""
    if left == right:
        raise InputError("a piece does not follow itself")
    pins = [
        p
        for p in known.pins
        if not (p.together and (p.left == _span(left) or p.right == _span(right)))
        and (p.left, p.right) != (_span(left), _span(right))
    ]
    return replace(known, pins=(*pins, Pin(_span(left), _span(right))))


def _unpin(known: Corrections, left: Fragment, right: Fragment) -> Corrections:
    """The corrections with two pieces pinned apart."""
    kept = [p for p in known.pins if (p.left, p.right) != (_span(left), _span(right))]
    return replace(known, pins=(*kept, Pin(_span(left), _span(right), together=False)))


def _set_break(known: Corrections, piece: Fragment, *, begins: bool) -> Corrections:
    kept = [b for b in known.breaks if not piece.start <= b.at < piece.end]
    return replace(known, breaks=(*kept, Break(piece.start, begins)))


def _set_cut(known: Corrections, at: int, *, apart: bool) -> Corrections:
    kept: Sequence[Cut] = [c for c in known.cuts if c.at != at]
    return replace(known, cuts=(*kept, Cut(at, apart)))
