"""False markdown: heading and quotation marks that stand in mid-sentence."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from layoutfix.patterns import pattern
from layoutfix.repair.draft import Draft, Edit
from layoutfix.weights import RepairWeights

INLINE_RE = pattern(r"(?<=[\p{L}，、,;；]) *(?:#{2,6}|(?<=\p{Han} *)>(?= *\p{Han})) +(?=\p{L})")
"""`##` between words, `>` between Han characters."""

START_RE = pattern(r"(?<=\S)[ \t]*(\n\n?)((?:#{1,6}|>) +)(?=\S)")
LIST_RE = pattern(r"(?<=\p{Ll}{2})(\n- )(?=\p{Ll}{2})")
MARKED_RE = pattern(r"\s*(?:#{1,6}|>|[-*+•]|\d{1,3}[.)])\s")
_INLINE_MARK_RE = pattern("##|>")
_START_MARK_RE = pattern("\n[#>]")
LEAST_PROSE = 16
"""Characters that the line above must have to be a sentence that goes on."""


def fix_markdown(draft: Draft, weights: RepairWeights) -> list[Edit]:
    r"""Heading marks and quotation marks in mid-sentence go; a heading cut in two is joined.

    Engines that print markdown mark large or indented lines, and where the layout was lost such
    lines stand in the middle of sentences. A mark between two words goes; one at a line's start
    goes where the line above breaks off and this line goes on in it. A hyphen that was read as a
    list mark inside a word goes as well.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_markdown, "今年村里 ## 的橘子熟得早")
    '今年村里的橘子熟得早'
    >>> preview(fix_markdown, "The ferry had been out of sight,\n## since dawn and late.", "en")
    'The ferry had been out of sight,\nsince dawn and late.'
    >>> preview(fix_markdown, "The ferry was late.\n\n## since dawn\n\n> quoted\n", "en")
    'The ferry was late.\n\n## since dawn\n\n> quoted\n'

    Gets wrong: a lower-case heading below a line without a full stop.
    """
    text = draft.text
    marked = "# " in text or "> " in text
    if not marked and "\n- " not in text:
        return []
    edits = []
    for found in _inline_marks(draft) if marked else ():
        if not draft.is_protected(found.start()) and not _is_menu(draft, weights, found):
            latin = text[found.start() - 1].isascii() or text[found.end()].isascii()
            edits.append(Edit(found.start(), found.end(), " " if latin else ""))
    for found in _marks_at_starts(text) if marked else ():
        edit = _judge_start(draft, weights, found)
        if edit is not None:
            edits.append(edit)
    if "\n- " in text and draft.model is not None and draft.model.lexicon is not None:
        edits += _list_marks(draft, weights)
    return sorted(edits)


def _inline_marks(draft: Draft) -> Iterator[re.Match[str]]:
    """Matches of `INLINE_RE`, which is tried on the lines that have such a mark alone."""
    done = -1
    for found in _INLINE_MARK_RE.finditer(draft.text):
        lo, hi = draft.line_at(found.start())
        if lo > done:
            done = lo
            yield from INLINE_RE.finditer(draft.text, lo, hi)


def _marks_at_starts(text: str) -> Iterator[re.Match[str]]:
    """Matches of `START_RE`, which is tried behind the last text above each mark alone."""
    for mark in _START_MARK_RE.finditer(text):
        above = mark.start()
        while above and text[above - 1].isspace():
            above -= 1
        found = START_RE.match(text, above)
        if found is not None:
            yield found


def _is_menu(draft: Draft, weights: RepairWeights, found: re.Match[str]) -> bool:
    """Whether a `>` leads from one thing to the next ("文件 > 打印"): no sentence goes over it."""
    if ">" not in found[0]:
        return False
    return draft.model is None or float(draft.bonds([found.end()])[0]) < weights.least_mark_bond


def _judge_start(draft: Draft, weights: RepairWeights, found: re.Match[str]) -> Edit | None:
    text = draft.text
    lo, _ = draft.line_at(found.start())
    above = text[lo : found.start()]
    mark_start, mark_end = found.span(2)
    same_mark = above.lstrip().startswith(found[2].strip() + " ") and found[2][0] == "#"
    if draft.is_structured(lo) or (MARKED_RE.match(above) and not same_mark):
        return None
    if not same_mark and len(above.strip()) < LEAST_PROSE:
        return None
    last, first = above[-1], text[mark_end]
    if last.isascii() or first.isascii():
        goes_on = (last.islower() or last in ",;") and first.islower()
        join = " "
    else:
        goes_on = (last.isalpha() or last in "，、") and first.isalpha() and not last.isascii()
        bond = float(draft.bonds([mark_end])[0]) if goes_on and draft.model else 0.0
        goes_on = bond >= weights.least_mark_bond
        join = ""
    if not goes_on:
        return None
    if same_mark:
        return Edit(found.start(), mark_end, join) if found[1] == "\n" else None
    return Edit(mark_start, mark_end, "")


def _list_marks(draft: Draft, weights: RepairWeights) -> list[Edit]:
    """Hyphens of broken words that were read as list marks: "regu", then "- lation" below it."""
    edits = []
    assert draft.model is not None
    for found in LIST_RE.finditer(draft.text):
        left = re.search(r"\p{L}+$", draft.text[max(0, found.start() - 40) : found.start()])
        right = re.match(r"\p{L}+", draft.text[found.end() : found.end() + 40])
        if left is None or right is None:
            continue
        words = [left[0] + right[0], left[0], right[0]]
        whole, first, second = (bool(x) for x in draft.model.known_words(words))
        likely = float(draft.model.word_log_prob(words[:1])[0]) >= weights.least_word_log_p
        if whole and likely and not (first and second):
            edits.append(Edit(found.start(1), found.end(1), ""))
    return edits
