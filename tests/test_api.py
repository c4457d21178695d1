"""The public functions: what they take, what they refuse, what they say."""

from __future__ import annotations

import pytest

import layoutfix
from layoutfix import Config, InputError, Pin, Result
from layoutfix.checks import check_result
from layoutfix.errors import BrokenPromiseError
from tests.helpers import FIXTURES, assert_promises


def _result() -> Result:
    return layoutfix.fix((FIXTURES / "dumps" / "zh-two-columns.txt").read_text(encoding="utf-8"))


def test_bytes_are_refused_with_a_way_out() -> None:
    """Bytes get a TypeError that says how to decode."""
    with pytest.raises(TypeError, match="decode"):
        layoutfix.fix(b"abc")  # type: ignore[arg-type]


def test_a_string_is_no_list_of_lines() -> None:
    """fix_lines says which function takes one text."""
    with pytest.raises(TypeError, match=r"layoutfix\.fix "):
        layoutfix.fix_lines("abc")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\n", "\f"])
def test_blank_text_is_left_alone(text: str) -> None:
    """Empty and blank texts give an empty result that says so."""
    result = layoutfix.fix(text)
    assert result.text == text
    assert result.verdict == "empty"
    assert not result.changed


def test_unknown_language_names_those_there_are() -> None:
    """A language without a model is refused when it is asked for."""
    with pytest.raises(InputError, match="zh"):
        layoutfix.fix("abc", language="xx")


def test_a_text_in_another_language_says_so() -> None:
    """Without a model the result has a note and the language code und."""
    result = layoutfix.fix(
        "Az idén korán érett be a szőlő a domboldalon.\nA falu népe nagyon örült neki."
    )
    assert result.language == "und"
    assert "no model" in result.notes[0]


@pytest.mark.parametrize("span", [(5, 5), (-1, 3), (0, 99)])
def test_pins_outside_the_text_are_refused(span: tuple[int, int]) -> None:
    """A pin must name a span of the text."""
    with pytest.raises(InputError, match="pin"):
        layoutfix.fix("a short text", pins=[Pin(span, (0, 2))])


def test_many_texts_keep_their_order() -> None:
    """fix_many gives the results in the order of the texts, with one process or two."""
    texts = ["One line.", "Two lines.\nHere.", "山上的雪化了。"]
    assert [r.text for r in layoutfix.fix_many(texts, jobs=2)] == texts
    with pytest.raises(InputError, match="jobs"):
        list(layoutfix.fix_many(texts, jobs=0))


def test_lines_are_the_same_as_a_text() -> None:
    """fix_lines has the offsets of the joined text."""
    lines = ["山上的雪化了，", "河水涨了。"]
    assert layoutfix.fix_lines(lines) == layoutfix.fix("\n".join(lines))


def test_page_ends_are_kept() -> None:
    """Form feeds between pages are in the output, as many as in the dump."""
    dump = (FIXTURES / "dumps" / "zh-two-columns.txt").read_text(encoding="utf-8")
    result = layoutfix.fix(dump + "\f" + dump)
    assert result.changed
    assert result.text.count("\f") == 1
    assert_promises(result)


def test_a_changed_text_has_a_verdict_and_a_record() -> None:
    """The verdict counts columns and doubtful joints; JSON, TSV and markdown speak of all text."""
    result = _result()
    assert result.verdict.startswith("reordered ")
    assert len(result.to_tsv().splitlines()) == len(result.order) + 1
    assert result.to_markdown().startswith("## ")
    assert result.to_dict()["order"] == list(result.order)
    assert all(0 <= j.confidence <= 1 for j in result.joints)
    assert {i for p in result.paragraphs for i in p.fragments} == set(result.order)


def test_gaps_are_marked_on_demand() -> None:
    """`mark_gaps` prints [...] where a sentence's continuation is lost, with a step."""
    dump = _result().dump
    plain = layoutfix.fix(dump)
    marked = layoutfix.fix(dump, config=Config(mark_gaps=True))
    gaps = sum(j.kind == "gap" for j in plain.joints)
    assert "[...]" not in plain.text
    assert marked.text.count("[...]") == gaps == sum(s.rule == "mark_gap" for s in marked.steps)
    assert_promises(marked)


def test_trace_refuses_what_is_not_in_the_text() -> None:
    """trace(i) raises IndexError outside the output."""
    with pytest.raises(IndexError, match="no character"):
        layoutfix.fix("abc").trace(3)


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"text": "something else"}, "replay"),
        ({"order": (0, 0)}, "order"),
        ({"fragments": ()}, "order"),
        ({"paragraphs": ()}, "paragraphs"),
    ],
)
def test_broken_promises_are_named(change: dict, promise: str) -> None:
    """A result that breaks a promise is refused, and the error says which and where."""
    from dataclasses import replace

    good = layoutfix.fix("It was a quiet day.\nNothing happened.")
    assert check_result(good) is good
    with pytest.raises(BrokenPromiseError, match=promise):
        check_result(replace(good, **change))
