"""Photographs shown as stills: `python -m benchmarks.photos FOLDER`.

Each shows the start or the end of an exercise. It is looked at for a few seconds, as a
film in which nothing moves, by the stretch that it belongs to: read as the start, the
target, as neither, or as unknown with the reason. Prints a table, asserts nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from math import isnan
from pathlib import Path

import cv2
import numpy as np

from formcheck.app.recordings.judging import Judge
from formcheck.core.judge.states import Lost
from formcheck.core.stretch.spec import Kind, Phase, Plan, Profile, StretchSpec
from formcheck.core.words.reasons import Reason
from formcheck.edges.estimator import MediaPipeEstimator
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import list_stretches

SHOWN_S = 3.0
EVERY_S = 0.1


@dataclass(frozen=True)
class Photo:
    """A photograph, the stretch that it belongs to, and what it shows of it."""

    name: str
    stretch: str
    shows: str


PHOTOS = (
    Photo("Ankle_On_The_Knee_0", "supine_figure_four", "start"),
    Photo("Ankle_On_The_Knee_1", "supine_figure_four", "target"),
    Photo("Butt_Lift_Bridge_0", "bridge", "start"),
    Photo("Butt_Lift_Bridge_1", "bridge", "target"),
    Photo("Cat_Stretch_0", "cat_cow", "start"),
    Photo("Cat_Stretch_1", "cat_cow", "target"),
    Photo("Chair_Lower_Back_Stretch_0", "seated_side_bend", "target"),
    Photo("Chair_Lower_Back_Stretch_1", "seated_side_bend", "target"),
    Photo("Childs_Pose_0", "childs_pose", "target"),
    Photo("Childs_Pose_1", "childs_pose", "target"),
    Photo("Crunches_0", "curl_up", "start"),
    Photo("Crunches_1", "curl_up", "target"),
    Photo("Hamstring_Stretch_0", "supine_hamstring_strap", "start"),
    Photo("Hamstring_Stretch_1", "supine_hamstring_strap", "target"),
    Photo("Kneeling_Hip_Flexor_0", "half_kneeling_hip_flexor", "target"),
    Photo("Kneeling_Hip_Flexor_1", "half_kneeling_hip_flexor", "target"),
    Photo("One_Knee_To_Chest_0", "knee_to_chest_single", "start"),
    Photo("One_Knee_To_Chest_1", "knee_to_chest_single", "target"),
    Photo("Seated_Floor_Hamstring_Stretch_0", "long_sit_forward_fold", "target"),
    Photo("Seated_Floor_Hamstring_Stretch_1", "long_sit_forward_fold", "target"),
    Photo("Standing_Toe_Touches_0", "standing_forward_bend", "start"),
    Photo("Standing_Toe_Touches_1", "standing_forward_bend", "target"),
    Photo("Upper_Back-Leg_Grab_0", "long_sit_forward_fold", "start"),
    Photo("Upper_Back-Leg_Grab_1", "long_sit_forward_fold", "target"),
)
"""Read by eye. Both of the chair's, of the child's pose, of the kneeling hip flexor and
of the seated hamstring are in the target."""


@dataclass(frozen=True)
class Read:
    """What was made of a photograph. values: its measures, rounded."""

    said: str
    why: str
    values: str


def read_photo(folder: Path, photo: Photo, spec: StretchSpec) -> Read:
    """Show one photograph to its stretch.

    Where the target is told by comparison with the person's own start, as a cat is, the
    photograph of the start is shown first.
    """
    shots = [photo.name]
    if _by_comparison(spec) and photo.shows == "target":
        shots.insert(0, photo.name[:-1] + "0")
    model = model_file()
    judge = Judge(spec, Profile(), Plan(), judging_of())
    phase_seen: Counter[Phase] = Counter()
    with MediaPipeEstimator(
        model.path, back=judging_of().body.outline if spec.needs_back else None
    ) as eyes:
        time_s = 0.0
        for shot in shots:
            found = cv2.imread(str(folder / f"{shot}.jpg"))
            if found is None:
                return Read("no such file", "", "")
            image = np.asarray(found, np.uint8)
            phase_seen.clear()
            for _ in range(round(SHOWN_S / EVERY_S)):
                judge.take(eyes.estimate(image, time_s))
                phase_seen[judge.state.phase] += 1
                time_s += EVERY_S
    state = judge.state
    look = state.reading.sample
    values = ""
    if look is not None:
        pairs = zip(look.names, look.smooth, strict=True)
        values = " ".join(f"{name} {value:.3g}" for name, value in pairs)
    if isinstance(state.sight, Lost) or look is None:
        return Read("unknown", state.lost_why or Reason.NOBODY, values)
    if phase_seen[Phase.TARGET]:
        return Read("target", "", values)
    clauses = spec.target.clauses if spec.target else []
    unseen = [c.measure for c in clauses if isnan(look.value(c.measure))]
    if unseen:
        return Read("unknown", f"{', '.join(unseen)} not seen", values)
    if _middle_unsure(judge, spec):
        return Read("unknown", "one half alone: its middle is not known yet", values)
    if state.reading.phase in (Phase.START, Phase.RETURNING):
        return Read("start", "", values)
    return Read("neither", "", values)


def _by_comparison(spec: StretchSpec) -> bool:
    clauses = spec.target.clauses if spec.target else []
    relative = any(spec.measures[c.measure].relative for c in clauses)
    return relative or spec.kind is Kind.TWO_PHASE


def _middle_unsure(judge: Judge, spec: StretchSpec) -> bool:
    """Whether the start may as well have been one of the two phases: nothing is judged
    by it then.
    """
    if spec.phases is None:
        return False
    middle = judge.state.pair.middle
    return middle.value(spec.phases.swing, judging_of().judge.pair) != middle.steady


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    known = {spec.id: spec for spec in list_stretches(poses_dir())}
    counts: Counter[str] = Counter()
    print("| photograph | stretch | shows | read as | why | measures |")
    print("|---|---|---|---|---|---|")
    for photo in PHOTOS:
        if photo.stretch not in known:
            read = Read("not tried", "no such stretch yet", "")
        else:
            read = read_photo(folder, photo, known[photo.stretch])
        counts["right" if read.said == photo.shows else read.said] += 1
        cells = (photo.name, photo.stretch, photo.shows, read.said, read.why)
        print(f"| {' | '.join(cells)} | {read.values} |", flush=True)
    print("\n" + ", ".join(f"{word} {count}" for word, count in counts.most_common()))


if __name__ == "__main__":
    main()
