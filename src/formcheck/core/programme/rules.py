"""What must hold between a programme and the stretches that it names.

So that nobody has to get up and down, turn round or move the camera again and again,
and so that what the file says of itself is true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise

from formcheck.core.body.view import View
from formcheck.core.programme.camera import Placement, fit
from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.routine import Routine, off_the_floor, routine
from formcheck.core.programme.spec import Facing, Programme, StepSpec
from formcheck.core.stretch.involved import involved
from formcheck.core.stretch.rules import Problem
from formcheck.core.stretch.spec import Gate, Mode, StretchSpec

__all__ = ["MINUTES_OFF", "MOST_MOVES", "problems_with"]

MINUTES_OFF = 1.0
"""A stretch's words may change without its programmes' minutes."""

MOST_MOVES = 1
"""How often a person may be asked to move the camera, and to rise from the floor."""


def problems_with(
    programme: Programme, stretches: Mapping[str, StretchSpec]
) -> Iterator[Problem]:
    """Everything that does not hold, each with its place in the file."""
    unknown = list(_unknown(programme, stretches))
    if unknown:
        yield from unknown
        return
    for place, setup_number, step in _steps(programme):
        spec = stretches[step.stretch]
        yield from _of_step(place, step, spec, programme, stretches)
        setup = programme.setups[setup_number]
        camera = Placement(setup.camera_height_m, setup.camera_distance_m)
        yield from _seen(place, spec, camera)
    yield from _both_sides(programme, stretches)
    yield from _of_routine(programme, routine(programme, stretches))


def _steps(programme: Programme) -> Iterator[tuple[str, int, StepSpec]]:
    for setup_number, setup in enumerate(programme.setups):
        for number, step in enumerate(setup.steps):
            yield f"setups[{setup_number}].steps[{number}]", setup_number, step


def _unknown(
    programme: Programme, stretches: Mapping[str, StretchSpec]
) -> Iterator[Problem]:
    for place, _, step in _steps(programme):
        named = {"stretch": step.stretch, "instead": step.instead}
        named |= {f"swap.{when.value}": name for when, name in step.swap.items()}
        for key, name in named.items():
            if name is not None and name not in stretches:
                yield Problem(f"{place}.{key}", f"{name!r} is not a stretch here")


def _of_step(
    place: str,
    step: StepSpec,
    spec: StretchSpec,
    programme: Programme,
    stretches: Mapping[str, StretchSpec],
) -> Iterator[Problem]:
    front = spec.camera.view is View.FRONT
    if front is not (step.facing is Facing.FRONT):
        view = spec.camera.view.value
        yield Problem(f"{place}.facing", f"{spec.id} is seen from the {view}")
    for mode in programme.modes:
        if getattr(spec.gates, mode.value) is Gate.BLOCKED:
            yield Problem(f"{place}.stretch", f"{spec.id} is blocked on {mode} days")
    for one in sorted(involved(spec)):
        if one in programme.avoids:
            yield Problem(f"{place}.stretch", f"{spec.id} involves {one.value}")
    if place_of(spec) is Place.FLOOR:
        yield from _alternative(place, step, spec, programme, stretches)


def _alternative(
    place: str,
    step: StepSpec,
    spec: StretchSpec,
    programme: Programme,
    stretches: Mapping[str, StretchSpec],
) -> Iterator[Problem]:
    """Each floor stretch has one on a chair or standing, for people who stay up."""
    for mode in programme.modes:
        other = off_the_floor(step, spec, stretches, mode)
        if other is not None and getattr(other.gates, mode.value) is Gate.BLOCKED:
            text = f"{other.id} is blocked on {mode} days"
            yield Problem(f"{place}.instead", text)
        # One that is not here is no mistake of the programme's.
        if other is None and all(name in stretches for name in spec.instead):
            text = f"{spec.id} has no alternative off the floor"
            yield Problem(f"{place}.instead", text)
            return


def _seen(place: str, spec: StretchSpec, camera: Placement) -> Iterator[Problem]:
    """Whether a laptop's camera standing there sees all of a tall person."""
    seen = fit(spec, camera)
    if not seen.fits:
        yield Problem(place, f"{spec.id} does not fit the picture: {seen.why}")
    for what, asked, given in (
        ("camera_height_m", spec.camera.height_m, camera.height_m),
        ("camera_distance_m", spec.camera.distance_m, camera.distance_m),
    ):
        if not asked[0] <= given <= asked[1]:
            text = f"{spec.id} asks for {asked[0]:g} to {asked[1]:g}, not {given:g}"
            yield Problem(f"{place}.{what}", text)


def _both_sides(
    programme: Programme, stretches: Mapping[str, StretchSpec]
) -> Iterator[Problem]:
    """What works one side at a time is done as much on the other."""
    done: dict[str, Counter[tuple[Facing, int | None, float | None]]] = {}
    for step in programme.steps:
        spec = stretches[step.stretch]
        if spec.sides == "each" and step.facing is not Facing.FRONT:
            counts = done.setdefault(spec.id, Counter())
            counts[step.facing, step.reps, step.hold_s] += 1
    for name, counts in done.items():
        mirrored = {
            (Facing.RIGHT if facing is Facing.LEFT else Facing.LEFT, *rest): count
            for (facing, *rest), count in counts.items()
        }
        if mirrored != dict(counts):
            yield Problem("setups", f"{name} is not the same on both sides")


def _of_routine(programme: Programme, laid_out: Routine) -> Iterator[Problem]:
    minutes = laid_out.minutes
    if abs(programme.minutes - minutes) > MINUTES_OFF:
        yield Problem("minutes", f"{programme.minutes} is said, {minutes:.0f} it is")
    for key, found in (
        ("turns", laid_out.turns),
        ("camera_moves", laid_out.camera_moves),
        ("get_ups", laid_out.get_ups),
    ):
        said = getattr(programme, key)
        if said != found:
            yield Problem(key, f"{said} is said, {found} it is")
    for key in ("camera_moves", "get_ups"):
        if getattr(laid_out, key) > MOST_MOVES:
            yield Problem(key, f"more than {MOST_MOVES}")
    for posture, times in Counter(laid_out.postures).items():
        if times > 1:
            words = " ".join(dict.fromkeys(part.value for part in posture))
            yield Problem("setups", f"{words} is taken up {times} times")
    blocks = groupby(laid_out.steps, key=lambda s: (s.place, s.spec.posture))
    for (_, posture), block in blocks:
        facings = [step.facing for step in block]
        changes = sum(a is not b for a, b in pairwise(facings))
        if changes >= len(set(facings)):
            text = f"{posture.value}: one has to turn round {changes} times"
            yield Problem("setups", text)
    if Mode.ACUTE in programme.modes:
        yield Problem("modes", "nothing is stretched on acute days")
