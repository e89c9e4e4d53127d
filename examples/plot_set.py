"""Plot a set, with its holds and what to ease: `python plot_set.py OUT.png`.

The curve is the angle at the hip. The landmarks are of a sample clip; any (T, 33, 2)
of px will do.
"""

import sys
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

import formcheck as fc

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "bridge_faults.trace.npz"


def angle_deg(a: np.ndarray, vertex: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the angles at `vertex` from a to b, (T, 2) px each; under 180 at first."""
    one, other = a - vertex, b - vertex
    turn = np.arctan2(one[:, 1], one[:, 0]) - np.arctan2(other[:, 1], other[:, 0])
    turn_deg = np.degrees(turn) % 360
    return turn_deg if turn_deg[0] < 180 else 360 - turn_deg


def plot(time_s: np.ndarray, hip_deg: np.ndarray, result: fc.Result) -> Figure:
    """Return a figure of a curve with the set's holds and flags."""
    figure = Figure(figsize=(9, 3.5), layout="constrained")
    axes = figure.add_subplot(xlabel="s", ylabel="hip, degrees")
    axes.plot(time_s, hip_deg, color="black")
    for hold in result.holds:
        axes.axvspan(hold.start_s, hold.end_s, color="tab:green", alpha=0.2)
    for flag in result.flags:
        axes.axvspan(flag.start_s, flag.end_s, color="tab:orange", alpha=0.5)
        axes.text(
            flag.start_s, hip_deg.min(), flag.cue, rotation=90, size=6, ha="right"
        )
    axes.set_title(f"{result.stretch}: {len(result.reps)} repetitions")
    return figure


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: plot_set.py OUT.png")
    trace = np.load(SAMPLE)
    time_s = trace["time_s"][trace["status"] == 0]  # in which somebody was seen
    xy, visibility = trace["image_xy"] / 16, trace["visibility"] / 255
    size_wh = trace["size_wh"][0]
    judged = fc.judge_landmarks(
        time_s, xy, visibility, "bridge", size_wh=size_wh, view="side"
    )
    right = visibility[:, 24].mean() > visibility[:, 23].mean()  # the side seen better
    shoulder, hip, knee = (12, 24, 26) if right else (11, 23, 25)
    curve = angle_deg(xy[:, shoulder], xy[:, hip], xy[:, knee])
    plot(time_s, curve, judged).savefig(sys.argv[1])
    print(f"{sys.argv[1]}: {len(judged.holds)} holds, {len(judged.flags)} flags")
