"""What a video file says of itself, read once with PyAV: times, shape, codec.

Analysis, stills and annotation all go by this one description, so that a picture has
the same time, size and way up in each.
"""

from __future__ import annotations

import math
import os
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.core.words.catalogue import say
from formcheck.edges.names import NOT_UTF8, in_utf8, printable
from formcheck.edges.upright import Upright
from formcheck.errors import VideoError

__all__ = [
    "VideoDescription",
    "believable_fps",
    "described",
    "open_container",
]

_FPS_RANGE = (1.0, 1000.0)
_FPS_ASSUMED = 30.0

_WHOLE = 0.98
"""A file that yields a smaller share of what it promises was cut short."""

_SLACK_S = 0.3
"""Headers count the lead of a sound's encoder (0.13 s of AAC at 8 kHz), or do not."""

_TRIES = 100
"""Packets after which a first picture is given up."""

_FIRST_YEAR = 1980
"""Clocks that were never set begin at 1904 or 1970."""

_SQUEEZED = 4
"""Pixels more than so many times as wide as high, or as high as wide, are an error of
the file: the widest in use are twice as wide (anamorphic film)."""

_LOCAL_FILES = {"protocol_whitelist": "file,crypto,data"}
"""A playlist that poses as a video opens no connection."""

_SLOWED_FROM = 1.25
_LAPSED_TO = 0.8
_WHOLE_TIMES = 0.03
"""Filmed so many times faster than it plays is slow motion, so many times slower a time
lapse; between, a phone's rate only wavered. A rate that is within so much of a whole
multiple, as 119.88 of 30, is that multiple."""

_CAPTURE_FPS = "com.android.capture.fps"
_CREATED = ("com.apple.quicktime.creationdate", "creation_time")
"""The first knows the time zone and survives being exported."""


@dataclass(frozen=True, slots=True)
class VideoDescription:
    """A video file by its header and packets.

    codec: by FFmpeg's name. stored_wh: px, before it is brought upright. fps: nominal,
    frames a second. tick_s: unit of the container's times. start_ticks: where the
    container's clock stands at 0 s. times_s: when each picture is shown, in order, with
    none for what an edit list hides; empty where the container gives no times. ends_s:
    when the last picture stops being shown, by the header where there are no times;
    None where neither says. promised_s: how long the header says that it lasts. whole:
    all that it promises is there. capture_fps: at which a phone filmed, where it noted
    that. created: when, by the container. slowed: how many times slower it plays than
    what is in it happened; all its seconds and its fps are then of what happened.
    """

    path: Path
    codec: str
    stored_wh: tuple[int, int]
    upright: Upright
    fps: float
    tick_s: Fraction
    start_ticks: int
    times_s: tuple[float, ...]
    ends_s: float | None
    promised_s: float | None
    whole: bool
    capture_fps: float | None
    created: datetime | None
    notes: tuple[str, ...] = field(default=())
    slowed: float = 1.0

    @property
    def size_wh(self) -> tuple[int, int]:
        """Size, px, of its pictures: upright, with square pixels."""
        return self.upright.size_wh(self.stored_wh)

    @property
    def slowed_by_itself(self) -> float:
        """How many times slower than filmed it plays, by what the phone noted."""
        if self.capture_fps is None:
            return 1.0
        times = self.capture_fps / self.fps
        if times < _SLOWED_FROM:
            return 1.0
        whole = round(times)
        return float(whole) if abs(times - whole) <= _WHOLE_TIMES * whole else times

    def as_it_happened(self, slowed: float | None = None) -> VideoDescription:
        """Return it with the seconds of what happened, where it plays slower.

        slowed: how many times; None as the phone noted.
        """
        if self.capture_fps is not None and self.capture_fps / self.fps <= _LAPSED_TO:
            lapse = say(
                "filmed at {filmed} pictures a second and played at {played}: a time "
                "lapse, whose seconds are not those of what happened",
                filmed=f"{self.capture_fps:.3g}",
                played=f"{self.fps:.3g}",
            )
            if slowed is None:
                return replace(self, notes=(*self.notes, lapse))
        times = self.slowed_by_itself if slowed is None else slowed
        if times == 1.0:
            return self
        note = say(
            "the recording plays {times} times slower than what it shows; all seconds "
            "are of what happened",
            times=f"{times:.3g}",
        )
        if slowed is None:
            note = say(
                "filmed at {filmed} pictures a second and played at {played}, {times} "
                "times slower; all seconds are of what happened (--slowed 1: as it "
                "plays)",
                filmed=f"{self.capture_fps:.4g}",
                played=f"{self.fps:.4g}",
                times=f"{times:.3g}",
            )
        return replace(
            self,
            slowed=times,
            fps=self.fps * times,
            tick_s=self.tick_s / Fraction(times).limit_denominator(1000),
            times_s=tuple(time_s / times for time_s in self.times_s),
            ends_s=None if self.ends_s is None else self.ends_s / times,
            promised_s=None if self.promised_s is None else self.promised_s / times,
            notes=(*self.notes, note),
        )

    def time_s(self, ticks: int) -> float:
        """When what the container has at `ticks` is shown."""
        return float((ticks - self.start_ticks) * self.tick_s)

    def time_near(self, time_s: float) -> float | None:
        """Return the picture's time within half a frame of another, if there is one."""
        after = bisect_left(self.times_s, time_s)
        near = self.times_s[max(after - 1, 0) : after + 1]
        nearest = min(near, key=lambda one: abs(one - time_s), default=math.inf)
        return nearest if abs(nearest - time_s) <= 0.5 / self.fps else None

    def falls_short(self, last_s: float, end_s: float) -> bool:
        """Whether reading that ended with the picture at `last_s` missed the rest.

        end_s: when that picture stopped being shown.
        """
        if self.times_s:
            return not self.whole or last_s < _WHOLE * self.times_s[-1]
        return self.promised_s is not None and end_s < _WHOLE * self.promised_s


def described(video: Path | VideoDescription) -> VideoDescription:
    """Return a video's description, reading it where only its path is given.

    Raises
    ------
    VideoError
        It is no video that can be read.
    """
    if isinstance(video, VideoDescription):
        return video
    _refuse_what_is_no_file(video)
    with open_container(video) as container:
        if not any(one.codec_context for one in container.streams.video[:1]):
            raise VideoError(f"{video}: not a video that can be read")
        return _described(video, container)


def open_container(path: Path) -> Any:
    """Open a file of this machine with PyAV, whose types are loose.

    Raises
    ------
    VideoError
        It is no video.
    """
    import av
    from av.error import FFmpegError

    try:
        # An absolute path cannot be taken for an address.
        return av.open(
            str(path.absolute()), options=_LOCAL_FILES, metadata_errors="replace"
        )
    except (FFmpegError, OSError) as error:
        raise VideoError(f"{path}: not a video that can be read") from error


def believable_fps(claimed: float) -> tuple[float, str | None]:
    """Return a frame rate to go on with, and a note where the claimed one is absurd."""
    low, high = _FPS_RANGE
    if math.isfinite(claimed) and low <= claimed <= high:
        return claimed, None
    return _FPS_ASSUMED, say(
        "the file's frame rate makes no sense ({claimed}); where it gives no times, "
        "{assumed} frames a second are assumed",
        claimed=f"{claimed:g}",
        assumed=f"{_FPS_ASSUMED:g}",
    )


def _described(path: Path, container: Any) -> VideoDescription:
    stream = container.streams.video[0]
    fps, note = believable_fps(float(stream.average_rate or stream.guessed_rate or 0))
    notes = [note] if note else []
    aspect = Fraction(stream.sample_aspect_ratio or 1)
    if not Fraction(1, _SQUEEZED) <= aspect <= _SQUEEZED:
        notes.append(
            say(
                "the file's pixel shape makes no sense ({aspect}); square pixels are "
                "assumed",
                aspect=aspect,
            )
        )
        aspect = Fraction(1)
    start, tick_s = stream.start_time or 0, Fraction(stream.time_base)
    packets = _read_packets(container, stream, fps)
    if packets.shown == 1 or stream.frames == 1:
        raise VideoError(f"{path}: a single picture, not a video")
    start_s, promised_s = start * tick_s, _length_s(container, stream)
    shown_s = there_s = float(packets.shown_until_s - start_s)
    if not stream.duration:  # what is promised is the longest of pictures and sound
        there_s = max(shown_s, float(packets.heard_until_s - start_s))
    metadata = {**stream.metadata, **container.metadata}
    return VideoDescription(
        path=path,
        codec=stream.codec_context.codec.canonical_name,
        stored_wh=(stream.codec_context.width, stream.codec_context.height),
        upright=replace(packets.upright, pixel_aspect=aspect),
        fps=fps,
        tick_s=tick_s,
        start_ticks=start,
        times_s=tuple(float((one - start) * tick_s) for one in sorted(packets.ticks)),
        ends_s=shown_s if packets.ticks else promised_s,
        promised_s=promised_s,
        whole=promised_s is None
        or there_s >= min(_WHOLE * promised_s, promised_s - _SLACK_S),
        capture_fps=_capture_fps(metadata),
        created=_created(metadata),
        notes=tuple(notes),
    )


@dataclass(slots=True)
class _Packets:
    """What packets tell.

    shown: how many pictures are. ticks: when; bad writers give all of them one time.
    """

    shown: int = 0
    ticks: set[int] = field(default_factory=set)
    shown_until_s: Fraction = Fraction(0)
    heard_until_s: Fraction = Fraction(0)
    upright: Upright = Upright()


def _read_packets(container: Any, stream: Any, fps: float) -> _Packets:
    """Go through the file once, decoding one picture of it."""
    from av.error import FFmpegError

    found, tries = _Packets(), _TRIES
    packets = container.demux((stream, *container.streams.audio[:1]))
    while True:
        try:
            packet = next(packets)
        except (FFmpegError, StopIteration):
            return found  # the end, or as far as it goes
        if packet.stream is stream and tries:
            upright = _way_up(packet)
            found.upright = upright or found.upright
            tries = 0 if upright else tries - 1
        if packet.pts is None or packet.is_discard:
            continue
        tick_s = Fraction(packet.time_base)
        lasts = packet.duration or 0
        if packet.stream is stream:
            found.shown += 1
            found.ticks.add(packet.pts)
            until_s = (packet.pts + (lasts or round(1 / (fps * tick_s)))) * tick_s
            found.shown_until_s = max(found.shown_until_s, until_s)
        else:
            until_s = (packet.pts + lasts) * tick_s
            found.heard_until_s = max(found.heard_until_s, until_s)


def _way_up(packet: Any) -> Upright | None:
    """How to bring the picture in a packet upright; None where there is none."""
    from av.error import FFmpegError

    try:
        frames = packet.decode()
    except FFmpegError:
        return None
    if not frames:
        return None
    try:
        sides = list(frames[0].side_data)
    except ValueError:  # a kind that PyAV has no name for
        return Upright()
    for side in sides:
        if side.type.name == "DISPLAYMATRIX":
            a, b, _, c, d = np.frombuffer(bytes(side), np.int32)[:5].tolist()
            return Upright.by_matrix(a, b, c, d)
    return Upright()


def _length_s(container: Any, stream: Any) -> float | None:
    """How long the header says that it lasts, s; None where it does not say."""
    if stream.duration:
        return float(stream.duration * stream.time_base)
    if not container.duration:
        return None
    # Some containers count from nought, others from their first picture.
    lasts_s = float(container.duration / 1_000_000)
    start_s = float((container.start_time or 0) / 1_000_000)
    return lasts_s - start_s if lasts_s > start_s else lasts_s


def _capture_fps(metadata: Mapping[str, str]) -> float | None:
    try:
        fps = float(metadata.get(_CAPTURE_FPS, ""))
    except ValueError:
        return None
    return fps if math.isfinite(fps) and fps > 0 else None


def _created(metadata: Mapping[str, str]) -> datetime | None:
    for key in _CREATED:
        try:
            created = datetime.fromisoformat(metadata.get(key, ""))
        except ValueError:
            continue
        if created.year >= _FIRST_YEAR:
            return created if created.tzinfo else created.replace(tzinfo=UTC)
    return None


def _refuse_what_is_no_file(path: Path) -> None:
    if not in_utf8(path.absolute()):  # OpenCV ends the whole process over it
        shown = path if not in_utf8(path) else path.absolute()
        raise VideoError(f"{printable(shown)}: {NOT_UTF8}")
    if path.is_dir():
        raise VideoError(f"{path}: a folder, not a video")
    if not path.exists():
        raise VideoError(f"{path}: no such file")
    if not path.is_file():
        raise VideoError(f"{path}: not a file")
    if not os.access(path, os.R_OK):
        raise VideoError(f"{path}: may not be read (permission denied)")
    if path.stat().st_size == 0:
        raise VideoError(f"{path}: the file is empty")
