"""A hold whose side changes: it is over, and one of the other side has begun.

Legs may change places so quickly that the target is left for less than ends a hold.
Labels may change places as well, and with them no body moves: a change of side is one
only where the target was left in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from formcheck.core.body.body import Body
from formcheck.core.body.landmarks import Side
from formcheck.core.body.view import Active
from formcheck.core.judge.hold import Hold
from formcheck.core.stretch.spec import StretchSpec

__all__ = ["Turn", "follow", "side_that_leads"]


@dataclass(frozen=True, slots=True)
class Change:
    """The other side leads.

    before: the hold that this ended; fresh: the one that it began, as it is by now.
    """

    before: Hold
    fresh: Hold


@dataclass(frozen=True, slots=True)
class Turn:
    """Which side has been held, and whether the other one is now.

    side: the one that leads in this hold, None while none has. went: the hold as it was
    when the target was last left in it, None where it was not; went_s: when it was come
    back to. change: to the other side, None while that does not lead.
    """

    side: Side | None = None
    went: Hold | None = None
    went_s: float = 0.0
    change: Change | None = None


def follow(turn: Turn, left: Hold | None, hold: Hold, leads: Side | None) -> Turn:
    """Take in one look in the target.

    left: the stay, as it was when the target was left before this look; None where it
    was not. hold: the stay after it. leads: the side that leads in it, None where
    neither does.
    """
    time_s, numbers = hold.in_s, hold.numbers
    if left is not None:
        turn = replace(turn, went=left, went_s=time_s)
    if leads is None or (turn.change is not None and leads is not turn.side):
        return turn
    if leads is turn.side:  # the labels are back, or it has led all the time
        return replace(turn, change=None)
    lately = time_s - turn.went_s <= numbers.min_s
    if turn.side is None or turn.went is None or not lately:  # only labels have changed
        return replace(turn, side=leads)
    fresh = Hold(turn.went_s, numbers, calm_s=turn.went_s, in_s=time_s)
    return replace(turn, change=Change(turn.went, fresh))


def side_that_leads(spec: StretchSpec, body: Body) -> Side | None:
    """The leg that can be told from the other; None where there is none.

    It is the one that works, where a rule names that. Else it is the one whose hip is
    more folded: whichever of the two works, both change with it. A trunk that bends or
    turns to the other side leaves the target on its way.
    """
    if spec.sides == "none" or spec.active.of_trunk:
        return None
    if spec.active is not Active.NONE:
        return body.active
    lead = body.hip_deg(Side.RIGHT) - body.hip_deg(Side.LEFT)
    if not abs(lead) >= body.numbers.working.lead_deg:  # nor where it is not known
        return None
    return Side.LEFT if lead > 0 else Side.RIGHT
