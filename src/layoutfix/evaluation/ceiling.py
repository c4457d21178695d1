"""What a perfect order could score: the dump's own characters, put into the true order."""

from __future__ import annotations

from rapidfuzz import fuzz

from layoutfix.evaluation.flat import IGNORED_RE, flatten, flatten_lines, is_wordless
from layoutfix.evaluation.truth import Truth, lines_to_blocks

CUTOFF = 60.0
"""Least partial ratio at which a piece of the dump is taken for a line."""


def restore_order(truth: Truth, dump: str) -> str:
    """The dump's characters in the order of the truth; a line that it lost is left out.

    An engine that corrects nothing cannot do better, so its score is the ceiling of the others. The
    ceiling is an estimate: characters that the engine read into the wrong line are lost to it, and
    a line that is in the dump twice is taken from its best place.

    >>> from layoutfix.evaluation.truth import text_to_truth
    >>> truth = text_to_truth("the ferry left\\nat dawn", "p")
    >>> restore_order(truth, "at dawn the ferny left")
    'the ferny left at dawn '
    """
    wordless = is_wordless(dump)
    given = flatten_lines(dump).text if wordless else IGNORED_RE.sub(" ", dump)
    space = "" if wordless else " "
    blocks = []
    for block in lines_to_blocks(truth.lines):
        printed = ""
        for line in block:
            text = flatten(line.text) if wordless else line.text.strip()
            if not 0 < len(text) <= len(given):
                continue
            found = fuzz.partial_ratio_alignment(text, given, score_cutoff=CUTOFF)
            if found:
                printed += given[found.dest_start : found.dest_end] + space
        blocks.append(printed)
    return "\n\n".join(blocks)
