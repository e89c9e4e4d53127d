"""A repetition that was over before its start was sure.

A shot of a recording, or a person live, may show the start for less than it takes to be
sure of it, or begin on the way. Where they come back to the start and stand still, what
was seen until then is judged once more, against that start: nobody's first repetition
is lost because they did not wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf, isnan

from formcheck.core.judge.events import (
    Event,
    PartialRep,
    RepCounted,
    TargetEntered,
    TargetLeft,
)
from formcheck.core.judge.hysteresis import Settled, Verdict
from formcheck.core.judge.repetition import step_repetition
from formcheck.core.judge.sample import Sample, against
from formcheck.core.judge.states import (
    AtStart,
    CameIn,
    Going,
    Rep,
    RepState,
)
from formcheck.core.judge.target import TargetRange
from formcheck.core.judge.terms import Terms
from formcheck.core.measure.kinds import KINDS
from formcheck.core.words.reasons import Shortfall

__all__ = ["look_back"]


def look_back(
    looks: Sequence[Sample],
    terms: Terms,
    target_range: TargetRange,
    neutral: Sequence[tuple[str, float]],
    *,
    whole: bool,
) -> list[Event]:
    """Return the whole repetitions among looks that end at the start, and their stays.

    looks: from the first one in the stretch's posture on; the start is sure at the
    last. whole: they are all since the recording or the shot began.
    target_range, neutral: of the start that was found.

    What is unsafe was not looked for then, so none is called good; and what is less
    than a whole one may have been somebody settling down.
    """
    seen = [against(look, terms.spec, dict(neutral)) for look in looks]
    begun = _begun(seen, terms, target_range, whole=whole)
    if begun is None:
        return []
    at, left = begun
    found: list[Event] = []
    stays: list[Event] = []
    now_s = looks[-1].time_s
    for look in left:
        if at.rep.blind_s < inf:
            at = replace(at, rep=replace(at.rep, blind_s=inf))
        at, events = step_repetition(at, terms, target_range, look, None, None)
        for event in events:
            if isinstance(event, TargetEntered):
                stays.append(event)
            elif isinstance(event, TargetLeft):
                stays.append(replace(event, time_s=now_s))
            elif isinstance(event, RepCounted) or (
                isinstance(event, PartialRep)
                and event.reason is Shortfall.START_NOT_SEEN
            ):
                found += [*stays, replace(event, time_s=now_s)]
        if isinstance(at, AtStart):
            stays = []
    return found


def _begun(
    seen: Sequence[Sample],
    terms: Terms,
    target_range: TargetRange,
    *,
    whole: bool,
) -> tuple[RepState, Sequence[Sample]] | None:
    """Return where the first repetition begins, and the looks from there on.

    That is at rest; or on the way, where the recording or the shot began so. Somebody
    who comes from another posture passes through the start on their way, and a shot
    may begin on a way through the target: calm tells the one from the other.
    """
    numbers = terms.judging.judge
    for number, look in enumerate(seen):
        value = look.value(terms.spec.primary)
        if isnan(value):
            continue
        no = Settled(Verdict.NO, look.time_s)
        if (
            _starts(look, terms)
            and target_range.progress(value) <= numbers.rep.at_rest
            and (whole or _is_calm(look, terms))
        ):
            return AtStart(look.time_s, target=no), seen[number:]
        if number == 0 and whole:
            short = target_range.reached(look, was_in=False) is Verdict.NO
            if not short and not _stays(seen, terms, target_range):
                continue
            entry = CameIn.SEEN if short else CameIn.FROM_ELSEWHERE
            return Going(Rep(begun_s=look.time_s, entry=entry), no), seen
    return None


def _starts(look: Sample, terms: Terms) -> bool:
    """Whether it may be the start, but for standing still."""
    clauses = terms.spec.start.clauses
    return all(look.stays_in(clause) is Verdict.YES for clause in clauses)


def _stays(seen: Sequence[Sample], terms: Terms, target_range: TargetRange) -> bool:
    """Whether who is in the target at first is calm there before they leave it."""
    for look in seen:
        if target_range.reached(look, was_in=True) is not Verdict.YES:
            return False
        if _is_calm(look, terms):
            return True
    return False


def _is_calm(look: Sample, terms: Terms) -> bool:
    """Whether no angle of the start, nor the first measure, moves faster than a hold's
    may. What is not known moves, as far as is known.
    """
    spec, over_s = terms.spec, terms.judging.judge.hold.pace_over_s
    settled_deg = spec.hold.settled_speed / look.scale(spec.primary)
    angles = {
        clause.measure
        for clause in spec.start.clauses
        if KINDS[spec.measures[clause.measure].kind].unit == "deg"
    }
    return all(
        abs(look.speed(name, over_s)) <= settled_deg * look.scale(name)
        for name in {spec.primary, *angles}
    )
