"""What the marks of items count: whether those of several texts count on, and whether they pair.

1. Hemp     (a) black      counts on by itself beside    1. le vent    1. the wind   pairs:
2. Tar      (b) brown      numbers and letters           2. la mer     2. the sea    read across
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import regex as re

from layoutfix.labels import HAN_NUMBER, han_value, mark_of


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
    han = re.search(HAN_NUMBER, mark)
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
