"""Repair of the text itself: one rule per kind of damage, each edit on record.

    breaks.py       fix_breaks
    mojibake.py     fix_mojibake
    forms.py        fix_composition, fix_radicals, fix_ligatures, fix_width
    markdown.py     fix_markdown
    furniture.py    fix_furniture, fix_doubles
    joins.py        fix_joins
    hyphens.py      fix_hyphens
    blanks.py       fix_blanks
    spaces.py       fix_spaces
    punctuation.py  fix_punctuation
    confusions.py   fix_confusions
    variants.py     fix_variants
    rules.py        RULES, the order in which they run; repair_text
    draft.py        what a rule sees of the text; edits
    compose.py      the edits of one rule laid over those of another
    record.py       edits -> steps of the dump

`layoutfix.repair` is the function of that name (api.py); import from here by
`from layoutfix.repair import RULES`.
"""

from layoutfix.repair.draft import Edit
from layoutfix.repair.mojibake import MISSING_NOTE, needs_ftfy
from layoutfix.repair.record import edits_to_steps, set_apart
from layoutfix.repair.rules import ASIDE_RULES, RULES, is_active, repair_text
from layoutfix.repair.variants import variants_note

__all__ = [
    "ASIDE_RULES",
    "MISSING_NOTE",
    "RULES",
    "Edit",
    "edits_to_steps",
    "is_active",
    "needs_ftfy",
    "repair_text",
    "set_apart",
    "variants_note",
]
