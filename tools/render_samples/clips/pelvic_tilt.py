"""Pelvic tilt: hook-lying, the lower back rocked flat and loose; a guided timer."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import EARLY, LATE, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import hook_lying


class Timed(Script):
    """A script that writes down when a guided stretch is kept, and when it is not."""

    kept_from_s = 0.0

    def rock(self, change: Pose, seconds: float, stay: float) -> None:
        """A small movement within the stretch and back: its time counts."""
        self._go(self._pose(self.start, change), seconds)
        self.wait(stay)
        self._go(self.start, seconds)
        self.wait(0.8)

    def broken(
        self,
        change: Pose,
        go: float,
        stay: float,
        *faults: tuple[str, str],
        fast: bool = False,
    ) -> None:
        """Out of the posture and back: the clock stands.

        fast: the unsafe fault is the speed of the way out, and back.
        """
        self._keep(self.time + EARLY * go)
        left = self.time
        self._go(self._pose(self.start, change), go)
        self.wait(stay)
        self._go(self.start, go)
        for name, severity in faults:
            inner = EARLY if fast and severity == "unsafe" else 0.5
            self._fault(name, severity, left + inner * go, self.time - inner * go)
        self.kept_from_s = self.time - (1 - LATE) * go

    def fidget(self, change: Pose, times: int, period: float) -> None:
        """To and fro, too quick to be still: the clock stands."""
        self._keep(self.time)
        for _ in range(times):
            self._go(self._pose(self.start, change), period / 2)
            self._go(self.start, period / 2)
        self.kept_from_s = self.time

    def end(self) -> None:
        """The clip is over while the posture is still kept."""
        self._keep(self.time)

    def _keep(self, until_s: float) -> None:
        times = {"start_s": round(self.kept_from_s, 3), "end_s": round(until_s, 3)}
        self.events.holds.append(times | {"side": None})


def _good(rig: Rig, near: str) -> Script:
    start = hook_lying(rig, near, "supine")
    script = Timed(start, near, seed_of("pelvic_tilt_good"))
    tilt = {"pitch": start["pitch"] - 5.0, "lumbar": start["lumbar"] + 7.0}
    script.wait(2.5)
    for _ in range(2):
        script.rock(tilt, 1.6, 1.2)
    lift = {"lift": 0.13, "pitch": start["pitch"] + 3.0}
    bridge = {"pelvis_x": 0.0, "pitch": start["pitch"] - 24.0, "thoracic": 4.0}
    script.broken(lift | bridge, 1.3, 2.4, ("hips_lift", "form"))
    script.wait(3.0)
    head = {"thoracic": 36.0, "lumbar": 8.0, "neck": start["neck"] + 14.0}
    script.broken(head, 1.0, 2.2, ("head_lifts", "form"))
    script.wait(2.5)
    knees = {f"foot_x.{s}": start[f"foot_x.{s}"] + 0.16 for s in "LR"}
    script.fidget(knees, 4, 1.1)
    script.rock(tilt, 1.6, 1.2)
    script.wait(1.8)
    script.end()
    return script


CLIPS = [
    Clip(
        name="pelvic_tilt_good",
        stretch="pelvic_tilt",
        variant="good",
        posture="supine",
        body="man_55",
        clothes=Clothes("maroon", "grey", "white", "short", "long"),
        room=room("bedroom"),
        light=light("day"),
        camera=Camera("left", 2.4, 0.6, (0.0, 0.36)),
        script=_good,
        planned={"reps": 1, "hold_s": 6.0},
        how="Small rocks of the pelvis; then the hips lift, the head lifts, and the "
        "feet shuffle, and each time the clock stands.",
    ),
]
