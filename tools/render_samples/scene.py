"""The camera, and the stage that turns posed bodies into pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import raster
from .dress import Dress
from .room import Box, Light, Room, paint

Floats = NDArray[np.float64]
OVER = 2
_SHADOW = 512
_CURVE = ((np.arange(2048) + 0.5) / 1700) ** (1 / 2.2) * 255 + 0.5
_CURVE = _CURVE.astype(np.float32)
_VIGNETTE = 0.07
_NOISE = np.random.default_rng(1).normal(0, 1, (512, 6000)).astype(np.float32)
_NEAR_AZIMUTH = {"right": -90.0, "left": 90.0, "front": 0.0}


@dataclass(frozen=True)
class Camera:
    """Where the webcam stands and what it takes in.

    near: the person's side toward the camera, or "front". yaw_off turns the camera
    about the person (degrees). look: the stance point in the middle of the picture
    (x forward, z up; metres). fov is vertical, degrees.
    """

    near: str = "right"
    distance: float = 2.5
    height: float = 0.8
    look: tuple[float, float] = (0.0, 0.45)
    yaw_off: float = 0.0
    fov: float = 44.0
    roll: float = 0.0
    size: tuple[int, int] = (640, 480)

    def __post_init__(self) -> None:
        azimuth = math.radians(_NEAR_AZIMUTH[self.near] + self.yaw_off)
        at = np.array([self.look[0], 0.0, self.look[1]])
        eye = at + self.distance * np.array([math.cos(azimuth), math.sin(azimuth), 0])
        eye[2] = self.height
        ahead = (at - eye) / np.linalg.norm(at - eye)
        right = np.cross(ahead, [0, 0, 1.0])
        right /= np.linalg.norm(right)
        down = np.cross(ahead, right)
        c, s = math.cos(math.radians(self.roll)), math.sin(math.radians(self.roll))
        right, down = c * right + s * down, c * down - s * right
        object.__setattr__(self, "eye", eye)
        object.__setattr__(self, "axes", np.stack([right, down, ahead]))
        focal = 0.5 * self.size[1] / math.tan(math.radians(self.fov) / 2)
        object.__setattr__(self, "focal", focal)

    def project(self, points: Floats) -> Floats:
        """Pixels x, y and distance (n,3) of stance points (n,3)."""
        q = (points - self.eye) @ self.axes.T
        z = np.where(np.abs(q[:, 2]) < 1e-6, 1e-6, q[:, 2])
        w, h = self.size
        return np.stack(
            [q[:, 0] / z * self.focal + w / 2, q[:, 1] / z * self.focal + h / 2, z], 1
        )

    def room_axes(self) -> Floats:
        """Columns: right, away and up in the picture, level with the floor."""
        away = self.axes[2].copy()
        away[2] = 0
        away /= np.linalg.norm(away)
        return np.stack([[away[1], -away[0], 0], away, [0, 0, 1.0]], 1)


def _box_mesh(box: Box, turned: Floats, at: Floats) -> tuple[Floats, Floats]:
    centre, half = np.array(box.centre), np.array(box.size) / 2
    corners, faces = [], []
    for axis in range(3):
        a, b = (k for k in range(3) if k != axis)
        for sign in (-1.0, 1.0):
            quad = np.repeat(centre[None], 4, 0)
            quad[:, axis] += sign * half[axis]
            quad[:, a] += np.array([-1, 1, 1, -1]) * half[a]
            quad[:, b] += np.array([-1, -1, 1, 1]) * half[b]
            n = len(corners) * 4
            out = np.cross(quad[1] - quad[0], quad[2] - quad[0])[axis] * sign > 0
            two = [[0, 1, 2], [0, 2, 3]] if out else [[0, 2, 1], [0, 3, 2]]
            faces += [[n + i for i in t] for t in two]
            corners.append(quad)
    points = np.concatenate(corners)
    if box.frame == "room":
        points = points @ turned.T + at
    return points, np.array(faces)


class Stage:
    """A room, a camera and the people who may come into it."""

    def __init__(
        self,
        camera: Camera,
        look: Room,
        light: Light,
        people: list[tuple[Dress, NDArray[np.int32]]],
        props: tuple[Box, ...] = (),
        seed: int = 0,
    ) -> None:
        self.camera, self.light = camera, light
        self.rng = np.random.default_rng(seed)
        axes = camera.room_axes()
        self._middle = np.array([camera.look[0], 0.0, 0.0])
        self._light_axes(axes @ np.array(light.toward))
        self._mood = np.array([light.ambient, light.key, light.warmth], np.float32)
        self._furnish((*look.boxes, *props), axes)
        self._people = people
        self._pals = np.stack([d.palette for d, _ in people] or [np.zeros((8, 3))])
        self._lims = np.stack([d.limits for d, _ in people] or [np.zeros(12)])
        self._pals = self._pals.astype(np.float32)
        self._lims = self._lims.astype(np.float32)
        self._sets: dict[tuple[int, ...], tuple] = {}
        self._wall = (axes[:, 1], look.wall_m + self._middle @ axes[:, 1])
        self._buffers(look, axes)
        self._image = np.zeros((*self._depth0.shape, 3), np.float32)
        self._draw([], (), (0, 0, self._depth0.shape[1], self._depth0.shape[0]), True)
        self._empty = self._image.copy()
        self._last = (0, 0, 0, 0)
        self._bright0 = np.empty((camera.size[1], camera.size[0], 3), np.float32)
        whole = np.array([0, 0, *camera.size])
        raster.expose(self._empty, self._bright0, whole, OVER, _CURVE, _VIGNETTE)

    def _light_axes(self, toward: Floats) -> None:
        z = toward / np.linalg.norm(toward)
        x = np.cross(z, [0.3, 0.9, 0.1])
        x /= np.linalg.norm(x)
        self._to_light = np.stack([x, np.cross(z, x), z])

    def _furnish(self, boxes: tuple[Box, ...], axes: Floats) -> None:
        points, faces, colours, n = [np.zeros((0, 3))], [np.zeros((0, 3), int)], [], 0
        for box in boxes:
            p, f = _box_mesh(box, axes, self._middle)
            points.append(p)
            faces.append(f + n)
            colours += [box.colour] * len(p)
            n += len(p)
        self._prop_points = np.concatenate(points)
        self._prop_faces = np.concatenate(faces).astype(np.int32)
        self._prop_fields = np.zeros((n, 8), np.float32)
        if n:
            self._prop_fields[:, :3] = np.array(colours)

    def _buffers(self, look: Room, axes: Floats) -> None:
        cam = self.camera
        w, h = cam.size[0] * OVER, cam.size[1] * OVER
        yy, xx = np.mgrid[0:h, 0:w]
        rays = np.stack(
            [
                (xx + 0.5) / OVER - cam.size[0] / 2,
                (yy + 0.5) / OVER - cam.size[1] / 2,
                np.full(xx.shape, cam.focal),
            ],
            -1,
        )
        rays = rays @ cam.axes
        away, wall = self._wall
        down = np.where(rays[..., 2] < -1e-6, rays[..., 2], -1e-9)
        to_floor = np.where(rays[..., 2] < -1e-6, -cam.eye[2] / down, 1e9)
        ahead = np.maximum(rays @ away, 1e-6)
        to_wall = (wall - cam.eye @ away) / ahead
        floor = to_floor < to_wall
        place = cam.eye + rays * np.minimum(to_floor, to_wall)[..., None]
        u = (place - self._middle) @ axes[:, 0]
        v = np.where(floor, (place - self._middle) @ away, place[..., 2])
        colour = paint(place, u, v, floor, look)
        self._ground_colour = np.ascontiguousarray(colour.astype(np.float32))
        normal = np.where(floor[..., None], [0, 0, 1.0], -away)
        both = np.concatenate([place, normal], -1).astype(np.float32)
        self._ground = np.ascontiguousarray(both)
        self._depth0 = np.zeros((h, w), np.float32)
        self._face0 = np.full((h, w), -1, np.int32)
        self._b0, self._b1 = np.zeros((2, h, w), np.float32)
        if len(self._prop_faces):
            p = self._screen(self._prop_points)
            raster.fill(
                p, self._prop_faces, 0, self._depth0, self._face0, self._b0, self._b1
            )
        self._b00, self._b10 = self._b0.copy(), self._b1.copy()
        self._depth, self._face = self._depth0.copy(), self._face0.copy()

    def _screen(self, points: Floats) -> NDArray[np.float32]:
        q = self.camera.project(points)
        near = np.where(q[:, 2] > 0.05, 1 / np.maximum(q[:, 2], 0.05), -1)
        return np.stack([q[:, 0] * OVER, q[:, 1] * OVER, near], 1).astype(np.float32)

    def _set(self, who: tuple[int, ...]) -> tuple:
        """Faces, owners and fields of the furniture and these people."""
        if who not in self._sets:
            n = len(self._prop_points)
            faces, fields = [self._prop_faces], [self._prop_fields]
            owner = [np.full(len(self._prop_faces), -1, np.int32)]
            for k in who:
                dress, triangles = self._people[k]
                faces.append(triangles + n)
                fields.append(dress.fields)
                owner.append(np.full(len(triangles), k, np.int32))
                n += len(dress.fields)
            self._sets[who] = (
                np.concatenate(faces).astype(np.int32),
                np.concatenate(owner),
                np.concatenate(fields).astype(np.float32),
            )
        return self._sets[who]

    def _draw(
        self,
        skins: list[Floats],
        who: tuple[int, ...],
        box: tuple[int, int, int, int],
        still: bool = False,
    ) -> None:
        faces, owner, fields = self._set(who)
        points = np.concatenate([self._prop_points, *skins])
        x0, y0, x1, y1 = box
        part = np.s_[y0:y1, x0:x1]
        if not still:
            self._depth[part], self._face[part] = self._depth0[part], self._face0[part]
            self._b0[part], self._b1[part] = self._b00[part], self._b10[part]
            screen = self._screen(points)
            first = len(self._prop_faces)
            raster.fill(
                screen, faces, first, self._depth, self._face, self._b0, self._b1
            )
        shadow = np.zeros((_SHADOW, _SHADOW), np.float32)
        low, scale = np.zeros(3), 1.0
        norms = np.zeros((1, 3), np.float32)
        if len(points):
            norms = raster.normals(points, faces).astype(np.float32)
            q = points @ self._to_light.T
            bounds = (
                q if still or not skins else np.concatenate(skins) @ (self._to_light.T)
            )
            low = bounds.min(0) - 0.08
            scale = _SHADOW / (np.ptp(bounds[:, :2], axis=0).max() + 0.16)
            flat = (q[:, :2] - low[:2]) * scale
            seen = np.concatenate([flat, q[:, 2:] + 50], 1).astype(np.float32)
            raster.cast(seen, faces, shadow)
        shadow -= 50
        raster.shade(
            self._image,
            np.array(box),
            self._face if not still else self._face0,
            self._b0,
            self._b1,
            faces,
            owner,
            points.astype(np.float32),
            norms,
            fields,
            self._pals,
            self._lims,
            self._to_light.astype(np.float32),
            low.astype(np.float32),
            np.float32(scale),
            shadow,
            self._mood,
            self._ground_colour,
            self._ground,
        )

    def _box(self, skins: list[Floats]) -> tuple[int, int, int, int]:
        """The part of the picture that bodies and their shadows touch."""
        height, width = self._depth0.shape
        z = self._to_light[2]
        away, wall = self._wall
        points = np.concatenate(skins)[::7]
        fall = points[:, 2] / max(z[2], 0.05)
        toward = -(z @ away)
        if toward > 1e-3:
            fall = np.minimum(fall, (wall - points @ away) / toward)
        cast = points - np.maximum(fall, 0)[:, None] * z
        both = np.concatenate([points, cast])
        q = self._screen(both)
        q = q[q[:, 2] > 0]
        if not len(q):
            return 0, 0, 0, 0
        pad = 22
        x0, x1 = int(q[:, 0].min()) - pad, int(q[:, 0].max()) + pad
        y0, y1 = int(q[:, 1].min()) - pad, int(q[:, 1].max()) + pad
        x0, x1 = max(0, min(x0, width)), max(0, min(x1, width))
        y0, y1 = max(0, min(y0, height)), max(0, min(y1, height))
        return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else (0, 0, 0, 0)

    def _linear(self, skins: list[Floats | None]) -> None:
        x0, y0, x1, y1 = self._last
        self._image[y0:y1, x0:x1] = self._empty[y0:y1, x0:x1]
        who, here = [], []
        for k, skin in enumerate(skins):
            if skin is None:
                continue
            q = self._screen(skin[::11])
            w, h = self.camera.size[0] * OVER, self.camera.size[1] * OVER
            out = (q[:, 0].max() < -0.6 * w) or (q[:, 0].min() > 1.6 * w)
            if (q[:, 2] > 0).all() and not out and q[:, 1].min() < 1.5 * h:
                who.append(k)
                here.append(skin)
        self._last = self._box(here) if here else (0, 0, 0, 0)
        if here:
            self._draw(here, tuple(who), self._last)

    def picture(self, moments: list[list[Floats | None]]) -> NDArray[np.uint8]:
        """One frame (h,w,3) RGB; several moments of one exposure blur it."""
        self._linear(moments[0])
        image, box = self._image, self._last
        if len(moments) > 1:
            image = self._image.copy()
            for moment in moments[1:]:
                self._linear(moment)
                image += self._image
                box = _around(box, self._last)
            image /= len(moments)
        bright = self._bright0.copy()
        x0, y0, x1, y1 = box
        small = np.array([x0 // OVER, y0 // OVER, -(-x1 // OVER), -(-y1 // OVER)])
        raster.expose(image, bright, small, OVER, _CURVE, _VIGNETTE)
        out = np.empty((self.camera.size[1], self.camera.size[0], 3), np.uint8)
        oy, ox = int(self.rng.integers(512)), int(self.rng.integers(3000))
        raster.grain(bright, out, _NOISE, oy, ox, np.float32(self.light.noise * 255))
        return out


def _around(
    a: tuple[int, int, int, int], b: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """The smallest box around two boxes; an empty one counts for nothing."""
    if b[2] <= b[0]:
        return a
    if a[2] <= a[0]:
        return b
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
