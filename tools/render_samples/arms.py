"""Arms and hands of a posed body: by angle, reaching, holding a shin, palm down."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .maths import RAD, between, blend, cross, dot, frame, swing, turn, two_bones, unit
from .settled import Pose, Settled
from .skeleton import Skeleton

Floats = NDArray[np.float64]
_TO_STANCE = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
Z = np.array([0.0, 0, 1])


class Arms:
    """The part of `Bones` that places arms, once spine and legs are placed."""

    sk: Skeleton
    turns: Floats
    places: Floats
    _chest: Floats
    _facing: Floats
    _left: Floats

    def put(self, bone: str, rotation: Floats, place: Floats | None = None) -> None:
        """Set a bone's rotation, and its place if its parent does not give it."""
        raise NotImplementedError

    def _arm(self, pose: Pose, s: str, sign: float, fix: Settled) -> None:
        sk = self.sk
        collar, cap = "clavicle." + s, "shoulder01." + s
        upper, fore, wrist = "upperarm01." + s, "lowerarm01." + s, "wrist." + s
        upper0 = unit(sk.head(fore) - sk.head(upper))
        fore0 = unit(sk.head(wrist) - sk.head(fore))
        chest = self._chest
        one = chest @ upper0
        for _ in range(3):
            rise = swing(upper0, chest.T @ one)
            self.put(collar, chest @ between(np.eye(3), rise, 0.16))
            self.put(cap, chest @ between(np.eye(3), rise, 0.34))
            i = sk.index[cap]
            start = self.places[i] + self.turns[i] @ (sk.head(upper) - sk.head(cap))
            one, two = self._arm_directions(pose, s, sign, start, fix)
        hinge0 = cross(upper0, fore0)
        hinge = cross(one, two)
        if dot(hinge, hinge) < 0.0025:
            hinge = hinge + 0.05 * (swing(chest @ upper0, one) @ chest @ hinge0)
        upper_turn = frame(one, hinge) @ frame(upper0, hinge0).T
        fore_turn = frame(two, hinge) @ frame(fore0, hinge0).T
        cap_turn = self.turns[sk.index[cap]]
        loose = swing(cap_turn @ upper0, one) @ cap_turn
        self.put(upper, between(loose, upper_turn, 0.4), start)
        self.put("upperarm02." + s, upper_turn)
        elbow = start + one * sk.length["upper_arm"]
        self.put(fore, fore_turn, elbow)
        hand = self._hand_turn(pose, s, sign, fore_turn)
        along = unit(sk.head("finger3-1." + s) - sk.head(wrist))
        untwisted = swing(hand @ along, fore_turn @ along) @ hand
        self.put("lowerarm02." + s, between(fore_turn, untwisted, 0.6))
        self.put(wrist, hand, elbow + two * sk.length["forearm"])
        flat = pose.get("palm." + s, 0.0)
        if flat > 0:
            self._flatten(s, sign, hand, flat)

    def _arm_directions(
        self, pose: Pose, s: str, sign: float, start: Floats, fix: Settled
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
        knee = self.places[self.sk.index["lowerleg01." + leg]]
        ankle = self.places[self.sk.index["foot." + leg]]
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
            self.put(f"metacarpal{f}.{s}", hand)
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
                self.put(bone, hand @ straight)
