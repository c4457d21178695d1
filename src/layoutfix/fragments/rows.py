"""Dump -> rows: the physical lines, with what stands before their text (indent, marks, blanks)."""

from __future__ import annotations

from dataclasses import dataclass

from layoutfix.chardata import MARKUP_RE

TAB_STOP = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the dump that has text: `text` is `dump[start:end]`, without blanks around it.

    indent        blanks before the text, in character columns (a tab reaches the next stop of 8)
    blanks_above  blank lines directly above
    mark          the markdown mark before the text ("##", ">"), judged later; "" if none
    mark_start    where that mark starts in the dump; `start` if there is none
    """

    start: int
    end: int
    text: str
    indent: int
    blanks_above: int
    mark: str
    mark_start: int


def dump_to_rows(dump: str, start: int = 0, end: int | None = None) -> list[Row]:
    r"""The rows of `dump[start:end]` that have text. O(characters).

    >>> [(r.text, r.indent, r.blanks_above, r.mark) for r in dump_to_rows("  a b \n\n## c")]
    [('a b', 2, 0, ''), ('c', 0, 1, '##')]

    A `#` or `>` that no blank follows is text, and so is a mark with nothing after it.

    >>> [(r.text, r.mark) for r in dump_to_rows("#7 of 9\n>")]
    [('#7 of 9', ''), ('>', '')]
    """
    rows: list[Row] = []
    blanks = 0
    at = start
    stop = len(dump) if end is None else end
    while at < stop:
        newline = dump.find("\n", at, stop)
        line_end = stop if newline < 0 else newline
        line = dump[at:line_end]
        body = line.strip()
        if not body:
            blanks += 1
        else:
            lead = len(line) - len(line.lstrip())
            mark, mark_start = "", at + lead
            found = MARKUP_RE.match(line, lead)
            text_start = lead
            if found and found.end() < len(line.rstrip()):
                mark, text_start = found[1], found.end()
            text = line[text_start:].rstrip()
            rows.append(
                Row(
                    start=at + text_start,
                    end=at + text_start + len(text),
                    text=text,
                    indent=len(line[:text_start].expandtabs(TAB_STOP)),
                    blanks_above=blanks,
                    mark=mark,
                    mark_start=mark_start if mark else at + text_start,
                )
            )
            blanks = 0
        at = line_end + 1
    return rows
