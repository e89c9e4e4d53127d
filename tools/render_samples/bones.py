"""Places the bones of a body from the parameters of a pose (forward and two-bone IK).

The stance frame has X forward, Y to the person's left and Z up from the floor.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .arms import Arms
from .maths import (
    RAD,
    between,
    blend,
    cross,
    dot,
    frame,
    place_rest,
    swing,
    turn,
    two_bones,
    unit,
)
from .settled import Pose, Settled
from .skeleton import SIDES, SPINE, Skeleton

Floats = NDArray[np.float64]
X, Y, Z = np.eye(3)
_TO_STANCE = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
_BACK = np.linspace(0, 1, SPINE)
_LUMBAR = np.exp(-(((_BACK - 0.22) / 0.26) ** 2))
_THORACIC = np.exp(-(((_BACK - 0.72) / 0.30) ** 2))
_LUMBAR /= _LUMBAR.sum()
_THORACIC /= _THORACIC.sum()


class Bones(Arms):
    """turns (bones,3,3) and places (bones,3) of one skeleton, in metres."""

    def __init__(self, skeleton: Skeleton) -> None:
        self.sk = skeleton
        self.turns = np.zeros((len(skeleton.bones), 3, 3))
        self.places = np.zeros((len(skeleton.bones), 3))

    def moves(self) -> Floats:
        """The translation part of every bone's map from rest, (bones,3)."""
        return self.places - np.einsum("bij,bj->bi", self.turns, self.sk.heads)

    def place(self, pose: Pose, posture: str, fix: Settled) -> None:
        sk, get = self.sk, pose.get
        count = len(sk.bones)
        self.turns = np.zeros((count, 3, 3))
        self.places = np.zeros((count, 3))
        self._done = np.zeros(count, bool)
        pitch = (get("pitch", 0.0) + fix.pitch) * RAD
        facing = turn(Z, get("pelvis_yaw", 0.0) * RAD)
        root = facing @ turn(X, get("roll", 0.0) * RAD) @ turn(Y, pitch) @ _TO_STANCE
        self._left = facing @ Y
        self._facing = facing
        self.put("root", root)
        self._spine(pose, root, fix)
        legs = {s: self._leg_turned(pose, s, fix) for s in "LR"}
        self._anchor(pose, posture, legs, fix)
        place_rest(
            sk.order, sk.parents, sk.heads, self.turns, self.places, self._kept()
        )
        for _, s, sign in SIDES:
            self._leg(pose, s, sign, fix)
        for _, s, sign in SIDES:
            self._arm(pose, s, sign, fix)
        place_rest(sk.order, sk.parents, sk.heads, self.turns, self.places, self._done)

    def put(self, bone: str, rotation: Floats, place: Floats | None = None) -> None:
        i = self.sk.index[bone]
        p = self.sk.parents[i]
        if place is None and bone != "root":
            place = self.places[p] + self.turns[p] @ (
                self.sk.heads[i] - self.sk.heads[p]
            )
        self.turns[i] = rotation
        if place is not None:
            self.places[i] = place
        self._done[i] = True

    def _kept(self) -> NDArray[np.bool_]:
        """A copy of what is placed so far, for a throw-away pass over the rest."""
        return self._done.copy()

    def _spine(self, pose: Pose, root: Floats, fix: Settled) -> None:
        get = pose.get
        flex = get("lumbar", 0.0) * _LUMBAR + get("thoracic", 0.0) * _THORACIC
        side, twist = get("side", 0.0) / SPINE, get("twist", 0.0) / SPINE
        r = root
        for k in range(SPINE):
            r = r @ turn(X, flex[k] * RAD)
            if side:
                r = r @ turn(Y, side * RAD)
            if twist:
                r = r @ turn(Z, twist * RAD)
            self.put(f"back{k}", r)
        self._chest = r
        neck = (get("neck", 0.0) + fix.head) / 4
        for bone in ("neck01", "neck02", "neck03", "head"):
            r = r @ turn(X, neck * RAD) @ turn(Y, get("neck_side", 0.0) / 4 * RAD)
            r = r @ turn(Z, get("neck_twist", 0.0) / 4 * RAD)
            self.put(bone, r)

    def _leg_turned(self, pose: Pose, s: str, fix: Settled) -> tuple[Floats, Floats]:
        """Thigh and shin directions by angle alone."""
        get, sign = pose.get, 1.0 if s == "L" else -1.0
        swing_, out = get("thigh." + s, 0.0) * RAD, get("abduct." + s, 4.0) * RAD
        thigh = np.array(
            [
                math.sin(swing_) * math.cos(out),
                sign * math.sin(out),
                -math.cos(swing_) * math.cos(out),
            ]
        )
        thigh = self._facing @ thigh
        hinge = unit(self._left - thigh * dot(thigh, self._left))
        shin = turn(hinge, get("knee." + s, 0.0) * RAD) @ thigh
        if fix.shin[s]:
            # down for a shin that points backward
            down = -1.0 if shin @ (self._facing @ X) < 0 else 1.0
            shin = turn(hinge, down * fix.shin[s]) @ shin
        return thigh, shin

    def _anchor(
        self,
        pose: Pose,
        posture: str,
        legs: dict[str, tuple[Floats, Floats]],
        fix: Settled,
    ) -> None:
        """Put the pelvis so that what carries the posture stays where it is."""
        sk, get = self.sk, pose.get
        root = self.turns[sk.index["root"]]
        base = sk.head("root")
        at = np.array([get("pelvis_x", 0.0), get("pelvis_y", 0.0), 0.0])
        hip = {s: root @ (sk.head("upperleg01." + s) - base) for s in "LR"}
        thigh = sk.length["thigh"]
        if posture == "standing":
            reach = (thigh + sk.length["shin"]) * get("leg_length", 0.99)
            lower = (hip["L"][2] + hip["R"][2]) / 2
            at[2] = sk.length["ankle"] + reach - lower
        elif posture == "bridge":
            chest = self.places[sk.index[f"back{SPINE - 1}"]]
            at[0] -= chest[0] - self.places[sk.index["root"]][0]
            at[0] -= sk.length["trunk"]
        elif posture in ("quadruped", "half_kneeling"):
            if posture == "quadruped":
                knee = sum(hip[s] + legs[s][0] * thigh for s in "LR") / 2
            else:
                s = "L" if get("rear_left", 0.0) > 0.5 else "R"
                knee = hip[s] + legs[s][0] * thigh
            at[0] -= knee[0]
            at[2] = -knee[2]
        at[2] += fix.drop
        i = sk.index["root"]
        self.places += at - self.places[i]

    def _leg(self, pose: Pose, s: str, sign: float, fix: Settled) -> None:
        sk, get = self.sk, pose.get
        upper, lower, foot = "upperleg01." + s, "lowerleg01." + s, "foot." + s
        root = self.turns[sk.index["root"]]
        self.put("pelvis." + s, root)
        i = sk.index["pelvis." + s]
        hip = self.places[i] + root @ (sk.head(upper) - sk.head("pelvis." + s))
        thigh, shin = self._leg_turned(pose, s, fix)
        planted = get("plant." + s, 0.0)
        if planted > 0:
            goal = np.array(
                [
                    get("foot_x." + s, 0.0),
                    sign * get("foot_y." + s, 0.1),
                    sk.length["ankle"] + get("foot_z." + s, 0.0) + fix.foot[s],
                ]
            )
            pole = np.array(
                [
                    get("knee_x." + s, 1.0),
                    sign * get("knee_y." + s, 0.1),
                    get("knee_z." + s, 0.3),
                ]
            )
            a, b = two_bones(hip, goal, sk.length["thigh"], sk.length["shin"], pole)
            hold = planted**3  # a lifted foot leaves the floor at once
            thigh, shin = blend(thigh, a, hold), blend(shin, b, hold)
        bent = cross(thigh, shin)
        hinge = unit(self._left * 0.15 + bent)
        along = sk.head(lower) - sk.head(upper)
        turned = frame(thigh, hinge) @ frame(along, X).T
        shin_turn = frame(shin, hinge) @ frame(sk.head(foot) - sk.head(lower), X).T
        loose = swing(root @ unit(along), thigh) @ root
        self.put(upper, between(loose, turned, 0.5))
        self.put("upperleg02." + s, turned)
        self.put(lower, shin_turn, hip + thigh * sk.length["thigh"])
        self.put("lowerleg02." + s, shin_turn)
        self.put(foot, self._foot_turn(pose, s, sign, shin_turn))

    def _foot_turn(self, pose: Pose, s: str, sign: float, shin: Floats) -> Floats:
        get, points = pose.get, self.sk.mesh.keypoints
        free = shin @ turn(X, get("ankle." + s, 0.0) * RAD)
        flat = get("foot_flat." + s, get("plant." + s, 0.0))
        if flat <= 0:
            return free
        side = "left" if s == "L" else "right"
        toes = (points[side + "_big_toe"] + points[side + "_small_toe"]) / 2
        up, out = get("toe_pitch." + s, 0.0) * RAD, get("toe_out." + s, 6.0) * RAD
        along = np.array(
            [
                math.cos(up) * math.cos(out),
                sign * math.cos(up) * math.sin(out),
                math.sin(up),
            ]
        )
        normal = np.array([-math.sin(up), 0.0, math.cos(up)])
        rest = frame(toes - points[side + "_heel"], Z)
        level = frame(self._facing @ along, self._facing @ normal) @ rest.T
        return between(free, level, flat)
