"""Weights of the gate: when a page is left alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GateWeights:
    """When a page is left alone.

    least_gain        what the new order must gain over the dump's own, in nats, all in all
    least_mean_gain   and for each joint that it changes
    least_torn_share  share of the changed joints at which the dump was inside a sentence
    least_mended      mean log-odds that a sentence goes over the new joints
    kept_mended, changed_mended   and at least the former, less the latter for the share of joints
                      that change. Lowered, pages nearly in order are torn; raised, the tables and
                      captions that engines displace on them stay where they are
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
    most_short_loss, most_sentence_loss, least_stop_share, most_parted_share   the same where such a
                      share of the rows at most has a blank at which columns may meet: for any
                      number of rows, and where so many of them end a sentence. Of 2,600 damaged
                      dumps no result changes; at a share of 1 ten stay scrambled. Raised, short
                      dumps are left so; lowered, texts of a paragraph a line take longer
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
    unlike_certainty  and by this on a page, the only one to be put in order of a document of
                      several pages. Lowered, fewer texts of many pages lose one
                      to a mistake, and single pages in columns among others are left
    """

    least_gain: float
    least_mean_gain: float
    least_torn_share: float
    least_mended: float
    kept_mended: float
    changed_mended: float
    least_mean_mended_gain: float
    least_mended_gain: float
    least_short_gain: float
    least_short_mended: float
    least_short_share: float
    well_rows: int
    well_link: float
    most_loss: float
    most_short_loss: float
    most_sentence_loss: float
    least_stop_share: float
    most_parted_share: float
    well_end_weight: float
    well_full_share: float
    most_markup_share: float
    least_seen_share: float
    least_full_share: float
    full_share: float
    least_torn_seen: float
    seen_mean_gain: float
    seen_mended: float
    seen_mended_gain: float
    seen_counted: int
    like_certainty: float
    seen_certainty: float
    like_columns: float
    like_width: float
    unlike_certainty: float
