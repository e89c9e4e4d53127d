"""Judge the landmarks of another estimator: `python other_landmarks.py [FILE STRETCH]`.

FILE is an .npz with `time_s` (T,), `xy` (T, 17, 2) px, `confidence` (T, 17) in COCO's
order, and `size_wh`. Without one, a sample clip's landmarks are made to look so.
Needs numpy and pydantic alone.
"""

import sys
from pathlib import Path

import numpy as np

import formcheck as fc

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "bridge_good.trace.npz"
COCO17_OF_33 = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]


def sample() -> dict[str, np.ndarray]:
    """Return a sample clip's landmarks, as an estimator of COCO's 17 gives them."""
    trace = np.load(SAMPLE)
    looked_at = trace["status"] != 2  # 0: somebody was seen, 1: nobody
    seen = trace["status"][looked_at] == 0
    xy, confidence = np.zeros((len(seen), 17, 2)), np.zeros((len(seen), 17))
    xy[seen] = trace["image_xy"][:, COCO17_OF_33] / 16  # a trace has 16 steps a px
    confidence[seen] = trace["visibility"][:, COCO17_OF_33] / 255
    return {
        "time_s": trace["time_s"][looked_at],
        "xy": xy,
        "confidence": confidence,
        "size_wh": trace["size_wh"][0],
    }


if __name__ == "__main__":
    file, stretch = sys.argv[1:] or (None, "bridge")
    found = np.load(file) if file else sample()
    result = fc.judge_landmarks(
        found["time_s"],
        found["xy"],
        found["confidence"],
        stretch,
        size_wh=found["size_wh"],
        skeleton="coco17",
        view=fc.load_stretch(stretch).camera.view.value,  # where the camera stood
    )
    print(f"{result.stretch}: {result.status}, {len(result.reps)} repetitions")
    for hold in result.holds:
        print(f"  held for {hold.held_s:.1f} s from {hold.start_s:.1f} s on")
    for flag in result.flags:
        print(f"  {flag.start_s:.1f} s: {flag.cue}")
    for note in result.notes:
        print(f"  note: {note}")
