"""Blocks of printed rows that came as single rows, in scripts with spaces."""

from __future__ import annotations

import random
import textwrap
from itertools import pairwise, zip_longest

import pytest

import layoutfix
from layoutfix.cutting import joined, split
from layoutfix.cutting.places import FusedRow
from tests.cutting.cutting import cut_dump
from tests.helpers import ROOT, SPACED, assert_promises

ARTICLES = ("en-01-council-footbridge", "en-05-lighthouse-keeper", "de-01-hafenbahn")


def _text(name: str) -> str:
    return (ROOT / "fixtures" / "articles" / f"{name}.txt").read_text("utf-8")


def _printed_rows(name: str, columns: int, width: int) -> list[list[str]]:
    """The rows of an article that was set in columns, each with its lines."""
    lines = [line for p in _text(name).split("\n") for line in textwrap.wrap(p, width)]
    depth = -(-len(lines) // columns)
    heads = [lines[k : k + depth] for k in range(0, len(lines), depth)]
    return [[line for line in row if line] for row in zip_longest(*heads, fillvalue="")]


def _joined(rows: list[list[str]], seed: int) -> list[list[str]]:
    """Blocks of one to six rows, each with its lines."""
    rng, blocks = random.Random(seed), []
    while rows:
        size = rng.randint(1, 6)
        blocks.append([line for row in rows[:size] for line in row])
        rows = rows[size:]
    return blocks


def _dump(blocks: list[list[str]]) -> str:
    return "\n\n".join(" ".join(block) for block in blocks)


@pytest.fixture
def widths(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """The widths that were found by the cuts after it."""
    found: list[float | None] = []

    def noted(rows: list[FusedRow], weights: object) -> float | None:
        found.append(joined.find_joined_width(rows, SPACED))
        return found[-1]

    monkeypatch.setattr(split, "find_joined_width", noted)
    return found


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize(("columns", "width"), [(2, 40), (3, 30)])
def test_the_width_is_found_and_most_rows_are_cut_where_lines_end(
    name: str, columns: int, width: int, widths: list[float | None]
) -> None:
    blocks = _joined(_printed_rows(name, columns, width), seed=columns)
    dump = _dump(blocks)
    pieces = cut_dump(dump, name[:2], SPACED)
    (found,) = widths
    assert found == pytest.approx(0.95 * width, rel=0.12)
    true = {line for block in blocks for line in block}
    right = sum(piece in true for row in pieces for piece in row)
    assert right > 0.5 * len(true)


@pytest.mark.parametrize("name", ARTICLES)
def test_text_in_order_has_no_such_width(name: str, widths: list[float | None]) -> None:
    """Paragraphs, the same cut anywhere, and lines of two columns beside each other."""
    text, rng = _text(name), random.Random(1)
    words = text.split()
    chunks = []
    while words:
        size = rng.randint(15, 60)
        chunks.append(" ".join(words[:size]))
        words = words[size:]
    rng.shuffle(chunks)
    beside = [" ".join(row) for row in _printed_rows(name, 2, 40)]
    for rows in (text.split("\n"), chunks, beside):
        cut_dump("\n\n".join(row for row in rows if row), name[:2], SPACED)
    assert set(widths) <= {None}


def test_lines_of_joined_rows_are_put_into_order() -> None:
    """Joints that the dump tore are made; nothing is lost."""
    rows = _printed_rows("en-05-lighthouse-keeper", 2, 40)
    lines = [row[k] for k in (0, 1) for row in rows if len(row) > k]
    result = layoutfix.fix(_dump(_joined(rows, seed=4)), language="en")
    assert_promises(result)
    after = " ".join(result.text.split())
    pairs = list(pairwise(lines))
    made = sum(f"{a[-12:]} {b[:12]}" in after for a, b in pairs)
    assert made > 0.4 * len(pairs)
