"""What scores the links of a page's fragments: model, encoder, indents, other languages on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix import ngrams
from layoutfix.arrays import Bools, Floats, Index, Ints
from layoutfix.chardata import FULL_STOPS, is_letter, script_of
from layoutfix.languages import NO_LANGUAGE, detect_languages
from layoutfix.linking import LinkScorer
from layoutfix.linking.encoder import encoder_of
from layoutfix.linking.lost_blanks import part_words
from layoutfix.linking.memory import recall_one
from layoutfix.linking.mixed import LanguagePart, MixedLinkScorer
from layoutfix.ngrams import NgramModel
from layoutfix.page import Page
from layoutfix.ranks import median
from layoutfix.script import Script
from layoutfix.sheet import Sheet
from layoutfix.weights import RegionWeights, Weights

_WHOLE = slice(None)
_LEAST_OF_LANGUAGE, _LEAST_OF_SCRIPT = 8, 3
"""So many fragments of another language than the page's, in the same script or in another, are
scored by its model; lowered, tables of names are taken for a language (dev)."""


def score_links(page: Page, sheet: Sheet) -> LinkScorer:
    """What scores the links of fragments; those of another language by a model of their own."""
    texts, model, weights = page.texts, sheet.model, sheet.weights.links
    if sheet.script is Script.SPACED:
        texts = part_words(texts, model)
    indents = find_indents(page, sheet.weights)
    links = LinkScorer(
        texts,
        page.width,
        weights,
        script=sheet.script,
        model=model,
        encoder=encoder_of(texts, model),
        indents=indents,
        items=page.rest > 0,
    )
    if model is None or not sheet.config.mixed_languages:
        return links
    parts, languages = _find_parts(texts, model, page, sheet, indents)
    return MixedLinkScorer(links, parts, languages) if parts else links


def _find_parts(
    texts: Sequence[str], model: NgramModel, page: Page, sheet: Sheet, indents: Floats
) -> tuple[list[LanguagePart], Ints]:
    """The parts of a page in other languages, and the number of each fragment's, -1 for unknown."""
    main = model.language
    found = recall_one(
        ("languages", main),
        tuple(texts),
        lambda: detect_languages(texts, ngrams.available(), main),
    )
    codes = np.array(found)
    parts: list[LanguagePart] = []
    for code in sorted({*codes.tolist()} - {model.language, NO_LANGUAGE}):
        members = np.flatnonzero(codes == code)
        other_script = script_of("".join(texts[i] for i in members.tolist())) is not sheet.script
        least = _LEAST_OF_SCRIPT if other_script else _LEAST_OF_LANGUAGE
        if len(members) >= least:
            links = _score_part(texts, page, members, code, sheet, indents)
            parts.append(LanguagePart(members, links))
    known = [model.language, *(codes[part.members[0]] for part in parts)]
    languages = np.full(len(codes), -1, np.int32)
    for k, code in enumerate(known):
        languages[codes == code] = k
    return parts, languages


def _score_part(
    texts: Sequence[str],
    page: Page,
    members: Index,
    code: str,
    sheet: Sheet,
    indents: Floats,
) -> LinkScorer:
    """The links among the fragments of another language, by its own model."""
    mine, model = [texts[i] for i in members], ngrams.load(code)
    script = script_of("".join(mine))
    return LinkScorer(
        mine,
        page.width[members],
        sheet.config.weights_for(script).links,
        script=script,
        model=model,
        encoder=encoder_of(mine, model),
        indents=indents[members],
    )


def find_indents(page: Page, weights: Weights) -> Floats:
    """How far right of its column each fragment starts, in character columns (n,); NaN if unseen.

    A column is where most fragments near start that start nowhere near elsewhere.
    """
    c = weights.gutters
    n = len(page.lead)
    indents = np.full(n, np.nan, np.float32)
    seen = np.flatnonzero(~np.isnan(page.lead))
    lead = page.lead[seen]
    for k, i in enumerate(seen.tolist()):
        lo, hi = max(0, k - c.indent_window), k + c.indent_window + 1
        near = lead[lo:hi][np.abs(lead[lo:hi] - lead[k]) <= c.most_indent]
        starts, votes = np.unique(np.round(near), return_counts=True)
        left = starts[votes >= max(2, 0.25 * votes.sum())]
        if len(left):
            indents[i] = lead[k] - left[0]
    indents[page.rest > 0] = weights.links.indent_em  # an item begins as an indented line does
    return indents


def spanning_odds(
    page: Page, links: LinkScorer, weights: RegionWeights, part: slice = _WHOLE
) -> Floats:
    """Log-odds (n,) that a fragment stands across the columns: a headline or a full-width row.

    part  of the fragments, whose columns are then those of this part
    """
    width = page.width
    column = links.shapes.column if part == _WHOLE else width[part]
    usual = float(median(column))
    stops = np.array([f.text[-1] in FULL_STOPS for f in page.fragments])
    odds = np.full(len(width), weights.spans_prior, np.float32)
    odds += np.where(width > weights.wide_share * usual, weights.wide_gain, 0.0)
    odds += np.where(page.marked & ~stops, weights.mark_gain, 0.0)
    odds += np.where((page.blank_above > 0) & ~stops, weights.blank_gain, 0.0)
    return odds.astype(np.float32)[part]


def may_head_a_column(page: Page, links: LinkScorer, weights: RegionWeights) -> Bools:
    """Which fragments (n,) may be lines of a heading: narrow, and no mark at their end.

    In scripts that tell capital letters they begin with no small one. Of the headings of made
    pages about half are found, with as many whole lines of the text; 5 to 1 on simple Chinese ones.
    """
    ends = np.array([is_letter(f.text[-1]) for f in page.fragments], bool)
    begins = np.array(
        [links.script is Script.CJK or not f.text[0].islower() for f in page.fragments], bool
    )
    narrow = page.width < weights.heading_share * links.shapes.column
    return np.asarray(ends & begins & narrow, bool)
