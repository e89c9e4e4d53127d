"""Skin, hair and clothes: which part of a body shows what, and how thick the cloth is.

Everything is decided from rest coordinates, so that colours move with the skin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .bodies import Shape
from .skeleton import SIDES, Skeleton

Floats = NDArray[np.float64]
Colour = tuple[float, float, float]

SKINS: dict[str, Colour] = {
    "light": (0.62, 0.40, 0.30),
    "tan": (0.48, 0.29, 0.19),
    "brown": (0.27, 0.150, 0.09),
    "dark": (0.155, 0.085, 0.055),
}
HAIRS: dict[str, Colour] = {
    "dark": (0.035, 0.025, 0.02),
    "brown": (0.12, 0.06, 0.03),
    "grey": (0.38, 0.37, 0.36),
    "blond": (0.42, 0.29, 0.13),
}
CLOTHS: dict[str, Colour] = {
    "red": (0.48, 0.05, 0.05),
    "blue": (0.05, 0.12, 0.38),
    "navy": (0.03, 0.04, 0.10),
    "grey": (0.25, 0.25, 0.26),
    "pale_grey": (0.48, 0.48, 0.49),
    "black": (0.020, 0.020, 0.024),
    "white": (0.72, 0.72, 0.70),
    "green": (0.07, 0.28, 0.12),
    "olive": (0.16, 0.17, 0.08),
    "teal": (0.03, 0.27, 0.30),
    "khaki": (0.33, 0.27, 0.16),
    "purple": (0.22, 0.07, 0.28),
    "pink": (0.60, 0.28, 0.33),
    "orange": (0.60, 0.22, 0.04),
    "yellow": (0.62, 0.47, 0.10),
    "maroon": (0.22, 0.03, 0.06),
    "sky": (0.30, 0.46, 0.62),
}
_SLEEVES = {"none": 0.08, "short": 0.55, "elbow": 0.95, "three_quarter": 1.5}
_SLEEVES["long"] = 1.93


@dataclass(frozen=True)
class Clothes:
    """What a person wears. Colours are names in CLOTHS; `loose_mm` lifts the cloth.

    sleeve: none, short, elbow, three_quarter, long. legs: shorts, knee, long.
    feet: a colour of socks or shoes, or "bare".
    """

    shirt: str = "red"
    trousers: str = "navy"
    feet: str = "grey"
    sleeve: str = "short"
    legs: str = "long"
    stripe: str | None = None
    loose_mm: float = 10.0


class Dress:
    """A skeleton's clothes: displaced skin, and what the shader needs to know.

    fields (n,8): rest x y z, place along the arm, foot, hair, eye, head.
    palette (8,3): skin, shirt, trousers, feet, hair, lips, stripe, beard.
    limits (12,): sleeve end, waist z, neck z, trouser end z, stripe frequency,
    eye z, eye y, eye x, bare feet, beard, chin z, unused.
    """

    def __init__(self, sk: Skeleton, shape: Shape, clothes: Clothes) -> None:
        v, head = sk.mesh.vertices, sk.head
        points = sk.mesh.keypoints
        skin, hair = SKINS[shape.skin], HAIRS[shape.hair_colour]
        lips = (skin[0] * 0.95, skin[1] * 0.6, skin[2] * 0.6)
        bare = clothes.feet == "bare"
        self.palette = np.array(
            [
                skin,
                CLOTHS[clothes.shirt],
                CLOTHS[clothes.trousers],
                skin if bare else CLOTHS[clothes.feet],
                hair,
                lips,
                CLOTHS[clothes.stripe or clothes.shirt],
                tuple(0.45 * a + 0.55 * b for a, b in zip(skin, hair, strict=True)),
            ],
            np.float32,
        )
        knee, ankle = head("lowerleg01.L")[2], head("foot.L")[2]
        ends = {"shorts": knee + 0.10, "knee": knee - 0.06, "long": ankle + 0.025}
        eye = (points["left_eye"] + points["right_eye"]) / 2
        waist = head("spine04")[2] - 0.03
        self.limits = np.array(
            [
                _SLEEVES[clothes.sleeve],
                waist,
                head("neck01")[2] - 0.005,
                ends[clothes.legs],
                90.0 if clothes.stripe else 0.0,
                eye[2],
                eye[1],
                abs(points["left_eye"][0]),
                float(bare),
                float(shape.beard),
                points["nose"][2] - 0.025,
                0.0,
            ],
            np.float32,
        )
        arm = _along_arm(sk)
        hair_field = _hair(sk, shape.hair, eye)
        foot, skull = sk.weight_of("foot", "toe"), sk.weight_of("head", "eye")
        self.fields = np.zeros((len(v), 8), np.float32)
        self.fields[:, :3] = v
        self.fields[:, 3] = arm
        self.fields[:, 4] = foot
        self.fields[:, 5] = np.clip(hair_field, -0.05, 0.05)
        self.fields[:, 6] = sk.weight_of("eye") > 0.5
        self.fields[:, 7] = skull
        loose = clothes.loose_mm / 1000
        shirt = (arm < self.limits[0]) & (skull < 0.1) & (foot < 0.1)
        shirt &= (v[:, 2] > waist - 0.02) & (v[:, 2] < self.limits[2])
        legs = (v[:, 2] <= waist + 0.02) & (foot < 0.3) & (arm <= -0.1)
        legs &= v[:, 2] > self.limits[3]
        thick = np.where(shirt, loose, np.where(legs, loose * 0.9, 0.0))
        thick[foot > 0.5] = 0.0 if bare else 0.007
        thick = np.where(
            hair_field > 0, np.minimum(0.012 + hair_field * 0.6, 0.026), thick
        )
        thick = _smoothed(thick, sk.mesh.triangles)
        self.skin = v + _normals(v, sk.mesh.triangles) * thick[:, None]


def _along_arm(sk: Skeleton) -> Floats:
    """0..1 along the upper arm, 1..2 along the forearm, -0.2 elsewhere, (n,)."""
    v = sk.mesh.vertices
    on_arm = sk.weight_of("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
    out = np.full(len(v), -0.2)
    for _, s, sign in SIDES:
        a, b, c = (sk.head(f"{n}.{s}") for n in ("upperarm01", "lowerarm01", "wrist"))
        first = (v - a) @ (b - a) / ((b - a) @ (b - a))
        second = (v - b) @ (c - b) / ((c - b) @ (c - b))
        along = np.where(first < 1, first, 1 + np.clip(second, 0, 9))
        mine = (v[:, 0] * sign > 0) & (on_arm > 0.3)
        out[mine] = along[mine]
    return out


def _hair(sk: Skeleton, style: str, eye: Floats) -> Floats:
    """Above 0 where there is hair; the line runs from the brow to behind the ears."""
    v = sk.mesh.vertices
    p = v - eye
    brow = p[:, 2] - (0.062 - 0.9 * p[:, 1])
    nape = p[:, 2] + {"short": 0.10, "long": 0.17, "bald": 0.06}[style]
    back = np.minimum(p[:, 1] - 0.095, nape)
    if style == "bald":
        # a wreath of hair behind the ears
        back = np.minimum(back, 0.035 - p[:, 2])
        field = np.minimum(back, 0.004)
    else:
        field = np.maximum(np.where(p[:, 1] < 0.09, brow, -9), back)
    covered = (sk.weight_of("head", "eye", "neck") > 0.5) & (sk.weight_of("eye") < 0.5)
    return np.where(covered, field, -0.05)


def _normals(v: Floats, triangles: NDArray[np.int32]) -> Floats:
    a, b, c = (v[triangles[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    out = np.zeros_like(v)
    for k in range(3):
        np.add.at(out, triangles[:, k], face)
    return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-12)


def _smoothed(values: Floats, triangles: NDArray[np.int32]) -> Floats:
    """Two rounds of averaging with the neighbours, so that hems do not step."""
    for _ in range(2):
        total, count = np.zeros(len(values)), np.zeros(len(values))
        for a, b in ((0, 1), (1, 2), (2, 0)):
            np.add.at(total, triangles[:, a], values[triangles[:, b]])
            np.add.at(count, triangles[:, a], 1)
        near = total / np.maximum(count, 1)
        values = np.where(count > 0, 0.5 * values + 0.5 * near, values)
    return values
