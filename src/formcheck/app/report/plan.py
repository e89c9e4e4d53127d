"""A person's plan in the report: what each entry asked for, and what was done of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formcheck.core.judge.amounts import Amounts, done_words, held_words
from formcheck.core.records.session import PlannedSet, Session, SetRecord
from formcheck.core.stretch.own_range import PAST_CEILING
from formcheck.core.words.catalogue import say, say_many
from formcheck.core.words.names import words_of

__all__ = ["plan_rows"]

Key = tuple[int | None, str, str | None]
"""A plan's entry, the stretch that was done, and the side."""


def plan_rows(session: Session) -> list[dict[str, str]]:
    """Each entry and side of the plan: what was planned, and what was done."""
    if not session.about.plan:
        return []
    planned: dict[Key, list[PlannedSet]] = {}
    for one in session.about.planned:
        planned.setdefault((one.entry, one.stretch, one.side), []).append(one)
    done: dict[Key, list[SetRecord]] = {}
    for record in session.sets:
        key = _of(record)
        if key not in planned and key[2] is not None:
            key = (key[0], key[1], None)  # a recording's side is known when it is over
        done.setdefault(key, []).append(record)
    return [
        {
            "name": _name(session, key),
            "planned": "; ".join(_asked(sets)),
            "done": _done(done.get(key, [])),
        }
        for key, sets in planned.items()
    ]


def _of(record: SetRecord) -> Key:
    side = record.plan.side.word if record.plan.side is not None else None
    return (record.plan.entry, record.spec.id, side or record.result.side)


def _name(session: Session, key: Key) -> str:
    entry, stretch, side = key
    name = session.name_of(stretch)
    if side is not None:
        name = say("{stretch}, {side}", stretch=name, side=words_of(side))
    if entry is None:
        return say("{stretch} (in the place of another)", stretch=name)
    return name


def _asked(sets: Sequence[PlannedSet]) -> Iterator[str]:
    first = sets[0]
    if first.reps is not None and first.hold_s is not None:
        yield f"{len(sets)} x {first.reps} x {first.hold_s:g} s"
    else:
        yield say_many("{n} set", "{n} sets", len(sets))
    if first.times_a_day:
        yield say_many("{n} time a day", "{n} times a day", first.times_a_day)
    yield from (part for part in (first.limit, first.by) if part)


def _done(records: Sequence[SetRecord]) -> str:
    if not records:
        return say("not done")
    amounts = Amounts.of(record.result for record in records)
    past = sum(flag.id == PAST_CEILING for r in records for flag in r.result.flags)
    text = say_many("{n} set", "{n} sets", len(records))
    text = f"{text}: {done_words(amounts)}; {held_words(amounts)}"
    if past:
        text += say_many(
            "; past the limit {n} time", "; past the limit {n} times", past
        )
    return text
