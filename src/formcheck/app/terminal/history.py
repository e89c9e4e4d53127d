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
    change_words,
    none_words,
    other_numbers_words,
    said_words,
)
from formcheck.app.terminal.results import show_notes, show_result, table
from formcheck.core.judge.judging import Judging
from formcheck.core.records.session import SessionAbout
from formcheck.core.records.trends import Progress, RangeSeries, Row
from formcheck.core.words.catalogue import capital, say, say_heads, say_many
from formcheck.core.words.names import words_of
from formcheck.core.words.reasons import ended_words
from formcheck.edges.notices import tell_once
from formcheck.edges.screen import Screen
from formcheck.edges.store import Kept
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import programme_name

if TYPE_CHECKING:  # a list of sessions should not wait for OpenCV
    from formcheck.app.history.rejudging import Rejudged

__all__ = [
    "show_progress",
    "show_rejudged",
    "show_session",
    "show_sessions",
    "tell_other_numbers",
]

_BARS = "▁▂▃▄▅▆▇█"
_MANY = 24
"""Points of a line drawn in one row of text."""


def show_sessions(
    rows: Sequence[Row],
    latest: int | None = None,
    *,
    kept: int = 0,
    care: Sequence[str] = (),
) -> None:
    """Show sessions, one a line, the latest first; only so many, if `latest`.

    kept: how many there are of everybody and of all days. care: what is told of the
    person's screening, days without a session among it.
    """
    console = Screen()
    if not rows:
        console.print(none_words(kept))
        _show_care(console, care)
        return
    heads = say_heads("no. | when | person | what | held | ease off | pain")
    shown = table(heads, right=(0, 4, 5))
    poses, asked = poses_dir(), {row.about.programme for row in rows[:latest]}
    programmes = {one: programme_name(one, poses) for one in asked if one}
    for row in rows[:latest]:
        names = list(dict.fromkeys(d.name for d in row.digests))
        what = ", ".join(names[:2])
        if row.about.programme:
            what = programmes[row.about.programme]
        elif len(names) > 2:
            what = say_many(
                "{names} and {n} more",
                "{names} and {n} more",
                len(names) - 2,
                names=what,
            )
        if row.about.interrupted:
            what = say("{session} (interrupted)", session=what)
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
        console.print(
            say_many(
                "{n} earlier session; --all lists it too.",
                "{n} earlier sessions; --all lists them too.",
                len(rows) - latest,
            )
        )
    _show_care(console, care)


def show_session(kept: Kept, *, explain: bool = False) -> None:
    """Show one session whole. explain: of every movement what became of it, too."""
    console, about = Screen(), kept.session.about
    source = kept.session.summary["source"]
    console.print(
        Text(
            say("Session {number}, {when}", number=kept.number, when=_when(about)),
            style="bold",
        )
    )
    lines = [
        say(
            "From {name}, {seconds} s.",
            name=source["name"],
            seconds=f"{source['duration_s']:.0f}",
        )
    ]
    if about.person:
        lines.append(say("Person: {person}", person=about.person))
    if about.programme:
        name = programme_name(about.programme, poses_dir())
        lines.append(say("Programme: {programme}", programme=name))
    if about.interrupted:
        lines.append(say("Interrupted; recovered as far as it had been written."))
    if _pain(about):
        said = ", ".join(filter(None, (_pain(about), about.pain.where)))
        lines.append(say("Pain before → after → next morning: {pain}", pain=said))
    stops = {(stop.stretch, stop.why): stop.time_s for stop in about.stops}
    for (stretch, why), time_s in stops.items():
        lines.append(
            say(
                "Stopped at {seconds} s: {stretch}{why}",
                seconds=f"{time_s:.0f}",
                stretch=kept.session.name_of(stretch) if stretch else say("all"),
                why=ended_words(why),
            )
        )
    lines += [
        say(
            "Left early: {stretch}{why}",
            stretch=kept.session.name_of(left.stretch),
            why=ended_words(left.why),
        )
        for left in about.left_early
        if (left.stretch, left.why) not in stops
    ]
    for hurt in about.exercise_pain:
        stretch = kept.session.name_of(hurt.stretch)
        if hurt.side:
            stretch += f", {words_of(hurt.side)}"
        lines.append(
            say("Pain in {stretch}: {score}", stretch=stretch, score=hurt.score)
        )
    if about.note:
        lines.append(say("Note: {note}", note=about.note))
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    for number, record in enumerate(kept.session.sets, 1):
        console.print()
        console.print(Text(f"{number}. {record.spec.name}", style="bold"))
        show_result(console, record.result, explain=explain)
    show_notes(console, kept.session.summary["notes"])


def show_rejudged(number: int, result: Rejudged) -> None:
    """Show what today's rules change in a session."""
    console = Screen()
    for note in result.notes:
        console.print(Text(f"{capital(note)}.", style="bold yellow"))
    if result.other_numbers:
        console.print(say("It had been judged by other numbers than those of now."))
    if result.unchanged:
        console.print(
            say(
                "Session {number}, judged again by today's stretch files: "
                "the same in every number.",
                number=number,
            )
        )
        return
    console.print(
        say("Session {number}, judged again by today's stretch files:", number=number)
    )
    rows = table(say_heads("set | what | then | now"))
    for name, what, then, now in result.changes:
        rows.add_row(Text(name), what, then, now)
    if not rows.row_count:
        other = say("written by another version of formcheck")
        rows.add_row(say("all"), other, "", "")
    console.print(rows)


def tell_other_numbers(kept: Kept, judging: Judging) -> None:
    """Say on standard error where a session's verdict is by other numbers than what is
    read of its trace now.
    """
    if other := other_numbers_words(kept.session, judging):
        tell_once(
            say("session {number} was {judged}", number=kept.number, judged=other)
        )


def show_progress(
    progress: Progress, *, kept: int = 0, care: Sequence[str] = ()
) -> None:
    """Show progress: range, holds, pain, sides and weeks.

    kept: how many sessions there are of everybody, all stretches and days. care: what
    is told of the screening.
    """
    console, days = Screen(), progress.days
    if not days:
        console.print(none_words(kept))
        _show_care(console, care)
        return
    first, last = days[0].started_at[:10], days[-1].started_at[:10]
    count = say_many("{n} session", "{n} sessions", len(days))
    span = first
    if first != last:
        span = say("{first} to {last}", first=first, last=last)
    console.print(
        Text(", ".join(part for part in (progress.person, count, span) if part)),
        style="bold",
    )
    console.print()
    console.print(_range_table(progress.ranges))
    _heading(console, say("Over the sessions"))
    lines = table(("", "", "", ""), right=(2, 3))
    lines.show_header = False
    for name, values, unit in (
        (say("held, confirmed"), [d.held_s for d in days], " s"),
        (say("ease-off moments"), [float(d.eased) for d in days], ""),
        (say("pain before"), [_number(d.pain_before) for d in days], ""),
        (say("pain after"), [_number(d.pain_after) for d in days], ""),
        (say("pain next morning"), [_number(d.pain_next_morning) for d in days], ""),
    ):
        known = [v for v in values if v is not None]
        if known:
            span = f"{known[0]:.0f} → {known[-1]:.0f}{unit}"
            lines.add_row(name, sparkline(known), span)
    console.print(lines)
    if progress.sides:
        _heading(console, say("Left against right, the last time each"))
        console.print(_side_table(progress))
    _heading(console, say("Weeks"))
    console.print(_week_table(progress))
    _show_care(console, care)


def _show_care(console: Console, care: Sequence[str]) -> None:
    """What stands, and days without stretching: who treats the person reads it."""
    if care:
        _heading(console, say("Screening"))
    for line in care:
        console.print(Text(line))


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
    heads = say_heads("stretch | side | usual range | first | last | change")
    rows = table(heads, right=(3, 4))
    for one in series:
        usual = [point[1] for point in one.points]
        rows.add_row(
            Text(f"{one.name}\n{one.said.name}"),
            words_of(one.like.side or ""),
            sparkline([one.said.of(value) for value in usual]),
            said_words(one.said, usual[0]),
            said_words(one.said, usual[-1]),
            _change(one),
        )
    return rows


def _change(one: RangeSeries) -> str:
    """What has changed, as far as the sessions were judged by the same numbers."""
    change = change_words(one.change)
    if one.like.gentle:
        change = "; ".join(filter(None, (say("gentle days"), change)))
    if not one.breaks:
        return change
    since = say("judged by other numbers from {date} on", date=one.breaks[-1][:10])
    return f"{change}; {since}" if change else since


def _side_table(progress: Progress) -> Table:
    heads = say_heads("stretch | left | right")
    rows = table((*heads, ""), right=(1, 2))
    latest = {point.name: point for point in progress.sides if not point.gentle}
    for point in latest.values():
        rows.add_row(
            Text(point.name),
            said_words(point.said, point.left),
            said_words(point.said, point.right),
            say(WITHIN_ERROR) if point.within_error else say("differs"),
        )
    return rows


def _week_table(progress: Progress) -> Table:
    rows = table(say_heads("week of | days | minutes"), right=(1, 2))
    for week in progress.weeks[-12:]:
        days, minutes = str(week.days), f"{week.minutes:.0f}"
        if week.planned_days:
            days = say("{done} of {planned}", done=days, planned=week.planned_days)
        if week.planned_minutes:
            planned = f"{week.planned_minutes:.0f}"
            minutes = say("{done} of {planned}", done=minutes, planned=planned)
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
