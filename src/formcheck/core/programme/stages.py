"""What a session will do, laid out in a row: show, move, set, rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from formcheck.core.body.landmarks import Side
from formcheck.core.stretch.dose import Dose, dose_of
from formcheck.core.stretch.gentle import is_narrow
from formcheck.core.stretch.numbers import GentleNumbers
from formcheck.core.stretch.spec import Kind, Mode, Plan, StretchSpec
from formcheck.core.words.catalogue import capital

__all__ = ["Move", "MoveKind", "Prescribed", "Rest", "Show", "Stage", "Task"]
__all__ += ["lay_out", "tasks_for"]

REST_S = 15.0
"""Between two sets, where nothing else is said. It can be lengthened."""

OTHER_SIDE_S = 5.0
"""... and between the two sides of one stretch."""


class MoveKind(StrEnum):
    """What changes between two stretches."""

    TURN = "turn"
    GET_DOWN = "get_down"
    GET_UP = "get_up"
    CAMERA = "camera"
    PROPS = "props"


_BEFORE_SHOWING = (MoveKind.GET_UP, MoveKind.CAMERA, MoveKind.PROPS)
"""Done on one's feet; the others bring the eyes away from the screen."""


@dataclass(frozen=True, slots=True)
class Prescribed:
    """The entry of a person's plan that a set is of.

    plan: its name. entry: counted from 0. limit: how far at most, in words. set_number,
    sets: which in a row of the same, from 1. agreed_with: who agreed, and when, to what
    a condition would else rule out. by: who prescribed it. times_a_day: as planned.
    """

    plan: str
    entry: int
    limit: str = ""
    set_number: int = 1
    sets: int = 1
    agreed_with: str = ""
    by: str = ""
    times_a_day: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One set of one stretch.

    reps: how many in all, of both sides where they alternate. rest_s: after it.
    number, of: its place among all sets. note: what the programme adds to the stretch's
    own instructions. prescribed: the entry of a plan that it is of.
    """

    spec: StretchSpec
    side: Side | None
    reps: int
    hold_s: float
    mode: Mode = Mode.NORMAL
    rest_s: float = REST_S
    number: int = 1
    of: int = 1
    note: str = ""
    prescribed: Prescribed | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """How it is done, in sentences: the stretch's own, then the programme's."""
        more = [self.note] if self.note else []
        if self.prescribed is not None and self.prescribed.limit:
            more.append(f"{capital(self.prescribed.limit)}.")
        return (*self.spec.instructions, *self.spec.each_set, *more)

    @property
    def once_more(self) -> bool:
        """Whether the set before was the same: another of its row."""
        return self.prescribed is not None and self.prescribed.set_number > 1

    @property
    def plan(self) -> Plan:
        """As the judge takes it."""
        entry = None if self.prescribed is None else self.prescribed.entry
        return Plan(self.side, self.mode, self.hold_s, self.reps, False, entry)

    @property
    def dose(self) -> Dose:
        """What the set asks for."""
        return dose_of(self.spec, self.plan)

    def by_time(self, numbers: GentleNumbers) -> bool:
        """Whether it is done when the time is held, in however many parts.

        So is one of repetitions, where the day's range is too narrow for them.
        """
        timed = self.spec.kind in (Kind.HOLD, Kind.GUIDED)
        return timed or is_narrow(self.spec, self.mode, numbers)


@dataclass(frozen=True, slots=True)
class Move:
    """The person, the camera or a chair has to be moved before the next stretch."""

    kind: MoveKind
    sentence: str


@dataclass(frozen=True, slots=True)
class Show:
    """The stretch is shown and explained. again: only the side, or the set, is new."""

    task: Task
    again: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """A pause; `task` is what comes next."""

    seconds: float
    task: Task


Stage = Show | Move | Task | Rest


def tasks_for(
    spec: StretchSpec,
    *,
    mode: Mode = Mode.NORMAL,
    reps: int | None = None,
    hold_s: float | None = None,
    rest_s: float = REST_S,
    sides: tuple[Side, ...] = (Side.LEFT, Side.RIGHT),
) -> tuple[Task, ...]:
    """One stretch as its sets: one a side where the sides take turns by set."""
    dose = dose_of(spec, reps=reps, hold_s=hold_s)
    working = sides if spec.sides == "each" else (None,)
    return tuple(
        Task(spec, side, dose.total, dose.hold_s, mode, rest_s) for side in working
    )


def lay_out(parts: Iterable[Task | Move]) -> tuple[Stage, ...]:
    """Put a programme's sets and moves in the order in which they are gone through.

    A stretch is shown before the person moves for it, and rest comes before either:
    a person who lies down cannot see the screen.
    """
    items = list(parts)
    of = sum(isinstance(item, Task) for item in items)
    return tuple(_stages(items, of))


def _stages(items: list[Task | Move], of: int) -> Iterator[Stage]:
    moves: list[Move] = []
    before: Task | None = None
    number = 0
    for item in items:
        if isinstance(item, Move):
            moves.append(item)
            continue
        number += 1
        task = replace(item, number=number, of=of)
        again = before is not None and before.spec.id == task.spec.id
        if before is not None:
            other_side = again and not task.once_more
            rest_s = min(OTHER_SIDE_S, before.rest_s) if other_side else before.rest_s
            yield Rest(rest_s, task)
        yield from (m for m in moves if m.kind in _BEFORE_SHOWING)
        yield Show(task, again)
        yield from (m for m in moves if m.kind not in _BEFORE_SHOWING)
        yield task
        moves, before = [], task
    yield from moves
