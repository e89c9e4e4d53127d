"""Charts as SVG text, to stand inside a page. Matplotlib is imported when one is drawn.

Colour-blind people can distinguish the colours, and none stands alone: holds are
bars, flags are numbered marks, unseen time is hatched.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.core.words.catalogue import say

__all__ = ["AMBER", "INK", "TEAL", "Line", "SetChart", "draw_line", "draw_set"]

INK, TEAL, AMBER, GREY, PALE = "#12303a", "#0b7a75", "#b45f06", "#667a82", "#d9e2e4"

_MOST_POINTS = 2500

_MOST_DAYS = 200
"""Points or bars of a line over days; each costs what drawing it does."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SetChart:
    """What is drawn of a set. Times in s; values in `unit`.

    targets: (from_s, to_s, low, high), endless ones too. reps, holds, unseen: spans.
    flags: (time_s, is it one to ease off). moving: in the target and not held. label:
    of the value axis.
    """

    time_s: NDArray[np.float64]
    value: NDArray[np.float64]
    label: str
    unit: str
    span_s: Span
    targets: Sequence[tuple[float, float, float, float]] = ()
    reps: Sequence[Span] = ()
    holds: Sequence[Span] = ()
    unseen: Sequence[Span] = ()
    flags: Sequence[tuple[float, bool]] = ()
    moving: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Values over days.

    bars: draw bars and not a line, so many days wide. breaks: days before which the
    line is broken, as what comes then does not compare. band: a difference that means
    nothing, drawn about the first value. open: with open marks, of gentle days. plan: a
    step line, of what was planned. marks: for each value, whether its bar is hatched,
    as of a gentle day.
    """

    days: Sequence[str]
    values: Sequence[float | None]
    name: str = ""
    bars: float = 0.0
    colour: str = field(default=TEAL)
    breaks: Sequence[str] = ()
    band: float = 0.0
    open: bool = False
    plan: bool = False
    marks: Sequence[bool] = ()


def draw_set(chart: SetChart, *, width_in: float, height_in: float = 2.5) -> str:
    """Draw a measure over a set: target, holds, reps, flags, unseen time."""
    figure, axes = _canvas(width_in, height_in)
    start_s, end_s = chart.span_s
    low, high = _limits(chart)
    room = (high - low) * 0.16
    axes.set(xlim=(start_s, max(end_s, start_s + 1)), ylim=(low - room, high + room))
    for from_s, to_s, bottom, top in chart.targets:
        span = [max(bottom, low - room), min(top, high + room)]
        axes.fill_between([from_s, to_s], *span, color=TEAL, alpha=0.13, lw=0)
    for from_s, to_s in chart.unseen:
        axes.axvspan(
            from_s, to_s, facecolor=PALE, edgecolor=GREY, hatch="///", lw=0, alpha=0.6
        )
    times, values = _thinned(chart.time_s, chart.value)
    axes.plot(times, values, color=INK, lw=1.6)
    for from_s, to_s in chart.holds:
        axes.plot(
            [from_s, to_s],
            [low - room * 0.62] * 2,
            color=TEAL,
            lw=5,
            solid_capstyle="butt",
        )
    for from_s, to_s in chart.moving:
        bar = axes.barh(
            low - room * 0.62, to_s - from_s, left=from_s, height=room * 0.28
        )
        for patch in bar:
            patch.set(facecolor="none", edgecolor=TEAL, lw=1.0)
    for number, (from_s, to_s) in enumerate(chart.reps, 1):
        axes.text(
            (from_s + to_s) / 2,
            high + room * 0.35,
            str(number),
            color=INK,
            fontsize=9.5,
            ha="center",
            fontweight="bold",
        )
    for number, (time_s, ease) in enumerate(chart.flags, 1):
        at = _value_at(chart, time_s, low)
        axes.plot(
            [time_s],
            [at],
            marker="o" if ease else "s",
            ms=11,
            ls="none",
            color=AMBER if ease else "white",
            mec=AMBER,
            mew=1.4,
        )
        axes.text(
            time_s,
            at,
            str(number),
            color="white" if ease else AMBER,
            fontsize=7.5,
            ha="center",
            va="center",
            fontweight="bold",
        )
    suffix = "°" if chart.unit == "deg" else ""
    axes.yaxis.set_major_formatter("{x:g}" + suffix)
    axes.set_ylabel(chart.label)
    axes.set_xlabel(say("seconds"))
    axes.locator_params(axis="y", nbins=5)
    return _svg(figure, f"set {chart.label} {chart.span_s} {width_in}")


def draw_line(
    lines: Sequence[Line],
    label: str,
    *,
    width_in: float = 6.4,
    height_in: float = 2.1,
    days_shown: tuple[str, str] | None = None,
    values_shown: tuple[float, float] | None = None,
) -> str:
    """Draw values over days; None is a day without one.

    days_shown: the first and last day of the axis. values_shown: its ends.
    """
    figure, axes = _canvas(width_in, height_in)
    markers = ("o", "s", "^", "D")
    for number, line in enumerate(lines):
        pairs = [
            (datetime.fromisoformat(day[:10]), value)
            for day, value in zip(line.days, line.values, strict=True)
            if value is not None
        ]
        if not pairs:
            continue
        few = list(_means(pairs, line.breaks))
        days, values = zip(*_broken(few, line.breaks), strict=True)
        if line.band:
            middle = pairs[0][1]
            axes.axhspan(
                middle - line.band,
                middle + line.band,
                color=line.colour,
                alpha=0.10,
                lw=0,
            )
        if line.bars:
            drawn = axes.bar(
                days,
                values,
                width=0.9 * line.bars,
                align="edge" if line.bars > 1 else "center",
                color=line.colour,
                label=line.name,
            )
            soft = dict(zip((day for day, _ in pairs), line.marks, strict=False))
            for patch, day in zip(drawn, days, strict=True):
                if soft.get(day):
                    patch.set(
                        facecolor="none", edgecolor=line.colour, hatch="////", lw=1.2
                    )
        elif line.plan:
            axes.step(
                [*days, days[-1] + timedelta(days=7)],
                [*values, values[-1]],
                where="post",
                color=line.colour,
                lw=1.4,
                ls="--",
                label=line.name,
            )
        else:
            axes.plot(
                days,
                values,
                color=line.colour,
                lw=1.6,
                ms=4.5,
                marker=markers[number % len(markers)],
                ls="--" if line.open else "-",
                mfc="none" if line.open else line.colour,
                label=line.name,
            )
    if any(line.bars for line in lines):
        top = max((v for line in lines for v in line.values if v), default=0)
        axes.set_ylim(0, top * 1.15 or 1)
    if len([line for line in lines if line.name]) > 1:
        axes.legend(
            frameon=False,
            fontsize=9,
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=4,
            borderaxespad=0.2,
        )
    axes.set_ylabel(label)
    axes.margins(x=0.04, y=0.15)
    if values_shown is not None:
        axes.set_ylim(*values_shown)
    if days_shown is not None:
        first, last = (datetime.fromisoformat(day[:10]) for day in days_shown)
        room = max((last - first) * 0.04, timedelta(days=1))
        axes.set_xlim(first - room, last + room)
    from matplotlib import dates as _dates

    dates: Any = _dates  # matplotlib types these in part only
    locator = dates.AutoDateLocator(minticks=2, maxticks=6)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    counted = any(line.bars for line in lines) or values_shown
    axes.locator_params(axis="y", nbins=5, integer=bool(counted))
    names = [line.name for line in lines]
    salt = hash_of(repr([(line.days[:1], line.values) for line in lines]))
    return _svg(figure, f"line {label} {names} {salt}")


def _means(
    pairs: Sequence[tuple[datetime, float]], breaks: Sequence[str]
) -> Iterator[tuple[datetime, float]]:
    """As many points as can be told apart: of years, means of neighbours, each at its
    last day and none across a break.
    """
    at_once = -(-len(pairs) // _MOST_DAYS)
    left = [datetime.fromisoformat(day[:10]) for day in breaks]
    group: list[tuple[datetime, float]] = []
    for day, value in pairs:
        broken = bool(left) and day >= left[0]
        while left and day >= left[0]:
            left.pop(0)
        if group and (broken or len(group) >= at_once):
            yield group[-1][0], sum(v for _, v in group) / len(group)
            group = []
        group.append((day, value))
    if group:
        yield group[-1][0], sum(v for _, v in group) / len(group)


def _broken(
    pairs: Sequence[tuple[datetime, float]], breaks: Sequence[str]
) -> Iterator[tuple[datetime, float]]:
    """The points of a line, with a NaN before each break in it."""
    left = [datetime.fromisoformat(day[:10]) for day in breaks]
    for day, value in pairs:
        if left and day >= left[0]:
            left.pop(0)
            yield day, nan
        yield day, value


def _canvas(width_in: float, height_in: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # no pyplot: no window, no global state

    figure = Figure(figsize=(width_in, height_in), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.tick_params(colors=INK, labelsize=9.5)
    axes.xaxis.label.set(color=INK, fontsize=9.5)
    axes.yaxis.label.set(color=INK, fontsize=9.5)
    return figure, axes


def _svg(figure: Any, salt: str) -> str:
    """Return the drawing alone: no file header, no date, sizes left to the page."""
    from matplotlib import rc_context

    # Text stays text: small, searchable and in the page's own fonts.
    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": salt,
        "font.family": "sans-serif",
    }
    out = io.StringIO()
    with rc_context(settings):
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    # Several charts in one page: each has names of its own.
    prefix = f"c{abs(hash_of(salt)):08x}-"
    text = re.sub(r'\bid="', f'id="{prefix}', text)
    return re.sub(r'(url\(#|href="#)', rf"\g<1>{prefix}", text)


def hash_of(text: str) -> int:
    """Return a short number for a text, the same in every run."""
    import zlib

    return zlib.crc32(text.encode())


def _limits(chart: SetChart) -> Span:
    ends = (edge for target in chart.targets for edge in target[2:])
    edges = [edge for edge in ends if np.isfinite(edge)]
    seen = chart.value[np.isfinite(chart.value)]
    values = [*edges, *([float(seen.min()), float(seen.max())] if len(seen) else [])]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    least = 20.0 if chart.unit == "deg" else 0.2
    if high - low < least:
        low, high = low - least / 2, high + least / 2
    return low, high


def _thinned(time_s: Any, value: Any) -> tuple[Any, Any]:
    step = max(1, len(time_s) // _MOST_POINTS)
    return time_s[::step], value[::step]


def _value_at(chart: SetChart, time_s: float, otherwise: float) -> float:
    seen = np.isfinite(chart.value)
    if not seen.any():
        return otherwise
    return float(np.interp(time_s, chart.time_s[seen], chart.value[seen]))
