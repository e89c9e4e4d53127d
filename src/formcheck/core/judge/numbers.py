"""The numbers that reps, holds and faults are judged by; see
`poses/judging/judging.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FaultNumbers", "FreezeNumbers", "GapNumbers", "HoldNumbers", "JudgeNumbers"]
__all__ += ["MovementNumbers"]
__all__ += ["PairNumbers", "RepNumbers", "ResultNumbers", "SampleNumbers"]
__all__ += ["StartNumbers", "TimerNumbers", "UncountedNumbers"]


@dataclass(frozen=True, slots=True)
class SampleNumbers:
    """Which values are not believed."""

    jump_deg: float
    jump_share: float
    distrust_s: float


@dataclass(frozen=True, slots=True)
class StartNumbers:
    """How a set begins."""

    near_still: float
    others_still: float
    short_s: float
    calm_in_s: float
    off_view_for_s: float
    begun_within_s: float
    looks_back_s: float


@dataclass(frozen=True, slots=True)
class RepNumbers:
    """When a repetition begins and ends, and what it comes to."""

    dwell_s: float
    at_rest: float
    going: float
    returned: float
    returned_at_end: float
    wait_s: float
    calm_back: float
    near_start_deg: float
    blind_s: float
    alike: float
    swing_share: float
    least_share: float


@dataclass(frozen=True, slots=True)
class HoldNumbers:
    """When a hold begins and ends."""

    pace_over_s: float
    calm_again: float
    settles_s: float
    pauses_s: float
    leaves_s: float
    wobble: float
    arriving: float
    deep: float
    left_at: float
    min_s: float
    own_range_s: float
    round_s: float


@dataclass(frozen=True, slots=True)
class TimerNumbers:
    """A guided stretch, of which only the time is told."""

    still_speed_deg: float
    still_over_s: float
    unseen_s: float


@dataclass(frozen=True, slots=True)
class PairNumbers:
    """Two opposite targets counted in pairs."""

    own_share: float
    swing_share: float
    least_share: float
    end_share: float
    deep: float
    forget: float
    steady_inside: float


@dataclass(frozen=True, slots=True)
class FaultNumbers:
    """When a flag goes up and comes down."""

    clear_s: float
    speed_for_s: float
    change_share: float
    tempo_wait_s: float
    bounce_half_s: float
    bounce_least_s: float
    bounce_alike: float
    bounce_reversals: int


@dataclass(frozen=True, slots=True)
class GapNumbers:
    """What a gap or a cut in what is seen does to a hold."""

    reconfirm_after_s: float
    resume_within_s: float
    cut_within_s: float
    still_there: float


@dataclass(frozen=True, slots=True)
class FreezeNumbers:
    """When a picture is frozen."""

    frozen_after_s: float
    still_levels: float
    mended_s: float
    apart_s: float


@dataclass(frozen=True, slots=True)
class UncountedNumbers:
    """When time in the target that does not count is told."""

    told_s: float
    before_hold_s: float
    bridge_s: float


@dataclass(frozen=True, slots=True)
class MovementNumbers:
    """What the counter that knows no stretch takes for a movement."""

    looks_a_second: float
    smooth_s: float
    outside: float
    begins_s: float
    swing: float
    least_deg: float
    alike: float
    valley: float
    edge: float
    near_top: float
    live_s: float
    told_after_s: float
    asks_from: int


@dataclass(frozen=True, slots=True)
class ResultNumbers:
    """What a whole set comes to."""

    partly_from: float
    nothing_from: float
    not_from: float
    flag_near_s: float


@dataclass(frozen=True, slots=True)
class JudgeNumbers:
    """All of this room."""

    sample: SampleNumbers
    start: StartNumbers
    rep: RepNumbers
    hold: HoldNumbers
    timer: TimerNumbers
    pair: PairNumbers
    faults: FaultNumbers
    gaps: GapNumbers
    freeze: FreezeNumbers
    uncounted: UncountedNumbers
    movements: MovementNumbers
    result: ResultNumbers
