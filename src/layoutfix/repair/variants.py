"""Variants of written Chinese: simplified, traditional, Taiwan, Hong Kong."""

from __future__ import annotations

from functools import cache
from typing import Any

from layoutfix.chardata import HAN_RE, KANA_RE
from layoutfix.config import RepairConfig
from layoutfix.errors import InputError
from layoutfix.languages import written_han
from layoutfix.patterns import pattern
from layoutfix.repair.draft import Draft, Edit
from layoutfix.weights import RepairWeights

VARIANTS = ("hans", "hant", "tw", "hk")
STANDARDS = {"tw": "t2tw", "hk": "t2hk"}
"""What opencc calls its ways from its own standard of traditional print to that of a region."""

HAN_RUN_RE = pattern(r"\p{Han}[\p{Han}、，。；：！？“”「」（）《》]*")


@cache
def _converter(name: str) -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - 50 ms, and seldom asked for

    return OpenCC(name)


@cache
def _convert(name: str, text: str) -> str:
    return str(_converter(name).convert(text))


def fix_variants(draft: Draft, weights: RepairWeights) -> list[Edit]:
    """Chinese is printed in the variant asked for, by opencc; "keep" (the default) does nothing.

    Which of opencc's configurations runs is chosen by what the text is: Taiwan's 看著 is 看着 in
    simplified print, while 著名 is so in both. What is in the wanted variant stays: traditional
    text that is to be traditional keeps 吃 and 群, for which opencc's own standard has 喫 and 羣.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_variants, "头发与发展", config=RepairConfig(fix_variants="hant"))
    '頭髮與發展'
    >>> preview(fix_variants, "他看著那本著名的書", config=RepairConfig(fix_variants="hans"))
    '他看着那本著名的书'
    >>> preview(fix_variants, "我們在群眾面前吃飯", config=RepairConfig(fix_variants="hant"))
    '我們在群眾面前吃飯'
    >>> preview(fix_variants, "头发与发展")
    '头发与发展'

    Japanese is left alone: its characters are neither. Gets wrong: what needs more than a phrase to
    tell (the surname 范 becomes 範 in some phrases).
    """
    wanted = draft.variants
    if wanted == "keep" or not draft.has_cjk:
        return []
    if wanted not in VARIANTS:
        raise InputError(
            f"there is no variant {wanted!r}: choose one of keep, {', '.join(VARIANTS)}"
        )
    names = choose_conversions(draft.text, wanted)
    is_traditional = wanted != "hans" and written_han(draft.text) == "hant"
    edits: list[Edit] = []
    for found in HAN_RUN_RE.finditer(draft.text):
        line = draft.text[slice(*draft.line_at(found.start()))]
        after = found[0]
        for name in names:
            after = _converter(name).convert(after)
        if after != found[0] and not KANA_RE.search(line):
            changes = _differences(found.start(), found[0], after)
            if wanted == "hant":
                changes = _in_common_print(draft.text, changes, only_simplified=is_traditional)
            edits += changes
    return edits


def choose_conversions(text: str, wanted: str) -> tuple[str, ...]:
    """The configurations of opencc that turn a text into a variant, in the order in which they run.

    >>> choose_conversions("他们看着", "hans"), choose_conversions("他們看著", "hans")
    (('t2s',), ('tw2s',))
    >>> choose_conversions("他們看著說", "hk"), choose_conversions("他们看着", "tw")
    (('tw2t', 't2hk'), ('s2t', 't2tw'))
    """
    written = written_han(text)
    if wanted == "hans":
        standard = "" if written == "hans" else _standard_of(text)
        return ({"tw": "tw2s", "hk": "hk2s"}.get(standard, "t2s"),)
    if wanted == "hant":
        return ("s2t",)
    if written != "hant":
        return "s2t", STANDARDS[wanted]
    standard = _standard_of(text)
    if standard == wanted:
        return (STANDARDS[wanted],)
    return (*{"tw": ("tw2t",), "hk": ("hk2t",)}.get(standard, ()), STANDARDS[wanted])


def variants_note(text: str, config: RepairConfig) -> str:
    """What is told of a text that was printed in another variant: the configurations that ran."""
    names = " and ".join(choose_conversions(text, config.fix_variants))
    return f"fix_variants ({config.fix_variants}) asked OpenCC for {names}"


def _standard_of(text: str) -> str:
    """Whose traditional print this is, "tw", "hk", or "t" for opencc's own standard: the one of
    which it has the fewest characters that would be others there."""
    characters = "\n".join(sorted(set(HAN_RE.findall(text))))

    def strange(*names: str) -> int:
        there = characters
        for name in names:
            there = _convert(name, there)
        return sum(a != b for a, b in zip(characters, there, strict=False))

    odd = {"tw": strange("t2tw"), "hk": strange("t2hk"), "t": strange("tw2t", "hk2t")}
    return min(odd, key=odd.__getitem__)


def _in_common_print(text: str, edits: list[Edit], *, only_simplified: bool) -> list[Edit]:
    """The edits in forms that people print: where Taiwan and Hong Kong both have another form than
    opencc's standard (為, not 爲), that one, and what either of them prints as it stands stays.

    only_simplified  the text is traditional: what is no simplified character stays
    """
    kept = []
    for edit in edits:
        before, after = text[edit.start : edit.end], edit.after
        if only_simplified and written_han(before) != "hans":
            continue
        printed = [_convert(name, after) for name in STANDARDS.values()]
        if before in printed:
            continue
        if printed[0] == printed[1]:
            after = printed[0]
        kept.append(edit._replace(after=after))
    return kept


def _differences(at: int, before: str, after: str) -> list[Edit]:
    if len(before) == len(after):
        return [
            Edit(at + k, at + k + 1, b)
            for k, (a, b) in enumerate(zip(before, after, strict=True))
            if a != b
        ]
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - 5 ms, and seldom needed

    return [
        Edit(at + op.src_start, at + op.src_end, after[op.dest_start : op.dest_end])
        for op in Levenshtein.opcodes(before, after)
        if op.tag != "equal" and op.src_end > op.src_start
    ]
