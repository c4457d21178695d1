"""What the lines of a seen column are: prose, entries that hang, rows of a table, verse.

    [1] Aldous, J. The weight of       Village     Herring   Eel      Slow water, carry down
        wet rope. 44-51.               Ash Hill       41.0   0.3      The light upon the hill;
    [2] Brandt, I. On latches.         Low Quay       17.2   1.1      The ferryman

Where the place of each line is seen, so is where entries begin: at their labels, behind a blank
line of their column, or where lines hang out and the line before has ended. Rows of tables show
strips of their own inside the column. Lines of verse and of lists end where the next word had room,
and begin with capitals in mid-sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools, Doubles, Floats, Ints
from layoutfix.chardata import FULL_STOPS, codes_to_is_cjk, text_to_codes
from layoutfix.cutting.rulers import Places
from layoutfix.cutting.strips import Band, find_bands
from layoutfix.fullness import first_word_cells, widest_around
from layoutfix.linking.shape import last_mark
from layoutfix.model import ParagraphKind
from layoutfix.patterns import pattern
from layoutfix.ranks import median
from layoutfix.rows import Row


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """The n lines of one column from top to bottom.

    texts   without their labels
    width   (n,) printed, in half-width cells
    edge    (n,) character column at which each line begins
    lead    (n,) and its text, behind its label
    row     (n,) row of the dump
    labelled  (n,) whether it has a label
    blank   (n,) whether a blank line of the dump is above it
    forms   of each label, as `successions.form_of` gives it; "" without one
    """

    texts: Sequence[str]
    width: Floats
    edge: Floats
    lead: Floats
    row: Ints
    labelled: Bools
    blank: Bools
    forms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """What n lines are; arrays are (n,).

    begins  1 where an entry or a paragraph begins, -1 where one goes on, 0 where that is not seen
    indent  character columns by which a line is indented as a first line is
    kinds   "table", "list" or "verse" for lines of such; None
    """

    begins: npt.NDArray[np.int8]
    indent: Floats
    kinds: list[ParagraphKind | None]


def lines_to_entries(lines: SeenColumn) -> Entries:
    """What the lines of a column are. O(n * characters)."""
    n = len(lines.texts)
    begins = np.zeros(n, np.int8)
    gaps = np.diff(lines.row)
    usual = median(gaps) if n > 1 else 1
    if n > 1 and (gaps == usual).mean() >= _LEAST_REGULAR:  # lines at other heights leave gaps, too
        begins[1:][(gaps > usual) & _have_ended(lines)] = 1
    if lines.labelled.sum() >= 2:  # one alone may be no label
        goes_on, ends = _go_on_below_labels(lines)
        lines = replace(lines, labelled=lines.labelled & ~goes_on)
        begins[goes_on] = -1
        begins[ends] = 1
        begins[lines.labelled] = 1
    indent = (lines.lead - lines.edge.min()).astype(np.float32)
    hanging = _find_hanging(lines, indent)
    if hanging is not None:
        flush = hanging
        begins = np.where(flush, 1, np.where(begins == 1, 1, -1)).astype(np.int8)
        indent = np.where(flush, _FIRST_INDENT, 0.0).astype(np.float32)
    kinds: list[ParagraphKind | None] = [None] * n
    for first, stop in find_tables(lines):
        kinds[first:stop] = ["table"] * (stop - first)
    verse = find_verse(lines, kinds) if hanging is None else []
    if verse != [(0, n)]:
        for first, stop in _find_lists(lines, begins):
            kinds[first:stop] = [kind or "list" for kind in kinds[first:stop]]
        verse = find_verse(lines, kinds) if hanging is None else []
    for first, stop in verse:
        kinds[first:stop] = ["verse"] * (stop - first)
        inside = slice(first + 1, stop)
        begins[inside] = np.where((begins[inside] == 1) | lines.blank[inside], 1, -1)
    return Entries(begins, indent, kinds)


_LEAST_REGULAR = 0.8
"""Share of a column's lines that must follow each other alike for a larger gap to tell."""
_FIRST_INDENT = 2.0
_LEAST_HANG, _MOST_HANG = 2.0, 8.0
"""Character columns by which the lines of an entry hang behind its first one."""
_LEAST_OF_CLASS = 0.1
"""Share of the lines that must be flush, and hang, for entries to be seen."""
_LEAST_ENDED = 0.3
"""How much oftener lines must have ended before flush lines than before others, as a share."""


def _go_on_below_labels(lines: SeenColumn) -> tuple[Bools, Bools]:
    """Which lines (n,) go on with the item above, and which surely do not.

    They go on below its text, or below its label where no other line hangs below the text of its
    item, unless the line before has ended or they begin with a capital. A dash or a number that
    begins such a line is a part of its sentence.
    """
    goes_on, ends = np.zeros(len(lines.texts), bool), np.zeros(len(lines.texts), bool)
    is_open, room = ~_have_ended(lines), _had_room(lines)
    hangs = False
    edge = text = np.nan  # of the item above
    for k, is_labelled in enumerate(lines.labelled.tolist()):
        is_below = abs(lines.edge[k] - text) <= 1 and text > edge + 1
        hangs |= is_below
        if is_labelled:
            leads_here = k > 0 and last_mark(lines.texts[k - 1]) in _LEADS
            goes_on[k] = is_below and is_open[k - 1] and not leads_here
        elif is_below:
            goes_on[k] = is_open[k - 1]
        elif abs(lines.edge[k] - edge) <= 1:
            is_capital = lines.texts[k][0].isupper()
            goes_on[k] = is_open[k - 1] and not hangs and not is_capital
            leads_on = lines.texts[k][-1] in ":：" and lines.labelled[k + 1 : k + 2].any()
            ends[k] = room[k - 1] or (is_capital and hangs) or (leads_on and not is_open[k - 1])
        if not (goes_on[k] or is_below):
            edge, text = (lines.edge[k], lines.lead[k]) if is_labelled else (np.nan, np.nan)
    return goes_on, ends


def _find_lists(lines: SeenColumn, begins: npt.NDArray[np.int8]) -> list[tuple[int, int]]:
    """Runs of items of one form, first and stop, most of one line: headings stand apart."""
    inside = lines.labelled.copy()
    for k in range(1, len(inside)):
        inside[k] |= inside[k - 1] and begins[k] < 0
    found = []
    first = stop = 0
    while stop < len(inside):
        first, stop = stop, stop + 1
        while stop < len(inside) and inside[stop] and _is_same_list(lines, first, stop):
            stop += 1
        items = int(lines.labelled[first:stop].sum())
        if inside[first] and items >= _LEAST_ITEMS and stop - first < 2 * items:
            found.append((first, stop))
    return found


def _is_same_list(lines: SeenColumn, first: int, k: int) -> bool:
    """Whether a line is no item of another form than the first of a list."""
    return bool(lines.labelled[first]) and (
        not lines.labelled[k] or not lines.forms or lines.forms[k] == lines.forms[first]
    )


_LEAST_ITEMS = 3
"""Items that make a list where they stand one below the other."""
_LEADS = frozenset(":：;；")
"""Marks behind which an item stands, though no sentence ends."""


def _find_hanging(lines: SeenColumn, indent: Floats) -> Bools | None:
    """Which lines hang out, as first lines of entries do; None where indents say otherwise.

    Where lines have labels, these are the first ones, and the others begin where their texts do.
    """
    n = len(lines.texts)
    if n < _LEAST_LINES:
        return None
    if lines.labelled.sum() >= 2 and (~lines.labelled).any():
        behind = median(indent[lines.labelled])
        others = indent[~lines.labelled]
        if behind > 0 and (np.abs(others - behind) <= 1).mean() >= _MOST_LABELLED:
            return np.asarray(lines.labelled | (indent < behind - 1), bool)
        return None
    flush = indent < 1.0
    hung = (indent >= _LEAST_HANG) & (indent <= _MOST_HANG)
    if min(flush.mean(), hung.mean()) < _LEAST_OF_CLASS or (flush | hung).mean() < _MOST_LABELLED:
        return None
    ended = _have_ended(lines)
    at_flush, at_hung = ended[flush[1:]], ended[hung[1:]]
    if not len(at_flush) or not len(at_hung):
        return None
    return flush if at_flush.mean() - at_hung.mean() >= _LEAST_ENDED else None


_LEAST_LINES = 4
_MOST_LABELLED = 0.7
"""Share of the lines that must stand where their kind does."""


def _have_ended(lines: SeenColumn) -> Bools:
    """Whether each of the first n - 1 lines ends a sentence, or had room for the next word."""
    stops = np.array([last_mark(text) in FULL_STOPS for text in lines.texts[:-1]], bool)
    return stops | _had_room(lines)


_ROOM, _ROOM_OF_LETTERS = 0.92, 0.95
"""Share of the widest line up to which a line and the next word would have fitted surely."""


def _had_room(lines: SeenColumn) -> Bools:
    """Whether the first word of the next line would have had room, for each but the last."""
    word = np.array([first_word_cells(text) for text in lines.texts[1:]], np.float32)
    return np.asarray(_right_edges(lines)[:-1] + word <= _ROOM * _full_edges(lines)[:-1], bool)


def _right_edges(lines: SeenColumn) -> Floats:
    """Where lines end, from the left edge of their column, (n,)."""
    return np.asarray(lines.lead - lines.edge.min() + lines.width, np.float32)


def _full_edges(lines: SeenColumn) -> Floats:
    """Where a full line would end at each, (n,): the lines around may stand beside a picture.

    One that is much wider than all others is a caption that runs into the next column.
    """
    right = _right_edges(lines)
    widest, second, third = (
        widest_around(right, above=_AROUND, below=_AROUND, rank=rank) for rank in (1, 2, 3)
    )
    is_caption = (widest > _TOO_WIDE * second) & (second < _AS_WIDE * third)
    return np.where(is_caption, second, widest).astype(np.float32)


_TOO_WIDE, _AS_WIDE = 1.25, 1.05
"""So many times as wide as the next two around, which are as wide as each other, a line is none of
its column."""
_AROUND = 3
"""Lines above and below one that show how wide a full line is there."""


def ends_text(lines: SeenColumn, following: str, *, higher: bool) -> bool:
    """Whether a paragraph ends where a column does: its last sentence ends, and it has room left.

    following  the text at the head of the next column
    higher     the column ends above the next one; a text that goes on fills it to its foot
    """
    if last_mark(lines.texts[-1]) not in FULL_STOPS:
        return False
    word = first_word_cells(following)
    right = float(_right_edges(lines)[-1]) + word
    letters = [len(text) for text in lines.texts[-_AROUND - 1 :]]  # set in letters of one width
    has_room = letters[-1] + word <= _ROOM_OF_LETTERS * max(letters)
    return higher or has_room or right <= _ROOM * float(_full_edges(lines)[-1])


def find_tables(lines: SeenColumn) -> list[tuple[int, int]]:
    """Runs of lines, first and stop, that are rows of a table: strips run between its cells."""
    rows = [
        Row(0, len(text), text, int(lead), int(k > 0 and gap > 1), "", 0)
        for k, (text, lead, gap) in enumerate(
            zip(lines.texts, lines.lead, np.diff(lines.row, prepend=0), strict=True)
        )
    ]
    found, places = find_bands(rows, least=_LEAST_GAP)
    tables = []
    for band in found:
        wide = [(a, b) for a, b in band.strips if b - a >= _LEAST_GAP]
        size = band.stop - band.first
        if size + len(wide) > _LEAST_TABLE and _part_cells(rows, places, band, wide):
            tables.append((band.first, band.stop))
    return tables


def _part_cells(
    rows: Sequence[Row], places: Places, band: Band, strips: Sequence[tuple[int, int]]
) -> bool:
    """Whether wide blanks stand at the strips alone: those of stretched lines stand anywhere."""
    inside = everywhere = 0
    for r in range(band.first, band.stop):
        for m in _WIDE_BLANK_RE.finditer(rows[r].text):
            lo, hi = places.column[r][m.start()], places.column[r][m.end()]
            everywhere += 1
            inside += any(lo < b and a < hi for a, b in strips)
    return inside > 0 and inside >= _LEAST_AT_STRIPS * everywhere


_WIDE_BLANK_RE = pattern(r"[ \t\u00a0\u2000-\u200a\u3000]{2,}|\u3000")
_LEAST_AT_STRIPS = 0.8
"""Share of the wide blanks of some lines that must stand at strips for these to be a table's."""
_LEAST_GAP = 2
_LEAST_TABLE = 3
"""Blanks between the cells of a table, and rows and strips together that it must have more of."""


def find_verse(lines: SeenColumn, kinds: Sequence[ParagraphKind | None]) -> list[tuple[int, int]]:
    """Runs of lines, first and stop, whose ends are meant, by what speaks for it at each joint."""
    if len(lines.texts) < _LEAST_LINES:
        return []
    room = _had_room(lines)
    full = _right_edges(lines) >= _ROOM * _full_edges(lines)
    capital = _share_of_capitals(lines.texts)
    odds = np.array(
        [
            _BARRED
            if kinds[k] or kinds[k + 1] or abs(lines.lead[k + 1] - lines.lead[k]) > _MOST_HANG
            else _odds_of_meant_end(left, right, bool(room[k]), bool(full[k]), capital)
            for k, (left, right) in enumerate(pairwise(lines.texts))
        ]
    )
    found: list[tuple[int, int]] = []
    while True:
        first, stop, total = _best_run(odds)
        if total < _LEAST_ODDS or stop - first < _LEAST_LINES - 1:
            return sorted(found)
        if stop - first + 1 >= _MOST_OF_COLUMN * len(lines.texts) and not any(kinds):
            return [(0, len(lines.texts))]
        if not _begins_or_ends_inside(lines.texts, first, stop + 1):
            found.append((first, stop + 1))
        odds[max(first - 1, 0) : stop + 1] = _BARRED


def _begins_or_ends_inside(texts: Sequence[str], first: int, stop: int) -> bool:
    """Whether a sentence that has not ended goes on in a small letter into a run, or behind it."""
    ends = [k for k in (first, stop) if 0 < k < len(texts)]
    return any(texts[k][0].islower() and last_mark(texts[k - 1]) not in FULL_STOPS for k in ends)


_BARRED = -99.0
_MOST_OF_COLUMN = 0.6
"""Share of a column's lines from which all of them are taken to keep their ends."""
_LEAST_ODDS = 6.0
"""Nats that must speak for the ends of a run of lines being meant."""


def _share_of_capitals(texts: Sequence[str]) -> float:
    """The chance that a word of prose begins with no small letter, from words inside the lines."""
    words = [word for text in texts for word in text.split()[1:]]
    others = sum(not word[0].islower() for word in words)
    return min(max((others + 1) / (len(words) + 4), _FEWEST_CAPITALS), _MOST_CAPITALS)


_FEWEST_CAPITALS, _MOST_CAPITALS = 0.08, 0.5
_FULL_ODDS = 1.1
"""Nats: three in four lines of prose are full, one in four of those that end where they are meant
to; and a line that had room for the next word is seldom one of prose."""


def _odds_of_meant_end(left: str, right: str, room: bool, full: bool, capital: float) -> float:
    """Log-odds that a line ends where it was meant to, not where it was full.

    capital  chance that a word of prose begins with no small letter
    """
    stops = last_mark(left) in FULL_STOPS
    if codes_to_is_cjk(text_to_codes(left[-1] + right[0])).any():
        if stops:
            return 0.5 if room else -0.5
        return 1.5 if room else -1.5
    if stops:
        return 0.3 if room else -0.3
    shape = _FULL_ODDS if room else -_FULL_ODDS if full else 0.0
    return shape + (-3.0 if right[0].islower() else -float(np.log(capital)))


def _best_run(odds: Doubles) -> tuple[int, int, float]:
    """The run of joints, first and stop, with the highest sum. O(n)."""
    best = (0, 0, -np.inf)
    total, first = 0.0, 0
    for k, value in enumerate(odds.tolist()):
        if total <= 0:
            total, first = 0.0, k
        total += value
        if total > best[2]:
            best = (first, k + 1, total)
    return best
