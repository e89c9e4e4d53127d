"""Whether a body fits the picture of a camera placed so, before anybody gets down.

A laptop's camera sees about 1.5 m of height at 2 m: standing with the arms overhead
needs another place for it than lying on a mat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees

from formcheck.core.body.view import Posture, View
from formcheck.core.stretch.involved import involved
from formcheck.core.stretch.involves import Involves
from formcheck.core.stretch.spec import StretchSpec

__all__ = ["LAPTOP", "TALL_M", "Fit", "Lens", "Placement", "Space", "fit"]
__all__ += ["placement_for", "space_for"]

TALL_M = 1.85
"""Stature to plan for where the person's own is not known: nine in ten are shorter."""

_MARGIN = 0.05
"""Of the body's size, free on each side of it."""

_MAX_TILT_DEG = 15.0
"""How far the camera may look up or down: more bends the angles that are measured."""


@dataclass(frozen=True, slots=True)
class Lens:
    """How much a camera sees, in degrees from edge to edge."""

    across_deg: float
    upright_deg: float


LAPTOP = Lens(67.0, 41.0)
"""1.5 m high and 2.65 m wide at 2 m, as laptops' cameras see in 16:9."""


@dataclass(frozen=True, slots=True)
class Space:
    """The room a stretch takes in the picture's plane, metres; it starts at the
    floor.
    """

    wide_m: float
    high_m: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a camera stands. advice: a sentence, or empty."""

    height_m: float
    distance_m: float
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether all of a stretch is seen. tilt_deg: how the camera looks, + up.

    why: what does not fit, as a part of a sentence; empty where all does.
    """

    fits: bool
    tilt_deg: float
    why: str = ""


_HIGH: dict[Posture, float] = {
    Posture.STANDING: 1.0,
    Posture.SEATED: 0.78,
    Posture.FLOOR: 0.53,
    Posture.KNEELING: 0.78,
    Posture.QUADRUPED: 0.6,
    Posture.SUPINE: 0.55,
    Posture.PRONE: 0.4,
}
"""Height of each posture over stature: sitting height 0.52 on a seat at 0.26, the leg
0.53 [Drillis and Contini's segment lengths]; on hands and knees also the dog's hips."""

_WIDE: dict[Posture, float] = {
    Posture.STANDING: 0.6,
    Posture.SEATED: 0.7,
    Posture.FLOOR: 1.0,
    Posture.KNEELING: 0.8,
    Posture.QUADRUPED: 1.2,
    Posture.SUPINE: 1.05,
    Posture.PRONE: 1.05,
}
"""Width of each posture over stature, seen from the side."""

_ARM_UP = 0.25
"""What a raised arm adds, over stature."""

_ARMS_WIDE = 1.1
"""Arms held out or feet apart, seen from the front."""


def space_for(spec: StretchSpec, stature_m: float = TALL_M) -> Space:
    """Return the room that a stretch takes."""
    high, wide = _HIGH[spec.posture], _WIDE[spec.posture]
    upright = spec.posture in (Posture.STANDING, Posture.SEATED)
    if upright and Involves.ARMS_OVERHEAD in involved(spec):
        high += _ARM_UP  # lower down, arms lie along the floor: in the width there is
    if spec.camera.view is View.FRONT and spec.posture is Posture.STANDING:
        wide = _ARMS_WIDE
    return Space(wide * stature_m, high * stature_m)


def fit(
    spec: StretchSpec,
    camera: Placement,
    *,
    stature_m: float = TALL_M,
    lens: Lens = LAPTOP,
) -> Fit:
    """Return whether the stretch fits the picture of a camera placed so.

    The camera may be tilted a little so that it does.
    """
    space = space_for(spec, stature_m)
    height_m, distance_m = camera.height_m, camera.distance_m
    spare = _MARGIN * space.high_m
    up = degrees(atan2(space.high_m + spare - height_m, distance_m))
    down = degrees(atan2(height_m + spare, distance_m))
    tilt = (up - down) / 2
    half_wide = (0.5 + _MARGIN) * space.wide_m
    if up + down > lens.upright_deg:
        return Fit(False, tilt, f"{space.high_m:.1f} m of height are needed")
    if 2 * degrees(atan2(half_wide, distance_m)) > lens.across_deg:
        return Fit(False, tilt, f"{space.wide_m:.1f} m of width are needed")
    if abs(tilt) > _MAX_TILT_DEG:
        way = "up" if tilt > 0 else "down"
        return Fit(False, tilt, f"the camera would look {abs(tilt):.0f} degrees {way}")
    return Fit(True, tilt)


def placement_for(specs: Sequence[StretchSpec]) -> Placement | None:
    """Return a place of the camera that serves all the stretches; None without one.

    The nearest from which all of them fit, at the height in the middle of what they
    ask for, or as near to it as fits.
    """
    low_m = max(spec.camera.height_m[0] for spec in specs)
    high_m = min(spec.camera.height_m[1] for spec in specs)
    near_m = max(spec.camera.distance_m[0] for spec in specs)
    far_m = min(spec.camera.distance_m[1] for spec in specs)
    middle_m = (low_m + high_m) / 2
    heights = sorted(_steps(low_m, high_m, 0.1), key=lambda h: abs(h - middle_m))
    for distance_m in _steps(near_m, far_m, 0.25):
        for height_m in heights:
            camera = Placement(height_m, distance_m)
            if all(fit(spec, camera).fits for spec in specs):
                return camera
    return None


def _steps(low: float, high: float, step: float) -> list[float]:
    count = int((high - low) / step + 1e-9) + 1
    return [round(low + number * step, 2) for number in range(count)]
