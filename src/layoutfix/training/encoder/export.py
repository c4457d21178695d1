"""From a trained network to the arrays that are shipped."""

from __future__ import annotations

import numpy as np
from torch import nn

from layoutfix.linking.encoder import SeamEncoder, Tower
from layoutfix.linking.features import CHAR_FEATURES, WORD_FEATURES
from layoutfix.linking.layers import Layer, pack
from layoutfix.ngrams.units import CharUnits
from layoutfix.training.encoder import network


def to_encoder(
    net: network.SeamEncoder, family: str, reach: int, units: CharUnits | None
) -> SeamEncoder:
    """The encoder with a network's weights; the scale of the dot product goes into the tails."""
    scale = float(net.scale.detach())
    return SeamEncoder(
        family=family,
        reach=reach,
        exact=net.tail.exact,
        features=WORD_FEATURES if units is None else CHAR_FEATURES,
        units=units,
        first=pack(net.first.weight.detach().numpy()),
        second=pack(net.second.weight.detach().numpy()),
        tail=_to_tower(net.tail, scale),
        head=_to_tower(net.head, 1.0),
    )


def _to_tower(tower: network.Tower, scale: float) -> Tower:
    def to_layer(layer: nn.Linear, scale: float = 1.0) -> Layer:
        weights = np.asarray(layer.weight.detach().numpy() * scale, np.float32)
        return Layer.of(pack(weights), np.asarray(layer.bias.detach().numpy() * scale, np.float32))

    return Tower(to_layer(tower.place), to_layer(tower.mix), to_layer(tower.out, scale))
