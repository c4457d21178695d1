"""The two families of scripts that the engine treats differently, as a value."""

from __future__ import annotations

from enum import Enum


class Script(Enum):
    """How a text is set: what parts its words, and so where its lines may be cut.

    CJK     Chinese and Japanese: lines break anywhere but for kinsoku, and are as wide as their
            column; a blank inside a line is no word's end
    SPACED  all others: lines break at blanks and hyphens, and are ragged or stretched

    Weights are learned for each by itself (`layoutfix.weights`).
    """

    CJK = "cjk"
    SPACED = "spaced"
