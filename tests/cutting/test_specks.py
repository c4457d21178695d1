"""Dirt at the margins is told from short lines, and stands apart from the text."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import numpy as np
import pytest

import layoutfix
from layoutfix.cutting import specks
from layoutfix.cutting.specks import find_specks, weigh_specks
from tests.cutting.cutting import cut_dump, plain_row
from tests.helpers import FIXTURES, SPACED

DIRT = ["|", "He |", "ii", ". 4", "“e", "Fa | |", "ne", "L ."]


def _rows(*rows: list[str]) -> tuple[list[str], np.ndarray]:
    texts = [piece for row in rows for piece in row]
    return texts, np.repeat(np.arange(len(rows)), [len(row) for row in rows]).astype(np.int32)


LINES = ["the crossing was held until", "in the town hall, where nobody"]


def test_short_pieces_at_either_margin_are_specks() -> None:
    texts, row = _rows(*([[*LINES, DIRT[k]] if k % 2 else [DIRT[k], *LINES] for k in range(8)]))
    found = find_specks(texts, row)
    assert [t for t, speck in zip(texts, found, strict=True) if speck] == DIRT


def test_all_short_pieces_up_to_a_line_are_specks() -> None:
    texts, row = _rows(*([["x", "| 4", *LINES, "ne", "à"]] * 5))
    assert find_specks(texts, row).tolist() == [True, True, False, False, True, True] * 5


@pytest.mark.parametrize("piece", ["4.655.", "1910", "com-", "cuisine", "pour les"])
def test_numbers_and_words_are_none(piece: str) -> None:
    texts, row = _rows(*([[*LINES, piece]] * 8))
    assert not find_specks(texts, row).any()


def test_a_row_of_one_short_piece_is_a_line() -> None:
    texts, row = _rows(*([["it."]] * 8), LINES)
    assert not find_specks(texts, row).any()


def test_few_specks_are_ends_of_paragraphs() -> None:
    dirty = [[*LINES, "he"]] * specks._LEAST_ROWS
    assert find_specks(*_rows(*dirty)).any()
    assert not find_specks(*_rows(*dirty[1:])).any()
    assert not find_specks(*_rows(*dirty, *([LINES] * 40))).any()


@pytest.mark.parametrize("texts", [[], ["he"]])
def test_nothing_to_tell(texts: list[str]) -> None:
    assert not find_specks(texts, np.zeros(len(texts), np.int32)).any()


def _dirty_page() -> tuple[str, list[str]]:
    """Two columns read across, with dirt at the right margin; and their lines in order."""
    files = sorted((FIXTURES / "articles").glob("en-*.txt"))
    columns = [textwrap.wrap(" ".join(f.read_text("utf-8").split()), 44)[:36] for f in files[:2]]
    rows = [
        f"{a} {b} {DIRT[k % len(DIRT)]}" for k, (a, b) in enumerate(zip(*columns, strict=False))
    ]
    return "\n".join(rows), [line for column in columns for line in column[: len(rows)]]


def test_specks_stand_at_the_end_as_an_aside() -> None:
    dump, _ = _dirty_page()
    result = layoutfix.fix(dump, language="en")
    last = result.paragraphs[-1]
    assert last.kind == "aside"
    dirt = [result.fragments[i].text for i in last.fragments]
    assert len(dirt) >= 10
    assert all(sum(map(str.isalnum, text)) <= specks._MOST_LETTERS for text in dirt)
    assert result.text.rstrip().endswith(" ".join(dirt[-3:]))


def test_lines_go_on_in_lines_and_not_in_dirt(monkeypatch: pytest.MonkeyPatch) -> None:
    dump, lines = _dirty_page()

    def joined() -> int:
        text = " ".join(layoutfix.fix(dump, language="en").text.split())
        return sum(f"{a[-12:]} {b[:12]}" in text for a, b in pairwise(lines))

    best = joined()
    monkeypatch.setattr(specks, "_LEAST_SHARE", 2.0)
    assert best >= max(joined(), 0.6 * len(lines))


def test_no_letter_of_the_dirt_is_lost() -> None:
    dump, _ = _dirty_page()
    text = layoutfix.fix(dump, language="en").text
    assert sorted(filter(str.isalnum, text)) == sorted(filter(str.isalnum, dump))


def test_cuts_that_part_dirt_are_likelier_where_there_is_some() -> None:
    rows = [plain_row(f"the crossing was held ne {'|' * (k % 2 + 1)}") for k in range(8)]
    weighed = weigh_specks(rows, [[4]] * 8)
    assert weighed is not None
    gain = specks._GAIN
    assert [row.places.gain.tolist() for row in weighed] == [[gain, 0.0, 0.0, gain, gain]] * 8
    assert weigh_specks(rows, [[]] * 8) is None
    assert weigh_specks([], []) is None


MARKS = [". . .", ". . ; .", ", . .", ". : . ."]
LEFT = (
    "The rope factory on the island has hired eleven people since the storm, and the ferry now "
    "goes twice before noon. Whoever wants to see how a rope is made may come on Friday, but the "
    "long shed is cold and the foreman asks visitors to bring a coat and to leave dogs at home."
)
RIGHT = (
    "In the choir of the small church the painters have found a fish under four coats of white. "
    "It has the face of a man and carries a lantern. Nobody knows who put it there. The vicar "
    "would like to keep it, the council would rather have the wall dry before the winter comes."
)


def _beside_marks() -> tuple[str, list[list[str]]]:
    """Two columns whose lines stand at other heights: beside each is what OCR saw of the other."""
    columns = [textwrap.wrap(text, 30) for text in (LEFT, RIGHT)]
    pairs = zip(*columns, strict=False)
    rows = [
        row
        for k, (a, b) in enumerate(pairs)
        for row in (f"{a} {MARKS[k % 4]}", f"{MARKS[(k + 1) % 4]} {b}")
    ]
    return "\n".join(rows), columns


def test_marks_alone_are_cut_off_where_many_rows_have_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Most lines are whole, and the marks pieces of their own; without, all keep their marks."""
    dump, columns = _beside_marks()
    found = [piece for row in cut_dump(dump, "en", SPACED) for piece in row]
    lines = [line for pair in zip(*columns, strict=False) for line in pair]
    assert sum(line in found for line in lines) >= len(lines) - 2
    monkeypatch.setattr(specks, "_MARKS_GAIN", 0.0)
    found = [piece for row in cut_dump(dump, "en", SPACED) for piece in row]
    assert sum(line in found for line in lines) < 0.5 * len(lines)


def test_columns_beside_marks_read_on() -> None:
    """The marks stand in no sentence."""
    dump, columns = _beside_marks()
    text = layoutfix.fix(dump, language="en").text
    joints = [f"{a} {b}" for lines in columns for a, b in pairwise(lines)]
    assert sum(joint in text for joint in joints) >= 0.8 * len(joints)


def test_dots_of_a_form_stay() -> None:
    """Leaders are marks that stand alone, too; what has no columns is left alone."""
    form = "\n".join(
        f"{name} . . . . . . ." for name in ("Name", "Street", "Town", "Trade", "Born", "Ward")
    )
    assert layoutfix.fix(form).text == form
    assert layoutfix.fix(f"{LEFT}\n\n{form}\n\n{RIGHT}\n").text == f"{LEFT}\n\n{form}\n\n{RIGHT}\n"
