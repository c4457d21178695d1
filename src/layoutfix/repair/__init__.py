"""Repair of the text itself: one rule per kind of damage, each edit on record.

    forms.py        fix_composition, fix_radicals, fix_ligatures, fix_width
    spaces.py       fix_spaces
    rules.py        RULES, the order in which they run
    draft.py        what a rule sees of the text; edits and their composition
    record.py       edits -> steps of the dump
"""

from layoutfix.repair.draft import Edit
from layoutfix.repair.record import edits_to_steps
from layoutfix.repair.rules import RULES, repair_text

__all__ = ["RULES", "Edit", "edits_to_steps", "repair_text"]
