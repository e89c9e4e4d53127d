"""Drawing over a picture: a body, its joint angles, the line of the back, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Any

import numpy as np

from formcheck.core.body.body import Body
from formcheck.core.body.landmarks import BONES, Joint, Side, joint_index
from formcheck.core.body.observation import Pose
from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import Image

__all__ = ["Caption", "blur_all", "blur_face", "paint"]

# Blue-green-red.
_NEAR, _FAR, _AMBER, _TEAL, _WHITE = (
    (255, 255, 255),
    (190, 180, 170),
    (40, 150, 255),
    (175, 200, 40),
    (255, 255, 255),
)
_SHADE = (30, 26, 18)
_FONT = cv2.FONT_HERSHEY_DUPLEX
_APART = 0.04
_FACE = 11
"""Landmarks of the face come first."""

_FACE_SHARE = 0.34
"""Radius of a head around the middle of its landmarks, at least, in torso lengths."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words over a picture. lines: top left. cue: at the foot; ease: it says so."""

    lines: Sequence[str]
    cue: str = ""
    ease: bool = False


def paint(
    image: Image,
    body: Body | None,
    arcs: Sequence[dict[str, Any]],
    back: Sequence[Sequence[float]] | None,
    caption: Caption,
) -> Image:
    """Return the picture with all that drawn over it.

    arcs, back: as `core.judge.overlay` gives them, in shares of the picture.
    """
    shown = image.copy()
    height, width = shown.shape[:2]
    thick = max(2, round(min(width, height) / 180))
    if body is not None:
        body = body.as_pictured
        for side, colour in ((body.near.opposite, _FAR), (body.near, _NEAR)):
            _limbs(shown, body, side, colour, thick)
    if back:
        line = np.array([[x * width, y * height] for x, y in back]).round()
        points = [line.astype(np.int32)]
        cv2.polylines(shown, points, False, _TEAL, thick + 1, cv2.LINE_AA)
    drawn: list[Any] = []
    for arc in arcs:  # one a joint: two over each other cannot be read
        at = np.array(arc["at"])
        if all(np.abs(at - other).max() > _APART for other in drawn):
            drawn.append(at)
            _arc(shown, arc, thick)
    _words(shown, caption)
    return shown


def blur_face(image: Image, pose: Pose, grow: float = 1.0) -> Image:
    """Return the picture with the pose's face made unrecognisable.

    grow: how much larger than the head.
    """
    points = pose.image_xy.astype(np.float64)
    face = points[:_FACE]
    centre = face.mean(0)
    spread = float(np.hypot(*(face - centre).T).max())
    torso = float(np.hypot(*(points[11:13].mean(0) - points[23:25].mean(0))))
    radius = grow * max(1.6 * spread, _FACE_SHARE * torso, 8.0)
    height, width = image.shape[:2]
    left, top = np.floor(np.maximum(centre - radius, 0)).astype(int)
    ends = np.minimum(centre + radius + 1, (width, height))
    right, bottom = np.ceil(ends).astype(int)
    shown = image.copy()
    if right <= left or bottom <= top:
        return shown
    part = shown[top:bottom, left:right]
    rows, columns = np.mgrid[top:bottom, left:right]
    inside = np.hypot(columns - centre[0], rows - centre[1]) <= radius
    part[inside] = blur_all(part, blocks=4)[inside]
    return shown


def blur_all(image: Image, blocks: int = 8) -> Image:
    """Return a picture of which only so many patches across are left."""
    height, width = image.shape[:2]
    few = cv2.resize(image, (blocks, blocks), interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(few, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(coarse, np.uint8)


def _limbs(
    image: Image, body: Body, side: Side, colour: tuple[int, int, int], thick: int
) -> None:
    for a, b in BONES:
        ends = [joint_index(joint, side) for joint in (a, b)]
        if min(body.visibility[i] for i in ends) < body.numbers.seen.min_visibility:
            continue
        one, two = (_pixel(body.points[i]) for i in ends)
        cv2.line(image, one, two, _SHADE, thick + 3, cv2.LINE_AA)
        cv2.line(image, one, two, colour, thick, cv2.LINE_AA)
        for end in (one, two):
            cv2.circle(image, end, thick + 1, colour, -1, cv2.LINE_AA)
    ear = body.middle(Joint.EAR)
    neck = body.middle(Joint.SHOULDER)
    if side is body.near:
        cv2.line(image, _pixel(neck), _pixel(ear), colour, thick, cv2.LINE_AA)


def _arc(image: Image, arc: dict[str, Any], thick: int) -> None:
    height, width = image.shape[:2]
    start, at, end = (
        np.array((arc[k][0] * width, arc[k][1] * height)) for k in ("from", "at", "to")
    )
    length = float(np.hypot(*(start - at)))
    radius = max(8, round(min(length * 0.45, min(width, height) * 0.07)))
    one = degrees(atan2(*(start - at)[::-1]))
    two = degrees(atan2(*(end - at)[::-1]))
    turn = (two - one + 180) % 360 - 180
    if arc["deg"] > 180:  # the other way round
        turn -= 360 if turn > 0 else -360
    centre = _pixel(at)
    for colour, width_px in ((_SHADE, thick + 3), (_AMBER, thick)):
        cv2.ellipse(
            image, centre, (radius, radius), 0, one, one + turn, colour, width_px,
            cv2.LINE_AA,
        )  # fmt: skip
    middle = np.radians(one + turn / 2)
    scale = _scale(image) * 0.8
    text = f"{arc['deg']:.0f}"
    (text_w, text_h), _ = cv2.getTextSize(text, _FONT, scale, 1)
    ring = max(2, round(text_h / 6))  # the fonts at hand have no degree sign
    wide, pad = text_w + 2 * ring + 2, max(3, text_h // 3)
    spot = at + (radius + pad + wide / 2) * np.array((np.cos(middle), np.sin(middle)))
    x = int(np.clip(spot[0] - wide / 2, pad, max(pad, width - wide - pad)))
    y = int(np.clip(spot[1] + text_h / 2, text_h + pad, height - pad))
    _veil(image, (x - pad, y - text_h - pad), (x + wide + pad, y + pad))
    cv2.putText(image, text, (x, y), _FONT, scale, _AMBER, 1, cv2.LINE_AA)
    spot_px = (x + text_w + ring + 2, y - text_h + ring)
    cv2.circle(image, spot_px, ring, _AMBER, 1, cv2.LINE_AA)


def _words(image: Image, caption: Caption) -> None:
    height, width = image.shape[:2]
    scale = _scale(image)
    (_, line), _ = cv2.getTextSize("Hg", _FONT, scale, 1)
    edge = round(line * 0.8)
    lines = [text for text in caption.lines if text]
    if lines:
        wide = max(cv2.getTextSize(text, _FONT, scale, 1)[0][0] for text in lines)
        tall = round(len(lines) * line * 1.7 + edge)
        _veil(image, (0, 0), (wide + 2 * edge, tall))
        for number, text in enumerate(lines):
            at = (edge, round(edge + line + number * line * 1.7))
            cv2.putText(image, text, at, _FONT, scale, _WHITE, 1, cv2.LINE_AA)
    if caption.cue:
        big = scale * 1.25
        wide, tall = cv2.getTextSize(caption.cue, _FONT, big, 2)[0]
        if wide > width - 2 * edge:
            big *= (width - 2 * edge) / wide
            wide, tall = cv2.getTextSize(caption.cue, _FONT, big, 2)[0]
        top = height - tall - 3 * edge
        _veil(image, (0, top), (width, height))
        colour = _AMBER if caption.ease else _WHITE
        at = ((width - wide) // 2, height - round(1.4 * edge))
        cv2.putText(image, caption.cue, at, _FONT, big, colour, 2, cv2.LINE_AA)


def _veil(image: Image, start: tuple[int, int], end: tuple[int, int]) -> None:
    part = image[start[1] : end[1], start[0] : end[0]]
    part[:] = (part * 0.35 + np.array(_SHADE) * 0.65).astype(np.uint8)


def _scale(image: Image) -> float:
    height, width = image.shape[:2]
    return max(0.4, int(min(height, width)) / 720 * 0.9)


def _pixel(point: Any) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
