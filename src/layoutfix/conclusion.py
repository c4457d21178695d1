"""Assembled text -> Result: the rules of repair run over it, and the verdict says what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from layoutfix.assembly.assemble import Assembled
from layoutfix.assembly.in_place import assemble_in_place
from layoutfix.assembly.risks import describe_risks
from layoutfix.config import Config
from layoutfix.languages import NO_LANGUAGE
from layoutfix.model import Paragraph
from layoutfix.model_choice import ModelChoice
from layoutfix.page_order import PageOrder
from layoutfix.repair import (
    ASIDE_RULES,
    MISSING_NOTE,
    edits_to_steps,
    is_active,
    needs_ftfy,
    repair_text,
    set_apart,
    variants_note,
)
from layoutfix.replay import Piece, pieces_to_text, replay_pieces
from layoutfix.result import Result


def make_result(dump: str, whole: Assembled, choice: ModelChoice, config: Config) -> Result:
    """The result, without a verdict, after the rules of repair have run over what it prints."""
    fragments, order = tuple(whole.fragments), tuple(whole.order)
    steps, paragraphs = tuple(whole.steps), whole.paragraphs
    pieces = replay_pieces(dump, fragments, order, steps)
    printed = pieces_to_text(pieces)
    notes = choice.notes
    edits = repair_text(printed, choice.repaired_as, config.repair, choice.given)
    if any(e.rule == "fix_variants" for e in edits):
        notes = (*notes, variants_note(printed, config.repair))
    if edits:
        steps = tuple(edits_to_steps(dump, pieces, steps, edits))
        paragraphs = set_apart(paragraphs, fragments, steps, ASIDE_RULES)
        pieces = replay_pieces(dump, fragments, order, steps)
        printed = pieces_to_text(pieces)
    if is_active(config.repair, "fix_mojibake") and needs_ftfy(printed):
        notes = (*notes, MISSING_NOTE)
    return Result(
        text=printed,
        paragraphs=_with_texts(paragraphs, pieces),
        joints=tuple(whole.joints),
        fragments=fragments,
        order=order,
        steps=steps,
        language=choice.language,
        verdict="",
        dump=dump,
        notes=notes,
    )


def _with_texts(paragraphs: Sequence[Paragraph], pieces: Sequence[Piece]) -> tuple[Paragraph, ...]:
    """The paragraphs with the text that was printed for them."""
    printed: dict[int, list[str]] = {}
    for printed_text, _, position, _ in pieces:
        printed.setdefault(position, []).append(printed_text)
    done, at = [], 0
    for kind, fragments, kept in ((p.kind, p.fragments, p.text) for p in paragraphs):
        size = len(fragments)
        text = "".join(t for k in range(at, at + size) for t in printed.get(k, ()))
        done.append(Paragraph(kind, fragments, text.strip() or kept))
        at += size
    return tuple(done)


def state_order(result: Result, pages: Sequence[PageOrder], config: Config) -> Result:
    """The result of `fix` with its verdict; what may be wrong in it is said among the notes.

    pages  as they were judged: whether any was put in order, and in how many columns
    """
    is_moved = list(result.order) != sorted(result.order) or any(p.gate.opens for p in pages)
    if not result.changed or not is_moved:
        return state_repair(result)
    columns = max(p.columns for p in pages)
    what = _count(columns, "column") if columns else "blocks"
    below = config.doubtful_below
    doubtful = _count(len(result.doubtful(below)), "doubtful joint")
    dropped = f", dropped {_count(len(result.dropped), 'mark')}" if result.dropped else ""
    risks = describe_risks(result.dump, result.fragments, result.joints, columns, below)
    said = f"reordered {what}, {doubtful} of {len(result.joints)}{dropped}"
    verdict = ": ".join([said, *risks[:1]])
    return replace(result, verdict=verdict, notes=(*result.notes, *risks))


def state_repair(result: Result) -> Result:
    """A result whose lines stand where they stood, with its verdict."""
    if not result.dump.strip():
        verdict = "empty"
    elif not result.changed:
        verdict = "left alone"
    else:
        verdict = f"repaired, {_count(len(result.steps), 'edit')}"
    return replace(result, verdict=verdict)


def leave_undone(dump: str, why: str) -> Result:
    """The result of a text that could not be worked on: it stands as it was, and says why.

    >>> leave_undone("It was a quiet day.", "its worker process died").verdict
    'not done: its worker process died'
    """
    whole = assemble_in_place(dump)
    verdict = f"not done: {why}"
    return Result(
        text=dump,
        paragraphs=tuple(whole.paragraphs),
        joints=tuple(whole.joints),
        fragments=tuple(whole.fragments),
        order=tuple(whole.order),
        steps=(),
        language=NO_LANGUAGE,
        verdict=verdict,
        dump=dump,
        notes=(verdict,),
    )


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'s' * (n != 1)}"
