"""The format of what is kept: plain values and back, also when classes grow."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, make_dataclass
from math import isnan, nan
from typing import Any, get_args

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import Event, RepCounted, SetFinished, TargetLeft
from formcheck.core.records import codec
from formcheck.core.records.codec import (
    FORMAT,
    Unreadable,
    lift_person_1_to_2,
    plain,
    read_dataclass,
    read_digest,
    read_events,
    read_person,
    read_task,
    write_events,
    write_person,
    write_task,
)
from formcheck.core.records.person import Person
from formcheck.core.records.progress import Digest
from formcheck.core.stretch.spec import Mode, Plan, Profile
from formcheck.core.words.reasons import Reason
from tests.core.test_session import digest
from tests.sessions import bridge

REP = RepCounted(9.0, 2.0, 8.0, 3.0, nan, Side.LEFT, None, ("x",))


def through_json(values: Any) -> Any:
    return json.loads(json.dumps(values, allow_nan=False))


def test_values_are_as_the_first_release_wrote_them() -> None:
    assert write_events([REP]) == [
        {
            "event": "RepCounted",
            "time_s": 9.0,
            "start_s": 2.0,
            "end_s": 8.0,
            "held_s": 3.0,
            "peak": None,
            "side": "left",
            "good": None,
            "flags": ["x"],
        }
    ]
    assert plain(Plan(Side.RIGHT, Mode.FLARE, 5.0, 3, False)) == {
        "side": "right",
        "mode": "flare",
        "hold_s": 5.0,
        "reps": 3,
        "recorded": False,
        "entry": None,  # of the person's plan; not yet in the first release
    }
    assert plain(digest({"left": [1.5]})) == asdict(digest({"left": [1.5]}))


@pytest.mark.parametrize("side", [None, Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize("hold_s", [None, 7.5])
def test_a_plan_comes_back(side: Side | None, hold_s: float | None) -> None:
    plan = Plan(side, Mode.ACUTE, hold_s, None if hold_s is None else 4, False)
    written = through_json(write_task(bridge(), Profile(), plan))
    assert read_task(written, FORMAT) == (bridge(), Profile(), plan)


def test_every_event_comes_back() -> None:
    """Filled by its fields' types; those of tomorrow, too."""
    some: dict[str, Any] = {
        "float": 1.25,
        "int": 2,
        "bool": True,
        "str": "words",
        "str | None": None,
        "bool | None": None,
        "float | None": 1.5,
        "Side | None": Side.LEFT,
        "tuple[str, ...]": ("a", "b"),
        "tuple[tuple[str, float], ...]": (("hip", 3.5),),
        "tuple[tuple[str, Reason, float], ...]": (("hip", Reason.HIDDEN, 1.0),),
    }
    for kind in get_args(Event):
        given = []
        for field in fields(kind):
            hint = str(field.type)
            enum: Any = getattr(__import__(kind.__module__, fromlist=[hint]), hint, ())
            given.append(some[hint] if hint in some else next(iter(enum)))
        event = kind(*given)
        (back,) = read_events(through_json(write_events([event])), FORMAT)
        assert back == event
        assert [type(getattr(back, f.name)) for f in fields(kind)] == [
            type(value) for value in given
        ]


def test_a_field_with_a_default_may_be_added_to_an_event(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As by the reading's table: `depth: float = 0.0` in `TargetLeft`."""
    grown = make_dataclass(
        "TargetLeft",
        [("depth", float, 0.0)],
        bases=(TargetLeft,),
        frozen=True,
        namespace={"__module__": TargetLeft.__module__},
    )
    old = TargetLeft(9.0, 2.0, 8.0, 6.0, True, Side.RIGHT, False, "cat")
    rows = through_json(write_events([old]))
    monkeypatch.setattr(codec, "_EVENTS", {**codec._EVENTS, "TargetLeft": grown})
    (event,) = read_events(rows, FORMAT)
    assert event == grown(9.0, 2.0, 8.0, 6.0, True, Side.RIGHT, False, "cat", 0.0)


def test_a_field_with_a_default_may_be_added_to_a_digest() -> None:
    grown = make_dataclass(
        "Digest", [("calm", bool, True)], bases=(Digest,), frozen=True
    )
    values = through_json(plain(digest({"both": [3.0]})))
    found: Any = read_dataclass(grown, values)
    assert found.calm
    assert found.peaks == {"both": [3.0]}
    # And what a later version has more is no matter to this one.
    assert read_digest({**values, "calm": False}, FORMAT) == digest({"both": [3.0]})


def test_events_of_tomorrow_are_left_out() -> None:
    rows = [{"event": "Sneezed", "time_s": 1.0}, *write_events([SetFinished(2.0, ())])]
    assert read_events(rows, FORMAT) == (SetFinished(2.0, ()),)


@pytest.mark.parametrize("form", [FORMAT + 1, 0, -1, "2", 1.0, True, None])
def test_the_format_of_nobody_yet_is_refused(form: Any) -> None:
    with pytest.raises(Unreadable):
        read_events(write_events([REP]), form)


@pytest.mark.parametrize(
    ("key", "value"), [("measure_kind", "aura"), ("inwards", 0), ("reps", "many")]
)
def test_a_digest_that_makes_no_sense_is_refused(key: str, value: object) -> None:
    with pytest.raises(Unreadable):
        read_digest({**asdict(digest({})), key: value}, FORMAT)


def test_null_is_nan_only_where_there_must_be_a_number() -> None:
    (rep,) = read_events(through_json(write_events([REP])), FORMAT)
    assert isinstance(rep, RepCounted)
    assert isnan(rep.peak)
    assert read_dataclass(Plan, {"hold_s": None}).hold_s is None


def test_a_person_is_lifted() -> None:
    old = {
        "schema": 1,
        "person": "Ann",
        "stretches": {
            "bridge": {"ceiling_deg": 187.5, "neutral_deg": 120.0},
            "cobra": {"ceiling_deg": None, "neutral_deg": None},
        },
    }
    lifted, notes = lift_person_1_to_2(old)
    assert lifted["stretches"]["bridge"] == {"neutral_deg": 120.0}
    assert "in 1 stretch is being learned again" in notes[0]
    assert old["stretches"]["bridge"]["ceiling_deg"] == 187.5  # type: ignore[index]
    assert lift_person_1_to_2(lifted) == (lifted, ())
    person, told = read_person(old)
    assert told == notes
    assert person.stretches["bridge"].neutral == 120.0
    # What is said since then stays.
    own = person.stretches["bridge"].model_copy(update={"ceiling": 170.0})
    person = person.model_copy(update={"stretches": {"bridge": own}})
    assert read_person(through_json(write_person(person))) == (person, ())
    assert read_person({}) == (Person(), ())


@pytest.mark.parametrize("values", [None, [], "x", {"person": 7}, {"format": "2"}])
def test_what_is_no_person_is_refused(values: object) -> None:
    with pytest.raises(Unreadable):
        read_person(values)
