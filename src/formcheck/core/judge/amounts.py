"""How much was done, of one set or of several, and the one way in which it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from formcheck.core.judge.result import SetResult

__all__ = ["Amounts", "done_words", "held_words", "times_words"]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Sums over sets.

    counted: of what was planned, smaller and too short ones among them,
    and those whose start was not seen. wrong_side,
    one_phase: seen, and not counted. holds: as long as planned or not, those in the
    person's own range too. timed: sets whose holds are what counts.
    """

    sets: int = 0
    timed: int = 0
    planned: int = 0
    counted: int = 0
    smaller: int = 0
    short: int = 0
    start_missed: int = 0
    wrong_side: int = 0
    one_phase: int = 0
    holds: int = 0
    own_range_holds: int = 0
    holds_complete: int = 0
    held_s: float = 0.0
    eased: int = 0
    form: int = 0

    @classmethod
    def of(cls, results: Iterable[SetResult]) -> Amounts:
        """Sum up some sets."""
        total = cls()
        for result in results:
            total += cls(
                sets=1,
                timed=int(result.timed),
                planned=result.planned.reps,
                counted=result.counted,
                smaller=result.smaller,
                short=result.short,
                start_missed=result.start_missed,
                wrong_side=result.wrong_side,
                one_phase=result.one_phase,
                holds=len(result.holds) + len(result.own_range_holds),
                own_range_holds=len(result.own_range_holds),
                holds_complete=result.holds_complete,
                held_s=result.held_s,
                eased=result.eased,
                form=result.form,
            )
        return total

    def __add__(self, other: Amounts) -> Amounts:
        """Both together."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Amounts(*(round(one + pair, 3) for one, pair in pairs))


def done_words(amounts: Amounts) -> str:
    """Say what counts, and what was seen and does not: "7 of 6 planned reps, ..."."""
    word = "hold" if amounts.sets and amounts.timed == amounts.sets else "rep"
    plural = "" if amounts.planned == 1 else "s"
    text = f"{amounts.counted} of {amounts.planned} planned {word}{plural}"
    among = [
        (amounts.smaller, "smaller"),
        (amounts.short, "too short"),
        (amounts.start_missed, "with the start not seen"),
    ]
    text += "".join(f", {n} of them {how}" for n, how in among if n)
    apart = [
        (amounts.wrong_side, "on the other side"),
        (amounts.one_phase, "with one half only"),
    ]
    left_out = ", ".join(f"{n} {how}" for n, how in apart if n)
    return f"{text}; not counted: {left_out}" if left_out else text


def times_words(result: SetResult) -> str:
    """Say how a set's time is split: in tenths of a second that add up to its own."""
    seconds = (result.in_target_s, result.out_of_target_s, result.unseen_s)
    whole_ms = [round(1000 * time_s) for time_s in seconds]
    tenths = [time_ms // 100 for time_ms in whole_ms]
    # What rounding all of them down lost goes to those that lost most.
    lost = (sum(whole_ms) + 50) // 100 - sum(tenths)
    most = sorted(range(3), key=lambda n: whole_ms[n] % 100, reverse=True)
    for number in most[:lost]:
        tenths[number] += 1
    inside, outside, unseen = (f"{n / 10:.1f} s" for n in tenths)
    return f"In target {inside}, out of target {outside}, cannot see {unseen}."


def held_words(amounts: Amounts) -> str:
    """Say what was held: "3 holds, 2 of them as long as planned, 18.4 s in all"."""
    if not amounts.holds:
        return "no hold"
    text = f"{amounts.holds} hold{'' if amounts.holds == 1 else 's'}"
    text += f", {amounts.holds_complete} of them as long as planned"
    if amounts.own_range_holds:
        text += f", {amounts.own_range_holds} in a smaller range"
    return f"{text}, {amounts.held_s:.1f} s in all"
