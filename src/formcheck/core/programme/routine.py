"""A programme as it is gone through: steps in a row, what moves between them, how long.

The same steps for people who stay off the floor, and with some exchanged for others.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from itertools import pairwise

from formcheck.core.body.landmarks import Side
from formcheck.core.body.view import Posture, View
from formcheck.core.programme.camera import Placement, placement_for
from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.spec import Facing, Programme, StepSpec, When
from formcheck.core.programme.stages import (
    Move,
    MoveKind,
    Prescribed,
    Task,
    tasks_for,
)
from formcheck.core.stretch.dose import dose_of
from formcheck.core.stretch.pace import PACE, rep_s
from formcheck.core.stretch.spec import Gate, Mode, StretchSpec
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.speech import seconds_of

__all__ = ["Routine", "RoutineStep", "off_the_floor", "parts", "routine"]
__all__ += ["seconds_alone"]

_LOW = {
    Posture.SUPINE: marked("Lie down on your back"),
    Posture.FLOOR: marked("Sit on the mat"),
    Posture.PRONE: marked("Lie down on your front"),
    Posture.QUADRUPED: marked("Come onto your hands and knees"),
    Posture.KNEELING: marked("Kneel on the mat"),
}
_TO = {
    Facing.LEFT: marked("your left side next to the camera"),
    Facing.RIGHT: marked("your right side next to the camera"),
    Facing.FRONT: marked("facing the camera"),
}


@dataclass(frozen=True, slots=True)
class RoutineStep:
    """One set. side: the one that works; None for both or none. reps: in all, of both
    sides where they alternate. setup: number of the camera's place, from 0. extra: what
    this programme needs for it, beside what the stretch does. at: which of the
    programme's steps it comes from. prescribed: the entry of a plan that it is of.
    """

    spec: StretchSpec
    side: Side | None
    facing: Facing
    reps: int
    hold_s: float
    rest_s: float
    mode: Mode
    setup: int
    note: str = ""
    extra: tuple[str, ...] = ()
    at: int = 0
    prescribed: Prescribed | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """Things to have at hand."""
        return tuple(dict.fromkeys([*self.spec.needs, *self.extra]))

    @property
    def place(self) -> Place:
        """Where it is done."""
        return place_of(self.spec)

    @property
    def told_s(self) -> float:
        """How long it takes to say how it is done."""
        texts = (self.spec.name, *self.spec.instructions, self.note)
        return sum(seconds_of(text) for text in texts if text)

    @property
    def seconds(self) -> float:
        """How long the set takes, without what is before and after."""
        return self.reps * rep_s(self.spec, self.hold_s)


@dataclass(frozen=True, slots=True)
class Routine:
    """A programme laid out for one person and day. cameras: by the steps' `setup`."""

    programme: Programme
    steps: tuple[RoutineStep, ...]
    cameras: tuple[Placement, ...]

    @property
    def turns(self) -> int:
        """How often the person turns round where they are."""
        return sum(
            a.facing is not b.facing and a.place is b.place and a.setup == b.setup
            for a, b in pairwise(self.steps)
        )

    @property
    def camera_moves(self) -> int:
        """How often the camera gets another place."""
        return sum(a.setup != b.setup for a, b in pairwise(self.steps))

    @property
    def get_ups(self) -> int:
        """How often the person rises from the floor, the end included."""
        floor = [step.place is Place.FLOOR for step in self.steps]
        return sum(a and not b for a, b in pairwise([*floor, False]))

    @property
    def postures(self) -> tuple[tuple[Place, Posture], ...]:
        """Postures in the order in which they are taken up."""
        taken: list[tuple[Place, Posture]] = []
        for step in self.steps:
            posture = (step.place, step.spec.posture)
            if not taken or taken[-1] != posture:
                taken.append(posture)
        return tuple(taken)

    @property
    def needs(self) -> tuple[str, ...]:
        """Things to have at hand, each named once."""
        return tuple(dict.fromkeys(n for s in self.steps for n in s.needs))

    @property
    def seconds(self) -> float:
        """How long one go takes, with rests and ways between."""
        return _seconds(self.steps)

    @property
    def minutes(self) -> float:
        """The same in minutes."""
        return self.seconds / 60


def routine(
    programme: Programme,
    stretches: Mapping[str, StretchSpec],
    *,
    mode: Mode = Mode.NORMAL,
    floor: bool = True,
    when: Collection[When] = (),
    exchange: Callable[[StretchSpec], StretchSpec | None] | None = None,
    tidy: bool = False,
) -> Routine:
    """Lay a programme out.

    What the mode blocks is left out. Without the floor each floor stretch gives way to
    its chair or standing alternative, and the steps are put in a new order so that each
    posture is taken up once. Every stretch named must be in `stretches`. exchange: what
    a person does in the place of a stretch: itself, another, or nothing. tidy: order
    and camera places are to be found in any case, and a stretch that stands twice is
    done twice.
    """
    steps: list[RoutineStep] = []
    exchanged, at = False, -1
    for number, setup in enumerate(programme.setups):
        for written in setup.steps:
            at += 1
            spec = stretches[written.stretch]
            for swapped in (w for w in written.swap if w in when):
                spec = stretches[written.swap[swapped]]
            if not floor and place_of(spec) is Place.FLOOR:
                above = off_the_floor(written, spec, stretches, mode)
                if above is None:
                    continue
                spec = above
            own = spec if exchange is None else exchange(spec)
            exchanged |= own is not spec
            if own is None or getattr(own.gates, mode.value) is Gate.BLOCKED:
                continue
            both = not _one_side(stretches[written.stretch])
            made = _sets(written, own, mode, number, both=both)
            steps += (replace(step, at=at) for step in made)
    if tidy:
        named = [step.stretch for step in programme.steps]
        return Routine(programme, *_with_cameras(_tidy(steps, named)))
    if floor and not when and not exchanged:
        cameras = tuple(
            Placement(s.camera_height_m, s.camera_distance_m, s.advice)
            for s in programme.setups
        )
        return Routine(programme, tuple(steps), cameras)
    return Routine(programme, *_with_cameras(_tidy(steps)))


def off_the_floor(
    step: StepSpec,
    spec: StretchSpec,
    stretches: Mapping[str, StretchSpec],
    mode: Mode = Mode.NORMAL,
) -> StretchSpec | None:
    """Return the chair or standing alternative of a floor step, if there is one.

    The first named, unless such a day rules it out and not another one.
    """
    own = [step.instead] if step.instead and spec.id == step.stretch else []
    known = [stretches[n] for n in [*own, *spec.instead] if n in stretches]
    above = [other for other in known if place_of(other) is not Place.FLOOR]
    fit = [o for o in above if getattr(o.gates, mode.value) is not Gate.BLOCKED]
    return next(iter(fit or above), None)


def parts(laid_out: Routine) -> Iterator[Task | Move]:
    """Yield what the live coach goes through: moves of person and camera, and sets."""
    before: RoutineStep | None = None
    at_hand: set[str] = set()
    for step in laid_out.steps:
        if before is None or before.setup != step.setup:
            camera = laid_out.cameras[step.setup]
            yield Move(MoveKind.CAMERA, _camera_sentence(camera))
        yield from _moves(before, step, at_hand)
        at_hand.update(step.needs)
        yield Task(
            step.spec,
            step.side,
            step.reps,
            step.hold_s,
            step.mode,
            step.rest_s,
            note=step.note,
            prescribed=step.prescribed,
        )
        before = step
    if before is not None and before.place is Place.FLOOR:
        yield Move(MoveKind.GET_UP, say(_UP))


_UP = marked("Roll onto your side and push up with your hands. Take your time.")


def _moves(
    before: RoutineStep | None, step: RoutineStep, at_hand: Collection[str]
) -> Iterator[Move]:
    """What the person does between two steps; nothing where only the side changes
    within a stretch seen from the front. at_hand: what was fetched already.
    """
    down = step.place is Place.FLOOR
    was_down = before is not None and before.place is Place.FLOOR
    fresh = before is None or before.place is not step.place
    if fresh and was_down:
        yield Move(MoveKind.GET_UP, say(_UP))
    missing = [need for need in step.needs if need not in at_hand]
    if missing:
        things = say(" and a ").join(missing)
        yield Move(MoveKind.PROPS, say("You need a {things}.", things=things))
    rolled = before is not None and before.spec.posture is not step.spec.posture
    if fresh or rolled:
        kind = MoveKind.GET_DOWN if down and not was_down else MoveKind.TURN
        way = say(_TO[step.facing])
        yield Move(kind, say("{into}, {way}.", into=_into(step), way=way))
    elif before is not None and before.facing is not step.facing:
        way = say(_TO[step.facing])
        yield Move(MoveKind.TURN, say("Turn round: {way}.", way=way))


def _into(step: RoutineStep) -> str:
    if step.place is Place.STANDING:
        return say("Stand up")
    if step.place is Place.CHAIR:
        return say("Sit on the chair")
    return say(_LOW[step.spec.posture])


def _camera_sentence(camera: Placement) -> str:
    sentence = say(
        "Put the camera {height} m high, {distance} m away. {advice}",
        height=f"{camera.height_m:g}",
        distance=f"{camera.distance_m:g}",
        advice=camera.advice,
    )
    return sentence.rstrip()


def _one_side(spec: StretchSpec) -> bool:
    """Whether a step of the programme is one side: the other has a step of its own."""
    return spec.sides == "each" and spec.camera.view is not View.FRONT


def _sets(
    written: StepSpec, spec: StretchSpec, mode: Mode, setup: int, *, both: bool
) -> Iterator[RoutineStep]:
    """One set, or one a side where both are done in front of the camera, or where the
    step of the programme stands for both.

    What the file says of reps and holds is for the stretch it names.
    """
    own = spec.id == written.stretch
    dose = dose_of(
        spec,
        reps=written.reps if own else None,
        hold_s=written.hold_s if own else None,
    )
    facing = _facing(written.facing, spec)
    gentle = written.gentle and own
    step = RoutineStep(
        spec,
        None,
        facing,
        dose.total,
        dose.hold_s,
        written.rest_s,
        Mode.FLARE if gentle else mode,
        setup,
        written.note if own else "",
        tuple(written.needs) if own else (),
    )
    if spec.sides != "each":
        yield step
    elif facing is Facing.FRONT:
        # A breath between the sides is enough: the muscles that rest take turns.
        yield replace(step, side=Side.LEFT, rest_s=min(5.0, step.rest_s))
        yield replace(step, side=Side.RIGHT)
    else:
        first = Side[facing.name]
        for side in (first, first.opposite) if both else (first,):
            yield replace(step, side=side, facing=Facing[side.name])


def _facing(wanted: Facing, spec: StretchSpec) -> Facing:
    """The facing wanted, as far as the stretch's own view allows."""
    if spec.camera.view is View.FRONT:
        return Facing.FRONT
    return Facing.LEFT if wanted is Facing.FRONT else wanted


def _tidy(steps: list[RoutineStep], named: Sequence[str] = ()) -> list[RoutineStep]:
    """Each set once; postures together, those on the floor first; and facings together,
    the last one first where that spares a turn.

    named: the programme's stretches, where each that is done as named is done as often.
    """
    once: dict[tuple[str, Side | None, int], RoutineStep] = {}
    for step in steps:
        own = bool(named) and named[step.at] == step.spec.id
        once.setdefault((step.spec.id, step.side, step.at if own else -1), step)
    blocks: dict[tuple[Place, Posture], list[RoutineStep]] = {}
    for step in sorted(once.values(), key=lambda s: list(Place).index(s.place)):
        blocks.setdefault((step.place, step.spec.posture), []).append(step)
    tidied: list[RoutineStep] = []
    for block in blocks.values():
        order = list(dict.fromkeys(step.facing for step in block))
        if tidied and tidied[-1].facing in order:
            order.remove(tidied[-1].facing)
            order.insert(0, tidied[-1].facing)
        tidied += sorted(block, key=lambda step: order.index(step.facing))
    return tidied


def _with_cameras(
    steps: list[RoutineStep],
) -> tuple[tuple[RoutineStep, ...], tuple[Placement, ...]]:
    """Steps with places of the camera found for them, each kept while it serves."""
    placed: list[RoutineStep] = []
    cameras: list[Placement] = []
    served: list[StretchSpec] = []
    for step in steps:
        camera = placement_for([*served, step.spec]) if served else None
        if camera is None:
            served, camera = [], placement_for([step.spec])
            cameras.append(camera or _as_asked(step.spec))
        else:
            cameras[-1] = camera
        served.append(step.spec)
        placed.append(replace(step, setup=len(cameras) - 1))
    return tuple(placed), tuple(cameras)


def _as_asked(spec: StretchSpec) -> Placement:
    """The farthest and highest that the stretch asks for: the most that can be seen."""
    return Placement(spec.camera.height_m[1], spec.camera.distance_m[1])


def seconds_alone(spec: StretchSpec) -> float:
    """How long a stretch takes by itself: as in a programme that has nothing else."""
    return _seconds(
        RoutineStep(
            spec, t.side, Facing.FRONT, t.reps, t.hold_s, t.rest_s, t.mode, setup=0
        )
        for t in tasks_for(spec)
    )


def _seconds(steps: Iterable[RoutineStep]) -> float:
    total = 0.0
    before: RoutineStep | None = None
    for step in steps:
        again = before is not None and before.spec.id == step.spec.id
        told_s = 0.0 if again else step.told_s
        total += told_s + PACE.ready_s
        total += _way_between(before, step) + step.seconds + step.rest_s
        before = step
    if before is None:
        return 0.0
    rises = PACE.up_s if before.place is Place.FLOOR else 0.0
    return total - before.rest_s + rises


def _way_between(before: RoutineStep | None, step: RoutineStep) -> float:
    down = step.place is Place.FLOOR
    if before is None:
        return PACE.down_s if down else PACE.roll_s
    moved = PACE.camera_s if before.setup != step.setup else 0.0
    if before.place is not step.place:
        was_down = before.place is Place.FLOOR
        return moved + (PACE.up_s if was_down else PACE.down_s if down else PACE.roll_s)
    if before.spec.posture is not step.spec.posture:
        return moved + PACE.roll_s
    return moved + (PACE.turn_s if before.facing is not step.facing else 0.0)
