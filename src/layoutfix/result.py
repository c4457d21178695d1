"""What `fix` gives back: the repaired text, and everything needed to check and to cite it."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from layoutfix.model import Fragment, Joint, Paragraph, Step
from layoutfix.replay import Piece, replay, replay_pieces

JSON_VERSION = 1
"""Version of the JSON schema (docs/schema.json); raised when a field changes its meaning."""

DROPPING_RULE = "drop_gutter_junk"
"""Rule of the steps that take marks out of the text."""

TSV_COLUMNS = ("position", "line", "start", "end", "kind", "paragraph", "text")


@dataclass(frozen=True, repr=False)
class Result:
    """A repaired text with its record.

    text        the output; asides included, each after the paragraph it interrupted
    paragraphs  headings, body paragraphs, lists, captions and asides..., in reading order
    joints      every two fragments that follow each other in the output, with their confidence; and
                the two halves of a sentence that goes on over what stands between two pages
    fragments   the pieces of the dump that were moved, by place in the dump
    order       fragment ids in reading order: `fragments[order[0]]` is read first
    steps       every edit, in dump coordinates
    language    code of the model that scored the text ("zh", "en", ...), or "und" if there is none
    changed     whether `text` differs from `dump`
    verdict     one line for triage
    notes       sentences that the user should know (no model for the language, what may be wrong)
    dump        the text as it was given
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    joints: tuple[Joint, ...]
    fragments: tuple[Fragment, ...]
    order: tuple[int, ...]
    steps: tuple[Step, ...]
    language: str
    verdict: str
    dump: str
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """One line, whatever the length of the text."""
        counts = (
            f"{len(self.text):,} characters, {len(self.paragraphs):,} paragraphs,"
            f" {len(self.joints):,} joints, {len(self.doubtful()):,} doubtful"
        )
        return f"<Result ({self.language}) {self.verdict!r}: {counts}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: columns coloured, doubtful joints marked; no script."""
        from layoutfix.notebook import result_to_html  # noqa: PLC0415 - few show it

        return result_to_html(
            self.verdict, self.paragraphs, self.joints, self.fragments, self.order
        )

    @property
    def changed(self) -> bool:
        """Whether the output differs from the dump."""
        return self.text != self.dump

    def doubtful(self, below: float = 0.5) -> tuple[Joint, ...]:
        """The joints whose confidence is below a value in 0..1, in reading order."""
        return tuple(j for j in self.joints if j.confidence < below)

    @property
    def dropped(self) -> tuple[Step, ...]:
        """The steps that took marks out as dirt of a gutter: nothing else of the print goes."""
        return tuple(s for s in self.steps if s.rule == DROPPING_RULE and s.before.strip())

    def replay(self) -> str:
        """The output made again from dump, order and steps alone: equals `text`."""
        return replay(self.dump, self.fragments, self.order, self.steps)

    def trace(self, i: int) -> int | None:
        """Offset in the dump of output character i, or None for one that a step inserted.

        Raises IndexError where i is not an offset of `text`. O(log n) after the first call.
        """
        if not 0 <= i < len(self.text):
            raise IndexError(
                f"the output has {len(self.text)} characters, there is no character {i}"
            )
        starts, pieces = self._pieces
        k = bisect_right(starts, i) - 1
        _, start, _, _ = pieces[k]
        return None if start is None else start + i - starts[k]

    @cached_property
    def _pieces(self) -> tuple[list[int], list[Piece]]:
        pieces = replay_pieces(self.dump, self.fragments, self.order, self.steps)
        starts, at = [], 0
        for text, _, _, _ in pieces:
            starts.append(at)
            at += len(text)
        return starts, pieces

    def to_markdown(self) -> str:
        """The text as markdown: headings as `##`, captions and asides as block quotes.

        Items of lists stand as they were printed, rows of tables as code, verses end in a hard
        break. A text that was left alone is given back as it is.
        """
        if not self.changed:
            return self.text
        return "\n\n".join(_markdown_blocks(self.paragraphs)) + "\n"

    def to_json(self, *, indent: int | None = None) -> str:
        """The whole record as JSON, after the schema in docs/schema.json."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def to_dict(self) -> dict[str, Any]:
        """What `to_json` prints, as plain dicts and lists."""
        return {
            "version": JSON_VERSION,
            "language": self.language,
            "changed": self.changed,
            "verdict": self.verdict,
            "notes": list(self.notes),
            "fragments": [
                {"id": k, "start": f.start, "end": f.end, "text": f.text}
                for k, f in enumerate(self.fragments)
            ],
            "order": list(self.order),
            "paragraphs": [
                {"kind": p.kind, "fragments": list(p.fragments), "text": p.text}
                for p in self.paragraphs
            ],
            "joints": [
                {
                    "left": j.left,
                    "right": j.right,
                    "kind": j.kind,
                    "confidence": round(j.confidence, 4),
                    "evidence": {k: round(v, 4) for k, v in j.evidence.items()},
                }
                for j in self.joints
            ],
            "steps": [
                {
                    "rule": s.rule,
                    "start": s.start,
                    "end": s.end,
                    "before": s.before,
                    "after": s.after,
                }
                for s in self.steps
            ],
        }

    def to_tsv(self) -> str:
        """One row a fragment in reading order, under a header row (TSV_COLUMNS).

        `position` counts from 1 in the new order, `line` is the line number in the dump (from 1),
        `start` and `end` are offsets in the dump, `paragraph` counts from 1. Tabs and line breaks
        in a text are printed as spaces.
        """
        line_starts = [0, *(k + 1 for k, c in enumerate(self.dump) if c == "\n")]
        rows = ["\t".join(TSV_COLUMNS)]
        position = 0
        for number, paragraph in enumerate(self.paragraphs, 1):
            for i in paragraph.fragments:
                f = self.fragments[i]
                position += 1
                line = bisect_right(line_starts, f.start)
                text = " ".join(f.text.split())
                cells = (position, line, f.start, f.end, paragraph.kind, number, text)
                rows.append("\t".join(map(str, cells)))
        return "\n".join(rows) + "\n"


def _markdown_blocks(paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
    for paragraph in paragraphs:
        flat = " ".join(paragraph.text.split("\n")).strip()
        if paragraph.kind == "heading":
            yield f"## {flat}"
        elif paragraph.kind in {"body", "list"}:
            yield paragraph.text.strip()
        elif paragraph.kind == "table":
            yield "\n".join(f"    {row}" for row in paragraph.text.strip("\n").split("\n"))
        elif paragraph.kind == "verse":
            yield "  \n".join(paragraph.text.strip().split("\n"))
        else:
            yield f"> {flat}"
