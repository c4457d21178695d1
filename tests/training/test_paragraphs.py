"""Examples of paragraph ends: articles as newspapers have them, pages of them, true labels."""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy as np
import pytest

from layoutfix.assembly.ends import FEATURES
from layoutfix.training.ngrams.corpus import DOCUMENT_SEPARATOR, SOURCES
from layoutfix.training.paragraphs import articles
from layoutfix.training.paragraphs.examples import page_to_examples, together
from tests.training.corpus import make_paragraphs

WORD = articles.SIZES["word"]


def test_dialogues_run_on_in_one_paragraph() -> None:
    """Until it is as long as was drawn; what is short and ends no sentence is a heading."""
    lines = ["“Who is there?”", "“The miller.”", "In the hills", "It rained for a week and a day."]
    assert articles.join_short(lines, WORD, np.random.default_rng(1)) == [
        "“Who is there?” “The miller.”",
        "In the hills",
        "It rained for a week and a day.",
    ]


def test_a_short_document_has_a_headline_and_a_book_has_none() -> None:
    """The first line of a book is a part of its text; the headline is a part of a paragraph."""
    short, book = make_paragraphs(12), make_paragraphs(300)
    rng = np.random.default_rng(2)
    first = next(articles.document_to_articles("\n".join(["The Tithe Book", *short]), WORD, rng))
    assert (first.headline, first.blocks[0].text[:40]) == ("The Tithe Book", short[0][:40])
    made = list(articles.document_to_articles("\n".join(["The Tithe Book", *book]), WORD, rng))
    assert len(made) > 5
    assert made[0].headline == "The Tithe Book"[: len(made[0].headline)]
    assert all(book_article.headline in "\n".join(book) for book_article in made[1:])


def test_one_line_is_no_article() -> None:
    """Nor is nothing."""
    rng = np.random.default_rng(2)
    for document in ("", "Only one line."):
        assert list(articles.document_to_articles(document, WORD, rng)) == []


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A folder with all files of English, made up."""
    for number, source in enumerate(SOURCES["en"]):
        path = tmp_path / f"{source.path}.txt.xz"
        path.parent.mkdir(exist_ok=True)
        documents = [
            "\n".join(["The Tithe Book", *make_paragraphs(10, seed=100 * number + k)])
            for k in range(24)
        ]
        with lzma.open(path, "wt", encoding="utf-8") as file:
            file.write(DOCUMENT_SEPARATOR.join(documents))
    return tmp_path


def test_pages_are_examples(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most joints of a page in wide gutters are right, and ends are where paragraphs end."""
    monkeypatch.setattr(articles, "SUITES", ("simple-pdflayout",))
    monkeypatch.setattr(articles, "PAGES", {"en": 8})
    pages = list(articles.make_pages(corpora, "en", 1))
    assert [page["id"] for page in pages] == ["en-simple-pdflayout-0", "en-simple-pdflayout-1"]
    assert list(articles.make_pages(corpora, "en", 1)) == pages
    page = pages[0]
    examples = together(page_to_examples(page))
    blocks = {line["block"] for line in page["lines"]}
    assert examples.features.shape == (len(examples.ends), len(FEATURES))
    assert len(examples.ends) > 0.7 * len(page["lines"])
    assert len(blocks) / 2 <= examples.ends.sum() < len(blocks)
    assert not examples.cjk.any()
    assert set(examples.page) == {page["id"]}
    few = examples.of(examples.ends)
    assert few.ends.all()
