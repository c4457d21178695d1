"""What a user may ask for. The numbers that the engine judges by are data (`layoutfix.weights`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from layoutfix.script import Script
from layoutfix.weights import Weights, load_weights

COLUMNS = ("auto", "ltr", "rtl")
"""What `Config.columns` may be."""


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """Which rules of text repair run (docs/repair.md has a section on each).

    fix_breaks        marks of the ends of blocks (djvutxt) become blank lines. Switch it off where
                      these characters mean something else
    fix_mojibake      hand text that shows encoding damage to ftfy (extra `mojibake`)
    fix_composition   letters and combining marks become one character (NFC). Switch it off where
                      texts are compared with others that are not composed
    fix_radicals      CJK radicals and compatibility ideographs become the characters they print
    fix_ligatures     ligature characters become letters. Switch it off for diplomatic editions
    fix_width         full-width letters and digits among half-width ones become half-width
    fix_markdown      heading and quotation marks in mid-sentence are removed. Switch it off where
                      the dump is markdown that was written by hand
    fix_furniture     running heads and page numbers repeated over pages become asides
    fix_doubles       a line recognised twice becomes an aside; off: refrains look the same
    fix_joins         wrapped lines of a paragraph are joined; off: wrapping is no damage by itself
    fix_hyphens       broken words are made whole
    fix_blanks        blanks that were lost between words are put back, where many were
    fix_spaces        blanks that tear words or stand before punctuation are removed
    fix_punctuation   half-width marks in Chinese and Japanese sentences become full-width
    fix_confusions    characters taken for one another; off: it judges by likelihood alone
    fix_variants      "keep", or the variant of Chinese to print: "hans", "hant", "tw", "hk"
    """

    fix_breaks: bool = True
    fix_mojibake: bool = True
    fix_composition: bool = True
    fix_radicals: bool = True
    fix_ligatures: bool = True
    fix_width: bool = True
    fix_markdown: bool = True
    fix_furniture: bool = True
    fix_doubles: bool = False
    fix_joins: bool = False
    fix_hyphens: bool = True
    fix_blanks: bool = True
    fix_spaces: bool = True
    fix_punctuation: bool = True
    fix_confusions: bool = False
    fix_variants: str = "keep"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of `fix` and `repair`.

    min_confidence  the dial from bold (0) to cautious (1): a joint that is less certain than this
                    keeps the dump's order. Raise it where a wrong splice is worse than a torn line
                    (quotations, training text); of the joints above 0.9, 2 in 1,000 are wrong
    doubtful_below  a joint that is less certain is told as doubtful, and counted in the verdict.
                    Raise it to have more of them read by a person
    mark_gaps       print `[...]` where the continuation of a sentence is lost. Switch it on where
                    readers must not take two halves for one sentence
    layout          what is known of the pages: "auto", nothing; "keep", their order stays;
                    "columns" or "columns:3", they are in columns, which are cut and read also where
                    the gate would leave a page (docs/cli.md)
    columns         "ltr": columns are read in the order in which they stand in the rows; "rtl": in
                    reverse, as in vertical Chinese; "auto": in reverse where the links gain enough
                    by it, page by page. Set it where you know: words alone seldom turn a page
    mixed_languages lines in another language than the page's are scored by its own model. It is off
                    where a language is asked for, or a model given; switch it off for texts whose
                    foreign names are taken for a language
    repair          the rules of text repair
    weights         weights of your own for some scripts, in place of those that are shipped
                    (`layoutfix.weights.read_weights`)
    """

    min_confidence: float = 0.0
    doubtful_below: float = 0.5
    mark_gaps: bool = False
    layout: str = "auto"
    columns: str = "auto"
    mixed_languages: bool = True
    repair: RepairConfig = field(default_factory=RepairConfig)
    weights: Mapping[Script, Weights] | None = None

    def weights_for(self, script: Script) -> Weights:
        """The weights for pages in a script."""
        own = self.weights.get(script) if self.weights else None
        return own or load_weights(script)
