"""Damage to the characters of single lines: lost lines, confusions, spaces, half-width marks."""

from __future__ import annotations

import numpy as np

from layoutfix.chardata import HAN_RE
from layoutfix.synthesis.confusions import Mistakes, find_script, load_confusions
from layoutfix.synthesis.damage import Damage, Strip
from layoutfix.synthesis.draw import chance, pick
from layoutfix.synthesis.page import Page, PageLine

_HAN_GROUPS = (
    "己已巳 未末 日曰目 土士 人入八 大太犬天 千干于 刀力 微徽 侯候 晴睛 没设 要耍 贝见 问间闻 "
    "王主玉 田由甲申 午牛 石右 今令 免兔 乌鸟 鸣呜 辩辨 拔拨 壮状 折拆 析柝 材村 往住佳 汽气 "
    "历厉 历万 方万 木本 术木 市巾 币巾 竞竟 戌戍戊 名各 处外 旧归 办为 农衣 几儿九 元无 开井 "
    "二三 一— 口囗 了子 小少 心必 户尸 白自 百白 十寸 才寸 个介 云去 去丢 北此 化花 机杭 坑抗 "
    "治冶 波被 城域 情清 请清 情惰 清消 持待 特持 时对 地他 他也 这还 还坏 到倒 说悦 经径 轻径 "
    "间問 門開 國圖 會曾 東束 個固 時特 對封 過週 發登 們門 來夾 學覺 後復"
)
_LATIN_GROUPS = {
    "a": "o",
    "b": "h6",
    "c": "eo",
    "d": "cl",
    "e": "c",
    "f": "t",
    "g": "9q",
    "h": "b",
    "i": "l",
    "l": "1I",
    "m": "rn",
    "n": "u",
    "o": "0",
    "r": "t",
    "s": "5",
    "t": "f",
    "u": "n",
    "v": "y",
    "y": "v",
    "B": "8",
    "E": "F",
    "I": "l1",
    "O": "0",
    "S": "5",
    "0": "O",
    "1": "l",
    "5": "S",
    "8": "B",
    "ä": "a",
    "ö": "o",
    "ü": "u",
    "ß": "B",
    "é": "e",
    "è": "e",
    "à": "a",
    ",": ".",
    ".": ",",
}
WHOLE_REPLACEMENTS = frozenset({"d", "m"})
"""Letters that are taken for a pair of letters (`cl`, `rn`), not for one of several."""

FULL_TO_HALF = dict(zip("，。：；？！（）", ",.:;?!()", strict=True))


def _build_confusions() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for group in _HAN_GROUPS.split():
        for char in group:
            others = tuple(c for c in group if c != char)
            table[char] = tuple(dict.fromkeys(table.get(char, ()) + others))
    for char, taken in _LATIN_GROUPS.items():
        table[char] = (taken,) if char in WHOLE_REPLACEMENTS else tuple(taken)
    return table


CONFUSIONS = _build_confusions()
"""For what a character is mistaken by shape, from common knowledge: `wrong_chars`.

What engines were seen to mistake is in `confusions`, as far as pages were there to measure it.
"""


def read_lines(page: Page, damage: Damage, rng: np.random.Generator) -> list[Strip]:
    """The page's lines as an engine read them, in reading order; lost ones are left out.

    Draws a number for each line and character at each kind of noise, so that a share that is raised
    damages the same places and more.
    """
    strips = []
    han = "".join(HAN_RE.findall("".join(line.text for line in page.lines)))
    measured: dict[str, Mistakes] = {}
    if damage.confusions:
        text = "".join(line.text for line in page.lines)
        measured = load_confusions(find_script(text, script=page.script), damage.confusions)
    for number, line in enumerate(page.lines):
        lost = chance(rng, damage.lost_lines)
        text = _damage_text(line, han, damage, measured, rng)
        if not lost:
            strips.append(Strip(number, text, line))
    return strips


def _damage_text(
    line: PageLine,
    han: str,
    damage: Damage,
    measured: dict[str, Mistakes],
    rng: np.random.Generator,
) -> str:
    printed = []
    for k, char in enumerate(line.text):
        wrong, spaced, half = (float(rng.random()) for _ in range(3))
        if half < damage.halfwidth:
            char = FULL_TO_HALF.get(char, char)  # noqa: PLW2901  # one pass over the characters
        if char in measured:
            char = measured[char].read(char, rng)  # noqa: PLW2901
        if wrong < damage.wrong_chars and char:
            char = _mistake(char, han, rng)  # noqa: PLW2901
        if char == " " and spaced < damage.lost_spaces:
            continue
        printed.append(char)
        both = HAN_RE.match(line.text[k]) and HAN_RE.match(line.text[k + 1 : k + 2])
        if both and spaced < damage.cjk_spaces:
            printed.append(" ")
    return "".join(printed)


def _mistake(char: str, han: str, rng: np.random.Generator) -> str:
    """What a character is taken for; Han without look-alikes becomes any other of the page."""
    if char in CONFUSIONS:
        return pick(rng, CONFUSIONS[char])
    return pick(rng, han) if HAN_RE.match(char) else char
