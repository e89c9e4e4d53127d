"""What a person reads of their history: tables that fit 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.app.report.words import (
    WITHIN_ERROR,
    amount,
    change_words,
)
from formcheck.app.terminal.results import show_result, table
from formcheck.core.records.session import SessionAbout
from formcheck.core.records.trends import Progress, RangeSeries, Row
from formcheck.core.words.reasons import ended_words
from formcheck.edges.store import Kept

if TYPE_CHECKING:  # a list of sessions should not wait for OpenCV
    from formcheck.app.history.rejudging import Rejudged

__all__ = ["show_progress", "show_rejudged", "show_session", "show_sessions"]

_BARS = "▁▂▃▄▅▆▇█"
_MANY = 24
"""Points of a line drawn in one row of text."""


def show_sessions(rows: Sequence[Row], latest: int | None = None) -> None:
    """Show sessions, one a line, the latest first; only so many, if `latest`."""
    console = Console()
    if not rows:
        console.print("No session is kept yet. `formcheck analyse --keep` keeps one.")
        return
    shown = table(
        "no.", "when", "person", "what", "held", "ease off", "pain",
        right=("no.", "held", "ease off"),
    )  # fmt: skip
    for row in rows[:latest]:
        names = list(dict.fromkeys(d.name for d in row.digests))
        what = row.about.programme or ", ".join(names[:2])
        if not row.about.programme and len(names) > 2:
            what += f" and {len(names) - 2} more"
        if row.about.interrupted:
            what += " (interrupted)"
        shown.add_row(
            str(row.number),
            _when(row.about),
            row.about.person,
            Text(what),
            f"{sum(d.position_s for d in row.digests):.0f} s",
            str(sum(d.eased for d in row.digests)),
            _pain(row.about),
        )
    console.print(shown)
    if latest is not None and len(rows) > latest:
        console.print(f"{len(rows) - latest} earlier ones; --all lists them too.")


def show_session(kept: Kept) -> None:
    """Show one session whole."""
    console, about = Console(), kept.session.about
    source = kept.session.summary["source"]
    console.print(Text(f"Session {kept.number}, {_when(about)}", style="bold"))
    lines = [f"From {source['name']}, {source['duration_s']:.0f} s."]
    if about.person:
        lines.append(f"Person: {about.person}")
    if about.programme:
        lines.append(f"Programme: {about.programme}")
    if about.interrupted:
        lines.append("Interrupted; recovered as far as it had been written.")
    if _pain(about):
        where = f", {', '.join(about.pain.site)}" if about.pain.site else ""
        lines.append(f"Pain before → after → next morning: {_pain(about)}{where}")
    stops = {(stop.stretch, stop.why): stop.time_s for stop in about.stops}
    for (stretch, why), time_s in stops.items():
        lines.append(f"Stopped at {time_s:.0f} s: {stretch or 'all'}{ended_words(why)}")
    lines += [
        f"Left early: {left.stretch}{ended_words(left.why)}"
        for left in about.left_early
        if (left.stretch, left.why) not in stops
    ]
    if about.note:
        lines.append(f"Note: {about.note}")
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    for number, record in enumerate(kept.session.sets, 1):
        console.print()
        console.print(Text(f"{number}. {record.spec.name}", style="bold"))
        show_result(console, record.result)
    for note in kept.session.summary["notes"]:
        console.print(Padding(Text(f"Note: {note}."), (0, 0, 0, 2)))


def show_rejudged(number: int, result: Rejudged) -> None:
    """Show what today's rules change in a session."""
    console = Console()
    for note in result.notes:
        console.print(Text(f"{note[0].upper()}{note[1:]}.", style="bold yellow"))
    if result.unchanged:
        console.print(
            f"Session {number}, judged again by today's stretch files: "
            "the same in every number."
        )
        return
    console.print(f"Session {number}, judged again by today's stretch files:")
    rows = table("set", "what", "then", "now")
    for name, what, then, now in result.changes:
        rows.add_row(Text(name), what, then, now)
    if not rows.row_count:
        rows.add_row("all", "written by another version of formcheck", "", "")
    console.print(rows)


def show_progress(progress: Progress) -> None:
    """Show progress: range, holds, pain, sides and weeks."""
    console, days = Console(), progress.days
    if not days:
        console.print("No session is kept yet. `formcheck analyse --keep` keeps one.")
        return
    first, last = days[0].started_at[:10], days[-1].started_at[:10]
    count = "1 session" if len(days) == 1 else f"{len(days)} sessions"
    span = first if first == last else f"{first} to {last}"
    console.print(
        Text(", ".join(part for part in (progress.person, count, span) if part)),
        style="bold",
    )
    console.print()
    console.print(_range_table(progress.ranges))
    _heading(console, "Over the sessions")
    lines = table("", "", "first", "last", right=("first", "last"))
    lines.show_header = False
    for name, values, unit in (
        ("held, confirmed", [d.held_s for d in days], " s"),
        ("ease-off moments", [float(d.eased) for d in days], ""),
        ("pain before", [_number(d.pain_before) for d in days], ""),
        ("pain after", [_number(d.pain_after) for d in days], ""),
        ("pain next morning", [_number(d.pain_next_morning) for d in days], ""),
    ):
        known = [v for v in values if v is not None]
        if known:
            span = f"{known[0]:.0f} → {known[-1]:.0f}{unit}"
            lines.add_row(name, sparkline(known), span)
    console.print(lines)
    if progress.sides:
        _heading(console, "Left against right, the last time each")
        console.print(_side_table(progress))
    _heading(console, "Weeks")
    console.print(_week_table(progress))


def sparkline(values: Sequence[float]) -> str:
    """Draw numbers as a row of bars; many of them as means of neighbours."""
    if len(values) > _MANY:
        step = len(values) / _MANY
        parts = [values[int(i * step) : int((i + 1) * step)] for i in range(_MANY)]
        values = [sum(part) / len(part) for part in parts]
    low, high = min(values), max(values)
    scale = (len(_BARS) - 1) / (high - low) if high > low else 0
    return "".join(_BARS[round((value - low) * scale)] for value in values)


def _range_table(series: Sequence[RangeSeries]) -> Table:
    rows = table(
        "stretch", "side", "usual range", "first", "last", "change",
        right=("first", "last"),
    )  # fmt: skip
    for one in series:
        usual = [point[1] for point in one.points]
        rows.add_row(
            Text(one.name),
            one.like.side or "",
            sparkline(usual),
            amount(usual[0], one.unit),
            amount(usual[-1], one.unit),
            change_words(one.change),
        )
    return rows


def _side_table(progress: Progress) -> Table:
    rows = table("stretch", "left", "right", "", right=("left", "right"))
    latest = {point.name: point for point in progress.sides}
    for point in latest.values():
        rows.add_row(
            Text(point.name),
            amount(point.left, point.unit),
            amount(point.right, point.unit),
            WITHIN_ERROR if point.within_error else "differs",
        )
    return rows


def _week_table(progress: Progress) -> Table:
    rows = table("week of", "days", "minutes", right=("days", "minutes"))
    for week in progress.weeks[-12:]:
        days, minutes = str(week.days), f"{week.minutes:.0f}"
        if week.planned_days:
            days += f" of {week.planned_days}"
        if week.planned_minutes:
            minutes += f" of {week.planned_minutes:.0f}"
        rows.add_row(week.monday, days, minutes)
    return rows


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _when(about: SessionAbout) -> str:
    return about.started_at[:16].replace("T", " ")


def _pain(about: SessionAbout) -> str:
    pain = about.pain
    scores = (pain.before, pain.after, pain.next_morning)
    if scores == (None, None, None):
        return ""
    return " → ".join("?" if score is None else str(score) for score in scores)


def _number(score: int | None) -> float | None:
    return None if score is None else float(score)
