"""Where blanks were lost: words are parted for scoring, and lines that were fused so are cut."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layoutfix
from layoutfix import ngrams
from layoutfix.cutting import cut, find_places
from layoutfix.linking import lost_blanks
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.lost_blanks import find_fused_words, part_words, put_blanks
from layoutfix.ngrams import NgramModel
from tests.helpers import SPACED

WEIGHTS = SPACED.links
WEIR = (
    "The water below the old weir was so low this summer that people found three boats which had "
    "been lost for thirty years. One of them still had a lamp on board and a box of nails. The "
    "owner of the mill wants to show them in his barn as soon as the mud is dry, and the school "
    "has asked whether the children may paint the names on again before the winter comes."
)
QUEUE = (
    "On the first morning of the new market the queue reached from the fountain to the bridge. "
    "Most of those who waited did not know what was for sale and had come because the others "
    "were there. The first stall had honey and the second had only good advice, which was free, "
    "and by noon both of them had given away everything that they had brought with them."
)
FENCE = (
    "A fence along the railway has been mended after two years of letters to the company. Four men "
    "came with a cart early on Tuesday and went home the same evening. The goats that had used the "
    "gap every morning stood before it until noon, and then found another one behind the sheds, "
    "which nobody has written about so far, since it belongs to the parish and not to the line."
)
COMPOUNDS = (
    "Die Wasserstandsmeldungen der Schleusenverwaltung gelten auch für die "
    "Ausflugsdampferanlegestelle am Nordufer. Der Gemeinderatsbeschluss zur "
    "Uferwegbeleuchtungsanlage liegt in der Bürgersprechstunde aus."
)


def _lines(text: str, *, lost: int, width: int = 36) -> list[str]:
    """Lines of which every `lost`-th has no blanks."""
    lines = textwrap.wrap(text, width)
    return [line.replace(" ", "") if k % lost == 1 else line for k, line in enumerate(lines)]


@pytest.mark.parametrize("lost", [2, 3])
def test_words_are_found_again(lost: int) -> None:
    """Nearly all of them, in the lines that have none and in the others."""
    lines = _lines(WEIR, lost=lost)
    parted = part_words(lines, ngrams.load("en"))
    true = textwrap.wrap(WEIR, 36)
    assert sum(a == b for a, b in zip(parted, true, strict=True)) >= 0.8 * len(true)
    assert parted[0] == lines[0]


@pytest.mark.parametrize(
    ("language", "text"), [("en", WEIR), ("de", COMPOUNDS), ("zh", "渡口的浮桥昨天修好了。")]
)
def test_texts_that_lost_nothing_stay(language: str, text: str) -> None:
    """Neither prose, nor compounds, nor a script without blanks."""
    lines = textwrap.wrap(text, 36)
    assert part_words(lines, ngrams.load(language)) == lines
    assert part_words(lines, None) == lines


def test_words_that_are_not_known_stay_whole() -> None:
    """Names and halves of broken words on a page that lost blanks."""
    lines = [*_lines(WEIR, lost=2), "Mr Quarrendon and the distri-", "the Tollervey weir"]
    assert part_words(lines, ngrams.load("en"))[-2:] == lines[-2:]


@given(st.lists(st.text("abcdehiost n-.,", max_size=60), max_size=6))
def test_blanks_are_all_that_is_added(lines: list[str]) -> None:
    """Every other character stays, in its order."""
    for line, parted in zip(lines, part_words(lines, ngrams.load("en")), strict=True):
        rest = iter(parted)
        assert all(c in rest for c in line)
        assert parted.replace(" ", "") == line.replace(" ", "")


def test_places_of_parted_rows_are_those_of_the_row() -> None:
    """Units are those of the words; their offsets those of the text as it stands."""
    text, lost = "onejustbelow theweir", [3, 7, 16]
    read = put_blanks(text, lost)
    model = ngrams.load("en")
    units = RowUnits([text, "and more"], model, WEIGHTS.unseen_mix, [lost, []])
    plain = RowUnits([read], model, WEIGHTS.unseen_mix)
    assert len(units.offsets[0]) == len(plain.offsets[0])
    starts = {text.index(word) for word in read.split()}
    assert starts <= {*units.offsets[0].tolist()} | {0}
    first = units.row_places[0]
    assert units.place_of(0, text.index("below")) - first == plain.place_of(
        0, read.index("below")
    ) - int(plain.row_places[0])


def test_columns_are_found_where_blanks_were_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line has a row of its own, the columns take turns; the text keeps its runs."""
    left, right = _lines(WEIR, lost=2), _lines(QUEUE, lost=2)
    dump = "\n".join(line for pair in zip(left, right, strict=False) for line in pair)
    wanted = sum(map(len, (left, right))) - 2

    def found() -> int:
        result = layoutfix.fix(dump, language="en")
        squeezed = "".join(result.text.split())
        follows = [pair for lines in (left, right) for pair in pairwise(lines)]
        return sum("".join((a + b).split()) in squeezed for a, b in follows)

    best = found()
    assert best >= wanted - 2
    monkeypatch.setattr(lost_blanks, "_LEAST_LOST_SHARE", 1.0)
    assert best >= found()


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "found three boatsNobody had seen", ["found three boats", "Nobody had seen"]),
        ("en", "as soon as the mudwas not for sale", ["as soon as the mud", "was not for sale"]),
        ("en", "they were lost.The queue reached", ["they were lost.", "The queue reached"]),
        ("en", "on the sixth of May 1934they came", ["on the sixth of May 1934", "they came"]),
        ("de", "die Boote der Mühleunter dem", ["die Boote der Mühle", "unter dem"]),
        ("fr", "les bateaux du moulinavec les", ["les bateaux du moulin", "avec les"]),
    ],
)
def test_places_at_which_lines_may_be_fused(language: str, text: str, parts: list[str]) -> None:
    """Between two words, before a capital, beside marks and numbers."""
    (found,) = find_fused_words([text], ngrams.load(language))
    assert text.index(parts[1]) in found
    assert len(found) <= 2


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mr Quarrendon kept the Tollervey weir, 3.5 feet (or more) of it."),
        ("de", "Die Schleusenverwaltung gilt als Ausflugsdampferanlegestelle."),
        ("fr", "Le ré-emploi des bateaux, a-t-il dit, est interminable."),
        ("zh", "渡口的浮桥昨天修好了。"),
    ],
)
def test_words_that_only_look_fused_stay(language: str, text: str) -> None:
    """Names, compounds, clitics, numbers; and a script without blanks has no such places."""
    assert find_fused_words([text], ngrams.load(language)) == [[]]
    assert find_fused_words([text], None) == [[]]


def test_lines_fused_without_a_blank_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most rows are single lines; where two were fused, both end up in their columns."""
    left, right = textwrap.wrap(WEIR, 36), textwrap.wrap(QUEUE, 36)
    fused = {2, 5, 7}
    rows = [
        row
        for k, (a, b) in enumerate(zip(left, right, strict=False))
        for row in ((a + b,) if k in fused else (a, b))
    ]

    def found() -> int:
        squeezed = layoutfix.fix("\n".join(rows), language="en").text
        squeezed = "".join(squeezed.split())
        follows = [pair for lines in (left, right) for pair in pairwise(lines)]
        return sum("".join((a + b).split()) in squeezed for a, b in follows)

    best = found()
    assert best >= len(left) + len(right) - 4
    monkeypatch.setattr(find_places, "_LOST_GAIN", -100.0)
    assert best > found()


@pytest.mark.parametrize("fused", [2, 3])
def test_hyphens_part_lines_where_others_lost_their_blank(fused: int) -> None:
    """A line may end with a part of a word; one such row tells nothing, as words have hyphens."""
    others = ["three boatsNobody had", "as soon as the mudwas not", "of the fountainThe first"]
    texts = ["for the sec-the queue had reached", *others[:fused]]
    model = ngrams.load("en")
    assert find_fused_words(texts, model)[0] == []
    found = find_fused_words(texts, model, broken=True)
    assert found[0] == ([texts[0].index("the queue")] if fused == len(others) else [])
    assert found[1:] == find_fused_words(texts, model)[1:]


def test_lines_fused_between_wide_blanks_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyMuPDF: two columns of three have no blank between them in some rows, the third a wide one.

    No such row is wider than others: the piece between the wide blanks is.
    """
    columns = [textwrap.wrap(text, 30) for text in (WEIR, QUEUE, FENCE)]
    fused = {1, 3, 6, 8}
    rows = [
        a.ljust(30) + ("    " + b + c if k in fused else "    " + b.ljust(33) + c)
        for k, (a, b, c) in enumerate(zip(*columns, strict=False))
    ]

    def found() -> int:
        squeezed = "".join(layoutfix.fix("\n".join(rows), language="en").text.split())
        lines = [column[: len(rows)] for column in columns]
        follows = [pair for column in lines for pair in pairwise(column)]
        return sum("".join((a + b).split()) in squeezed for a, b in follows)

    best = found()
    assert best == 3 * (len(rows) - 1)
    monkeypatch.setattr(cut, "_PARTED_SHARE", 2.0)
    assert best > found()


@pytest.mark.parametrize("pages", [1, 2])
def test_runs_of_an_only_page_are_parted_once(monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    """While it is read and while it is mended; of several pages each is forgotten."""
    asked: list[str] = []
    part = lost_blanks._part_runs

    def note(runs: Sequence[str], model: NgramModel) -> list[list[int]]:
        asked.extend(runs)
        return part(runs, model)

    monkeypatch.setattr(lost_blanks, "_part_runs", note)
    page = "\n".join(_lines(WEIR, lost=2))
    result = layoutfix.fix("\f".join([page] * pages), language="en")
    assert any(step.rule == "fix_blanks" for step in result.steps)
    assert (max(map(asked.count, asked)) > 1) == (pages > 1)
