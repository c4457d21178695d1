"""What the user knows of lines outweighs what was judged of them: kinds, ends of paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from layoutfix.assembly.joints import INSIDE, continuing_kind
from layoutfix.model import JointKind, ParagraphKind
from layoutfix.pins import Given

LINED: frozenset[ParagraphKind] = frozenset({"list", "table", "verse"})
"""Kinds of paragraphs that keep their lines."""


def apply_given(
    given: Given,
    order: Sequence[int],
    texts: Sequence[str],
    told: list[ParagraphKind | None],
    kinds: list[JointKind],
) -> None:
    """Joints and kinds of n lines in reading order as the user has them; changed in place.

    told   the kind of each line's block, where it is known; kinds: of the n - 1 joints. Lines of
           one given kind that follow each other are one paragraph, unless one is said to begin

    >>> told: list[ParagraphKind | None] = [None, None, None]
    >>> kinds: list[JointKind] = ["space", "paragraph"]
    >>> apply_given(Given(kinds={0: "heading"}), [0, 1, 2], ["A", "b", "c"], told, kinds)
    >>> told, kinds
    (['heading', None, None], ['heading', 'paragraph'])
    """
    for k, i in enumerate(order):
        if i in given.kinds:
            told[k] = given.kinds[i]
    for k, (i, j) in enumerate(pairwise(order)):
        left, right = given.kinds.get(i), given.kinds.get(j)
        if left != right:
            kinds[k] = _border(left, right)
        elif left in LINED:
            kinds[k] = "line"
        elif _goes_on(left, kinds[k], is_pinned=(i, j) in given.together):
            kinds[k] = continuing_kind(texts[k], texts[k + 1])
        if j in given.begins:
            _part_or_join(given.begins[j], k, texts, told, kinds)


def _goes_on(given: ParagraphKind | None, kind: JointKind, *, is_pinned: bool) -> bool:
    """Whether a joint that would end a paragraph is inside a block of a given kind, or pinned."""
    return (given is not None and kind not in INSIDE) or (is_pinned and kind == "gap")


def _border(left: ParagraphKind | None, right: ParagraphKind | None) -> JointKind:
    """How a block of a given kind meets what is of no such kind."""
    if "heading" in {left, right}:
        return "heading"
    return "aside" if "aside" in {left, right} else "paragraph"


def _part_or_join(
    begins: bool,
    k: int,
    texts: Sequence[str],
    told: list[ParagraphKind | None],
    kinds: list[JointKind],
) -> None:
    """The joint k as the end of a paragraph, or as none: then the right line is of the left's kind.

    What is told of the left line is then told of the whole run that goes on in it.
    """
    if begins:
        kinds[k] = kinds[k] if kinds[k] in {"heading", "article", "aside"} else "paragraph"
        return
    told[k + 1] = told[k]
    kinds[k] = "line" if told[k] in LINED else continuing_kind(texts[k], texts[k + 1])


def asides_as_given(given: Given, order: Sequence[int], asides: Sequence[bool]) -> list[bool]:
    """Which lines of an order are asides, as the user has it where he says so."""
    return [
        given.kinds[i] == "aside" if i in given.kinds else is_aside
        for i, is_aside in zip(order, asides, strict=True)
    ]
