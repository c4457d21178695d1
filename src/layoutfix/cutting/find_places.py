"""Rows of text -> the places at which each can be cut, and how likely a gutter is there.

Spaces are candidates, widths decide: in a dump whose rows were joined by single spaces every space
between two Chinese characters is a line break; in a justified line they are ornament.

    新增就业人数超过三万 ” 全年引进企业二百家     cut, the quotation mark is junk of the gutter
    新增就业人数超过三万 、全年引进企业二百家      cut as well: no line begins with such a mark
    增 长  8.4% ， 工 业 投 资 增 长              one line, spaced out
    电话请在九点后打。 604-7460                   one line: a number behind a sentence
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from layoutfix.arrays import Bools, Floats, Index, Ints
from layoutfix.chardata import FULL_STOPS, HYPHENS
from layoutfix.cutting.fit import ColumnWidth
from layoutfix.cutting.junk import (
    GLUED_JUNK_RE,
    JUNK_RE,
    RULE_RE,
    SIGNS_RE,
    SPACES_OR_RULE_RE,
    SPACES_RE,
)
from layoutfix.cutting.kinsoku import begins_no_line, keep_kinsoku
from layoutfix.cutting.nodes import places_of_all
from layoutfix.cutting.places import CutPlaces, FusedRow
from layoutfix.linking.cohesion import RowUnits
from layoutfix.script import Script
from layoutfix.weights import PlaceWeights

_LOST_GAIN = 1.5
"""A place where a blank was lost between two words."""


@dataclass(slots=True)
class RowText:
    """A row as text with its printed widths: `at[k]` is the width of the first k characters.

    gutters     log-odds of the gutters, by the offset of what stands behind them
    lost        offsets before which a blank was lost
    item        where the text behind an item's label begins: no row is cut before it
    """

    start: int
    text: str
    at: Floats
    cjk: Bools
    gutters: dict[int, float]
    lost: Sequence[int]
    item: int = 0

    @property
    def end(self) -> int:
        """Where it ends in the dump."""
        return self.start + len(self.text)


def find_places(
    texts: Sequence[RowText],
    columns: Sequence[ColumnWidth],
    units: RowUnits | None,
    weights: PlaceWeights,
    *,
    script: Script,
) -> list[FusedRow]:
    """The rows with the places at which each can be cut, judged by the model if there is one."""
    unmarked, narrowest = units is not None, min((c.cells for c in columns), default=1e9)
    kinsoku = script is Script.CJK and keep_kinsoku([t.text for t in texts])
    found = [
        _find_places(t, unmarked, narrowest, weights, script=script, kinsoku=kinsoku) for t in texts
    ]
    places = _to_places(texts, found, units, weights, script=script)
    return [
        FusedRow(t.text, p, float(t.at[-1]), _ends_row(t.text, script=script))
        for t, p in zip(texts, places, strict=True)
    ]


_LONGEST_ROW = 20_000
"""Characters of a row beyond which it is no row of columns, and stays whole."""


class _FoundPlace(NamedTuple):
    """The left part ends at `left`, the right one begins at `offset`; as in `CutPlaces`."""

    left: int
    offset: int
    gain: float
    marked: bool = False


def _find_places(
    t: RowText,
    unmarked: bool,
    narrowest: float,
    weights: PlaceWeights,
    *,
    script: Script,
    kinsoku: bool,
) -> list[_FoundPlace]:
    """The places of one row, in order, before the model has judged them."""
    found: list[_FoundPlace] = []
    if len(t.text) <= _LONGEST_ROW:
        found, dirty = _find_at_blanks(t, weights, script=script, kinsoku=kinsoku)
        if unmarked and t.at[-1] > weights.fused_from * narrowest:
            known = {*dirty, *(p.offset for p in found), *(p.left for p in found)}
            bare = _find_unmarked(t, script=script)
            found += [
                _FoundPlace(k, k, _bare_gain(t.text[k], weights, script=script, kinsoku=kinsoku))
                for k in bare
                if k not in known
            ]
    found.sort(key=lambda place: place.offset)
    return found


def _find_at_blanks(
    t: RowText, weights: PlaceWeights, *, script: Script, kinsoku: bool
) -> tuple[list[_FoundPlace], set[int]]:
    """The places at blanks and rules; and the offsets of junk that is glued to what follows."""
    found: list[_FoundPlace] = []
    dirty: set[int] = set()
    for m in SPACES_OR_RULE_RE.finditer(t.text):
        s, e = m.span()
        if s < max(t.item, 1) or e == len(t.text) or (found and s < found[-1].offset):
            continue
        odds = None
        if t.gutters:
            odds = max((odds for g, odds in t.gutters.items() if s < g <= e), default=None)
        if not t.text[e].isalnum():
            e, glued = _behind_junk(t, e, kinsoku=kinsoku)
            dirty.update(range(glued, e))
        single = _alone(t.text, s, e)
        if odds is None:
            gain = _blank_gain(t, s, e, weights, script=script, single=single)
        else:
            gain = weights.gutter_gain + odds
        found.append(_FoundPlace(s, e, gain, marked=not single and odds is None))
    return found, dirty


def _find_unmarked(t: RowText, *, script: Script) -> list[int]:
    """The places without a blank: between any two characters in CJK, else where one was lost."""
    inside = range(max(t.item + 1, 2), len(t.text) - 1)
    if script is Script.SPACED:
        return [k for k in t.lost if k in inside]
    beside = (t.cjk[1:] | t.cjk[:-1]).tolist()
    return [k for k in inside if beside[k - 1] and t.text[k] != " "]


def _bare_gain(mark: str, weights: PlaceWeights, *, script: Script, kinsoku: bool) -> float:
    """Log-odds that rows are cut before this character, where no blank is."""
    if script is Script.SPACED:
        return _LOST_GAIN
    return -weights.closed_start_cost if kinsoku and begins_no_line(mark) else 0.0


def _behind_junk(t: RowText, e: int, *, kinsoku: bool) -> tuple[int, int]:
    """Where text begins behind a blank that ends at e, and where junk glued to it does."""
    junk = None if SIGNS_RE.match(t.text, e) else JUNK_RE.match(t.text, e)
    blank = SPACES_RE.match(t.text, junk.end()) if junk else None
    if blank and blank.end() not in t.gutters:
        e = blank.end()
    glued = GLUED_JUNK_RE.match(t.text, e) if kinsoku else None
    return (glued.end(), e) if glued and glued.end() < len(t.text) else (e, e)


def _blank_gain(
    t: RowText, s: int, e: int, weights: PlaceWeights, *, script: Script, single: bool
) -> float:
    """Log-odds that rows are cut at the blank text[s:e]; `single`: a lone character beside it."""
    gain = 0.0
    if script is Script.CJK:
        both = bool(t.cjk[s - 1] and t.cjk[e])
        gain = weights.space_gain if both else weights.mixed_space_gain
        if tells_number(t.text[s - 1], t.text[e]):
            gain = weights.number_gain
        if single:
            gain = -1.0
    elif s > 1 and t.text[s - 1] in HYPHENS and t.text[s - 2].isalpha():
        gain = weights.hyphen_gain
    if e - s == 1 and t.text[s] == " ":
        return gain
    return gain + weights.rule_gain if RULE_RE.search(t.text, s, e) else gain


def tells_number(left: str, right: str) -> bool:
    """Whether a clause ends before a blank, and a number stands behind it: print has blanks there.

    >>> tells_number("。", "6"), tells_number("桥", "6"), tells_number("。", "桥")
    (True, False, False)
    """
    return left in _CLAUSE_ENDS and right.isdigit()


_CLAUSE_ENDS = frozenset("。！？，、；：.!?,;:")


def _may_end(text: str, k: int) -> bool:
    """Whether a full stop is one of the two characters before the k-th."""
    return text[k - 1] in FULL_STOPS or (k > 1 and text[k - 2] in FULL_STOPS)


def _ends_paragraph(text: str, *, script: Script) -> bool:
    """Whether a text ends as a paragraph does: with a full stop that is not one of `Dr.` or `§.`"""
    if not _may_end(text, len(text)):
        return False
    if script is Script.CJK or text[-1] != ".":
        return True
    return len(_last_word(text)) > _LONGEST_ABBREVIATION


def _ends_row(text: str, *, script: Script) -> bool:
    """The same of a whole row, whose last line may well be one short word: `out.`"""
    return _ends_paragraph(text, script=script) or (
        text[-1] == "." and _is_short_word(_last_word(text))
    )


def _last_word(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].rstrip(".")


_LONGEST_ABBREVIATION = 3
_VOWELS = frozenset("aeiouyáàâãäåæéèêëíìîïóòôõöøœúùûüаеёиоуыэюяіїє")
_WITH_VOWELS = frozenset(("art", "cap", "etc", "fig", "inc", "ult", "usw", "vol"))
"""Abbreviations that look like words."""


def _is_short_word(word: str) -> bool:
    """Whether three letters before a full stop are a word, and no abbreviation; two may be dirt.

    >>> [_is_short_word(w) for w in ("out", "war", "bzw", "Dr", "No", "etc", "12")]
    [True, True, False, False, False, False, False]
    """
    own = len(word) == _LONGEST_ABBREVIATION and word.isalpha() and word.islower()
    return own and word not in _WITH_VOWELS and not _VOWELS.isdisjoint(word)


def _to_places(
    texts: Sequence[RowText],
    found: Sequence[Sequence[_FoundPlace]],
    units: RowUnits | None,
    weights: PlaceWeights,
    *,
    script: Script,
) -> list[CutPlaces]:
    """The places of each row as arrays, with what the model says of each, in one call."""
    flat = [place for row in found for place in row]
    offset = np.array([p.offset for p in flat], np.int32)
    left = np.array([p.left for p in flat], np.int32)
    gain = np.array([p.gain for p in flat], np.float32)
    marked = np.array([p.marked for p in flat], bool)
    stops = [
        _may_end(t.text, p.left) and _ends_paragraph(t.text[: p.left], script=script)
        for t, row in zip(texts, found, strict=True)
        for p in row
    ]
    stop = np.array(stops, bool)
    sizes = [len(row) for row in found]
    if units is not None and flat:
        gain += _judge(np.repeat(np.arange(len(found)), sizes), left, offset, units, weights)
    places, at = [], 0
    for t, size in zip(texts, sizes, strict=True):
        own = slice(at, at + size)
        at += size
        places.append(
            CutPlaces(
                offset=offset[own],
                left_offset=left[own],
                left=t.at[left[own]],
                right=t.at[offset[own]],
                gain=gain[own],
                stops=stop[own],
                marked=marked[own],
            )
        )
    return places


def _judge(row: Index, left: Ints, offset: Ints, units: RowUnits, weights: PlaceWeights) -> Floats:
    """What the model says (n,) of places in rows of these numbers."""
    tail, head = places_of_all(units, row, left), places_of_all(units, row, offset)
    odds = np.interp(units.gain(tail, head), weights.cohesion_knots, weights.cohesion_odds)
    return odds.astype(np.float32)


def _alone(text: str, s: int, e: int) -> bool:
    """Whether one of the words beside the blanks text[s:e] is a single character."""
    return s < 2 or text[s - 2] == " " or e + 1 >= len(text) or text[e + 1] == " "
