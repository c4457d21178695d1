"""Truth files, predictions, a page's report and their summary."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from layoutfix.errors import InputError
from layoutfix.evaluation import (
    Prediction,
    check_same_page,
    dict_to_truth,
    evaluate_page,
    find_files,
    match_truth,
    mean_over_pages,
    page_label,
    read_predictions,
    read_truth,
    result_to_prediction,
    score_headings,
    summarise,
    summarise_by,
    text_to_truth,
)
from tests.cli.conftest import DUMP as FERRY_DUMP
from tests.cli.conftest import FIXED as FERRY_FIXED
from tests.cli.conftest import make_changed, make_unchanged
from tests.evaluation.pages import DUMP, FIXED, TRUTH


def test_a_report_has_dump_and_ceiling() -> None:
    """Harm is the gain in joints, here 5 of 8; the share of the ceiling is full."""
    report = evaluate_page(Prediction("mill", FIXED), TRUTH, DUMP)
    assert report.harm == pytest.approx(5 / 8)
    assert report.share_of_ceiling == 1.0 and report.perfect
    assert page_label(report) == "made en rows" and report.columns == 2
    alone = evaluate_page(Prediction("mill", FIXED), TRUTH)
    assert alone.harm is None and alone.ceiling is None and alone.share_of_ceiling is None


def test_a_summary_names_the_worst_page() -> None:
    """Harm is a minimum, not a mean: one ruined page is not made good by others."""
    good = evaluate_page(Prediction("good", FIXED), TRUTH, DUMP)
    bad = evaluate_page(Prediction("bad", DUMP[::-1]), TRUTH, DUMP)
    both = summarise([good, bad])
    assert both.worst_harm == (pytest.approx(-3 / 8), "bad")
    assert both.means["joint_recall"].mean == pytest.approx(0.5)
    assert both.means["perfect"].mean == 0.5
    assert both.calibration is None
    by_name = summarise_by([good, bad], lambda p: p.name)
    assert [s.label for s in by_name] == ["bad", "good"]


def test_joints_of_a_result_are_judged() -> None:
    """A result made by hand: four of its five claims are right."""
    lines = text_to_truth(FERRY_FIXED.replace(" at dawn", "\nat dawn"), "ferry")
    report = evaluate_page(result_to_prediction(make_changed(), "ferry"), lines, FERRY_DUMP)
    assert [j.right for j in report.joints] == [True, True, True, True]


def test_intervals_hold_the_mean_and_repeat() -> None:
    """The same seed gives the same interval; one page has none."""
    values = [*(k * k / 100 for k in range(10)), None]
    found = mean_over_pages(values)
    assert found == mean_over_pages(values) != mean_over_pages(values, seed=1)
    assert found is not None and found.low is not None and found.high is not None
    assert found.low < found.mean < found.high and found.pages == 10
    single = mean_over_pages([0.5])
    assert single is not None and single.low is None
    assert mean_over_pages([None]) is None


def test_a_record_is_replayed_on_its_dump(tmp_path: Path) -> None:
    """The JSON of `fix` gives the text to the letter; a wrong dump is refused."""
    result = make_changed()
    path = tmp_path / "ferry.json"
    path.write_text(result.to_json(), encoding="utf-8")
    (found,) = read_predictions(path)
    assert found.on_dump(FERRY_DUMP).text == result.text
    assert len(found.joints) == len(result.joints)
    with pytest.raises(InputError, match="not made from this dump"):
        found.on_dump(FERRY_DUMP[3:])
    left_alone = make_unchanged("one\n\ntwo\n")
    path.write_text(left_alone.to_json(), encoding="utf-8")
    (found,) = read_predictions(path)
    assert found.on_dump("one\n\ntwo\n").text == "one\n\ntwo\n"


def test_records_of_several_inputs_in_one_file(tmp_path: Path) -> None:
    """`layoutfix fix a.txt b.txt --format json` prints a record a line, each with its file."""
    path = tmp_path / "all.json"
    records = [{"file": f"in/{name}.txt", **make_changed().to_dict()} for name in ("a", "b")]
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    assert [p.name for p in read_predictions(path)] == ["a", "b"]


def test_plain_texts_are_truths() -> None:
    """A line a line, an empty line between blocks, marks as in articles."""
    truth = text_to_truth("# Head\nOne\ntwo\n\n!caption A boat\n\nThree\n", "p")
    assert [(line.text, line.block, line.kind) for line in truth.lines] == [
        ("Head", 0, "heading"),
        ("One", 0, "heading"),
        ("two", 0, "heading"),
        ("A boat", 1, "caption"),
        ("Three", 2, "body"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.json", "{", "is not JSON"),
        ("p.json", "[]", "has no lines"),
        ("p.json", '{"lines": []}', "has no lines"),
        ("p.json", '{"lines": [{"kind": "body"}]}', "has no text"),
        ("p.json", '{"lines": [{"text": "a", "kind": "footer"}]}', "'footer'"),
        ("p.txt", "\n \n", "is empty"),
    ],
)
def test_broken_truths_are_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    """One sentence that says what is wrong."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_truth(path)


def test_files_that_are_not_there_or_not_utf8(tmp_path: Path) -> None:
    """Both truths and predictions."""
    path = tmp_path / "p.txt"
    path.write_bytes(b"caf\xe9")
    with pytest.raises(InputError, match="UTF-8"):
        read_truth(path)
    with pytest.raises(InputError, match="UTF-8"):
        list(read_predictions(path))
    with pytest.raises(InputError, match="cannot be read"):
        read_truth(tmp_path / "no.json")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.txt", " \n", "is empty"),
        ("p.json", "{]", "is not JSON"),
        ("p.json", '{"lines": []}', "is no record"),
        ("p.json", json.dumps(make_unchanged("").to_dict()), "is empty"),
    ],
)
def test_broken_predictions_are_refused(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    """An empty prediction is a mistake, not a score of 0."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(read_predictions(path))


def test_names_match_pages() -> None:
    """By stem, or stem and engine; else the names that there are stand in the error."""
    truths = {"mill": TRUTH}
    assert match_truth(Prediction("mill", "x"), truths) == (TRUTH, "")
    assert match_truth(Prediction("mill.tess6", "x"), truths) == (TRUTH, "tess6")
    with pytest.raises(InputError, match=r"harbour has no truth.*mill"):
        match_truth(Prediction("harbour", "x"), truths)


def test_other_pages_are_refused() -> None:
    """A text of another page is a mix-up of files, not a bad repair; a bad repair is scored."""
    check_same_page(Prediction("mill", DUMP), TRUTH)
    check_same_page(Prediction("mill", "".join(sorted(DUMP.splitlines(keepends=True)))), TRUTH)
    with pytest.raises(InputError, match="not of the page mill"):
        check_same_page(Prediction("mill", FERRY_FIXED), TRUTH)


def test_files_of_folders(tmp_path: Path) -> None:
    """Folders give their files by suffix; missing ones and empty folders are refused."""
    (tmp_path / "b.txt").write_text("b")
    (tmp_path / "a.txt").write_text("a")
    assert [p.name for p in find_files([tmp_path], [".txt"])] == ["a.txt", "b.txt"]
    with pytest.raises(InputError, match=r"no file that ends in \.json"):
        find_files([tmp_path], [".json"])
    with pytest.raises(InputError, match="There is no file"):
        find_files([tmp_path / "c.txt"], [".txt"])


def test_the_dev_pages_schema_is_read() -> None:
    """Dumps by engine, group, language, columns; lines may be plain strings."""
    truth = dict_to_truth(
        {
            "lines": ["One line", {"text": "and another", "kind": "caption"}],
            "dumps": {"tess6": "One line"},
            "group": "simple",
            "lang": "en",
            "columns": [3],
            "tests": [{"before": "One", "after": "another"}],
        },
        "p",
    )
    assert truth.dumps == {"tess6": "One line"} and truth.columns == (3,)
    assert (truth.group, truth.language, len(truth.flow), len(truth.tests)) == (
        "simple",
        "en",
        1,
        1,
    )
    assert page_label(evaluate_page(Prediction("p", "One line"), replace(truth, group=""))) == "en"


def test_headings_are_right_where_they_are_whole() -> None:
    """Half of a heading, or one with a line of the text, is none; each counts once."""
    truth = text_to_truth("## Snow in the\nhills\n\nIt fell all night.\n\n## A thaw\n", "p")
    assert score_headings(["Snow in the hills", "It fell all night."], truth) == (0.5, 0.5)
    assert score_headings(["A thaw", "A thaw"], truth) == (0.5, 0.5)
    assert score_headings(["Snow in the hills It fell all night."], truth) == (0.0, 0.0)
    assert score_headings([], truth) == (None, 0.0)


def test_headings_of_a_plain_text_are_those_that_markdown_marks(tmp_path: Path) -> None:
    """A text without marks says nothing of its headings."""
    (tmp_path / "a.md").write_text("## Snow\n\nIt fell.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Snow\n\nIt fell.\n", encoding="utf-8")
    told = [next(read_predictions(tmp_path / name)).headings for name in ("a.md", "b.txt")]
    assert told == [("Snow",), None]
    truth = text_to_truth("## Snow\n\nIt fell.\n", "a")
    report = evaluate_page(next(read_predictions(tmp_path / "a.md")), truth, "Snow\nIt fell.\n")
    assert report.headings == (1.0, 1.0)
