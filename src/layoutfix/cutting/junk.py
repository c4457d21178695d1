"""What OCR reads between two columns: blanks, rules, marks in an empty gutter."""

from __future__ import annotations

from layoutfix.patterns import pattern

SPACES_RE = pattern(r"[ \t\u00a0\u2000-\u200a\u3000]+")
SPACES_OR_RULE_RE = pattern(
    rf"(?:{SPACES_RE.pattern})?\|(?:{SPACES_RE.pattern})?|{SPACES_RE.pattern}"
)
RULE_RE = pattern(r"[|_¦\[\]{}~=*•·]")
"""What OCR reads of the rule between two columns, or of specks in its place."""
JUNK_RE = pattern(r"[”“\"'’‘。.,，、_|《》<>*~·:;=+\\/^°-]{1,3}")
"""What OCR reads in an empty gutter: one to three marks that stand alone between blanks."""
SIGNS_RE = pattern(rf"(?:[*·~=°—–-]{{1,3}}(?:{SPACES_RE.pattern}|$)){{2,}}")
"""A row of stars or dashes, which is printed."""
GLUED_JUNK_RE = pattern(rf"[”’。，、]+(?:{SPACES_RE.pattern})?")
"""The same, glued to a Chinese line: it stands behind a blank, and no line begins with it."""
