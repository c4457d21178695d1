"""Characters taken for one another, by script; taken back only where all evidence says so."""

from __future__ import annotations

import numpy as np
import regex as re

from layoutfix.ngrams import NgramModel
from layoutfix.patterns import pattern
from layoutfix.repair.draft import DIGIT, LATIN, Draft, Edit
from layoutfix.weights import RepairWeights

HAN_SETS = (
    "人入八 曰日目 己已巳 末未来 土士 千干于 大太犬天夭 刀力 戊戌戍 午牛 问间向 問間聞 的昀 今令",
    "贷货 貸貨 拔拨 治冶 侯候 晴睛 桃挑 住往 折拆析 师帅 師帥 鸟乌 鳥烏 兔免 洒酒 部陪 特持 推惟",
    "壹壶 没设 崇祟 杨扬 徒徙 茶荼 撤撒 籍藉 辩辨 密蜜 决诀 抢枪 博搏 王玉主 体休 史吏 甲申由 白自",
    "风凤 毫亳 名各 义叉又 术木本 才木寸 党觉竟竞 黨覺競 提捉 因困囚 具县 二工 了丁 几儿凡 去云",
    "古吉 傳傅 書晝 說設",
)
"""Han characters that engines take for one another."""

LATIN_PAIRS = (
    ("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "u"), ("li", "h"), ("1", "l"), ("I", "l"),
    ("0", "o"), ("f", "ſ"), ("c", "e"), ("h", "b"), ("tbe", "the"), ("5", "s"), ("u", "n"),
    ("fi", "fl"), ("i", "l"), ("l", "t"), ("j", "i"), ("g", "q"),
)  # fmt: skip
"""Letters and pairs that engines take for one another, either way."""

WORD_RE = pattern(
    r"(?<![\w'’-])(?:\p{Ll}|[01I5](?=\p{Ll})|(?<=\p{Ll})[01I5])(?:\p{Ll}|[01I5])+(?![\w'’-])"
)
"""Words in lower case, or with a digit or a capital I among lower-case letters."""

LEAST_WORD = 3
"""Letters of the shortest word that is looked at."""

BEFORE_RE = pattern(r"\p{L}[\p{L},;] $")
BEHIND_RE = pattern(r"[,;.:!?]? \p{L}|[,;.:!?] ")
"""What stands around a whole word in a sentence: at a line's end it may be a piece of one."""

CONTEXT = 10
"""Units on either side of a character that are scored."""


def fix_confusions(draft: Draft, weights: RepairWeights) -> list[Edit]:
    """A character that the engine took for another, where text before and after both say so.

    人 and 入, 己 and 已; rn and m, l and 1. In Chinese the other character of a set is taken when
    it raises the likelihood of the line by `confusion_gain` nats, and of the text before it and of
    the text after it, each alone, by `confusion_side`. In other scripts, when the word is unknown
    to the lexicon and to the rest of the text, and one change makes it a likely word that fits.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_confusions, "进人新时代以来，中国人民的生活水平不断提高", "zh")
    '进入新时代以来，中国人民的生活水平不断提高'
    >>> preview(fix_confusions, "We found tbe governrnent of the country", "en")
    'We found the government of the country'
    >>> preview(fix_confusions, "Mr Burns of Cowper Lane, Flat 1l", "en")
    'Mr Burns of Cowper Lane, Flat 1l'

    Never in names (capitals; Han characters that the model does not expect there either) or
    numbers. Off by default: it judges by what is usual. Gets wrong: what is unusual on purpose.
    """
    if draft.model is None:
        return []
    if draft.model.lexicon is None:
        return _fix_han(draft, draft.model, weights)
    return _fix_words(draft, draft.model, weights)


def _alternatives() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for group in " ".join(HAN_SETS).split():
        for c in group:
            table.setdefault(c, [])
            table[c] += [d for d in group if d != c and d not in table[c]]
    return table


ALTERNATIVES = _alternatives()
CANDIDATE_RE = pattern(f"[{''.join(ALTERNATIVES)}]")


def _fix_han(draft: Draft, model: NgramModel, weights: RepairWeights) -> list[Edit]:
    """Candidates of the whole text are scored in one batch."""
    places, others, windows = [], [], []
    ids, starts = draft.units
    order = model.order
    padded = np.concatenate(
        [np.full(CONTEXT, model.break_id), ids, np.full(CONTEXT, model.break_id)]
    )
    at = {int(s): k for k, s in enumerate(starts.tolist())}
    code = {c: int(model.encode(c)[0]) for c in ALTERNATIVES}
    for found in CANDIDATE_RE.finditer(draft.text):
        i = found.start()
        if (draft.kinds[i] | draft.kinds[i + 2]) & (DIGIT | LATIN):
            continue
        k = at[i]
        for c in ALTERNATIVES[found[0]]:
            if code[c] != code[found[0]]:
                places.append(i)
                others.append(c)
                windows.append(k)
    if not places:
        return []
    around = np.array(windows)[:, None] + np.arange(2 * CONTEXT + 1)
    here = padded[around].astype(np.int32)
    there = here.copy()
    there[:, CONTEXT] = [code[c] for c in others]
    before, total = _gains(model, here, there, order)
    after = _gains_after(model, here, there)
    sure = (
        (total >= weights.confusion_gain)
        & (before >= weights.confusion_side)
        & (after >= weights.confusion_side)
    )
    best: dict[int, tuple[float, str]] = {}
    for k in np.flatnonzero(sure).tolist():
        best[places[k]] = max(best.get(places[k], (0.0, "")), (float(total[k]), others[k]))
    return [Edit(i, i + 1, c) for i, (_, c) in sorted(best.items())]


def _gains(
    model: NgramModel, here: np.ndarray, there: np.ndarray, order: int
) -> tuple[np.ndarray, np.ndarray]:
    """Gains in nats (n,): of the character after what stands before it, and of the whole window."""
    n, width = here.shape
    scores = []
    for rows in (here, there):
        padded = np.concatenate([np.full((n, order - 1), -1, np.int32), rows], axis=1)
        grams = np.lib.stride_tricks.sliding_window_view(padded, order, axis=1)
        reach = np.broadcast_to(np.minimum(np.arange(width), order - 1), (n, width))
        flat = model.log_prob(grams.reshape(-1, order), reach.reshape(-1))
        scores.append(flat.reshape(n, width))
    gain = scores[1] - scores[0]
    return gain[:, CONTEXT], gain[:, CONTEXT:].sum(axis=1)


def _gains_after(model: NgramModel, here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Gain (n,) of the character with what stands after it, without what stands before it."""
    order = model.order
    total = np.zeros(len(here), np.float32)
    for sign, rows in ((-1, here), (1, there)):
        tail = rows[:, CONTEXT : CONTEXT + order]
        for k in range(tail.shape[1]):
            grams = np.full((len(rows), order), -1, np.int32)
            grams[:, order - k - 1 :] = tail[:, : k + 1]
            total += sign * model.log_prob(grams, np.full(len(rows), k))
    return total


def _fix_words(draft: Draft, model: NgramModel, weights: RepairWeights) -> list[Edit]:
    spans = [m.span() for m in WORD_RE.finditer(draft.text)]
    words = [draft.text[s:e] for s, e in spans]
    distinct = sorted(set(words))
    known = dict(zip(distinct, model.known_words(distinct).tolist(), strict=True))
    edits = []
    replaced: dict[str, str | None] = {}
    for (lo, hi), word in zip(spans, words, strict=True):
        if known[word] or len(word) < LEAST_WORD or draft.own_words.get(word, 0) > 2:
            continue
        if not BEFORE_RE.search(draft.text[max(0, lo - 4) : lo]) or not BEHIND_RE.match(
            draft.text, hi
        ):
            continue
        if word not in replaced:
            replaced[word] = _one_reading(model, word, weights)
        other = replaced[word]
        if other and not draft.is_protected(lo) and _fits(draft, model, lo, hi, other, weights):
            edits.append(Edit(lo, hi, other))
    return edits


def _one_reading(model: NgramModel, word: str, weights: RepairWeights) -> str | None:
    """The only likely word that one change makes of an unknown one, or None."""
    readings = set()
    for a, b in LATIN_PAIRS:
        for before, after in ((a, b), (b, a)):
            readings |= {
                word[: m.start()] + after + word[m.end() :]
                for m in re.finditer(re.escape(before), word)
            }
    candidates = sorted(r for r in readings if r.isalpha() and r.islower())
    if not candidates:
        return None
    log_p = model.word_log_prob(candidates)
    likely = [c for c, p in zip(candidates, log_p, strict=True) if p >= weights.least_word_log_p]
    return likely[0] if len(likely) == 1 else None


def _fits(
    draft: Draft, model: NgramModel, lo: int, hi: int, other: str, weights: RepairWeights
) -> bool:
    """Whether the line reads better with the other word: in all, and after each side of it."""
    start, end = draft.line_at(lo)
    start, end = max(start, lo - 80), min(end, hi + 80)
    left, right = draft.text[start:lo], draft.text[hi:end]
    word = draft.text[lo:hi]

    def gain(a: str, b: str) -> float:
        there = float(model.sequence_log_prob(model.encode(f"{a}{other}{b}")).sum())
        return there - float(model.sequence_log_prob(model.encode(f"{a}{word}{b}")).sum())

    return min(gain(left, ""), gain("", right)) >= 0 and gain(left, right) > 0
