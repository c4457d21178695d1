"""What holds for every text: each rule keeps to its class of damage, and to its word."""

from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import pytest
import regex as re
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import layoutfix
from layoutfix import Config, Step
from layoutfix.repair import RULES, repair_text
from layoutfix.repair.compose import compose
from layoutfix.repair.draft import BLANKS, Draft, Edit, apply_edits
from layoutfix.repair.furniture import DIGITS_RE
from layoutfix.repair.markdown import INLINE_RE, START_RE, _inline_marks, _marks_at_starts
from layoutfix.repair.mojibake import SIGN_RE
from layoutfix.repair.spaces import (
    BEFORE_MARK_RE,
    BEFORE_OTHER_RE,
    INSIDE_BRACKET_RE,
    _fix_latin,
)
from tests.helpers import FIXTURES, assert_promises, read_case
from tests.repair.test_cases import only

RELAXED = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PIECES = [
    "全省经", " ", "济稳定增长", ",", "，", "。", " 。", "(", ")", "（", '"', "“", "”", "...", "--",
    "\n", "\n\n", "\f", "## ", "> ", "- ", "regu", "-", "lation", " of the ", "oﬃce", "e\u0301",
    "⻓", "⼈", "2０", "Ａ", "．", "5", "进人新时代", "頭髮", "Ã¶", "â€œ", "\u00ad", "¬", "⸗", "|",
    "\ufffe", "\u0002", "\x1f", "\x1d", "\v", "二", "○", "年", "⼾", "\U0002f8a6",
    "第3版", "Page 3", "the ferry was late,", "\t", "\u3000", "はい！ ", "\x00", "\ud800", "😀",
]  # fmt: skip
MARKED = st.text(alphabet="ab去，,;#>-.) \t\n\n\f", max_size=60)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=50).map("".join) | st.text(max_size=80)


def _is_form(s: Step) -> bool:
    return unicodedata.normalize("NFKC", s.before) == unicodedata.normalize("NFKC", s.after)


ALLOWED = {
    "fix_breaks": lambda s: not s.before.strip(" \t\n\v\x1d\x1f") and not s.after.strip("\n"),
    "fix_mojibake": lambda s: not s.before.isascii() and "\n" not in s.before + s.after,
    "fix_composition": lambda s: unicodedata.normalize("NFC", s.before) == s.after,
    "fix_radicals": lambda s: re.fullmatch(
        "[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]|○+", s.before
    ) and len(s.after) == len(s.before),
    "fix_ligatures": lambda s: re.fullmatch("[ﬀ-ﬆ]", s.before) and _is_form(s),
    "fix_width": lambda s: re.fullmatch("[０-９Ａ-Ｚａ-ｚ．]+", s.before) and _is_form(s),
    "fix_markdown": lambda s: not s.before.strip("#> -\n") and s.after in {"", " "},
    "fix_furniture": lambda s: not s.after,
    "fix_doubles": lambda s: not s.after,
    "fix_joins": lambda s: re.fullmatch(r"[-‐‑¬⸗\u00ad]?\s+", s.before) and s.after in {"", " "},
    "fix_hyphens": lambda s: (re.fullmatch("[-‐‑¬⸗\u00ad]? ?", s.before) and not s.after)
    or (s.before in "\ufffe\u0002" and s.after in {"", "-", "- "}),
    "fix_blanks": lambda s: not s.before and s.after == " ",
    "fix_spaces": lambda s: not s.before.strip(BLANKS) and not s.after,
    "fix_punctuation": lambda s: re.fullmatch(r"[,;:?!()\"]|\.{3,6}|-{2,3}", s.before)
    and re.fullmatch("[，；：？！（）“”「」]|……|——", s.after),
    "fix_confusions": lambda s: s.before.isalnum() and s.after.isalpha(),
    "fix_variants": lambda s: re.fullmatch(r"\p{Han}+", s.before)
    and re.fullmatch(r"\p{Han}+", s.after),
}  # fmt: skip


def test_every_rule_has_its_class_of_damage() -> None:
    """The table above names each rule."""
    assert set(ALLOWED) == set(RULES)


@pytest.mark.parametrize("name", RULES)
@given(text=TEXTS)
@RELAXED
def test_rule_keeps_to_its_damage(name: str, text: str) -> None:
    """One rule alone: its promises, its class of damage, and nothing left for a second pass."""
    result = layoutfix.repair(text, config=only(name))
    assert_promises(result)
    for step in result.steps:
        assert step.rule == name
        assert ALLOWED[name](step), step
    assert not layoutfix.repair(result.text, config=only(name)).changed


@given(text=TEXTS)
@settings(RELAXED, max_examples=100)
def test_all_default_rules(text: str) -> None:
    """Together: promises, and nothing left for a second pass."""
    result = layoutfix.repair(text)
    assert_promises(result)
    assert not layoutfix.repair(result.text).changed


@given(text=TEXTS)
@settings(RELAXED, max_examples=40)
def test_record_is_what_the_rules_did(text: str) -> None:
    """Edits of the text as given do what the rules did one after the other."""
    config = only(*RULES)
    result = layoutfix.repair(text, config=config)
    steps = repair_text(text, result.language, config.repair)
    assert all(a.end <= b.start for a, b in pairwise(steps))
    assert result.text == apply_edits(text, steps)


@given(text=TEXTS)
@settings(RELAXED, max_examples=40)
def test_every_rule_at_once(text: str) -> None:
    """With the rules that are off by default, too."""
    assert_promises(layoutfix.repair(text, config=only(*RULES)))


def _edits(length: int, draw: st.DataObject) -> list[Edit]:
    cuts = sorted(draw.draw(st.sets(st.integers(0, length), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Edit(a, b, draw.draw(st.sampled_from(["", "x", "yz"]))) for a, b in pairs]


@given(base=st.text("abcd", max_size=14), draw=st.data())
@settings(max_examples=300)
def test_compose_is_one_after_the_other(base: str, draw: st.DataObject) -> None:
    """Composed edits do to the base what both lists do in turn; they are in order."""
    first = _edits(len(base), draw)
    middle = apply_edits(base, first)
    second = _edits(len(middle), draw)
    both = compose(first, second, middle)
    assert apply_edits(base, both) == apply_edits(middle, second)
    assert all(a.end <= b.start for a, b in pairwise(both))


@pytest.mark.parametrize("name", ["zh-two-columns", "en-three-columns"])
@pytest.mark.parametrize("seed", [1, 2])
def test_damage_on_a_scrambled_page(name: str, seed: int) -> None:
    """`fix` reorders and mends in one record: nothing lost, everything traced."""
    dump = (FIXTURES / "dumps" / f"{name}.txt").read_text(encoding="utf-8")
    every = 17 + seed
    damaged = "".join(
        c + " " if k % every == 0 and c >= "\u4e00" else c for k, c in enumerate(dump)
    )
    damaged = damaged.replace("，", ",", 9).replace("fi", "ﬁ").replace("高", "⾼")
    result = layoutfix.fix(damaged)
    assert_promises(result)
    assert "ﬁ" not in result.text
    assert "⾼" not in result.text
    assert any(s.rule.startswith("fix_") for s in result.steps)


def test_a_running_head_becomes_an_aside() -> None:
    """It is not printed, but stands in the record with its text, at its place."""
    case = read_case(FIXTURES / "repair" / "fix_furniture" / "running-heads.txt")
    result = layoutfix.repair(case.dump)
    asides = [p.text for p in result.paragraphs if p.kind == "aside"]
    assert asides == ["清河晚报  第1版", "清河晚报  第2版", "清河晚报  第3版"]
    assert [p.kind for p in result.paragraphs] == ["aside", "body"] * 3
    assert DIGITS_RE.search(asides[0])


def test_the_end_of_a_block_is_no_part_of_mojibake() -> None:
    """Lines on both sides of it are repaired by steps of their own, and it stays."""
    result = layoutfix.repair("Ã¶\x1fÃ¶", config=only("fix_mojibake"))
    assert result.text == "ö\x1fö"
    assert [(s.before, s.after) for s in result.steps] == [("Ã¶", "ö"), ("Ã¶", "ö")]


def test_missing_ftfy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra nothing is done, and a note names it."""
    monkeypatch.setattr(sys.modules["layoutfix.repair.mojibake"], "can_fix_mojibake", lambda: False)
    text = "Ein schÃ¶ner Garten.\n"
    assert SIGN_RE.search(text)
    result = layoutfix.repair(text)
    assert not result.changed
    assert "layoutfix[mojibake]" in result.notes[0]
    assert layoutfix.repair(text, config=only()).notes == ()


def test_unknown_variant_is_a_mistake() -> None:
    """One sentence names those there are."""
    with pytest.raises(layoutfix.InputError, match="hans, hant, tw, hk"):
        layoutfix.repair("头发", config=Config(repair=layoutfix.RepairConfig(fix_variants="x")))


def test_line_at() -> None:
    """Lines end at newlines and form feeds."""
    draft = Draft("ab\n\ncd\fe")
    spans = [draft.line_at(i) for i in range(8)]
    assert spans == [(0, 2), (0, 2), (0, 2), (3, 3), (4, 6), (4, 6), (4, 6), (7, 8)]


@given(MARKED)
def test_marks_are_sought_beside_themselves_alone_and_all_are_found(text: str) -> None:
    """Patterns that begin with any number of blanks are slow over a whole text."""
    inline = [m.span() for m in _inline_marks(Draft(text, "en"))]
    assert inline == [m.span() for m in INLINE_RE.finditer(text)]
    starts = [m.span() for m in _marks_at_starts(text)]
    assert starts == [m.span() for m in START_RE.finditer(text)]


@given(st.text(alphabet="ab,;?!.() \u00a0\n", max_size=60))
def test_all_blanks_before_marks_are_sought(text: str) -> None:
    draft = Draft(text, "en")
    patterns = BEFORE_MARK_RE, BEFORE_OTHER_RE, INSIDE_BRACKET_RE
    sought = sorted({m.start() for pattern in patterns for m in pattern.finditer(text)})
    kept = [at for at in sought if not (draft.is_structured(at) or draft.is_protected(at))]
    assert [edit.start for edit in _fix_latin(draft)] == kept
