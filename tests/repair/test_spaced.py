"""Blanks inside CJK text: which tear it, which carry meaning."""

from __future__ import annotations

import pytest
import regex as re

import layoutfix
from tests.helpers import FIXTURES, read_case
from tests.repair.test_cases import only

CONFIG = only("fix_spaces")
MEANING = read_case(FIXTURES / "repair" / "fix_spaces" / "meaning.txt").dump.splitlines()
BETWEEN_RE = re.compile(
    r"(?<=[\p{Han}，。、；：！？“”（）《》]) (?=[\p{Han}，。、；：！？“”（）《》])"
)
GRID = ["在 河 老", "門 的 屋", "前 南 在", "種 岸 山", "柿 ， 下"]


def _lines(name: str, width: int) -> list[str]:
    """An article of the fixtures in lines of so many characters."""
    text = (FIXTURES / "articles" / f"{name}.txt").read_text(encoding="utf-8")
    found = []
    for paragraph in text.split("\n"):
        body = re.sub(r"[\s#!]+", "", paragraph)
        found += [body[k : k + width] for k in range(0, len(body), width)]
    return [line for line in found if len(re.findall(r"\p{Han}", line)) > width // 2]


@pytest.mark.parametrize("line", MEANING)
def test_blanks_that_mean_something_stay(line: str) -> None:
    """Names, titles, couplets, verse, credits, forms: each line comes back by itself."""
    assert layoutfix.repair(line, config=CONFIG).text == line


@pytest.mark.parametrize("name", ["zh-Hans-01-hetang-water", "zh-Hant-02-tea-frost"])
@pytest.mark.parametrize("together", [True, False])
def test_a_text_that_is_spaced_out_is_mended(name: str, together: bool) -> None:
    """Of the blanks of a text with one behind each character 97 in 100 go, line by line, too."""
    spaced = [" ".join(line) for line in _lines(name, 20)]
    texts = ["\n".join(spaced)] if together else spaced
    left = sum(len(BETWEEN_RE.findall(layoutfix.repair(t, config=CONFIG).text)) for t in texts)
    assert left <= 0.03 * sum(len(BETWEEN_RE.findall(t)) for t in texts)


def test_lines_are_judged_with_their_text() -> None:
    """A line too short to tell is joined where the lines around it are spaced out."""
    short = "柿 子 红 了"
    assert layoutfix.repair(short, config=CONFIG).text == short
    above, below = "渡 口 的 老 屋 后 面 有 果 园 ，", "孩 子 们 放 学 都 从 那 里 经 过 。"
    text = f"{above}\n{short}\n{below}\n"
    assert layoutfix.repair(text, config=CONFIG).text.splitlines()[1] == "柿子红了"


def test_words_torn_at_random_are_mended_in_sentences_alone() -> None:
    """Where blanks tear many words, all of a sentence's go, and those between names stay."""
    text = (
        "王小山 李大河 张秋月\n会议指 出，要坚持改革开 放，推 动经济高质量发 展，让群 众 满意。\n"
    )
    names, sentence = layoutfix.repair(text, config=CONFIG).text.splitlines()
    assert names == "王小山 李大河 张秋月"
    assert " " not in sentence


def test_a_grid_is_left_alone() -> None:
    """Vertical text printed row by row keeps the blanks that hold its places, marks included."""
    grid = "\n".join(GRID)
    assert layoutfix.repair(grid, config=CONFIG).text == grid


def test_a_chapter_keeps_the_blank_before_its_title() -> None:
    """Whether or not its number is spaced out."""
    text = "第 三 章 渡 口 管 理 办 法\n"
    assert layoutfix.repair(text, config=CONFIG).text == "第三章 渡口管理办法\n"
