"""What scrambles: clean articles in, typeset pages and damaged dumps with their truth out.

    article = read_article(path)                      a fixture file
    page = set_page([article], PageStyle(), rng)      lines, columns, positions
    scrambled = scramble(page, Damage(), rng)         the dump, and the order it has lost

`presets()` has pairs of style and damage by name, `suites()` these and more, whose pages are drawn.
All randomness comes from `rng`, of which only `random()` is drawn: its stream is the oldest that
NumPy keeps, so that a seed gives the same page on every machine. The stages never import this
package.
"""

from layoutfix.synthesis.article import Article, Block, read_article
from layoutfix.synthesis.damage import Damage, Glue, Layout, Scrambled, Span
from layoutfix.synthesis.page import Page, PageLine, PageStyle
from layoutfix.synthesis.presets import presets
from layoutfix.synthesis.scramble import scramble
from layoutfix.synthesis.suites import (
    MadePage,
    Suite,
    make_truth,
    page_rng,
    scramble_articles,
    suites,
)
from layoutfix.synthesis.typeset import set_page

__all__ = [
    "Article",
    "Block",
    "Damage",
    "Glue",
    "Layout",
    "MadePage",
    "Page",
    "PageLine",
    "PageStyle",
    "Scrambled",
    "Span",
    "Suite",
    "make_truth",
    "page_rng",
    "presets",
    "read_article",
    "scramble",
    "scramble_articles",
    "set_page",
    "suites",
]
