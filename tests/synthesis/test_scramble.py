"""The damaged dump and its truth."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.synthesis.articles import ARTICLES, CHINESE, ENGLISH

from layoutfix.errors import InputError
from layoutfix.synthesis import (
    Article,
    Damage,
    Page,
    PageStyle,
    Scrambled,
    presets,
    scramble,
    set_page,
)
from layoutfix.synthesis.noise import CONFUSIONS, FULL_TO_HALF

TWO = PageStyle(columns=(2,), width_em=14)
NARROW = PageStyle(columns=(2,), width_em=14, gutter_em=1.25)


def run(
    article: Article, style: PageStyle, damage: Damage, seed: int = 1
) -> tuple[Page, Scrambled]:
    rng = np.random.default_rng(seed)
    page = set_page([article], style, rng)
    return page, scramble(page, damage, rng)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
@pytest.mark.parametrize("name", presets())
def test_presets_keep_every_line_whole(name: str, article: Article) -> None:
    """Spans say where each line is; what they leave out are blanks and known marks."""
    page, out = run(article, *presets()[name])
    found: dict[int, str] = {}
    for span in out.spans:
        found[span.line] = found.get(span.line, "") + out.dump[span.start : span.end]
    assert sorted([*found, *out.lost]) == list(range(len(page.lines)))
    for number, text in found.items():
        if number not in out.noisy:
            assert bare(text) == bare(page.lines[number].text)
    covered = {i for s in out.spans for i in range(s.start, s.end)}
    rest = "".join(c for i, c in enumerate(out.dump) if i not in covered)
    assert not set(bare(rest)) - set("#>|_'.。”“、")


@pytest.mark.parametrize("name", sorted(presets()))
def test_without_noise_no_character_is_lost(name: str) -> None:
    """Lost lines and wrong characters set to 0: all characters are there, and only marks more."""
    style, damage = presets()[name]
    quiet = replace(damage, lost_lines=0.0, wrong_chars=0.0, halfwidth=0.0, false_marks=0.0)
    page, out = run(CHINESE, style, quiet)
    characters = Counter(bare("".join(line.text for line in page.lines)))
    more = Counter(bare(out.dump))
    more.subtract(characters)
    assert min(more.values()) == 0
    added = set((+more).elements())
    assert not added - set("#|_。”“、")
    if quiet.glue != "junk" and quiet.layout not in ("seedlike", "mixed"):
        assert not added


def test_a_seed_gives_the_same_dump_for_ever() -> None:
    """The stream is that of Generator.random() alone; the digest changes only with this code."""
    dumps = []
    for article in (CHINESE, ENGLISH):
        for name in sorted(presets()):
            first, again = (run(article, *presets()[name], seed=9)[1] for _ in range(2))
            assert first == again
            dumps.append(first.dump)
    digest = hashlib.sha256("\f".join(dumps).encode()).hexdigest()[:16]
    assert digest == "0c03b91e99625558", (
        "a changed generator changes every score: say so in the changelog"
    )


def test_interleaved_columns_alternate() -> None:
    """Damage A. Without jitter, rows go left, right, left, right.

    L1
    R1
    L2
    R2
    """
    page, out = run(CHINESE, TWO, Damage(layout="interleaved"))
    columns = [page.lines[s.line].column for s in out.spans]
    rows = [page.lines[s.line].row for s in out.spans]
    assert rows == sorted(rows)
    turns = sum(a != b for a, b in pairwise(columns))
    assert turns > 0.7 * len(columns)


def test_jitter_swaps_neighbours() -> None:
    """With jitter lines come a little early or late, never many rows off."""
    page, out = run(CHINESE, TWO, Damage(layout="interleaved", jitter_rows=0.4))
    rows = [page.lines[s.line].row for s in out.spans]
    assert rows != sorted(rows)
    assert all(b > a - 3 for a, b in pairwise(rows))


def test_fused_rows_have_no_mark() -> None:
    """Damage B. A narrow gap leaves nothing between two columns; a wide one breaks the row."""
    page, out = run(CHINESE, NARROW, Damage(layout="rows", glue="none"))
    rows = out.dump.splitlines()
    assert len(rows) < len(page.lines) * 0.8
    both = [(a, b) for a, b in pairwise(out.spans) if a.end == b.start]
    assert len(both) > 10


def test_gutter_lines_up_by_characters() -> None:
    """`pdftotext -layout`: in a wide gutter the right column starts at one character offset."""
    page, out = run(CHINESE, TWO, Damage(layout="rows", glue="gutter"))
    starts = Counter(
        s.start - (out.dump.rfind("\n", 0, s.start) + 1)
        for s in out.spans
        if page.lines[s.line].column == 1 and page.lines[s.line].kind == "body"
    )
    (_, most), *_ = starts.most_common()
    assert most > 0.7 * sum(starts.values())


def test_narrow_gutter_is_one_space_beside_a_full_line() -> None:
    """`pdftotext -layout`: a full line is followed by one space, a short one by many."""
    _, out = run(CHINESE, NARROW, Damage(layout="rows", glue="gutter"))
    gaps = [
        out.dump[a.end : b.start]
        for a, b in pairwise(out.spans)
        if "\n" not in out.dump[a.end : b.start]
    ]
    assert gaps.count(" ") > len(gaps) / 2 and max(map(len, gaps)) > 4


def test_blocks_are_displaced_but_keep_their_lines() -> None:
    """Damage C. Within a piece lines stay in order; pieces do not."""
    _, out = run(CHINESE, TWO, Damage(layout="blocks", displaced=0.4))
    pieces = out.dump.strip().split("\n\n")
    at, numbers = 0, [s.line for s in out.spans]
    assert numbers != sorted(numbers)
    for piece in pieces:
        size = len(piece.splitlines())
        part = numbers[at : at + size]
        assert part == list(range(part[0], part[0] + size))
        at += size


def test_seedlike_paragraphs_join_rows_with_spaces() -> None:
    """Damage D. Rows become paragraphs; headings have `##`, and some other paragraphs too."""
    style, damage = presets()["seedlike-2"]
    _, out = run(CHINESE, style, replace(damage, false_marks=1.0, lost_lines=0.0))
    paragraphs = out.dump.strip().split("\n\n")
    assert all("\n" not in p and p[0] in "#>" for p in paragraphs)
    assert f"## {CHINESE.blocks[2].text}" in paragraphs


def test_lost_lines_are_named() -> None:
    """What was lost is in the truth, not in the dump."""
    page, out = run(ENGLISH, TWO, Damage(layout="columns", lost_lines=0.3))
    assert 5 < len(out.lost) < len(page.lines) / 2
    kept = [line.text for k, line in enumerate(page.lines) if k not in out.lost]
    assert out.dump.splitlines() == kept
    assert len(out.lines) == len(page.lines)


@pytest.mark.parametrize("article", [CHINESE, ENGLISH], ids=["chinese", "english"])
def test_wrong_characters_come_at_their_share(article: Article) -> None:
    """About the asked share of the characters is taken for others, without a space or line lost."""
    page, out = run(article, TWO, Damage(layout="columns", wrong_chars=0.1))
    text = "\n".join(line.text for line in page.lines) + "\n"
    assert out.dump.count("\n") == text.count("\n")
    changed = sum(a != b for a, b in zip(text.split(), out.dump.split(), strict=False))
    assert changed > 10
    assert out.noisy


def test_spaces_and_half_width_marks() -> None:
    """Spaces appear between Chinese characters, full-width marks become ASCII."""
    page, out = run(CHINESE, TWO, Damage(layout="columns", cjk_spaces=0.5, halfwidth=1.0))
    text = "".join(line.text for line in page.lines)
    assert out.dump.count(" ") > text.count(" ") + 50
    assert not set(out.dump) & set(FULL_TO_HALF)
    wanted = "".join(FULL_TO_HALF.get(c, c) for c in bare(text))
    assert bare(out.dump) == wanted


def test_truth_is_plain_data_in_the_schema_of_the_dev_pages() -> None:
    """`to_dict` survives JSON; its lines have text, article, block and kind, in reading order."""
    page, out = run(CHINESE, *presets()["mixed-3"])
    truth = json.loads(json.dumps(out.to_dict()))
    assert [line["text"] for line in truth["lines"]] == [line.text for line in page.lines]
    assert set(truth["lines"][0]) == {"text", "article", "block", "kind"}
    assert truth["dump"] == out.dump
    assert all(truth["dump"][s:e] for _, s, e in truth["spans"])


def test_confusions_change_something() -> None:
    """No character is taken for itself."""
    assert all(c not in taken and taken for c, taken in CONFUSIONS.items())


@pytest.mark.parametrize(
    "wrong", [{"layout": "x"}, {"glue": "tar"}, {"fused": 1.5}, {"jitter_rows": -1}]
)
def test_impossible_damage_is_refused(wrong: dict[str, object]) -> None:
    """Misspelt options and shares outside 0 to 1 are refused."""
    with pytest.raises(InputError):
        Damage(**wrong)  # type: ignore[arg-type]
