"""Neighbours of which little is known but their links."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np

from layoutfix.assembly.confidence import Seen, Surroundings
from layoutfix.assembly.joints import Neighbours
from layoutfix.assembly.lines import OrderedLines
from layoutfix.script import Script
from layoutfix.synthesis import read_article
from tests.helpers import FIXTURES


def plain_neighbours(
    same: Sequence[float],
    *,
    paragraph: float = -9.0,
    breaks: Sequence[float] | None = None,
    regular: bool = True,
    moved: bool = True,
    in_columns: bool = True,
    script: Script = Script.SPACED,
    below: bool = False,
) -> Neighbours:
    """Joints that all stand alike among the others, and have no rivals.

    regular  each goes as far on as those around it, beside others that do
    below    the page shows the two below each other in one column
    """
    odds, none = np.array(same, np.float32), np.zeros(len(same), np.float32)
    return Neighbours(
        same=odds,
        paragraph=none + np.float32(paragraph),
        breaks=none - 5.0 if breaks is None else np.array(breaks, np.float32),
        gap=-3.5,
        total=odds,
        rival=none,
        moved=np.full(len(same), moved),
        around=plain_surroundings(len(same), regular=regular),
        sure=none + 1.0,
        in_columns=in_columns,
        script=script,
        seen=Seen(np.full(len(same), below), np.zeros(len(same), bool)),
    )


def plain_surroundings(joints: int, *, regular: bool) -> Surroundings:
    """The same for all."""
    yes, no = np.full(joints, regular), np.zeros(joints, bool)
    return Surroundings(
        back=no,
        as_before=yes,
        as_after=yes,
        alike=4 * yes.astype(np.intp),
        near=yes,
        far=~yes,
        parallel=2 * yes.astype(np.intp),
        crossing=2.0 * ~yes,
        across=no,
    )


def plain_lines(
    texts: Sequence[str],
    *,
    column: float = 0.0,
    asides: Sequence[int] = (),
    across: Sequence[int] = (),
) -> OrderedLines:
    """Lines of which nothing is seen but their texts, of one cell a character.

    column  width of lines that end with a blank: they are justified
    """
    n = len(texts)
    none = np.zeros(n, bool)
    apart, spans = none.copy(), none.copy()
    apart[list(asides)], spans[list(across)] = True, True
    wide = [column if text.endswith(" ") else float(len(text)) for text in texts]
    return OrderedLines(
        texts=[text.rstrip() for text in texts],
        width=np.array(wide, np.float32),
        first_word=np.array([len(text.split()[0]) + 1 for text in texts], np.float32),
        across=spans,
        marked=none,
        asides=apart,
        blank_above=none,
        alone=none,
        indent=np.full(n, np.nan, np.float32),
    )


def wrap_article(name: str, width: int) -> list[str]:
    """The paragraphs of a fixture article in lines of a width, in characters."""
    article = read_article(FIXTURES / "articles" / f"{name}.txt")
    texts = [block.text for block in article.blocks if block.kind == "body"]
    if article.script is Script.CJK:
        return [text[k : k + width] for text in texts for k in range(0, len(text), width)]
    return [line for text in texts for line in textwrap.wrap(text, width)]
