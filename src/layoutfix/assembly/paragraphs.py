"""Joints -> paragraphs and their kinds: heading, body, caption, aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from layoutfix.assembly.joints import INSIDE
from layoutfix.chardata import BREAK_HYPHENS, CLOSING, FULL_STOPS
from layoutfix.config import AssemblyConfig
from layoutfix.furniture import is_running_head
from layoutfix.model import JointKind, ParagraphKind

CAPTION_RE = re.compile(
    r"""^\W*(?:
        图为 | [上下左右]图 | 图[片]?[:：（(] | 图\s?\d+ | 图\s*[/／]
      | (?:Photo|Picture|Image|Foto|Bild|Photographie|Cliché)\s*(?:by|by:|:|©|courtesy)
      | (?:Fig|Figure|Abb|Abbildung|Abbildungen|Tafel)\b\.?\s*\d
    )""",
    re.VERBOSE,
)
"""How captions begin."""

CAPTION_END_RE = re.compile(r"(?:[摄攝](?:影)?|供图|供圖|制图|資料圖片|资料图片)\s*[)）]?\W*$")
"""How captions of Chinese newspapers end: "Somebody took the picture"."""

PAUSES = frozenset("，,、；;：:－-—") | BREAK_HYPHENS


@dataclass(frozen=True, slots=True)
class Grouping:
    """Paragraphs as runs of positions in the order, and the kind of each."""

    runs: list[range]
    kinds: list[ParagraphKind]


def is_heading_like(text: str, most_characters: int = 60) -> bool:
    """Whether a line could be a heading: short, and it ends neither a sentence nor a clause.

    >>> is_heading_like("以人为本，回应群众新期待"), is_heading_like("他走了。")
    (True, False)
    >>> is_heading_like("Orange harvest doubles"), is_heading_like("and then, as she said,")
    (True, False)
    """
    core = text.rstrip()
    while core and core[-1] in CLOSING:
        core = core[:-1]
    if not core or len(text) > most_characters or text[0].islower():
        return False
    inside = sum(c in "。.；;" and k + 1 < len(core) for k, c in enumerate(core))
    return (
        core[-1] not in FULL_STOPS - {"？", "?", "！", "!"}
        and core[-1] not in PAUSES
        and (inside <= 1)
    )


def group_paragraphs(
    texts: Sequence[str],
    kinds: Sequence[JointKind],
    across: Sequence[bool],
    asides: Sequence[bool],
    config: AssemblyConfig,
    told: Sequence[ParagraphKind | None] = (),
) -> Grouping:
    """Group texts (in reading order) at the joints that end a paragraph.

    `across` says which of them stood across the columns or behind a heading mark, `asides` which
    are running heads, or dirt of the margins, `told` of which the kind is known. What else has
    several lines is a list.
    """
    runs, at = [], 0
    for k, kind in enumerate(kinds):
        if kind not in INSIDE:
            runs.append(range(at, k + 1))
            at = k + 1
    runs.append(range(at, len(texts)))
    found: list[ParagraphKind] = []
    is_first = True  # but for asides
    for run in runs:
        if all(asides[k] for k in run):
            found.append("aside")
            continue
        known = told[run[0]] if told else None
        if known or "line" in kinds[run.start : run.stop - 1]:
            found.append(known or "list")
            is_first = False
            continue
        whole = "".join(texts[k] for k in run)
        is_title = is_first and run.stop < len(texts) and kinds[run[-1]] == "heading"
        if is_title and is_heading_like(whole, config.title_characters):
            found.append("heading")
        else:
            found.append(_kind_of(whole, run, any(across[k] for k in run), is_first, config))
        is_first = is_first and found[-1] == "aside"
    return Grouping(runs, found)


def _kind_of(
    text: str, run: range, across: bool, is_first: bool, config: AssemblyConfig
) -> ParagraphKind:
    if len(run) <= 2 and is_running_head(text):
        return "aside"
    if len(run) <= config.heading_lines and (
        CAPTION_RE.match(text) or (len(run) <= 2 and CAPTION_END_RE.search(text))
    ):
        return "caption"
    if len(run) <= config.heading_lines and (across or is_first) and is_heading_like(text):
        return "heading"
    return "body"
