"""What past sessions say of the next: one more, one fewer, left alone, or see a doctor.

Pain decides and the next morning; a flag on form takes nothing back, and days without a
session are not counted: there are no streaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeVar

from formcheck.core.programme.routine import RoutineStep
from formcheck.core.programme.stages import Move, Stage, Task
from formcheck.core.records.trends import Row
from formcheck.core.records.when import days_between
from formcheck.core.stretch.dose import sides_in_a_set
from formcheck.core.stretch.spec import Gate, Kind, Mode
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.reasons import StopReason

__all__ = [
    "NO_BETTER",
    "Past",
    "dosed",
    "gently",
    "levels",
    "news",
    "no_better",
    "past_of",
    "spared",
]

GOOD_SESSIONS = 3
"""After this many sessions in a row that went well: one more repetition."""

HARDER_RUNNING = 2
"""Sessions in a row that felt harder than usual: one step back."""

ABOVE_USUAL = 2
"""Pain of 0..10 up to this much above usual is what stretching may leave behind."""

LOWEST_LEVEL = -3
MOST_HOLDS = 4
MOST_REPS = 30
HOLD_UP_TO_S = 30.0
LONGER_BY_S = 5.0

FLARE_HOLDS = 2
FLARE_REPS = 5
FLARE_HOLD_S = 15.0
"""On a sore day no more and no longer than this. Ours; the sources say "gentle"."""

SPARED_FOR = 3
"""Sessions without a stretch that sent pain down the leg."""

_USUAL_OF = 10
_OLD_DAYS, _RECENT_DAYS, _ENOUGH, _MUCH = 28, 14, 2, 3

NO_BETTER = marked(
    "Your back is no better than four weeks ago: have a doctor look at it."
)


@dataclass(frozen=True, slots=True)
class Past:
    """One past session, as far as progression needs it. Pain is 0..10 or not known.

    stretches: what was done, by id. early: those left before the end. stops: stretch,
    where known, and why. gentle: it was a sore day's. length_s: of its sets together.
    felt: "easier", "same" or "harder" than usual, None where it was not said.
    """

    days_ago: float
    before: int | None = None
    after: int | None = None
    next_morning: int | None = None
    stretches: frozenset[str] = frozenset()
    early: frozenset[str] = frozenset()
    stops: tuple[tuple[str | None, StopReason], ...] = ()
    gentle: bool = False
    length_s: float = 0.0
    felt: str | None = None

    @property
    def hurt(self) -> frozenset[str]:
        """What was stopped for pain."""
        found: set[str] = set()
        for stretch, why in self.stops:
            if why.may_hurt:
                found |= {stretch} if stretch is not None else self.stretches
        return frozenset(found)


def past_of(rows: Iterable[Row], now: str) -> tuple[Past, ...]:
    """Sessions as progression takes them, the earliest first."""
    past = [_past(row, now) for row in rows]
    return tuple(sorted(past, key=lambda p: -p.days_ago))


def _past(row: Row, now: str) -> Past:
    about = row.about
    modes = {digest.mode for digest in row.digests}
    return Past(
        days_ago=days_between(about.started_at, now),
        before=about.pain.before,
        after=about.pain.after,
        next_morning=about.pain.next_morning,
        stretches=frozenset(digest.stretch for digest in row.digests),
        early=frozenset(left.stretch for left in about.left_early),
        stops=tuple((stop.stretch, stop.why) for stop in about.stops),
        gentle=Mode.FLARE.value in modes,
        length_s=sum(digest.length_s for digest in row.digests),
        felt=about.felt,
    )


def levels(past: Sequence[Past], *, felt: bool = True) -> dict[str, int]:
    """Return how many steps each stretch has moved up or down. past: oldest first.

    felt: how it felt counts, too; not so where somebody has written the dose.
    """
    level: dict[str, int] = {}
    good: dict[str, int] = {}
    hard: dict[str, int] = {}
    for number, session in enumerate(past):
        usual = _usual(past[: number + 1])
        worse = _rose(session, usual)
        harder = felt and session.felt == "harder"
        fine = not session.gentle and _settled(session, usual) and not harder
        counts = 2 if felt and session.felt == "easier" else 1
        for stretch in session.stretches | session.hurt:
            hard[stretch] = hard.get(stretch, 0) + 1 if harder else 0
            back = hard[stretch] == HARDER_RUNNING
            if worse or back or stretch in session.hurt:
                level[stretch] = max(LOWEST_LEVEL, level.get(stretch, 0) - 1)
                good[stretch] = hard[stretch] = 0
            elif fine and stretch not in session.early:
                good[stretch] = good.get(stretch, 0) + counts
                if good[stretch] >= GOOD_SESSIONS:
                    level[stretch], good[stretch] = level.get(stretch, 0) + 1, 0
    return level


def _usual(past: Sequence[Past]) -> float:
    """Return the person's usual pain: the median of the last sessions' pain before."""
    known = [p.before for p in past if p.before is not None]
    return median(known[-_USUAL_OF:]) if known else 0.0


def _rose(session: Past, usual: float) -> bool:
    said = [p for p in (session.after, session.next_morning) if p is not None]
    return any(pain > usual + ABOVE_USUAL for pain in said)


def _settled(session: Past, usual: float) -> bool:
    """Whether the pain is known to be back to before, or to usual, by the morning."""
    if session.after is None or session.next_morning is None:
        return False
    as_before = max(usual, session.before if session.before is not None else usual)
    return session.after <= usual + ABOVE_USUAL and session.next_morning <= as_before


def news(past: Sequence[Past]) -> dict[str, int]:
    """What the last session has changed: steps on or back, by stretch."""
    before, now = levels(past[:-1]), levels(past)
    changed = {name: level - before.get(name, 0) for name, level in now.items()}
    return {name: steps for name, steps in changed.items() if steps}


def spared(past: Sequence[Past]) -> dict[str, str]:
    """Stretches that sent pain down a leg not long ago, with what is said of it."""
    found: dict[str, str] = {}
    for session in past[-SPARED_FOR:]:
        for stretch, why in session.stops:
            if why is StopReason.LEG and stretch is not None:
                found[stretch] = say("Last time it sent pain down a leg.")
    return found


def no_better(past: Sequence[Past]) -> bool:
    """Whether pain has not eased in four weeks, as far as it was written down."""
    old = [p.before for p in past if p.before is not None and p.days_ago >= _OLD_DAYS]
    recent = [
        p.before for p in past if p.before is not None and p.days_ago < _RECENT_DAYS
    ]
    if min(len(old), len(recent)) < _ENOUGH:
        return False
    return median(recent) >= max(_MUCH, median(old))


Item = TypeVar("Item", RoutineStep, Task)


def dosed(
    item: Item,
    level: int = 0,
    *,
    mode: Mode = Mode.NORMAL,
    longest_s: float = HOLD_UP_TO_S,
    fixed: bool = False,
) -> Item:
    """The set with as many repetitions, and as long, as the person is ready for.

    level: from `levels`. mode: the day's. longest_s: what holds may grow to. fixed:
    somebody has written how many; nothing is added.
    """
    spec = item.spec
    unit = sides_in_a_set(spec)
    reps, hold_s = item.reps, item.hold_s
    more = min(level, 0) if fixed or spec.kind is Kind.GUIDED else level
    if more < 0:
        reps = max(unit, reps + unit * more)
    elif mode is Mode.NORMAL and more > 0:
        most = (MOST_HOLDS if spec.kind is Kind.HOLD else MOST_REPS) * unit
        added = max(0, min(more, (most - reps) // unit))
        reps += unit * added
        if spec.kind is Kind.HOLD:
            longer_s = hold_s + LONGER_BY_S * (more - added)
            hold_s = max(hold_s, min(longest_s, longer_s))
    if mode is Mode.FLARE:
        by_time = spec.kind in (Kind.HOLD, Kind.GUIDED)
        reps = min(reps, (FLARE_HOLDS if by_time else FLARE_REPS) * unit)
        hold_s = min(hold_s, FLARE_HOLD_S)
    return replace(item, reps=reps, hold_s=hold_s)


def gently(
    stages: tuple[Stage, ...], after: int, *, without: str | None = None
) -> tuple[Stage, ...]:
    """The same, with the sets after a place in the smaller dose of a sore day.

    Those that are not for a sore day are left out, and the stretch `without`.
    """

    def gentle(stage: Stage) -> Stage | None:
        if isinstance(stage, Move):
            return stage
        task = stage if isinstance(stage, Task) else stage.task
        if task.spec.gates.flare is Gate.BLOCKED or task.spec.id == without:
            return None
        softer = dosed(replace(task, mode=Mode.FLARE), mode=Mode.FLARE)
        return softer if isinstance(stage, Task) else replace(stage, task=softer)

    rest = (gentle(stage) for stage in stages[after + 1 :])
    return (*stages[: after + 1], *(stage for stage in rest if stage is not None))
