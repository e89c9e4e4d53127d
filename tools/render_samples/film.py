"""Renders one clip: script to poses, poses to pictures, and the truth beside them."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from . import truth
from .clip import Clip, find, make_rig, seed_of
from .motion import Events, Script
from .rig import Posed, Rig
from .scene import Stage
from .video import Video

Floats = NDArray[np.float64]
_FAST_PX = 8.0
_LINES = (
    (7, 11), (8, 12), (11, 12), (11, 13), (13, 15), (12, 14), (14, 16), (11, 23),
    (12, 24), (23, 24), (23, 25), (25, 27), (27, 29), (29, 31), (24, 26), (26, 28),
    (28, 30), (30, 32), (15, 19), (16, 20),
)  # fmt: skip


class Film:
    """A clip made ready: rigs, scripts and stage."""

    def __init__(self, clip: Clip) -> None:
        self.clip = clip
        self.cast: list[tuple[Rig, Script, str]] = []
        props = clip.props
        if clip.body is not None and clip.script is not None:
            rig = make_rig(clip.body, clip.clothes)
            script = clip.script(rig, clip.near)
            self.cast.append((rig, script, clip.posture))
            if callable(props):
                props = props(rig)
        for k, extra in enumerate(clip.others):
            rig = make_rig(extra.body, extra.clothes)
            self.cast.append((rig, extra.script(rig, "LR"[k % 2]), "standing"))
        seconds = clip.seconds
        if seconds is None:
            seconds = self.cast[0][1].time
        self.frames = int(round(seconds * clip.fps))
        people = [(rig.dress, rig.sk.mesh.triangles) for rig, _, _ in self.cast]
        self.stage = Stage(
            clip.camera,
            clip.room,
            clip.light,
            people,
            props if not callable(props) else (),
            seed_of(clip.name),
        )

    @property
    def events(self) -> Events:
        """What the person's script says happened."""
        has_person = self.clip.body is not None
        return self.cast[0][1].events if has_person else Events()

    def posed(self, t: float) -> list[Posed]:
        """Everybody at a time."""
        return [rig.pose(s.pose_at(t), posture) for rig, s, posture in self.cast]

    def _moments(
        self, t: float, now: list[Posed], before: list[Floats] | None
    ) -> list[list[Floats | None]]:
        """The skins of one exposure: three where something moves fast."""
        skins: list[list[Floats | None]] = [[p.vertices for p in now]]
        if before is None:
            return skins
        fastest = 0.0
        for posed, old in zip(now, before, strict=True):
            new = self.clip.camera.project(posed.landmarks)[:, :2]
            seen = truth.inside(self.clip, new)
            if seen.any():
                fastest = max(fastest, float(np.abs(new - old)[seen].max()))
        if fastest > _FAST_PX:
            for off in (-0.2, 0.2):
                other = self.posed(max(0.0, t + off / self.clip.fps))
                skins.append([p.vertices for p in other])
        return skins

    def render(self, folder: Path) -> None:
        """Write NAME.mp4, NAME.truth.npz and NAME.truth.json into `folder`."""
        clip, camera = self.clip, self.clip.camera
        folder.mkdir(parents=True, exist_ok=True)
        xy = np.full((self.frames, 33, 2), np.nan)
        xyz = np.full((self.frames, 33, 3), np.nan)
        others = np.zeros(self.frames, bool)
        before = None
        subject = clip.body is not None
        half = folder / f"{clip.name}.part.mp4"
        with Video(half, camera.size, clip.fps) as video:
            for i in range(self.frames):
                t = i / clip.fps
                now = self.posed(t)
                video.add(self.stage.picture(self._moments(t, now, before)))
                before = [camera.project(p.landmarks)[:, :2] for p in now]
                if subject:
                    xy[i], xyz[i] = before[0], now[0].landmarks
                rest = before[1:] if subject else before
                others[i] = any(truth.inside(clip, b).mean() > 0.15 for b in rest)
        half.replace(folder / f"{clip.name}.mp4")
        truth.write(clip, folder, self.events, xy, xyz, others)

    def times_of_interest(self) -> list[float]:
        """Starts, middles of visits and of faults; for contact sheets."""
        events = self.events
        times = [0.5]
        for rep in events.reps:
            times.append((rep["start_s"] + rep["arrive_s"]) / 2)
            times.append(rep["arrive_s"] + 0.3)
        for phase in events.phases:
            times.append((phase["start_s"] + phase["end_s"]) / 2)
        for fault in events.faults:
            times.append((fault["start_s"] + fault["end_s"]) / 2)
        if not events.reps:
            times += list(np.linspace(1, self.frames / self.clip.fps - 0.5, 7))
        return sorted(set(times))

    def sheet(self, path: Path, times: list[float] | None = None) -> None:
        """A contact sheet with the true landmarks and angles drawn in."""
        clip = self.clip
        tiles = []
        for t in times or self.times_of_interest():
            posed = self.posed(t)
            shot = self.stage.picture([[p.vertices for p in posed]])
            image = Image.fromarray(shot)
            draw = ImageDraw.Draw(image)
            if clip.body is not None:
                marks = posed[0].landmarks
                xy = clip.camera.project(marks)[:, :2]
                for a, b in _LINES:
                    colour = (255, 160, 0) if b % 2 else (0, 255, 0)
                    draw.line([tuple(xy[a]), tuple(xy[b])], fill=colour)
                for x, y in xy[:11]:
                    draw.point((x, y), fill=(255, 0, 255))
                a = truth.angles(clip, xy[None], marks[None])
                flat = {k: v[0] for k, v in a.items() if not k.endswith("3d")}
                words = " ".join(f"{k}={v:.0f}" for k, v in flat.items())
                draw.text((4, 14), words.replace("near_", ""), fill=(0, 0, 0))
            draw.text((4, 2), f"{clip.name} {t:.1f} s", fill=(160, 0, 0))
            tiles.append(image)
        across = 3
        w, h = clip.camera.size
        down = -(-len(tiles) // across)
        whole = Image.new("RGB", (w * across, h * down))
        for k, tile in enumerate(tiles):
            whole.paste(tile, (w * (k % across), h * (k // across)))
        path.parent.mkdir(parents=True, exist_ok=True)
        whole.save(path)


def make(name: str, out: str, sheet: str | None, times: list[float]) -> str:
    """Render a clip into `out`, or its contact sheet into `sheet`; say how long."""
    began = time.perf_counter()
    film = Film(find()[name])
    if sheet is not None:
        film.sheet(Path(sheet) / f"{name}.png", times or None)
    else:
        film.render(Path(out))
    took = time.perf_counter() - began
    return f"{name}: {film.frames} frames, {took:.0f} s"
