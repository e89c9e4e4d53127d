"""Poses a body: readable parameters to bones, contact with the floor, skin, landmarks.

A pose is a flat dict of floats; README.md lists the parameters. The stance frame has
X forward, Y to the person's left and Z up from the floor, in metres and degrees.
What touches the floor does so because it is settled there: after each pass the lowest
skin of every resting patch is looked up and the pelvis, feet, shins, head and hands
are moved by what is missing, a few times over.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .bones import Bones
from .dress import Dress
from .maths import RAD, angle_deg, apply_maps, turn
from .settled import Pose, Settled
from .skeleton import LANDMARKS, SIDES, Skeleton

Floats = NDArray[np.float64]
Z = np.array([0.0, 0, 1])
_GROUND = {
    "standing": (),
    "seated": ("seat",),
    "supine": ("trunk",),
    "bridge": ("upper_back",),
    "prone": ("seat",),
    "quadruped": ("knee.L", "knee.R"),
    "half_kneeling": (),
}
POSTURES = tuple(_GROUND)
_PASSES = 5
_SINK_M = 0.010


@dataclass(frozen=True)
class Posed:
    """A posed body: skin (n,3) and 33 landmarks (33,3), metres, world frame."""

    vertices: Floats
    landmarks: Floats


class Rig:
    """One dressed body that can take any pose of one posture."""

    def __init__(self, skeleton: Skeleton, dress: Dress) -> None:
        self.sk, self.dress = skeleton, dress
        self.skin = dress.skin
        self._bones = Bones(skeleton)
        self._guess = Settled()
        touch = np.unique(np.concatenate(list(skeleton.patches.values())))
        place = np.full(len(self.skin), -1)
        place[touch] = np.arange(len(touch))
        self._patch = {n: place[v] for n, v in skeleton.patches.items()}
        self._touch_weights = skeleton.weights[touch]
        self._touch_skin = self.skin[touch]

    # ------------------------------------------------------------------ posing
    def pose(self, pose: Pose, posture: str) -> Posed:
        """Skin and landmarks of a pose, settled on the floor."""
        self._settled(pose, posture)
        moves = self._bones.moves()
        skin = self._skinned(self.sk.weights, self.skin, moves)
        seat = pose.get("seat_z", 0.0) if posture == "seated" else 0.0
        if seat <= 0:
            skin[:, 2] = np.maximum(skin[:, 2], 0.001 + 0.15 * skin[:, 2])
        marks = np.stack(
            [self._bones.turns[b] @ p + moves[b] for b, p in self.sk.attached]
        )
        away = turn(Z, pose.get("at_yaw", 0.0) * RAD)
        there = np.array([pose.get("at_x", 0.0), pose.get("at_y", 0.0), 0.0])
        return Posed(skin @ away.T + there, marks @ away.T + there)

    def rested(self, pose: Pose, posture: str) -> Pose:
        """The pose with what `lie` and `head_rest` would do written into it.

        Those two act only at 1, so a pose that others are mixed with is rested first.
        """
        settled = self._settled(pose, posture, passes=12)
        return {
            **pose,
            "pitch": pose.get("pitch", 0.0) + settled.pitch,
            "neck": pose.get("neck", 0.0) + settled.head,
            "lie": 0.0,
            "head_rest": 0.0,
        }

    def _settled(self, pose: Pose, posture: str, passes: int = _PASSES) -> Settled:
        # the last pose is a good guess, but for a walker
        settled = self._guess if posture not in ("standing",) else Settled()
        settled.forget(pose)
        for _ in range(passes):
            self._bones.place(pose, posture, settled)
            before = settled.numbers()
            self._settle(pose, posture, settled)
            if np.abs(settled.numbers() - before).max() < 1:
                break
        self._bones.place(pose, posture, settled)
        self._guess = settled
        return settled

    def measure(self, pose: Pose, posture: str) -> dict[str, float]:
        """Side-on angles of a pose in degrees, by landmark, and heights in metres.

        Keys: hip.L, knee.L, elbow.L (and .R), trunk (0 upright, + forward), neck.L
        (ear-shoulder-hip included), neck_bend (head against trunk, + chin to chest),
        hip_signed.L, and pelvis_z, knee_z.L, heel_z.L.
        """
        marks = self.pose(pose, posture).landmarks
        at = dict(zip(LANDMARKS, marks[:, [0, 2]], strict=True))
        out: dict[str, float] = {}
        for side, s, _ in SIDES:
            shoulder, hip, knee, ankle, elbow, wrist = (
                at[f"{side}_{n}"]
                for n in ("shoulder", "hip", "knee", "ankle", "elbow", "wrist")
            )
            out["hip." + s] = float(angle_deg(shoulder, hip, knee))
            out["knee." + s] = float(angle_deg(hip, knee, ankle))
            out["elbow." + s] = float(angle_deg(shoulder, elbow, wrist))
            out["neck." + s] = float(angle_deg(at[side + "_ear"], shoulder, hip))
            u, v = shoulder - hip, knee - hip
            signed = math.degrees(math.atan2(u[1], u[0]) - math.atan2(v[1], v[0]))
            out["hip_signed." + s] = signed % 360
            out["knee_z." + s] = float(knee[1])
            out["heel_z." + s] = float(at[side + "_heel"][1])
        hips = (at["left_hip"] + at["right_hip"]) / 2
        up = (at["left_shoulder"] + at["right_shoulder"]) / 2 - hips
        out["trunk"] = math.degrees(math.atan2(up[0], up[1]))
        ears = (at["left_ear"] + at["right_ear"]) / 2
        skull = ears - (at["left_shoulder"] + at["right_shoulder"]) / 2
        lean = math.degrees(math.atan2(skull[0], skull[1]))
        out["neck_bend"] = (lean - out["trunk"] + 180) % 360 - 180
        out["pelvis_z"] = float(hips[1])
        return out

    def _skinned(
        self, weights: NDArray[np.float32], skin: Floats, moves: Floats
    ) -> Floats:
        maps = np.concatenate([self._bones.turns, moves[:, :, None]], 2).reshape(-1, 12)
        return apply_maps(weights @ maps.astype(np.float32), skin)

    # ----------------------------------------------------------------- contact
    def _settle(self, pose: Pose, posture: str, fix: Settled) -> None:
        get = pose.get
        moves = self._bones.moves()
        z = self._skinned(self._touch_weights, self._touch_skin, moves)[:, 2]
        low = {n: float(z[v].min()) for n, v in self._patch.items()}
        level = get("seat_z", 0.0) - _SINK_M
        ground = _GROUND[posture]
        if posture == "standing":
            planted = min(1.0, (get("plant.L", 0.0) + get("plant.R", 0.0)))
            fix.drop -= (1 - planted) * min(low["foot.L"], low["foot.R"])
        elif posture == "half_kneeling":
            rear = "knee.L" if get("rear_left", 0.0) > 0.5 else "knee.R"
            fix.drop -= low[rear] + 0.006
        elif ground:
            sink = {"quadruped": 0.006, "prone": 0.025}.get(posture, _SINK_M)
            level = level if posture == "seated" else get("lift", 0.0) - sink
            fix.drop -= min(low[n] for n in ground) - level
        if get("lie", 0.0) > 0.999:
            tilt = (low["upper_back"] - low["seat"]) / self.sk.length["trunk"] * 1.1
            fix.pitch -= np.clip(tilt, -0.3, 0.3) / RAD * 0.8
        if get("head_rest", 0.0) > 0.999:
            down = 1 if self._bones.turns[self.sk.index["head"]][2, 1] > 0 else -1
            step = np.clip((low["head"] + 0.006) / 0.2, -0.35, 0.35)
            fix.head += down * step / RAD * 0.7
        for s in "LR":
            self._settle_limb(pose, posture, fix, low, s)

    def _settle_limb(
        self, pose: Pose, posture: str, fix: Settled, low: dict[str, float], s: str
    ) -> None:
        get = pose.get
        planted = get("plant." + s, 0.0)
        if planted > 0.01:
            step = low["foot." + s] + 0.003 - get("foot_z." + s, 0.0)
            fix.foot[s] = float(np.clip(fix.foot[s] - step, -0.05, 0.05))
        laid = get("shin_rest." + s, 0.0)
        if laid > 0:
            step = (low["foot." + s] + 0.004) / self.sk.length["shin"]
            fix.shin[s] += float(np.clip(laid * step, -0.4, 0.4))
        if get("reach." + s, 0.0) > 0.01:
            step = low["hand." + s] + 0.003 - get("hand_z." + s, 0.0)
            if get("palm." + s, 0.0) < 0.05:
                step = min(0.0, low["hand." + s])
            fix.hand[s] = float(np.clip(fix.hand[s] - step, -0.07, 0.07))
