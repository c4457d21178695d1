"""The network that is trained and the arrays that are shipped say the same (needs PyTorch)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.script import Script
from layoutfix.training.encoder.batches import Batch, draw_batch
from layoutfix.training.encoder.pages import PageDrawer
from tests.training.corpus import CHINESE, make_drawer, make_paragraphs

torch = pytest.importorskip("torch")


def _drawer(*, script: Script) -> PageDrawer:
    return make_drawer(
        CHINESE if script is Script.CJK else make_paragraphs(40), script=script, seed=1
    )


@pytest.mark.parametrize(("script", "reach"), [(Script.CJK, 24), (Script.SPACED, 14)])
def test_the_shipped_arrays_score_as_the_network(script: Script, reach: int) -> None:
    """All pairs of lines of a page, but for the 8 bits of a weight."""
    from layoutfix.training.encoder.export import to_encoder
    from layoutfix.training.encoder.network import SeamEncoder

    torch.manual_seed(3)
    net = SeamEncoder(16, 4, 32, 24)
    units = ngrams.load("zh").units if script is Script.CJK else None
    batch = draw_batch(_drawer(script=script), units, reach, 1)
    with torch.no_grad():
        expected = net(torch.from_numpy(batch.tails), torch.from_numpy(batch.heads))[0].numpy()
    lines = _drawer(script=script).draw().lines
    ends, starts = to_encoder(net, "han" if script is Script.CJK else "latin", reach, units).encode(
        lines
    )
    n = len(lines)
    scores = ends @ starts.T
    assert np.abs(scores - expected[:n, :n]).mean() < 0.02 * np.abs(expected[:n, :n]).mean() + 1e-3


def test_units_are_hidden_only_while_it_learns() -> None:
    """Two looks at a page differ in training and are the same when it is done."""
    from layoutfix.training.encoder.network import SeamEncoder

    torch.manual_seed(3)
    net = SeamEncoder(16, 4, 32, 24, drop=0.3, dropout=0.2)
    batch = draw_batch(_drawer(script=Script.SPACED), None, 14, 1)
    seen = [torch.from_numpy(batch.tails), torch.from_numpy(batch.heads)]
    with torch.no_grad():
        assert not torch.equal(net.train()(*seen), net(*seen))
        assert torch.equal(net.eval()(*seen), net(*seen))


@pytest.mark.slow
def test_fitting_learns_a_small_text_by_heart() -> None:
    """Few pages, many steps: the next line is found far more often than by chance."""
    from layoutfix.training.encoder.fit import batch_loss, fit
    from layoutfix.training.encoder.network import SeamEncoder

    torch.manual_seed(3)
    drawer = _drawer(script=Script.SPACED)

    def batches() -> Iterator[Batch]:
        while True:
            yield draw_batch(drawer, None, 14, 8)

    held_out = draw_batch(_drawer(script=Script.SPACED), None, 14, 4)
    net, said = SeamEncoder(16, 4, 64, 32, drop=0.04), list[str]()
    arrays = [torch.from_numpy(array) for array in held_out.arrays()]
    _, before = batch_loss(net, arrays)
    fit(
        net,
        batches(),
        held_out,
        steps=240,
        rate=6e-3,
        pages=8,
        say=said.append,
        most_pages=32,
    )
    _, after = batch_loss(net.eval(), arrays)
    assert said
    assert float(after) > 3 * float(before)
