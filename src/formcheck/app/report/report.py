"""The report of a session: one HTML file that a person reads and a physiotherapist can
use. It holds what the summary holds, so that report and files cannot disagree.
"""

from __future__ import annotations

import base64
import gc
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from formcheck.app.report.plan import plan_rows
from formcheck.app.report.sets import set_view
from formcheck.app.report.templates import page_templates
from formcheck.app.report.words import (
    amount,
    change_words,
    other_numbers_words,
    said_words,
    seconds_words,
)
from formcheck.core.judge.amounts import (
    Amounts,
    done_card,
    done_words,
    held_words,
    is_done,
)
from formcheck.core.judge.judging import Judging
from formcheck.core.measure.numbers import CompareNumbers
from formcheck.core.records.progress import (
    Difference,
    Range,
    changes,
    digest_of,
    left_right,
    ranges,
)
from formcheck.core.records.session import Session, by_other_numbers
from formcheck.core.records.trends import Clinical, Row
from formcheck.core.records.when import days_a_week, to_the_minute
from formcheck.core.stretch.spec import Mode
from formcheck.core.words.catalogue import and_list, capital, say, say_many
from formcheck.core.words.names import words_of
from formcheck.core.words.reasons import ended_words
from formcheck.edges.replacing import write_whole
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import programme_name

__all__ = ["load_drawing", "render_report", "write_report"]

Pictures = Mapping[float, bytes]
"""JPEG pictures of the person by time, s."""


def write_report(
    path: Path,
    session: Session,
    traces: Sequence[Path | None],
    *,
    earlier: Sequence[Row] = (),
    pictures: Sequence[Pictures] = (),
    care: Sequence[str] = (),
    judging: Judging,
) -> None:
    """Write a session's report, whole or not at all.

    traces: a landmark trace a set; without one a set has no curve and no figures.
    earlier: the person's sessions before, the latest first. pictures: a mapping a set,
    only where pictures of the person were asked for. care: what is told of the
    screening. judging: the numbers for curves and errors.
    """
    page = render_report(
        session, traces, earlier=earlier, pictures=pictures, care=care, judging=judging
    )
    write_whole(path, page)


@cache
def load_drawing() -> None:
    """Import what a report and the curves beside it are drawn and written with."""
    import jinja2
    import matplotlib.backends.backend_svg
    import matplotlib.figure
    import scipy.signal

    del jinja2, matplotlib, scipy
    gc.freeze()  # nothing imported here ever becomes garbage


def render_report(
    session: Session,
    traces: Sequence[Path | None],
    *,
    earlier: Sequence[Row] = (),
    pictures: Sequence[Pictures] = (),
    care: Sequence[str] = (),
    save: str = "",
    judging: Judging,
) -> str:
    """Return a session's report as HTML; see `write_report`.

    save: the address of the same report as a file; without it, it prints itself.
    """
    shown = list(pictures) or [{}] * len(session.sets)
    sets = [
        set_view(record, trace, {t: _data_uri(p) for t, p in own.items()}, judging)
        for record, trace, own in zip(session.sets, traces, shown, strict=True)
    ]
    template = page_templates().get_template("report.html.j2")
    return template.render(
        **_top(session, earlier, judging),
        stretches=_by_stretch(sets, session),
        care=care,
        save=save,
    )


def _by_stretch(
    sets: Sequence[dict[str, Any]], session: Session
) -> list[dict[str, Any]]:
    """A stretch with all its sets, both sides together."""
    found: dict[str, dict[str, Any]] = {}
    for view, record in zip(sets, session.sets, strict=True):
        one = found.setdefault(
            view["stretch"],
            {
                "name": view["name"],
                "sets": [],
                "records": [],
                "method": view["method"],
                "cannot_see": view["cannot_see"],
            },
        )
        one["sets"].append(view)
        one["records"].append(record)
    for one in found.values():
        results = [record.result for record in one.pop("records")]
        one["done"] = done_words(Amounts.of(results))
        one["held"] = held_words(Amounts.of(results))
        hold_s = results[0].planned.hold_s
        reps = sum(result.planned.reps for result in results)
        one["asked"] = str(reps) if hold_s is None else f"{reps} x {hold_s:g} s"
        eased = [flag for result in results for flag in result.flags if flag.eases]
        names = list(dict.fromkeys(words_of(flag.id) for flag in eased))
        one["ease"] = (
            say_many(
                "{what}, {n} time",
                "{what}, {n} times",
                len(eased),
                what=", ".join(names),
            )
            if eased
            else ""
        )
        shown = [side for side in one["sets"] if side["portraits"]]
        one["shown"] = [
            side
            for number, side in enumerate(shown)
            if side["side"] not in [before["side"] for before in shown[:number]]
        ]
    return list(found.values())


def _data_uri(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def _top(session: Session, earlier: Sequence[Row], judging: Judging) -> dict[str, Any]:
    numbers = judging.measure
    about, summary = session.about, session.summary
    digests = [digest_of(record) for record in session.sets]
    clinical = {record.spec.id: record.spec.clinical for record in session.sets}
    found = ranges(digests, numbers.compare, clinical)
    names = list(dict.fromkeys(digest.name for digest in digests))
    source = summary["source"]
    last, since = _since(earlier, found, clinical, numbers.compare)
    kinds = {(d.stretch, d.measure): d.measure_kind for d in digests}
    notices = [*_day(session), *_ends(session)]
    if other := other_numbers_words(session, judging):
        notices.append(f"{capital(other)}.")
    if since and last and by_other_numbers(session.judging, last.judging):
        notices.append(
            say("The session before was judged by other numbers than this one.")
        )
    if about.interrupted:
        notices.append(
            say("The session was interrupted; this is as far as it was written.")
        )
    return {
        "sentence": _sentence(session),
        "title": _title(session, names),
        "when": to_the_minute(about.started_at),
        "person": about.person,
        "source": f"{source['name']}, {seconds_words(source['duration_s'])}",
        "cards": _cards(session),
        "plan": about.plan,
        "entries": plan_rows(session),
        "notices": notices,
        "note": about.note,
        "sides": [_compared(pair, sides=True) for pair in left_right(found)],
        "since": [_compared(change) for change in since],
        "since_when": last.about.started_at[:10] if last else "",
        "adherence": _adherence(session, earlier),
        "motion": [
            {
                "name": one.name,
                "measure": one.said.name,
                "note": one.said.note,
                "side": words_of(one.like.side or ""),
                "view": words_of(one.like.view),
                "usual": said_words(one.said, one.usual),
                "best": "–" if one.best is None else said_words(one.said, one.best),
                "count": one.count,
                "error": amount(
                    numbers.errors[kinds[one.like.stretch, one.like.measure]], one.unit
                ),
            }
            for one in found
        ],
        "notes": [f"{capital(note)}." for note in summary["notes"]],
        "made": say(
            "Made by formcheck {version}, judged {when}, pose model {model}.",
            version=summary["formcheck"],
            when=about.judged_at[:16].replace("T", " "),
            model=summary["model"]["name"],
        ),
    }


def _since(
    earlier: Sequence[Row],
    found: Sequence[Range],
    clinical: Clinical,
    numbers: CompareNumbers,
) -> tuple[Row | None, list[Difference]]:
    """The latest session before that had something like this one, a gentle day for a
    gentle day, and what has changed since.
    """
    for row in earlier:
        since = changes(ranges(row.digests, numbers, clinical), found)
        if since:
            return row, since
    return (earlier[0] if earlier else None), []


def _sentence(session: Session) -> str:
    """What the session came to, in one sentence that promises nothing."""
    results = [record.result for record in session.sets]
    planned = max(len(session.about.planned), len(results))
    done = sum(is_done(result) for result in results)
    eased = Amounts.of(results).eased
    unsure = sum(result.status != "judged" for result in results)
    if done == planned and not eased and not unsure:
        return say("All was done as it was planned, and nothing had to be eased off.")
    text = say_many(
        "{done} of {n} set was done as often and as long as planned",
        "{done} of {n} sets were done as often and as long as planned",
        planned,
        done=done,
    )
    if eased:
        text += say_many(
            "; {n} moment was to be eased off",
            "; {n} moments were to be eased off",
            eased,
        )
    if unsure:
        text += say_many(
            "; {n} set could be judged in part or not at all",
            "; {n} sets could be judged in part or not at all",
            unsure,
        )
    return f"{text}."


def _day(session: Session) -> Iterator[str]:
    """What was different about the day: gentle, conditions, other stretches."""
    results = [record.result for record in session.sets]
    if any(result.mode is not Mode.NORMAL for result in results):
        yield say(
            "A gentle day: ranges were made smaller on purpose. It is compared with "
            "other gentle days only."
        )
    told = [name for result in results for name in result.profile.conditions]
    if told:
        names = and_list([words_of(name) for name in dict.fromkeys(told)])
        yield say("Made safer for: {conditions}.", conditions=names)
    others = [
        one for one in session.about.planned if session.about.plan and one.entry is None
    ]
    if others:
        names = and_list(
            list(dict.fromkeys(session.name_of(o.stretch) for o in others))
        )
        yield say("In the place of a planned stretch: {stretches}.", stretches=names)


def _title(session: Session, names: Sequence[str]) -> str:
    about = session.about
    if about.programme is None:
        return ", ".join(names)
    return about.plan or programme_name(about.programme, poses_dir())


def _cards(session: Session) -> list[dict[str, Any]]:
    results = [record.result for record in session.sets]
    about, amounts = session.about, Amounts.of(results)
    if about.planned:
        done = sum(is_done(result) for result in results)
        first = (
            say("{done} of {planned}", done=done, planned=len(about.planned)),
            say_many(
                "set of the plan as planned; {done}",
                "sets of the plan as planned; {done}",
                len(about.planned),
                done=done_words(amounts),
            ),
        )
    else:
        first = done_card(amounts)
    unseen = sum(result.unseen_s for result in results)
    confirmed = say("confirmed by the camera")
    if unseen >= 1:
        confirmed += say("; {seconds} not seen", seconds=seconds_words(unseen))
    form = say_many("and {n} form cue", "and {n} form cues", amounts.form)
    cards: list[dict[str, Any]] = [
        {"name": say("Done"), "value": first[0], "more": first[1]},
        {
            "name": say("In position"),
            "value": seconds_words(amounts.held_s),
            "more": confirmed,
        },
        {
            "name": say("Ease-off moments"),
            "value": str(amounts.eased),
            "more": form,
            "ease": amounts.eased > 0,
        },
    ]
    pain = about.pain
    scores = [pain.before, pain.after, pain.next_morning]
    if any(score is not None for score in scores):
        value = " → ".join("?" if s is None else str(s) for s in scores)
        more = say("before → after → next morning, of 10")
        more += f"; {pain.where}" if pain.site else ""
    else:
        value, more = "–", say("not asked")
    cards.append({"name": say("Pain"), "value": value, "more": more})
    return [{"ease": False, **card} for card in cards]


def _compared(pair: Difference, *, sides: bool = False) -> dict[str, str]:
    side = "" if sides else words_of(pair.like.side or "")
    return {
        "name": say(
            "{stretch} ({measure}, {view} view)",
            stretch=f"{pair.name}, {side}" if side else pair.name,
            measure=pair.said.name,
            view=words_of(pair.like.view),
        ),
        "first": said_words(pair.said, pair.first),
        "second": said_words(pair.said, pair.second),
        "words": change_words(pair, sides=sides),
    }


def _adherence(session: Session, earlier: Sequence[Row]) -> str:
    """Days a week against the plan, over the last four weeks."""
    about = session.about
    found = days_a_week(about.started_at, (row.about.started_at for row in earlier))
    if found is None:
        return say("No earlier session is kept, so days a week are not known yet.")
    a_week, weeks = found
    text = say_many(
        "{days} days a week over the last {n} week",
        "{days} days a week over the last {n} weeks",
        weeks,
        days=f"{a_week:.1f}",
    )
    planned = about.days_a_week
    if planned:
        text += say_many("; {n} planned", "; {n} planned", planned)
    return f"{text}."


def _ends(session: Session) -> Iterator[str]:
    """What was stopped or left early and why, each once."""
    about = session.about
    told = set()
    for stop in about.stops:
        told.add((stop.stretch, stop.why))
        yield say(
            "{stretch} was stopped at {time}{why}.",
            stretch=session.name_of(stop.stretch)
            if stop.stretch
            else say("The session"),
            time=seconds_words(stop.time_s),
            why=ended_words(stop.why),
        )
    for left in about.left_early:
        if (left.stretch, left.why) not in told:
            yield say(
                "{stretch} was left early{why}.",
                stretch=session.name_of(left.stretch),
                why=ended_words(left.why),
            )
