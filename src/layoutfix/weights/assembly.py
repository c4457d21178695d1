"""Weights of how neighbours are judged: paragraphs, headings, gaps, confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AssemblyWeights:
    """How neighbours are judged, and how certain that is.

    trees_share   how far those of the two lines alone move towards what the trees
                      say that see the lines around (docs/models.md); 1: all the way. With less,
                      page-wide habits (indents, ragged lines) count for less
    trees_reach       nats by which they are moved at most
    heading_odds      weights of the logistic regression for the chance that lines are a heading, by
                      the names of `assembly.headings.FEATURES`. Fitted by
                      `tools/fit_headings.py` on made pages
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
    gap_below   chance below which a joint of a page whose columns were put in order
                      is a gap, in Chinese and Japanese and in scripts with spaces. Raised, fewer
                      wrong splices and more torn lines: of 14,000 and 21,000 joints of generated
                      pages left out of the fit, at 0.2, 0.4, 0.5, 221, 426, 525 and 238, 458, 591
                      false ones become gaps, and 39, 145, 257 and 65, 170, 282 right ones
    confidence_odds   weights of the logistic regression for a joint's chance, by the names of
                      `assembly.confidence.FEATURES`. Fitted (`tools/fit_confidence.py`) on
                      `bench/confidence.py`; of documents left out the calibration error is 0.02,
                      and a right joint is above a false one in 89 of 100 pairs
    confidence_odds_kept   the same on a page that is left alone, of few features
    confidence_total_cap   links above it, in nats, count as much
    confidence_sure   estimated chance from which on a joint is said to be more than 0.9 certain.
                      Raised, fewer false joints are among those (pages left out of the fit, at
                      0.97, 0.98, 0.99: 7, 5, 2 in 1,000), and fewer right ones (51, 45, 37 % of
                      all)
    """

    trees_share: float
    trees_reach: float
    heading_odds: Mapping[str, float]
    heading_from: float
    heading_inside: float
    page_link: float
    above_columns_gain: float
    most_above_columns: int
    caption_lines: int
    gap_below: float
    confidence_odds: Mapping[str, float]
    confidence_odds_kept: Mapping[str, float]
    confidence_total_cap: float
    confidence_sure: float
