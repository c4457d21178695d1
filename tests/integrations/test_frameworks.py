"""layoutfix within the real packages. Each test is skipped where its package is not installed."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import layoutfix
from layoutfix.batch import run_batch
from layoutfix.errors import InputError
from tests.batch.helpers import FAST, make_pages, read_lines, run, tree, write_lines

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # theirs
]

PAGES = make_pages(40)
FIXED = [layoutfix.fix(page, language="und").text for page in PAGES]


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    """A Ray of two workers on this machine."""
    ray = pytest.importorskip("ray")
    ray.init(address="local", num_cpus=2, include_dashboard=False, logging_level="error")
    yield ray
    ray.shutdown()


@pytest.mark.parametrize("format", ["pyarrow", "numpy"])
def test_ray_data(ray: Any, format: str) -> None:
    """`map_batches` with an actor pool: all pages, with their columns, as `fix` makes them."""
    from layoutfix.integrations.ray import Fix

    rows = [{"n": k, "text": page} for k, page in enumerate(PAGES)]
    dataset = ray.data.from_items(rows).map_batches(
        Fix,
        fn_constructor_kwargs={"language": "und"},
        batch_format=format,
        batch_size=8,
        concurrency=2,
    )
    made = sorted(dataset.take_all(), key=lambda row: row["n"])
    assert [row["text"] for row in made] == FIXED
    assert {row["error"] for row in made} == {None}


def test_ray_cluster_writes_what_processes_write(ray: Any, tmp_path: Path) -> None:
    """The same plan, the same bytes."""
    from layoutfix.integrations.ray import Cluster

    path = write_lines(tmp_path / "a.jsonl", [{"text": p} for p in PAGES])
    run(path, output=tmp_path / "here")
    report = run_batch([str(path)], tmp_path / "ray", FAST, hands=Cluster(jobs=2))
    assert report["run"]["pages"] == len(PAGES)
    assert tree(tmp_path / "ray") == tree(tmp_path / "here")


def test_a_ray_worker_that_is_killed_costs_nothing(ray: Any, tmp_path: Path) -> None:
    """Its shard is done again by the actor that Ray starts in its place."""
    from layoutfix.integrations.ray import Cluster

    path = write_lines(tmp_path / "a.jsonl", [{"text": p} for p in make_pages(600)])
    settings = replace(FAST, shard_size=20)
    run(path, output=tmp_path / "here", settings=settings)
    killed: list[int] = []

    def kill_one() -> None:
        while len([*(tmp_path / "ray" / "done").glob("*.json")]) < 3:
            time.sleep(0.05)
        actors = [p for p in _processes() if "ray::_Hand" in p[1]]
        os.kill(actors[0][0], signal.SIGKILL)
        killed.append(actors[0][0])

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    report = run_batch([str(path)], tmp_path / "ray", settings, hands=Cluster(jobs=2))
    killer.join(timeout=10)
    assert killed
    assert report["failed"] == 0
    assert tree(tmp_path / "ray") == tree(tmp_path / "here")


def _processes() -> list[tuple[int, str]]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append((int(path.parent.name), path.read_text().replace("\0", " ")))
        except OSError:
            continue
    return found


def test_an_input_error_on_a_cluster_is_the_same_sentence(ray: Any, tmp_path: Path) -> None:
    """What a shard cannot read is told as it is without a cluster."""
    from layoutfix.batch import crew as batch_crew
    from layoutfix.integrations.ray import Cluster

    assert batch_crew
    path = write_lines(tmp_path / "a.jsonl", [{"text": p} for p in PAGES])

    class Vanishing(Cluster):
        def __call__(self, *args: Any) -> None:
            path.unlink()
            super().__call__(*args)

    with pytest.raises(InputError, match=r"a.jsonl cannot be read: No such file"):
        run_batch([str(path)], tmp_path / "out", FAST, hands=Vanishing(jobs=1))


def test_no_cluster_is_one_sentence(tmp_path: Path) -> None:
    """An address where nothing is."""
    ray = pytest.importorskip("ray")
    if ray.is_initialized():
        ray.shutdown()
    from layoutfix.integrations.ray import Cluster

    path = write_lines(tmp_path / "a.jsonl", [{"text": "x"}])
    with pytest.raises(InputError, match="There is no Ray cluster at auto"):
        run_batch([str(path)], tmp_path / "out", FAST, hands=Cluster("auto"))


def test_datasets_map(tmp_path: Path) -> None:
    """`map` in batches, by two processes; the same settings have the same digest."""
    datasets = pytest.importorskip("datasets")
    from datasets.fingerprint import Hasher

    from layoutfix.integrations.datasets import Fix

    dataset = datasets.Dataset.from_dict({"n": list(range(40)), "text": PAGES})
    made = dataset.map(Fix(language="und"), batched=True, batch_size=8, num_proc=2)
    assert made["text"][:] == FIXED
    assert made["n"][:] == list(range(40))
    assert Hasher.hash(Fix(language="und")) == Hasher.hash(Fix(language="und"))
    assert Hasher.hash(Fix(language="und")) != Hasher.hash(Fix(language="en"))


def test_datatrove(tmp_path: Path) -> None:
    """A block between a reader and a writer, run by the local executor."""
    pytest.importorskip("datatrove")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from layoutfix.integrations.datatrove import Fix

    (tmp_path / "in").mkdir()
    write_lines(
        tmp_path / "in" / "a.jsonl", [{"id": str(k), "text": p} for k, p in enumerate(PAGES)]
    )
    executor = LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            Fix(language="und", prefix="lf_"),
            JsonlWriter(str(tmp_path / "out"), compression=None),
        ],
        logging_dir=str(tmp_path / "logs"),
        workers=1,
    )
    executor.run()
    (path,) = (tmp_path / "out").iterdir()
    rows = read_lines(path)
    assert [row["text"] for row in rows] == FIXED
    assert rows[2]["metadata"]["lf_verdict"].startswith("repaired")
    stats = json.loads((tmp_path / "logs" / "stats.json").read_text())
    (ours,) = [s for s in stats if "layoutfix" in s["name"]]
    assert ours["stats"]["total"] == 40
    assert ours["stats"]["left alone"] > 20


def test_datatrove_missing_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module can be imported without the package; a block cannot be made."""
    import layoutfix.integrations.datatrove as block

    monkeypatch.setattr(block, "_Step", object)
    with pytest.raises(InputError, match="datatrove is not installed: pip install datatrove"):
        block.Fix()
