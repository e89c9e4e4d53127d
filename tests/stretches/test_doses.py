"""Doses: what the files ask for, what programmes hold, and what the cards say."""

from __future__ import annotations

import pytest

from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson
from formcheck.core.judge.amounts import held_of_words
from formcheck.core.judge.faults import faults_of
from formcheck.core.judge.set_state import begin
from formcheck.core.programme.holding import (
    ADVISED_S,
    held_by_muscle,
    held_less,
    less_words,
)
from formcheck.core.programme.routine import routine
from formcheck.core.programme.stages import Task
from formcheck.core.safety.questions import Outcome
from formcheck.core.stretch.pace import PACE
from formcheck.core.stretch.spec import Kind, Mode, Plan, Profile, StretchSpec
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import read_programmes
from tests.core.test_safety_conditions import STRETCHES
from tests.numbers import SHIPPED
from tests.results import hold, rep, result

PROGRAMMES = {p.id: p for p in read_programmes(poses_dir(), STRETCHES).ready}

LEAST_S = {
    "bridge": 5, "curl_up": 2, "cat_cow": 3, "seated_cat_cow": 3, "wall_hamstring": 60,
}  # fmt: skip
"""The least that each file's own source names."""


def test_files_ask_for_the_least_that_their_sources_name() -> None:
    for name, least_s in LEAST_S.items():
        assert STRETCHES[name].hold.seconds >= least_s
    for spec in STRETCHES.values():
        assert "our floor" not in spec.hold.source


def test_a_muscle_is_held_a_minute_where_its_file_asks_or_the_card_says_less() -> None:
    port = LivePort(
        list(STRETCHES.values()),
        list(PROGRAMMES.values()),
        person=OnePerson(judging=SHIPPED),
    )
    cards = {one["id"]: one["about"] for one in port.catalogue()["programmes"]}
    told = 0
    for name, programme in PROGRAMMES.items():
        less = held_less(routine(programme, STRETCHES))
        told += len(less)
        assert ("less than a minute" in cards[name]) is bool(less)
        assert all(spec.name in cards[name] for spec in less)
    assert told  # some are short, and say so
    four = routine(PROGRAMMES["chair_four"], STRETCHES)
    held = held_by_muscle(four)
    sided = [s for (_, side), s in held.items() if side is not None]
    assert sided.count(ADVISED_S) == 4  # buttock and hamstrings, left and right
    assert less_words(four).endswith("Chair twist.")


def test_in_15_minutes_holding_is_longer_than_moves_and_ways() -> None:
    laid_out = routine(PROGRAMMES["back_15_minutes"], STRETCHES)
    assert abs(laid_out.minutes - 15) <= 1
    held_s = sum(
        step.reps * step.hold_s * (2 if step.spec.kind is Kind.TWO_PHASE else 1)
        for step in laid_out.steps
    )
    ways_s = sum(step.seconds for step in laid_out.steps) - held_s
    rests_s = sum(step.rest_s for step in laid_out.steps[:-1])
    told = {step.spec.id: step.told_s for step in laid_out.steps}
    moves_s = laid_out.seconds - held_s - ways_s - rests_s - sum(told.values())
    assert moves_s > len(laid_out.steps) * PACE.ready_s
    assert held_s > ways_s + moves_s


@pytest.mark.parametrize("name", ["flare_up", "lower_back_three"])
def test_a_sore_day_holds_twice_fifteen_seconds_at_most(name: str) -> None:
    port = LivePort(
        list(STRETCHES.values()),
        list(PROGRAMMES.values()),
        person=OnePerson(judging=SHIPPED),
    )
    stages = port.stages(("programme", name), Outcome(mode=Mode.FLARE))
    tasks = [stage for stage in stages if isinstance(stage, Task)]
    assert tasks
    for task in tasks:
        if task.spec.kind is Kind.HOLD:
            sides = 2 if task.spec.sides == "alternate" else 1
            assert task.reps <= 2 * sides and task.hold_s <= 15


def limits(spec: StretchSpec, mode: Mode) -> dict[str, float | None]:
    faults = begin(spec, Profile(), Plan(mode=mode), SHIPPED).faults
    return {one.id: one.above for one in faults if one.type == "speed"}


def test_on_a_sore_day_limits_of_speed_are_as_small_as_the_range() -> None:
    share = SHIPPED.stretch.gentle.flare_share
    spec = STRETCHES["knee_to_chest_single"]
    usual, sore = limits(spec, Mode.NORMAL), limits(spec, Mode.FLARE)
    assert usual and usual.keys() == sore.keys()
    assert sore == {name: share * (above or 0) for name, above in usual.items()}
    bounce = {f.id: f.above for f in faults_of(spec, Profile(), Mode.FLARE)}["bounce"]
    again = begin(spec, Profile(), Plan(mode=Mode.FLARE), SHIPPED).faults
    assert {f.id: f.above for f in again}["bounce"] == bounce  # a swing is no speed


def test_a_shorter_rep_counts_and_is_told_by_what_was_held() -> None:
    short = rep(start_s=1.0, end_s=6.0, held_s=3.04)
    found = result(
        planned={"reps": 2, "hold_s": 5.0, "side": None},
        reps=[short],
        holds=[hold(start_s=2.0, end_s=5.0, held_s=3.04, complete=False)],
    )
    (one,) = found.reps
    assert held_of_words(one, found) == "3.0 of 5 s"
    whole = result(
        planned={"reps": 2, "hold_s": 3.0, "side": None},
        reps=[short],
        holds=[hold(start_s=2.0, end_s=5.0, held_s=3.04, complete=True)],
    )
    assert held_of_words(whole.reps[0], whole) == "3.0 s"
