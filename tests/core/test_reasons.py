"""Reasons: each has words, and those of other versions are read and told, too."""

from __future__ import annotations

import ast
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import formcheck
from formcheck.core.judge.events import Event, PartialRep, SetFinished, TrackingLost
from formcheck.core.records.codec import FORMAT, read_events, write_events
from formcheck.core.records.session import LeftEarly, Stop
from formcheck.core.safety.questions import REASON
from formcheck.core.words import reasons
from formcheck.core.words.reasons import (
    WORDS,
    Reason,
    Shortfall,
    StopReason,
    ended_words,
    how_to_be_seen,
    short_words,
    why_words,
)
from formcheck.resources import summary_schema

KEPT = {
    Reason: """nobody seen, somebody else, out of the picture, too far away, view,
        camera tilted,
        hidden, side not clear, back line not seen, jumped, no pictures,
        the picture changed, the picture stands still, start pose not seen,
        timed only, another posture, another shape, another exercise, not still,
        not made out, not far enough, target not reached, too brief,
        the shot changed, not known""",
    Shortfall: "smaller_range, short_hold, other_side, one_phase, start_not_seen",
    StopReason: """pain, leg, spasm, tired, other, not said, page closed, stopped,
        something went wrong""",
}
TELLS: dict[Any, Any] = {
    Reason: why_words,
    Shortfall: short_words,
    StopReason: ended_words,
}


@pytest.mark.parametrize("enum", KEPT)
def test_values_are_those_of_kept_data(enum: Any) -> None:
    assert set(enum) == {" ".join(word.split()) for word in KEPT[enum].split(",")}


@pytest.mark.parametrize("enum", KEPT)
def test_every_reason_has_words_of_its_own(enum: Any) -> None:
    told = [TELLS[enum](reason) for reason in enum]
    assert len(set(told)) == len(told)
    unknown = TELLS[enum]("of another version")
    assert unknown and "another version" not in unknown
    assert unknown not in told or enum is StopReason  # which has "another reason"


def test_what_is_told_and_said_is_a_clause_and_a_sentence() -> None:
    assert set(WORDS) == set(Reason)
    for reason, (live, told) in WORDS.items():
        assert live[0].isupper() and live.endswith(".") and how_to_be_seen(reason)
        assert told[0].islower() and not told.endswith(".")
        assert told != reason.value
    assert len({words.live for words in WORDS.values()}) == len(WORDS)
    assert how_to_be_seen(None) == WORDS[Reason.HIDDEN].live
    assert how_to_be_seen(Reason("of another version")).endswith(".")


@pytest.mark.parametrize("enum", KEPT)
def test_a_value_of_another_version_stays_what_it_is(enum: Any) -> None:
    other = enum("of another version")
    assert isinstance(other, enum) and other not in list(enum)
    assert other == other.value == f"{other}" == "of another version"
    assert json.dumps(other) == '"of another version"'
    assert pickle.loads(pickle.dumps(other)) == other
    with pytest.raises(ValueError):
        enum(7)


def test_events_with_any_reason_are_read_as_they_were_written() -> None:
    whys = [*Reason, Reason("of another version")]
    events: tuple[Event, ...] = (
        *(TrackingLost(1.0, why) for why in whys),
        PartialRep(2.0, 0.0, 1.0, 0.5, 9.0, None, Shortfall.SHORT_HOLD, ()),
        SetFinished(3.0, tuple(("knee", why, 1.0) for why in whys)),
    )
    rows = json.loads(json.dumps(write_events(events)))
    again = read_events(rows, FORMAT)
    assert again == events
    reasons: list[Any] = [e.why for e in again if isinstance(e, TrackingLost)]
    reasons += [why for _, why, _ in again[-1].not_judged]  # type: ignore[union-attr]
    assert all(isinstance(why, Reason) for why in reasons)
    assert reasons[0] is Reason.NOBODY
    assert again[-2].reason is Shortfall.SHORT_HOLD  # type: ignore[union-attr]


@pytest.mark.parametrize("why", ["leg", "not said", "of another version"])
def test_stops_are_kept_as_text(why: str) -> None:
    for one in (
        Stop(time_s=1.0, why=StopReason(why)),
        LeftEarly(stretch="bridge", why=StopReason(why)),
    ):
        text = one.model_dump_json()
        assert json.loads(text)["why"] == why
        assert type(one).model_validate_json(text) == one
        assert isinstance(one.why, StopReason)


def test_which_stops_are_pain() -> None:
    assert {why for why in StopReason if why.hurts} == {"pain", "leg", "spasm"}
    assert {why for why in StopReason if why.may_hurt} == {
        *("pain", "leg", "spasm", "not said")
    }
    assert {option.value for option in REASON.options} < set(StopReason)


def test_what_counts_as_a_smaller_rep() -> None:
    assert {short for short in Shortfall if short.counts} == {
        *("smaller_range", "short_hold", "start_not_seen")
    }


def test_reasons_are_named_and_not_spelled() -> None:
    values = {value for enum in KEPT for value in enum if {*" _"} & {*value}}
    package = Path(formcheck.__file__).parent
    for path in package.rglob("*.py"):
        if path == Path(reasons.__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in values, f"{path.name}:{node.lineno}"


def test_the_schema_of_the_summary_knows_them() -> None:
    defs = json.loads(summary_schema().read_text(encoding="utf-8"))["$defs"]
    assert defs["Reason"]["enum"] == list(Reason)
    assert defs["Shortfall"]["enum"] == list(Shortfall)
    assert defs["StopReason"]["enum"] == list(StopReason)
