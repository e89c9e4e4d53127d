"""How far the model puts the hips too high: `python -m benchmarks.calibration`.

Fits one number a posture on the sample clips seen from the side: by how much of the
torso both hips go down along the trunk, so that near hip and knee read as in the
rendered truth. Each clip counts once and each body is left out in turn. Where that
gains no more than twice its standard error over the bodies, the constant is 0. Prints
the table, asserts nothing; the constants stand in poses/judging/judging.toml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.angles import ANGLES, angles_of, beside_truth
from benchmarks.truth import clip_names, read_truth
from formcheck.core.body.calibration import calibrated
from formcheck.core.body.view import Posture, View
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch

Floats = NDArray[np.float64]

FRAMES = 60
"""Of each clip, evenly spread, for the fit."""

SHIFTS = tuple(round(0.005 * step, 3) for step in range(-10, 31))
"""Tried, in torso lengths; the least error lies within."""

SWAPPED_DEG = 45.0
"""A frame that is further off shows the other leg: no constant mends that."""

FITTED = (0, 1)
"""Hip and knee: the trunk does not turn."""

SURE = 2.0
"""Standard errors over the bodies that a gain must exceed."""


@dataclass(frozen=True)
class Clip:
    """How far a clip's angles are off, by how far the hips are moved.

    errors: (shifts, frames, angles) degrees, signed. at: where in `SHIFTS` the hips
    were left alone.
    """

    name: str
    body: str
    posture: Posture
    errors: Floats

    def off(self, shift: int) -> Floats:
        """(angles,) mean absolute errors with the hips moved, degrees."""
        mean: Floats = np.abs(self.errors[shift]).mean(0)
        return mean


@dataclass(frozen=True)
class Gain:
    """What a posture's constant is worth to bodies that it was not fitted on.

    before, after: (angles,) mean absolute errors over the clips. gain, error: of hip
    and knee together, mean over the bodies and its standard error. shift: fitted on
    all of them; used: what is worth having of it.
    """

    posture: Posture
    clips: int
    bodies: int
    before: Floats
    after: Floats
    gain: float
    error: float
    shift: float

    @property
    def used(self) -> float:
        """The constant."""
        return self.shift if self.gain > SURE * self.error > 0 else 0.0


def read_clip(name: str) -> Clip | None:
    """A clip seen from the side; None where the truth expects no verdict."""
    truth = read_truth(name)
    spec = find_stretch(truth.stretch, poses_dir())
    seen_from_side = spec.view_rule.view is View.SIDE
    pairs = beside_truth(name, spec) if seen_from_side else None
    if not pairs:
        return None
    chosen = np.unique(np.linspace(0, len(pairs) - 1, FRAMES).astype(int))
    errors = np.array(
        [
            [
                np.subtract(
                    angles_of(calibrated(body, shift), body.near),
                    angles_of(true, body.near),
                )
                for body, true in (pairs[n] for n in chosen)
            ]
            for shift in SHIFTS
        ]
    )
    return Clip(name, truth.body, spec.posture, (errors + 180) % 360 - 180)


def read_clips() -> list[Clip]:
    """Every clip that is seen from the side."""
    return [clip for name in clip_names() if (clip := read_clip(name)) is not None]


def fit(clips: Sequence[Clip]) -> int:
    """Return the best of the shifts, as its place in `SHIFTS`."""
    costs = np.zeros(len(SHIFTS))
    for clip in clips:
        fitted = clip.errors[:, :, FITTED]
        believed = np.abs(fitted[SHIFTS.index(0.0)]) < SWAPPED_DEG
        costs += (fitted**2 * believed).sum((1, 2)) / max(1, int(believed.sum()))
    return int(np.argmin(costs))


def gains(clips: Sequence[Clip]) -> list[Gain]:
    """What the constants are worth, by posture."""
    by_posture: dict[Posture, list[Clip]] = defaultdict(list)
    for clip in clips:
        by_posture[clip.posture].append(clip)
    return [_gain(posture, by_posture[posture]) for posture in sorted(by_posture)]


def _gain(posture: Posture, clips: Sequence[Clip]) -> Gain:
    raw = SHIFTS.index(0.0)
    left_out = {
        body: [clip for clip in clips if clip.body != body]
        for body in {clip.body for clip in clips}
    }
    shifts = {body: fit(rest) if rest else raw for body, rest in left_out.items()}
    after = [clip.off(shifts[clip.body]) for clip in clips]
    before = [clip.off(raw) for clip in clips]
    by_body: dict[str, list[float]] = defaultdict(list)
    for clip, old, new in zip(clips, before, after, strict=True):
        by_body[clip.body].append(float((old - new)[list(FITTED)].mean()))
    means = [np.mean(found) for found in by_body.values()]
    several = len(means) > 1
    return Gain(
        posture,
        len(clips),
        len(means),
        np.mean(before, 0),
        np.mean(after, 0),
        float(np.mean(means)),
        float(np.std(means, ddof=1) / len(means) ** 0.5) if several else 0.0,
        SHIFTS[fit(clips)],
    )


def overall(found: Sequence[Gain]) -> Mapping[str, tuple[float, float, float]]:
    """By angle, over all clips: error before, after, and with only what is used."""
    clips = sum(g.clips for g in found)
    return {
        angle: (
            sum(g.clips * float(g.before[n]) for g in found) / clips,
            sum(g.clips * float(g.after[n]) for g in found) / clips,
            sum(g.clips * float((g.after if g.used else g.before)[n]) for g in found)
            / clips,
        )
        for n, angle in enumerate(ANGLES)
    }


START_FRAMES = 2
"""Of the chosen ones: the person's own start, of which a change is told."""


@dataclass(frozen=True)
class Change:
    """How far angles are off with the constants that are used, and their changes.

    angle, change: (clips, angles) mean absolute errors, degrees; of the angle, and of
    how far it is from the start of the clip.
    """

    angle: Floats
    change: Floats


def changes(clips: Sequence[Clip], found: Sequence[Gain], *, raw: bool) -> Change:
    """What cancels in a change from the own start. raw: with no hip moved."""
    used = {one.posture: 0.0 if raw else one.used for one in found}
    errors = [clip.errors[SHIFTS.index(used[clip.posture])] for clip in clips]
    turned = [one - np.median(one[:START_FRAMES], axis=0) for one in errors]
    return Change(
        np.array([np.abs(one).mean(0) for one in errors]),
        np.array([np.abs(one).mean(0) for one in turned]),
    )


def main() -> None:
    clips = read_clips()
    found = gains(clips)
    print(
        "near side, mean absolute error in degrees, each body left out of its fit:\n"
        f"{'posture':10s} clips bodies     hip           knee          trunk      "
        "gain of hip and knee   fitted   used"
    )
    for one in found:
        cells = "  ".join(
            f"{old:5.2f} -> {new:5.2f}"
            for old, new in zip(one.before, one.after, strict=True)
        )
        print(
            f"{one.posture:10s} {one.clips:5d} {one.bodies:6d} {cells}   "
            f"{one.gain:+.2f} (±{one.error:.2f})   {one.shift:+.3f}  {one.used:+.3f}"
        )
    for angle, (before, after, used) in overall(found).items():
        print(f"{angle}: {before:.2f} -> {after:.2f}, where it is used {used:.2f}")
    for raw in (True, False):
        off = changes(clips, found, raw=raw)
        print(
            f"{'raw' if raw else 'calibrated'}: {', '.join(ANGLES)} off by "
            f"{off.angle.mean(0).round(2)}, their changes by "
            f"{off.change.mean(0).round(2)}, in the median clip by "
            f"{np.median(off.change, axis=0).round(2)}"
        )


if __name__ == "__main__":
    main()
