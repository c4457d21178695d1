"""Which lines of an order are a heading: one to four of them, told by what stands around them too.

    Ferry to be replaced        narrower than the column, and the text below begins a sentence
    The old ferry will not
    ...
    the county has bought       as wide as the column, and the sentence goes on below: prose of a
    a second boat, and          page that goes on from another, though no full stop ends the line

That a line ends without a full stop says little: every second page of an article begins with such
a line. What tells is whether the sentence goes on below, how wide the line is beside a full one of
the column, what stands above and below, and what the rest of the page shows. Every run of lines
that could be a heading gets a chance (a logistic regression); the likeliest are taken.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.arrays import Bools, Doubles, Index
from layoutfix.assembly.joints import Neighbours
from layoutfix.assembly.lines import OrderedLines
from layoutfix.assembly.paragraphs import PAUSES, is_caption
from layoutfix.chardata import FULL_STOPS, HYPHENS
from layoutfix.fullness import widest_around
from layoutfix.furniture import is_running_head
from layoutfix.linking.shape import last_mark
from layoutfix.patterns import pattern
from layoutfix.ranks import is_among
from layoutfix.weights import AssemblyWeights

FEATURES = (
    "bias",
    "top",
    "column_top",
    "lines",
    "width",
    "last_width",
    "full",
    "wide",
    "same",
    "ends",
    "begins",
    "inner",
    "stop",
    "pause",
    "lower",
    "next_lower",
    "sentences",
    "length",
    "across",
    "above_columns",
    "lines_above_columns",
    "stop_above_columns",
    "ahead",
    "under",
    "blank_above",
    "blank_below",
    "alone",
    "capitals",
    "next_indent",
    "next_width",
    "asks",
    "top_ends",
    "top_full",
    "top_width",
    "top_alone",
)
"""What the chance of a run of lines is told from, by the weights in `AssemblyWeights.heading_odds`.

top, column_top   it begins the text of the page; or what stands at the head of a column
lines             how many more than one
width, last_width of its widest and its last line, as shares of a full line of the text below
full              its widest line is as wide as a full one, within 4 %
wide              its widest line is wider by more than a tenth
same, ends        log-odds that its last line's sentence goes on below, that a paragraph ends there
begins            log-odds that a paragraph ends before it; 0 at the top
inner             the highest of those inside it
stop, pause       it ends a sentence; or with a comma, a colon, a dash, a hyphen
lower, next_lower it, or what follows, begins with a small letter
sentences         ends of sentences inside
length            log of its characters
across            share of its lines that stand across the columns
above_columns     columns begin below it
lines_above_columns, stop_above_columns  the same two, where they do
ahead             lines below it up to where columns begin, if it stands above these: what stands
                  there is one title more often than two
under             what stands above columns ends before it
blank_above, blank_below  blank lines there, less the page's share of such rows
alone             share of its lines that are alone in their rows, less the page's
capitals          share of its longer words with a capital, less the page's
next_indent       what follows is seen to be indented
next_width        width of the line that follows, as a share of a full one
asks              it ends with a question or exclamation mark
top_...           the same, at the top of the page alone
"""

_TOP, _ABOVE = FEATURES.index("top"), FEATURES.index("above_columns")
_MOST_LINES = 4
_MOST_CHARACTERS = 160
_MOST_LINK, _MOST_ENDS = 8.0, 8.0
_FULL_SLACK, _WIDE = 0.04, 1.1
_BELOW = 8
"""Lines from one on that show how wide a full one is."""
_INDENT_EM = 1.2
_SENTENCE_RE = pattern(r"[。！？；;]|\p{Ll}[.!?]\s")
_WORDS_RE = pattern(r"\w")
_SPECKS = 3
_TWO_RE = pattern(r"\w{2}|[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_WORD_RE = pattern(r"[^\W\d_]{4,}")


def find_headings(lines: OrderedLines, joints: Neighbours, weights: AssemblyWeights) -> list[range]:
    """Runs of positions in the order that are headings, none over another, in order."""
    runs = heading_candidates(lines, joints, weights)
    if not runs:
        return []
    features = heading_features(runs, lines, joints)
    odds = features @ np.array([weights.heading_odds[name] for name in FEATURES])
    # one wrong break at the top or above columns, two inside the text
    inside = (features[:, _TOP] == 0) & (features[:, _ABOVE] == 0)
    odds = odds - weights.heading_from - weights.heading_inside * inside
    taken: list[range] = []
    for k in np.argsort(-odds, kind="stable").tolist():
        if odds[k] <= 0:
            break
        run = runs[k]
        if all(run.stop <= other.start or other.stop <= run.start for other in taken):
            taken.append(run)
    return _join_neighbours(sorted(taken, key=lambda run: run.start), lines, joints)


def _join_neighbours(headings: list[range], lines: OrderedLines, joints: Neighbours) -> list[range]:
    """The headings; one that directly follows another goes on in it, up to four lines.

    But where columns begin or one ends between them, or a paragraph surely does.
    """
    joined: list[range] = []
    for run in headings:
        above = joined[-1] if joined else range(0)
        if run.start < above.stop:
            continue
        is_near = bool(above) and above.stop == run.start and run.stop - above.start <= _MOST_LINES
        is_near = is_near and run.start - 1 not in lines.above_columns
        if is_near and not joints.around.back[run.start - 1] and _may_go_on(run.start - 1, joints):
            joined[-1] = range(above.start, run.stop)
        else:
            joined.append(run)
    return joined


def _may_go_on(joint: int, joints: Neighbours) -> bool:
    return bool(joints.breaks[joint] < _SURELY and _may_be_inside(joint, joints))


def _may_be_inside(joint: int, joints: Neighbours) -> bool:
    """Whether a joint may stand in a heading: not where lines of a column were moved to meet."""
    return bool(joints.in_columns or not joints.moved[joint])


_SURELY, _SURELY_ON = 4.0, 8.0
"""Log-odds from which a paragraph surely ends, and against it from which it surely goes on."""


def heading_candidates(
    lines: OrderedLines, joints: Neighbours, weights: AssemblyWeights
) -> list[range]:
    """Runs of up to four lines that could be a heading, where a paragraph may begin.

    At the top of the page or of a column, after what may end a paragraph or was lost, across the
    columns or behind a mark. Captions, running heads and rows of marks are none, and something
    stands below, in which it does not surely go on.
    """
    n = len(lines.texts)
    found: list[range] = []
    dirt = [_is_dirt(text) for text in lines.texts]
    starts = _may_begin(lines, joints, np.array(dirt, bool))
    for a in np.flatnonzero(starts).tolist():
        text = ""
        for b in range(a + 1, min(a + _MOST_LINES, n - 1) + 1):
            text += lines.texts[b - 1]
            is_out = lines.asides[b - 1] or dirt[b - 1]
            if is_out or len(text) > _MOST_CHARACTERS:
                break
            if b - a > 1 and not _may_be_inside(b - 2, joints):
                break
            goes_on = float(joints.breaks[b - 1]) < -_SURELY_ON or _goes_on(text, lines.texts[b])
            if lines.asides[b] or goes_on or not _WORDS_RE.search(text):
                continue
            if not (is_caption(text, b - a, weights) or (b - a <= 2 and is_running_head(text))):
                found.append(range(a, b))
    return found


def _is_dirt(text: str) -> bool:
    """Whether a line is three or more single characters, as specks are read: `2 2 ' ° °`."""
    return len(text.split()) >= _SPECKS and not _TWO_RE.search(text)


def _goes_on(text: str, following: str) -> bool:
    """Whether a sentence that has not ended goes on in a small letter."""
    return following[0].islower() and last_mark(text) not in _ENDS


_ENDS = FULL_STOPS | PAUSES


def _may_begin(lines: OrderedLines, joints: Neighbours, dirt: Bools) -> Bools:
    """Where a heading may begin, (n,); `dirt`: which lines are specks."""
    lost = np.maximum(joints.same, joints.paragraph) < joints.gap
    after = (joints.breaks > 0) | lost | joints.around.back | (np.diff(lines.across) != 0)
    after &= ~(joints.seen.below & (joints.breaks < -_SURELY_ON))  # the line is seen to go on
    starts = np.append(True, after) | lines.marked
    starts[1:] |= lines.asides[:-1] | dirt[:-1]
    return np.asarray(starts & ~lines.asides, bool)


def heading_features(runs: Sequence[range], lines: OrderedLines, joints: Neighbours) -> Doubles:
    """The features (r, len(FEATURES)) of runs of lines."""
    columns = {"bias": np.ones(len(runs)), **_features_of_words(runs, lines)}
    columns |= _features_of_place(runs, lines, joints)
    columns |= _features_of_width(runs, lines)
    columns |= _features_of_joints(runs, lines, joints)
    columns["lines_above_columns"] = columns["above_columns"] * columns["lines"]
    columns["stop_above_columns"] = columns["above_columns"] * columns["stop"]
    for name in ("ends", "full", "width", "alone"):
        columns[f"top_{name}"] = columns["top"] * columns[name]
    return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float64)


def _ends_of(runs: Sequence[range]) -> tuple[Index, Index]:
    """The first line of each run, and the one behind it, (r,)."""
    return np.array([run.start for run in runs]), np.array([run.stop for run in runs])


def _features_of_words(runs: Sequence[range], lines: OrderedLines) -> dict[str, Doubles]:
    """What runs of lines say, and how what follows begins."""
    a, b = _ends_of(runs)
    whole = [" ".join(lines.texts[k] for k in run) for run in runs]
    marks = [_last(text) for text in whole]
    words, capitals = np.cumsum([(0, 0), *map(_count_words, lines.texts)], axis=0).T
    share = (capitals[b] - capitals[a]) / np.maximum(words[b] - words[a], 1)
    found = {
        "lines": b - a - 1.0,
        "stop": [mark in _STOPS for mark in marks],
        "asks": [mark in _ASKED for mark in marks],
        "pause": [mark in _BREAKS_OFF for mark in marks],
        "lower": [text[0].islower() for text in whole],
        "next_lower": [lines.texts[k][0].islower() for k in b],
        "sentences": [min(2, len(_SENTENCE_RE.findall(text[:-1]))) for text in whole],
        "length": np.log([len(text) for text in whole]),
        "capitals": share - capitals[-1] / max(words[-1], 1),
    }
    return {name: np.array(values, np.float64) for name, values in found.items()}


def _features_of_place(
    runs: Sequence[range], lines: OrderedLines, joints: Neighbours
) -> dict[str, Doubles]:
    """Where runs of lines stand on the page, and what stands beside them."""
    a, b = _ends_of(runs)
    before, size = np.maximum(a - 1, 0), b - a
    is_top = a == np.flatnonzero(~lines.asides)[0]
    alone = np.append(0, np.cumsum(lines.alone))
    across = np.append(0, np.cumsum(lines.across))
    blank = lines.blank_above.astype(np.float64) - lines.blank_above.mean()
    above = list(lines.above_columns)
    found = {
        "top": is_top,
        "column_top": np.where(is_top, 0.0, joints.around.back[before]),
        "across": (across[b] - across[a]) / size,
        "above_columns": is_among(b - 1, above),
        "ahead": [_lines_ahead(run, lines, joints) for run in runs],
        "under": np.where(is_top, 0.0, is_among(before, above)),
        "blank_above": np.where(is_top, 0.0, blank[a]),
        "blank_below": blank[b],
        "alone": (alone[b] - alone[a]) / size - lines.alone.mean(),
        "next_indent": np.nan_to_num(lines.indent[b], nan=0.0) > _INDENT_EM,
    }
    return {name: np.array(values, np.float64) for name, values in found.items()}


def _features_of_width(runs: Sequence[range], lines: OrderedLines) -> dict[str, Doubles]:
    """How wide runs of lines are, and what follows, as shares of a full line of the text below."""
    _, b = _ends_of(runs)
    width, full = lines.width.astype(np.float64), _full_below(lines)[b]
    widest = np.array([width[run.start : run.stop].max() for run in runs]) / full
    return {
        "width": np.minimum(widest, 2.0),
        "last_width": np.minimum(width[b - 1] / full, 2.0),
        "full": np.exp(-np.abs(widest - 1.0) / _FULL_SLACK),
        "wide": np.asarray(widest > _WIDE, np.float64),
        "next_width": np.minimum(width[b] / full, 1.1),
    }


def _features_of_joints(
    runs: Sequence[range], lines: OrderedLines, joints: Neighbours
) -> dict[str, Doubles]:
    """Whether sentences go on below runs of lines, and paragraphs end before, in, behind them."""
    a, b = _ends_of(runs)
    breaks = np.clip(joints.breaks, -_MOST_ENDS, _MOST_ENDS).astype(np.float64)
    is_top = a == np.flatnonzero(~lines.asides)[0]
    inner = [breaks[run.start : run.stop - 1].max() if len(run) > 1 else 0.0 for run in runs]
    return {
        "same": np.clip(joints.same[b - 1], -4.0, _MOST_LINK).astype(np.float64),
        "ends": breaks[b - 1],
        "begins": np.where(is_top, 0.0, breaks[np.maximum(a - 1, 0)]),
        "inner": np.array(inner),
    }


def _lines_ahead(run: range, lines: OrderedLines, joints: Neighbours) -> int:
    """How many lines stand below a run, and above columns as it does: next to it in the dump."""
    last = run.stop - 1
    near = [joint for joint in lines.above_columns if last < joint < last + _MOST_LINES]
    is_one = bool(near) and not joints.moved[last : min(near)].any()
    return min(near) - last if is_one else 0


_ASKED = frozenset("？?！!")
"""Marks that headlines end with, too."""
_STOPS = FULL_STOPS - _ASKED
_BREAKS_OFF = PAUSES | HYPHENS


def _full_below(lines: OrderedLines) -> Doubles:
    """Width of a full line of the text that begins at each line, (n,)."""
    width = np.where(lines.asides, 0.0, lines.width).astype(np.float64)
    return np.maximum(widest_around(width, above=0, below=_BELOW - 1, rank=2), 1.0)


def _last(text: str) -> str:
    """The last character of a text but for closing marks."""
    core = text.rstrip("”’」』）)】》〉]\"»'")
    return core[-1:] or text[-1]


def _count_words(text: str) -> tuple[int, int]:
    """How many longer words a line has, and how many of them begin with a capital."""
    words = _WORD_RE.findall(text)
    return len(words), sum(word[0].isupper() for word in words)
