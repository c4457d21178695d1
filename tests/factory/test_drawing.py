"""What the factory draws comes from the seed and the number of a page, in proportion."""

from __future__ import annotations

import doctest
import importlib
from collections import Counter
from pathlib import Path

import pytest
from tools.factory import articles, damage, engines
from tools.factory.articles import Text
from tools.factory.compose import BUILDERS, compose
from tools.factory.languages import LANGUAGES
from tools.factory.schedule import PARTS, Slot, dice, slots
from tools.factory.sheet import Sheet, to_sentences

WORDS = "the river was wide and nobody had seen the other bank for many years"
CJK = "河水很宽许多年来没有人见过对岸的样子只听说那里有一座城"


def some_texts(language: str) -> tuple[Text, ...]:
    """Thirty articles of made sentences, no two alike."""
    cjk = LANGUAGES[language].is_cjk

    def sentence(number: int) -> str:
        turned = number % 23
        if cjk:
            return f"第{number}天，{CJK[turned:]}{CJK[:turned]}。"
        return f"Day {number}: {WORDS[turned:]} {WORDS[:turned]}."

    found = []
    for k in range(30):
        numbers = range(40 * k, 40 * k + 40, 5)
        joint = "" if cjk else " "
        bodies = tuple(("body", joint.join(sentence(n + q) for q in range(5))) for n in numbers)
        found.append(Text(f"made:{k}", sentence(7000 + k), bodies))
    return tuple(found)


@pytest.mark.parametrize(
    "name", ["articles", "browser", "damage", "engines", "record", "schedule", "sheet"]
)
def test_examples_of_the_docstrings_hold(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"tools.factory.{name}"))
    assert tried and not failed


def test_shares_add_up() -> None:
    assert sum(language.share for language in LANGUAGES.values()) == 100
    assert sum(PARTS.values()) == 100
    assert sum(share for share, _ in BUILDERS.values()) == 100


@pytest.mark.parametrize("count", [40, 100, 333])
def test_any_prefix_has_languages_and_parts_in_proportion(count: int) -> None:
    made = slots(count)
    languages = Counter(slot.language for slot in made)
    for name, language in LANGUAGES.items():
        assert abs(languages[name] - count * language.share / 100) < 2.5
    parts = Counter(slot.part for slot in made)
    for part, percent in PARTS.items():
        assert abs(parts[part] - count * percent / 100) < 6


def test_pages_of_a_kind_are_counted() -> None:
    made = [slot for slot in slots(200) if (slot.language, slot.part) == ("en", "fit")]
    assert [slot.ordinal for slot in made] == list(range(len(made)))


@pytest.mark.parametrize("language", ["zh-Hans", "ja", "de"])
def test_a_page_is_drawn_from_its_seed_and_number_alone(language: str) -> None:
    texts = some_texts(language)
    slot = Slot(17, language, "fit", 3)
    compose(Slot(16, language, "fit", 2), texts, 0)  # what was made before does not matter
    group, sheet = compose(slot, texts, 0)
    again, other = compose(slot, texts, 0)
    assert (group, sheet.page_html()) == (again, other.page_html())
    assert sheet.page_html() != compose(slot, texts, 1)[1].page_html()
    assert sheet.page_html() != compose(slot, texts, 0, attempt=1)[1].page_html()


@pytest.mark.parametrize("group", list(BUILDERS))
@pytest.mark.parametrize("language", ["zh-Hans", "ja", "fr"])
def test_each_block_stands_on_the_page_in_its_place(group: str, language: str) -> None:
    """The lines are read off the page in the order of its elements, which is that of the blocks."""
    if group == "vertical" and not LANGUAGES[language].is_cjk:
        pytest.skip("set in horizontal lines")
    texts = some_texts(language)
    for seed in range(8):
        sheet = Sheet(dice(seed, 0, group), language, texts[:2], to_sentences(texts[2:]))
        BUILDERS[group][1](sheet)
        html = sheet.page_html()
        at = [html.find(f'data-b="{k}"') for k in range(len(sheet.blocks))]
        assert min(at) > 0
        assert at == sorted(at)
        assert all(block["text"] for block in sheet.blocks)
        assert sheet.columns


def test_what_is_quoted_is_quoted_once() -> None:
    """A sentence that stood twice on a page would make its true order a guess."""
    sheet = Sheet(dice(0, 0, ""), "en", (), ("One here.", "Two there."))
    assert sorted(sheet.sentence(1, 9) for _ in range(3)) == ["", "One here.", "Two there."]


def test_damage_comes_from_the_seed_and_half_of_the_scans_are_clean() -> None:
    drawn = [damage.draw_damage(dice(0, k, "damage")) for k in range(400)]
    assert drawn == [damage.draw_damage(dice(0, k, "damage")) for k in range(400)]
    assert 160 < sum(one.is_clean for one in drawn) < 240
    assert all(abs(one.skew) <= 1.5 and 100 <= one.dpi <= 300 for one in drawn)


def test_pages_of_the_test_part_are_read_by_more_engines() -> None:
    def count(part: str) -> int:
        rounds = (dice(0, k, "engines") for k in range(300))
        return sum(len(engines.draw_engines(r, "en", part, vertical=False)) for r in rounds)

    assert count("test") > 1.7 * count("fit")


def test_engines_read_the_languages_that_they_know() -> None:
    for k in range(60):
        assert "rapidocr" not in engines.draw_engines(dice(0, k, ""), "ru", "test", vertical=False)
        for name in engines.draw_engines(dice(0, k, ""), "ja", "test", vertical=True):
            assert name in {"tess5", "tess6", "rapidocr3"}


def test_all_articles_of_a_document_are_in_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a document is in two sources; a book counts by stretches."""
    lines = [f"Line {k} of a book is as long as this and ends here. {WORDS}." for k in range(900)]
    book = "\n".join(lines)
    short = ["\n".join([f"Title {k}", *lines[k : k + 30]]) for k in range(0, 600, 30)]
    monkeypatch.setattr(articles, "read_documents", lambda *_: iter([book, *short]))
    found = articles.read_texts.__wrapped__(Path("nowhere"), "en")
    parts: dict[str, set[str]] = {}
    for part, texts in found.items():
        for text in texts:
            parts.setdefault(text.source, set()).add(part)
    assert parts and all(len(own) == 1 for own in parts.values())
    assert len({source for source in parts if ":0." in source}) > 2
    assert found == articles.read_texts.__wrapped__(Path("nowhere"), "en")


def test_articles_are_used_equally_often() -> None:
    texts = some_texts("en")[:7]
    used = Counter(
        text.source for ordinal in range(14) for text in articles.texts_of(texts, ordinal, 2)
    )
    assert set(used.values()) == {4}
