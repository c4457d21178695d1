"""From a trained network to the arrays that are shipped."""

from __future__ import annotations

import numpy as np

from layoutfix.linking.encoder import SeamEncoder, Tower, pack
from layoutfix.linking.features import CHAR_FEATURES, WORD_FEATURES
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
    return Tower(
        place=tower.place.weight.detach().numpy().T.copy(),
        place_bias=tower.place.bias.detach().numpy(),
        mix=tower.mix.weight.detach().numpy().T.copy(),
        mix_bias=tower.mix.bias.detach().numpy(),
        out=np.asarray(tower.out.weight.detach().numpy().T * scale, np.float32),
        out_bias=np.asarray(tower.out.bias.detach().numpy() * scale, np.float32),
    )
