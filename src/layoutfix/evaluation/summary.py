"""Many pages as a few numbers: means with intervals by group, calibration of all joints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from layoutfix.evaluation.calibration import Calibration, calibrate
from layoutfix.evaluation.intervals import Mean, mean_over_pages
from layoutfix.evaluation.page import PageReport

Measure = Callable[[PageReport], float | None]

MEASURES: dict[str, Measure] = {
    "joint_recall": lambda p: p.score.joint_recall,
    "ned": lambda p: p.score.ned,
    "words": lambda p: p.score.words,
    "para": lambda p: p.score.para,
    "aside": lambda p: p.score.aside,
    "heading_precision": lambda p: p.headings[0],
    "heading_recall": lambda p: p.headings[1],
    "lost": lambda p: p.score.lost,
    "added": lambda p: p.score.added,
    "harm": lambda p: p.harm,
    "share_of_ceiling": lambda p: p.share_of_ceiling,
    "perfect": lambda p: float(p.perfect),
    "successors": lambda p: p.order.successors,
    "kendall_tau": lambda p: p.order.kendall_tau,
    "bleu": lambda p: p.order.bleu,
    "ard": lambda p: p.order.ard,
    "edit_distance": lambda p: p.order.edit_distance,
    "order_tests": lambda p: p.order.order_tests,
    "placed": lambda p: p.order.placed,
    "dump_joint_recall": lambda p: p.dump.joint_recall if p.dump else None,
    "dump_ned": lambda p: p.dump.ned if p.dump else None,
    "dump_successors": lambda p: p.dump_order.successors if p.dump_order else None,
    "dump_kendall_tau": lambda p: p.dump_order.kendall_tau if p.dump_order else None,
    "dump_bleu": lambda p: p.dump_order.bleu if p.dump_order else None,
    "dump_ard": lambda p: p.dump_order.ard if p.dump_order else None,
    "dump_edit_distance": lambda p: p.dump_order.edit_distance if p.dump_order else None,
    "ceiling_joint_recall": lambda p: p.ceiling.joint_recall if p.ceiling else None,
    "ceiling_ned": lambda p: p.ceiling.ned if p.ceiling else None,
    "ceiling_words": lambda p: p.ceiling.words if p.ceiling else None,
}
"""Every number of a page that is averaged over pages, by name."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Some pages together.

    label        what they have in common, "" for all of them
    pages        how many
    means        of each measure that any of them has, with its interval
    worst_harm   the lowest harm, and the page that it is of; None without dumps
    calibration  of all their joints; None where no joint can be judged
    """

    label: str
    pages: int
    means: dict[str, Mean]
    worst_harm: tuple[float, str] | None
    calibration: Calibration | None

    def to_dict(self) -> dict[str, Any]:
        """The summary as plain data."""
        return asdict(self)


def summarise(pages: Sequence[PageReport], label: str = "", seed: int = 0) -> Summary:
    """Means of all measures over pages; `seed` is that of the bootstrap."""
    means = {}
    for name, measure in MEASURES.items():
        mean = mean_over_pages((measure(p) for p in pages), seed)
        if mean is not None:
            means[name] = mean
    harms = [(p.harm, p.name) for p in pages if p.harm is not None]
    return Summary(
        label=label,
        pages=len(pages),
        means=means,
        worst_harm=min(harms, default=None),
        calibration=calibrate([joint for p in pages for joint in p.joints]),
    )


def summarise_by(
    pages: Iterable[PageReport], key: Callable[[PageReport], str], seed: int = 0
) -> list[Summary]:
    """A summary for each value of `key`, in the order of the values."""
    groups: dict[str, list[PageReport]] = {}
    for page in pages:
        groups.setdefault(key(page), []).append(page)
    return [summarise(groups[label], label, seed) for label in sorted(groups)]


def page_label(page: PageReport) -> str:
    """Group, language and damage of a page: the rows of the table.

    A page that says none of them is in the group "all".
    """
    return " ".join(filter(None, (page.group, page.language, page.damage))) or "all"
