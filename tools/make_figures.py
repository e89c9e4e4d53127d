"""Make the moving stick figures: `python -m tools.make_figures [STRETCH ...]`.

Each comes from the trace of the stretch's good sample clip: the first repetition, from
the start to the target, which the page plays to and fro. Numbers, no picture.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.truth import SAMPLES, trace_path
from formcheck.core.body.landmarks import Joint, Side, joint_index
from formcheck.core.body.observation import OUTLINE_POINTS, Observation
from formcheck.edges.recording import read_trace

FIGURES = Path(__file__).parents[1] / "src/formcheck/data/figures"

FRAMES = 24
STEP_S = 0.1
_SMOOTH_S = 0.25
_MARGIN = 0.08
_BEFORE_S, _AFTER_S = 0.2, 0.5
"""Shown before a movement sets out and after it has arrived."""

_GUIDED_S = 4.5

SPINE = 5
"""Points between hips and shoulders, on the line of the back where it was read."""

_LIMBS = ((Joint.SHOULDER, Joint.ELBOW, Joint.WRIST),)
_LIMBS += ((Joint.HIP, Joint.KNEE, Joint.ANKLE, Joint.FOOT_INDEX),)
_NAMES = {Joint.FOOT_INDEX: "toe"}

FloatArray = NDArray[np.float64]


def make_figure(stretch: str) -> dict[str, Any]:
    """Return the figure of one stretch, in the unit square, y down.

    frames: (FRAMES, points, 2); `far` lists the bones on the side away from the camera.
    """
    clip = f"{stretch}_good"
    truth = json.loads((SAMPLES / f"{clip}.truth.json").read_text(encoding="utf-8"))
    begin_s, end_s = _span(truth)
    looks = [
        o
        for o in read_trace(trace_path(clip)).observations()
        if o.pose is not None and begin_s <= o.time_s <= end_s
    ]
    from_side = truth["view"] == "side"
    near = Side[truth["near_side"].upper()] if from_side else Side.RIGHT
    far = near.opposite
    names, columns, bones, faint = ["head", "neck", "hip"], [], [], []
    columns = [_middle(looks, j) for j in (Joint.EAR, Joint.SHOULDER, Joint.HIP)]
    spine = _spine(looks, columns[1], columns[2]) if from_side else []
    chain = [1, *range(3, 3 + len(spine)), 2]
    names += [f"spine_{n}" for n in range(1, len(spine) + 1)]
    columns += spine
    bones += [[0, 1], *([a, b] for a, b in zip(chain, chain[1:], strict=False))]
    for side, word in ((far, "far"), (near, "near")):
        for limb in _LIMBS:
            before = 1 if limb[0] is Joint.SHOULDER else 2
            for joint in limb[1:] if from_side else limb:
                names.append(f"{word}_{_NAMES.get(joint, joint.name.lower())}")
                columns.append(_point(looks, joint, side))
                bones.append([before, len(columns) - 1])
                before = len(columns) - 1
                if from_side and side is far:
                    faint.append(len(bones) - 1)
    frames = _even(_smooth(np.stack(columns, 1), looks))
    return {
        "view": truth["view"],
        "near": near.word if from_side else None,
        "step_s": STEP_S,
        "points": names,
        "bones": bones,
        "far": faint,
        "frames": np.round(_into_square(frames), 4).tolist(),
    }


def _span(truth: dict[str, Any]) -> tuple[float, float]:
    """When the first repetition sets out, and when it has shown all there is to it."""
    if not truth["reps"]:  # a guided stretch: into its posture, or its first seconds
        held = truth["holds"][0]
        arrived_s = held["start_s"] + _AFTER_S if held["start_s"] > 0 else _GUIDED_S
        return max(0.0, arrived_s - _GUIDED_S), arrived_s
    first = truth["reps"][0]
    phases = truth.get("phases")
    arrived_s = phases[1]["end_s"] if phases else first["arrive_s"] + _AFTER_S
    return first["start_s"] - _BEFORE_S, arrived_s


def _point(looks: list[Observation], joint: Joint, side: Side) -> FloatArray:
    index = joint_index(joint, side)
    return np.array([o.pose.image_xy[index] for o in looks if o.pose], np.float64)


def _middle(looks: list[Observation], joint: Joint) -> FloatArray:
    return (_point(looks, joint, Side.LEFT) + _point(looks, joint, Side.RIGHT)) / 2


def _spine(
    looks: list[Observation], neck: FloatArray, hip: FloatArray
) -> list[FloatArray]:
    """Points along the back, bent as its outline is; none where it was not read."""
    offsets = np.array(
        [
            o.pose.back.offsets if o.pose and o.pose.back else [np.nan] * OUTLINE_POINTS
            for o in looks
        ]
    )
    read = np.isfinite(offsets).mean(1) > 0.6
    if read.mean() < 0.6:
        return []
    knee = _middle(looks, Joint.KNEE)
    along = np.linspace(0, 1, OUTLINE_POINTS)
    bends = np.full(len(looks), np.nan)
    for row in np.flatnonzero(read):
        found = np.isfinite(offsets[row])
        bends[row] = np.polyfit(along[found], offsets[row][found], 2)[0]
    times = np.arange(len(looks))
    bends = np.interp(times, times[read], bends[read])
    chord = neck - hip
    normal = np.stack([-chord[:, 1], chord[:, 0]], 1)
    away = np.sign((normal * (hip - knee)).sum(1, keepdims=True))
    points = []
    for share in np.linspace(1, 0, SPINE + 2)[1:-1]:
        # A parabola through both ends, with the outline's own curvature.
        bulge = -bends * share * (1 - share)
        points.append(hip + share * chord + away * normal * bulge[:, None])
    return points


def _smooth(points: FloatArray, looks: list[Observation]) -> FloatArray:
    times = np.array([o.time_s for o in looks])
    weights = np.exp(-0.5 * ((times[:, None] - times[None]) / (_SMOOTH_S / 2)) ** 2)
    weights /= weights.sum(1, keepdims=True)
    return np.einsum("ts,spx->tpx", weights, points)


def _even(points: FloatArray) -> FloatArray:
    """Sample FRAMES of them, evenly in movement, so that a hold takes no time."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=2).mean(1)
    gone = np.concatenate([[0], np.cumsum(steps)])
    picks = np.interp(np.linspace(0, gone[-1], FRAMES), gone, np.arange(len(gone)))
    return np.stack([points[round(pick)] for pick in picks])


def _into_square(frames: FloatArray) -> FloatArray:
    low, high = frames.min((0, 1)), frames.max((0, 1))
    scale = (1 - 2 * _MARGIN) / (high - low).max()
    return 0.5 + (frames - (low + high) / 2) * scale


def main() -> None:
    good = sorted(SAMPLES.glob("*_good.trace.npz"))
    everything = [path.name.removesuffix("_good.trace.npz") for path in good]
    FIGURES.mkdir(parents=True, exist_ok=True)
    for stretch in sys.argv[1:] or everything:
        path = FIGURES / f"{stretch}.json"
        text = json.dumps(make_figure(stretch), separators=(",", ":"))
        path.write_text(text + "\n", encoding="utf-8")
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB", flush=True)


if __name__ == "__main__":
    main()
