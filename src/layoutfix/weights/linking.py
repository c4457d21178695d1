"""Weights of what a link is worth, in nats."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """What the evidence for a link is worth, in nats.

    ngram_weight          weight of the n-gram model's mutual information
    ngram_weight_small    the same beside an encoder of SMALL_FAMILIES, which says less
    ngram_weight_alone    the same where there is no encoder for the language. Both by J of
                          `bench/languages.py`, ten interleaved pages each: Japanese 0.76, 0.83
                          and 0.84 with 0.53, 0.85 and 1; Spanish 0.67, 0.74, 0.76; Russian with
                          its encoder 0.76 and 0.80 with 0.53 and 0.85. Raised, likely phrases
                          outweigh the shape of lines
    encoder_weight        weight of the seam encoder's log-odds for a sentence
    encoder_paragraph_weight   and for a paragraph. Raised, the likeliest next lines outweigh the
                          shape of columns: with 0.8 and 0.4 joint recall falls by 0.007 (dev)
    unseen_mix            share of the unconditional probability mixed in: the floor of one unit
    gap                   log-odds that something was lost between the two
    least_break           floor of the n-gram evidence for a paragraph break
    break_weight          weight of that evidence
    break_cost            what a paragraph break costs against a sentence that goes on
    break_odds            logistic regression of a paragraph's end between neighbours, on:
                          constant, n-gram gain, encoder gain, n-gram evidence for a break, full
                          stop, no mark at the end, room left, stop and room, indented, flush,
                          closing mark or lower case at the start, own n-gram. Fitted at true
                          joints of typeset dev and synthetic pages, headings and captions
                          included (7,400 and 15,200): F1 is 0.90 (cjk) and 0.84; on pages left
                          out of the fit 0.90 and 0.83 (before 0.90 and 0.80). For cjk the mean of
                          this fit and of one to dev pages alone, which tesseract's pages prefer
    own_order             longest n-gram of the dump's own lines, in units of the model
    own_gains             for a joint whose n-gram of 0, 1, 2... units stands in a line
    double_likeness, double_characters, double_cost   two readings of one line are not one
                          sentence: from which likeness (0..100), for lines of which size, and what
                          it costs
    slack_cells, slack_share  room left at the end of a line that says that it ended early
    early_end_cost, early_end_gain, full_end_cost   what that says for a sentence, for a paragraph
    stop_end_gain, no_stop_cost   a full stop at the end, or none
    open_gain             an opening bracket or quotation mark at the end: the sentence goes on
    indent_em, indent_cost, indent_gain, flush_cost an indented or flush start
    closed_start_cost     a paragraph starts with closing punctuation
    lower_after_stop_cost, lower_start_cost   lower-case letters where a sentence should start
    hyphen_gain           a broken word goes on with a lower-case letter
    known_word_gain       and its halves make a word that the model knows; raised, halves that
                          make one by chance are joined over columns
    """

    ngram_weight: float
    ngram_weight_small: float
    ngram_weight_alone: float
    encoder_weight: float
    encoder_paragraph_weight: float
    unseen_mix: float
    gap: float
    least_break: float
    break_weight: float
    break_cost: float
    break_odds: tuple[float, ...]
    own_order: int
    own_gains: tuple[float, ...]
    double_likeness: float
    double_characters: int
    double_cost: float
    slack_cells: float
    slack_share: float
    early_end_cost: float
    early_end_gain: float
    full_end_cost: float
    open_gain: float
    stop_end_gain: float
    no_stop_cost: float
    indent_em: float
    indent_cost: float
    indent_gain: float
    flush_cost: float
    closed_start_cost: float
    lower_after_stop_cost: float
    lower_start_cost: float
    hyphen_gain: float
    known_word_gain: float
