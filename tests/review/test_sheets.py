"""Files with coordinates under review: where lines stand, which scans are shown, and which not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import layoutfix
from layoutfix.cli import cli
from layoutfix.review.desk import Paper, Settings
from layoutfix.review.scans import read_scan
from layoutfix.review.static import paper_to_html
from tests.review import pages, sheets

pytest.importorskip("uvicorn", reason="the extra `review` is not installed")

from tests.review.serving import serve

OpenPage = Callable[..., Any]
SCAN = "/secret/api/papers/0/scans/0"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return sheets.write_page(tmp_path)


def test_boxes_are_those_of_the_words_of_a_piece(path: Path) -> None:
    """A line that goes across two columns is two boxes, each around its own words."""
    view = Paper(path, Settings()).view()
    (sheet,) = view["sheets"]
    assert (sheet["width"], sheet["height"], sheet["scan"]) == (sheets.WIDTH, sheets.HEIGHT, True)
    boxes = {view["pieces"][i]["text"]: box for i, *box in sheet["boxes"]}
    assert set(boxes) == {*pages.LAMPS, *pages.LOG}
    left, top = sheets.MARGIN, sheets.MARGIN + sheets.LINE
    right = left + sheets.EM * len(pages.LAMPS[1])
    assert boxes[pages.LAMPS[1]] == [left, top, right, top + 24]


def test_a_file_is_reviewed_as_fix_reads_it(path: Path) -> None:
    """Boxes are evidence; `fix` gives the same text by the file and its pins."""
    paper = Paper(path, Settings())
    piece = next(i for i, f in enumerate(paper.open().fragments) if f.text == pages.LOG[4])
    paper.act(0, {"do": "break", "piece": piece, "begins": True})
    written = paper.save(paper.version)[0]
    assert written.name == "page.hocr.fixed.txt"
    known = layoutfix.read_pins(paper.pins_path)
    fixed = layoutfix.fix(layoutfix.read(path), pins=known)
    assert written.read_text(encoding="utf-8") == fixed.text
    assert f"\n\n{pages.LOG[4]}" in fixed.text


@pytest.mark.parametrize("image", ["scan.png", "/data/in/scan.png", "C:\\scans\\scan.png"])
def test_the_scan_beside_the_file_is_shown(tmp_path: Path, image: str) -> None:
    """Whatever folder the file names, that of the file itself is looked into."""
    with serve([sheets.write_page(tmp_path, image)]) as served:
        assert served.ask("/secret/api/papers/0").json()["sheets"][0]["scan"]
        policy = served.ask("/secret/").headers["content-security-policy"]
        assert "img-src 'self' data:;" in policy


@pytest.mark.parametrize("image", ["", "..", "../other/scan.png", "no.png", "page.hocr", "a\0b"])
def test_no_other_file_is_shown(tmp_path: Path, image: str) -> None:
    """Neither one in another folder, nor one that is no scan."""
    path = tmp_path / "page.hocr"
    path.write_text(sheets.hocr(image.replace("\0", "")), encoding="utf-8")
    (tmp_path.parent / "other").mkdir(exist_ok=True)
    (tmp_path.parent / "other" / "scan.png").write_bytes(sheets.png())
    with serve([path]) as served:
        assert not served.ask("/secret/api/papers/0").json()["sheets"][0]["scan"]
        assert served.ask(SCAN).status == 404


def test_a_link_to_another_folder_is_not_followed(tmp_path: Path) -> None:
    """A scan under the right name that lies elsewhere is none."""
    (tmp_path / "in").mkdir()
    path = sheets.write_page(tmp_path / "in")
    (tmp_path / "scan.png").write_bytes(sheets.png())
    path.with_name("scan.png").unlink()
    try:
        path.with_name("scan.png").symlink_to(tmp_path / "scan.png")
    except OSError:
        pytest.skip("links cannot be made here")
    assert not Paper(path, Settings()).view()["sheets"][0]["scan"]


@pytest.mark.parametrize(
    ("format", "text"),
    [
        (
            "page",
            '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
            '<Page imageFilename="scan.png" imageWidth="90" imageHeight="60"/></PcGts>',
        ),
        (
            "alto",
            "<alto><Description><sourceImageInformation><fileName>scan.png</fileName>"
            "</sourceImageInformation></Description><Layout><Page/></Layout></alto>",
        ),
        ("hocr", "<html><div class='ocr_page' title='bbox 0 0 9 9; image \"scan.png\"'/></html>"),
        ("hocr", "<html><div class='ocr_page' title='image scan.png; bbox 0 0 9 9'/></html>"),
    ],
)
def test_formats_name_their_scan(tmp_path: Path, format: str, text: str) -> None:
    """hOCR with and without quotes, ALTO and PAGE."""
    path = tmp_path / "page.xml"
    path.write_text(text, encoding="utf-8")
    assert layoutfix.read(path, format=format).pages[0].image == "scan.png"


def test_scans_are_named_on_the_command_line(path: Path, tmp_path: Path) -> None:
    """--image shows another one; it is of one FILE with coordinates, and has as many pages."""
    scan = tmp_path / "other.png"
    scan.write_bytes(sheets.png(9, 7))
    text = tmp_path / "page.txt"
    text.write_text("A line.\n", encoding="utf-8")
    html = tmp_path / "page.html"

    def run(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(cli, [*map(str, ("review", "--html", html, *words))])
        return done.exit_code, done.stderr

    assert run(path, "--image", scan) == (0, "")
    for words, said in (
        ((text, "--image", scan), "is plain text"),
        ((path, "--image", scan, "--image", scan), "more scans than"),
        ((path, "--image", tmp_path / "no.png"), "cannot be read"),
        ((path, "--image", text), "is no PNG or JPEG"),
        ((path, text, "--image", scan), "name one FILE"),
    ):
        code, told = run("--force", *words)
        assert (code, said in told) == (2, True)
        assert "Traceback" not in told


def test_a_file_is_shown_without_a_server(path: Path) -> None:
    """The scan is in the file, and its policy allows no other address."""
    html = paper_to_html(Paper(path, Settings()))
    assert "data:image/png;base64," in html
    assert "img-src data:;" in html


def test_the_size_of_a_scan_is_read(tmp_path: Path) -> None:
    """A page without a size has that of its scan; a damaged head has none."""
    scan = tmp_path / "a.png"
    scan.write_bytes(sheets.png(31, 17))
    assert (read_scan(scan).width, read_scan(scan).height) == (31, 17)
    scan.write_bytes(sheets.png()[:18])
    assert (read_scan(scan).width, read_scan(scan).height) == (0, 0)


def test_a_box_and_its_line_are_selected_together(path: Path, open_page: OpenPage) -> None:
    """By a click on either; the order is drawn through all lines, and g shows the dump."""
    with serve([path]) as served:
        page = open_page(served.address)
        assert page.locator("#sheets .box").count() == len(pages.LAMPS + pages.LOG)
        assert page.locator("#dump").is_hidden()
        page.locator("#sheets .box", has_text=pages.LOG[2]).click()
        assert page.locator("#text .line[aria-selected=true]").inner_text() == pages.LOG[2]
        page.locator("#text .line", has_text=pages.LAMPS[3]).click()
        assert page.locator("#sheets .box.now title").text_content() == pages.LAMPS[3]
        points = page.locator("#sheets .reading").get_attribute("points").split()
        assert len(points) == page.locator("#sheets .turn").count() == 26
        size = "document.querySelector('#sheets image').getBoundingClientRect().width"
        before = page.evaluate(size)
        page.keyboard.press("+")
        assert page.evaluate(size) > before
        page.keyboard.press("g")
        assert page.locator("#dump").is_visible()
        assert page.locator("#sheets").is_hidden()


def test_the_scan_is_loaded(path: Path, open_page: OpenPage, tmp_path: Path) -> None:
    """From the server, and from the page as a file, under the policy of each."""
    loaded = "e => new Promise((yes, no) => { const i = new Image();"
    loaded += " i.onload = () => yes(i.naturalWidth); i.onerror = no; i.src = e.href.baseVal; })"
    html = tmp_path / "page.html"
    html.write_text(paper_to_html(Paper(path, Settings())), encoding="utf-8")
    with serve([path]) as served:
        for address in (served.address, html.as_uri()):
            page = open_page(address)
            assert page.locator("#sheets image").evaluate(loaded) == sheets.WIDTH
