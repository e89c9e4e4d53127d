"""How one recording's verdict compares with what somebody saw in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.real.truth import Expect, Kind, Row, Span
from formcheck.core.judge.result import SetResult
from formcheck.core.stretch.spec import Kind as Counted
from formcheck.core.words.reasons import Shortfall

HOLD_S = 1.5
"""As long as these people hold: they show a stretch, they do not train."""

ENDS_WITHIN_S = 1.0
"""How far a hold's start and its end may be from what was read by eye."""


class Verdict(StrEnum):
    """What became of a row."""

    EXACT = "exact"
    TOLD = "told with a reason"
    SILENT = "silent"
    WRONG = "wrong"
    COUNTED = "counted"
    """... something that must not count."""


@dataclass(frozen=True)
class Scored:
    """One row, and what was made of it."""

    row: Row
    result: SetResult
    verdict: Verdict

    @property
    def right(self) -> bool:
        """Whether it is what it should be, and not only told why not."""
        return self.verdict is Verdict.EXACT

    @property
    def unsafe(self) -> tuple[str, ...]:
        """Flags that ask the person to ease off."""
        return tuple(flag.id for flag in self.result.flags if flag.eases)


def scored(row: Row, result: SetResult) -> Scored:
    """Score one row."""
    return Scored(row, result, _verdict(row, result))


def counts(result: SetResult) -> bool:
    """Whether a repetition or a hold was counted, as one of the stretch itself."""
    return bool(count_of(result) or result.holds)


def counts_smaller(result: SetResult) -> bool:
    """Whether something counted, but only as one in the person's own smaller range."""
    return not counts(result) and bool(result.done or result.own_range_holds)


def matched(wanted: Sequence[Span], found: Sequence[Span], within_s: float) -> int:
    """Count the spans found with both ends within that of one wanted, each once."""
    left = list(found)
    count = 0
    for start, end in wanted:
        near = [
            span
            for span in left
            if abs(span[0] - start) <= within_s and abs(span[1] - end) <= within_s
        ]
        if near:
            left.remove(min(near, key=lambda s: abs(s[0] - start) + abs(s[1] - end)))
            count += 1
    return count


def count_of(result: SetResult) -> int:
    """Count repetitions that went all the way.

    One held for less than planned is one, as the truth's own often were; and so is one
    whose beginning was not seen.
    """
    whole = {Shortfall.SHORT_HOLD, Shortfall.START_NOT_SEEN}
    return result.whole + sum(part.reason in whole for part in result.partial_reps)


def holds_of(row: Row, result: SetResult) -> tuple[Span, ...]:
    """Return the holds in the target, where the row asks so of one half only."""
    return tuple(
        (hold.start_s, hold.end_s)
        for hold in result.holds
        if row.phase is None or hold.phase == row.phase
    )


def _verdict(row: Row, result: SetResult) -> Verdict:
    if row.kind is Kind.POSITIVE:
        return _positive(row, result)
    if row.kind is Kind.NEGATIVE or row.expect is Expect.NONE:
        return Verdict.COUNTED if counts(result) else Verdict.EXACT
    if row.expect is Expect.NO_REPS:
        return Verdict.COUNTED if count_of(result) else Verdict.EXACT
    # Either way is right, and no third: what was done, by its holds or its count, or
    # nothing.
    as_done = _positive(row, result) is Verdict.EXACT
    as_many = _by_count(row, result) == (0, 0) and not holds_of(row, result)
    right = as_done or as_many or not counts(result)
    return Verdict.EXACT if right else Verdict.COUNTED


def _positive(row: Row, result: SetResult) -> Verdict:
    missing, extra = _by_holds(row, result) or _by_count(row, result)
    if not missing and not extra:
        return Verdict.EXACT
    if extra:
        return Verdict.WRONG
    told = len(result.partial_reps) + len(result.own_range_holds)
    told += len(result.not_counted)
    if result.status == "not_judged" or told >= missing:
        return Verdict.TOLD
    return Verdict.WRONG if counts(result) or told else Verdict.SILENT


def _by_holds(row: Row, result: SetResult) -> tuple[int, int] | None:
    """Return holds missing and holds too many; None where the count decides."""
    asked = result.kind in (Counted.HOLD, Counted.GUIDED) or row.phase is not None
    wanted = [span for span in row.holds if span[1] - span[0] >= HOLD_S]
    if not asked or not wanted:
        return None
    # A hold too short to be asked for may be told: it is no extra one.
    short = [span for span in row.holds if span not in wanted]
    found = [
        span
        for span in holds_of(row, result)
        if not any(_overlap(span, other) for other in short)
    ]
    right = matched(wanted, found, ENDS_WITHIN_S)
    return len(wanted) - right, len(found) - right


def _by_count(row: Row, result: SetResult) -> tuple[int, int]:
    """Return repetitions missing and too many."""
    found = count_of(result)
    return max(row.reps - found, 0), max(found - row.reps, 0)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
