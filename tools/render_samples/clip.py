"""What a clip is made of, and how clip modules are found."""

from __future__ import annotations

import importlib
import pkgutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import bodies
from .dress import Clothes, Dress
from .motion import Script
from .rig import Pose, Rig
from .room import Box, Light, Room
from .scene import Camera
from .skeleton import Skeleton

ScriptMaker = Callable[[Rig, str], Script]


@dataclass(frozen=True)
class Extra:
    """Somebody else in the picture; always standing or walking."""

    body: str
    clothes: Clothes
    script: ScriptMaker


@dataclass(frozen=True)
class Clip:
    """One clip. `script(rig, near)` writes the movement; near is "L" or "R".

    props: furniture that the person uses, or a function of the rig that makes it.
    body None: an empty room for `seconds`.
    """

    name: str
    stretch: str
    variant: str
    posture: str
    body: str | None
    clothes: Clothes
    room: Room
    light: Light
    camera: Camera
    script: ScriptMaker | None
    planned: dict[str, float | int | None]
    how: str
    props: tuple[Box, ...] | Callable[[Rig], tuple[Box, ...]] = ()
    others: tuple[Extra, ...] = ()
    profile: dict[str, Any] | None = None
    expect: dict[str, str] = field(default_factory=lambda: {"verdict": "judged"})
    fps: int = 30
    seconds: float | None = None

    @property
    def near(self) -> str:
        """The person's side toward the camera, "L" or "R"."""
        return "L" if self.camera.near == "left" else "R"

    @property
    def seed(self) -> int:
        """The same for the same name, on every machine."""
        return seed_of(self.name)


def seed_of(name: str) -> int:
    """A seed that depends on a name only."""
    return zlib.crc32(name.encode()) % 100_000


def make_rig(body: str, clothes: Clothes) -> Rig:
    """A dressed body of the catalogue."""
    skeleton = Skeleton(bodies.load(body))
    return Rig(skeleton, Dress(skeleton, bodies.BODIES[body], clothes))


def solve(
    rig: Rig,
    posture: str,
    pose: Pose,
    key: str | tuple[str, ...],
    measure: Callable[[dict[str, float]], float] | str,
    target: float,
    low: float,
    high: float,
    steps: int = 14,
) -> float:
    """The value of `key` (spelled with .L or .R) at which a measure is `target`.

    Halves the interval low..high, over which the measure must rise or fall.
    """
    keys = (key,) if isinstance(key, str) else key
    read = measure if callable(measure) else lambda m: m[measure]

    def at(value: float) -> float:
        changed = {**pose, **dict.fromkeys(keys, value)}
        return read(rig.measure(changed, posture)) - target

    rising = at(high) > at(low)
    for _ in range(steps):
        middle = (low + high) / 2
        if (at(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def find() -> dict[str, Clip]:
    """All clips of all modules in clips/, by name; each module has a list CLIPS."""
    from . import clips

    found: dict[str, Clip] = {}
    for info in sorted(pkgutil.iter_modules(clips.__path__), key=lambda i: i.name):
        module = importlib.import_module(f"{clips.__name__}.{info.name}")
        for clip in getattr(module, "CLIPS", ()):
            found[clip.name] = clip
    return found
