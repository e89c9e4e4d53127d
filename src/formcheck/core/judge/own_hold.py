"""A hold in the person's own range: still, on the way, short of the target.

It counts like any other: nobody is asked to go deeper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from formcheck.core.body.cadence import CADENCE

__all__ = ["OwnHold", "keep_own"]


@dataclass(frozen=True, slots=True)
class OwnHold:
    """One stay still, short of the target.

    since_s: the first still look; still_s: the last; in_s: the last look. gap_s: not
    seen in it; unseen_s: not seen since it was still. held: it has lasted long enough
    to be a hold. told: the planned time is held, and that was said.
    """

    since_s: float
    still_s: float
    in_s: float
    gap_s: float = 0.0
    unseen_s: float = 0.0
    held: bool = False
    told: bool = False

    @property
    def held_s(self) -> float:
        """Length of the hold, less what was not seen."""
        return max(0.0, self.still_s - self.since_s - self.gap_s)


def keep_own(
    own: OwnHold | None,
    time_s: float,
    *,
    near: bool,
    still: bool,
    grace_s: float,
    hold_s: float,
) -> OwnHold | None:
    """One look more. near: far enough on the way; still: hardly moving. hold_s: a
    shorter one is a pause and no hold.

    None: there is no hold, or it is over. A wobble for less than `grace_s` ends none.
    """
    if own is None:
        return OwnHold(time_s, time_s, time_s) if near and still else None
    apart_s = time_s - own.in_s
    unseen_s = own.unseen_s + (apart_s if apart_s > CADENCE.apart_s else 0.0)
    if near and still:
        gap_s = own.gap_s + unseen_s
        held = own.held or time_s - own.since_s - gap_s >= hold_s
        return replace(
            own, still_s=time_s, in_s=time_s, gap_s=gap_s, unseen_s=0.0, held=held
        )
    if not own.held or not near or time_s - own.still_s - unseen_s >= grace_s:
        return None
    return replace(own, in_s=time_s, unseen_s=unseen_s)
