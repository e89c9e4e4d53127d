"""How much was done in one set or several, and how that is put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import PartialResult, RepResult
from formcheck.core.words.catalogue import say, say_many

__all__ = [
    "Amounts",
    "done_card",
    "done_words",
    "held_of_words",
    "held_words",
    "is_done",
    "is_held",
    "less_words",
    "on_plan",
    "smaller_words",
    "times_words",
]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Sums over sets.

    sets: how many; timed: those whose holds are what counts. planned: reps or holds.
    counted: of what was planned; smaller, short, start_missed: those among them in a
    smaller range, too short, and with a start that was not seen. wrong_side, one_phase:
    seen, and not counted. holds: as long as planned or not; own_range_holds: those of
    them short of the target; holds_complete: as long as planned. held_s: of all holds.
    eased: times that something was to be eased off; form: other flags.
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
    planned, counted = amounts.planned, amounts.counted
    if amounts.sets and amounts.timed == amounts.sets:
        text = say_many(
            "{done} of {n} planned hold",
            "{done} of {n} planned holds",
            planned,
            done=counted,
        )
    else:
        text = say_many(
            "{done} of {n} planned rep",
            "{done} of {n} planned reps",
            planned,
            done=counted,
        )
    return f"{text}{_more_words(amounts)}"


def done_card(amounts: Amounts) -> tuple[str, str]:
    """Say the same in two parts: "7 of 6" and "planned reps, ..."."""
    value = say("{done} of {planned}", done=amounts.counted, planned=amounts.planned)
    if amounts.sets and amounts.timed == amounts.sets:
        text = say_many("planned hold", "planned holds", amounts.planned)
    else:
        text = say_many("planned rep", "planned reps", amounts.planned)
    return value, f"{text}{_more_words(amounts)}"


def _more_words(amounts: Amounts) -> str:
    """Say which of those counted are smaller or short, and what was not counted."""
    text, apart = "", []
    if n := amounts.smaller:
        text += smaller_words(n)
    if n := amounts.short:
        text += say_many(", {n} of them too short", ", {n} of them too short", n)
    if n := amounts.start_missed:
        text += say_many(
            ", {n} of them with the start not seen",
            ", {n} of them with the start not seen",
            n,
        )
    if n := amounts.wrong_side:
        apart.append(say_many("{n} on the other side", "{n} on the other side", n))
    if n := amounts.one_phase:
        apart.append(say_many("{n} with one half only", "{n} with one half only", n))
    left_out = ", ".join(apart)
    if left_out:
        text += say("; not counted: {movements}", movements=left_out)
    return text


def smaller_words(n: int) -> str:
    """Say of repetitions how many are smaller, after how many there are."""
    return say_many(", {n} of them smaller", ", {n} of them smaller", n)


def times_words(result: SetResult) -> str:
    """Say how a set's time is split: in tenths of a second that add up to its own."""
    seconds = (
        result.in_target_s,
        result.out_of_target_s,
        result.searching_s,
        result.unseen_s,
    )
    whole_ms = [round(1000 * time_s) for time_s in seconds]
    tenths = [time_ms // 100 for time_ms in whole_ms]
    # What rounding all of them down lost goes to those that lost most.
    lost = (sum(whole_ms) + 50) // 100 - sum(tenths)
    most = sorted(range(4), key=lambda n: whole_ms[n] % 100, reverse=True)
    for number in most[:lost]:
        tenths[number] += 1
    inside, outside, searching, unseen = (f"{n / 10:.1f} s" for n in tenths)
    if not tenths[2]:
        return say(
            "In target {inside}, out of target {outside}, cannot see {unseen}.",
            inside=inside,
            outside=outside,
            unseen=unseen,
        )
    return say(
        "In target {inside}, out of target {outside}, start not found yet {searching}, "
        "cannot see {unseen}.",
        inside=inside,
        outside=outside,
        searching=searching,
        unseen=unseen,
    )


def held_of_words(rep: RepResult | PartialResult, result: SetResult) -> str:
    """Say how long a repetition was held, and of how long where it was to be longer.

    What was planned is dose: a shorter one counts as well.
    """
    held, planned_s = f"{rep.held_s:.1f}", result.planned.hold_s
    if planned_s is None or is_held(rep, result):
        return say("{held} s", held=held)
    return say("{held} of {planned} s", held=held, planned=f"{planned_s:g}")


def is_held(rep: RepResult | PartialResult, result: SetResult) -> bool:
    """Whether each hold in a repetition, of each phase, was as long as planned."""
    planned_s = result.planned.hold_s
    if planned_s is None:
        return True
    inside = [
        hold
        for hold in result.all_holds
        if rep.start_s <= hold.start_s and hold.end_s <= rep.end_s
    ]
    phases = {getattr(hold, "phase", None) for hold in inside}
    whole = all(
        any(hold.complete for hold in inside if getattr(hold, "phase", None) == phase)
        for phase in phases
    )
    return (whole and bool(inside)) or rep.held_s >= planned_s


def on_plan(result: SetResult) -> int:
    """How many of the repetitions or holds that count were as long as planned."""
    if result.timed or result.planned.hold_s is None:
        return result.counted
    return sum(is_held(rep, result) for rep in result.done)


def is_done(result: SetResult) -> bool:
    """Whether a set was done as it was planned: as often, and each held as long."""
    return on_plan(result) >= result.planned.reps


def less_words(result: SetResult) -> str:
    """Say of a set with nothing to correct how much of its dose was done."""
    return say_many(
        "Nothing to correct in the form; {done} of {n} was done as long as planned.",
        "Nothing to correct in the form; {done} of {n} were done as long as planned.",
        result.planned.reps,
        done=on_plan(result),
    )


def held_words(amounts: Amounts) -> str:
    """Say what was held: "3 holds, 2 of them as long as planned, 18.4 s in all"."""
    if not amounts.holds:
        return say("no hold")
    text = say_many("{n} hold", "{n} holds", amounts.holds)
    text += say_many(
        ", {n} of them as long as planned",
        ", {n} of them as long as planned",
        amounts.holds_complete,
    )
    if n := amounts.own_range_holds:
        text += say_many(", {n} in a smaller range", ", {n} in a smaller range", n)
    return text + say(", {seconds} s in all", seconds=f"{amounts.held_s:.1f}")
