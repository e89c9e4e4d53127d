"""Kept sessions as tables, one a kind, as data analysis wants them: a row a thing, with
the session, person, date, set, stretch and mode that it is of.

Of one session these are the tables of `--format csv`, of many those of `tidy`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from formcheck.core.judge.amounts import Amounts
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import PartialResult, RepResult, SideWord
from formcheck.core.records.session import Session, SetRecord
from formcheck.core.stretch.spec import Mode
from formcheck.edges.export import Cell

__all__ = ["Column", "Numbered", "Table", "about_columns", "tables_of"]

Numbered = tuple[int, Session]
"""A session with its number in the history."""


class Column(NamedTuple):
    """A column of a table. unit: empty where it has none."""

    name: str
    unit: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and a cell for each in every row."""

    columns: tuple[Column, ...]
    rows: list[list[Cell]]

    @property
    def head(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def tables_of(sessions: Sequence[Numbered]) -> dict[str, Table]:
    """Every table by its name, the sessions in the order given."""
    return {
        "sessions": Table(_SESSION, [_session(n, s) for n, s in sessions]),
        "sets": _of_sets(sessions, _SET, lambda record: [_set(record)]),
        "reps": _of_sets(sessions, _REP, _reps),
        "holds": _of_sets(sessions, _HOLD, _holds),
        "flags": _of_sets(sessions, _FLAG, _listed("flags")),
        "not_counted": _of_sets(sessions, _NOT_COUNTED, _listed("not_counted")),
        "movements": _of_sets(sessions, _MOVEMENT, _listed("movements")),
        "planned": Table((*_IDS[:3], *_PLANNED), list(_planned(sessions))),
        "exercise_pain": Table((*_IDS[:3], *_PAIN), list(_pain(sessions))),
        "days": Table(_DAY, list(_days(sessions))),
    }


def about_columns(tables: Mapping[str, Table]) -> Table:
    """columns.csv: what stands in each column, and its unit."""
    rows: list[list[Cell]] = [
        [f"{name}.csv", *column]
        for name, table in tables.items()
        for column in table.columns
    ]
    head = (
        Column("table", "", "the file"),
        Column("column", "", "its name"),
        Column("unit", "", "empty: none"),
        Column("about", "", "what stands in it"),
    )
    return Table(head, rows)


_S = "s"
_IN_UNIT = "as in the column unit"
_FROM_START = "from the beginning of the recording or live session"
_IDS = (
    Column("session", "", "number in the history"),
    Column("person", "", "whose"),
    Column("date", "", "local day, year-month-day"),
    Column("set", "", "number in the session, from 1"),
    Column("stretch", "", "id of the stretch"),
    Column("mode", "", "normal, or flare: a gentle day with a smaller range"),
)
_SIDE = Column("side", "", "the person's own; empty: none works, or both did")
_START = Column("start_s", _S, _FROM_START)
_END = Column("end_s", _S, _FROM_START)
_HELD = Column("held_s", _S, "in position, confirmed by the camera")
_MEASURE = Column("measure", "", "the measure, as the stretch file has it")
_UNIT = Column("unit", "", "of the values of this row: deg, ratio, deg/s ...")
_MOVEMENT_NAME = Column(
    "movement",
    "",
    "what a goniometer calls it; empty: the measure is no movement of one joint",
)


def _movement_of(name: str) -> Column:
    about = f"{name} as that movement from neutral; hips include the pelvis"
    return Column(f"{name}_movement_deg", "deg", about)


_SESSION = (
    *_IDS[:3],
    Column("started_at", "", "local time with its offset"),
    Column("judged_at", "", "when it was judged"),
    Column("gentle", "", "whether any set was of a gentle day"),
    Column("programme", "", "id of the programme"),
    Column("plan", "", "name of the person's own plan"),
    Column("days_a_week", "", "planned at the time"),
    Column("source", "", "the recording's or camera's name"),
    Column("pain_before", "0-10", "as the person said"),
    Column("pain_after", "0-10", "as the person said"),
    Column("pain_next_morning", "0-10", "as the person said"),
    Column("pain_site", "", "where; several apart by ;"),
    Column("felt", "", "easier, same or harder than usual"),
    Column("stops", "", "when the person stopped, and why"),
    Column("left_early", "", "sets that were left, and why"),
    Column("note", "", "the person's own words"),
    Column("interrupted", "", "whether it was cut off"),
    Column("judging", "", "digest of the numbers that it was judged by"),
    Column("formcheck", "", "the program's version"),
)
_SET = (
    Column("kind", "", "hold, reps, alternate, two_phase or guided"),
    Column("status", "", "judged, partly_judged or not_judged"),
    Column("why", "", "why not, or only partly"),
    _SIDE,
    _START,
    _END,
    Column("in_target_s", _S, "in the target"),
    Column("out_of_target_s", _S, "seen, and not in the target"),
    Column("searching_s", _S, "seen, while the start was looked for"),
    Column("unseen_s", _S, "not seen; these four are the set's length"),
    Column("planned_reps", "", "planned"),
    Column("planned_hold_s", _S, "planned"),
    Column("reps", "", "done, whole or in part"),
    Column("whole_reps", "", "of these whole"),
    Column("smaller_reps", "", "of these in the person's own smaller range"),
    Column("short_reps", "", "of these held for less than planned"),
    Column("start_missed_reps", "", "of these with the start not seen"),
    Column("wrong_side_reps", "", "on the other side, not counted"),
    Column("half_reps", "", "one half only, not counted"),
    Column("holds", "", "in the target"),
    Column("own_range_holds", "", "in the person's own smaller range"),
    Column("holds_complete", "", "as long as planned"),
    _HELD,
    _MEASURE,
    _UNIT,
    *(
        Column(f"{far}{side}", _IN_UNIT, about)
        for far, about in (
            ("usual", "median of the repetitions"),
            ("furthest_safe", "the furthest with nothing to ease off in"),
        )
        for side in ("_left", "_right", "")
    ),
    _MOVEMENT_NAME,
    *(
        _movement_of(f"{far}{side}")
        for far in ("usual", "furthest_safe")
        for side in ("_left", "_right", "")
    ),
    Column("error", _IN_UNIT, "mean error of a value"),
    Column("change_error", _IN_UNIT, "mean error of a change from the own start"),
    Column("landmarks", "", "raw: as the model gave them"),
    Column("angles", "", "raw, or calibrated: read with the hips moved"),
    Column("calibration", "", "digest of the constants of that"),
)
_REP = (
    Column("number", "", "in its set and kind, from 1"),
    Column("kind", "", "rep, or partial: less far, less long, or one half"),
    _SIDE,
    _START,
    _END,
    _HELD,
    _MEASURE,
    Column("peak", _IN_UNIT, "furthest value"),
    _UNIT,
    _MOVEMENT_NAME,
    _movement_of("peak"),
    Column("error", _IN_UNIT, "mean error of the peak"),
    Column("change", _IN_UNIT, "further than the person's own start"),
    Column("change_error", _IN_UNIT, "mean error of the change"),
    Column("good", "", "empty: an unsafe check could not be made"),
    Column("reason", "", "why it is a partial one"),
    Column("flags", "", "ids of what was to correct"),
)
_HOLD = (
    _SIDE,
    Column("phase", "", "of a two-phase stretch"),
    _START,
    _END,
    _HELD,
    Column("complete", "", "as long as planned"),
    Column("cut", "", "the recording began or ended in it"),
    Column("range", "", "target, or own: the person's smaller range"),
)
_FLAG = (
    Column("id", "", "of the fault in the stretch file"),
    Column("severity", "", "unsafe: ease off; form"),
    _START,
    _END,
    Column("raised_s", _S, "when it was sure and told; may be after its end"),
    Column("worst", _IN_UNIT, "furthest beyond the limit"),
    _UNIT,
    Column("cue", "", "what was said"),
    Column("rep", "", "number of the repetition"),
    Column("hold", "", "number of the hold"),
)
_NOT_COUNTED = (
    _START,
    _END,
    Column("why", "", "what was lacking"),
    _MEASURE,
    Column("phase", "", "where in a repetition"),
)
_MOVEMENT = (
    _START,
    _END,
    Column("became", "", "counted, partly or not_counted"),
    Column("why", "", "why it is not a whole one"),
    Column("measure", "", "the one that was not as it should be"),
    Column("furthest", _IN_UNIT, "how far the stretch's first measure went"),
    _UNIT,
)
_PLANNED = (
    Column("entry", "", "of the person's own plan, from 0"),
    Column("stretch", "", "id of the stretch"),
    Column("side", "", "empty: none or both"),
    Column("sets", "", "planned in this session"),
    Column("reps", "", "planned a set"),
    Column("hold_s", _S, "planned a repetition"),
    Column("times_a_day", "", "planned; empty: not said"),
    Column("sets_done", "", "sets with anything that counts"),
    Column("times_done", "", "sessions of that day with anything of it that counts"),
    Column("limit", "", "how far at most, in words"),
    Column("by", "", "who prescribed it"),
)
_PAIN = (
    Column("stretch", "", "id of the stretch"),
    Column("side", "", "empty: none or both"),
    Column("pain", "0-10", "in that exercise, as the person said"),
    Column("when", "", "left: the set was left for it; felt: it was felt in it"),
)
_DAY = (
    *_IDS[1:3],
    Column("sessions", "", "on that day"),
    Column("gentle", "", "whether any set was of a gentle day"),
    Column("minutes", "min", "all sets together"),
    Column("held_s", _S, "in position, confirmed by the camera"),
    Column("reps", "", "done"),
    Column("eased", "", "moments to ease off"),
    Column("pain_before", "0-10", "of the day's first session that has it"),
    Column("pain_after", "0-10", "of the day's last session that has it"),
    Column("pain_next_morning", "0-10", "of the day's last session that has it"),
)

_Parts = Iterable[Mapping[str, Any]]


def _date(session: Session) -> str:
    return session.about.started_at[:10]


def _of_sets(
    sessions: Sequence[Numbered],
    columns: tuple[Column, ...],
    parts: Callable[[SetRecord], _Parts],
) -> Table:
    rows: list[list[Cell]] = []
    for number, session in sessions:
        for at, record in enumerate(session.sets, 1):
            mode = record.result.mode.value
            who = (session.about.person, _date(session))
            ids: list[Cell] = [number, *who, at, record.spec.id]
            rows += [
                [*ids, mode, *(values.get(column.name) for column in columns)]
                for values in parts(record)
            ]
    return Table((*_IDS, *columns), rows)


def _listed(name: str) -> Callable[[SetRecord], _Parts]:
    """Return what gives a list of a result as summary.json has it, with its unit."""

    def parts(record: SetRecord) -> _Parts:
        for one in getattr(record.result, name):
            yield {"unit": record.result.unit, **one.model_dump(mode="json")}

    return parts


def _reps(record: SetRecord) -> _Parts:
    result = record.result
    known: dict[str, Sequence[RepResult | PartialResult]]
    known = {"rep": result.reps, "partial": result.partial_reps}
    for kind, parts in known.items():
        for number, part in enumerate(parts, 1):
            values = {**part.model_dump(mode="json"), "number": number, "kind": kind}
            values["flags"] = " ".join(part.flags)
            if part.peak is not None:
                errors = {"error": result.error, "change_error": result.change_error}
                values |= errors | _moved(record, "peak", part.peak)
            yield values


def _holds(record: SetRecord) -> _Parts:
    for hold in record.result.holds:
        yield {"range": "target", **hold.model_dump(mode="json")}
    for own in record.result.own_range_holds:
        yield {"range": "own", **own.model_dump(mode="json")}


def _set(record: SetRecord) -> dict[str, Any]:
    result, amounts = record.result, Amounts.of([record.result])
    values = {
        **result.model_dump(mode="json"),
        "planned_reps": result.planned.reps,
        "planned_hold_s": result.planned.hold_s,
        "reps": amounts.counted,
        "whole_reps": result.whole,
        "smaller_reps": amounts.smaller,
        "short_reps": amounts.short,
        "start_missed_reps": amounts.start_missed,
        "wrong_side_reps": amounts.wrong_side,
        "half_reps": amounts.one_phase,
        "holds": amounts.holds,
        "own_range_holds": amounts.own_range_holds,
        "holds_complete": amounts.holds_complete,
        "held_s": amounts.held_s,
        "landmarks": "raw",
        "angles": "calibrated" if result.calibration else "raw",
    }
    sides: tuple[SideWord | None, ...] = ("left", "right", None)
    for side in sides:
        ending = f"_{side}" if side else ""
        for far, value in (
            (f"usual{ending}", result.usual(side)),
            (f"furthest_safe{ending}", result.furthest_safe(side)),
        ):
            values[far] = value
            values |= _moved(record, far, value)
    return values


def _moved(record: SetRecord, name: str, value: float | None) -> dict[str, Any]:
    """A value of the first measure as the clinical movement, where it is one."""
    clinical = record.spec.clinical
    if clinical is None or record.result.measure != record.spec.primary:
        return {}
    moved = None if value is None else round(clinical.of(value), 3)
    return {"movement": clinical.movement.value, f"{name}_movement_deg": moved}


def _session(number: int, session: Session) -> list[Cell]:
    about, source = session.about, session.summary["source"]
    return [
        number,
        about.person,
        _date(session),
        about.started_at,
        about.judged_at,
        _gentle([session]),
        about.programme,
        about.plan,
        about.days_a_week,
        source["name"],
        about.pain.before,
        about.pain.after,
        about.pain.next_morning,
        "; ".join(about.pain.site),
        about.felt,
        "; ".join(f"{s.time_s:g} s: {s.why}" for s in about.stops),
        "; ".join(f"{e.stretch}: {e.why}" for e in about.left_early),
        about.note,
        about.interrupted,
        session.judging,
        session.summary["formcheck"],
    ]


def _gentle(sessions: Iterable[Session]) -> bool:
    sets = (record for session in sessions for record in session.sets)
    return any(record.result.mode is not Mode.NORMAL for record in sets)


_Key = tuple[int | None, str, str | None]


def _planned(sessions: Sequence[Numbered]) -> Iterator[list[Cell]]:
    times: dict[tuple[str, str, _Key], int] = {}
    for _, session in sessions:
        for key in _done(session):
            day = (session.about.person, _date(session), key)
            times[day] = times.get(day, 0) + 1
    for number, session in sessions:
        about, done = session.about, _done(session)
        for key in dict.fromkeys((p.entry, p.stretch, p.side) for p in about.planned):
            same = [p for p in about.planned if (p.entry, p.stretch, p.side) == key]
            first, day = same[0], (about.person, _date(session), key)
            yield [
                number, about.person, _date(session), *key, len(same), first.reps,
                first.hold_s, first.times_a_day, done.get(key, 0), times.get(day, 0),
                first.limit, first.by,
            ]  # fmt: skip


def _done(session: Session) -> dict[_Key, int]:
    """How many sets of each that was planned have anything that counts."""
    planned = {(p.entry, p.stretch, p.side) for p in session.about.planned}
    found: dict[_Key, int] = {}
    for record in session.sets:
        if not _counts(record.result):
            continue
        side = record.plan.side.word if record.plan.side is not None else None
        key = (record.plan.entry, record.spec.id, side or record.result.side)
        if key not in planned:  # both sides are one entry
            key = (key[0], key[1], None)
        found[key] = found.get(key, 0) + 1
    return found


def _counts(result: SetResult) -> bool:
    return result.counted > 0 or bool(result.all_holds)


def _pain(sessions: Sequence[Numbered]) -> Iterator[list[Cell]]:
    for number, session in sessions:
        for one in session.about.exercise_pain:
            ids: list[Cell] = [number, session.about.person, _date(session)]
            yield [*ids, one.stretch, one.side, one.score, one.when]


def _days(sessions: Sequence[Numbered]) -> Iterator[list[Cell]]:
    days: dict[tuple[str, str], list[Session]] = {}
    for _, session in sessions:
        days.setdefault((session.about.person, _date(session)), []).append(session)
    for (person, day), same in sorted(days.items()):
        same.sort(key=lambda session: session.about.started_at)
        results = [record.result for session in same for record in session.sets]
        pains = [session.about.pain for session in same]
        before = [p.before for p in pains if p.before is not None]
        after = [p.after for p in pains if p.after is not None]
        morning = [p.next_morning for p in pains if p.next_morning is not None]
        yield [
            person, day, len(same), _gentle(same),
            round(sum(r.length_s for r in results) / 60, 3),
            round(sum(r.held_s for r in results), 3),
            sum(r.counted for r in results), sum(r.eased for r in results),
            before[0] if before else None, after[-1] if after else None,
            morning[-1] if morning else None,
        ]  # fmt: skip
