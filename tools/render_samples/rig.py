"""Poses a body: readable parameters to bones, contact with the floor, skin, landmarks.

A pose is a flat dict of floats; ENGINE.md lists the parameters. The stance frame has
X forward, Y to the person's left and Z up from the floor, in metres and degrees.
What touches the floor does so because it is settled there: after each pass the lowest
skin of every resting patch is looked up and the pelvis, feet, shins, head and hands
are moved by what is missing, a few times over.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .dress import Dress
from .maths import (
    angle_deg,
    apply_maps,
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
from .skeleton import LANDMARKS, SIDES, SPINE, Skeleton

Floats = NDArray[np.float64]
Pose = dict[str, float]
RAD = math.pi / 180
X, Y, Z = np.eye(3)
_TO_STANCE = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
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
_BACK = np.linspace(0, 1, SPINE)
_LUMBAR = np.exp(-(((_BACK - 0.22) / 0.26) ** 2))
_THORACIC = np.exp(-(((_BACK - 0.72) / 0.30) ** 2))
_LUMBAR /= _LUMBAR.sum()
_THORACIC /= _THORACIC.sum()


@dataclass(frozen=True)
class Posed:
    """A posed body: skin (n,3) and 33 landmarks (33,3), metres, world frame."""

    vertices: Floats
    landmarks: Floats


@dataclass
class _Settled:
    """What has been added to the pose so that it rests on the floor."""

    drop: float = 0.0
    pitch: float = 0.0
    head: float = 0.0
    foot: dict[str, float] = field(default_factory=lambda: {"L": 0.0, "R": 0.0})
    hand: dict[str, float] = field(default_factory=lambda: {"L": 0.0, "R": 0.0})
    shin: dict[str, float] = field(default_factory=lambda: {"L": 0.0, "R": 0.0})

    def forget(self, pose: Pose) -> None:
        """Drop what this pose does not ask for."""
        if pose.get("lie", 0.0) <= 0.999:
            self.pitch = 0.0
        if pose.get("head_rest", 0.0) <= 0.999:
            self.head = 0.0
        for s in "LR":
            if pose.get("shin_rest." + s, 0.0) <= 0:
                self.shin[s] = 0.0

    def numbers(self) -> Floats:
        """All corrections at once, scaled so that 1 is about a millimetre."""
        limbs = [*self.foot.values(), *self.hand.values()]
        shins = [400 * v for v in self.shin.values()]
        return np.array(
            [1e3 * v for v in (self.drop, *limbs)]
            + [8 * self.pitch, 3 * self.head, *shins]
        )


class Rig:
    """One dressed body that can take any pose of one posture."""

    def __init__(self, skeleton: Skeleton, dress: Dress) -> None:
        self.sk, self.dress = skeleton, dress
        self.skin = dress.skin
        self._guess = _Settled()
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
        moves = self._places - np.einsum("bij,bj->bi", self._turns, self.sk.heads)
        skin = self._skinned(self.sk.weights, self.skin, moves)
        seat = pose.get("seat_z", 0.0) if posture == "seated" else 0.0
        if seat <= 0:
            skin[:, 2] = np.maximum(skin[:, 2], 0.001 + 0.15 * skin[:, 2])
        marks = np.stack([self._turns[b] @ p + moves[b] for b, p in self.sk.attached])
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

    def _settled(self, pose: Pose, posture: str, passes: int = _PASSES) -> _Settled:
        # the last pose is a good guess, but for a walker
        settled = self._guess if posture not in ("standing",) else _Settled()
        settled.forget(pose)
        for _ in range(passes):
            self._place(pose, posture, settled)
            before = settled.numbers()
            self._settle(pose, posture, settled)
            if np.abs(settled.numbers() - before).max() < 1:
                break
        self._place(pose, posture, settled)
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
        maps = np.concatenate([self._turns, moves[:, :, None]], 2).reshape(-1, 12)
        return apply_maps(weights @ maps.astype(np.float32), skin)

    # ----------------------------------------------------------------- contact
    def _settle(self, pose: Pose, posture: str, fix: _Settled) -> None:
        get = pose.get
        moves = self._places - np.einsum("bij,bj->bi", self._turns, self.sk.heads)
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
            down = 1 if self._turns[self.sk.index["head"]][2, 1] > 0 else -1
            step = np.clip((low["head"] + 0.006) / 0.2, -0.35, 0.35)
            fix.head += down * step / RAD * 0.7
        for s in "LR":
            self._settle_limb(pose, posture, fix, low, s)

    def _settle_limb(
        self, pose: Pose, posture: str, fix: _Settled, low: dict[str, float], s: str
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

    # ------------------------------------------------------------------- bones
    def _place(self, pose: Pose, posture: str, fix: _Settled) -> None:
        sk, get = self.sk, pose.get
        count = len(sk.bones)
        self._turns = np.zeros((count, 3, 3))
        self._places = np.zeros((count, 3))
        self._done = np.zeros(count, bool)
        pitch = (get("pitch", 0.0) + fix.pitch) * RAD
        facing = turn(Z, get("pelvis_yaw", 0.0) * RAD)
        root = facing @ turn(X, get("roll", 0.0) * RAD) @ turn(Y, pitch) @ _TO_STANCE
        self._left = facing @ Y
        self._facing = facing
        self._set("root", root)
        self._spine(pose, root, fix)
        legs = {s: self._leg_turned(pose, s, fix) for s in "LR"}
        self._anchor(pose, posture, legs, fix)
        place_rest(
            sk.order, sk.parents, sk.heads, self._turns, self._places, self._kept()
        )
        for _, s, sign in SIDES:
            self._leg(pose, s, sign, fix)
        for _, s, sign in SIDES:
            self._arm(pose, s, sign, fix)
        place_rest(
            sk.order, sk.parents, sk.heads, self._turns, self._places, self._done
        )

    def _set(self, bone: str, rotation: Floats, place: Floats | None = None) -> None:
        i = self.sk.index[bone]
        p = self.sk.parents[i]
        if place is None and bone != "root":
            place = self._places[p] + self._turns[p] @ (
                self.sk.heads[i] - self.sk.heads[p]
            )
        self._turns[i] = rotation
        if place is not None:
            self._places[i] = place
        self._done[i] = True

    def _kept(self) -> NDArray[np.bool_]:
        """A copy of what is placed so far, for a throw-away pass over the rest."""
        return self._done.copy()

    def _spine(self, pose: Pose, root: Floats, fix: _Settled) -> None:
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
            self._set(f"back{k}", r)
        self._chest = r
        neck = (get("neck", 0.0) + fix.head) / 4
        for bone in ("neck01", "neck02", "neck03", "head"):
            r = r @ turn(X, neck * RAD) @ turn(Y, get("neck_side", 0.0) / 4 * RAD)
            r = r @ turn(Z, get("neck_twist", 0.0) / 4 * RAD)
            self._set(bone, r)

    def _leg_turned(self, pose: Pose, s: str, fix: _Settled) -> tuple[Floats, Floats]:
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
        fix: _Settled,
    ) -> None:
        """Put the pelvis so that what carries the posture stays where it is."""
        sk, get = self.sk, pose.get
        root = self._turns[sk.index["root"]]
        base = sk.head("root")
        at = np.array([get("pelvis_x", 0.0), get("pelvis_y", 0.0), 0.0])
        hip = {s: root @ (sk.head("upperleg01." + s) - base) for s in "LR"}
        thigh = sk.length["thigh"]
        if posture == "standing":
            reach = (thigh + sk.length["shin"]) * get("leg_length", 0.99)
            lower = (hip["L"][2] + hip["R"][2]) / 2
            at[2] = sk.length["ankle"] + reach - lower
        elif posture == "bridge":
            chest = self._places[sk.index[f"back{SPINE - 1}"]]
            at[0] -= chest[0] - self._places[sk.index["root"]][0]
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
        self._places += at - self._places[i]

    def _leg(self, pose: Pose, s: str, sign: float, fix: _Settled) -> None:
        sk, get = self.sk, pose.get
        upper, lower, foot = "upperleg01." + s, "lowerleg01." + s, "foot." + s
        root = self._turns[sk.index["root"]]
        self._set("pelvis." + s, root)
        i = sk.index["pelvis." + s]
        hip = self._places[i] + root @ (sk.head(upper) - sk.head("pelvis." + s))
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
        self._set(upper, between(loose, turned, 0.5))
        self._set("upperleg02." + s, turned)
        self._set(lower, shin_turn, hip + thigh * sk.length["thigh"])
        self._set("lowerleg02." + s, shin_turn)
        self._set(foot, self._foot_turn(pose, s, sign, shin_turn))

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

    # -------------------------------------------------------------------- arms
    def _arm(self, pose: Pose, s: str, sign: float, fix: _Settled) -> None:
        sk = self.sk
        collar, cap = "clavicle." + s, "shoulder01." + s
        upper, fore, wrist = "upperarm01." + s, "lowerarm01." + s, "wrist." + s
        upper0 = unit(sk.head(fore) - sk.head(upper))
        fore0 = unit(sk.head(wrist) - sk.head(fore))
        chest = self._chest
        one = chest @ upper0
        for _ in range(3):
            rise = swing(upper0, chest.T @ one)
            self._set(collar, chest @ between(np.eye(3), rise, 0.16))
            self._set(cap, chest @ between(np.eye(3), rise, 0.34))
            i = sk.index[cap]
            start = self._places[i] + self._turns[i] @ (sk.head(upper) - sk.head(cap))
            one, two = self._arm_directions(pose, s, sign, start, fix)
        hinge0 = cross(upper0, fore0)
        hinge = cross(one, two)
        if dot(hinge, hinge) < 0.0025:
            hinge = hinge + 0.05 * (swing(chest @ upper0, one) @ chest @ hinge0)
        upper_turn = frame(one, hinge) @ frame(upper0, hinge0).T
        fore_turn = frame(two, hinge) @ frame(fore0, hinge0).T
        cap_turn = self._turns[sk.index[cap]]
        loose = swing(cap_turn @ upper0, one) @ cap_turn
        self._set(upper, between(loose, upper_turn, 0.4), start)
        self._set("upperarm02." + s, upper_turn)
        elbow = start + one * sk.length["upper_arm"]
        self._set(fore, fore_turn, elbow)
        hand = self._hand_turn(pose, s, sign, fore_turn)
        along = unit(sk.head("finger3-1." + s) - sk.head(wrist))
        untwisted = swing(hand @ along, fore_turn @ along) @ hand
        self._set("lowerarm02." + s, between(fore_turn, untwisted, 0.6))
        self._set(wrist, hand, elbow + two * sk.length["forearm"])
        flat = pose.get("palm." + s, 0.0)
        if flat > 0:
            self._flatten(s, sign, hand, flat)

    def _arm_directions(
        self, pose: Pose, s: str, sign: float, start: Floats, fix: _Settled
    ) -> tuple[Floats, Floats]:
        """Directions of the upper arm and the forearm."""
        get, lengths = pose.get, self.sk.length
        rise, out = get("arm." + s, 0.0) * RAD, get("arm_out." + s, 8.0) * RAD
        one = np.array(
            [
                math.sin(rise) * math.cos(out),
                sign * math.sin(out),
                -math.cos(rise) * math.cos(out),
            ]
        )
        ahead = np.array([math.cos(rise), 0.0, math.sin(rise)])
        local = get("arm_local", 1.0)
        rot = self._chest @ _TO_STANCE.T
        one = blend(self._facing @ one, rot @ one, local)
        ahead = blend(self._facing @ ahead, rot @ ahead, local)
        inward = get("elbow_in." + s, 0.0)
        if inward:
            ahead = unit(ahead * (1 - inward) - sign * inward * self._chest[:, 0])
        ahead = unit(ahead - one * dot(one, ahead))
        bend = get("elbow." + s, 15.0) * RAD
        two = math.cos(bend) * one + math.sin(bend) * ahead
        reach = get("reach." + s, 0.0)
        if reach <= 0:
            return one, two
        goal = np.array(
            [
                get("hand_x." + s, 0.3),
                sign * get("hand_y." + s, 0.2),
                get("hand_z." + s, 0.0) + 0.03 + fix.hand[s],
            ]
        )
        grab = get("grab." + s, 0.0)
        if grab > 0:
            goal = goal * (1 - grab) + self._shin_grip(pose, s, sign) * grab
        pole = np.array(
            [
                get("elbow_x." + s, -0.3),
                sign * get("elbow_y." + s, 0.6),
                get("elbow_z." + s, -1.0),
            ]
        )
        a, b = two_bones(start, goal, lengths["upper_arm"], lengths["forearm"], pole)
        return blend(one, a, reach), blend(two, b, reach)

    def _shin_grip(self, pose: Pose, s: str, sign: float) -> Floats:
        """Where a hand holds a shin; `grab_leg` +1 its own side's, -1 the other's."""
        other = "R" if s == "L" else "L"
        leg = other if pose.get("grab_leg." + s, 1.0) < 0 else s
        knee = self._places[self.sk.index["lowerleg01." + leg]]
        ankle = self._places[self.sk.index["foot." + leg]]
        front = unit(cross(self._left, unit(ankle - knee)))
        front = -front
        across = pose.get("grab_side." + s, 0.05) * sign * self._left
        along = pose.get("grab_along." + s, 0.2)
        off = pose.get("grab_off." + s, 0.05)
        return knee + (ankle - knee) * along + front * off + across

    def _hand_turn(self, pose: Pose, s: str, sign: float, fore: Floats) -> Floats:
        """The hand follows the forearm, or lies with its palm on the floor."""
        flat = pose.get("palm." + s, 0.0)
        bend = pose.get("wrist." + s, 0.0) * RAD
        head = self.sk.head
        along = head("finger3-1." + s) - head("wrist." + s)
        back = cross(head("finger2-1." + s) - head("finger5-1." + s), along) * sign
        if bend:
            fore = fore @ turn(cross(along, back), bend)
        if flat <= 0:
            return fore
        out = pose.get("hand_out." + s, 0.0) * RAD * sign
        ahead = self._facing @ np.array([math.cos(out), math.sin(out), 0.0])
        down = frame(ahead, Z) @ frame(along, back).T
        return between(fore, down, flat)

    def _flatten(self, s: str, sign: float, hand: Floats, share: float) -> None:
        """Straighten the fingers into the plane of the palm."""
        head = self.sk.head
        along = unit(head("finger3-1." + s) - head("wrist." + s))
        back = unit(
            cross(head("finger2-1." + s) - head("finger5-1." + s), along) * sign
        )
        for f in range(1, 5):
            self._set(f"metacarpal{f}.{s}", hand)
        for f in range(1, 6):
            chain = [f"finger{f}-{j}.{s}" for j in (1, 2, 3)]
            rest = unit(head(chain[1]) - head(chain[0]))
            if f == 1:
                rest = unit(head(chain[2]) - head(chain[0]))
            plane = unit(rest - back * dot(back, rest) * 0.95)
            straight = between(np.eye(3), swing(rest, plane), share)
            for bone in chain:
                last = head(chain[2]) - head(chain[1])
                own = unit(last) if bone == chain[2] else rest
                if bone == chain[2]:
                    straight = between(np.eye(3), swing(own, plane), share)
                self._set(bone, hand @ straight)
