"""Variants of written Chinese: simplified, traditional, Taiwan, Hong Kong."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex as re
from rapidfuzz.distance import Levenshtein

from layoutfix.chardata import KANA_RE
from layoutfix.config import RepairConfig
from layoutfix.errors import InputError
from layoutfix.repair.draft import Draft, Edit

CONVERSIONS = {"hans": ("t2s",), "hant": ("s2t",), "tw": ("s2t", "t2tw"), "hk": ("s2t", "t2hk")}
"""What opencc is asked for. Phrases are not translated (軟件 stays 軟件)."""

HAN_RUN_RE = re.compile(r"\p{Han}[\p{Han}、，。；：！？“”「」（）《》]*")


@cache
def _converters(variant: str) -> tuple[Any, ...]:
    from opencc import OpenCC  # noqa: PLC0415 - 50 ms, and seldom asked for

    return tuple(OpenCC(name) for name in CONVERSIONS[variant])


def fix_variants(draft: Draft, config: RepairConfig) -> list[Edit]:
    """Chinese is printed in the variant asked for, by opencc; "keep" (the default) does nothing.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_variants, "头发与发展", config=RepairConfig(fix_variants="hant"))
    '頭髮與發展'
    >>> preview(fix_variants, "头发与发展")
    '头发与发展'

    Japanese is left alone: its characters are neither. Gets wrong: what needs more than a phrase to
    tell (the surname 范 becomes 範 in some phrases).
    """
    if config.fix_variants == "keep" or not draft.has_cjk:
        return []
    if config.fix_variants not in CONVERSIONS:
        raise InputError(
            f"there is no variant {config.fix_variants!r}: choose one of keep,"
            f" {', '.join(CONVERSIONS)}"
        )
    converters = _converters(config.fix_variants)
    edits: list[Edit] = []
    for found in HAN_RUN_RE.finditer(draft.text):
        line = draft.text[slice(*draft.line_at(found.start()))]
        after = found[0]
        for converter in converters:
            after = converter.convert(after)
        if after != found[0] and not KANA_RE.search(line):
            edits += _differences(found.start(), found[0], after)
    return edits


def _differences(at: int, before: str, after: str) -> list[Edit]:
    if len(before) == len(after):
        return [
            Edit(at + k, at + k + 1, b)
            for k, (a, b) in enumerate(zip(before, after, strict=True))
            if a != b
        ]
    return [
        Edit(at + op.src_start, at + op.src_end, after[op.dest_start : op.dest_end])
        for op in Levenshtein.opcodes(before, after)
        if op.tag != "equal" and op.src_end > op.src_start
    ]
