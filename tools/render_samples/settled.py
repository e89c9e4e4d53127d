"""What is added to a pose so that the body rests on the floor."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Pose = dict[str, float]


@dataclass
class Settled:
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
