"""A text under review: corrections, their history, what is written and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import layoutfix
from layoutfix.review.desk import OutdatedError, Paper, Settings, lay_out
from layoutfix.review.edits import ACTIONS
from tests.review.pages import LAMPS, LOG, in_turn


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    path = tmp_path / "page.txt"
    path.write_text(in_turn(), encoding="utf-8")
    return Paper(path, Settings())


def _piece(paper: Paper, text: str) -> int:
    return next(i for i, f in enumerate(paper.open().fragments) if f.text == text)


def _do(paper: Paper, do: str, **what: object) -> None:
    paper.act(paper.version, {"do": do, **what})


def test_what_is_saved_is_what_fix_makes_of_the_pins(paper: Paper) -> None:
    """Text, record and pins are written, and `fix(pins=)` gives the text again."""
    _do(paper, "follow", left=_piece(paper, LAMPS[5]), right=_piece(paper, LOG[8]))
    _do(paper, "kind", pieces=[_piece(paper, LAMPS[0])], kind="heading")
    _do(paper, "cut", piece=_piece(paper, LAMPS[3]), at=len("told him,"))
    names = [path.name for path in paper.save(paper.version)]
    assert names == ["page.fixed.txt", "page.fixed.json", "page.txt.pins.json"]
    text = paper.path.with_name("page.fixed.txt").read_text(encoding="utf-8")
    known = layoutfix.read_pins(paper.pins_path)
    assert text == layoutfix.fix(in_turn(), pins=known).text
    assert text != layoutfix.fix(in_turn()).text
    record = json.loads(paper.path.with_name("page.fixed.json").read_text(encoding="utf-8"))
    assert record["paragraphs"][0]["kind"] == "heading"


def test_a_move_takes_its_lines_alone(paper: Paper) -> None:
    """Lines that are moved leave a gap that closes, and stand where they were set."""
    first, last, after = (_piece(paper, t) for t in (LAMPS[4], LAMPS[5], LOG[2]))
    _do(paper, "move", first=first, last=last, after=after)
    text = paper.open().text.replace("\n\n", " ")
    assert f"{LOG[2]} {LAMPS[4]} {LAMPS[5]} {LOG[3]}" in text
    assert f"{LAMPS[3]} {LAMPS[6]}" in text


@pytest.mark.parametrize(("to_top", "at"), [(True, 6), (True, -1), (False, 6), (False, 0)])
def test_lines_move_to_both_ends(paper: Paper, to_top: bool, at: int) -> None:
    """A line can become the first one of the page, and the last one."""
    order = paper.open().order
    line = order[at]
    _do(paper, "move", first=line, last=line, after=None if to_top else order[-1])
    moved = paper.open().order
    assert moved[0 if to_top else -1] == line
    assert [i for i in moved if i != line] == [i for i in order if i != line]


def test_pieces_of_a_row_are_cut_and_joined_again(paper: Paper) -> None:
    """A cut that is taken back leaves the page as it was."""
    before = paper.open().fragments
    piece = _piece(paper, LAMPS[3])
    _do(paper, "cut", piece=piece, at=9)
    assert len(paper.open().fragments) == len(before) + 1
    _do(paper, "join", piece=piece)
    assert paper.open().fragments == before


def test_undo_and_redo_lead_back_and_forth(paper: Paper) -> None:
    """Each state comes back as it was; beyond both ends there is none."""
    begun = paper.open().text
    _do(paper, "break", piece=_piece(paper, LAMPS[2]), begins=True)
    changed = paper.open().text
    paper.step(paper.version, -1)
    assert paper.open().text == begun
    paper.step(paper.version, 1)
    assert paper.open().text == changed
    with pytest.raises(layoutfix.InputError, match="redo"):
        paper.step(paper.version, 1)


def test_an_accepted_joint_is_doubtful_no_more(paper: Paper) -> None:
    """It keeps how it was shown, and is certain."""
    joint = paper.open().joints[4]
    _do(paper, "accept", left=joint.left, right=joint.right)
    now = next(j for j in paper.open().joints if j.left == joint.left)
    assert (now.right, now.kind, now.confidence) == (joint.right, joint.kind, 1.0)


def test_a_review_goes_on_where_it_was_left(paper: Paper) -> None:
    """What was corrected and not saved is there when the text is opened again."""
    _do(paper, "kind", pieces=[_piece(paper, LAMPS[0])], kind="caption")
    again = Paper(paper.path, Settings())
    assert again.open().paragraphs == paper.open().paragraphs


def test_an_older_state_is_refused(paper: Paper) -> None:
    """A tab that shows what another has changed since changes nothing."""
    version = paper.version
    _do(paper, "break", piece=3, begins=True)
    text = paper.open().text
    with pytest.raises(OutdatedError):
        paper.act(version, {"do": "break", "piece": 5, "begins": True})
    assert paper.open().text == text


def test_a_text_that_changed_is_not_written(paper: Paper) -> None:
    """Nothing is written beside a text that another program has changed since."""
    _do(paper, "break", piece=3, begins=True)
    paper.path.write_text("Something else.\n", encoding="utf-8")
    with pytest.raises(layoutfix.InputError, match="was changed or removed"):
        paper.save(paper.version)
    with pytest.raises(layoutfix.InputError, match="was changed or removed"):
        _do(paper, "break", piece=4, begins=True)
    assert not paper.path.with_name("page.fixed.txt").exists()


def test_pins_of_another_review_are_not_overwritten(paper: Paper) -> None:
    """Two reviews of one text do not undo each other's work unseen."""
    paper.open()
    other = Paper(paper.path, Settings())
    _do(other, "break", piece=3, begins=True)
    kept = paper.pins_path.read_bytes()
    with pytest.raises(layoutfix.InputError, match="changed by another program"):
        _do(paper, "break", piece=4, begins=True)
    assert paper.pins_path.read_bytes() == kept
    assert paper.version == 0


def test_a_text_of_no_review_is_not_overwritten(paper: Paper) -> None:
    """A page.fixed.txt that was there before is kept, unless --force says otherwise."""
    target = paper.path.with_name("page.fixed.txt")
    target.write_text("mine", encoding="utf-8")
    paper.open()
    with pytest.raises(layoutfix.InputError, match="--force"):
        paper.save(paper.version)
    assert target.read_text(encoding="utf-8") == "mine"
    Paper(paper.path, Settings(force=True)).save(0)
    assert target.read_text(encoding="utf-8") != "mine"


def test_pins_of_another_text_are_refused(paper: Paper) -> None:
    """The sentence names the file of pins."""
    _do(paper, "break", piece=3, begins=True)
    paper.path.write_text("Another text altogether.\n", encoding="utf-8")
    with pytest.raises(layoutfix.InputError, match=r"page\.txt\.pins\.json"):
        Paper(paper.path, Settings()).open()


@pytest.mark.parametrize("do", [*(do for do in ACTIONS if do != "anew"), "burn"])
def test_no_action_of_nonsense_changes_anything(paper: Paper, do: str) -> None:
    """Pieces that there are not, and actions that there are not, are refused in a sentence."""
    text = paper.open().text
    nonsense: list[dict[str, object]] = [
        {},
        {"piece": 999},
        {"left": -1, "right": "x"},
        {"pieces": [0], "kind": 3},
    ]
    for wrong in nonsense:
        with pytest.raises(layoutfix.InputError):
            _do(paper, do, **wrong)
    assert paper.open().text == text
    assert paper.version == 0


def test_lines_of_two_pages_are_not_joined(paper: Paper) -> None:
    """Each page is read by itself; a sentence says so, and nothing has changed."""
    paper.path.write_text(in_turn() + "\f" + in_turn(), encoding="utf-8")
    last = len(paper.open().fragments) - 1
    with pytest.raises(layoutfix.InputError, match="two pages"):
        _do(paper, "follow", left=0, right=last)
    with pytest.raises(layoutfix.InputError, match="two pages"):
        _do(paper, "move", first=0, last=0, after=last)
    assert not paper.known


def test_only_files_are_laid_out_and_each_once(tmp_path: Path) -> None:
    """A folder, a missing file and a name given twice are refused."""
    path = tmp_path / "a.txt"
    path.write_text("One line.\n", encoding="utf-8")
    for wrong, said in (
        ([tmp_path], "directory"),
        ([tmp_path / "b"], "no file"),
        ([path] * 2, "twice"),
    ):
        with pytest.raises(layoutfix.InputError, match=said):
            lay_out(wrong, Settings())
