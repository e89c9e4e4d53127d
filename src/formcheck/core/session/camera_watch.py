"""Is the camera still showing what happens? By what it shows and when.

Pure: it gets of each picture whether it is the same as the one before, and whether
it is black; time is an argument. A driver that says "ok" for a dead camera is not
believed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from formcheck.core.judge.freeze import Stillness, frozen_s, stand
from formcheck.core.words.catalogue import marked, say

__all__ = [
    "CAMERA_WORDS",
    "CameraStatus",
    "CameraWatch",
    "camera_status",
    "camera_words",
    "pictures_per_s",
    "take_picture",
]

LOST_AFTER_S = 0.6
"""Without any picture. Slower cameras than this are useless for judging anyway."""

BLACK_AFTER_S = 0.5
"""A shutter, a lid, a hand over the lens."""

SLOW_WITHIN_S = 0.8
SLOW_PICTURES = 5
"""Fewer new pictures than this in that time: too few to tell a fast movement by."""

NOT_SLOW_PICTURES = 6
"""What was too slow is so until there are as many, or it would be told each second."""

BACK_PICTURES = 3
"""After a gap it is well again with as many pictures that follow each other."""

GAPS_WITHIN_S = 6.0
"""With a second gap in that time it is slow, not gone, and stays so to its end."""

SIZES_WITHIN_S = 3.0
SIZES = 3
"""A camera that changes its pictures' size as often in that time shows nothing that can
be compared. A phone that is turned changes it once."""

STARTING_S = 6.0
"""A camera may take this long to give its first picture."""


class CameraStatus(StrEnum):
    """How the camera is."""

    STARTING = "starting"
    OK = "ok"
    LOST = "lost"
    FROZEN = "frozen"
    BLACK = "black"
    SLOW = "slow"
    SIZES = "sizes"
    NONE = "none"
    BUSY = "busy"
    DENIED = "denied"


CAMERA_WORDS = {
    CameraStatus.STARTING: marked("The camera is starting."),
    CameraStatus.OK: "",
    CameraStatus.LOST: marked("The camera has stopped."),
    CameraStatus.FROZEN: marked("The picture is frozen."),
    CameraStatus.BLACK: marked("The picture is black."),
    CameraStatus.SLOW: marked("The camera is too slow."),
    CameraStatus.SIZES: marked("The picture keeps changing its size."),
    CameraStatus.NONE: marked("No camera is found. Plug one in."),
    CameraStatus.BUSY: marked("Another program uses the camera. Close that one."),
    CameraStatus.DENIED: marked(
        "The camera is not permitted. Allow it in the system's settings."
    ),
}
"""What the person reads and hears."""


def camera_words(status: CameraStatus, *, clock: bool) -> str:
    """What is wrong with the camera. clock: one runs otherwise, and waits now."""
    words = say(CAMERA_WORDS[status])
    return f"{words} {say('The clock waits.')}" if clock and words else words


@dataclass(frozen=True, slots=True)
class CameraWatch:
    """What is known of a camera's pictures. Times in seconds.

    stillness: since when nothing has moved in them: a coded freeze does differ.
    begun_s: since when it has been waited for, or since when pictures have come again.
    picture_s, new_s: the last picture, and the last that differed from the one before.
    black_s: since when it has been black. arrivals: times of the last new pictures.
    gaps: when pictures came again after none for too long. sizes: when their size
    changed. slow: there were too few, and are not enough yet.
    """

    stillness: Stillness
    begun_s: float = 0.0
    picture_s: float | None = None
    new_s: float | None = None
    black_s: float | None = None
    arrivals: tuple[float, ...] = ()
    gaps: tuple[float, ...] = ()
    sizes: tuple[float, ...] = ()
    slow: bool = False


def take_picture(
    watch: CameraWatch,
    time_s: float,
    *,
    same: bool,
    black: bool,
    moved: bool = True,
    resized: bool = False,
) -> CameraWatch:
    """Take in one picture.

    same: to the last bit the one before. black: nearly so. moved: see `freeze.stand`.
    resized: of another size than the one before.
    """
    slow = camera_status(watch, time_s) is CameraStatus.SLOW
    if watch.picture_s is not None and time_s - watch.picture_s > LOST_AFTER_S:
        gaps = [t for t in watch.gaps if t > time_s - GAPS_WITHIN_S]
        watch = replace(watch, gaps=(*gaps, time_s))
    if resized:
        sizes = [t for t in watch.sizes if t > time_s - SIZES_WITHIN_S]
        watch = replace(watch, sizes=(*sizes, time_s))
    if watch.new_s is None or time_s - watch.new_s > LOST_AFTER_S:
        watch = replace(watch, begun_s=time_s, arrivals=())
    new_s, arrivals = watch.new_s, watch.arrivals
    if not same:
        new_s = time_s
        recent = [t for t in arrivals if t > time_s - 1.0]
        arrivals = (*recent, time_s)
    black_s = None
    if black:
        black_s = watch.black_s if watch.black_s is not None else time_s
    return replace(
        watch,
        picture_s=time_s,
        new_s=new_s,
        black_s=black_s,
        arrivals=arrivals,
        slow=slow,
        stillness=stand(watch.stillness, time_s, moved=moved and not same),
    )


def camera_status(watch: CameraWatch, now_s: float) -> CameraStatus:
    """How the camera is now, whether or not a picture has just come."""
    if watch.picture_s is None or watch.new_s is None:
        waiting = now_s - watch.begun_s < STARTING_S
        return CameraStatus.STARTING if waiting else CameraStatus.NONE
    lately = sum(t > now_s - GAPS_WITHIN_S for t in watch.gaps)
    gone = CameraStatus.SLOW if lately > 1 else CameraStatus.LOST
    if now_s - watch.picture_s > LOST_AFTER_S:
        return gone
    if lately and len(watch.arrivals) < BACK_PICTURES:
        return gone
    if sum(t > now_s - SIZES_WITHIN_S for t in watch.sizes) >= SIZES:
        return CameraStatus.SIZES
    if watch.black_s is not None and now_s - watch.black_s >= BLACK_AFTER_S:
        return CameraStatus.BLACK
    if frozen_s(watch.stillness, now_s):
        return CameraStatus.FROZEN
    if now_s - watch.begun_s >= SLOW_WITHIN_S:
        recent = sum(t > now_s - SLOW_WITHIN_S for t in watch.arrivals)
        if recent < (NOT_SLOW_PICTURES if watch.slow else SLOW_PICTURES):
            return CameraStatus.SLOW
    return CameraStatus.OK


def pictures_per_s(watch: CameraWatch, now_s: float) -> float:
    """New pictures in the last second."""
    return float(sum(t > now_s - 1.0 for t in watch.arrivals))
