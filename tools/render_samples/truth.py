"""What is true in a clip: landmarks and angles per frame, and the script's events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .clip import Clip
from .maths import angle_deg
from .motion import Events
from .skeleton import LANDMARKS

Floats = NDArray[np.float64]
_AT = {name: i for i, name in enumerate(LANDMARKS)}
_HEAD_LEADS = ("supine", "bridge")


def facing(clip: Clip) -> str:
    """The side of the picture that the face, or of a lying person the head, is at."""
    ahead = "left" if clip.camera.near == "left" else "right"
    if clip.posture in _HEAD_LEADS:
        return "right" if ahead == "left" else "left"
    return ahead


def angles(clip: Clip, xy: Floats, xyz: Floats) -> dict[str, Floats]:
    """Angles of every frame in degrees: xy (n,33,2) pixels, xyz (n,33,3) metres."""
    side = "left" if clip.near == "L" else "right"
    shoulder, hip, knee, ankle = (
        _AT[f"{side}_{n}"] for n in ("shoulder", "hip", "knee", "ankle")
    )
    out = {}
    for end, p in (("", xy), ("_3d", xyz)):
        out["near_hip" + end] = angle_deg(p[:, shoulder], p[:, hip], p[:, knee])
        out["near_knee" + end] = angle_deg(p[:, hip], p[:, knee], p[:, ankle])
    hips = (xy[:, _AT["left_hip"]] + xy[:, _AT["right_hip"]]) / 2
    up = (xy[:, _AT["left_shoulder"]] + xy[:, _AT["right_shoulder"]]) / 2 - hips
    sign = 1 if facing(clip) == "right" else -1
    out["trunk"] = np.degrees(np.arctan2(sign * up[:, 0], -up[:, 1]))
    u, v = xy[:, shoulder] - xy[:, hip], xy[:, knee] - xy[:, hip]
    turned = np.arctan2(v[:, 1], v[:, 0]) - np.arctan2(u[:, 1], u[:, 0])
    # below 180 where the belly side is closed, above where the back side is
    lying = clip.posture in _HEAD_LEADS
    sign = 1 if (facing(clip) == "right") != lying else -1
    out["near_hip_signed"] = np.degrees(sign * turned) % 360
    ear, wrist, elbow = (_AT[f"{side}_{n}"] for n in ("ear", "wrist", "elbow"))
    out["near_elbow"] = angle_deg(xy[:, shoulder], xy[:, elbow], xy[:, wrist])
    skull, chest = xy[:, ear] - xy[:, shoulder], xy[:, shoulder] - xy[:, hip]
    bent = np.arctan2(skull[:, 1], skull[:, 0]) - np.arctan2(chest[:, 1], chest[:, 0])
    # + chin to chest, from the line of the trunk
    out["neck_bend"] = (np.degrees(sign * bent) + 180) % 360 - 180
    return out


def inside(clip: Clip, xy: Floats) -> NDArray[np.bool_]:
    """Which landmarks lie in the picture, (n,33)."""
    w, h = clip.camera.size
    x, y = xy[..., 0], xy[..., 1]
    return (x >= 0) & (x < w) & (y >= 0) & (y < h)


def windows(on: NDArray[np.bool_], fps: int) -> list[list[float]]:
    """Stretches of time [start, end] in which `on` (n,) is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(int), [0]])))
    return [
        [round(float(a) / fps, 3), round(float(b) / fps, 3)]
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]


def write(
    clip: Clip,
    folder: Path,
    events: Events,
    xy: Floats,
    xyz: Floats,
    others: NDArray[np.bool_],
) -> None:
    """Write NAME.truth.npz and NAME.truth.json; NaN where nobody is in the picture."""
    n = len(xy)
    visible = inside(clip, np.nan_to_num(xy, nan=-1))
    here = visible.mean(1) > 0.25
    values = angles(clip, xy, xyz)
    xy = np.where(here[:, None, None], xy, np.nan)
    numbers = {
        k: np.where(here, v, np.nan).round(2).astype(np.float32)
        for k, v in values.items()
    }
    np.savez_compressed(
        folder / f"{clip.name}.truth.npz",
        time_s=np.round(np.arange(n) / clip.fps, 4),
        landmarks_xy=xy.round(1).astype(np.float32),
        landmarks_visible=visible & here[:, None],
        **numbers,
    )
    front = clip.camera.near == "front"
    out: dict[str, Any] = {
        "clip": clip.name,
        "stretch": clip.stretch,
        "variant": clip.variant,
        "body": clip.body,
        "held_out": clip.body == "man_70",
        "fps": float(clip.fps),
        "frames": n,
        "duration_s": round(n / clip.fps, 3),
        "size_wh": list(clip.camera.size),
        "view": "front" if front else "side",
        "yaw_off_deg": clip.camera.yaw_off,
        "facing": facing(clip),
        "near_side": "left" if clip.near == "L" else "right",
        "planned": clip.planned,
        "profile": clip.profile,
        "expect": clip.expect,
        "reps": events.reps,
        "holds": events.holds,
        "faults": events.faults,
        "away": windows(~here, clip.fps) if clip.body else [[0.0, n / clip.fps]],
        "others": windows(others, clip.fps),
        "how": clip.how,
    }
    if events.phases:
        out["phases"] = events.phases
    text = json.dumps(out, indent=1, ensure_ascii=False)
    (folder / f"{clip.name}.truth.json").write_text(text + "\n", encoding="utf-8")
