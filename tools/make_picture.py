"""Draw docs/demo.png, which the README opens with: `python -m tools.make_picture`.

Three moments of the demo clip with what is measured, over the whole set's hip angle
with the target, the holds and the reps as they were judged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Arc

from benchmarks.truth import SAMPLES, trace_path
from benchmarks.verdicts import judge_clip
from formcheck.core.body.geometry import from_up_deg
from formcheck.core.body.landmarks import BONES, Joint, Side, joint_index
from formcheck.core.body.observation import Observation
from formcheck.core.judge.judge import advance, begin
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.recording import read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch

CLIP, STRETCH = "bridge_good", "bridge"
OUT = Path(__file__).resolve().parents[1] / "docs" / "demo.png"
INK, TEAL, AMBER, GREY = "#12303a", "#0b7a75", "#e08e0b", "#8a9aa0"


def _frames(times_s: list[float]) -> list[np.ndarray]:
    capture = cv2.VideoCapture(str(SAMPLES / f"{CLIP}.mp4"))
    found: dict[float, np.ndarray] = {}
    while len(found) < len(times_s):
        ok, frame = capture.read()
        if not ok:
            break
        now_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        for time_s in times_s:
            if time_s not in found and now_s >= time_s:
                found[time_s] = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
    return [found[time_s] for time_s in times_s]


def _moment(
    axes: Any, frame: np.ndarray, seen: Observation, hip: float, text: str
) -> None:
    assert seen.pose is not None
    near = Side.RIGHT
    xy = seen.pose.image_xy
    axes.imshow(frame)
    for a, b in BONES:
        ends = xy[[joint_index(a, near), joint_index(b, near)]]
        axes.plot(*ends.T, color="white", lw=5, solid_capstyle="round")
        axes.plot(*ends.T, color=TEAL, lw=3, solid_capstyle="round")
    centre = xy[joint_index(Joint.HIP, near)]
    towards = [xy[joint_index(j, near)] - centre for j in (Joint.SHOULDER, Joint.KNEE)]
    angles = sorted(from_up_deg((float(x), float(y))) - 90 for x, y in towards)
    axes.add_patch(
        Arc(centre, 74, 74, theta1=angles[0], theta2=angles[1], color=AMBER, lw=4)
    )
    axes.text(
        centre[0], centre[1] + 62, f"{hip:.0f}°", color="white", fontsize=19,
        ha="center",
        fontweight="bold", bbox={"facecolor": AMBER, "edgecolor": "none", "pad": 3},
    )  # fmt: skip
    axes.set_title(text, color=INK, fontsize=15, pad=8)
    axes.set(xlim=(40, 600), ylim=(400, 90))
    axes.axis("off")


def _curve(
    axes: Any, times: np.ndarray, hips: np.ndarray, entry: dict[str, Any]
) -> None:
    low, high = find_stretch(STRETCH, poses_dir()).target.clauses[0].enter  # type: ignore[union-attr]
    axes.axhspan(low, high, color=TEAL, alpha=0.12, lw=0)
    axes.text(0.3, high - 3, "target", color=TEAL, fontsize=12, va="top")
    axes.plot(times, hips, color=INK, lw=2.4)
    for hold in entry["holds"]:
        axes.plot([hold["start_s"], hold["end_s"]], [low - 5] * 2, color=TEAL, lw=7)
        middle = (hold["start_s"] + hold["end_s"]) / 2
        axes.text(middle, low - 9, f"held {hold['held_s']:.1f} s", color=TEAL,
                  fontsize=12, ha="center", va="top")  # fmt: skip
    for rep in entry["reps"]:
        axes.text((rep["start_s"] + rep["end_s"]) / 2, high + 5, f"rep {rep['number']}",
                  color=INK, fontsize=14, ha="center", fontweight="bold")  # fmt: skip
    axes.set(xlim=(0, times[-1]), ylim=(112, 203), xlabel="seconds", ylabel="hip angle")
    axes.yaxis.set_major_formatter("{x:.0f}°")
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=INK, labelsize=12)
    axes.xaxis.label.set_fontsize(12)
    axes.yaxis.label.set_fontsize(13)


def main() -> None:
    seen = [
        o for o in read_trace(trace_path(CLIP)).observations() if o.pose is not None
    ]
    spec = find_stretch(STRETCH, poses_dir())
    state = begin(spec, Profile(), Plan(), judging_of())
    hips = []
    for observation in seen:
        state, _ = advance(spec, Profile(), state, observation)
        hips.append(state.reading.measures["hip"].smooth)
    entry = judge_clip(CLIP)
    times = np.array([o.time_s for o in seen])
    rep = entry["reps"][1]
    moments = [
        (rep["start_s"] - 0.7, "Start confirmed"),
        (rep["start_s"] + 0.35, "Lifting"),
        (rep["start_s"] + 2.5, "Holding"),
    ]
    figure = plt.figure(figsize=(13.6, 7.0), facecolor="white")
    grid = figure.add_gridspec(
        2, 3, height_ratios=(1.0, 1.05), hspace=0.05, wspace=0.04
    )
    for column, (frame, (time_s, text)) in enumerate(
        zip(_frames([t for t, _ in moments]), moments, strict=True)
    ):
        at = int(np.argmin(np.abs(times - time_s)))
        _moment(figure.add_subplot(grid[0, column]), frame, seen[at], hips[at], text)
    _curve(figure.add_subplot(grid[1, :]), times, np.array(hips), entry)
    figure.savefig(OUT, dpi=90, bbox_inches="tight", pad_inches=0.15)


if __name__ == "__main__":
    main()
