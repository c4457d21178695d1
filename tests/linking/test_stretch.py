"""The stretch encoder: what it sees, what its file must be, what it is worth."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix.linking.stretch import (
    FAMILIES,
    REACH,
    Side,
    StretchEncoder,
    Topic,
    load_stretch_encoder,
    pack_evenly,
    save_stretch_encoder,
    stretch_encoder_for,
    stretch_encoder_of,
)
from layoutfix.linking.stretch_grams import to_shared_ids, to_vector_buckets, to_weight_buckets
from layoutfix.ngrams.errors import ModelError
from tests.helpers import ROOT

HARBOUR = (
    "The harbour was closed on Monday because of ice. Captain Larsen of the steamer Aurora said"
    " that two ships wait outside of the harbour."
)
HARBOUR_GOES_ON = (
    "Late in the evening an icebreaker reached the Aurora, and Larsen thanked its crew."
)
SCHOOL = (
    "The school of the village gets a new roof. Miss Hill, who has taught there for thirty years,"
    " told the parents that pupils stay at home."
)
SCHOOL_GOES_ON = "In summer the pupils come back, and Miss Hill will teach again under a dry roof."
PAIRS = {
    "latin": ((HARBOUR, HARBOUR_GOES_ON), (SCHOOL, SCHOOL_GOES_ON)),
    "han": (
        (
            "本报讯，长江航道局昨日宣布，因大雾封航的三峡船闸已恢复通航，滞留船舶陆续过闸。",
            "船长王建国说，船闸恢复以后，滞留的四十艘船舶预计今晚全部过闸。",
        ),
        (
            "县教育局介绍，今年全县新建小学六所，农村学生营养午餐补助标准再次提高。",
            "家长们表示，学校午餐办得好，学生吃得放心，希望补助能够继续。",
        ),
    ),
}
TEXTS = st.lists(
    st.text(alphabet="的了在是王建国船闸，。0123abAB é'\n𠀀", max_size=60), min_size=1, max_size=4
)
SHIPPED = [family for family in FAMILIES if stretch_encoder_for(family) is not None]


def _encoder(family: str) -> StretchEncoder:
    encoder = stretch_encoder_for(family)
    assert encoder is not None
    return encoder


def _slow_side(encoder: StretchEncoder, text: str, side: Side) -> tuple[np.ndarray, dict]:
    """The vector of a stretch, and zone and count of each gram that may be shared; unit by unit."""
    second = side == "below"
    reach = REACH[encoder.family][second]
    units = encoder.units.encode(text)
    units = units[:reach] if second else units[-reach:]
    if not len(units):
        units = np.zeros(0, np.int64)
    grams = encoder.units.to_grams(units, np.arange(len(units)) < len(units) - 1)
    rows = to_vector_buckets(grams, encoder.units.sizes)
    ids = to_shared_ids(grams)
    shared: dict[int, list[int]] = {}
    for at in range(len(units)):
        for column in range(3):
            if grams.shared[at, column]:
                distance = at if second else len(units) - 1 - at
                shared.setdefault(int(ids[at, column]), []).append(distance)
    vector = np.zeros(0) if encoder.topic is None else _slow_vector(encoder.topic, rows, side)
    near = {
        gram: (sum(min(places) >= b for b in (24, 64, 120)), min(len(places), 3) - 1)
        for gram, places in shared.items()
    }
    return vector, near


def _slow_vector(topic: Topic, rows: np.ndarray, side: Side) -> np.ndarray:
    second = side == "below"
    heads, size = topic.place.shape[2], topic.tables[0].codes.shape[1]
    sums = np.zeros((heads, size))
    for at, (one, two) in enumerate(rows):
        distance = at if second else len(rows) - 1 - at
        vector = topic.tables[0].rows(one[None])[0] + topic.tables[1].rows(two[None])[0]
        telling = topic.telling[0].rows(one[None])[0] + topic.telling[1].rows(two[None])[0]
        zone = sum(distance >= begin for begin in (8, 16, 28, 44, 64, 90, 122, 160, 205))
        for head in range(heads):
            log = float(telling[heads * second + head] + topic.place[int(second), zone, head])
            sums[head] += math.exp(min(max(log, -8.0), 5.0)) * vector
    for head in range(heads):
        sums[head] /= math.sqrt(float((sums[head] ** 2).sum()) + 1e-4)
    tower = topic.below if second else topic.above
    x = sums.reshape(-1)
    hidden = np.maximum(x @ tower.mix + tower.mix_bias, 0)
    return x @ tower.direct + tower.direct_bias + hidden @ tower.out + tower.out_bias


def _slow_gain(encoder: StretchEncoder, up: str, down: str) -> float:
    """The gain, gram by gram."""
    above, grams_above = _slow_side(encoder, up, "above")
    below, grams_below = _slow_side(encoder, down, "below")
    shared, total = encoder.shared, 0.0
    for gram in grams_above.keys() & grams_below.keys():
        (zone, count), (zone_below, count_below) = grams_above[gram], grams_below[gram]
        bucket = to_weight_buckets(np.array([gram], np.uint64))[0]
        column = gram % 3
        raw = float(shared.weight[bucket]) * shared.step + float(shared.column[column])
        factor = float(
            shared.zones[column, zone, zone_below] + shared.counts[column, count, count_below]
        )
        total += math.log1p(math.exp(raw)) * math.exp(factor)
    more = shared.ceiling * math.log1p(total / shared.ceiling)
    return float(above @ below) + encoder.scale * more


@pytest.mark.parametrize("family", SHIPPED)
@settings(max_examples=25, deadline=None)
@given(ups=TEXTS, downs=TEXTS)
def test_it_scores_as_the_plain_loop(family: str, ups: list[str], downs: list[str]) -> None:
    """All pairs at once give what unit by unit and gram by gram gives, of empty stretches too."""
    encoder = _encoder(family)
    expected = [[_slow_gain(encoder, up, down) for down in downs] for up in ups]
    assert np.allclose(encoder.gains(ups, downs), expected, atol=2e-3)


@pytest.mark.parametrize("family", SHIPPED)
def test_each_column_goes_on_with_its_own(family: str) -> None:
    """Of two subjects each is continued by itself, whatever the order they are asked in."""
    encoder = _encoder(family)
    (up_a, down_a), (up_b, down_b) = PAIRS[family]
    gains = encoder.gains([up_a, up_b], [down_a, down_b])
    assert gains.trace() > gains[0, 1] + gains[1, 0] + 1
    again = encoder.gains([up_b, up_a], [down_b, down_a])
    assert np.allclose(again, gains[::-1, ::-1], atol=1e-4)
    assert math.isclose(encoder.gain(up_a, down_b), gains[0, 1], abs_tol=1e-4)


@pytest.mark.parametrize("family", SHIPPED)
def test_what_is_out_of_reach_does_not_count(family: str) -> None:
    """More text above the stretch above, and below the one below, changes nothing."""
    encoder = _encoder(family)
    up, down = PAIRS[family][0]
    up, down = " ".join([up] * 9), " ".join([down] * 9)
    far = encoder.gain(PAIRS[family][1][0] + up, down + PAIRS[family][1][1])
    assert math.isclose(far, encoder.gain(up, down), abs_tol=1e-5)


@pytest.mark.parametrize("family", SHIPPED)
def test_stretches_of_a_batch_do_not_see_each_other(family: str) -> None:
    """Read together or alone, a stretch is the same; nothing compares to an empty array."""
    encoder = _encoder(family)
    texts = [text for pair in PAIRS[family] for text in pair]
    together = encoder.read(texts, "below").vectors
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(encoder.read([text], "below").vectors[0], vector, atol=1e-4)
    assert encoder.gains([], texts).shape == (0, 4)
    assert encoder.gains(texts, []).shape == (4, 0)


@pytest.mark.parametrize("family", SHIPPED)
def test_an_encoder_comes_back_from_its_file(family: str, tmp_path: Path) -> None:
    """What is written is read again, byte for byte and score for score."""
    encoder = _encoder(family)
    save_stretch_encoder(tmp_path / "x.lfst", encoder, {})
    again = load_stretch_encoder(tmp_path / "x.lfst")
    (up, down), _ = PAIRS[family]
    assert math.isclose(again.gain(up, down), encoder.gain(up, down), abs_tol=0.02)
    save_stretch_encoder(tmp_path / "y.lfst", again, {})
    assert (tmp_path / "y.lfst").read_bytes() == (tmp_path / "x.lfst").read_bytes()
    assert (tmp_path / "x.lfst").stat().st_size <= 2_500_000


def test_another_file_is_refused() -> None:
    """A seam encoder is no stretch encoder: one sentence."""
    path = ROOT / "src" / "layoutfix" / "data" / "encoders" / "kana.lfse"
    with pytest.raises(ModelError, match="stretch encoder"):
        load_stretch_encoder(path)


def test_each_language_has_the_encoder_that_learnt_it() -> None:
    """Chinese by its script or its name; Japanese and Russian have none."""
    assert stretch_encoder_of("山上的雪化了") is stretch_encoder_for("han")
    assert stretch_encoder_of("La neve", "it") is stretch_encoder_for("latin")
    assert stretch_encoder_of("山の雪がとけた") is None
    assert stretch_encoder_of("Снег в горах") is None


def test_one_scale_packs_a_matrix() -> None:
    """Each number comes back within half a step of the largest."""
    matrix = np.array([[0.0, -3.0], [1.5, 0.01]], np.float32)
    assert np.abs(pack_evenly(matrix).whole() - matrix).max() <= 3 / 127 / 2 + 1e-6
