"""Pages of what is kept: the report of a session, and progress with its charts.

Made when they are asked for, so that a note of the next morning is in them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from csv import writer
from pathlib import Path
from typing import Any

from formcheck.app.history.progress import read_progress
from formcheck.app.history.store import earlier_rows, now_text, open_history, whose
from formcheck.app.person.care import told_beside, told_of
from formcheck.app.report.report import render_report
from formcheck.app.report.templates import page_templates
from formcheck.app.report.words import (
    WITHIN_ERROR,
    amount,
    change_words,
    none_words,
    said_words,
)
from formcheck.core.judge.judging import Judging
from formcheck.core.records.trends import Day, Progress, RangeSeries
from formcheck.core.words.catalogue import and_list, capital, say, say_many
from formcheck.core.words.names import words_of
from formcheck.edges.pdf import write_pdf
from formcheck.edges.plots import AMBER, INK, TEAL, Line, draw_line
from formcheck.edges.replacing import write_whole
from formcheck.errors import HistoryError, OutputError

__all__ = ["progress_charts", "progress_page", "report_page", "write_progress"]


def report_page(
    uid: str, judging: Judging, folder: Path | None = None, *, save: str = ""
) -> str:
    """Return the report of a kept session as HTML.

    judging: the numbers for curves and errors. save: the address of the same as a
    file; the page has no script then.

    Raises
    ------
    HistoryError
        There is no such session.
    """
    with open_history(folder) as store:
        number = store.number_of(uid)
        if number is None:
            raise HistoryError(f"there is no session {uid!r}")
        kept = store.get(number)
        earlier = earlier_rows(store, kept.session.about)
        return render_report(
            kept.session,
            kept.traces,
            earlier=earlier,
            care=told_beside(kept.session.about, earlier, folder),
            save=save,
            judging=judging,
        )


def progress_page(
    person: str | None = None,
    *,
    judging: Judging,
    stretch: str | None = None,
    since: str | None = None,
    folder: Path | None = None,
) -> str:
    """Return a person's progress as HTML; by default of the last session's."""
    with open_history(folder) as store:
        who = whose(store, person)
        progress = read_progress(
            store, who, stretch=stretch, since=since, judging=judging
        )
        kept = len(store.numbers())
    care = told_of(progress.person, now_text(), since=since, folder=folder)
    return _progress_html(progress, care=care, kept=kept)


def write_progress(
    progress: Progress,
    *,
    care: Sequence[str],
    kept: int,
    html: Path | None = None,
    pdf: Path | None = None,
    csv: Path | None = None,
) -> list[Path]:
    """Write progress as a page, a PDF and a table; what was written.

    Raises
    ------
    OutputError
        It cannot be written there.
    """
    wanted = [(html, "html"), (pdf, "pdf"), (csv, "csv")]
    written = []
    page = _progress_html(progress, care=care, kept=kept) if html or pdf else ""
    for path, form in wanted:
        if path is None:
            continue
        try:
            if form == "pdf":
                write_pdf(page, path)
            else:
                write_whole(path, page if form == "html" else _table(progress))
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror}") from error
        written.append(path)
    return written


_HEADS = "day,kind,stretch,side,gentle,measure,value,furthest_safe,unit"


def _table(progress: Progress) -> str:
    """Every point of every chart, a row each; comma, point, UTF-8."""
    out = io.StringIO()
    rows = writer(out, lineterminator="\n")
    rows.writerow(_HEADS.split(","))
    for one in progress.ranges:
        like, said = one.like, one.said
        name = one.clinical.movement.value if one.clinical else like.measure
        for day, usual, best in one.points:
            far = "" if best is None else f"{said.of(best):.3f}"
            value = f"{said.of(usual):.3f}"
            rows.writerow(
                (day, "range", like.stretch, like.side or "", int(like.gentle))
                + (name, value, far, one.unit)
            )
    for at in progress.days:
        told: list[tuple[str, float | None, str]] = [
            ("held", at.held_s, "s"),
            ("moving", at.minutes, "min"),
            ("done", at.reps, "count"),
            ("eased_off", at.eased, "count"),
            ("pain_before", at.pain_before, "of 10"),
            ("pain_after", at.pain_after, "of 10"),
            ("pain_next_morning", at.pain_next_morning, "of 10"),
        ]
        for measure, number, unit in told:
            if number is not None:
                rows.writerow(
                    (at.started_at, "session", "", "", int(at.gentle))
                    + (measure, number, "", unit)
                )
    return out.getvalue()


def _progress_html(progress: Progress, *, care: Sequence[str], kept: int) -> str:
    from markupsafe import Markup

    charts = [
        {**chart, "drawing": Markup(chart["svg"])}  # made by formcheck, of numbers
        for chart in progress_charts(progress)
    ]
    days = progress.days
    sessions = say_many("{n} session", "{n} sessions", len(days))
    if days:
        sessions = say(
            "{sessions}, {first} to {last}",
            sessions=sessions,
            first=days[0].started_at[:10],
            last=days[-1].started_at[:10],
        )
    template = page_templates().get_template("progress.html.j2")
    return template.render(
        person=progress.person,
        sessions=sessions,
        charts=charts,
        nothing=none_words(kept),
        care=care,
    )


def progress_charts(progress: Progress) -> list[dict[str, Any]]:
    """Return charts as {"title", "text", "svg"}; text says what the chart shows.

    All have the same days; what was of a gentle day is hatched or has open marks.
    """
    days = progress.days
    if not days:
        return []
    shown = (progress.weeks[0].monday, days[-1].started_at)
    charts = [_ranges(series, shown) for series in _by_stretch(progress.ranges)]
    when = [day.started_at for day in days]
    gentle = [day.gentle for day in days]
    held = [day.held_s for day in days]
    text = say(
        "{seconds} s confirmed by the camera last time.", seconds=f"{held[-1]:.0f}"
    )
    if any(gentle):
        text += " "
        text += say_many(
            "Hatched: {n} gentle session.", "Hatched: {n} gentle sessions.", sum(gentle)
        )
    if stopped := [day.started_at[:10] for day in days if day.stopped]:
        dates = and_list(list(dict.fromkeys(stopped)))
        text += " "
        text += say("Stopped or left early on {dates}.", dates=dates)
    bars = Line(when, held, bars=1.0, marks=gentle)
    charts.append(_chart(say("Time in position"), text, [bars], say("seconds"), shown))
    eased = [float(day.eased) for day in days]
    charts.append(
        _chart(
            say("Ease-off moments"),
            say_many("{n} moment last time.", "{n} moments last time.", days[-1].eased),
            [Line(when, eased, bars=1.0, colour=AMBER, marks=gentle)],
            say("moments"),
            shown,
        )
    )
    charts += [*_pain(days, shown), *_sides(progress, shown), _weeks(progress, shown)]
    return charts


Shown = tuple[str, str]
"""The first and the last day of an axis."""


def _chart(
    title: str,
    text: str,
    lines: Sequence[Line],
    label: str,
    shown: Shown,
    values: tuple[float, float] | None = None,
) -> dict[str, Any]:
    svg = draw_line(lines, label, days_shown=shown, values_shown=values)
    return {"title": title, "text": text, "svg": svg}


def _by_stretch(series: Sequence[RangeSeries]) -> list[list[RangeSeries]]:
    """Both sides of a stretch share a chart; another view or measure has its own."""
    found: dict[tuple[str, str, str], list[RangeSeries]] = {}
    for one in series:
        like = one.like
        found.setdefault((like.stretch, like.measure, like.view), []).append(one)
    return list(found.values())


def _ranges(series: Sequence[RangeSeries], shown: Shown) -> dict[str, Any]:
    colours = {"right": AMBER, None: TEAL}
    lines, words = [], []
    for one in series:
        side = one.like.side
        when = [point[0] for point in one.points]
        usual = [one.said.of(point[1]) for point in one.points]
        colour = colours.get(side, INK)
        name = words_of(side or "")
        if one.like.gentle:
            name = ", ".join(filter(None, (name, say("gentle days"))))
        lines.append(
            Line(
                when,
                usual,
                name or say("usual days"),
                colour=colour,
                breaks=one.breaks,
                band=0.0 if one.like.gentle else one.margin,
                open=one.like.gentle,
            )
        )
        text = say(
            "usual {value} last time", value=said_words(one.said, one.points[-1][1])
        )
        if one.change is not None:
            change = change_words(one.change)
            if one.breaks:
                text += say(
                    ", {change} since {date}", change=change, date=one.breaks[-1][:10]
                )
            else:
                text += say(", {change} since the first", change=change)
        if one.breaks:
            dates = and_list([when[:10] for when in one.breaks])
            text += say(" (judged by other numbers from {dates} on)", dates=dates)
        if one.like.gentle:
            text = say("on gentle days {words}", words=text)
        words.append(f"{words_of(side)}: {text}" if side else text)
    one = series[0]
    text = "; ".join(words)
    text += "; "
    text += say("shaded: as the first, within measurement error")
    if one.said.note:
        text += f"; {one.said.note}"
    title = say(
        "{stretch}: {measure}, {view} view",
        stretch=one.name,
        measure=one.said.name,
        view=words_of(one.like.view),
    )
    return _chart(
        title,
        f"{capital(text)}.",
        lines,
        _unit(one.unit),
        shown,
    )


def _pain(days: Sequence[Day], shown: Shown) -> list[dict[str, Any]]:
    when = [day.started_at for day in days]
    before = [_number(day.pain_before) for day in days]
    after = [_number(day.pain_after) for day in days]
    morning = [_number(day.pain_next_morning) for day in days]
    lines = [
        Line(when, before, say("before"), colour=INK),
        Line(when, after, say("after")),
        Line(when, morning, say("next morning"), colour=AMBER),
    ]
    lines = [line for line in lines if any(v is not None for v in line.values)]
    if not lines:
        return []
    text = say(
        "As the person said: 0 is no pain, 10 the worst. Before, after and the next "
        "morning."
    )
    return [_chart(say("Pain"), text, lines, say("of 10"), shown, (0.0, 10.0))]


def _sides(progress: Progress, shown: Shown) -> list[dict[str, Any]]:
    sides = [point for point in progress.sides if not point.gentle]
    names = dict.fromkeys(point.name for point in sides)
    charts = []
    for name in names:
        points = [point for point in sides if point.name == name]
        last = points[-1]
        differ = [
            round(point.said.difference(point.right - point.left), 3)
            for point in points
        ]
        text = say(
            "Right less left: {value} last time",
            value=amount(differ[-1], last.unit, signed=True),
        )
        if last.within_error:
            text += f", {say(WITHIN_ERROR)}"
        when = [point.started_at for point in points]
        title = say("{stretch}: left against right", stretch=name)
        # About no difference, not about the first one.
        nought = [0.0] * len(when)
        lines = [
            Line(when, nought, colour=INK, band=last.margin, plan=True),
            Line(when, differ),
        ]
        charts.append(_chart(title, f"{text}.", lines, _unit(last.unit), shown))
    return charts


def _weeks(progress: Progress, shown: Shown) -> dict[str, Any]:
    weeks = progress.weeks
    when = [week.monday for week in weeks]
    lines = [Line(when, [week.minutes for week in weeks], say("done"), bars=7.0)]
    planned = [week.planned_minutes for week in weeks]
    if any(value is not None for value in planned):
        lines.append(Line(when, planned, say("planned"), colour=AMBER, plan=True))
    last = weeks[-1]
    text = say_many(
        "Last week: {minutes} min on {n} day",
        "Last week: {minutes} min on {n} days",
        last.days,
        minutes=f"{last.minutes:.0f}",
    )
    if last.planned_days:
        text += say_many(" of {n} planned", " of {n} planned", last.planned_days)
    return _chart(say("Minutes a week"), f"{text}.", lines, say("minutes"), shown)


def _unit(unit: str) -> str:
    return say("degrees") if unit == "deg" else say(unit)


def _number(score: int | None) -> float | None:
    return None if score is None else float(score)
