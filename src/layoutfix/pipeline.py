"""fix(): the stages in reading order, and the bounded loop between them."""

from __future__ import annotations

from collections.abc import Sequence

from layoutfix.model import Fragment, Paragraph, Pin
from layoutfix.result import Result


def fix(text: str, *, language: str = "auto", pins: Sequence[Pin] = (), config: object = None) -> Result:
    """Placeholder while the stages are built."""
    frag = Fragment(0, len(text), text)
    return Result(
        text=text,
        paragraphs=(Paragraph("body", (0,), text),) if text else (),
        joints=(),
        fragments=(frag,) if text else (),
        order=(0,) if text else (),
        steps=(),
        language="und",
        verdict="left alone",
        dump=text,
    )
