"""The fixture format."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.synthesis.articles import CHINESE, ENGLISH

from layoutfix.errors import InputError
from layoutfix.script import Script
from layoutfix.synthesis import read_article

FIXTURES = Path(__file__).parents[2] / "fixtures" / "articles"


def test_marks_become_kinds() -> None:
    """Sub-headings, captions and boxes are told by their marks, which are not kept."""
    assert [b.kind for b in CHINESE.blocks].count("body") == 5
    assert CHINESE.blocks[2].kind == "heading"
    assert {b.kind for b in ENGLISH.blocks} == {"body", "heading", "caption", "aside"}
    assert not any(b.text.startswith(("##", "!")) for b in (*CHINESE.blocks, *ENGLISH.blocks))


def test_script_is_known() -> None:
    """An article knows whether it is set without spaces."""
    assert CHINESE.script is Script.CJK and ENGLISH.script is Script.SPACED


@pytest.mark.parametrize("text", ["", "\n", "Only a headline\n", "  \n\n \n"])
def test_article_without_text_is_refused(text: str) -> None:
    """A headline alone is no article."""
    with pytest.raises(InputError, match="headline"):
        read_article(text + "\n")


def test_a_string_without_line_break_is_a_path(tmp_path: Path) -> None:
    """Text and path cannot be confused: an article has more than one line."""
    path = tmp_path / "a.txt"
    path.write_text("Head\n\nBody.\n", encoding="utf-8")
    assert read_article(path) == read_article(str(path)) == read_article("Head\n\nBody.\n")
    with pytest.raises(FileNotFoundError):
        read_article(str(tmp_path / "none.txt"))


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*-*.txt")), ids=lambda p: p.stem)
def test_fixture_articles_can_be_read(path: Path) -> None:
    """Every fixture article keeps to the format."""
    article = read_article(path)
    assert (article.script is Script.CJK) == path.name.startswith("zh")
    assert len(article.blocks) >= 3
