"""A result as a notebook shows it: its paragraphs with their columns coloured, doubtful joints
marked. Also what parts an order into columns, for whoever draws one.

No script, no link, nothing from elsewhere: text alone, all of it escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from layoutfix.model import Fragment, Joint, Paragraph

PALETTE = ("#0b62a4", "#9a4a00", "#00705a", "#8a2f7f", "#5c5f00", "#4a4a4a")
"""Colours of columns, in turn: told apart by eyes of all kinds, each at least 4.5 : 1 on white."""

DOUBTFUL = 0.5
"""Joints less certain than this are marked (`Config.doubtful_below` as it is by default)."""

MOST_SHOWN = 400
"""Fragments that a notebook is shown; the rest is counted."""


def order_to_columns(order: Sequence[int]) -> list[int]:
    """The column (n,) of each place of an order, from 0: one ends where the order goes back up.

    >>> order_to_columns([0, 1, 3, 5, 2, 4, 6])
    [0, 0, 0, 0, 1, 1, 1]
    """
    columns, column = [], 0
    for k, i in enumerate(order):
        column += k > 0 and i < order[k - 1]
        columns.append(column)
    return columns


def result_to_html(
    verdict: str,
    paragraphs: Sequence[Paragraph],
    joints: Sequence[Joint],
    fragments: Sequence[Fragment],
    order: Sequence[int],
) -> str:
    """The result as a piece of HTML: inline styles, no script, each text isolated from the others.

    >>> text = Fragment(0, 3, "<b>")
    >>> page = Paragraph("body", (0,), "<b>")
    >>> "&lt;b&gt;" in result_to_html("left alone", [page], [], [text], [0])
    True
    """
    place = dict(zip(order, order_to_columns(order), strict=True))
    met = {(j.left, j.right): j for j in joints}
    parts = [f'<div style="{_PAGE}"><div style="{_HEAD}">{escape(verdict)}</div>']
    left: int | None = None
    shown = 0
    for paragraph in paragraphs:
        if shown >= MOST_SHOWN:
            break
        spans = []
        for i in paragraph.fragments:
            joint = None if left is None else met.get((left, i))
            glue = "<br>" if paragraph.kind in _LINED else "" if _is_glued(joint) else " "
            spans.append(glue + _mark(joint) + _span(fragments[i], place[i]))
            left, shown = i, shown + 1
        style = _KINDS.get(paragraph.kind, "")
        text = "".join(spans).removeprefix("<br>").strip()
        parts.append(f'<p dir="auto" style="{_TEXT}{style}">{text}</p>')
    if shown < len(order):
        parts.append(f'<p style="{_HEAD}">{len(order) - shown:,} more fragments</p>')
    return "".join([*parts, "</div>"])


_PAGE = "max-width:46em;font-family:serif;line-height:1.5;background:#fff;color:#222;padding:.5em"
_HEAD = "font:0.85em sans-serif;color:#555"
_TEXT = "margin:.6em 0;"
_KINDS = {
    "heading": "font-weight:bold;font-size:1.15em;",
    "aside": "font-size:.9em;font-style:italic;margin-left:2em;",
    "caption": "font-size:.9em;margin-left:2em;",
    "table": "font-family:monospace;",
}
_LINED = {"list", "table", "verse"}
_DOUBT = "color:#b00020;font-weight:bold;cursor:help"


def _span(fragment: Fragment, column: int) -> str:
    colour = PALETTE[column % len(PALETTE)]
    style = f"unicode-bidi:isolate;border-bottom:2px solid {colour}"
    return f'<span title="column {column + 1}" style="{style}">{escape(fragment.text)}</span>'


def _is_glued(joint: Joint | None) -> bool:
    """Whether nothing stands between two fragments."""
    return joint is not None and joint.kind in {"join", "hyphen"}


def _mark(joint: Joint | None) -> str:
    """What stands before a fragment whose joint is doubtful; nothing before others."""
    if joint is None or joint.confidence >= DOUBTFUL:
        return ""
    told = f"doubtful: {joint.confidence:.0%} sure that this follows"
    return f'<span style="{_DOUBT}" title="{told}">?</span>'
