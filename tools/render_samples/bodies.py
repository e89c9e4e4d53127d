"""The people: six parametric bodies made by `anny`, kept in a cache as plain arrays.

A body at rest stands upright, faces -y, has its left at +x and z up, in metres.
Building needs torch and anny; reading a body from the cache needs numpy only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """What a body looks like: anny's phenotype (0..1 each) and a height in metres."""

    gender: float
    age: float
    muscle: float
    weight: float
    proportions: float
    height_m: float
    skin: str
    hair: str
    hair_colour: str
    beard: bool = False


BODIES: dict[str, Shape] = {
    "woman_25": Shape(1.0, 0.52, 0.55, 0.36, 0.7, 1.68, "tan", "long", "dark"),
    "man_30": Shape(0.0, 0.58, 0.55, 0.20, 0.6, 1.90, "brown", "short", "dark"),
    "woman_45": Shape(1.0, 0.66, 0.50, 0.52, 0.55, 1.65, "light", "long", "brown"),
    "man_55": Shape(
        0.0, 0.74, 0.45, 0.80, 0.4, 1.76, "dark", "short", "dark", beard=True
    ),
    "woman_75": Shape(1.0, 0.92, 0.35, 0.80, 0.4, 1.55, "light", "short", "grey"),
    "man_70": Shape(0.0, 0.88, 0.42, 0.52, 0.5, 1.73, "tan", "bald", "grey"),
}


@dataclass(frozen=True)
class Mesh:
    """A rest body: vertices (n,3), triangles (m,3), bones, weights, key points."""

    vertices: Floats
    triangles: NDArray[np.int32]
    heads: Floats
    parents: NDArray[np.int64]
    bones: tuple[str, ...]
    weights: NDArray[np.float32]
    keypoints: dict[str, Floats]


def cache_dir() -> Path:
    """Where built bodies are kept; FORMCHECK_SAMPLES_CACHE overrides the place."""
    named = os.environ.get("FORMCHECK_SAMPLES_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "formcheck-samples"


@cache
def _anny() -> tuple[Any, Any]:
    """The parametric model and its key point regressor; takes half a minute."""
    os.environ.setdefault("ANNY_CACHE_DIR", str(cache_dir() / "anny"))
    import anny
    import torch
    from anny.keypoints import KeypointsRegressor

    model = anny.Anny().to(dtype=torch.float32)
    return model, KeypointsRegressor.coco(model)


def _build(shape: Shape, path: Path) -> None:
    """Ask anny for the body and write it to `path`."""
    import torch

    model, regressor = _anny()
    still = torch.eye(4)[None, None].repeat(1, model.bone_count, 1, 1)
    phenotype = {
        "gender": shape.gender,
        "age": shape.age,
        "muscle": shape.muscle,
        "weight": shape.weight,
        "height": 0.5,
        "proportions": shape.proportions,
    }
    with torch.no_grad():
        out = model(pose_parameters=still, phenotype_kwargs=phenotype)
    vertices = out["rest_vertices"][0].numpy()
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(
        half,
        vertices=vertices,
        triangles=model.faces.numpy(),
        heads=out["rest_bone_heads"][0].numpy(),
        parents=np.array([-1 if p is None else int(p) for p in model.bone_parents]),
        bones=np.array(model.bone_labels),
        weight_bones=model.vertex_bone_indices.numpy(),
        weight_values=model.vertex_bone_weights.numpy(),
        keypoint_names=np.array(regressor.labels),
        keypoints=regressor.regression_weights.numpy() @ vertices,
    )
    half.replace(path)


@cache
def load(name: str) -> Mesh:
    """One body of the catalogue, scaled to its height; built on first use."""
    shape = BODIES[name]
    key = "-".join(
        f"{v:g}"
        for v in (
            shape.gender,
            shape.age,
            shape.muscle,
            shape.weight,
            shape.proportions,
        )
    )
    path = cache_dir() / f"{name}-{key}.npz"
    if not path.exists():
        _build(shape, path)
    with np.load(path) as data:
        vertices = data["vertices"].astype(float)
        count, bones = len(vertices), tuple(str(b) for b in data["bones"])
        scale = shape.height_m / np.ptp(vertices[:, 2])
        weights = np.zeros((count, len(bones)), np.float32)
        rows = np.arange(count)[:, None]
        np.add.at(weights, (rows, data["weight_bones"]), data["weight_values"])
        points = data["keypoints"].astype(float) * scale
        names = [str(n) for n in data["keypoint_names"]]
        return Mesh(
            vertices * scale,
            data["triangles"].astype(np.int32),
            data["heads"].astype(float) * scale,
            data["parents"],
            bones,
            weights,
            dict(zip(names, points, strict=True)),
        )
