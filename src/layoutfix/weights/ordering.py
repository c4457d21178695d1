"""Weights of reading orders, in nats: regions, turns, chains, and those of single proposals."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegionWeights:
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

    And what says that no columns are read on over a row that stands alone below a blank line, wider
    than the lines around (`ordering/crossings.py`):

    crossing_wide_share      wider than this share of them
    crossing_row_fragments   alone where the rows around hold more fragments, in the mean
    crossing_prior    log-odds of it, to which come those that it begins a text; raised, columns are
                      cut at rows of two lines that were not parted
    crossing_most     log-odds that count at most
    crossing_price    of a nat of them
    """

    spans_prior: float
    wide_share: float
    wide_gain: float
    mark_gain: float
    blank_gain: float
    heading_share: float
    heading_row_fragments: float
    rows_of_width: int
    rows_around: int
    change_gain: float
    rare_change_gain: float
    least_change: float
    most_change: float
    rare_end_gain: float
    rare_pair_gain: float
    rare_begin_gain: float
    place_gain: float
    place_slack: float
    usual_odds: float
    crossing_wide_share: float
    crossing_row_fragments: float
    crossing_prior: float
    crossing_most: float
    crossing_price: float


@dataclass(frozen=True, slots=True)
class TurnWeights:
    """The costs of the search for columns, in nats (a link of 1 is worth 1).

    ways             searches that are run at once, each as factors of the costs of opening and of
                     passing over: as set, fewer columns, freer turns, strict turns. More: slower
    max_columns      columns that can be open at a time
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

    ways: tuple[tuple[float, float], ...]
    max_columns: int
    open_cost: float
    late_open_cost: float
    fresh_fragments: int
    region_cost: float
    pass_costs: tuple[float, ...]
    x_pass_share: float
    heading_pass_share: float
    halves_share: float
    foot_rows: float
    foot_share: float
    ended_after: int
    return_cost: float
    same_row_cost: float
    far_link: float
    x_tolerance: float
    x_bonus: float
    x_far_share: float
    x_cost: float
    wider_than: float
    wider_by: float
    wider_cost: float
    narrower_cost: float
    width_memory: float


@dataclass(frozen=True, slots=True)
class OrderWeights:
    """The prices of an order beside its links (`ordering.objective`), and what each move must gain.

    turns_price       what a nat of the costs of turns counts for; raised, columns in turns win over
                      columns that read well
    region_cost       a region of several columns; raised, articles below one another are read as
                      one
    displaced_cost    a column is read elsewhere than it stands, for each column that it passes;
                      raised, a column under a picture is read where its turns are
    first_gain        what the dump has first is read first; raised, other beginnings must read
                      better
    rtl_cost, rtl_cost_vertical   all columns are read in reverse; the second on a page with forms
                      of marks that vertical setting alone has, or in a script that is written from
                      right to left. Raised, such pages are read as they came. Pages read from left
                      to right gain 9 at most (dev), others 5 in the mean and 17 at most (synthetic)

    Moves, in nats of worth; raised, errors of the search for columns stay:

    exchange_gain     parts of two columns change places
    header_gain       what stands above columns is parted from the column that it was given to
    boundary_gain     a region is cut at a row, where nothing says that one begins there; log-odds
                      that what begins there stands across the columns, and signs of the rows, are
                      taken off. Raised, articles run into each other
    part_gain         a part is searched anew
    division_gain     and in two; lowered, columns are cut in two
    division_signs    what must speak for a place at which it is
    turned_gain       the columns of a region are read in another order (`ordering/moves/turned.py`)
    turned_head_cost  for each two of them whose heads appear in the other order; raised, columns
                      are read in the order in which they begin
    turned_row_cost   for each row that is read backwards more than before; raised, rows count more
                      than joints
    turned_above_cost for each fragment before the region that is taken for one of its first column
    """

    turns_price: float
    region_cost: float
    displaced_cost: float
    first_gain: float
    rtl_cost: float
    rtl_cost_vertical: float
    exchange_gain: float
    header_gain: float
    boundary_gain: float
    part_gain: float
    division_gain: float
    division_signs: float
    turned_gain: float
    turned_head_cost: float
    turned_row_cost: float
    turned_above_cost: float


@dataclass(frozen=True, slots=True)
class FarWeights:
    """What text lines away from the joints says, where two orders are worth nearly the same.

    above, below   characters above and below a joint that are asked; raised, slower, and what is
                   said near the joint is lost among the rest
    encoder_price  what a nat of the stretch encoder counts for, 0 where it is not asked; raised,
                   columns that speak of the same are exchanged against their links
    scorer_price   what a nat of a scorer of the user's own counts for
    most_behind    nats that an exchange may lose by all else; raised, slower, and text far away is
                   believed against links
    least_gain     nats that it must gain by the text far away, and with all else; lowered, orders
                   that were right change
    """

    above: int
    below: int
    encoder_price: float
    scorer_price: float
    most_behind: float
    least_gain: float


@dataclass(frozen=True, slots=True)
class PathWeights:
    """The path search, for dumps whose columns do not take turns; in nats.

    block_row_fragments   it is tried where a row holds more lines than this (mean over lines):
                      blocks joined into rows; 12 on a seed-like dump, at most 7 on rows of
                      columns (dev)
    least_advantage   nats a fragment by which it must be better than the columns: 0.6 on a
                      seed-like dump, at most 0.25 on pages of which a part is in columns
    broad_scale, far_share   the first prior: how fast it falls, share of jumps of any length
    prior_weight      jumps that the broad prior counts for beside the learned ones
    start_prior, first_gain  log-odds of being first or last; of the dump's first being first
    """

    block_row_fragments: float
    least_advantage: float
    broad_scale: float
    far_share: float
    prior_weight: float
    start_prior: float
    first_gain: float


@dataclass(frozen=True, slots=True)
class RunWeights:
    """Page whose lines are printed in blocks of one column, with blank lines between; in nats.

    least_single_share  lines that are alone in their rows, as a share, from which a page may be in
                      blocks: lines that share rows show the turns
    least_mean_link   mean link of the lines of blocks from which blank lines stand between blocks
    least_link        a block ends before a line that goes on less well than this; raised, runs are
                      parted that are one
    turns_price       what the turns of columns cost there, for `order.turns_price`: blocks end
                      where they like; raised, columns that take turns win over columns that read
    least_mended      log-odds of sentences over the new joints from which the gate asks no more
                      than `gate.least_short_gain`: few joints are torn. Right orders have 0.67 and
                      more, most wrong ones less; lowered, clean texts are moved

    And whether a page that stands in its order is torn by blank lines inside sentences:

    least_torn, least_torn_share   so many blank lines, and so large a share of them, over which a
                      sentence goes on; lowered, clean texts are printed anew
    torn_full_share   of the column's width, the row above
    torn_link         log-odds that the sentence goes on
    """

    least_single_share: float
    least_mean_link: float
    least_link: float
    turns_price: float
    least_mended: float
    least_torn: int
    least_torn_share: float
    torn_full_share: float
    torn_link: float


@dataclass(frozen=True, slots=True)
class BlockWeights:
    """Blocks of several printed rows that were displaced; in nats.

    least_fragments   lines in the row of the dump in which a line stands (mean over lines), from
                      which rows may be blocks
    least_blank_share rows with a blank line above, as a share, from which they may be
    alone             log-odds that a line goes on in none
    join_from         log share of a link among its rivals from which it counts for two blocks
    keep_gains        for staying neighbours; each is tried
    move_cost         price of two blocks that are neighbours no more; raised, blocks stay displaced
    slack             nats that the order may be worse than one of the dump as it stands, which has
                      fewer joints of columns behind it: it was right up to 16 on seed-like pages,
                      and wrong at 40
    """

    least_fragments: float
    least_blank_share: float
    alone: float
    join_from: float
    keep_gains: tuple[float, ...]
    move_cost: float
    slack: float


@dataclass(frozen=True, slots=True)
class DisplacedWeights:
    """Page of running text in one column that were torn and displaced; in nats.

    Set on 160 pages of displaced pieces and 4,407 clean texts with blank lines put in.

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

    least_rows: float
    full_share: float
    keep_gain: float
    most_link: float
    most_paragraph: float
    least_advantage: float
    least_gain: float
    least_new_link: float
    most_parted_link: float


@dataclass(frozen=True, slots=True)
class ListingWeights:
    """Lines of one column that are listed otherwise than they are read; in nats.

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
    least_gain, least_mean_gain, least_mended_gain   as in `GateWeights`; lowered, lists are sorted
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

    least_near_share: float
    near_slack: float
    least_advantage: float
    turn_cost: float
    tier_cost: float
    most_above_tiers: int
    blank_tier_cost: float
    most_blank_tiers: int
    end_share: float
    border_cost: float
    stay_cost: float
    pairs_cost: float
    least_gain: float
    least_mean_gain: float
    least_mended_gain: float
    least_new_link: float
    full_share: float
    least_full_share: float
    full_line_cost: float
    least_grid_gain: float


@dataclass(frozen=True, slots=True)
class FollowingWeights:
    """What places in print say of an order, where words have boxes; in nats.

    next_gain      for a joint to the next line below
    passed_cost    against one that passes the next line below, which is near; raised, the text has
                   less to say where lines of one column are not read one after the other
    frames_gain    for the order of frames, beside those that the text found; raised, a page is read
                   by its gaps where the text has reasons against it
    file_gain      for each row of the order that the file has or states, beside any other; raised,
                   files that were put in order stay so, and those that are wrong here and there
    division_cost  what the joints must gain for a page to be read as two, one above the other
    sure_link      the mean link of the order of frames from which the text by itself is not asked;
                   lowered, pages take less time, and some are read by wrong frames
    blanks_gain    what frames by blanks in place of boxes must gain over the order that the text
                   found; raised, columns that stand apart by a blank are read across
    """

    next_gain: float
    passed_cost: float
    frames_gain: float
    file_gain: float
    division_cost: float
    sure_link: float
    blanks_gain: float
