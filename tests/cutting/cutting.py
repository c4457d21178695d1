"""Cells of a dump, cut: what several tests of seams share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import regex as re

from layoutfix import ngrams
from layoutfix.chardata import NO_LINE_START, codes_to_widths, text_to_codes
from layoutfix.cutting.gutters import find_gutters
from layoutfix.cutting.places import CutPlaces, FusedRow
from layoutfix.cutting.split import cut_at_seams
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.encoder import encoder_of
from layoutfix.rows import dump_to_rows
from layoutfix.script import Script
from layoutfix.weights import Weights
from tests.helpers import article_to_lines


def cut_dump(dump: str, language: str, weights: Weights) -> list[list[str]]:
    """The parts of each row, with the model and the encoder of a language."""
    rows = dump_to_rows(dump)
    script = Script.CJK if language == "zh" else Script.SPACED
    at = np.zeros(len(dump) + 1, np.float32)
    np.cumsum(codes_to_widths(text_to_codes(dump), script=script), out=at[1:])
    texts = [row.text for row in rows]
    model = ngrams.load(language)
    units = RowUnits(texts, model, weights.links.unseen_mix)
    encoder = encoder_of(texts, model)
    gutters = find_gutters(rows, weights.gutters, script=script)
    found = cut_at_seams(rows, gutters, at, units, weights, script=script, encoder=encoder)
    return [[dump[p.start : p.end] for p in row] for row in found]


def kinsoku_lines(name: str, width: int, count: int) -> list[str]:
    """Lines of a fixture article that begin with no mark."""
    text = "".join(article_to_lines(name, width, 2 * count))
    lines, at = [], 0
    while len(lines) < count:
        end = at + width
        while text[end] in NO_LINE_START:
            end -= 1
        lines.append(text[at:end])
        at = end
    return lines


LEFT = kinsoku_lines("zh-Hans-04-deep-cave-lab", 14, 14)
RIGHT = kinsoku_lines("zh-Hans-10-bell-museum", 14, 14)
"""Two columns of Chinese."""


def dirty_rows(
    *,
    ends: Mapping[int, str] | None = None,
    starts: Mapping[int, str] | None = None,
    blank: str = " ",
) -> list[str]:
    """The rows of both columns, with marks read from the gutter.

    ends  by row what is glued to the left line; starts: to the right one
    """
    ends, starts = ends or {}, starts or {}
    pairs = enumerate(zip(LEFT, RIGHT, strict=True))
    return [f"{a}{ends.get(k, '')}{blank}{starts.get(k, '')}{b}" for k, (a, b) in pairs]


def plain_row(text: str) -> FusedRow:
    """A row with a place at each of its blanks, none better than another."""
    blanks = [m.span() for m in re.finditer(r" +(?:\| +)?", text)]
    left, right = (np.array(ends, np.int32) for ends in zip(*blanks, strict=True))
    places = CutPlaces(
        offset=right,
        left_offset=left,
        left=left.astype(np.float32),
        right=right.astype(np.float32),
        gain=np.zeros(len(blanks), np.float32),
        stops=np.zeros(len(blanks), bool),
        marked=np.ones(len(blanks), bool),
    )
    return FusedRow(text, places, float(len(text)), stops=False)
