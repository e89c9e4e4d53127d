"""A small programme and the stretches that it names, to be spoilt."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from formcheck.core.programme.spec import Programme
from formcheck.core.stretch.spec import StretchSpec
from tests.core.stretches import HOLD, stretch

CAMERA = HOLD["camera"]
GENTLE = {"acute": "blocked", "flare": "gentle", "normal": "allowed"}
BLOCKED = {"acute": "blocked", "flare": "blocked", "normal": "allowed"}


def _stretch(name: str, posture: str, view: str = "side", **more: Any) -> StretchSpec:
    camera = CAMERA | {"view": view, "height_m": [0.4, 1.2], "distance_m": [2, 4]}
    changes = {"id": name, "name": name, "posture": posture, "camera": camera}
    return stretch(HOLD | changes | {"gates": GENTLE} | more)


STRETCHES: dict[str, StretchSpec] = {
    spec.id: spec
    for spec in (
        _stretch("hug", "supine", sides="each", instead=["chair_hug"]),
        _stretch("tilt", "supine", instead=["chair_hug"]),
        _stretch("cat", "quadruped", instead=["tilt", "chair_hug"]),
        _stretch("dog", "quadruped", instead=["cat"]),
        _stretch("chair_hug", "seated", sides="each", needs=["chair"]),
        _stretch("turn", "seated", "front", sides="alternate", needs=["chair"]),
        _stretch("bend", "standing", involves=["spine_flexion"], gates=BLOCKED),
        _stretch("reach", "standing", "front", involves=["arms_overhead"]),
    )
}

STEPS: list[dict[str, Any]] = [
    {"stretch": "tilt", "facing": "left", "reps": 1, "hold_s": 10},
    {"stretch": "hug", "facing": "left", "reps": 2, "hold_s": 15},
    {"stretch": "hug", "facing": "right", "reps": 2, "hold_s": 15},
    {"stretch": "cat", "facing": "right", "reps": 3, "hold_s": 5},
    {"stretch": "turn", "facing": "front", "reps": 1, "hold_s": 10},
]

PROGRAMME: dict[str, Any] = {
    "schema": 1,
    "id": "small",
    "name": "A small one",
    "about": "Five sets.",
    "modes": ["normal"],
    "minutes": 5,
    "turns": 1,
    "camera_moves": 0,
    "get_ups": 1,
    "not_for": ["Somebody."],
    "sources": ["seed"],
    "setups": [
        {
            "camera_height_m": 0.8,
            "camera_distance_m": 3.0,
            "advice": "From the side.",
            "steps": STEPS,
        }
    ],
}


def programme(*steps: dict[str, Any], **changes: Any) -> Programme:
    """The small programme with other steps or keys; each `[steps]` a camera's place."""
    raw = deepcopy(PROGRAMME) | changes
    if steps:
        raw["setups"][0]["steps"] = list(steps)
    return Programme.model_validate(raw)


def step(stretch_id: str, facing: str = "left", **more: Any) -> dict[str, Any]:
    return {"stretch": stretch_id, "facing": facing} | more
