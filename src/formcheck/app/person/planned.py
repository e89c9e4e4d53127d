"""What a person's own plan says of a recording: its dose and ceilings, by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from formcheck.core.body.landmarks import Side
from formcheck.core.programme.ceilings import ceiling_words, with_ceilings
from formcheck.core.programme.my_plan import MyPlan, PlannedStretch, counting
from formcheck.core.records.planned import PlannedSides
from formcheck.core.records.session import PlannedSet
from formcheck.core.safety.conditions import Condition, the_conditions
from formcheck.core.safety.plan_clashes import agreed_entries
from formcheck.core.stretch.dose import sides_in_a_set
from formcheck.core.stretch.numbers import OwnRangeNumbers
from formcheck.core.stretch.spec import Mode, Plan, Profile, StretchSpec
from formcheck.core.words.catalogue import say
from formcheck.edges.people import PeopleFiles
from formcheck.edges.places import data_dir
from formcheck.stretches.loading import stretches_by_id
from formcheck.stretches.my_plan import load_plan

__all__ = ["KeptPlan", "kept_plan"]


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A person's plan with the stretches that it is of. day: of the recording. since:
    from when conditions are known, where it was not always.
    """

    plan: MyPlan
    stretches: Mapping[str, StretchSpec]
    day: date
    since: Mapping[str, str] = field(default_factory=dict)

    def on(self, day: date) -> KeptPlan:
        """The same on another day."""
        return replace(self, day=day)

    def profile(self, profile: Profile, numbers: OwnRangeNumbers) -> Profile:
        """The profile with the plan's ceilings."""
        return with_ceilings(profile, self.plan, self.stretches, numbers, day=self.day)

    def agreed(
        self, spec: StretchSpec, profile: Profile, known: Mapping[str, Condition]
    ) -> bool:
        """Whether what the person's conditions say of a stretch is agreed to."""
        has = the_conditions(known, profile.conditions)
        entries = [*counting(self.plan, spec.id, self.day).values()]
        if not all(one.is_agreed(self.day) for one in entries):
            return False
        alone = self.plan.model_copy(update={"stretches": entries})
        return bool(agreed_entries(alone, has, self.stretches, None, self.since))

    def planned(self, spec: StretchSpec, asked: Plan) -> tuple[Plan, PlannedSides]:
        """What is planned for a recording: before the side is known, and for each.

        asked: what was said of this recording, which counts first.
        """
        entries = counting(self.plan, spec.id, self.day)
        if asked.side is not None:
            entries = {n: e for n, e in entries.items() if asked.side.word in e.sides}
        if not entries:
            return asked, PlannedSides()
        plans = {
            number: _plan(one, number, spec, asked) for number, one in entries.items()
        }
        sets = {
            number: self._set(number, one, spec, plans[number])
            for number, one in entries.items()
        }
        first = next(iter(plans.values()))
        if spec.sides != "each" or asked.side is not None:
            return first, PlannedSides(self.plan.name, {}, sets)
        sides = {
            side: next(
                (plans[n] for n, one in entries.items() if side.word in one.sides),
                asked,
            )
            for side in Side
        }
        same = len(set(map(repr, sides.values()))) == 1
        # Of no entry, until it is known which side works.
        unsure = first if same else replace(first, entry=None)
        return unsure, PlannedSides(self.plan.name, sides, sets)

    def notes(self, spec: StretchSpec) -> tuple[str, ...]:
        """What the plan says of the stretch, in sentences."""
        found = []
        for one in counting(self.plan, spec.id, self.day).values():
            limit = ceiling_words(one.ceiling)
            if limit and one.side == "both":
                found.append(say("your plan says {limit}", limit=limit))
            elif limit:
                found.append(
                    say(
                        "your plan says {limit}, {side} side",
                        limit=limit,
                        side=say(one.side),
                    )
                )
        return tuple(found)

    def _set(
        self, number: int, one: PlannedStretch, spec: StretchSpec, plan: Plan
    ) -> PlannedSet:
        return PlannedSet(
            stretch=spec.id,
            side=None if one.side == "both" else one.side,
            reps=plan.reps,
            hold_s=plan.hold_s,
            entry=number,
            times_a_day=one.times_a_day,
            limit=ceiling_words(one.ceiling),
            by=one.prescriber or self.plan.prescriber,
        )


def _plan(one: PlannedStretch, number: int, spec: StretchSpec, asked: Plan) -> Plan:
    reps = None if one.reps is None else one.reps * sides_in_a_set(spec)
    return replace(
        asked,
        reps=asked.reps if asked.reps is not None else reps,
        hold_s=asked.hold_s if asked.hold_s is not None else one.hold_s,
        mode=Mode.FLARE if one.gentle else asked.mode,
        entry=number,
    )


def kept_plan(name: str | None, poses: Path, day: date) -> KeptPlan | None:
    """The plan that is kept of a person; None where there is none, or no person.

    Raises
    ------
    FormcheckError
        It is broken.
    """
    if name is None:
        return None
    people = PeopleFiles(data_dir())
    path = people.plan(name)
    if not path.is_file():
        return None
    stretches = stretches_by_id(poses)
    since = people.look(name).screened.since
    return KeptPlan(load_plan(path, stretches), stretches, day, since)
