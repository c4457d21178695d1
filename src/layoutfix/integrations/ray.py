"""layoutfix on a Ray cluster: a class for Ray Data, and the hands of `layoutfix batch --ray`.

    import ray
    from layoutfix.integrations.ray import Fix

    pages = ray.data.read_parquet("papers/")
    fixed = pages.map_batches(Fix, batch_format="pyarrow", batch_size=64, concurrency=8)
    fixed.write_parquet("papers-fixed/")

Ray makes `Fix` once an actor, which keeps the models that it has loaded; what a class is made with
goes into `fn_constructor_kwargs={"language": "zh"}`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layoutfix.batch.folder import Folder
from layoutfix.batch.plan import Plan, load_plan
from layoutfix.batch.settings import Settings
from layoutfix.batch.shards import TellPages, do_shards, hire_crew
from layoutfix.errors import InputError, LayoutfixError
from layoutfix.integrations.columns import Fix

__all__ = ["Cluster", "Fix"]

LOCAL = "local"
RETRIES = 3
"""How often a shard is done again whose actor died, as nodes do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Hands that are a Ray cluster: shards are done by actors, each with a worker process.

    address  of the cluster as `ray.init` takes it; "auto" is the one of this machine, "local"
             starts one
    jobs     how many actors, a core each

    All nodes see input and output under the same paths. Raises InputError where Ray is missing.
    """

    address: str = LOCAL
    jobs: int = 1

    def __post_init__(self) -> None:
        _import_ray()  # what is missing is said before anything is written

    def __call__(self, plan: Plan, folder: Folder, shards: Sequence[int], tell: TellPages) -> None:
        """Write these shards. InputError where the cluster is not there, or gives a shard up."""
        if not shards:
            return
        ray = _import_ray()
        with _connected(ray, self.address, self.jobs):
            make = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES)(_Hand)
            count = min(self.jobs, len(shards))
            idle = [make.remote(folder, plan.settings, str(Path.cwd())) for _ in range(count)]
            try:
                _do_all(ray, idle, shards, tell)
            finally:
                for hand in idle:
                    ray.kill(hand)


def _do_all(ray: Any, hands: Sequence[Any], shards: Sequence[int], tell: TellPages) -> None:
    """Give each hand a shard, and another as soon as it is done."""
    left = iter(shards)
    at_work = {}
    for hand in hands:
        at_work[hand.do.remote(next(left))] = hand
    while at_work:
        (ready,), _ = ray.wait([*at_work], num_returns=1)
        hand = at_work.pop(ready)
        try:
            pages, failed, said = ray.get(ready)
        except ray.exceptions.RayError as error:
            raise InputError(_describe(error)) from None
        if pages is None:
            raise InputError(said)
        tell(pages, failed, said)
        if (number := next(left, None)) is not None:
            at_work[hand.do.remote(number)] = hand


class _Hand:
    """An actor: does a shard at a time. Its crew stays, with the models that it has loaded."""

    def __init__(self, folder: Folder, settings: Settings, directory: str) -> None:
        os.chdir(directory)  # names of inputs may be relative
        self._folder = folder
        self._plan = load_plan(folder, settings)  # not handed on: a restart must find it, too
        self._crew = hire_crew(settings, 1)

    def do(self, number: int) -> tuple[int | None, int, str]:
        """Pages of the shard, how many failed, why the last one did; or None, and what is wrong."""
        done, failed, last = 0, 0, ""

        def tell(pages: int, more: int, why: str) -> None:
            nonlocal done, failed, last
            done, failed, last = done + pages, failed + more, why or last

        try:
            do_shards(self._plan, self._folder, [number], self._crew.fix_in_order, tell)
        except LayoutfixError as error:
            return None, 0, str(error)
        return done, failed, last


def _import_ray() -> Any:
    try:
        import ray  # noqa: PLC0415 - of an extra
    except ImportError:
        raise InputError("Ray is not installed: pip install 'layoutfix[ray]'.") from None
    return ray


@contextmanager
def _connected(ray: Any, address: str, jobs: int) -> Iterator[None]:
    """A connection to the cluster; one that was there before stays."""
    if ray.is_initialized():
        yield
        return
    options: dict[str, Any] = {"address": address, "logging_level": "error", "log_to_driver": False}
    if address == LOCAL:
        options |= {"num_cpus": jobs, "include_dashboard": False}
    try:
        ray.init(**options)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise InputError(f"There is no Ray cluster at {address}: {_describe(error)}") from None
    try:
        yield
    finally:
        ray.shutdown()


def _describe(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
