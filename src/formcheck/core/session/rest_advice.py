"""What is said after a stop: how to rest, what eases, and how to get up."""

from __future__ import annotations

from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.stages import Task
from formcheck.core.safety.relief import at_once
from formcheck.core.session.states import Flow
from formcheck.core.words.catalogue import marked
from formcheck.core.words.reasons import StopReason

__all__ = ["CANNOT_UP_LINE", "LEG_LINE", "PAIN_LINE", "REST_LINES", "SIT_LINES"]
__all__ += ["UP_LINES", "rest_lines"]

UP_LINES = (
    marked("To get up, roll onto your side."),
    marked("Push up with your arms, head last."),
)
"""How to get up from the floor."""

REST_LINES = (marked("Rest for a moment, knees bent, breathing slowly."), *UP_LINES)
"""After a stop on the floor, or on the way: how to rest, and how to get up."""

SIT_LINES = (
    marked("Sit down for a moment, breathing slowly."),
    marked("Get up slowly, when you like."),
)
"""After a stop on a chair, or on one's feet."""

CANNOT_UP_LINE = marked("If you cannot get up: stay, and call for help.")
"""After those, where the person had stopped."""

LEG_LINE = marked("If it stays, or the leg feels numb or weak: see a doctor first.")
"""After a stop for pain or tingling down a leg, besides."""

PAIN_LINE = marked("More than your usual pain for over 15 minutes: call a doctor.")
"""After a stop for pain, besides."""


def rest_lines(flow: Flow) -> tuple[str, ...]:
    """How to rest and get up after a stop; after a spasm what helps comes first."""
    why = flow.left[-1].why if flow.left else None
    eases: tuple[str, ...] = ()
    if why is StopReason.SPASM:
        outcome = flow.outcome
        eases = at_once(outcome.conditions, floor=outcome.floor)
    hurts = why is not None and why.hurts
    up = () if eases else (CANNOT_UP_LINE,)  # said with what eases
    rest = REST_LINES[1:] if eases else REST_LINES if _is_down(flow) else SIT_LINES
    leg = (LEG_LINE,) if why is StopReason.LEG else ()
    return (*eases, *rest, *up, *leg, *((PAIN_LINE,) if hurts else ()))


def _is_down(flow: Flow) -> bool:
    """Whether the person is on the floor, or may be, on their way down or up."""
    stage = flow.stages[flow.at] if 0 <= flow.at < len(flow.stages) else None
    task = stage if isinstance(stage, Task) else getattr(stage, "task", None)
    return task is None or place_of(task.spec) is Place.FLOOR
