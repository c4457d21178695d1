"""--explain: the verdict, the doubtful joints and every step of a result."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from layoutfix.cli.paint import LineNumbers, describe_step, flatten, group_steps, make_grid, paint
from layoutfix.model import Joint
from layoutfix.readers import ReadText
from layoutfix.repair import RULES
from layoutfix.result import Result

SIDE_CHARACTERS = 12
"""Characters shown of the text on either side of a joint."""


def print_explanation(name: str, read: ReadText, result: Result, *, colour: bool) -> str:
    """All that a person needs to judge a result, as lines of text.

    A doubtful joint is shown with the 12 characters on either side, its kind, its confidence, and
    the evidence that weighed most, for (+) or against (-) it.
    """
    lines = LineNumbers(result.dump)
    parts: list[RenderableType] = [
        Text(f"{name}: {result.verdict}", style="bold"),
        f"  language {result.language}, read as {read.encoding} ({read.how})",
        *(f"  note: {note}" for note in result.notes),
        *_show_joints(result, lines),
        *_show_steps(result, lines),
    ]
    return paint(parts, colour=colour)


def _show_joints(result: Result, lines: LineNumbers) -> list[RenderableType]:
    doubtful = result.doubtful()
    title = f"doubtful joints: {len(doubtful):,} of {len(result.joints):,}"
    if not doubtful:
        return [title]
    grid = make_grid("left", "left", "right", "left", "left", "left", "left")
    for joint in doubtful:
        left, right = result.fragments[joint.left], result.fragments[joint.right]
        grid.add_row(
            "",
            f"line {lines.number(left.start)} | line {lines.number(right.start)}",
            joint.kind,
            Text(f"{joint.confidence:.2f}", style="yellow"),
            flatten(left.text)[-SIDE_CHARACTERS:],
            "|",
            flatten(right.text)[:SIDE_CHARACTERS],
            _strongest_evidence(joint),
        )
    return [title, grid]


def _strongest_evidence(joint: Joint) -> str:
    if not joint.evidence:
        return ""
    feature = max(joint.evidence, key=lambda k: (abs(joint.evidence[k]), k))
    return f"{feature} {joint.evidence[feature]:+.2f}"


def _show_steps(result: Result, lines: LineNumbers) -> list[RenderableType]:
    parts: list[RenderableType] = [f"steps: {len(result.steps):,}"]
    for rule, steps in group_steps(result.steps).items():
        parts.append(Text(f"  {rule}: {len(steps):,}{_reason(rule)}", style="cyan"))
        parts.extend(f"    {describe_step(step, lines)}" for step in steps)
    return parts


def _reason(rule: str) -> str:
    """What a rule of repair is for: the first line of its docstring."""
    found = RULES.get(rule)
    return f" ({found.__doc__.splitlines()[0].rstrip('.')})" if found and found.__doc__ else ""
