"""Flags that are unsafe on a sore day or for some people, and of form else."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from formcheck.core.body.landmarks import Joint
from formcheck.core.body.observation import Observation
from formcheck.core.judge.events import FlagRaised, RepCounted
from formcheck.core.stretch.rules import problems_between
from formcheck.core.stretch.spec import (
    Concern,
    FaultSpec,
    Mode,
    Plan,
    Profile,
    Severity,
    StretchSpec,
)
from formcheck.resources import poses_dir
from formcheck.stretches.safety import load_conditions
from tests.builders import SUPINE, Motion
from tests.core.stretches import HOLD, of_kind, stretch, summary, watch
from tests.shelf import SPECS

CUE, USUAL = "Did that hurt?", "Lower it slowly."


def some_only(*when: str) -> StretchSpec:
    """The leg that is dropped is unsafe for some only."""
    faults = deepcopy(HOLD["faults"])
    faults[3] |= {"unsafe_when": ["sore", *when], "form_cue": USUAL}
    return stretch(faults=faults)


def dropping() -> Motion:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    return motion.move(0.3, hip=130).hold(2)


@pytest.mark.parametrize(
    ("mode", "conditions", "severity"),
    [
        (Mode.NORMAL, [], Severity.FORM),
        (Mode.NORMAL, ["wrists"], Severity.FORM),
        (Mode.NORMAL, ["wrists", "disc"], Severity.UNSAFE),
        (Mode.NORMAL, ["of_their_own"], Severity.UNSAFE),
        (Mode.FLARE, [], Severity.UNSAFE),
        (Mode.ACUTE, [], Severity.UNSAFE),
    ],
)
def test_who_is_asked_to_ease_off(
    mode: Mode, conditions: list[str], severity: Severity
) -> None:
    fault = some_only("disc").faults[3].on_the_day(mode, conditions)
    cue = CUE if severity is Severity.UNSAFE else USUAL
    assert (fault.severity, fault.cue) == (severity, cue)


def test_one_for_everybody_is_unsafe_on_any_day() -> None:
    fault = stretch().faults[3]
    assert fault.on_the_day(Mode.NORMAL, ()) == fault
    assert fault.severity is Severity.UNSAFE


@pytest.mark.parametrize(
    ("conditions", "severity", "cue"),
    [([], "form", USUAL), (["disc"], "unsafe", CUE)],
)
def test_what_is_told_and_written(
    conditions: list[str], severity: str, cue: str
) -> None:
    profile = Profile(conditions=conditions)
    spec, seen = some_only("disc"), dropping().seen()
    (raised,) = of_kind(watch(seen, spec, profile=profile), FlagRaised)
    assert (raised.id, raised.severity, raised.cue) == ("dropped", severity, cue)
    (flag,) = summary(seen, spec, profile=profile)["flags"]
    assert (flag["id"], flag["severity"], flag["cue"]) == ("dropped", severity, cue)
    # Haste is not scolded as well, and either way the flag is told at once.
    assert raised.time_s - flag["start_s"] < 0.5


def test_unchecked_it_is_good_for_nobody() -> None:
    """What would be unsafe on a sore day was not seen: that is not called good."""
    spec, motion = some_only("disc"), Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    motion.move(2, hip=130).hold(2)
    (whole,) = of_kind(watch(motion.seen(), spec), RepCounted)
    assert whole.good
    faults = deepcopy(HOLD["faults"])
    faults[3] |= {"unsafe_when": ["sore"], "form_cue": USUAL, "measure": "neck"}
    unseen = [without_ears(one) for one in motion.seen()]
    (rep,) = of_kind(watch(unseen, stretch(faults=faults)), RepCounted)
    assert rep.good is None


def without_ears(seen: Observation) -> Observation:
    if seen.pose is None:
        return seen
    visibility = seen.pose.visibility.copy()
    visibility[Joint.EAR : Joint.EAR + 2] = 0.0
    return replace(seen, pose=replace(seen.pose, visibility=visibility))


@pytest.mark.parametrize(
    ("changes", "where", "text"),
    [
        ({"unsafe_when": ["sore"]}, "form_cue", "say what is said where"),
        ({"form_cue": "Slowly."}, "form_cue", "goes with `unsafe_when`"),
        ({"unsafe_when": ["disc"], "form_cue": "."}, "unsafe_when", "a sore day"),
        (
            {"unsafe_when": ["sore"], "form_cue": ".", "severity": "form"},
            "unsafe_when",
            "is for severity 'unsafe'",
        ),
    ],
)
def test_what_is_wrong_with_it(changes: dict[str, Any], where: str, text: str) -> None:
    raw = deepcopy(HOLD)
    raw["faults"][3] |= changes
    found = [p for p in problems_between(raw) if p.path == f"faults[3].{where}"]
    assert len(found) == 1
    assert text in found[0].text


def test_every_condition_that_ships_can_be_named_and_no_other() -> None:
    known = load_conditions(poses_dir() / "safety" / "conditions.toml")
    assert {one.value for one in Concern} == {Concern.SORE.value, *known}


def conditional() -> list[tuple[str, FaultSpec]]:
    specs = SPECS.values()
    return [(s.id, f) for s in specs for f in s.faults if f.unsafe_when]


@pytest.mark.parametrize(
    ("name", "fault"), conditional(), ids=lambda v: getattr(v, "id", v)
)
def test_those_that_ship_stay_unsafe_for_a_back_that_could_be_hurt(
    name: str, fault: FaultSpec
) -> None:
    back = {"disc", "spine_surgery", "osteoporosis", "spinal_stenosis"}
    assert {"sore", *back} <= set(fault.unsafe_when)
    assert fault.form_cue is not None
    assert not fault.form_cue.startswith(("Ease off", "Did that hurt"))
    for one in ({"disc"}, {"osteoporosis"}):
        assert fault.on_the_day(Mode.NORMAL, one).severity is Severity.UNSAFE
    assert fault.on_the_day(Plan(mode=Mode.FLARE).mode, ()) == fault
