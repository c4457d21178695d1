"""A result -> what the browser draws: rows of the dump, pieces, paragraphs, joints."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from layoutfix.engine import PageOrder, Rival, find_followers, find_leaders
from layoutfix.model import Fragment
from layoutfix.notebook import order_to_columns
from layoutfix.result import Result

MOST_RIVALS = 4
"""Rivals of a joint that are shown on each side."""

SCRIPTS = (
    "words.js",
    "verdict.js",
    "draw.js",
    "cut.js",
    "drag.js",
    "now.js",
    "sheet.js",
    "show.js",
    "ask.js",
    "deeds.js",
    "review.js",
)
"""The modules of the page, each after those that it imports."""

View = dict[str, Any]


@cache
def read_asset(name: str) -> str:
    """A file of the page, as it is shipped."""
    return (files("layoutfix.review") / "assets" / name).read_text(encoding="utf-8")


def result_to_view(result: Result, doubtful_below: float) -> View:
    """What is drawn of a result.

    pieces      start, end, text; `column` counts those of the order; `paragraph` as in `paragraphs`
    rows        of the dump, each a list of texts between pieces, and numbers of pieces
    order       numbers of pieces as they are read
    joints      left, right, kind, confidence, doubtful
    """
    columns = order_to_columns(result.order)
    column = dict(zip(result.order, columns, strict=True))
    paragraph = {i: k for k, p in enumerate(result.paragraphs) for i in p.fragments}
    return {
        "verdict": result.verdict,
        "notes": list(result.notes),
        "language": result.language,
        "changed": result.changed,
        "pieces": [
            {
                "start": f.start,
                "end": f.end,
                "text": f.text,
                "column": column[i],
                "paragraph": paragraph[i],
            }
            for i, f in enumerate(result.fragments)
        ],
        "rows": dump_to_rows_of_pieces(result.dump, result.fragments),
        "order": list(result.order),
        "paragraphs": [{"kind": p.kind, "pieces": list(p.fragments)} for p in result.paragraphs],
        "joints": [
            {
                "left": j.left,
                "right": j.right,
                "kind": j.kind,
                "confidence": round(j.confidence, 3),
                "doubtful": j.confidence < doubtful_below,
            }
            for j in result.joints
        ],
    }


def dump_to_rows_of_pieces(dump: str, pieces: Sequence[Fragment]) -> list[list[str | int]]:
    r"""The rows of a dump: text that is in no piece, and the numbers of pieces. O(characters).

    >>> dump_to_rows_of_pieces("# a b\n\nc", [Fragment(2, 3, "a"), Fragment(4, 5, "b")])
    [['# ', 0, ' ', 1], [], ['c']]
    """
    rows: list[list[str | int]] = [[]]

    def add(text: str) -> None:
        for k, line in enumerate(text.split("\n")):
            if k:
                rows.append([])
            if line:
                rows[-1].append(line)

    at = 0
    for i, piece in enumerate(pieces):
        add(dump[at : piece.start])
        rows[-1].append(i)
        at = piece.end
    add(dump[at:])
    return rows


def rivals_of(result: Result, pages: Sequence[PageOrder], left: int, right: int) -> View:
    """What else may follow the piece `left`, and come before the piece `right`."""
    starts = [f.start for f in result.fragments]
    after = [r for r in _on_page(starts, pages, left, before=False) if r["piece"] != right]
    before = [r for r in _on_page(starts, pages, right, before=True) if r["piece"] != left]
    return {"after": after[:MOST_RIVALS], "before": before[:MOST_RIVALS]}


def _on_page(
    starts: Sequence[int], pages: Sequence[PageOrder], piece: int, *, before: bool
) -> list[dict[str, Any]]:
    """The rivals of a piece on its page, by the numbers of the result's pieces."""
    start = starts[piece]
    for page in pages:
        if page.parts is not None or not page.sheet.start <= start < page.sheet.end:
            continue
        own = [f.start for f in page.page.fragments]
        at = bisect_right(own, start) - 1
        if at < 0 or own[at] != start:
            return []
        find = find_leaders if before else find_followers
        found: list[Rival] = find(page, at, MOST_RIVALS + 1)
        numbers = {s: k for k, s in enumerate(starts)}
        return [
            {"piece": numbers[own[r.fragment]], "share": round(r.share, 3)}
            for r in found
            if own[r.fragment] in numbers
        ]
    return []


def find_moved(before: Result, after: Result) -> list[int]:
    """The pieces of a result that follow another than in the one before it, or begin it now."""
    old, new = _predecessors(before), _predecessors(after)
    starts = {f.start: i for i, f in enumerate(after.fragments)}
    return sorted(starts[at] for at, left in new.items() if old.get(at, -1) != left)


def _predecessors(result: Result) -> dict[int, int | None]:
    """By the start of each piece, the end of the one that is read before it."""
    found: dict[int, int | None] = {}
    last: int | None = None
    for i in result.order:
        found[result.fragments[i].start] = last
        last = result.fragments[i].end
    return found
