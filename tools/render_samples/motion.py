"""Scripts of movement: poses on a time line, easing, sway, gait, and what happened.

A `Script` is written like instructions to a person (wait, rep, cycle, walk). It
keeps the keyframes and, from the same numbers, the truth about reps and faults.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .rig import Pose

DEFAULTS = {
    "abduct": 4.0,
    "arm_out": 8.0,
    "arm_local": 1.0,
    "elbow": 15.0,
    "foot_y": 0.1,
    "toe_out": 6.0,
    "knee_x": 1.0,
    "knee_y": 0.1,
    "knee_z": 0.3,
    "hand_x": 0.3,
    "hand_y": 0.2,
    "elbow_x": -0.3,
    "elbow_y": 0.6,
    "elbow_z": -1.0,
    "leg_length": 0.99,
    "grab_leg": 1.0,
    "grab_side": 0.05,
    "grab_along": 0.2,
    "grab_off": 0.05,
}
EARLY, LATE = 0.1892, 0.8108  # where a minimum-jerk movement is 5 % and 95 % done


def ease(t: float) -> float:
    """Minimum-jerk progress, 0..1 for t in 0..1."""
    t = min(1.0, max(0.0, t))
    return t * t * t * (10 - 15 * t + 6 * t * t)


def sided(pose: Mapping[str, float], near: str) -> Pose:
    """Spell out `.both`, `.near` and `.far` as `.L` and `.R`."""
    other = {"L": "R", "R": "L"}[near]
    ends = {"both": "LR", "near": near, "far": other, "L": "L", "R": "R"}
    out: Pose = {}
    # what is said of one side beats what is said of both
    for wanted in (True, False):
        for key, value in pose.items():
            name, dot, end = key.partition(".")
            if (end == "both") != wanted:
                continue
            for s in ends[end] if dot else "":
                out[f"{name}.{s}"] = float(value)
            if not dot:
                out[name] = float(value)
    return out


def mixed(a: Pose, b: Pose, share: float) -> Pose:
    """The pose `share` of the way from `a` to `b`."""
    out: Pose = {}
    for key in {*a, *b}:
        plain = DEFAULTS.get(key.partition(".")[0], 0.0)
        x, y = a.get(key, plain), b.get(key, plain)
        out[key] = x + (y - x) * share
    return out


@dataclass(frozen=True)
class Fault:
    """A faulty position taken up during a hold and left again (seconds)."""

    id: str
    severity: str
    change: Mapping[str, float]
    go: float = 0.9
    stay: float = 2.3
    back: float = 0.9
    wait: float = 0.8


@dataclass(frozen=True)
class Bounce:
    """Pulses during a hold: to `change` and back, `count` times."""

    change: Mapping[str, float]
    count: int = 5
    period: float = 1.0
    wait: float = 0.8
    id: str = "bounce"
    severity: str = "unsafe"


@dataclass
class Events:
    """What the script says happened; lists of dicts as in truth.json."""

    reps: list[dict[str, Any]] = field(default_factory=list)
    holds: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    phases: list[dict[str, Any]] = field(default_factory=list)


class Script:
    """A person's movements from a start pose; every method goes on in time."""

    def __init__(
        self, start: Mapping[str, float], near: str = "R", seed: int = 0
    ) -> None:
        self.near, self.rng = near, np.random.default_rng(seed)
        self.start = sided(start, near)
        self.keys: list[tuple[float, Pose, bool]] = [(0.0, self.start, True)]
        self.time = 0.0
        self.events = Events()
        self._phase = float(self.rng.uniform(0, 6))

    # ------------------------------------------------------------- small steps
    def _pose(self, base: Pose, change: Mapping[str, float]) -> Pose:
        return {**base, **sided(change, self.near)}

    def _vary(self, seconds: float, share: float = 0.04) -> float:
        return float(seconds * (1 + np.clip(self.rng.normal(0, share), -0.1, 0.1)))

    def _go(self, pose: Pose, seconds: float, eased: bool = True) -> None:
        self.time += seconds
        self.keys.append((self.time, pose, eased))

    @property
    def now(self) -> Pose:
        """The pose at the end of what is scripted so far."""
        return self.keys[-1][1]

    def wait(self, seconds: float) -> None:
        """Stay in the pose."""
        self._go(self.now, seconds)

    def shift(self, change: Mapping[str, float], seconds: float) -> None:
        """Move to another start pose; no rep."""
        self.start = self._pose(self.start, change)
        self._go(self.start, seconds)

    def _fault(self, id: str, severity: str, start: float, end: float) -> dict:
        fault = {
            "id": id,
            "severity": severity,
            "start_s": round(start, 3),
            "end_s": round(end, 3),
        }
        self.events.faults.append(fault)
        return fault

    def _inside(self, pose: Pose, things: tuple[Fault | Bounce, ...]) -> list[str]:
        flags = []
        for thing in things:
            self.wait(thing.wait)
            t, other = self.time, self._pose(pose, thing.change)
            if isinstance(thing, Fault):
                self._go(other, thing.go)
                self._go(other, thing.stay)
                self._go(pose, thing.back)
                end = t + thing.go + thing.stay + thing.back / 2
                self._fault(thing.id, thing.severity, t + thing.go / 2, end)
            else:
                for _ in range(thing.count):
                    self._go(other, thing.period / 2)
                    self._go(pose, thing.period / 2)
                fault = self._fault(thing.id, thing.severity, t, self.time)
                fault["onset_s"] = round(t + 1.5 * thing.period, 3)
            flags.append(thing.id)
        return flags

    # ------------------------------------------------------------------- a rep
    def rep(
        self,
        target: Mapping[str, float],
        go: float = 2.4,
        hold: float = 2.0,
        back: float = 2.4,
        *,
        size: str = "full",
        share: float = 0.5,
        side: str | None = None,
        inside: tuple[Fault | Bounce, ...] = (),
        fault: tuple[str, str, str] | None = None,
        rest: float = 1.3,
    ) -> None:
        """Start -> target -> start. `target` holds only what changes.

        size "small" goes `share` of the way. fault is (id, severity, when), when one
        of "go", "back" (a speed fault) or "visit" (the target itself is faulty).
        `inside` happens during the hold, before its last `hold` seconds.
        """
        full = self._pose(self.start, target)
        share = share if size == "small" else 1 + float(self.rng.normal(0, 0.008))
        pose = mixed(self.start, full, share)
        exact = fault is not None
        go, back = (t if exact else self._vary(t) for t in (go, back))
        begin = self.time
        self._go(pose, go)
        flags = self._inside(pose, inside)
        self.wait(self._vary(hold, 0.02))
        leave = self.time
        self._go(self.start, back)
        times = {
            "start_s": begin + EARLY * go,
            "arrive_s": begin + LATE * go,
            "leave_s": leave + EARLY * back,
            "end_s": leave + LATE * back,
        }
        if fault:
            ends = {
                "go": (times["start_s"], times["arrive_s"]),
                "back": (times["leave_s"], times["end_s"]),
                "visit": (begin + go / 2, leave + back / 2),
            }[fault[2]]
            self._fault(fault[0], fault[1], *ends)
            flags.append(fault[0])
        self._count(times, size, flags, side)
        if size == "full":
            held = {"start_s": times["arrive_s"], "end_s": times["leave_s"]}
            self.events.holds.append(
                {k: round(v, 3) for k, v in held.items()} | {"side": side}
            )
        self.wait(self._vary(rest, 0.1))

    def _count(
        self, times: dict[str, float], size: str, flags: list[str], side: str | None
    ) -> None:
        self.events.reps.append(
            {
                "number": len(self.events.reps) + 1,
                "side": side,
                **{k: round(v, 3) for k, v in times.items()},
                "size": size,
                "flags": flags,
            }
        )

    def cycle(
        self,
        phases: tuple[tuple[str, Mapping[str, float]], ...],
        go: float = 2.2,
        hold: float = 1.6,
        *,
        size: str = "full",
        share: float = 0.5,
        inside: Mapping[str, tuple[Fault | Bounce, ...]] | None = None,
        fault: tuple[str, str] | None = None,
        rest: float = 1.0,
    ) -> None:
        """Start -> each phase in turn -> start: one rep of a two-phase stretch.

        A movement between two phases takes 1.4 `go`. fault (id, severity) is for a
        cycle that is faulty as a whole (its speed).
        """
        begin, flags, arrive = self.time, [], 0.0
        leave = begin
        for k, (name, change) in enumerate(phases):
            pose = self._pose(self.start, change)
            pose = mixed(self.start, pose, share if size == "small" else 1.0)
            took = (go if fault else self._vary(go)) * (1.4 if k else 1.0)
            came = self.time
            if k and size == "full":
                self._end_phase(came + EARLY * took)
            self._go(pose, took)
            arrive = arrive or begin + LATE * took
            if size == "full":
                self.events.phases.append(
                    {"phase": name, "start_s": round(came + LATE * took, 3)}
                )
            flags += self._inside(pose, (inside or {}).get(name, ()))
            self.wait(hold if fault else self._vary(hold))
        leave = self.time
        back = go if fault else self._vary(go)
        if size == "full":
            self._end_phase(leave + EARLY * back)
        self._go(self.start, back)
        times = {
            "start_s": begin + EARLY * go,
            "arrive_s": arrive,
            "leave_s": leave + EARLY * back,
            "end_s": leave + LATE * back,
        }
        if fault:
            self._fault(*fault, times["start_s"], times["end_s"])
            flags.append(fault[0])
        self._count(times, size, flags, None)
        self.wait(self._vary(rest, 0.1))

    def _end_phase(self, end: float) -> None:
        phase = self.events.phases[-1]
        phase["end_s"] = round(end, 3)
        self.events.holds.append({**phase, "side": None})

    # ------------------------------------------------------------------- gait
    def walk(
        self, x: float, y: float, yaw: float | None = None, speed: float = 1.0
    ) -> None:
        """Walk to the stance point (x, y), then turn to `yaw` if given.

        Turns on the spot first. Needs posture "standing".
        """
        here = self.now
        dx, dy = x - here.get("at_x", 0.0), y - here.get("at_y", 0.0)
        far = math.hypot(dx, dy)
        old = here.get("at_yaw", 0.0)
        heading = math.degrees(math.atan2(dy, dx))
        heading = old + (heading - old + 180) % 360 - 180
        gait = here.get("gait", 0.0)
        stride = {**here, "walk": 1.0}
        turning = abs(heading - old) / 160
        if turning > 0.05:
            gait += 2 * turning
            stride = {**stride, "at_yaw": heading, "gait": gait}
            self._go(stride, max(0.5, turning))
        else:
            gait += 0.4
            self._go({**stride, "gait": gait}, 0.3)
        steps = far / 0.62
        gait += steps
        there = {**stride, "at_x": x, "at_y": y, "gait": gait, "at_yaw": heading}
        self._go(there, far / speed, eased=False)
        end = {**there, "walk": 0.0, "gait": gait + 0.5}
        if yaw is not None:
            end["at_yaw"] = heading + (yaw - heading + 180) % 360 - 180
            end["gait"] = gait + 1 + abs(end["at_yaw"] - heading) / 60
        self._go(end, 0.5 + abs(end["at_yaw"] - heading) / 160)
        self.start = {
            **self.start,
            **{k: end[k] for k in ("at_x", "at_y", "at_yaw", "gait", "walk")},
        }
        self._go(self.start, 0.3)

    # ---------------------------------------------------------------- reading
    def pose_at(self, t: float) -> Pose:
        """The pose at a time, with sway, breath and gait."""
        keys = self.keys
        k = 1
        while k < len(keys) - 1 and keys[k][0] < t:
            k += 1
        if len(keys) == 1:
            pose = dict(keys[0][1])
        else:
            (t0, a, _), (t1, b, eased) = keys[k - 1], keys[k]
            u = (t - t0) / max(t1 - t0, 1e-9)
            pose = mixed(a, b, ease(u) if eased else min(1.0, max(0.0, u)))
        self._sway(pose, t)
        if pose.get("walk", 0.0) > 0:
            _stride(pose)
        return pose

    def _sway(self, pose: Pose, t: float) -> None:
        p = self._phase
        still = pose.get("sway", 1.0)
        for key, size, rate in (
            ("pitch", 0.30, 1.3),
            ("thoracic", 0.6, 1.6),
            ("lumbar", 0.35, 0.83),
            ("neck", 0.9, 0.9),
            ("neck_twist", 1.6, 0.7),
            ("thigh.L", 0.4, 1.1),
            ("thigh.R", 0.4, 1.2),
        ):
            wave = math.sin(t * rate + p) + 0.4 * math.sin(t * rate * 2.3 + 2 * p)
            pose[key] = pose.get(key, 0.0) + still * size * wave
            p += 1.7


def _stride(pose: Pose) -> None:
    """Swing legs and arms by the gait, as much as the pose walks."""
    w = pose["walk"]
    for s, lag in (("L", 0.0), ("R", math.pi)):
        turn = math.pi * pose.get("gait", 0.0) + lag
        free = max(0.0, math.cos(turn))
        wanted = {
            "thigh": 22 * math.sin(turn) + 4 + 10 * free,
            "knee": 7 + 52 * free**1.5,
            "ankle": -4 + 12 * max(0.0, -math.sin(turn)) * (1 - free),
            "arm": -20 * math.sin(turn),
            "elbow": 22 + 8 * math.sin(turn),
        }
        for name, value in wanted.items():
            key = f"{name}.{s}"
            now = pose.get(key, DEFAULTS.get(name, 0.0))
            pose[key] = now * (1 - w) + value * w
        for name in ("plant", "reach"):
            pose[f"{name}.{s}"] = pose.get(f"{name}.{s}", 0.0) * (1 - w)
