"""Weights of the rules of repair, the same for all scripts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepairWeights:
    """What the evidence of the rules of repair must be. "corpora" is the run of
    `bench/repair_rules.py --clean`: edits per 100,000 characters of clean text.

    least_bond        nats by which the text must hold together over a lone blank between CJK
                      characters for it to go
    least_pair_bond   nats by which the two characters must: 4.5 and more are inside words. Raised,
                      more torn words stay (19 % of random blanks are found; 0.1 edits in corpora),
                      lowered, names and titles are joined to what stands before them
    least_blank_share blanks before marks, as a share of the marks, from which a text is damaged
    least_damaged_bond  the same as least_bond, by itself, in such a text (42 % are found)
    most_lone         lone blanks of a line from which it may be a list: none goes by itself
    torn_share        share of the lone blanks of a text (of a line) that stand inside words for
                      certain, from which its words are torn: all lone blanks of its sentences go,
                      whose marks or grammar show them. Lowered, names in sentences are joined
    torn_marks        share of the marks that have a blank before them, from which these count, too
    segmented_density   where lone blanks are so many for each character; lowered, blanks around
                      what was lost in a text (code) go
    torn_density      and such a text's lone blanks for each of its characters; lowered, the same
    torn_piece        mean characters between blanks up to which a line may be spaced out
    torn_pieces       pieces such a line must have
    torn_lone         nats that each of its lone characters counts as evidence beside the bonds over
                      its blanks
    torn_grammar      and each of them that is a word of grammar
    torn_mark         and each blank before a full-width mark
    least_torn_gain   nats that they must come to; lowered, lists of short words are joined, raised,
                      short lines that are spaced out stay so
    spaced_share      share of the characters of lines with blanks, from which the text is spaced
                      out: its other lines of short pieces are, too
    least_lone_share  share of single characters it must have where there is no model
    least_mark_bond   the same over a markdown mark in mid-sentence
    least_word_log_p  log probability that a joined word must have among all words to be known for
                      sure; raised, more broken words stay
    hyphen_margin     nats by which it must be likelier than its halves
    least_whole_share share of the words broken inside lines that must be known as wholes; lowered,
                      rows of two columns are spliced into words
    least_hyphen_bond nats by which a word made whole must hold together with the line around it;
                      lowered, the same
    least_sentence    CJK characters that a line with a full stop must have to be a sentence
    furniture_pages   pages that must repeat a line at their head or foot
    furniture_share   share of the pages that must
    furniture_likeness   0..100, how alike two readings of a running head are
    double_likeness   0..100, how alike two readings of a line are
    double_characters characters that such a line must have
    confusion_gain    nats that a confusion's other character must gain over the line
    confusion_side    and that it must gain from the text before it, and after it, alone
    full_line_share   a line this wide, of its paragraph's widest, goes on in the next (fix_joins)
    full_stop_share   the same for one that ends a sentence
    wrapped_share     share of the lines of a block that must be that wide
    widest_line       half-width cells of the longest line that is wrapped, not a paragraph
    """

    least_bond: float
    least_pair_bond: float
    least_blank_share: float
    least_damaged_bond: float
    most_lone: int
    torn_share: float
    torn_marks: float
    segmented_density: float
    torn_density: float
    torn_piece: float
    torn_pieces: int
    torn_lone: float
    torn_grammar: float
    torn_mark: float
    least_torn_gain: float
    spaced_share: float
    least_lone_share: float
    least_mark_bond: float
    least_word_log_p: float
    hyphen_margin: float
    least_whole_share: float
    least_hyphen_bond: float
    least_sentence: int
    furniture_pages: int
    furniture_share: float
    furniture_likeness: float
    double_likeness: float
    double_characters: int
    confusion_gain: float
    confusion_side: float
    full_line_share: float
    full_stop_share: float
    wrapped_share: float
    widest_line: float
