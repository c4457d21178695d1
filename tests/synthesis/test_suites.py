"""Drawn pages, engines imitated, measured confusions."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

import numpy as np
import pytest
from tests.synthesis.articles import ARTICLES, CHINESE, ENGLISH, FRENCH

from layoutfix.errors import InputError
from layoutfix.script import Script
from layoutfix.synthesis import (
    Damage,
    PageStyle,
    make_truth,
    page_rng,
    presets,
    scramble,
    scramble_articles,
    set_page,
    suites,
)
from layoutfix.synthesis.confusions import DATA, ENGINES, Mistakes, find_script, load_confusions
from layoutfix.synthesis.suites import ENGINE_DAMAGES, draw_newspaper, draw_simple

DRAWN = [name for name in suites() if name not in presets()]


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("articles", [(CHINESE,), (ENGLISH, FRENCH)], ids=["zh", "en"])
def test_spans_are_the_lines(name: str, articles: tuple) -> None:  # type: ignore[type-arg]
    """Every line is in the dump at its spans, or named as lost; noise is named, too."""
    for seed in range(4):
        made = scramble_articles(articles, suites()[name], page_rng(seed, "x", name))
        page, out = made.page, made.scrambled
        found: dict[int, str] = {}
        for span in out.spans:
            found[span.line] = found.get(span.line, "") + out.dump[span.start : span.end]
        assert {*found, *out.lost} == set(range(len(page.lines)))
        for number, text in found.items():
            if number not in out.noisy:
                assert "".join(text.split()) == "".join(page.lines[number].text.split())


def test_newspaper_pages_differ() -> None:
    """One to three articles, each in its own number of columns, from one to six."""
    rng = np.random.default_rng(5)
    styles = [draw_newspaper(rng, 3) for _ in range(200)]
    columns = {k for style in styles for k in style.columns}
    assert columns == {1, 2, 3, 4, 5, 6}
    assert len({style.width_em for style in styles}) > 5
    assert {style.hang for style in styles} == {style.across for style in styles} == {True, False}
    counts: Counter[int] = Counter()
    suite = suites()["page-pdflayout"]
    for seed in range(30):
        rng = page_rng(seed, "", "")
        made = scramble_articles((ENGLISH, FRENCH, ENGLISH), suite, rng)
        counts[len(made.articles)] += 1
        articles = {line.article for line in made.page.lines} - {-1}
        assert articles == set(range(len(made.articles)))
    assert set(counts) == {1, 2, 3}


def test_articles_of_another_script_stay_out() -> None:
    """A Chinese page has no English article."""
    suite = suites()["page-pdflayout"]
    for seed in range(10):
        articles = (CHINESE, ENGLISH, FRENCH)
        assert scramble_articles(articles, suite, page_rng(seed, "", "")).articles == (0,)
    with pytest.raises(InputError):
        scramble_articles((), suite, page_rng(0, "", ""))


def test_a_seed_gives_the_same_page_for_ever() -> None:
    """Drawn pages are as stable as presets; the digest changes only with this code."""
    dumps = []
    for name in DRAWN:
        for article in (CHINESE, ENGLISH):
            suite = suites()[name]
            made = scramble_articles((article,), suite, page_rng(3, "a", name))
            truth = make_truth(made, name=name, seed=3, articles=["a"])
            dumps.append(json.dumps(truth, ensure_ascii=False, sort_keys=True))
    digest = hashlib.sha256("\f".join(dumps).encode()).hexdigest()[:16]
    assert digest == "2aa783e4630ef0bf", (
        "a changed generator changes every score: say so in the changelog"
    )


def test_the_truth_says_what_was_damaged() -> None:
    """Preset, seed, damage, lost and noisy lines, broken words, offsets."""
    suite = suites()["hyphenated-3"]
    made = scramble_articles((ENGLISH,), suite, page_rng(0, "a", "b"))
    truth = make_truth(made, name="b", seed=0, articles=["a"])
    assert truth["damage"]["layout"] == "interleaved" and truth["columns"] == [3]
    assert truth["hyphenated"]
    assert all(truth["lines"][k]["text"].endswith("-") for k in truth["hyphenated"])
    line, start, end = truth["spans"][0]
    assert truth["dump"][start:end] == truth["lines"][line]["text"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("script", ["hans", "hant", "latin"])
def test_tables_are_sound(script: str, engine: str) -> None:
    """Measured, with a head that says from what; chances add up to no more than 1."""
    table = load_confusions(script, engine)
    head = (DATA / f"{script}.tsv").read_text(encoding="utf-8")
    assert f"# {engine}: " in head and "lines aligned" in head
    for char, mistakes in table.items():
        assert len(char) == 1 and char not in mistakes.taken_for
        assert 0 < sum(mistakes.chances) <= 1 and len(set(mistakes.taken_for)) == len(
            mistakes.taken_for
        )


def test_an_unknown_engine_has_no_table() -> None:
    """Neither is there a damage of it."""
    with pytest.raises(InputError, match="rapidocr"):
        load_confusions("hans", "abbyy")
    with pytest.raises(InputError, match="confusions"):
        Damage(confusions="abbyy")


def test_mistakes_come_as_often_as_measured() -> None:
    """Of 2,000 readings as many as the chance says, give or take."""
    rng = np.random.default_rng(1)
    read = Counter(Mistakes(("b", ""), (0.2, 0.1)).read("a", rng) for _ in range(2000))
    assert abs(read["b"] - 400) < 80 and abs(read[""] - 200) < 60
    assert read["a"] == 2000 - read["b"] - read[""]


def test_confusions_are_those_of_the_table() -> None:
    """Without other noise, only what the table has is changed; a line that changed is named."""
    page = set_page([CHINESE], PageStyle(columns=(1,)), np.random.default_rng(0))
    damage = Damage(layout="columns", confusions="tess6")
    changed = 0
    table = load_confusions("hans", "tess6")
    for seed in range(20):
        out = scramble(page, damage, np.random.default_rng(seed))
        for k, (true, read) in enumerate(zip(page.lines, out.dump.splitlines(), strict=True)):
            assert (true.text != read) == (k in out.noisy)
            if len(true.text) != len(read):
                continue
            wrong = [(a, b) for a, b in zip(true.text, read, strict=True) if a != b]
            changed += len(wrong)
            assert all(b in table[a].taken_for for a, b in wrong)
    assert changed > 5


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_scripts_of_articles(article) -> None:  # type: ignore[no-untyped-def]
    """Chinese is simplified here; all else is Latin."""
    assert find_script(article.text, script=article.script) == (
        "hans" if article.script is Script.CJK else "latin"
    )


def test_engines_keep_their_names() -> None:
    """The suites of an engine have its damage; narrow gutters make RapidOCR fuse neighbours."""
    rng = np.random.default_rng(0)
    wide, narrow = PageStyle(gutter_em=1.5), PageStyle(gutter_em=1.0)
    for engine, damage in ENGINE_DAMAGES.items():
        for kind in ("page", "simple"):
            assert suites()[f"{kind}-{engine}"].damage(rng, wide, False) == damage
        changed = suites()[f"page-{engine}"].damage(rng, narrow, False) != damage
        assert changed == (engine == "rapidocr")


def test_simple_pages_have_paragraphs_alone() -> None:
    """One article with its headline, clear gutters; no captions, boxes, sub-headings."""
    style = draw_simple(np.random.default_rng(0), 1)
    assert len(style.columns) == 1 and style.gutter_em >= 1.5
    made = scramble_articles((CHINESE,), suites()["simple-tess6"], page_rng(0, "", ""))
    assert {line.kind for line in made.page.lines if line.block} == {"body"}
    kinds = {block.kind for block in CHINESE.blocks}
    assert len(kinds) > 2


@pytest.mark.parametrize(
    ("true", "dump", "expected"),
    [
        ("the old mill turns", "x the old rnill turns y", {("m", "rn"): 1}),
        ("the old mill turns", "the o1d mi1l turns", {("l", "1"): 2}),
        ("the old mill turns", "the ol mill turns", {("d", ""): 1}),
        ("the old mill turns", "quite another line of text", {}),
        ("ﬁve", "five mills", {}),  # too short to be told from others
        ("ﬁve mills turn", "five mills turn", {}),  # a ligature is no mistake
    ],
)
def test_confusions_are_counted(true: str, dump: str, expected: dict[tuple[str, str], int]) -> None:
    """What the tool finds in one line: pairs, twos for ones, dropped characters."""
    from tools.measure_confusions import Counts, count_line, resolve

    counts = Counts()
    count_line(true, resolve(dump), counts)
    assert dict(counts.pairs) == expected


def test_gutters_of_tesseract_are_mostly_spaces() -> None:
    """psm6: a mark between two columns is rare in Latin scripts; junk has many."""
    marks = {}
    for glue in ("psm6", "junk"):
        page = set_page([ENGLISH], PageStyle(columns=(2,), gutter_em=1.5), np.random.default_rng(2))
        damage = Damage(layout="rows", glue=glue)  # type: ignore[arg-type]
        dumps = [scramble(page, damage, np.random.default_rng(seed)).dump for seed in range(10)]
        marks[glue] = sum(c in "|_" for c in "".join(dumps))
    assert 0 < marks["psm6"] < marks["junk"] / 2
