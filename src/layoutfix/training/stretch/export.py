"""From the network that was trained to the encoder that is shipped."""

from __future__ import annotations

from typing import Any

import numpy as np

from layoutfix.linking.encoder import pack
from layoutfix.linking.stretch import (
    MOST_COUNTED,
    SharedWeights,
    StretchEncoder,
    StretchTower,
    Topic,
    pack_evenly,
)
from layoutfix.linking.stretch_grams import COLUMNS, StretchUnits
from layoutfix.ngrams.units import CharUnits
from layoutfix.training.stretch.network import StretchNet


def to_stretch_encoder(
    net: StretchNet,
    family: str,
    units: StretchUnits,
    known: CharUnits | None,
    slopes: tuple[float, float],
    *,
    topic: bool = True,
) -> StretchEncoder:
    """The encoder in 8 bits; slopes: factors of both parts, to nats (`fit_slopes`).

    topic  whether the first part is shipped
    """
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    step = float(np.float32(np.abs(state["weight"]).max() / 127))
    zones = int(state["zone"].shape[1] ** 0.5)
    return StretchEncoder(
        family=family,
        units=units,
        topic=_to_topic(state, np.float32(np.exp(state["scale"]) * slopes[0])) if topic else None,
        shared=SharedWeights(
            weight=np.round(state["weight"] / step).astype(np.int8),
            step=step,
            column=state["column"],
            zones=state["zone"].reshape(COLUMNS, zones, zones),
            counts=state["count"].reshape(COLUMNS, MOST_COUNTED, MOST_COUNTED),
            ceiling=float(np.exp(state["ceiling"])),
        ),
        scale=slopes[1],
        known=known.table if known is not None else None,
    )


def _to_topic(state: dict[str, Any], scale: np.float32) -> Topic:
    return Topic(
        tables=(pack(state["table_0"]), pack(state["table_1"])),
        telling=(pack_evenly(state["telling.0"]), pack_evenly(state["telling.1"])),
        place=state["place"],
        above=_to_tower("above", state, np.float32(1.0)),
        below=_to_tower("below", state, scale),
    )


def _to_tower(side: str, state: dict[str, Any], scale: np.float32) -> StretchTower:
    parts = {}
    for name in ("mix", "out", "direct"):
        times = np.float32(1.0) if name == "mix" else scale
        parts[name] = np.ascontiguousarray(state[f"{side}.{name}.weight"].T * times)
        parts[f"{name}_bias"] = state[f"{side}.{name}.bias"] * times
    return StretchTower(**parts)
