"""Weights of how rows are cut: gutters, dirt, lines, places, cuts. In nats and half-width cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GutterWeights:
    """What tells a gutter from other blanks, and an indent from a column.

    reach_rows   rows above and below whose blanks say whether one is a gutter
    odds         that a wide run of blanks is a gutter: constant; log of its width in character
                 columns, and of that by the row's usual blank; share of the rows around with a wide
                 blank there, of these rows and of all with one that ends there; other wide blanks
                 of the row. The constant raised, stretched words of justified lines are cut
    prior        what is added: Chinese and Japanese lines are not stretched at blanks; 1 to 3 are
                 alike there, at 0 tesseract's pages lose 0.02 to 0.1 J
    least_cell   where gutters part narrower cells than this (median, half-width cells), they part
                 a table
    least_share  a larger share of the rows must have gutters for x-positions to count; lowered,
                 columns go wrong that a few rows show: 0.25 loses 0.004 J (dev)
    most_indent  character columns within which a start further right is an indent
    indent_window  fragments before and after that show where the column starts
    """

    reach_rows: int
    odds: tuple[float, ...]
    prior: float
    least_cell: int
    least_share: float
    most_indent: float
    indent_window: int


@dataclass(frozen=True, slots=True)
class DirtWeights:
    """What tells dirt that OCR read in a gutter from marks that are printed.

    junk_link           log-odds of one sentence from the line before marks that stand alone beside
                        a gutter to the next of its column, above which they are dirt
    least_dirty_rows    rows of a page with marks of sentences at a gutter, from which on these may
                        be dirt; raised, dirt of pages with little of it is printed
    dirt_gain           log-odds by which a sentence must read on better without such a mark, with
                        the binary logarithm of these rows as a multiple of the least, for it to be
                        dirt; raised, more dirt is printed, lowered, more marks of the text are lost
                        (dev: of 690 such marks tesseract read 670 are dirt, 640 of them go)
    """

    junk_link: float
    least_dirty_rows: int
    dirt_gain: float


@dataclass(frozen=True, slots=True)
class LineWeights:
    """How well the width of a line fits its column.

    over_cells, over_share      how much wider than its column a line may be: its slack
    over_reach                  slacks beyond the column up to which parts of a row are tried as
                                lines; raised, rows of two short lines stay whole, and slower
    ragged_cells, ragged_share  how much narrower a full line may be
    full_spread                 a full line at the edges of what is one costs so much
    span_cost                   a row as a whole that is wider (a headline over columns); raised,
                                headlines are cut
    short_cost, short_stop_cost a line that ends early, in mid-sentence or with a full stop
    indent_cells, indented_cost a first line, shorter by its indent
    """

    over_cells: float
    over_share: float
    over_reach: float
    ragged_cells: float
    ragged_share: float
    full_spread: float
    span_cost: float
    short_cost: float
    short_stop_cost: float
    indent_cells: float
    indented_cost: float

    def slack(self, column: float) -> float:
        """How much wider than its column a line may be, in half-width cells."""
        return self.over_cells + self.over_share * column

    def widest(self, column: float) -> float:
        """The widest part of a row that is tried as a line of its column, in half-width cells."""
        return column + self.over_reach * self.slack(column)


@dataclass(frozen=True, slots=True)
class ColumnWeights:
    """Which widths the columns of a page have.

    least_votes, least_vote_share   lines that must share a width for it to be a column's; the
                                second in scripts with spaces
    guess_cost                  price of a column width that no single line shows
    multiple_gain, multiple_cells   a row is a whole number of columns wide, within cells a column

    And by which rows are explained as whole numbers of columns (Chinese, Japanese):

    spread            standard deviation of a full line's width, in half-width cells
    other_share, other_part_share   rows that no column explains, as a share, and pieces between
                      blanks; raised, narrow columns are missed
    least_gain, least_local_gain   nats that a width must bring on the page, and on a part of it;
                      raised, columns of small articles are missed; lowered, slower
    """

    least_votes: int
    least_vote_share: float
    guess_cost: float
    multiple_gain: float
    multiple_cells: float
    spread: float
    other_share: float
    other_part_share: float
    least_gain: float
    least_local_gain: float


@dataclass(frozen=True, slots=True)
class PlaceWeights:
    """Where a row may be cut, and how likely a gutter is there.

    fused_from                  a row this many columns wide may be fused
    cohesion_knots, cohesion_odds   log-odds of a seam by what the n-gram model says of the row
                                (mutual information over the cut), interpolated: measured at true
                                seams against the best of three places inside lines (dev, zh)
    space_gain                  a space between two CJK characters
    mixed_space_gain            a space between a CJK and another character
    number_gain                 a space between the end of a clause and a number (CJK)
    closed_start_cost           a cut before a mark that begins no line (kinsoku; CJK); lowered,
                                sentences lose their commas to another column
    blank_odds_from             log-odds that blanks are cut, and that cuts are at blanks, above
                                which rows are cut again with them (Chinese, Japanese). From 0 to 1
                                all pages but one are the same; at 1.5 collapsed gutters lose 0.03 J
                                in traditional Chinese, at -9 RapidOCR's fused rows stay whole
    hyphen_gain                 a blank after a hyphen, where a word was broken at a line's end;
                                raised, rows are cut at dashes
    rule_gain                   a mark that OCR reads for the rule between columns, at a cut;
                                raised, rows of tables and of old type are cut at specks
    gutter_gain                 a gutter, beside its own odds
    margin_weight               weight of what a dump's own margins tell of where lines begin and
                                end (scripts with spaces), against the n-gram model
    """

    fused_from: float
    cohesion_knots: tuple[float, ...]
    cohesion_odds: tuple[float, ...]
    space_gain: float
    mixed_space_gain: float
    number_gain: float
    closed_start_cost: float
    blank_odds_from: float
    hyphen_gain: float
    rule_gain: float
    gutter_gain: float
    margin_weight: float


@dataclass(frozen=True, slots=True)
class ReadingWeights:
    """Whether rows go on in the next row, so that none was fused.

    neighbour_knots, neighbour_odds   log-odds by how the left part goes on in some part below, and
                                the right part from some above, at true lines against random ones
    least_cut_gain, least_row_gain   where rows read on by a little, or all but a stretch of them,
                                what cutting must gain, in all or by row; lowered, clean text is
                                cut. Of 404 pages in order in scripts with spaces two gain anything,
                                2 at most; Chinese ones up to 4.5
    """

    neighbour_knots: tuple[float, ...]
    neighbour_odds: tuple[float, ...]
    least_cut_gain: float
    least_row_gain: float


@dataclass(frozen=True, slots=True)
class LatticeWeights:
    """How well a part of a row goes on in a part of the next one.

    link_weight                 weight of the n-gram model's mutual information from a part of a row
                                to one of the next; raised, rows are cut too often
    encoder_weight              weight of the encoder in that (scripts with spaces; in Chinese it
                                brings nothing)
    encoder_loss                weight of the encoder against a cut: the left part may go on in the
                                right one. 0.1 to 0.3 are alike
    least_link, most_link       bounds of all three
    link_cost                   price of each such joint: that of the best of several places is high
                                by chance
    alike_gain, alike_share     parts one above the other that are as wide, within a share of their
                                width; raised, cuts follow widths
    parts_cost                  price of a part more or less than in the row before; raised, gaps in
                                a column are filled with words of the next
    switch_cost                 price of another column width from one row to the next
    """

    link_weight: float
    encoder_weight: float
    encoder_loss: float
    least_link: float
    most_link: float
    link_cost: float
    alike_gain: float
    alike_share: float
    parts_cost: float
    switch_cost: float


@dataclass(frozen=True, slots=True)
class ShiftWeights:
    """Where a cut belongs once the order is known, and how sure that is.

    most_soft_blank   blanks at a cut up to which it may move; raised, gutters move
    below             the worse link of a cut's two parts below which the cut may be moved (of cuts
                      that are off nine in ten are below 0.5, of all two in five); raised, more time
                      for little
    least_gain        log-odds that a cut belongs where it was made, against another place; raised,
                      cuts stay where they were guessed. This and the next four are fitted together
                      on 14,000 cuts of 81 articles (conditional logistic regression): what a place
                      is worth is also how sure it is
    link_weight       weight of the links of both parts, less what holds the row together there;
                      raised, the words tell more than the widths, and all is surer
    over_cost         price of each slack by which a part is wider than the full lines around it in
                      reading order; raised, ragged lines lose a word
    room_cost         price of each slack of room that a line leaves for the first word of the next
                      one; raised, lines before a long word take one too many
    blank_gain        log-odds of a blank, against a place without one
    """

    most_soft_blank: int
    below: float
    least_gain: float
    link_weight: float
    over_cost: float
    room_cost: float
    blank_gain: float


@dataclass(frozen=True, slots=True)
class RecutWeights:
    """What cuts a wide part of a row again, by the parts of the rows around (Chinese, Japanese).

    wide_from   times the usual width of the parts around from which one is wide; raised, fused
                short lines stay
    alike_gain  a part as wide as another nearby; raised, widths outweigh words
    cost        price of such a cut; raised, fused rows stay, lowered, whole lines are cut
    more_cost   price of each line more that a part may still be cut into; from `span_cost` of a
                line on no part is several lines, 2 and 2.5 are alike (dev)
    """

    wide_from: float
    alike_gain: float
    cost: float
    more_cost: float


@dataclass(frozen=True, slots=True)
class BoxWeights:
    """What makes one line of words that were boxed apart (scripts with spaces).

    cost                price of neighbours that become one line; raised, lines stay parted. 0.5
                        to 3.5 give the same J (dev and synthetic pages)
    least_gain          what the n-gram model must say of such a joint; lowered, short lines of two
                        columns become one
    least_single_share  fragments alone in their row, as a share, from which a dump is of boxes
    """

    cost: float
    least_gain: float
    least_single_share: float


@dataclass(frozen=True, slots=True)
class FrameWeights:
    """What parts a page whose words have boxes; in nats a line, and cells of the body's type.

    least_gain     what all lines together must say of a strip that parts columns; lowered, words
                   that line up by chance part a column
    least_column   narrowest column: narrower ones are labels and figures
    body_size      type from this size on, the body's being 1, is not two lines of it in one box
    large_size     and from this on it is a headline's, which ends columns
    headline_cost  against a strip that runs through a headline
    printed_cost   against one that runs through a word
    unread_cost    against one that runs through a line of one box, where no model reads it
    boxed_gain     for one between two boxes of lines: an engine that boxes lines saw a gap there
    gap_gain       for each cell by which a gap is wider than the usual blank
    gap_prior      what speaks against any gap; raised, narrow gutters are missed
    gap_cost       the most that a narrow gap, or one beside few like it, costs
    gap_most       the most that a wide one brings
    usual_share    the share of the lines around that have a gap at the same place by chance
    begin_gain, begin_most  for gaps at whose right edge most lines around begin, too: by the
                   logarithm of their share, and the most that it brings; raised, words that line
                   up part a column, lowered, gutters as wide as blanks are missed
    end_gain, end_most      the same for what ends at their left edge
    bond_weight    what a box of a line says of where it is two, by its words
    fused_cost     what speaks against any such place
    cut_gain, whole_cost    for places at which the text by itself is cut, and against all others
                   where it is cut somewhere; raised, what the text misreads stays misread
    begins_gain, ends_gain  for places at which a line near ends that begins with the box, or one
                   begins that ends with it, up to two of each
    unlike_cost    what speaks against a place where none does
    """

    least_gain: float
    least_column: float
    body_size: float
    large_size: float
    headline_cost: float
    printed_cost: float
    unread_cost: float
    boxed_gain: float
    gap_gain: float
    gap_prior: float
    gap_cost: float
    gap_most: float
    usual_share: float
    begin_gain: float
    begin_most: float
    end_gain: float
    end_most: float
    bond_weight: float
    fused_cost: float
    cut_gain: float
    whole_cost: float
    begins_gain: float
    ends_gain: float
    unlike_cost: float
