"""The rules of repair and the order in which they run."""

from __future__ import annotations

from collections.abc import Mapping

from layoutfix.config import RepairConfig
from layoutfix.linking.memory import texts_remembered
from layoutfix.ngrams import NgramModel
from layoutfix.repair.blanks import fix_blanks
from layoutfix.repair.breaks import fix_breaks
from layoutfix.repair.compose import compose
from layoutfix.repair.confusions import fix_confusions
from layoutfix.repair.draft import (
    MOST_ROUNDS,
    Draft,
    Edit,
    Rule,
    apply_edits,
    without_overlaps,
)
from layoutfix.repair.forms import fix_composition, fix_ligatures, fix_radicals, fix_width
from layoutfix.repair.furniture import fix_doubles, fix_furniture
from layoutfix.repair.hyphens import fix_hyphens
from layoutfix.repair.joins import fix_joins
from layoutfix.repair.markdown import fix_markdown
from layoutfix.repair.mojibake import fix_mojibake
from layoutfix.repair.punctuation import fix_punctuation
from layoutfix.repair.spaces import fix_spaces
from layoutfix.repair.variants import fix_variants
from layoutfix.weights import load_repair_weights

RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        fix_breaks,
        fix_mojibake,
        fix_composition,
        fix_radicals,
        fix_ligatures,
        fix_width,
        fix_markdown,
        fix_furniture,
        fix_doubles,
        fix_joins,
        fix_hyphens,
        fix_blanks,
        fix_spaces,
        fix_punctuation,
        fix_confusions,
        fix_variants,
    )
}
"""Every rule by its name, in the order in which they run: what is read as a character first, then
what stands between characters, then marks, then guesses."""

ASIDE_RULES = frozenset({"fix_furniture", "fix_doubles"})
"""Rules whose text is no longer printed, but stands in the result as an aside."""


def repair_text(
    text: str, language: str, config: RepairConfig, model: NgramModel | None = None
) -> list[Edit]:
    """The edits that the rules make, of the text as given, in order and without overlap.

    The rules run again until none finds anything, so that a second call has nothing to do.
    model: judges in place of the one of `language`.
    """
    with texts_remembered():
        return _run_rounds(text, language, config, model)


def _run_rounds(
    text: str, language: str, config: RepairConfig, model: NgramModel | None
) -> list[Edit]:
    """As `repair_text`; what is found out about a line in one round is known in the next."""
    edits: list[Edit] = []
    active = [(name, rule) for name, rule in RULES.items() if is_active(config, name)]
    weights = load_repair_weights()
    for _ in range(MOST_ROUNDS):
        found = False
        draft = Draft(text, language, model, config.fix_variants)
        for name, rule in active:
            new = [
                Edit(start, end, after, name)
                for start, end, after, _ in without_overlaps(rule(draft, weights))
            ]
            if new:
                found = True
                edits = compose(edits, new, text)
                text = apply_edits(text, new)
                draft = Draft(text, language, model, config.fix_variants)
        if not found:
            break
    return edits


def is_active(config: RepairConfig, name: str) -> bool:
    """Whether a rule runs under these settings."""
    return getattr(config, name) not in {False, "keep"}
