"""A page is put right by hand in a real browser, by mouse and by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from layoutfix.assembly.risks import _SEVERITY, Placed, _describe
from tests.review import pages

pytest.importorskip("uvicorn", reason="the extra `review` is not installed")

from tests.review.serving import serve

OpenPage = Callable[..., Any]


def _write(tmp_path: Path, text: str, name: str = "page.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def _lines(page: Any) -> list[str]:
    found: list[str] = page.locator("#text .line").all_inner_texts()
    return [line.strip() for line in found]


def _line(page: Any, text: str) -> Any:
    return page.locator("#text .line", has_text=text).first


def _wait(page: Any, work: Callable[[], None]) -> None:
    """Do something that asks the server, until the page shows the answer."""
    page.evaluate("document.getElementById('status').textContent = ''")
    work()
    page.wait_for_selector("body:not([aria-busy]) #status:not(:empty)")


def _go_on(page: Any, left: str, right: str) -> None:
    """Two clicks: a line goes on in another."""
    _line(page, left).click()
    page.keyboard.press("f")
    _wait(page, lambda: _line(page, right).click())


MOST_CLICKS = 40
STORIES = (pages.LAMPS[:12], pages.LOG[:12], pages.PEARS)
"""What stands on the shuffled page."""


def _torn(lines: list[str]) -> tuple[str, str] | None:
    """The first two lines of a story that do not follow each other; None where all do."""
    joints = [pair for story in STORIES for pair in pairwise(story)]
    here = {*pairwise(lines)}
    return next((pair for pair in joints if pair not in here), None)


def test_a_scrambled_page_is_put_right(tmp_path: Path, open_page: OpenPage) -> None:
    """Three stories of a shuffled page are read line by line after some clicks, and saved so."""
    path = _write(tmp_path, pages.shuffled())
    with serve([path]) as served:
        page = open_page(served.address)
        while "by M. Orne" in _lines(page):
            _line(page, "Photo: the ferry").click()
            _wait(page, lambda: page.keyboard.press("m"))
        _wait(page, lambda: page.keyboard.press("k"))
        clicks = 0
        while torn := _torn(_lines(page)):
            _go_on(page, *torn)
            clicks += 2
        assert 0 < clicks <= MOST_CLICKS
        _wait(page, lambda: page.keyboard.press("Control+s"))
        assert page.locator("#save").is_disabled()
    text = path.with_name("page.fixed.txt").read_text(encoding="utf-8")
    assert " ".join(pages.PEARS) in text.replace("\n\n", " ")
    record = json.loads(path.with_name("page.fixed.json").read_text(encoding="utf-8"))
    assert pages.CAPTION in [p["text"] for p in record["paragraphs"] if p["kind"] == "caption"]


def test_doubtful_joints_are_stepped_through_by_keyboard(
    tmp_path: Path, open_page: OpenPage
) -> None:
    """n and p go round; a digit takes a rival, u takes it back, y makes a joint certain."""
    with serve([_write(tmp_path, pages.shuffled())]) as served:
        page = open_page(served.address)
        count = page.locator("#doubts button").count()
        assert count > 3
        page.keyboard.press("n")
        assert page.locator("#doubts [aria-current=true]").get_attribute("data-doubt") == "1"
        page.keyboard.press("p")
        page.keyboard.press("p")
        assert page.locator("#doubts [aria-current=true]").get_attribute("data-doubt") == str(
            count - 1
        )
        page.keyboard.press("n")
        page.wait_for_selector("#joint [data-digit='1']")
        before = _lines(page)
        rival = page.locator("#joint [data-digit='1']")
        assert rival.get_attribute("data-side") == "after"
        head = rival.locator("bdi").inner_text().rstrip("…")
        left = page.locator("#joint .ends bdi").first.inner_text().lstrip("…")
        _wait(page, lambda: page.keyboard.press("1"))
        lines = _lines(page)
        at = next(k for k, line in enumerate(lines) if line.endswith(left))
        assert lines[at + 1].startswith(head)
        _wait(page, lambda: page.keyboard.press("u"))
        assert _lines(page) == before
        assert page.locator("#doubts button").count() == count
        page.keyboard.press("n")
        _wait(page, lambda: page.keyboard.press("y"))
        assert page.locator("#doubts button").count() < count
        assert _lines(page) == before


def test_lines_are_moved_by_keys_and_by_dragging(tmp_path: Path, open_page: OpenPage) -> None:
    """x and v, Alt with an arrow, and the mouse set a line where it is wanted."""
    with serve([_write(tmp_path, pages.in_turn())]) as served:
        page = open_page(served.address)
        moved = pages.LAMPS[6]
        _line(page, moved).click()
        page.keyboard.press("x")
        _line(page, pages.LOG[3]).click()
        _wait(page, lambda: page.keyboard.press("v"))
        lines = _lines(page)
        assert lines[lines.index(pages.LOG[3]) + 1] == moved
        _line(page, moved).click()
        _wait(page, lambda: page.keyboard.press("Alt+ArrowUp"))
        lines = _lines(page)
        assert lines[lines.index(moved) + 1] == pages.LOG[3]
        _wait(
            page,
            lambda: _line(page, moved).drag_to(
                _line(page, pages.LAMPS[5]), target_position={"x": 40, "y": 22}
            ),
        )
        lines = _lines(page)
        assert lines[lines.index(pages.LAMPS[5]) + 1] == moved
        for _ in range(3):
            _wait(page, lambda: page.keyboard.press("u"))
        assert page.locator("#undo").is_disabled()


def test_kinds_breaks_and_cuts_by_keyboard(tmp_path: Path, open_page: OpenPage) -> None:
    """h, s, j and c name a line, part and join paragraphs, and cut a row at the caret."""
    with serve([_write(tmp_path, pages.in_turn())]) as served:
        page = open_page(served.address)
        _line(page, pages.LAMPS[0]).click()
        _wait(page, lambda: page.keyboard.press("h"))
        assert page.locator(".k-heading .line").all_inner_texts() == [pages.LAMPS[0]]
        groups = page.locator(".group").count()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        _wait(page, lambda: page.keyboard.press("s"))
        assert page.locator(".group").count() == groups + 1
        _wait(page, lambda: page.keyboard.press("j"))
        assert page.locator(".group").count() == groups
        page.keyboard.press("c")
        page.keyboard.press("Home")
        for _ in "forty ":
            page.keyboard.press("ArrowRight")
        page.wait_for_selector("#cut-right:text-is('years when the council')")
        page.keyboard.press("z")  # nothing is typed into a text that is cut
        _wait(page, lambda: page.keyboard.press("Enter"))
        assert "forty" in _lines(page)
        assert "years when the council" in _lines(page)


def test_a_reload_loses_nothing(tmp_path: Path, open_page: OpenPage) -> None:
    """What was corrected is shown again, and can still be undone."""
    with serve([_write(tmp_path, pages.in_turn())]) as served:
        page = open_page(served.address)
        begun = _lines(page)
        _line(page, pages.LAMPS[6]).click()
        _wait(page, lambda: page.keyboard.press("Alt+ArrowUp"))
        changed = _lines(page)
        assert changed != begun
        page.reload()
        page.wait_for_selector(".line")
        assert _lines(page) == changed
        _wait(page, lambda: page.keyboard.press("u"))
        assert _lines(page) == begun


def test_two_tabs_do_not_undo_each_other(tmp_path: Path, open_page: OpenPage) -> None:
    """The older tab is told, shows the newest state, and has changed nothing."""
    with serve([_write(tmp_path, pages.in_turn())]) as served:
        first, second = open_page(served.address), open_page(served.address)
        _line(first, pages.LAMPS[0]).click()
        _wait(first, lambda: first.keyboard.press("h"))
        _line(second, pages.LAMPS[3]).click()
        second.keyboard.press("h")
        second.wait_for_selector("#trouble:not([hidden])")
        assert "another tab" in second.locator("#trouble").inner_text()
        assert second.locator(".k-heading .line").all_inner_texts() == [pages.LAMPS[0]]


def test_a_dump_runs_nothing(tmp_path: Path, open_page: OpenPage) -> None:
    """Marks of HTML are text; marks of direction turn their own line alone."""
    rows = [
        "<script>window.harm = 1</script>",
        "<img src=x onerror='window.harm = 2'>",
        "\u202eabc reversed and never closed",
        "A line below that reads from the left.",
        "&amp; </bdi></div> \u2066 isolate",
    ]
    with serve([_write(tmp_path, "\n".join(rows) + "\n", "<b>evil.txt")]) as served:
        page = open_page(served.address)
        assert page.evaluate("window.harm") is None
        assert page.locator("main img, main script").count() == 0
        assert sorted(_lines(page)) == sorted(rows)
        assert page.locator("#name").inner_text() == "<b>evil.txt"
        styles = page.locator("#text .line, #dump .piece").evaluate_all(
            "all => all.map(e => getComputedStyle(e).unicodeBidi)"
        )
        assert set(styles) == {"isolate"}


def test_texts_of_all_directions_are_shown(tmp_path: Path, open_page: OpenPage) -> None:
    """Hebrew and Arabic run from the right, lines of a vertical page are lines."""
    hebrew, arabic = "ספינת המעבורת יצאה מן הנמל עם שחר", "غادرت العبارة الميناء عند الفجر"
    vertical = ["清早的雾很大，渡口", "边还没有人，船夫把", "灯挂在桅杆上。"]
    with serve([_write(tmp_path, "\n".join([hebrew, arabic, *vertical]) + "\n")]) as served:
        page = open_page(served.address)
        for text, direction in ((hebrew, "rtl"), (arabic, "rtl"), (vertical[0], "ltr")):
            style = _line(page, text).evaluate("e => getComputedStyle(e).direction")
            assert style == direction


def test_a_page_of_2000_lines_is_drawn(tmp_path: Path, open_page: OpenPage) -> None:
    """All lines can be reached by the keyboard; lines of movement are those in view alone."""
    rows = [line for _ in range(54) for line in (*pages.LAMPS, *pages.LOG, *pages.PEARS)][:2000]
    with serve([_write(tmp_path, "\n".join(rows) + "\n")]) as served:
        page = open_page(served.address)
        assert page.locator("#text .line").count() == 2000
        _line(page, pages.LAMPS[0]).click()
        page.keyboard.press("End")
        last = page.locator("#text .line[aria-selected=true]")
        assert last.inner_text() == rows[-1]
        assert last.evaluate("e => e === document.activeElement")
        page.wait_for_selector("#lines path", state="attached")
        assert page.locator("#lines path").count() < 100


def test_the_page_speaks_the_language_of_the_browser(tmp_path: Path, open_page: OpenPage) -> None:
    """Chinese where the browser asks for it, and the other at a click; help lists the keys."""
    with serve([_write(tmp_path, pages.in_turn())]) as served:
        page = open_page(served.address, locale="zh-CN")
        assert page.locator("#save").inner_text() == "保存"
        assert page.locator("html").get_attribute("lang") == "zh-Hans"
        page.locator("#language").click()
        assert page.locator("#save").inner_text() == "Save"
        page.keyboard.press("?")
        assert page.locator("#help-dialog").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("#help-dialog").is_visible()


def test_verdicts_are_said_in_chinese(tmp_path: Path, open_page: OpenPage) -> None:
    """Each sentence that a verdict can have, with one line and many; another stays English."""
    few, many = [Placed("swap", 3, 4)], [Placed("swap", 30 * k, 30 * k + 9) for k in range(1, 6)]
    risks = [_describe(r, some) for r in _SEVERITY for some in (few, many[:2], many)]
    verdicts = ["empty", "left alone", "repaired, 1 edit", "repaired, 1,204 edits"]
    verdicts += ["reordered blocks, 0 doubtful joints of 9, dropped 1 mark"]
    verdicts += [f"reordered 2 columns, 1 doubtful joint of 47: {risk}" for risk in risks]
    with serve([_write(tmp_path, pages.in_turn())]) as served:
        page = open_page(served.address, locale="zh-CN")
        assert "栏重排" in page.locator("#status").inner_text()
        say = "async all => { const { sayVerdict } = await import('./verdict.js');"
        say += " return all.map(one => sayVerdict(one)[0]); }"
        for verdict, said in zip(verdicts, page.evaluate(say, verdicts), strict=True):
            assert not re.search("[a-z,:]", said.replace("1,204", "")), (verdict, said)
            assert sorted(re.findall(r"\d+", said)) == sorted(re.findall(r"\d+", verdict))
        assert page.evaluate(say, ["turned upside down"]) == ["turned upside down"]


@pytest.mark.parametrize("width", [1280, 640, 320])
def test_nothing_is_cut_off_at_larger_type(tmp_path: Path, open_page: OpenPage, width: int) -> None:
    """At 200 and 400 % of a usual window the page needs no scrolling sideways."""
    with serve([_write(tmp_path, pages.shuffled())]) as served:
        page = open_page(served.address, width=width, height=400)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("n")
        assert page.locator("#joint").is_visible()


def test_each_control_has_a_name_and_shows_the_focus(tmp_path: Path, open_page: OpenPage) -> None:
    """Buttons say what they do; what the Tab key reaches has an outline."""
    with serve([_write(tmp_path, pages.shuffled())]) as served:
        page = open_page(served.address)
        names = page.locator("main button, header button").evaluate_all(
            "all => all.map(e => e.textContent.trim())"
        )
        assert all(names)
        reached = set()
        for _ in range(14):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            reached.add(
                page.evaluate("document.activeElement.id || document.activeElement.className")
            )
            assert outline != "none"
        assert {"dump", "running", "help"} <= reached
        assert any("line" in name for name in reached)


def test_several_texts_and_how_far_one_is(tmp_path: Path, open_page: OpenPage) -> None:
    """The head of the page counts what is saved; ] goes on to the next text."""
    paths = [_write(tmp_path, pages.in_turn(), f"{k}.txt") for k in "ab"]
    with serve(paths) as served:
        page = open_page(served.address)
        assert "0 of 2 saved" in page.locator("#progress").inner_text()
        _wait(page, lambda: page.keyboard.press("Control+s"))
        assert "1 of 2 saved" in page.locator("#progress").inner_text()
        page.keyboard.press("]")
        page.wait_for_selector("#name:text('b.txt')")
        assert (tmp_path / "a.fixed.txt").exists()
        assert not (tmp_path / "b.fixed.txt").exists()


def test_a_text_that_changed_is_told(tmp_path: Path, open_page: OpenPage) -> None:
    """The sentence of the refusal is shown where an alert is read out."""
    path = _write(tmp_path, pages.in_turn())
    with serve([path]) as served:
        page = open_page(served.address)
        path.write_text("Something else.\n", encoding="utf-8")
        page.keyboard.press("Control+s")
        page.wait_for_selector("#trouble:not([hidden])")
        assert "was changed or removed" in page.locator("#trouble").inner_text()


def test_the_page_as_a_file_is_the_same_view(tmp_path: Path, open_page: OpenPage) -> None:
    """Opened from a disk it shows lines, doubtful joints and rivals; nothing can be changed."""
    from layoutfix.review.desk import Paper, Settings
    from layoutfix.review.static import paper_to_html

    path = _write(tmp_path, pages.shuffled())
    paper = Paper(path, Settings())
    html = _write(tmp_path, paper_to_html(paper), "page.html")
    page = open_page(html.as_uri())
    result = paper.open()
    assert _lines(page) == [result.fragments[i].text for i in result.order]
    page.wait_for_selector("#joint .rivals button")
    assert page.locator("#joint .rivals button").first.is_disabled()
    page.keyboard.press("n")
    page.keyboard.press("y")
    assert "copy to be read" in page.locator("#status").inner_text()
