"""The tables that `layoutfix eval` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from layoutfix.cli.paint import make_grid, paint
from layoutfix.evaluation import Calibration, Mean, PageReport, Summary, page_label

GROUP_COLUMNS = (
    ("J", "joint_recall"),
    ("NED", "ned"),
    ("words", "words"),
    ("para", "para"),
    ("aside", "aside"),
    ("tau", "kendall_tau"),
    ("perfect", "perfect"),
    ("dump J", "dump_joint_recall"),
    ("ceiling J", "ceiling_joint_recall"),
    ("of ceiling", "share_of_ceiling"),
)
ROWS = (
    ("joint recall (J)", "joint_recall"),
    ("text (NED)", "ned"),
    ("words", "words"),
    ("paragraph breaks (F1)", "para"),
    ("asides whole", "aside"),
    ("headings told that are some", "heading_precision"),
    ("headings found", "heading_recall"),
    ("successor edges", "successors"),
    ("Kendall tau", "kendall_tau"),
    ("BLEU of lines", "bleu"),
    ("ARD, in lines (low is good)", "ard"),
    ("block edit distance (low is good)", "edit_distance"),
    ("order tests", "order_tests"),
    ("perfect pages", "perfect"),
    ("lines found", "placed"),
    ("share of the ceiling", "share_of_ceiling"),
    ("harm, mean (below 0 is harm)", "harm"),
    ("lost", "lost"),
    ("added", "added"),
)


def print_scores(
    groups: Sequence[Summary], whole: Summary, pages: Sequence[PageReport], worst: int
) -> str:
    """All tables as text: by group, over all pages, calibration, worst pages."""
    parts: list[RenderableType] = [Text("by group (means over pages)"), _group_table(groups)]
    parts += [Text(""), Text(f"all {whole.pages} pages"), _whole_table(whole)]
    if whole.worst_harm is not None:
        harm, page = whole.worst_harm
        parts += [Text(f"  worst harm {harm:+.3f}, on {page}")]
    if whole.calibration is not None:
        parts += [Text(""), *_calibration_parts(whole.calibration)]
    if worst:
        parts += [Text(""), *_worst_parts(pages, worst)]
    return paint(parts, colour=False)


def _group_table(groups: Sequence[Summary]) -> Table:
    grid = make_grid("left", *["right"] * (len(GROUP_COLUMNS) + 2))
    grid.add_row("", "group", "pages", *(title for title, _ in GROUP_COLUMNS), "worst harm")
    for group in groups:
        cells = [_number(group.means.get(name)) for _, name in GROUP_COLUMNS]
        harm = "-" if group.worst_harm is None else f"{group.worst_harm[0]:+.3f}"
        grid.add_row("", group.label, str(group.pages), *cells, harm)
    return grid


def _whole_table(whole: Summary) -> Table:
    grid = make_grid("left", "right", "right", "right", "right")
    grid.add_row("", "measure", "mean", "95 % interval", "dump", "ceiling")
    for title, name in ROWS:
        mean = whole.means.get(name)
        if mean is None:
            continue
        interval = (
            "" if mean.low is None or mean.high is None else f"{mean.low:.3f}-{mean.high:.3f}"
        )
        others = [whole.means.get(f"{prefix}_{name}") for prefix in ("dump", "ceiling")]
        grid.add_row("", title, _number(mean), interval, *map(_number, others))
    return grid


def _calibration_parts(found: Calibration) -> Iterator[RenderableType]:
    yield Text(f"{found.joints:,} joints, {found.right:.3f} right, ECE {found.ece:.3f}")
    grid = make_grid("right", "right", "right")
    grid.add_row("", "confidence from", "share of joints", "right")
    for level in found.levels:
        grid.add_row("", f"{level.confidence:.2f}", f"{level.share:.3f}", f"{level.precision:.3f}")
    yield grid


def _worst_parts(pages: Sequence[PageReport], count: int) -> Iterator[RenderableType]:
    """Of each group the pages furthest below their ceiling (or below 1) in J and NED."""
    groups: dict[str, list[PageReport]] = {}
    for page in pages:
        groups.setdefault(page_label(page), []).append(page)
    yield Text("worst pages: J and NED, of their ceilings")
    grid = make_grid("left", "left", "right", "right", "right", "right")
    for label in sorted(groups):
        ranked = sorted(groups[label], key=lambda p: (-_shortfall(p), p.name))
        for page in ranked[:count]:
            top = page.ceiling
            cells = [f"{page.score.joint_recall:.3f}", f"{page.score.ned:.3f}"]
            cells += ["-", "-"] if top is None else [f"{top.joint_recall:.3f}", f"{top.ned:.3f}"]
            grid.add_row("", label, page.name, *cells)
    yield grid


def _shortfall(page: PageReport) -> float:
    best = 2.0 if page.ceiling is None else page.ceiling.joint_recall + page.ceiling.ned
    return best - page.score.joint_recall - page.score.ned


def _number(mean: Mean | None) -> str:
    return "-" if mean is None else f"{mean.mean:.3f}"
