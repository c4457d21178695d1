"""Joints -> paragraphs and their kinds: heading, body, caption, aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from layoutfix.assembly.joints import INSIDE
from layoutfix.chardata import BREAK_HYPHENS
from layoutfix.furniture import is_running_head
from layoutfix.model import JointKind, ParagraphKind
from layoutfix.patterns import pattern
from layoutfix.weights import AssemblyWeights

CAPTION_RE = pattern(
    r"""^\W*(?:
        图为 | [上下左右]图 | 图[片]?[:：（(] | 图\s?\d+ | 图\s*[/／]
      | (?:Photo|Picture|Image|Foto|Bild|Photographie|Cliché)\s*(?:by|by:|:|©|courtesy)
      | (?:Fig|Figure|Abb|Abbildung|Abbildungen|Tafel)\b\.?\s*\d
    )""",
    re.VERBOSE,
)
"""How captions begin."""

CAPTION_END_RE = pattern(r"(?:[摄攝](?:影)?|供图|供圖|制图|資料圖片|资料图片)\s*[)）]?\W*$")
"""How captions of Chinese newspapers end: "Somebody took the picture"."""

PAUSES = frozenset("，,、；;：:－-—") | BREAK_HYPHENS


@dataclass(frozen=True, slots=True)
class Grouping:
    """Paragraphs as runs of positions in the order, and the kind of each."""

    runs: list[range]
    kinds: list[ParagraphKind]


def group_paragraphs(
    texts: Sequence[str],
    kinds: Sequence[JointKind],
    asides: Sequence[bool],
    told: Sequence[ParagraphKind | None],
    weights: AssemblyWeights,
) -> Grouping:
    """Group texts (in reading order) at the joints that end a paragraph.

    `asides` says which of them are running heads, or dirt of the margins, `told` of which the kind
    is known. What else has several lines is a list.
    """
    runs, at = [], 0
    for k, kind in enumerate(kinds):
        if kind not in INSIDE:
            runs.append(range(at, k + 1))
            at = k + 1
    runs.append(range(at, len(texts)))
    found: list[ParagraphKind] = []
    for run in runs:
        known = told[run.start]
        if all(asides[k] for k in run):
            found.append("aside")
        elif known is not None:
            found.append(known)
        elif "line" in kinds[run.start : run.stop - 1]:
            found.append("list")
        else:
            found.append(_kind_of("".join(texts[k] for k in run), run, weights))
    return Grouping(runs, found)


def _kind_of(text: str, run: range, weights: AssemblyWeights) -> ParagraphKind:
    if len(run) <= 2 and is_running_head(text):
        return "aside"
    if is_caption(text, len(run), weights):
        return "caption"
    return "body"


def is_caption(text: str, lines: int, weights: AssemblyWeights) -> bool:
    """Whether a paragraph of so many lines is the caption of a picture."""
    if lines > weights.caption_lines:
        return False
    ends = lines <= 2 and CAPTION_END_RE.search(text)
    return bool(CAPTION_RE.match(text) or ends)
