"""The types that flow through the stages. One word per idea, in the order in which they come up:

dump        the text as it came, with its scrambled layout; all offsets are code points of it
Sheet       one page of the dump before it is cut: its rows, and what they are read by
row         one physical line of the dump
label       a number or mark at the margin that belongs to its line, or counts the lines
gutter      the blank strip between two columns; in text, spaces that line up over rows
frame       a part of a page with boxes that is read from top to bottom, beside others
seam        the place where two columns meet in a row that shows no gutter
cut         where a row is parted in two, at a gutter or a seam
fragment    a part of a row that belongs to one column; the unit that is moved
Page        the fragments of a page, in the dump's order, and where each stood
column      fragments that stood one below the other on the page, from head to foot
region      a stretch of the dump that is read in columns of its own
link        the evidence that fragment j (right) continues fragment i (left), in nats (log-odds)
order       the reading order: fragment ids in the order in which they are to be read
term        one of the sums that an order is worth: links, turns, regions...
price       what one unit of a term counts for
weight      a number that the engine judges by, beside the fit that it is from; prices are weights
proposal    a way to read a page that yields an order, or none
move        a change of an order, kept where it is worth more by what the move must gain
gate        what leaves a page as it is unless the new order gains clearly and mends sentences
joint       two fragments that stand one after the other in the output, and how they meet
step        one recorded edit of the text, in dump coordinates
aside       a caption, box, running head...: text that interrupts the flow of an article
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

JointKind = Literal[
    "join", "space", "hyphen", "line", "paragraph", "heading", "gap", "article", "aside"
]
"""How two neighbours of the output meet.

join       nothing between them (CJK, or a word cut without a hyphen)
space      one space between them (Latin and other scripts with spaces)
hyphen     a word broken by a hyphen, made whole
line       the next item of a list, row of a table or line of verse begins: a line, no paragraph
paragraph  a paragraph ends and another begins
heading    a heading begins or ends here
gap        something was lost between the two; nothing is glued
article    another article begins
aside      one of the two is an aside: they are neighbours on paper only
"""

ParagraphKind = Literal["heading", "body", "list", "table", "verse", "caption", "aside"]
"""What a paragraph is. Those of `list`, `table` and `verse` keep their lines."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of the dump that is moved as one: `text == dump[start:end]`, never empty."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Joint:
    """Two fragments (by id) that stand one after the other in the output.

    `confidence` is the estimated chance, 0..1, that they belong so; `evidence` has the log-odds
    (natural logarithm) that each feature gave for it, by name.
    """

    left: int
    right: int
    kind: JointKind
    confidence: float
    evidence: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Fragments (by id, in reading order) that make one paragraph, heading, list, caption..."""

    kind: ParagraphKind
    fragments: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded edit: the dump's `[start:end)`, which reads `before`, was printed as `after`.

    An insertion has `start == end`; when that is the end of a fragment, it is printed after it.
    """

    rule: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pin:
    """What the user knows of two spans of the dump: the right one continues the left one, or not.

    Spans are `(start, end)` in code points of the dump. `together=False` says that the two must not
    stand one after the other in the output.

    >>> Pin((0, 10), (40, 52))
    Pin(left=(0, 10), right=(40, 52), together=True)
    """

    left: tuple[int, int]
    right: tuple[int, int]
    together: bool = True
