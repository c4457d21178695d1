"""Labels: numbers and marks that stand before a line and belong to it, or count the lines.

     9  had seen. The question is one of time.       1.1  These terms apply to every
    10  That is sound on Monday may be lame on            hire of a boat.
    11  Thursday without fault of anybody.           1.2  Oral agreements are not

A label never moves away from its line, and the blank behind it is no gutter. Marks of items
("1.1", "(a)", "①", "•") belong to the text: an item begins there. Numbers that count the lines, one
a line or every fifth, belong to none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import regex as re

from layoutfix.chardata import NO_LINE_START
from layoutfix.patterns import pattern

LabelKind = Literal["item", "line"]

_BLANK = r"[ \t\u00a0\u2000-\u200a\u3000]"
_HAN_DIGITS = "一二三四五六七八九"
HAN_NUMBER = rf"(?:[{_HAN_DIGITS}]?十[{_HAN_DIGITS}]?|[{_HAN_DIGITS}])"
_SURE_BULLETS = "•‣▪▫●○◦■□◆◇★☆▶►▸➢✓✔☐☑※"
_BULLETS = _SURE_BULLETS + "*+-–—·・"
"""Marks of items that do not count; a blank follows those that prose has, too."""
_ENCLOSED = ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x2776, 10), (0x3220, 10), (0x3280, 10))
"""First code points of runs of enclosed numbers (①, ⑴, ⒈, ❶, ㈠, ㊀), and how many they are."""
_SIGN = rf"""(?:
    (?P<digits>\d{{1,3}}) | (?P<han>{HAN_NUMBER})
  | (?P<roman>[ivxl]{{2,5}}|[IVXL]{{2,5}}) | (?P<letter>\p{{Ll}}|\p{{Lu}})
)"""
_OPEN, _CLOSE = r"[(（\[［【〔]", r"[)）\]］】〕]"
_MARK_RE = pattern(
    rf"""
        [\[(]?(?:[01]?\d|2[0-4])[:：时時][0-5]\d(?::[0-5]\d)?(?:\s?[ap]m)?[\])]?   # times
      | [{_HAN_DIGITS}十〇]{{1,3}}[:：][{_HAN_DIGITS}十〇]{{2}}
      | \d{{1,3}}(?:\.\d{{1,3}}){{1,3}}[.)）．、]?     # 1.1  2.3.1.
      | §{{1,2}}\s?\d{{1,4}}\p{{Ll}}?
      | (?P<open>{_OPEN}) \s? {_SIGN} \s? (?P<close>{_CLOSE})
      | {_SIGN} (?P<close>{_CLOSE} | [.:](?!\d) | [．、：](?!(?<=\d.)\d))
      | (?P<enclosed>[{"".join(f"{chr(base)}-{chr(base + many - 1)}" for base, many in _ENCLOSED)}])
      | (?P<bullet>[{re.escape(_BULLETS)}])
      | [０-９]{{1,3}}
    """,
    re.VERBOSE,
)
"""Marks of items, as lists, laws, notes and references have them: the one table of them.

Those with a group of their own count, or are bullets, and make a list; times and numbers of
sections begin an item, too, but where they are numbers of prose nothing tells."""
_NUMBER_RE = pattern(rf"\d{{1,4}}(?:{_BLANK}*[|│¦])?")
_BEFORE_RE = pattern(rf"((\d{{1,4}})(?:{_BLANK}*[|│¦](?={_BLANK}))?)(?:{_BLANK}+|$)")
"""A number that may count its line, with the rule that some pleadings have behind it."""

_LEAST_COUNTED, _LEAST_OF_FIFTHS = 3, 2
"""Numbers that must count with their lines, and of every fifth from the first line on; fewer may do
so by chance."""
_LEAST_RIGHT = 0.8
"""Share of the bare numbers before or behind lines that must count with them, and of the lines that
must have one, each or every so many: OCR misreads some, and a list has fewer."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a text: offsets in it, and where the rest begins (or ends, of one behind it).

    item  it belongs to the text: an item begins
    line  it counts the lines, and belongs to no text
    """

    kind: LabelKind
    start: int
    end: int
    rest: int


def mark_of(text: str) -> int:
    """Where the mark of an item that a text begins with ends; 0 where it begins with none.

    A blank must stand behind it, but for those that nothing else begins with. What a mark of
    sentences follows is a number of the line before: a volume, a year.

    >>> [mark_of(t) for t in ("1.1  These terms", "①打开后盖", "1990 war", "a. m.", "- no")]
    [3, 1, 0, 2, 1]
    >>> mark_of("（3）：82-91．")
    0
    """
    m = _MARK_RE.match(text)
    if m is None or m.end() == len(text) or text[m.end()] in NO_LINE_START:
        return 0
    return m.end() if text[m.end()].isspace() or m[0][0] > "\u2000" or m[0][-1] > "\u2e80" else 0


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of an item: its shape, with `value` left out, which is 0 of bullets.

    `is_sure`: prose has no such mark at the start of a line. `counts_sections`: headings have it,
    too.
    """

    shape: str
    value: int
    is_sure: bool
    counts_sections: bool = False


def read_marks(text: str) -> list[Mark]:
    """What the mark of a list at the start of a line may be; [] of a line without one.

    >>> [(m.shape, m.value) for m in read_marks("(b) two saws")]
    [('(a)', 2)]
    >>> [(m.shape, m.value) for m in read_marks("③ 盖好后盖")], read_marks("1990 war broke out")
    ([('①', 3)], [])
    >>> [(m.shape, m.value) for m in read_marks("i) at noon")], read_marks("（3）：82-91．")
    ([('a)', 9), ('i)', 1)], [])
    """
    found = _MARK_RE.match(text)
    if not found:
        return []
    if found["bullet"]:
        is_sure = text[0] in _SURE_BULLETS
        return [Mark(text[0], 0, is_sure)] if is_sure or text[1:2].isspace() else []
    if found["enclosed"]:
        base = next(base for base, many in _ENCLOSED if base <= ord(text[0]) < base + many)
        return [Mark(chr(base), ord(text[0]) - base + 1, True)]
    if not found["close"] or text[found.end() : found.end() + 1] in NO_LINE_START:
        return []  # a volume: its pages follow
    first, last = found["open"] or "", found["close"]
    return [
        Mark(f"{first}{sign}{last}", value, bool(first), sign in "1一" and not first)
        for sign, value in _values(found)
    ]


def _values(found: re.Match[str]) -> list[tuple[str, int]]:
    """What the number or letter of a mark may be, with the sign of its kind."""
    if found["digits"]:
        return [("1", int(found["digits"]))]
    if found["han"]:
        return [("一", han_value(found["han"]))]
    values = []
    letter = found["letter"]
    if letter:
        sign = "a" if letter.islower() else "A"
        values.append((sign, ord(letter) - ord(sign) + 1))
    roman = found["roman"] or (letter if letter in "ivxIVX" else "")
    value = roman_value(roman)
    if value is not None:
        values.append(("i" if roman.islower() else "I", value))
    return values


def is_label(text: str) -> bool:
    """Whether a text is a mark of an item, or a bare number, and nothing else but a rule.

    >>> [is_label(t) for t in ("1.1", "17", "①", "[12]", "7 |", "12 Mill Lane", "the")]
    [True, True, True, True, True, False, False]
    """
    return bool(_MARK_RE.fullmatch(text) or _NUMBER_RE.fullmatch(text))


def find_labels(texts: Sequence[str]) -> list[Label | None]:
    """The label of each of some texts that stand below each other.

    Marks of items, numbers that count the lines, and bare numbers that count on from text to text.
    One dash alone is none.

    >>> labels = find_labels(["1 Abbey roll, leaf 9.", "2 Town book A.", "3 The common was"])
    >>> [label and (label.kind, label.rest) for label in labels]
    [('item', 2), ('item', 2), ('item', 2)]
    """
    lines = find_line_numbers(texts)
    if any(lines):
        return lines
    sizes = [label_size(text) for text in texts]
    dashes = [k for k, text in enumerate(texts) if sizes[k] and text[0] in _DASHES]
    if len(dashes) == 1:
        sizes[dashes[0]] = 0
    marked = [Label("item", 0, size, size) if size else None for size in sizes]
    counted = _counting_on(
        [
            (None, 0) if label is None or _is_alone(label, text) else (label, value)
            for (label, value), text in zip(_numbers_before(texts), texts, strict=True)
        ]
    )
    if len(counted) <= sum(size > 0 for size in sizes):  # numbers of volumes, of years
        return [*marked]
    return [counted.get(k) or label for k, label in enumerate(marked)]


def find_line_numbers(texts: Sequence[str]) -> list[Label | None]:
    r"""The numbers that count lines, at their left or their right, for each of some texts in order.

    A number counts them where it grows by as much as lines stand between it and the one before,
    and where lines go on over them: lists and tables are numbered, too.

    >>> lines = ["1 Once upon a time there", "2 was a ferryman who had", "3 never seen the sea."]
    >>> [label and label.rest for label in find_line_numbers(lines)]
    [2, 2, 2]
    >>> find_line_numbers(["1 egg", "2 onions", "3 tomatoes"])
    [None, None, None]
    """
    for numbers in (_numbers_before(texts), _numbers_behind(texts)):
        counted = _counted(numbers, texts)
        if counted:
            return [label if k in counted else None for k, (label, _) in enumerate(numbers)]
    return [None] * len(texts)


def _counting_on(numbers: Numbers) -> dict[int, Label]:
    """The bare numbers of items: three and more, each one more than the one before."""
    known = [(k, label, value) for k, (label, value) in enumerate(numbers) if label is not None]
    runs: list[list[tuple[int, Label, int]]] = []
    for entry in known:
        if runs and runs[-1][-1][2] == entry[2] - 1:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    long = [entry for run in runs if len(run) >= _LEAST_COUNTED for entry in run]
    return {k: Label("item", 0, label.rest, label.rest) for k, label, _ in long}


_DASHES = "–—-*+"
"""Marks that stand inside sentences, too."""

Numbers = list[tuple[Label | None, int]]


def _numbers_before(texts: Sequence[str]) -> Numbers:
    found: Numbers = []
    for text in texts:
        m = _BEFORE_RE.match(text)
        label = Label("line", 0, m.end(1), m.end()) if m else None
        found.append((label, int(m[2]) if m else 0))
    return found


_BEHIND_RE = pattern(rf"{_BLANK}+(\d{{1,4}})$")


def _numbers_behind(texts: Sequence[str]) -> Numbers:
    found: Numbers = []
    for text in texts:
        m = _BEHIND_RE.search(text)
        label = Label("line", m.start(1), m.end(), m.start()) if m else None
        found.append((label, int(m[1]) if m else 0))
    return found


def _stands_apart(label: Label | None, text: str) -> bool:
    """Whether more than one blank parts a number from its line, or it stands alone."""
    if label is None:
        return False
    return _is_alone(label, text) or label.rest - label.end > 1 or label.start - label.rest > 1


def _counted(numbers: Numbers, texts: Sequence[str]) -> set[int]:
    """Those that count their lines; none where they do not clearly.

    Numbers that stand alone may be those of empty lines, or of the lines below them; numbers at
    which a line's own text begins may stand among them.
    """
    known = [k for k, (label, _) in enumerate(numbers) if label is not None]
    apart = [k for k in known if _stands_apart(numbers[k][0], texts[k])]
    for some in (known, apart):
        for counts_alone in (True, False):
            found = _count_with_lines(some, numbers, texts, counts_alone=counts_alone)
            if found and _go_on(numbers, texts):
                return found
    return set()


def _count_with_lines(
    known: Sequence[int], numbers: Numbers, texts: Sequence[str], *, counts_alone: bool
) -> set[int]:
    """Those of some numbers that grow with their lines, if most do."""
    if len(known) < _LEAST_OF_FIFTHS:
        return set()
    lines = 0
    at: list[int] = []
    for (label, _), text in zip(numbers, texts, strict=True):
        at.append(lines)
        lines += counts_alone or not (label and _is_alone(label, text))
    offsets = [numbers[k][1] - at[k] for k in known]
    usual = max(set(offsets), key=lambda o: (offsets.count(o), -o))
    right = [k for k, offset in zip(known, offsets, strict=True) if offset == usual]
    steps = [numbers[b][1] - numbers[a][1] for a, b in pairwise(right)]
    step = max(min(steps, default=1), 1)
    regular = sum(s % step == 0 for s in steps)
    are_fifths = usual == 1 and all(numbers[k][1] % 5 == 0 for k in right)
    fewest = _LEAST_OF_FIFTHS if are_fifths else _LEAST_COUNTED
    least = max(fewest, _LEAST_RIGHT * len(known), _LEAST_RIGHT * (lines // step))
    return set(right) if len(right) >= least and regular >= _LEAST_RIGHT * len(steps) else set()


def _is_alone(label: Label, text: str) -> bool:
    return label.end - label.start == len(text)


def _go_on(numbers: Numbers, texts: Sequence[str]) -> bool:
    """Whether the lines are long enough for those of running text, by half-width cells."""
    rests = [
        _rest_of(label, text) if label else text
        for (label, _), text in zip(numbers, texts, strict=True)
    ]
    long = sorted(sum(1 + (c >= "\u2e80") for c in rest) for rest in rests if rest)
    return bool(long) and long[len(long) // 2] >= _LEAST_LINE


def _rest_of(label: Label, text: str) -> str:
    return text[: label.rest] if label.start else text[label.rest :]


_LEAST_LINE = 20
"""Half-width cells of the lines that are counted, the median: items of lists are shorter."""


def label_size(text: str) -> int:
    """Characters of the mark of an item that a text begins with, and of the blanks behind it.

    >>> label_size("1.1  These terms"), label_size("The terms")
    (5, 0)
    """
    end = mark_of(text)
    return len(text) - len(text[end:].lstrip()) if end else 0


def has_wide_blank(text: str, size: int) -> bool:
    """Whether blanks that could be taken for a gutter stand behind a label of so many characters.

    >>> has_wide_blank("①　打开后盖", 2), has_wide_blank("1. Open it", 3)
    (True, False)
    """
    blanks = text[:size][len(text[:size].rstrip()) :]
    return len(blanks) > 1 or "\u3000" in blanks or "\t" in blanks


def han_value(number: str) -> int:
    """What a Han numeral counts, up to 99, as items are counted.

    >>> [han_value(n) for n in ("三", "十二", "二十一")]
    [3, 12, 21]
    """
    tens, ten, ones = number.rpartition("十")
    first = _HAN_DIGITS.index(tens) + 1 if tens else 1
    return first * 10 * len(ten) + (_HAN_DIGITS.index(ones) + 1 if ones else 0)


def roman_value(numeral: str) -> int | None:
    """What a Roman numeral up to c counts; None of other text.

    >>> [roman_value(n) for n in ("iv", "XXI", "vim")]
    [4, 21, None]
    """
    digits = [_ROMAN.get(c, 0) for c in numeral.lower()]
    if not digits or 0 in digits:
        return None
    return sum(-a if a < b else a for a, b in pairwise([*digits, 0]))


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
