"""Generated pages of the kinds that people reported: one function a kind, pure and seeded.

`KINDS` names them. Those of `ordered` must come back byte for byte; of the others the right text
is known. Every function takes a text and a random generator and gives a `Sample`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from kind_pages import columns, odd, ordered
from kind_pages.setting import Sample, Text

__all__ = ["KINDS", "LANGUAGES", "Kind", "Sample", "Text"]

Maker: TypeAlias = Callable[[Text, np.random.Generator], Sample]

LANGUAGES = ("zh-Hans", "en", "de", "fr")
HAN = ("zh-Hans", "zh-Hant")
VERTICAL = (*HAN, "ja")
NO_MODEL = ("pl", "nl", "sv", "cs")
"""Languages without a model of continuity."""


class Kind(NamedTuple):
    """How pages of a kind are made, in which languages, and whether they are in order."""

    make: Maker
    languages: tuple[str, ...] = LANGUAGES
    ordered: bool = False


KINDS: dict[str, Kind] = {
    "ordered: number before every line": Kind(ordered.margin_every, LANGUAGES, True),
    "ordered: number behind every line": Kind(ordered.margin_every_right, LANGUAGES, True),
    "ordered: number before fifth lines": Kind(ordered.margin_fifth, LANGUAGES, True),
    "ordered: number behind fifth lines": Kind(ordered.margin_fifth_right, LANGUAGES, True),
    "ordered: pleading": Kind(ordered.pleading, LANGUAGES, True),
    "ordered: verses": Kind(ordered.verses, LANGUAGES, True),
    "ordered: clauses": Kind(ordered.clauses, LANGUAGES, True),
    "ordered: references": Kind(ordered.references, LANGUAGES, True),
    "ordered: table in prose": Kind(ordered.table_in_prose, LANGUAGES, True),
    "ordered: list with U+3000": Kind(ordered.list_u3000, HAN, True),
    "ordered: page marks": Kind(ordered.page_marks, LANGUAGES, True),
    "ordered: times before lines": Kind(ordered.timed, LANGUAGES, True),
    "ordered: speakers": Kind(ordered.speakers, LANGUAGES, True),
    "ordered: two languages by row": Kind(ordered.parallel, LANGUAGES, True),
    "clauses": Kind(columns.clauses),
    "verses": Kind(columns.verses),
    "references": Kind(columns.references),
    "glossary": Kind(columns.glossary),
    "patent": Kind(columns.patent),
    "headed, gutter, 2": Kind(columns.headed),
    "continued, gutter, 2": Kind(columns.continued_gutter_2),
    "continued, gutter, 3": Kind(columns.continued_gutter_3),
    "continued, turns, 2": Kind(columns.continued_turns_2),
    "indents": Kind(columns.indents),
    "bullets in a column": Kind(columns.bullets),
    "table in a column": Kind(columns.table_in_column),
    "list with U+3000, gutter": Kind(columns.list_u3000, HAN),
    "list with U+3000, turns": Kind(columns.list_u3000_turns, HAN),
    "short columns": Kind(columns.short_columns),
    "short last page": Kind(columns.short_last_page),
    "page marks": Kind(columns.page_marks),
    "one blank, constant place": Kind(columns.one_blank_gutter, (*NO_MODEL, "en", "zh-Hans")),
    "one blank, ragged": Kind(columns.one_blank_seams),
    "gutter, no model": Kind(columns.indents, NO_MODEL),
    "poems side by side": Kind(columns.poems),
    "lists side by side": Kind(columns.lists),
    "vitae side by side": Kind(columns.vitae),
    "swapped pairs": Kind(odd.swapped_pairs),
    "vertical reversed": Kind(odd.vertical_reversed, VERTICAL),
    "vertical tiers reversed": Kind(odd.vertical_tiers_reversed, VERTICAL),
    "glyph grid": Kind(odd.glyph_grid, VERTICAL),
}
