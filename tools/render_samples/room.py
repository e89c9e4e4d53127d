"""Rooms: floors, walls, what hangs on them and what stands about, and their light.

Room coordinates: u to the right in the picture, v away from the camera, z up, metres,
from the middle of the mat. The wall stands across the view at `wall_m`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Box:
    """A box of furniture. frame: "room", or "stance" for what the person uses."""

    centre: tuple[float, float, float]
    size: tuple[float, float, float]
    colour: Colour
    frame: str = "room"


@dataclass(frozen=True)
class Light:
    """toward: direction to the key light (right, away, up in the picture)."""

    toward: tuple[float, float, float] = (-0.4, -0.6, 1.2)
    ambient: float = 0.42
    key: float = 0.75
    warmth: float = 1.05
    noise: float = 0.011


@dataclass(frozen=True)
class Room:
    """Colours, painted things (u0, u1, z0, z1, colour) and furniture."""

    wall: Colour = (0.66, 0.66, 0.62)
    floor: Colour = (0.50, 0.40, 0.30)
    floor_kind: str = "planks"
    mat: Colour | None = (0.20, 0.38, 0.42)
    mat_size: tuple[float, float] = (1.95, 0.72)
    mat_at: tuple[float, float] = (0.0, 0.0)
    wall_m: float = 1.7
    painted: tuple[tuple[float, float, float, float, Colour], ...] = ()
    boxes: tuple[Box, ...] = field(default=())


LIGHTS = {
    "day": Light(),
    "bright": Light((0.3, -0.7, 1.2), 0.55, 0.75, 1.0),
    "window_left": Light((-1.0, -0.25, 0.8), 0.30, 1.0, 0.99),
    "window_right": Light((1.0, -0.3, 0.8), 0.30, 1.0, 0.98),
    "warm": Light((0.45, -0.6, 1.1), 0.32, 0.72, 1.16, 0.014),
    "dim": Light((-0.3, -0.5, 1.2), 0.17, 0.32, 1.10, 0.022),
    "evening": Light((0.6, -0.4, 0.9), 0.22, 0.48, 1.20, 0.018),
    "overhead": Light((0.05, -0.15, 1.3), 0.38, 0.72, 1.02),
}


def _window(u: float, z: float, wide: float, tall: float) -> tuple[object, ...]:
    white, sky = (0.85, 0.85, 0.82), (0.55, 0.72, 0.85)
    middle = u + wide / 2
    return (
        (u, u + wide, z, z + tall, white),
        (u + 0.06, middle - 0.025, z + 0.06, z + tall - 0.06, sky),
        (middle + 0.025, u + wide - 0.06, z + 0.06, z + tall - 0.06, sky),
    )


def _picture(u: float, z: float, wide: float, tall: float, c: Colour) -> tuple:
    return (
        (u, u + wide, z, z + tall, (0.13, 0.11, 0.10)),
        (u + 0.04, u + wide - 0.04, z + 0.04, z + tall - 0.04, c),
    )


def _shelf(u: float) -> tuple:
    spines = (
        (0.5, 0.15, 0.12),
        (0.15, 0.3, 0.45),
        (0.6, 0.55, 0.4),
        (0.2, 0.4, 0.22),
        (0.55, 0.4, 0.15),
    )
    out = [(u, u + 1.05, 0.0, 1.9, (0.35, 0.24, 0.16))]
    for level in range(4):
        z = 0.12 + 0.4 * level
        out.append((u + 0.1, u + 0.95, z, z + 0.28, (0.16, 0.12, 0.09)))
        for q in range(9):
            high = 0.16 + 0.02 * ((q * 7 + level * 4) % 5)
            x = u + 0.12 + q * 0.085
            out.append((x, x + 0.07, z, z + high, spines[(q * 3 + level) % 5]))
    return tuple(out)


def _door(u: float) -> tuple:
    return (
        (u, u + 0.95, 0.0, 2.1, (0.78, 0.76, 0.72)),
        (u + 0.06, u + 0.89, 0.0, 2.04, (0.62, 0.56, 0.48)),
        (u + 0.78, u + 0.84, 0.98, 1.02, (0.3, 0.28, 0.2)),
    )


def _sofa(u: float, v: float, c: Colour) -> tuple[Box, ...]:
    dark: Colour = (c[0] * 0.85, c[1] * 0.85, c[2] * 0.85)
    return (
        Box((u, v, 0.22), (1.7, 0.7, 0.36), c),
        Box((u, v + 0.28, 0.55), (1.7, 0.18, 0.5), dark),
        Box((u - 0.85, v, 0.32), (0.18, 0.7, 0.52), dark),
        Box((u + 0.85, v, 0.32), (0.18, 0.7, 0.52), dark),
    )


def _plant(u: float, v: float) -> tuple[Box, ...]:
    pot: Colour = (0.42, 0.20, 0.12)
    out = [Box((u, v, 0.15), (0.26, 0.26, 0.3), pot)]
    for k in range(7):
        du, dv = 0.14 * np.cos(k * 2.4), 0.14 * np.sin(k * 2.4)
        size = (0.16, 0.16, 0.28 + 0.05 * (k % 3))
        leaf = (0.06, 0.20 + 0.03 * (k % 3), 0.07)
        out.append(Box((u + du, v + dv, 0.45 + 0.06 * k), size, leaf))
    return tuple(out)


def _cabinet(u: float, v: float, c: Colour) -> tuple[Box, ...]:
    return (
        Box((u, v, 0.38), (1.1, 0.4, 0.76), c),
        Box((u - 0.2, v, 0.88), (0.2, 0.15, 0.24), (0.35, 0.33, 0.3)),
        Box((u + 0.28, v, 0.83), (0.3, 0.2, 0.14), (0.20, 0.24, 0.32)),
    )


ROOMS: dict[str, Room] = {
    "study": Room(
        painted=(
            *_shelf(-2.3),
            *_window(0.8, 1.0, 1.2, 1.0),
            *_picture(-0.75, 1.2, 0.55, 0.55, (0.55, 0.45, 0.3)),
        ),
    ),
    "living": Room(
        wall=(0.58, 0.60, 0.52),
        floor=(0.42, 0.30, 0.20),
        mat=(0.35, 0.16, 0.25),
        wall_m=2.2,
        painted=(*_picture(0.1, 1.25, 0.9, 0.6, (0.30, 0.42, 0.48)), *_door(-2.6)),
        boxes=(*_sofa(0.6, 1.75, (0.30, 0.28, 0.27)), *_plant(-1.3, 1.8)),
    ),
    "white": Room(
        wall=(0.80, 0.80, 0.79),
        floor=(0.55, 0.48, 0.40),
        mat=(0.14, 0.15, 0.18),
        painted=(*_door(1.3), *_picture(-1.3, 1.2, 0.5, 0.7, (0.7, 0.62, 0.5))),
        boxes=_plant(0.9, 1.35),
    ),
    "bedroom": Room(
        wall=(0.50, 0.53, 0.62),
        floor=(0.46, 0.43, 0.40),
        floor_kind="carpet",
        mat=(0.10, 0.25, 0.45),
        wall_m=2.3,
        painted=(*_window(-2.0, 0.9, 1.3, 1.2),),
        boxes=(
            Box((0.9, 1.7, 0.25), (1.9, 1.0, 0.5), (0.66, 0.64, 0.60)),
            Box((0.9, 2.15, 0.55), (1.9, 0.1, 1.0), (0.30, 0.20, 0.13)),
            Box((1.6, 1.8, 0.55), (0.5, 0.5, 0.14), (0.75, 0.75, 0.75)),
        ),
    ),
    "kitchen": Room(
        wall=(0.72, 0.66, 0.50),
        floor=(0.34, 0.33, 0.32),
        floor_kind="tiles",
        mat=(0.45, 0.20, 0.10),
        wall_m=1.9,
        painted=_window(0.2, 1.15, 1.0, 0.8),
        boxes=(*_cabinet(-1.3, 1.6, (0.62, 0.60, 0.56)),),
    ),
    "hall": Room(
        wall=(0.40, 0.30, 0.24),
        floor=(0.28, 0.24, 0.21),
        mat=(0.30, 0.36, 0.20),
        wall_m=1.8,
        painted=(*_door(0.9), *_picture(-0.9, 1.1, 0.7, 0.9, (0.48, 0.44, 0.40))),
        boxes=_cabinet(-1.6, 1.5, (0.36, 0.22, 0.12)),
    ),
    "gym": Room(
        wall=(0.63, 0.63, 0.66),
        floor=(0.20, 0.21, 0.23),
        floor_kind="carpet",
        mat=(0.48, 0.46, 0.10),
        wall_m=2.6,
        painted=((-3, 3, 0.9, 0.98, (0.45, 0.10, 0.10)),),
        boxes=(
            Box((-1.4, 2.0, 0.22), (0.44, 0.44, 0.44), (0.10, 0.16, 0.32)),
            Box((1.5, 2.1, 0.12), (0.7, 0.3, 0.24), (0.08, 0.08, 0.09)),
        ),
    ),
    "dark": Room(
        wall=(0.06, 0.06, 0.07),
        floor=(0.05, 0.045, 0.04),
        mat=(0.022, 0.022, 0.026),
        boxes=(Box((1.5, 1.3, 0.3), (0.5, 0.4, 0.6), (0.07, 0.06, 0.05)),),
    ),
}


def room(name: str, **changes: object) -> Room:
    """A room of the catalogue, with other colours or things."""
    return replace(ROOMS[name], **changes)


def light(name: str, **changes: object) -> Light:
    """A light of the catalogue, changed."""
    return replace(LIGHTS[name], **changes)


def chair(seat_m: float, colour: Colour = (0.30, 0.18, 0.10)) -> tuple[Box, ...]:
    """A chair whose seat top is at `seat_m`, for a person sitting at (0, 0)."""
    leg: Colour = (colour[0] * 0.4, colour[1] * 0.4, colour[2] * 0.5)
    legs = tuple(
        Box((x, y, seat_m / 2 - 0.02), (0.035, 0.035, seat_m - 0.04), leg, "stance")
        for x in (-0.18, 0.22)
        for y in (-0.19, 0.19)
    )
    return (
        Box((0.02, 0.0, seat_m - 0.02), (0.46, 0.42, 0.04), colour, "stance"),
        Box((-0.21, 0.0, seat_m + 0.25), (0.03, 0.42, 0.5), colour, "stance"),
        *legs,
    )


def paint(place: Floats, u: Floats, v: Floats, floor: NDArray, look: Room) -> Floats:
    """The colour of every floor or wall point: place (h,w,3) in stance frame."""
    rows = np.floor(v / 0.14).astype(int)
    if look.floor_kind == "planks":
        shift = (rows * 37 % 11) / 11.0
        cell = np.floor((u + shift * 1.7) / 1.1).astype(int) * 71 + rows * 131
        tone = (0.85 + 0.3 * (cell % 17) / 17.0) * np.where(
            (v / 0.14) % 1 < 0.03, 0.6, 1
        )
        tone = tone * (1 + 0.06 * np.sin(u * 3 + np.sin(v * 60) * 1.5 + rows * 9))
    elif look.floor_kind == "tiles":
        joint = ((u / 0.4) % 1 < 0.025) | ((v / 0.4) % 1 < 0.025)
        check = (np.floor(u / 0.4) + np.floor(v / 0.4)).astype(int) % 2
        tone = np.where(joint, 0.6, 0.92 + 0.16 * check)
    else:
        tone = 1 + 0.05 * np.sin(u * 71 + 3 * np.sin(v * 53)) * np.sin(v * 67)
    colour = np.where(
        floor[..., None], np.array(look.floor) * tone[..., None], np.array(look.wall)
    )
    wall = ~floor
    colour[wall & (v < 0.09)] = np.array(look.wall) * 0.4 + 0.42 * min(look.wall) * 2
    for u0, u1, z0, z1, c in look.painted:
        colour[wall & (u > u0) & (u < u1) & (v > z0) & (v < z1)] = c
    if look.mat is not None:
        half = np.array(look.mat_size) / 2
        on = floor & (abs(place[..., 0] - look.mat_at[0]) < half[0])
        on &= abs(place[..., 1] - look.mat_at[1]) < half[1]
        colour[on] = look.mat
    return np.clip(colour, 0, 1)
