"""Stretches of text between gutters, and what is counted in them."""

from __future__ import annotations

import numpy as np
import regex as re
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.repair.draft import BLANKS, PAUSES, Draft
from layoutfix.repair.stretches import GRAMMAR, LETTER, SEQUENCES, find_stretches

STRETCH_RE = re.compile(r"[^\n\f\t\u3000|\u2500-\u257f ]+(?: [^\n\f\t\u3000|\u2500-\u257f ]+)*")
CHARACTERS = "  " + BLANKS[1] + "\n\t\u3000|桥的修了ーのa1，。年月日春夏秋冬𠀀"


def _lone_blanks(text: str) -> list[int]:
    """Those with a CJK letter on both sides."""
    return [m.start() for m in re.finditer(f"(?<={LETTER})[{BLANKS}](?={LETTER})", text)]


def _one_by_one(text: str, places: list[int]) -> list[tuple[int | bool, ...]]:
    """What `find_stretches` finds, stretch by stretch."""
    found = []
    for match in STRETCH_RE.finditer(re.sub(f"[{BLANKS}]", " ", text)):
        start, end = match.span()
        own = [k for k, at in enumerate(places) if start <= at < end]
        if not own:
            continue
        parts = match[0].split(" ")
        pieces = [p for p in parts if re.search(LETTER, p)]
        lone = [p for p in pieces if len(p) == 1]
        letters = "".join(re.findall(LETTER, match[0]))
        told_off = len(pieces) > 1 and any(set(letters) <= set(s) for s in SEQUENCES)
        found.append(
            (
                *(start, end, own[0], own[-1] + 1, len(own), len(letters), len(pieces), len(lone)),
                sum(p in GRAMMAR for p in lone),
                len(re.findall(f"[{PAUSES}]", match[0])),
                sum(p[0] in PAUSES for p in parts[1:]),
                told_off or "年 月 日" in match[0],
                all(len(p) == 1 for p in parts),
            )
        )
    return found


@given(st.text(CHARACTERS, max_size=60))
def test_stretches_are_those_that_are_found_one_by_one(text: str) -> None:
    """Spans, and every count."""
    places = _lone_blanks(text)
    found = find_stretches(Draft(text, "zh"), np.array(places, np.intp))
    assert [(*s[:2], s.blanks.start, s.blanks.stop, *s[3:]) for s in found] == _one_by_one(
        text, places
    )


def test_gutters_and_two_blanks_part_stretches() -> None:
    """A cell, an indent, another line, and a list that is told off."""
    text = "修 桥|修 路  渡 口\n春 夏 秋 冬"
    found = find_stretches(Draft(text, "zh"), np.array(_lone_blanks(text)))
    assert [text[s.start : s.end] for s in found] == ["修 桥", "修 路", "渡 口", "春 夏 秋 冬"]
    assert [s.is_sequence for s in found] == [False, False, False, True]
