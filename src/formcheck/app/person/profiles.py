"""The person's profile at work on a recording: range by stretch, and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from formcheck.core.safety.conditions import (
    Condition,
    capped,
    lower_ceilings,
    the_conditions,
)
from formcheck.core.safety.plan_clashes import overriding
from formcheck.core.stretch.spec import Gate, Mode, Profile, StretchSpec
from formcheck.core.words.catalogue import say
from formcheck.errors import ProfileError
from formcheck.stretches.problems import nearest

__all__ = ["JudgedAs", "judged_as"]


class JudgedAs(NamedTuple):
    """How a person's recording is judged. notes: what is said of it."""

    profile: Profile
    mode: Mode
    notes: tuple[str, ...]


def judged_as(
    profile: Profile,
    spec: StretchSpec,
    mode: Mode,
    conditions: Mapping[str, Condition],
    *,
    agreed: bool = False,
) -> JudgedAs:
    """A profile's conditions at work on one stretch, as they would be live.

    What a condition rules out is judged as it is, and said: it has been done. agreed:
    the person's plan says who has agreed to it in spite of them.

    Raises
    ------
    ProfileError
        A condition is not in the file of conditions.
    """
    for name in profile.conditions:
        if name not in conditions:
            near = nearest(name, conditions)
            raise ProfileError(f"conditions: {name!r} is not a condition here{near}")
    has = overriding(the_conditions(conditions, profile.conditions), agreed=agreed)
    found = capped(spec, has)
    notes: tuple[str, ...] = ()
    if found.why is not None:
        says = found.why.says.rstrip(".")
        left_out = say(
            "{stretch} is better left out. {why}", stretch=spec.name, why=says
        )
        smaller = say("judged in a smaller range. {why}", why=says)
        notes = (left_out if found.gate is Gate.BLOCKED else smaller,)
    gentle = found.gate is Gate.GENTLE
    own = lower_ceilings(profile, [spec], has)
    return JudgedAs(own, Mode.FLARE if gentle else mode, notes)
