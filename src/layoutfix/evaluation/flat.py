"""Text as the measures compare it: without spaces, hyphens, quotes, widths and case."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

IGNORED_RE = re.compile(r"[\s\-\u00ad\u2010-\u2015¬⸗\"“”„‟«»‹›「」『』'‘’‚`´*_|]+")
"""What engines print or leave out at will, and what a layout says nothing about."""

MARKDOWN_RE = re.compile(r"(?m)^[ \t]*(#+|>+)[ \t]*")
WORD_RE = re.compile(r"\w+")
LEAST_WORDLESS_SHARE = 0.3
"""From this share of Han and Kana on, a text is compared without words."""


@dataclass(frozen=True, slots=True)
class FlatText:
    """A text without what the measures ignore, and the offsets in it at which a line began."""

    text: str
    breaks: frozenset[int]

    def find(self, pattern: str, cutoff: float) -> tuple[int, int] | None:
        """Where a pattern stands: its first exact place, else the best fuzzy one.

        `cutoff` is the least `rapidfuzz` partial ratio, 0 to 100.

        >>> flatten_lines("The ferry had been out").find("ferryhadbern", 85)
        (3, 15)
        >>> flatten_lines("The ferry had been out").find("secondboat", 85) is None
        True
        """
        start = self.text.find(pattern)
        if start >= 0:
            return start, start + len(pattern)
        if len(self.text) < len(pattern):
            return None
        found = fuzz.partial_ratio_alignment(pattern, self.text, score_cutoff=cutoff)
        return (found.dest_start, found.dest_end) if found else None

    def without(self, start: int, end: int) -> FlatText:
        """The text with a span cut out; line breaks inside it move to its place."""
        size = end - start
        moved = frozenset(b if b <= start else max(start, b - size) for b in self.breaks)
        return FlatText(self.text[:start] + self.text[end:], moved)


def flatten(text: str) -> str:
    """The text without spaces, hyphens, quotes, heading marks, case and width.

    >>> flatten("## “Well-known”, ſaid Ｈe")
    'wellknown,saidhe'
    """
    narrow = unicodedata.normalize("NFKC", MARKDOWN_RE.sub("", text))
    return IGNORED_RE.sub("", narrow).lower().replace("ſ", "s")


def flatten_lines(text: str) -> FlatText:
    """The flat text of several lines, with the places at which a line that is not empty began.

    >>> sorted(flatten_lines("One day\\n\\n- \\nit rained").breaks)
    [0, 6]
    """
    parts = [flat for part in text.split("\n") if (flat := flatten(part))]
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return FlatText("".join(parts), frozenset(a for a, b in pairwise(starts) if b > a))


def split_words(text: str) -> list[str]:
    """The words of a text, for scripts that have them.

    >>> split_words("Über-all, ſagte er.")
    ['über', 'all', 'sagte', 'er']
    """
    return WORD_RE.findall(unicodedata.normalize("NFKC", text).lower().replace("ſ", "s"))


def is_wordless(text: str) -> bool:
    """Whether a text is compared by characters alone: Han and Kana are more than 30 % of it.

    The engine draws this line elsewhere (`chardata.script_of`): measures must not move when the
    engine does.
    """
    wide = sum("\u3040" <= c <= "\u9fff" for c in text)
    return wide > LEAST_WORDLESS_SHARE * max(1, len("".join(text.split())))
