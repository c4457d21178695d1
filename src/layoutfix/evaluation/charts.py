"""A chart of a run: joint recall by damage and by number of columns, and whether joints keep their
word. Needs matplotlib (`pip install 'layoutfix[charts]'`)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from layoutfix.errors import InputError
from layoutfix.evaluation.calibration import Calibration
from layoutfix.evaluation.page import PageReport
from layoutfix.evaluation.summary import Summary, summarise, summarise_by

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("png", "svg", "pdf")
HEIGHT_INCHES = 4.2
WIDTH_INCHES = 16.0
BAR = 0.27
SERIES = (
    ("dump", "dump_joint_recall", "#b0b0b0"),
    ("repaired", "joint_recall", "#2f6f9f"),
    ("ceiling", "ceiling_joint_recall", "#d8c48a"),
)


def draw_chart(pages: Sequence[PageReport], format: str, seed: int = 0) -> bytes:
    """The chart as the bytes of a picture in one of FORMATS. The same pages give the same bytes.

    Raises InputError where matplotlib is not installed or the format is none of these.
    """
    if format not in FORMATS:
        raise InputError(f"A chart is a file that ends in .{', .'.join(FORMATS)}, not .{format}.")
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise InputError(
            "--chart needs matplotlib: pip install 'layoutfix[charts]', or leave --chart out."
        ) from None
    with mpl.rc_context({"svg.hashsalt": "layoutfix", "font.size": 9}):
        figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), layout="constrained")
        by_damage, by_columns, reliability = figure.subplots(
            1, 3, width_ratios=[3, 1.5, 1.5]
        )  # fmt: skip
        damage = summarise_by(pages, lambda p: p.damage or "not known", seed)
        _draw_bars(by_damage, damage, "joint recall by damage")
        columns = summarise_by(
            pages, lambda p: f"{p.columns:2}" if p.columns else "not known", seed
        )
        _draw_bars(by_columns, columns, "by number of columns")
        _draw_reliability(reliability, summarise(pages, seed=seed).calibration)
        picture = BytesIO()
        dateless = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
        figure.savefig(picture, format=format, metadata=dateless[format], dpi=150)
    return picture.getvalue()


def _draw_bars(axes: Axes, groups: Sequence[Summary], title: str) -> None:
    """Bars of dump, repaired and ceiling for each group; whiskers are intervals over pages."""
    for k, (name, measure, colour) in enumerate(SERIES):
        found = [(g, s.means[measure]) for g, s in enumerate(groups) if measure in s.means]
        if not found:
            continue
        below = [m.mean - (m.mean if m.low is None else m.low) for _, m in found]
        above = [(m.mean if m.high is None else m.high) - m.mean for _, m in found]
        axes.bar(
            [g + (k - 1) * BAR for g, _ in found],
            [m.mean for _, m in found],
            BAR,
            yerr=[below, above],
            label=name,
            color=colour,
            error_kw={"elinewidth": 0.8},
        )
    labels = [f"{s.label.strip()} ({s.pages})" for s in groups]
    axes.set_xticks(range(len(groups)), labels, rotation=30, ha="right")
    axes.set_ylim(0, 1.15)  # room for the legend above the bars
    axes.set_title(title)
    axes.legend(loc="upper center", fontsize=7, ncols=len(SERIES))


def _draw_reliability(axes: Axes, calibration: Calibration | None) -> None:
    """Confidence against how often joints are right; on the diagonal, it means what it says."""
    axes.plot([0, 1], [0, 1], color="#b0b0b0", linewidth=0.8)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right")
    if calibration is None:
        axes.set_title("no joints: pass the JSON of fix")
        return
    bins = calibration.bins
    axes.plot([b.confidence for b in bins], [b.right for b in bins], marker="o", color="#2f6f9f")
    for b in bins:
        axes.annotate(str(b.joints), (b.confidence, b.right), fontsize=6, xytext=(3, -8),
                      textcoords="offset points")  # fmt: skip
    axes.set_title(f"reliability of {calibration.joints:,} joints, ECE {calibration.ece:.3f}")
