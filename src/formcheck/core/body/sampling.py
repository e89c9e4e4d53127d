"""When to look: often while something moves, seldom while the body is still.

Pure: it sees only how much a small grey picture has changed. It keeps to seconds, not
to frames, so that a 15 fps and a 60 fps recording are treated alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from formcheck.core.body.cadence import CADENCE

__all__ = ["Sampling", "decide"]

SLOW_CHANGE = 0.4
FAST_CHANGE = 3.5
"""Change between neighbouring frames, in grey levels of the most changed tenth of an
80x60 picture, a 30th of a second. Tuned on the sample clips: in black clothes on
a black mat a slow movement changes 0.3, and still bodies stay below 0.25."""

_ALERT_S = 0.3
"""After a movement, looks stay frequent for this long: it may only have paused."""

_CUT_ALERT_S = 0.6
"""... and longer after a cut: the tracker settles for 0.3 s, and then one sees whether
a hold went through it."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """When the last look was, and until when something is thought to move.

    looked_s: the last look; before_s: the last frame. fast_until_s, slow_until_s: so
    long it is looked often, or less often. Each None before the first.
    """

    looked_s: float | None = None
    before_s: float | None = None
    fast_until_s: float | None = None
    slow_until_s: float | None = None


def decide(
    state: Sampling, time_s: float, change: float, *, cut: bool = False
) -> tuple[Sampling, bool]:
    """Whether to look at this frame.

    change: grey levels between this frame and the one before. cut: it is another shot.
    """
    step_s = time_s - state.before_s if state.before_s is not None else CADENCE.frame_s
    rate = change / max(1e-3, step_s * 30)
    state = replace(state, before_s=time_s)
    if rate >= FAST_CHANGE or cut:
        alert_s = _CUT_ALERT_S if cut else _ALERT_S
        until_s = time_s + alert_s
        if state.fast_until_s is not None:
            until_s = max(state.fast_until_s, until_s)
        state = replace(state, fast_until_s=until_s)
    if rate >= SLOW_CHANGE:
        state = replace(state, slow_until_s=time_s + _ALERT_S)
    wait_s = CADENCE.still_s
    if state.fast_until_s is not None and time_s <= state.fast_until_s:
        wait_s = CADENCE.fast_s
    elif state.slow_until_s is not None and time_s <= state.slow_until_s:
        wait_s = CADENCE.slow_s
    due = state.looked_s is None or time_s + 0.75 * step_s - state.looked_s > wait_s
    return (replace(state, looked_s=time_s), True) if due else (state, False)
