"""The landmark trace: what the estimator saw, as numbers and without a picture.

A trace judges again exactly as the recording did, because every observation is rounded
to what a trace can hold before it is judged: positions to 1/16 px, world positions to
half precision, visibility to 1/255. A minute of it takes under a megabyte.
"""

from __future__ import annotations

import json
import math
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from math import isnan, nan
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.landmarks import LANDMARK_COUNT
from formcheck.core.body.observation import (
    OUTLINE_POINTS,
    BackOutline,
    Flat,
    Observation,
    OutlineReason,
    Pose,
    RoomRoll,
    Status,
)
from formcheck.core.records.codec import DAMAGED, read_dataclass
from formcheck.edges.estimator import Fits
from formcheck.edges.sources import Image, SourceInfo
from formcheck.errors import OutputError, TraceError
from formcheck.resources import ModelFile

__all__ = [
    "ReplayEstimator",
    "Trace",
    "TraceAbout",
    "TraceWriter",
    "quantise",
    "read_trace",
]

TRACE_VERSION = 1
"""What is written now. Older traces are read, too; a newer one is refused."""

_STEPS_PER_PX = 16
_NO_OUTLINE = 255
_NOT_FOUND = np.iinfo(np.int32).min
"""In image_xy: the estimator has no such joint, or did not find it."""
_CHUNK = 4096
_LARGEST = 2_000_000_000
"""Bytes unpacked; an hour at 60 pictures a second has 200 MB."""


_FRAME = np.dtype(
    [
        ("time_s", "<f8"),
        ("status", "u1"),
        ("cut", "u1"),
        ("size_wh", "<u2", 2),
        ("still_s", "<f8"),
        ("room_roll_deg", "<f4"),  # NaN: the room's lines tell nothing
        ("room_error_deg", "<f4"),
    ]
)
"""One a frame."""

_FRAME_COLUMNS = _FRAME.names or ()

_SINCE_THEN = {"still_s": 0.0, "room_roll_deg": nan, "room_error_deg": nan}
"""Columns that the first traces lack, and what is said there: of their pictures nothing
is known to be frozen, nor of the room's lines.
"""

_LOOK = np.dtype(
    [
        ("image_xy", "<i4", (LANDMARK_COUNT, 2)),
        ("world_xyz", "<f2", (LANDMARK_COUNT, 3)),  # NaN: a flat pose
        ("visibility", "u1", LANDMARK_COUNT),
        ("back_offsets", "<f2", OUTLINE_POINTS),
        ("back_reason", "u1"),
    ]
)
"""One for each frame in which somebody was seen, in order."""


@dataclass(frozen=True, slots=True)
class TraceAbout:
    """What a trace was made of, and with which model.

    start_s, end_s: of the recording, as far as it was read.
    """

    source: str
    fps: float
    frames: int
    start_s: float
    end_s: float
    model: str
    model_sha256: str
    truncated: bool = False
    mirrored: bool = False
    rotated_deg: int = 0

    @classmethod
    def of(
        cls,
        info: SourceInfo,
        model: ModelFile,
        *,
        mirrored: bool = False,
        rotated_deg: int = 0,
    ) -> Self:
        """Return what to say of a recording that was seen with that model."""
        return cls(
            source=info.name,
            fps=info.fps,
            frames=info.frames,
            start_s=info.start_s,
            end_s=info.end_s,
            model=model.name,
            model_sha256=model.sha256,
            truncated=info.truncated,
            mirrored=mirrored,
            rotated_deg=rotated_deg,
        )


def quantise(observation: Observation) -> Observation:
    """Round an observation to what a trace can hold. A second time changes nothing."""
    room = observation.room
    if room is not None:
        roll, error = (float(np.float32(n)) for n in (room.roll_deg, room.error_deg))
        observation = replace(observation, room=RoomRoll(roll, error))
    if observation.pose is None:
        return observation
    look = _encode_pose(observation.pose).reshape(1)
    return replace(observation, pose=next(_decode_poses(look)))


class TraceWriter:
    """Writes a trace as the frames go by; memory does not grow with their number.

    Parameters
    ----------
    folder
        Where the two spool files live meanwhile. They have no name there and vanish
        with the process.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._frames = _spool(folder)
            self._looks = _spool(folder)
        except OSError as error:
            raise OutputError(f"cannot write in {folder}: {error.strerror}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._frames.close()
        self._looks.close()

    def add(self, observation: Observation) -> None:
        """Keep one observation. It is rounded if it was not already."""
        status, size_wh = observation.status.value, observation.size_wh
        still_s, room = observation.still_s, observation.room
        turned = (nan, nan) if room is None else (room.roll_deg, room.error_deg)
        row = (observation.time_s, status, observation.cut, size_wh, still_s, *turned)
        self._frames.write(np.array(row, _FRAME).tobytes())
        if observation.pose is not None:
            self._looks.write(_encode_pose(observation.pose).tobytes())

    def save(self, path: Path, about: TraceAbout) -> None:
        """Write the whole trace to `path`, which the caller moves into place."""
        head = json.dumps({"version": TRACE_VERSION, **asdict(about)})
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("about.npy", "w") as entry:
                np.lib.format.write_array(entry, np.array(head), allow_pickle=False)
            for spool, dtype in ((self._frames, _FRAME), (self._looks, _LOOK)):
                for name in dtype.names or ():
                    _write_column(archive, name, spool, dtype)


class Looks(Protocol):
    """What was seen in a recording, for whoever judges it."""

    @property
    def about(self) -> TraceAbout:
        """Of which recording, from when until when."""
        ...

    def observations(self) -> Iterable[Observation]:
        """Every look, in order of time."""
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """A recorded trace. `frames` has a row a frame, `looks` a row for each one seen."""

    about: TraceAbout
    frames: NDArray[np.void]
    looks: NDArray[np.void]

    def __len__(self) -> int:
        """Frames in it, looked at or not."""
        return len(self.frames)

    def observations(self) -> Iterator[Observation]:
        """Yield what was judged when the trace was made, bit by bit the same."""
        poses = _decode_poses(self.looks)
        rows = zip(
            *(self.frames[name].tolist() for name in _FRAME_COLUMNS), strict=True
        )
        for time_s, number, cut, (width, height), still_s, roll_deg, error_deg in rows:
            status = Status(number)
            yield Observation(
                time_s,
                status,
                next(poses) if status is Status.SEEN else None,
                (width, height),
                bool(cut),
                still_s,
                None if isnan(roll_deg) else RoomRoll(roll_deg, error_deg),
            )


class ReplayEstimator:
    """A trace in the place of a model: the fake of an estimator.

    A picture is answered with what the trace has for its time; none there is nobody.
    """

    def __init__(self, trace: Trace) -> None:
        self._by_ms = {round(o.time_s * 1000): o for o in trace.observations()}

    def estimate(self, image_bgr: Image, time_s: float) -> Observation:
        """Return the trace's observation for that time."""
        known = self._by_ms.get(round(time_s * 1000))
        return known or Observation(time_s, Status.NOBODY)

    def search(self, image_bgr: Image, time_s: float, fits: Fits) -> Observation:
        """Return the trace's observation for that time if its pose fits."""
        known = self.estimate(image_bgr, time_s)
        if known.pose is not None and fits(known.pose):
            return known
        return Observation(time_s, Status.NOBODY, None, known.size_wh)

    def close(self) -> None:
        """Nothing to let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read_trace(path: Path) -> Trace:
    """Read a trace that `TraceWriter` wrote.

    Raises
    ------
    TraceError
        It is not a trace, it is damaged, or a newer formcheck wrote it.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            _check_size(archive, path)
            head: dict[str, Any] = json.loads(str(archive["about"]))
            if int(head["version"]) > TRACE_VERSION:
                raise TraceError(f"{path}: a trace that a newer formcheck wrote")
            frames = _read_columns(archive, _FRAME)
            looks = _read_columns(archive, _LOOK)
        about = read_dataclass(TraceAbout, head)
    except FileNotFoundError:
        raise TraceError(f"{path}: no such file") from None
    except (
        *DAMAGED,
        LookupError,
        OSError,
        EOFError,
        MemoryError,
        RuntimeError,  # it wants a password, or is packed in a way unknown to zipfile
    ) as error:
        raise TraceError(f"{path}: not a landmark trace, or damaged") from error
    except (zipfile.BadZipFile, zlib.error) as error:
        raise TraceError(f"{path}: damaged") from error
    if int((frames["status"] == Status.SEEN.value).sum()) != len(looks):
        raise TraceError(f"{path}: frames and landmarks do not match")
    if wrong := _wrong_in(about, frames, looks):
        raise TraceError(f"{path}: damaged ({wrong})")
    return Trace(about, frames, looks)


def _check_size(archive: Any, path: Path) -> None:
    """Refuse what would fill the memory before anything of it is unpacked."""
    members = archive.zip.infolist()
    if sum(member.file_size for member in members) > _LARGEST:
        raise TraceError(f"{path}: too large for a landmark trace")


def _wrong_in(
    about: TraceAbout, frames: NDArray[np.void], looks: NDArray[np.void]
) -> str:
    """What is in a trace that none can have; empty where nothing is."""
    times = frames["time_s"]
    if not np.isfinite(times).all() or (np.diff(times) < 0).any():
        return "its times are none"
    seen = frames["status"] == Status.SEEN.value
    if (frames["size_wh"][seen] == 0).any():
        return "pictures without a size"
    still = frames["still_s"]
    stands = frames["status"][still != 0]
    if not np.isfinite(still).all() or (stands != Status.NOBODY.value).any():
        return "what stood still was seen"
    if not set(np.unique(frames["status"]).tolist()) <= {s.value for s in Status}:
        return "what became of a frame is not known"
    reasons = {reason.value for reason in OutlineReason} | {_NO_OUTLINE}
    if not set(np.unique(looks["back_reason"]).tolist()) <= reasons:
        return "a reason that is not known"
    # Not known is NaN, in each of them.
    for name in ("world_xyz", "back_offsets"):
        if np.isinf(looks[name]).any():
            return "a place that is nowhere"
    roll, error = frames["room_roll_deg"], frames["room_error_deg"]
    if np.isinf(roll).any() or np.isinf(error).any() or (error < 0).any():
        return "lines of the room that none can have"
    numbers = (about.fps, about.start_s, about.end_s)
    if not all(map(math.isfinite, numbers)) or about.fps < 0 or about.frames < 0:
        return "what is said of the recording"
    return ""


def _spool(folder: Path) -> IO[bytes]:
    """Open a file without a name, which its owner closes."""
    return tempfile.TemporaryFile(dir=folder)  # noqa: SIM115


def _encode_pose(pose: Pose) -> NDArray[np.void]:
    record = np.zeros((), _LOOK)
    limit = np.iinfo(np.int32).max // 2
    steps = np.rint(pose.image_xy.astype(np.float64) * _STEPS_PER_PX)
    steps = np.nan_to_num(steps.clip(-limit, limit), nan=_NOT_FOUND)
    record["image_xy"] = steps
    record["world_xyz"] = pose.world_or_nan
    record["visibility"] = np.rint(pose.visibility * 255.0)
    record["back_offsets"] = np.nan
    record["back_reason"] = _NO_OUTLINE
    if pose.back is not None:
        record["back_offsets"] = pose.back.offsets
        record["back_reason"] = pose.back.reason.value
    return record


def _decode_poses(looks: NDArray[np.void]) -> Iterator[Pose]:
    """Yield each look's pose; decoded a chunk at a time."""
    for begin in range(0, len(looks), _CHUNK):
        chunk = looks[begin : begin + _CHUNK]
        steps = chunk["image_xy"]
        xy = np.where(steps == _NOT_FOUND, np.nan, steps / _STEPS_PER_PX)
        xy = xy.astype(np.float32)
        world = chunk["world_xyz"].astype(np.float32)
        flat = np.asarray(np.isnan(world).all(axis=(1, 2))).tolist()
        visibility = (chunk["visibility"] / 255.0).astype(np.float32)
        offsets = chunk["back_offsets"].astype(np.float32)
        for row, reason in enumerate(chunk["back_reason"].tolist()):
            back = None
            if reason != _NO_OUTLINE:
                back = BackOutline(offsets[row], OutlineReason(reason))
            world_xyz = Flat() if flat[row] else world[row]
            yield Pose(xy[row], world_xyz, visibility[row], back)


def _write_column(
    archive: zipfile.ZipFile, name: str, spool: IO[bytes], dtype: np.dtype[np.void]
) -> None:
    """Write one field of a spool as an array of its own, a chunk at a time."""
    rows = spool.seek(0, 2) // dtype.itemsize
    column = dtype[name]
    header = {
        "descr": np.lib.format.dtype_to_descr(column.base),
        "fortran_order": False,
        "shape": (rows, *column.shape),
    }
    spool.seek(0)
    with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:
        np.lib.format.write_array_header_1_0(entry, header)
        while block := spool.read(_CHUNK * dtype.itemsize):
            entry.write(np.frombuffer(block, dtype)[name].tobytes())
    spool.seek(0, 2)


def _read_columns(archive: Any, dtype: np.dtype[np.void]) -> NDArray[np.void]:
    names = dtype.names or ()
    table = np.zeros(len(archive[names[0]]), dtype)
    for name in names:
        if name in archive or name not in _SINCE_THEN:
            column = archive[name]
            if column.shape != table[name].shape:  # numpy would repeat a single one
                raise ValueError(f"{name} has not a row for each")
            table[name] = column
        else:
            table[name] = _SINCE_THEN[name]
    return table
