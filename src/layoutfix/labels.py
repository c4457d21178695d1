"""Labels: numbers and marks that stand before a line and belong to it, or count the lines.

     9  had seen. The question is one of time.       1.1  These terms apply to every
    10  That is sound on Monday may be lame on            hire of a boat.
    11  Thursday without fault of anybody.           1.2  Oral agreements are not

A label never moves away from its line, and the blank behind it is no gutter. Marks of items
("1.1", "(a)", "①", "•") belong to the text: an item begins there. Numbers that count the lines, one
a line or every fifth, belong to none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import regex as re

from layoutfix.chardata import NO_LINE_START

LabelKind = Literal["item", "line"]

_BLANK = r"[ \t\u00a0\u2000-\u200a\u3000]"
_HAN_NUMBER = "一二三四五六七八九十百〇"
_MARK_RE = re.compile(
    rf"""(?:
        [\[(]?(?:[01]?\d|2[0-4])[:：时時][0-5]\d(?::[0-5]\d)?(?:\s?[ap]m)?[\])]?   # times
      | \d{{1,3}}(?:\.\d{{1,3}}){{1,3}}[.)）．、]?     # 1.1  2.3.1.
      | \d{{1,3}}[.)）．、:：]                          # 1.  2)
      | [(（\[［【] \s? (?:
            \d{{1,3}} | \p{{Ll}} | \p{{Lu}} | [ivxl]{{1,5}} | [{_HAN_NUMBER}]{{1,3}}
        ) \s? [)）\]］】]
      | [{_HAN_NUMBER}]{{1,3}}[、．.]
      | [ivxIVX]{{1,5}}[.)]
      | (?:\p{{Ll}}|\p{{Lu}})[.)．、]
      | [①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿]
      | [•·‣▪◦●○■□◆◇★☆※►▶–—*+-]
      | §{{1,2}}\s?\d{{1,4}}\p{{Ll}}?
      | [{_HAN_NUMBER}]{{1,3}}[:：][{_HAN_NUMBER}]{{2}}
      | [０-９]{{1,3}}[．、]?
    )""",
    re.VERBOSE,
)
"""Marks of items, as lists, laws, notes and references have them."""
_NUMBER_RE = re.compile(rf"\d{{1,4}}(?:{_BLANK}*[|│¦])?")
_BEFORE_RE = re.compile(rf"((\d{{1,4}})(?:{_BLANK}*[|│¦](?={_BLANK}))?)(?:{_BLANK}+|$)")
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


_BEHIND_RE = re.compile(rf"{_BLANK}+(\d{{1,4}})$")


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


def count_successions(texts: Sequence[str], sizes: Sequence[int] = ()) -> int:
    """How many of the items that some texts begin with count on from the one before of their kind.

    Less those that only repeat it: two lists are read in turns there.

    sizes  characters of the label of each, where these are known; 0 where it has none

    >>> count_successions(["1. Hemp", "2. Tar", "(a) black", "3. Oakum"])
    2
    >>> count_successions(["1. Hemp", "15. Rope", "2. Tar", "16. Sail"])
    0
    >>> count_successions(["① Hemp", "① Rope", "② Tar", "② Sail"])
    -1
    >>> count_successions(["3 Hemp", "4 Tar"], [2, 2])
    1
    """
    last: dict[str, int] = {}
    found = 0
    for k, text in enumerate(texts):
        mark = text[: sizes[k]].rstrip() if sizes else text[: mark_of(text)]
        read = _read_mark(mark) if mark else None
        if read is None:
            continue
        form, value = read
        found += (last.get(form) == value - 1) - (last.get(form) == value)
        last[form] = value
    return found


def are_pairs(texts: Sequence[str], rows: Sequence[int], sizes: Sequence[int] = ()) -> bool:
    """Whether most items of some texts have a fellow with their mark in their row.

    Those are sentences and their translations, questions and answers: rows of pairs, read across,
    though the items of each column count on.

    sizes  as in `count_successions`

    >>> are_pairs(["1. le vent", "1. the wind", "2. la mer", "2. the sea"], [0, 0, 1, 1])
    True
    >>> are_pairs(["1. the wind", "3. the sky", "2. the sea", "4. the sand"], [0, 0, 1, 1])
    False
    """
    sizes = sizes or [mark_of(text) for text in texts]
    marks = [
        (row, text[:size].rstrip())
        for row, text, size in zip(rows, texts, sizes, strict=True)
        if size
    ]
    return len(marks) - len(set(marks)) >= _LEAST_PAIRED * len(marks) / 2 > 0


_LEAST_PAIRED = 0.5
"""Share of the items of some rows that must have a fellow, for the rows to be pairs."""


def form_of(mark: str) -> str:
    """The form of a mark of an item, which its fellows share; "" of no mark.

    >>> [form_of(mark) for mark in ("1.", "12.", "(b)", "三、", "③", "•", "")]
    ['#.', '#.', '(a)', '一、', '①', '•', '']
    """
    read = _read_mark(mark) if mark else None
    return read[0] if read else mark


def _read_mark(mark: str) -> tuple[str, int] | None:
    """The form of a mark, with what stands before its last number, and that number."""
    digits = [*re.finditer(r"\d+", mark)]
    if digits:
        m = digits[-1]
        return mark[: m.start()] + "#" + mark[m.end() :], int(m[0])
    han = re.search(f"[{_HAN_NUMBER}]+", mark)
    if han:
        return mark[: han.start()] + "一" + mark[han.end() :], han_value(han[0])
    value = unicodedata.numeric(mark[0], None)
    if value is not None:
        return "①", int(value)
    letter = re.search(r"\p{L}", mark)
    if letter and len(re.findall(r"\p{L}", mark)) == 1:
        case = "A" if letter[0].isupper() else "a"
        return mark.replace(letter[0], case), ord(letter[0])
    return None


def han_value(number: str) -> int:
    """What a Han numeral counts, up to 99, as items are counted.

    >>> [han_value(n) for n in ("三", "十二", "二十一")]
    [3, 12, 21]
    """
    if "十" in number:
        tens, _, ones = number.partition("十")
        first = _HAN_NUMBER.find(tens) + 1 if tens else 1
        return 10 * first + (_HAN_NUMBER.find(ones) + 1 if ones else 0)
    return _HAN_NUMBER.find(number[0]) + 1


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
