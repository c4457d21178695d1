"""The settings, one frozen section per stage. The only place where defaults and thresholds stand.

Each threshold says which error grows when it is raised, and where its value comes from: "dev" is
the run of `bench/dev_pages.py` over the development pages of 2026-11.
"""

from __future__ import annotations

from dataclasses import dataclass, field

COLUMNS = ("auto", "ltr", "rtl")
"""What `ChainConfig.columns` may be."""


@dataclass(frozen=True, slots=True)
class FragmentsConfig:
    """How rows are split.

    gutter_reach_rows   rows above and below whose blanks say whether one is a gutter
    gutter_odds         that a wide run of blanks is a gutter: constant; log of its width in
                        character columns, and of that by the row's usual blank; share of the rows
                        around with a wide blank there, of these rows and of all with one that ends
                        there; other wide blanks of the row. Fitted on 5,300 blanks of `pdftotext
                        -layout` in scripts with spaces (dev and synthetic pages). The constant
                        raised, stretched words of justified lines are cut
    gutter_odds_cjk     what is added in Chinese and Japanese, whose lines are not stretched at
                        blanks; 1 to 3 are alike, at 0 tesseract's pages lose 0.02 to 0.1 J
    least_cell          where gutters part narrower pieces than this (median, half-width cells),
                        they part a table
    least_gutter_share  a larger share of the rows must have gutters for x-positions to count;
                        lowered, columns go wrong that a few rows show: 0.25 loses 0.004 J (dev)
    most_indent         character columns within which a start further right is an indent
    indent_window       fragments before and after that show where the column starts
    junk_link           log-odds of one sentence from the line before marks that stand alone beside
                        a gutter to the next of its column, above which they are dirt
    stop_link           log-odds of one sentence from a line, without its full stop at a gutter, to
                        the next of its column, above which the stop is dirt (CJK; 22 of 23 were)
    least_dirty_rows    rows of a page with marks of sentences at a gutter, from which on these may
                        be dirt; raised, dirt of pages with little of it is printed
    dirt_gain           log-odds by which a sentence must read on better without such a mark, with
                        the binary logarithm of these rows as a multiple of the least, for it to be
                        dirt; raised, more dirt is printed, lowered, more marks of the text are lost
                        (dev: of 690 such marks tesseract read 670 are dirt, 640 of them go)
    least_rule_rows     rows with what OCR reads of a rule, from which on that is dirt though no
                        sentence says so
    quote_rows          rows before a closing quotation mark at a line's end in which no quotation
                        was opened, where it surely is dirt of the gutter (CJK); lowered, quotations
                        that end in a later line lose their last mark
    """

    gutter_reach_rows: int = 8
    gutter_odds: tuple[float, ...] = (-3.83, 0.93, 0.47, 3.15, 2.53, 3.57, -0.33)
    gutter_odds_cjk: float = 2.0
    least_cell: int = 10
    least_gutter_share: float = 0.6
    most_indent: float = 6.0
    indent_window: int = 24
    junk_link: float = 0.5
    stop_link: float = 2.0
    least_dirty_rows: int = 3
    dirt_gain: float = 0.5
    least_rule_rows: int = 2
    quote_rows: int = 6


@dataclass(frozen=True, slots=True)
class SeamsConfig:
    """How fused rows are cut, in nats and half-width cells.

    over_cells, over_share      how much wider than its column a line may be: its slack
    over_reach                  slacks beyond the column up to which parts of a row are tried as
                                lines; raised, rows of two short lines stay whole, and slower
    ragged_cells, ragged_share  how much narrower a full line may be
    full_gain, full_spread      a line as wide as the column; at the edges of what is a full line
    over_cost                   a line wider than that, at most: it grows with the square
    span_cost                   the same for a row as a whole (a headline over columns); raised,
                                headlines are cut
    short_cost, short_stop_cost a line that ends early, in mid-sentence or with a full stop
    multiple_gain, multiple_cells   a row is a whole number of columns wide, within cells a column
    rival_cost                  the same where lines of that part of the page are as wide: a loss
    indent_cells, indented_cost a first line, shorter by its indent
    cohesion_knots, cohesion_odds   log-odds of a seam by what the n-gram model says of the row
                                (mutual information over the cut), interpolated: measured at true
                                seams against the best of three places inside lines (dev, zh)
    neighbour_knots, neighbour_odds   the same for how the left part goes on in some piece below,
                                and the right part from some above, at true lines against random
                                ones
    space_gain                  a space between two CJK characters
    mixed_space_gain            a space between a CJK and another character
    closed_start_cost           a cut before a mark that begins no line (kinsoku; CJK); lowered,
                                sentences lose their commas to another column
    most_closed_share           share of rows that begin with such marks up to which lines are taken
                                to begin with none; raised, marks of lines are dropped as junk
    blank_odds_from             log-odds that blanks are cut, and that cuts are at blanks, above
                                which rows are cut again with them (Chinese, Japanese). From 0 to 1
                                all pages but one are the same; at 1.5 collapsed gutters lose 0.03 J
                                in traditional Chinese, at -9 RapidOCR's fused rows stay whole
    most_blank_odds             these odds at most
    hyphen_gain                 a blank after a hyphen, where a word was broken at a line's end;
                                raised, rows are cut at dashes
    fused_from                  a row this many columns wide may be fused
    least_column                narrowest column
    least_votes, least_vote_share   lines that must share a width for it to be a column's
    most_columns_widths         widths tried
    local_rows                  rows of a part of the page, of which widths are tried that the page
                                as a whole does not show; 0: none
    local_votes, local_share    lines of a part that must share a width for it to be tried
    guess_cost                  price of a column width that no single line shows
    part_passes                 times that rows are cut again by the widths that their parts have
                                (scripts with spaces); raised, slower: the first brings 0.005 J on
                                synthetic pages, the second 0.007 NED on dev pages, a third nothing
    least_fused_share           share of rows that must have been cut for that; lowered, single
                                lines are cut by chance
    reads_on_below              log-odds that rows go on in the next row, all in all, above which no
                                row is cut without a mark, unless that gains enough; raised, clean
                                text is cut
    reads_on_most               the same above which no row is cut whatever that gains, unless a
                                stretch of rows does not read on; raised, slower
    stretch_cost, stretch_below   price of each end of such a stretch, and the sum of these log-odds
                                over all of them at most; lowered and raised, slower: of pages in
                                order 3 in 100 are looked at in vain
    stretch_reach               rows before and behind such a stretch that may be cut with it;
                                raised, lines of single columns are cut
    parted_odds                 what a row with gutters counts in that sum
    most_stops                  rows that end with a full stop, as a share, above which rows that
                                may read on are paragraphs, and none is cut; raised, slower
    least_cut_gain, least_row_gain   between the two, what cutting must gain, in all or by row;
                                lowered, clean text is cut. Of 404 pages in order in scripts with
                                spaces two gain anything, 2 at most; Chinese ones up to 4.5
    least_margins               rows that must show how lines begin and end for the dump itself to
                                tell of its seams (scripts with spaces)
    margin_weight, margin_prior, most_margin_odds  weight of that, against the n-gram model; words
                                that it counts for as much as their shape; its bound
    pair_weight, pair_prior     weight of words that stand side by side elsewhere in the dump, and
                                what is added to their number
    shape_weight, shape_prior   the same of words by their shape (capitals, marks, digits)
    lost_gain                   a cut where words lost their blank (scripts with spaces);
                                raised, long words and lines without blanks are cut
    gutter_gain                 what a gutter gains at a cut beside its odds, in place of what
                                other blanks do; raised, stretched words are cut
    rule_gain                   a mark that OCR reads for the rule between columns, at a cut;
                                raised, rows of tables and of old type are cut at specks
    most_ways, most_kept        ways to cut a row that are kept for each width of columns, and of
                                all widths; raised, slower for little
    most_behind                 nats behind the best way of a row up to which they are kept
    prune_below                 nats behind the best path up to which the encoder judges ways;
                                lowered, faster, and pages are lost (dev, German)
    seam_link_weight            weight of the n-gram model's mutual information from a part of a row
                                to one of the next; raised, rows are cut too often
    seam_encoder_weight         weight of the encoder in that; 0: not asked (in Chinese it brings
                                nothing)
    seam_encoder_loss           weight of the encoder against a cut: the left part may go on in the
                                right one. On pages in scripts with spaces 0.1 to 0.3 are alike
    least_seam_link, most_seam_link   bounds of all three
    seam_link_cost              price of each such joint: that of the best of several places is high
                                by chance
    alike_gain, alike_cells, alike_share   parts one above the other that are as wide, within a
                                deviation of cells and a share of their width; raised, cuts follow
                                widths
    parts_cost                  price of a part more or less than in the row before; raised, gaps in
                                a column are filled with words of the next
    switch_cost                 price of another column width from one row to the next
    most_shift                  words (characters in CJK) that a cut may move by once the order is
                                known; raised, a wrong neighbour takes more of a line, and slower
    most_soft_blank             blanks at a cut up to which it may move; raised, gutters move
    shift_below                 the worse link of a cut's two parts below which the cut may be moved
                                (of cuts that are off nine in ten are below 0.5, of all two in
                                five); raised, more time for little
    least_shift_gain            log-odds that a cut belongs where it was made, against another
                                place; raised, cuts stay where they were guessed. This and the next
                                four are fitted together on 14,000 cuts of 81 articles (conditional
                                logistic regression): what a place is worth is also how sure it is
    shift_link_weight           weight of the links of both parts, less what holds the row together
                                there; raised, the words tell more than the widths, and all is surer
    shift_over_cost             price of each slack by which a part is wider than the full lines
                                around it in reading order; raised, ragged lines lose a word
    shift_room_cost             price of each slack of room that a line leaves for the first word of
                                the next one; raised, lines before a long word take one too many
    shift_blank_gain            log-odds of a blank, against a place without one
    recut_reach                 pieces before and after whose links and widths judge a wide piece;
                                raised, some of them fit by chance
    recut_from                  times the usual width of these from which a piece is wide; raised,
                                fused short lines stay
    recut_least                 narrowest part of one; raised, the last words of paragraphs stay
                                with the line beside them
    recut_alike                 a part as wide as a piece nearby; raised, widths outweigh words
    recut_stop_gain             the left part ends with a full stop; raised, lines are cut after
                                their sentences
    most_speck, most_speck_digits   letters and digits of a piece at a margin that may be dirt, and
                                digits among them; raised, short last lines and numbers are set
                                aside
    least_specks, least_speck_share   rows with such pieces, and their share, from which on they are
                                dirt: dirty scans (dev) have 0.28 to 0.54, all others 0.10 at most
    speck_gain                  where dirt is found, rows are cut again with so much for a cut that
                                parts it; about what a short line costs. From 2 to 4 more lines are
                                freed of it (J of eight such pages 0.75 to 0.81 and 0.84)
    marks_gain                  the same for marks that stand alone, several in a row; raised, the
                                last words of lines go with them
    joined_cost                 price of neighbours that become one line (words boxed apart, in
                                scripts with spaces); raised, lines stay in pieces. 0.5 to 3.5 give
                                the same J (dev and synthetic pages)
    joined_from                 what the n-gram model must say of such a joint; lowered, short lines
                                of two columns become one
    most_joined                 pieces of a line
    least_joined                lines of a page that must be in pieces; lowered, ends of paragraphs
                                are joined on pages without such lines
    least_single_share          fragments alone in their row, as a share, from which a dump is of
                                boxes
    least_joined_apart          share of rows with a blank line between them, from which a dump in
                                a script with spaces may be one of blocks joined to rows
    joined_rows_from, least_joined_rows, least_lines_joined  so many cells wide are such rows, at
                                least so many, and of so many lines on average
    joined_widths, joined_step  widths of lines that are tried, from and to, in cells; by a factor
    least_joined_gain, least_joined_line_gain  nats, of the page and a line, by which its rows must
                                be cut well: on 24 pages of joined rows 45 to 137 and 0.55 to 1.4;
                                on 156 of running text 0.8 at most where the page gains 40
    joined_surely_from          rows of so many lines are cut whatever speaks against it
    joined_gain                 every place is likelier a seam in such a row, of many lines
    joined_columns              numbers of columns that are tried
    joined_beam                 states of the search; 80 find no better cuts
    joined_link_cost, joined_encoder_weight  as seam_link_cost and seam_encoder_weight, from line to
                                line of such a row: with 0.15 and 0.3 J is 0.71, with these 0.74
    recut_cost                  price of such a cut; raised, fused rows stay, lowered, whole lines
                                are cut
    recut_more_cost             price of each line more that a part may still be cut into; from
                                span_cost on no part is several lines, 2 and 2.5 are alike (dev)
    """

    over_cells: float = 1.5
    over_share: float = 0.0
    over_reach: float = 3.0
    ragged_cells: float = 2.8
    ragged_share: float = 0.0
    full_gain: float = 0.0
    full_spread: float = 0.7
    over_cost: float = 12.0
    span_cost: float = 4.5
    short_cost: float = 4.0
    short_stop_cost: float = 1.5
    multiple_gain: float = 2.5
    multiple_cells: float = 1.2
    rival_cost: float = 1.2
    indent_cells: float = 4.0
    indented_cost: float = 1.0
    cohesion_knots: tuple[float, ...] = (-2.6, -2.3, -2.0, -1.4, -0.6, 0.25, 1.5, 2.5, 5.0)
    cohesion_odds: tuple[float, ...] = (2.0, 1.1, 0.8, 0.2, -0.15, -0.9, -1.8, -2.2, -2.5)
    guess_cost: float = 4.0
    part_passes: int = 2
    least_fused_share: float = 0.5
    neighbour_knots: tuple[float, ...] = (-2.0, -1.3, -0.75, 0.0, 0.75, 1.5, 2.5, 4.0)
    neighbour_odds: tuple[float, ...] = (-1.8, -1.0, -0.5, 0.0, 0.5, 1.2, 1.8, 2.4)
    space_gain: float = 4.0
    mixed_space_gain: float = 1.0
    closed_start_cost: float = 3.0
    most_closed_share: float = 0.04
    blank_odds_from: float = 0.6
    most_blank_odds: float = 4.0
    hyphen_gain: float = 2.5
    fused_from: float = 1.35
    least_column: float = 12.0
    least_votes: int = 3
    least_vote_share: float = 0.12
    most_columns_widths: int = 4
    local_rows: int = 20
    local_votes: int = 5
    local_share: float = 0.2
    switch_cost: float = 3.0
    reads_on_below: float = -3.0
    reads_on_most: float = 25.0
    stretch_cost: float = 4.0
    stretch_below: float = -5.0
    stretch_reach: int = 4
    parted_odds: float = 1.0
    most_stops: float = 0.5
    least_cut_gain: float = 30.0
    least_row_gain: float = 1.5
    least_margins: int = 8
    margin_weight: float = 0.7
    margin_prior: float = 3.0
    most_margin_odds: float = 2.0
    pair_weight: float = 1.0
    pair_prior: float = 0.5
    shape_weight: float = 0.6
    shape_prior: float = 2.0
    lost_gain: float = 1.5
    rule_gain: float = 3.0
    gutter_gain: float = 6.0
    most_ways: int = 4
    most_kept: int = 12
    most_behind: float = 12.0
    prune_below: float = 8.0
    seam_link_weight: float = 0.6
    seam_encoder_weight: float = 0.0
    seam_encoder_loss: float = 0.2
    least_seam_link: float = -2.0
    most_seam_link: float = 5.0
    seam_link_cost: float = 0.15
    alike_gain: float = 0.5
    alike_cells: float = 0.5
    alike_share: float = 0.04
    parts_cost: float = 0.5
    most_shift: int = 3
    most_soft_blank: int = 2
    shift_below: float = 0.5
    least_shift_gain: float = 1.0
    shift_link_weight: float = 0.66
    shift_over_cost: float = 2.7
    shift_room_cost: float = 0.2
    shift_blank_gain: float = 2.8
    recut_reach: int = 6
    recut_from: float = 1.2
    recut_least: float = 4.0
    recut_alike: float = 1.0
    recut_stop_gain: float = 0.5
    recut_cost: float = 2.0
    recut_more_cost: float = 2.2
    most_speck: int = 4
    most_speck_digits: int = 2
    least_specks: int = 5
    least_speck_share: float = 0.15
    speck_gain: float = 4.0
    marks_gain: float = 12.0
    joined_cost: float = 2.0
    joined_from: float = -0.5
    most_joined: int = 8
    least_joined: int = 3
    least_single_share: float = 0.7
    least_joined_apart: float = 0.8
    joined_rows_from: float = 60.0
    least_joined_rows: int = 5
    least_lines_joined: float = 3.5
    joined_widths: tuple[float, float] = (18.0, 72.0)
    joined_step: float = 1.05
    least_joined_gain: float = 40.0
    least_joined_line_gain: float = 0.6
    joined_surely_from: float = 2.5
    joined_gain: float = 0.4
    joined_columns: tuple[int, ...] = (2, 3, 4)
    joined_beam: int = 30
    joined_link_cost: float = 0.4
    joined_encoder_weight: float = 0.6

    def slack(self, column: float) -> float:
        """How much wider than its column a line may be, in half-width cells."""
        return self.over_cells + self.over_share * column

    def widest(self, column: float) -> float:
        """The widest part of a row that is tried as a line of its column, in half-width cells."""
        return column + self.over_reach * self.slack(column)


def _spaced_seams() -> SeamsConfig:
    """Seams in scripts with spaces: cuts at word boundaries, lines of uneven natural width."""
    return SeamsConfig(
        over_cells=1.0,
        over_share=0.04,
        ragged_cells=0.0,
        ragged_share=0.24,
        full_spread=0.4,
        multiple_gain=1.0,
        multiple_cells=3.0,
        span_cost=2.5,
        short_cost=3.5,
        short_stop_cost=1.2,
        cohesion_knots=(-2.6, -1.9, -1.3, -0.75, -0.25, 0.75, 1.5, 2.5, 4.0),
        cohesion_odds=(2.7, 2.5, 1.5, 0.8, -0.1, -0.8, -1.2, -2.0, -3.2),
        most_ways=10,
        most_kept=32,
        seam_encoder_weight=0.45,
        least_cut_gain=15.0,
        least_row_gain=0.4,
        rule_gain=4.0,
        gutter_gain=2.0,
        seam_link_cost=0.6,
        alike_gain=1.0,
        parts_cost=1.0,
        mixed_space_gain=0.0,
        space_gain=0.0,
        least_shift_gain=1.6,
        shift_over_cost=1.45,
        shift_room_cost=0.87,
        shift_blank_gain=-3.0,
    )


@dataclass(frozen=True, slots=True)
class ContinuityConfig:
    """What the evidence for a link is worth, in nats.

    mixed_languages       fragments of another language than the page's are scored by its model
    least_other_language, least_other_script   where there are so many of one, in the same script
                          or in another; lowered, tables of names are taken for a language (dev)
    foreign_cost          nats of a sentence over two languages, of a paragraph half; raised, boxes
                          are kept apart
    band_back, band_forward   neighbours in the dump for which links are computed
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
    break_odds_cjk, break_odds    logistic regression of a paragraph's end between neighbours, on:
                          constant, n-gram gain, encoder gain, n-gram evidence for a break, full
                          stop, no mark at the end, room left, stop and room, indented, flush,
                          closing mark or lower case at the start, own n-gram. Fitted at true
                          joints of typeset dev and synthetic pages, headings and captions
                          included (7,400 and 15,200): F1 is 0.90 (cjk) and 0.84; on pages left
                          out of the fit 0.90 and 0.83 (before 0.90 and 0.80). For cjk the mean of
                          this fit and of one to dev pages alone, which tesseract's pages prefer
    own_order_cjk, own_order      longest n-gram of the dump's own lines, in units of the model
    own_gains_cjk, own_gains      for a joint whose n-gram of 0, 1, 2... units stands in a line
    double_likeness, double_characters, double_most_texts, double_cost   two readings of one line
                          are not one sentence: from which likeness (0..100), for lines and dumps
                          of which size, and what it costs
    slack_cells_cjk, slack_share  room left at the end of a line that says that it ended early
    early_end_cost, early_end_gain, full_end_cost   what that says for a sentence, for a paragraph
    stop_end_gain, no_stop_cost   a full stop at the end, or none
    open_gain             an opening bracket or quotation mark at the end: the sentence goes on
    indent_em, indent_cost, indent_gain, flush_cost an indented or flush start
    closed_start_cost     a paragraph starts with closing punctuation
    lower_after_stop_cost, lower_start_cost   lower-case letters where a sentence should start
    hyphen_gain           a broken word goes on with a lower-case letter
    known_word_gain       and its halves make a word that the model knows; raised, halves that
                          make one by chance are joined over columns
    longest_word, longest_compound   letters of the longest word, and of that of a language with
                          compounds; a longer run of letters that is no word lost its blanks
    least_lost_share      letters in such runs, as a share, above which words are parted for
                          scoring; at 0.02 one page in eight that lost hardly any is worse for it
    least_parted          letters of the shortest run that is parted then; 5 and 8 are alike
    unknown_letter_cost   for each letter of a piece that is no word; raised, names are parted
    """

    mixed_languages: bool = True
    least_other_language: int = 8
    least_other_script: int = 3
    foreign_cost: float = 3.0
    band_back: int = 8
    band_forward: int = 33
    ngram_weight: float = 0.45
    ngram_weight_small: float = 0.85
    ngram_weight_alone: float = 1.0
    encoder_weight: float = 0.55
    encoder_paragraph_weight: float = 0.3
    unseen_mix: float = 0.12
    gap: float = -3.5
    least_break: float = -6.0
    break_weight: float = 0.22
    break_cost: float = 1.2
    break_odds_cjk: tuple[float, ...] = (
        *(-1.35, -0.39, -0.42, 0.7, 0.39, -0.79, 2.79, 0.67, 1.81, -0.52, -0.06, 0.06, -0.33),
    )
    break_odds: tuple[float, ...] = (
        *(-3.51, -0.39, -0.29, 0.58, 0.42, -0.15, 3.4, 0.99, 4.25, -1.33, 0.0, -1.5, -0.35),
    )
    own_order_cjk: int = 4
    own_order: int = 3
    own_gains_cjk: tuple[float, ...] = (0.0, 0.0, 0.2, 0.8, 2.0)
    own_gains: tuple[float, ...] = (0.0, 0.0, 0.25, 1.1)
    double_likeness: float = 88.0
    double_characters: int = 8
    double_most_texts: int = 600
    double_cost: float = 4.0
    slack_cells_cjk: float = 2.2
    slack_share: float = 0.08
    early_end_cost: float = 1.3
    early_end_gain: float = 1.2
    full_end_cost: float = 0.3
    open_gain: float = 0.5
    stop_end_gain: float = 0.2
    no_stop_cost: float = 1.8
    indent_em: float = 1.2
    indent_cost: float = 2.1
    indent_gain: float = 1.6
    flush_cost: float = 1.0
    closed_start_cost: float = 4.0
    lower_after_stop_cost: float = 3.0
    lower_start_cost: float = 3.0
    hyphen_gain: float = 1.5
    known_word_gain: float = 2.5
    longest_word: int = 15
    longest_compound: int = 24
    least_lost_share: float = 0.04
    least_parted: int = 5
    unknown_letter_cost: float = 1.0


@dataclass(frozen=True, slots=True)
class RegionsConfig:
    """What says that a row stands across the columns, in nats.

    spans_prior   of any fragment
    wide_share, wide_gain   wider than this share of the usual column
    mark_gain     a markdown heading mark, and no full stop at the end
    blank_gain    a blank line above, and no full stop at the end

    And what may be a line of a heading inside a column (`linking/scoring.py`):

    heading_share  narrower than this share of its column; raised, more lines of the text are
    heading_row_fragments   where rows hold more fragments than this, in the mean, it is not asked

    And what says that a region begins at a row, by a logistic regression over rows of 1,177 dumps:

    rows_of_width, rows_around   fragments above and below whose widths are compared; and those
                      whose places and numbers in a row are
    change_gain, rare_change_gain  of the log of the ratio of both widths, which counts up to
                      `most_change`; and, from `least_change`, of -log of the share of the page's
                      rows with as great a change
    rare_end_gain, rare_pair_gain, rare_begin_gain  of -log of the share of the page's rows that are
                      so, where the row above holds fewer lines than those around, where both rows
                      do, and where the row itself does
    place_gain        of the share of the lines below that begin at places where none above does,
                      within `place_slack` characters
    usual_odds        what all of these come to at most rows, which says nothing
    """

    spans_prior: float = -3.0
    wide_share: float = 1.3
    wide_gain: float = 7.0
    mark_gain: float = 4.0
    blank_gain: float = 1.0
    heading_share: float = 0.68
    heading_row_fragments: float = 1.3
    rows_of_width: int = 12
    rows_around: int = 16
    change_gain: float = 2.0
    rare_change_gain: float = 0.75
    least_change: float = 0.1
    most_change: float = 1.2
    rare_end_gain: float = 1.35
    rare_pair_gain: float = 0.65
    rare_begin_gain: float = 0.5
    place_gain: float = 3.0
    place_slack: float = 3.0
    usual_odds: float = 1.5


@dataclass(frozen=True, slots=True)
class UnshuffleConfig:
    """The costs of the search for columns, in nats (a link of 1 is worth 1).

    beam             states kept; raised, slower
    ways             searches that are run at once, each as factors of the costs of opening and of
                     passing over: as set, fewer columns, freer turns, strict turns. More: slower
    max_streams      columns that can be open at a time
    open_cost        a column opens near the top of a region; raised, columns are missed
    late_open_cost   a column opens further down
    fresh_fragments  how many fragments count as the top of a region
    region_cost      all columns end and a new region begins; raised, articles run into each other
    pass_costs       a column is passed over, for the 1st, 2nd... time in a row
    x_pass_share     share of these costs for a fragment whose place is seen
    heading_pass_share   share of them for a column that ends with what may be a line of a heading,
                     once for each other column; raised, headings are taken from the columns they
                     head; lowered, columns cross over below short lines
    halves_share     two fragments running, no wider together than this share of their column, are
                     halves of one line and one turn; raised, two short lines count as one; 0: off
    foot_rows        rows before the end of a page from which passing over costs less, as columns
                     end at different rows; raised, turns count less on short pages
    foot_share       share of that cost that is left at the end; raised, a short column takes the
                     last lines of another
    ended_after      passed over so often, a column counts as ended
    return_cost      an ended column goes on
    same_row_cost    two fragments of a row stand in the wrong order of columns
    far_link         the link of a fragment to a foot further back than links are computed
    x_tolerance      character columns within which two fragments start at the same place
    x_bonus           for starting there
    x_far_share, x_cost   share of a usual fragment's length that is far off; what that costs
    wider_than, wider_by, wider_cost, narrower_cost  a fragment does not fit the column's width
    width_memory     share of a column's width that is remembered from fragment to fragment
    """

    beam: int = 40
    ways: tuple[tuple[float, float], ...] = ((1.0, 1.0), (1.55, 1.0), (1.0, 0.6), (1.0, 1.5))
    max_streams: int = 7
    open_cost: float = 3.5
    late_open_cost: float = 6.0
    fresh_fragments: int = 8
    region_cost: float = 11.0
    pass_costs: tuple[float, ...] = (3.0, 1.5, 0.7, 0.4, 0.2, 0.1, 0.05)
    x_pass_share: float = 0.5
    heading_pass_share: float = 0.25
    halves_share: float = 1.03
    foot_rows: float = 4.0
    foot_share: float = 0.25
    ended_after: int = 4
    return_cost: float = 1.0
    same_row_cost: float = 3.0
    far_link: float = -3.0
    x_tolerance: float = 2.0
    x_bonus: float = 1.0
    x_far_share: float = 0.6
    x_cost: float = 8.0
    wider_than: float = 1.2
    wider_by: float = 3.0
    wider_cost: float = 2.0
    narrower_cost: float = 0.5
    width_memory: float = 0.98


@dataclass(frozen=True, slots=True)
class ChainConfig:
    """How columns, regions and blocks are put one after the other, in nats.

    boundary_from     a row may divide a region where its log-odds of spanning it exceed this
    boundary_cost     what a division must gain in links and turns, where nothing says that a
                      region begins there
    most_boundaries, boundaries_looked_into   rows of a region that are tried; of which, best links
                      first, the turns are counted that they save
    header_cost       fragments above the columns are parted from the first of them
    longest_header    fragments above the columns that may be parted from the first of them
    most_exchanges, most_exchanges_tried, least_exchange_gain   of the exchange of tails and
                      blocks: rounds, candidates of a round that are looked into, what one must gain
    most_ways         finds of the search for columns that are carried to a finished order; raised,
                      slower
    turns_share       share of the costs of turns in the objective that chooses among these; raised,
                      columns in turns win over columns that read well
    parts_cost        price of a region of several columns there; raised, articles below one another
                      are read as one
    rotation_cost, rotation_link   price of a headline over a column that is not the first in the
                      rows, where their link is below that; raised, the heading of an article that
                      begins in a later column is taken for one across the page
    inversion_cost    what reading all columns in reverse gains for each pair of columns that was
                      not read as the rows have it
    late_inversion_cost  a column that opens late and whose lines all have rows of their own is read
                      elsewhere, for each column that it passes; raised, a column under a picture
                      stands where its turns are
    again_region, again_least, again_below  small regions have at most so many fragments; so many
                      together, with joints of less than this in the mean, are searched anew
    again_share, again_poor_share  share of a part's fragments that are seen otherwise by the width
                      of its own columns, and of its joints that do not read, to search it anew
    again_most        a part with more of the page's fragments than this share is not: its search
                      was the page's; lowered, faster
    again_gain        how much the page must gain by it; raised, errors of the first search stay
    most_divisions, division_signs, division_apart, least_divided  places where a part is searched
                      in two; nats that must speak for one; fragments between two of them, and that
                      either half must have
    largest_divided   fragments of the largest part that is searched in two: bounds time
    longest_head      fragments before such a place that may be the head of the lower half
    division_gain     how much the page must gain by it; lowered, columns are cut in two
    weak_link, rival_slack  a link below the first, or below its best rival less the second, may
                      be cut when segments are put in order
    most_segments     segments that are permuted together: bounds time and memory
    most_moves        block moves tried in one window
    run_gain          a column's next line follows; chain_gain: the next column follows in a region;
    region_gain       the next region follows: what a block move must outbid
    first_gain, last_gain  what another first or last segment must outbid
    least_move_gain   what a move must gain, all in all
    columns           "ltr": columns are read in the order in which they stand in the rows; "rtl":
                      in reverse, as in vertical Chinese; "auto": in reverse where the links gain
                      enough by it, page by page
    rtl_cost, rtl_cost_vertical   nats that all columns in reverse must gain; of a page with forms
                      of marks that vertical setting alone has, or in a script that is written from
                      right to left. Raised, such pages are read as they came. Pages read from left
                      to right gain 9 at most (dev), others 5 in the mean and 17 at most (synthetic)
    """

    columns: str = "auto"
    rtl_cost: float = 16.0
    rtl_cost_vertical: float = 3.0
    boundary_from: float = -10.0
    boundary_cost: float = 1.0
    most_boundaries: int = 400
    boundaries_looked_into: int = 8
    header_cost: float = 4.0
    longest_header: int = 12
    most_exchanges: int = 20
    most_exchanges_tried: int = 24
    least_exchange_gain: float = 1.5
    most_ways: int = 4
    turns_share: float = 0.9
    parts_cost: float = 2.0
    rotation_cost: float = 1.0
    rotation_link: float = 0.0
    inversion_cost: float = 9.0
    late_inversion_cost: float = 2.0
    again_region: int = 12
    again_least: int = 10
    again_below: float = 1.2
    again_share: float = 0.05
    again_poor_share: float = 0.1
    again_most: float = 0.95
    again_gain: float = 3.0
    most_divisions: int = 2
    division_signs: float = 4.0
    division_apart: int = 4
    least_divided: int = 6
    largest_divided: int = 600
    longest_head: int = 3
    division_gain: float = 5.0
    weak_link: float = 0.0
    rival_slack: float = 99.0
    most_segments: int = 120
    most_moves: int = 60
    run_gain: float = 8.0
    chain_gain: float = 3.0
    region_gain: float = 4.0
    first_gain: float = 6.0
    last_gain: float = 1.0
    least_move_gain: float = 0.5


@dataclass(frozen=True, slots=True)
class PathConfig:
    """The path search, for dumps whose columns do not take turns; in nats.

    most_fragments    it is tried up to this size: memory grows with the square
    block_row_fragments   it is tried where a row holds more lines than this (mean over lines):
                      blocks joined into rows; 12 on a seed-like dump, at most 7 on rows of
                      columns (dev)
    least_advantage   nats a fragment by which it must be better than the columns: 0.6 on a
                      seed-like dump, at most 0.25 on pages of which a part is in columns
    starts            other first priors (`broad_scale`, `far_share`) with which the search is made
                      again where the path is taken; the best is kept. More are slower
    rounds            solutions, each with a prior on jumps learned from the one before
    broad_scale, far_share   the first prior: how fast it falls, share of jumps of any length
    prior_weight      jumps that the broad prior counts for beside the learned ones
    start_prior, first_gain  log-odds of being first or last; of the dump's first being first
    sinkhorn_rounds, least_log_p   of the doubly stochastic matrix; edges below are not taken
    most_moves, least_gain, weak_step, longest_block   of the block moves
    """

    most_fragments: int = 260
    block_row_fragments: float = 7.5
    least_advantage: float = 0.4
    starts: tuple[tuple[float, float], ...] = ((1.0, 0.2), (1.0, 0.4), (2.0, 0.4))
    rounds: int = 3
    broad_scale: float = 2.0
    far_share: float = 0.2
    prior_weight: float = 12.0
    start_prior: float = -2.0
    first_gain: float = 4.0
    sinkhorn_rounds: int = 25
    least_log_p: float = -9.0
    most_moves: int = 40
    least_gain: float = 0.3
    weak_step: float = -1.0
    longest_block: int = 24


@dataclass(frozen=True, slots=True)
class BlocksConfig:
    """Blocks of several printed rows that were displaced; in nats.

    least_fragments   lines in the row of the dump in which a line stands (mean over lines), from
                      which rows may be blocks
    least_blank_share rows with a blank line above, as a share, from which they may be
    most_fragments    tried up to this size: memory grows with the square
    alone             log-odds that a line goes on in none
    join_from         log share of a link among its rivals from which it counts for two blocks
    keep_gains        for staying neighbours; each is tried
    rounds            orders of the blocks, each with what the columns of the one before say; a
                      third changed nothing on 48 seed-like pages
    move_cost         price of two blocks that are neighbours no more; raised, blocks stay displaced
    slack             nats that the order may be worse than one of the dump as it stands, which has
                      fewer joints of columns behind it: it was right up to 16 on seed-like pages,
                      and wrong at 40
    most_moves, least_move_gain   of the search for the sequence
    """

    least_fragments: float = 3.0
    least_blank_share: float = 0.8
    most_fragments: int = 400
    alone: float = -1.0
    join_from: float = -5.0
    keep_gains: tuple[float, ...] = (0.75, 1.5, 3.0)
    rounds: int = 2
    move_cost: float = 3.0
    slack: float = 20.0
    most_moves: int = 60
    least_move_gain: float = 0.5


@dataclass(frozen=True, slots=True)
class DisplacedConfig:
    """Page of running text in one column that were torn and displaced; in nats.

    Set on 160 pages of displaced pieces and 4,407 clean texts with blank lines put in.

    most_pieces       between blank lines, up to which they are tried: time grows with the cube
    least_rows        rows a piece, as a mean, from which they are running text; lowered, lists of
                      short items are sorted
    full_share        a sentence breaks off at the end of a line from this share of the column's
                      width on; lowered, headings and last lines go on somewhere
    keep_gain         for staying neighbours
    most_link         what one joint counts for at most
    most_paragraph    and one at which a paragraph ends; raised, whole paragraphs compete for places
    least_advantage   of a new joint over either that it parts
    least_gain        of all joints over those of the dump
    least_new_link, most_parted_link   mean of the new joints, and of those that they part: lowered
                      or raised, clean texts are moved; the other way, fewer pages are mended
    """

    most_pieces: int = 200
    least_rows: float = 2.5
    full_share: float = 0.85
    keep_gain: float = 1.5
    most_link: float = 6.0
    most_paragraph: float = 1.0
    least_advantage: float = 2.0
    least_gain: float = 8.0
    least_new_link: float = 2.5
    most_parted_link: float = -2.0


@dataclass(frozen=True, slots=True)
class ListingConfig:
    """Lines of one column that are listed otherwise than they are read; in nats.

    most_rows         tried up to this size: memory grows with the square
    least_near_share, near_slack   share of the rows that must read on in a neighbour, before or
                      after them: half of swapped ones do, in columns few. Less by the slack over
                      the root of the rows: on short pages it varies. Raised, fewer pages are
                      mended; lowered, slower, and columns are taken for swapped lines
    least_advantage   nats a joint by which the page must read better than in columns, where these
                      pass their gate: 0.3 and more on swapped lines
    turn_cost         what turning round a stretch of rows must gain; raised, fewer swapped lines
                      are found, lowered, headings and last lines are exchanged
    tier_cost         the same of a stretch of three and more that begins where no tier is likely
                      to: neither at the top (`most_above_tiers` rows at most) nor at about a half
                      or a third of the rows; lowered, one tier is read as two
    blank_tier_cost   and of one under a blank line, where the page has no more than
                      `most_blank_tiers`; raised, two tiers are read as one
    end_share         of what lines are worth as the first and the last of a text: a page may begin
                      in mid-sentence
    border_cost       beside that, for each end of a stretch of three and more that meets a row
                      which stays; lowered, the first or last line of a tier is left behind
    stay_cost, pairs_cost   what two rows that stay cost on a page where swapped pairs are the rule,
                      and what saying that they are must gain; raised, pairs that were not swapped
                      are, or fewer pages are seen to have that rule
    least_gain, least_mean_gain, least_mended_gain   as in `GateConfig`; lowered, lists are sorted
    least_new_link    mean of all joints, of the new ones, and of those of them within a sentence;
                      the same
    full_share, least_full_share   so large a share of the joints that the order parts must stand
                      behind lines that are as wide as this share of their column and end no
                      sentence; lowered, headings and items of lists are sorted
    full_line_cost    log-odds against a paragraph's end between two vertical lines that are full;
                      raised, paragraphs whose last line is full run on in the next
    least_grid_gain   nats a character by which the columns of a grid must read better than its
                      rows: at least 1.8 in vertical texts, at most -2 in others
    """

    most_rows: int = 240
    least_near_share: float = 0.42
    near_slack: float = 0.8
    least_advantage: float = 0.3
    turn_cost: float = 3.5
    tier_cost: float = 10.0
    most_above_tiers: int = 2
    blank_tier_cost: float = -2.0
    most_blank_tiers: int = 2
    end_share: float = 0.3
    border_cost: float = 6.0
    stay_cost: float = 2.0
    pairs_cost: float = 4.0
    least_gain: float = 12.0
    least_mean_gain: float = 1.5
    least_mended_gain: float = 10.0
    least_new_link: float = 0.0
    full_share: float = 0.85
    least_full_share: float = 0.55
    full_line_cost: float = 1.0
    least_grid_gain: float = 0.5


@dataclass(frozen=True, slots=True)
class GateConfig:
    """When a page is left alone.

    least_gain        what the new order must gain over the dump's own, in nats, all in all
    least_mean_gain   and for each joint that it changes
    least_torn_share  share of the changed joints at which the dump was inside a sentence
    least_mended      mean log-odds that a sentence goes over the new joints
    least_mean_mended_gain, least_mended_gain   how much that is more than over the old ones, for
                      each such joint and summed. Raised, short or badly recognised dumps are left
                      scrambled; lowered, lists and tables are sorted. On 150 dumps of the dev pages
                      the sum is above 58, but for badly read ones; on 87 clean texts below 20
    least_short_gain, least_short_mended, least_short_share   that sum is enough from here, too,
                      where sentences over the new joints are as likely as this and so large a share
                      of the dump's neighbours is parted: short dumps. Of 12,000 short texts in
                      order, lists and clauses by the line among them, none is so; at half of
                      the neighbours two are
    well_rows, well_link, most_loss   columns are not sought where the links of no so many rows in a
                      row fall below `well_link` by more than this many nats a row. Of 1,349 damaged
                      dumps of more rows the least has 0.58, of 252 in which a part was read across
                      0.39; seven in ten texts in order have less. Raised, pages that are damaged in
                      part are left so; lowered, texts in order take longer
    well_end_weight, well_full_share   what such a loss counts for behind a row that ends a
                      sentence, or that is narrower than this share of its column; raised, fewer
                      texts with many headings or clauses by the line are known to be in order
    most_markup_share share of rows with marks of lists, tables, code above which nothing is moved
    least_seen_share, least_full_share, full_share, least_torn_seen   without a model, gutters alone
                      are enough from these shares of lines that show their column, of lines so wide
                      beside it, and of changed joints inside a sentence. Lowered, tables of long
                      cells and columns of notices are sorted
    seen_mean_gain, seen_mended, seen_mended_gain   what `least_mean_gain`, `least_mended` and
                      `least_mended_gain` are where blank strips show the columns. Lowered, tables
                      and lists of pairs are read down (of 100 such texts one has 1.4, 0.7 and 25);
                      raised, columns of few lines and of lists stay torn
    seen_counted      items that must count on down such columns, more than across, to prove them
                      alone; lowered, rows of numbered cells are read down
    like_certainty    what a page must gain is divided by this where one beside it in the document
                      was put in order, and it has such columns too, if it has any. Raised, fewer
                      short last pages are left as they were; lists on such pages may be sorted
    seen_certainty    the same where the page shows the gutters of the other one
    like_columns, like_width   columns are such that begin this near to those of the other page, or
                      where that is not seen, whose width differs by this share. Raised, tables and
                      lists between pages of columns are taken for such, too
    unlike_certainty, unlike_pages   and by this on a page, the only one to be put in order of a
                      document of so many pages or more. Lowered, fewer texts of many pages lose one
                      to a mistake, and single pages in columns among others are left
    """

    least_gain: float = 8.0
    least_mean_gain: float = 0.7
    least_torn_share: float = 0.4
    least_mended: float = -0.25
    least_mean_mended_gain: float = 0.5
    least_mended_gain: float = 30.0
    least_short_gain: float = 12.0
    least_short_mended: float = 0.3
    least_short_share: float = 0.6
    well_rows: int = 16
    well_link: float = 0.0
    most_loss: float = 0.3
    well_end_weight: float = 0.4
    well_full_share: float = 0.8
    most_markup_share: float = 0.3
    least_seen_share: float = 0.75
    least_full_share: float = 0.5
    full_share: float = 0.85
    least_torn_seen: float = 0.7
    seen_mean_gain: float = 1.2
    seen_mended: float = 0.1
    seen_mended_gain: float = 6.0
    seen_counted: int = 3
    like_certainty: float = 4.0
    seen_certainty: float = 20.0
    like_columns: float = 3.0
    like_width: float = 0.15
    unlike_certainty: float = 0.6
    unlike_pages: int = 4


@dataclass(frozen=True, slots=True)
class AssemblyConfig:
    """How neighbours are judged, and how certain that is.

    paragraph_prior   log-odds of a paragraph break against a sentence that goes on
    trees_share_cjk, trees_share   how far those of the two lines alone move towards what the trees
                      say that see the lines around (docs/models.md); 1: all the way. With less,
                      page-wide habits (indents, ragged lines) count for less
    trees_reach       nats by which they are moved at most
    heading_odds      weights of the logistic regression for the chance that lines are a heading, of
                      `assembly.headings.FEATURES`. Fitted by `tools/fit_headings.py` on made pages
                      with and without headlines, among these such as go on from another page
    heading_from      log-odds from which they are one; raised, fewer headings are found, and fewer
                      lines torn off that are none
    heading_inside    log-odds that it takes more inside the text than at the top of a page or above
                      columns: what is none is torn off at both its ends. Raised, fewer sub-headings
                      are found, and fewer sentences torn
    above_columns_gain, most_above_columns   log-odds that a paragraph ends, too, where up to so
                      many lines above columns meet the first of these: of 440 such joints 427 are
                      ends (dev, made pages), of 65 that look like none by up to 4 nats 61
    page_link         log-odds above which a sentence that runs on over a page end is printed so
                      (at 1 and 2 0.43 and 0.16 of 590 true ones, and 13 and 2 of as many false)
    caption_lines     a caption has at most this many lines
    gap_below_cjk, gap_below   chance below which a joint of a page whose columns were put in order
                      is a gap, in Chinese and Japanese and in scripts with spaces. Raised, fewer
                      wrong splices and more torn lines: of 14,000 and 21,000 joints of generated
                      pages left out of the fit, at 0.2, 0.4, 0.5, 221, 426, 525 and 238, 458, 591
                      false ones become gaps, and 39, 145, 257 and 65, 170, 282 right ones
    gap_below_lone    the same where the order was changed and no column stands behind it (path
                      search). At 0.5 and 0.6 4,069 and 3,962 of 4,501 such joints are printed, 265
                      and 209 of them wrong (Chinese), and 6,340 and 6,024 of 7,529, 733 and 597
                      wrong (English, German, French; seed-like pages without the order of blocks)
    confidence_odds_cjk, confidence_odds   weights of the logistic regression for a joint's chance,
                      of the features of `assembly.confidence.FEATURES`, in the same two kinds of
                      scripts. Fitted (`tools/fit_confidence.py`) on `bench/confidence.py`;
                      of documents left out the calibration error is 0.02, and a right joint is
                      above a false one in 89 of 100 pairs
    confidence_odds_kept   the same on a page that is left alone, of the first four features
    confidence_lone_cjk, confidence_lone   log-odds of a joint that the path search made, beside
                      those, and for each nat of its link up to `confidence_lone_cap`
    confidence_total_cap   links above it, in nats, count as much
    confidence_sure   estimated chance from which on a joint is said to be more than 0.9 certain.
                      Raised, fewer false joints are among those (pages left out of the fit, at
                      0.97, 0.98, 0.99: 7, 5, 2 in 1,000), and fewer right ones (51, 45, 37 % of
                      all)
    doubtful_below    confidence below which a joint is called doubtful
    """

    paragraph_prior: float = 0.0
    trees_share_cjk: float = 1.0
    trees_share: float = 0.5
    trees_reach: float = 6.0
    heading_odds: tuple[float, ...] = (
        -1.05,
        0.63,
        0.13,
        -2.33,
        -0.79,
        -0.76,
        -2.61,
        0.62,
        -0.16,
        0.35,
        0.15,
        -0.19,
        -3.14,
        -0.43,
        -2.19,
        0.25,
        -0.23,
        0.47,
        -0.32,
        -0.69,
        1.48,
        1.95,
        -1.1,
        -3.66,
        0.0,
        0.56,
        -0.48,
        0.56,
        0.03,
        0.81,
        -0.94,
        -0.58,
        -1.57,
        0.01,
        0.09,
        3.17,
        0.77,
        0.42,
    )
    heading_from: float = 0.0
    heading_inside: float = 0.35
    page_link: float = 1.0
    above_columns_gain: float = 4.0
    most_above_columns: int = 4
    caption_lines: int = 3
    gap_below_cjk: float = 0.4
    gap_below: float = 0.2
    gap_below_lone: float = 0.6
    confidence_odds_cjk: tuple[float, ...] = (
        -1.17,
        0.15,
        0.16,
        0.09,
        -2.0,
        -0.15,
        0.1,
        -0.21,
        -1.16,
        0.28,
        0.02,
        0.05,
        0.23,
        -0.4,
        -1.51,
        -0.67,
        0.72,
        0.57,
        3.21,
        5.02,
    )
    confidence_odds: tuple[float, ...] = (
        0.95,
        0.08,
        0.37,
        0.36,
        -2.23,
        -0.16,
        -0.02,
        -0.52,
        -0.75,
        0.26,
        0.04,
        0.08,
        0.2,
        -0.11,
        -0.84,
        -0.71,
        0.25,
        0.34,
        6.47,
        5.65,
    )
    confidence_odds_kept: tuple[float, ...] = (0.85, 0.345, 0.07, 0.49)
    confidence_lone_cjk: tuple[float, float] = (-1.15, -0.09)
    confidence_lone: tuple[float, float] = (-1.34, -0.05)
    confidence_lone_cap: float = 3.0
    confidence_total_cap: float = 8.0
    confidence_sure: float = 0.99
    doubtful_below: float = 0.5


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """Which rules of text repair run, and what their evidence must be. "corpora" is the run of
    `bench/repair_rules.py --clean`: edits per 100,000 characters of clean text.

    fix_breaks        marks of the ends of blocks (djvutxt) become blank lines
    fix_mojibake      hand text that shows encoding damage to ftfy (extra `mojibake`)
    fix_composition   letters and combining marks become one character (NFC)
    fix_radicals      CJK radicals and compatibility ideographs become the characters they print
    fix_ligatures     ligature characters become letters
    fix_width         full-width letters and digits among half-width ones become half-width
    fix_markdown      heading and quotation marks in mid-sentence are removed
    fix_furniture     running heads and page numbers repeated over pages become asides
    fix_doubles       a line recognised twice becomes an aside; off: refrains look the same
    fix_joins         wrapped lines of a paragraph are joined; off: wrapping is no damage by itself
    fix_hyphens       broken words are made whole
    fix_blanks        blanks that were lost between words are put back, where many were
    fix_spaces        blanks that tear words or stand before punctuation are removed
    fix_punctuation   half-width marks in Chinese and Japanese sentences become full-width
    fix_confusions    characters taken for one another; off: it judges by likelihood alone
    fix_variants      "keep", or the variant of Chinese to print: "hans", "hant", "tw", "hk"
    most_rounds       times that all rules run, until none finds anything
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
    most_rounds: int = 8
    least_bond: float = 4.0
    least_pair_bond: float = 4.5
    least_blank_share: float = 0.1
    least_damaged_bond: float = 6.0
    most_lone: int = 3
    torn_share: float = 0.03
    torn_marks: float = 0.5
    segmented_density: float = 0.15
    torn_density: float = 0.04
    torn_piece: float = 2.5
    torn_pieces: int = 5
    torn_lone: float = 1.5
    torn_grammar: float = 4.0
    torn_mark: float = 6.0
    least_torn_gain: float = 8.0
    spaced_share: float = 0.5
    least_lone_share: float = 0.6
    least_mark_bond: float = 6.0
    least_word_log_p: float = -14.0
    hyphen_margin: float = 2.0
    least_whole_share: float = 0.5
    least_hyphen_bond: float = 0.5
    least_sentence: int = 8
    furniture_pages: int = 3
    furniture_share: float = 0.3
    furniture_likeness: float = 88.0
    double_likeness: float = 94.0
    double_characters: int = 12
    confusion_gain: float = 10.0
    confusion_side: float = 3.0
    full_line_share: float = 0.8
    full_stop_share: float = 0.93
    wrapped_share: float = 0.5
    widest_line: float = 120.0


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of `fix` and `repair`.

    min_confidence  the dial from bold (0) to cautious (1): a joint that is less certain than this
                    keeps the dump's order; raising it leaves more torn lines, lowering it splices
                    more wrongly
    mark_gaps       print `[...]` where the continuation of a sentence is lost
    layout          what is known of the pages: "auto", nothing; "keep", their order stays;
                    "columns" or "columns:3", they are in columns, which are cut and read also where
                    the gate would leave a page (docs/cli.md)
    """

    min_confidence: float = 0.0
    mark_gaps: bool = False
    layout: str = "auto"
    fragments: FragmentsConfig = field(default_factory=FragmentsConfig)
    seams: SeamsConfig = field(default_factory=SeamsConfig)
    spaced_seams: SeamsConfig = field(default_factory=_spaced_seams)
    continuity: ContinuityConfig = field(default_factory=ContinuityConfig)
    regions: RegionsConfig = field(default_factory=RegionsConfig)
    unshuffle: UnshuffleConfig = field(default_factory=UnshuffleConfig)
    chain: ChainConfig = field(default_factory=ChainConfig)
    path: PathConfig = field(default_factory=PathConfig)
    blocks: BlocksConfig = field(default_factory=BlocksConfig)
    gate: GateConfig = field(default_factory=GateConfig)
    displaced: DisplacedConfig = field(default_factory=DisplacedConfig)
    listing: ListingConfig = field(default_factory=ListingConfig)
    assembly: AssemblyConfig = field(default_factory=AssemblyConfig)
    repair: RepairConfig = field(default_factory=RepairConfig)
