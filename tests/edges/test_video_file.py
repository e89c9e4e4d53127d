"""What a container says of a video, and that all who read one read it alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from formcheck.edges.rewriting import rewrite_video
from formcheck.edges.sources import VideoFile
from formcheck.edges.stills import jpegs_at
from formcheck.edges.upright import Image
from formcheck.edges.video_file import described
from formcheck.errors import VideoError
from tests.pictures import (
    QUARTER_TURNS,
    numbered,
    rewrapped,
    tag_matrix,
    write_video,
)

CLIP = Path(__file__).parents[2] / "sample_videos" / "bridge_good.mp4"
UNTIL_S = 2.0

WAYS_UP: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "turned 90": (QUARTER_TURNS[90], lambda i: np.rot90(i, -1)),
    "turned 180": (QUARTER_TURNS[180], lambda i: np.rot90(i, 2)),
    "turned 270": (QUARTER_TURNS[270], lambda i: np.rot90(i, 1)),
    "mirrored": ((-1, 0, 0, 1), np.fliplr),
    "upside down": ((1, 0, 0, -1), np.flipud),
    "mirrored, turned 90": ((0, -1, -1, 0), lambda i: np.rot90(np.fliplr(i), -1)),
    "mirrored, turned 270": ((0, 1, 1, 0), lambda i: np.rot90(np.fliplr(i), 1)),
}
"""Display matrices, and what a player makes of a picture by them (by FFmpeg's rule)."""

Read = list[tuple[float, Image]]


def analysed(path: Path, **window: float) -> Read:
    with VideoFile(path, **window) as video:  # type: ignore[arg-type]
        read = [(frame.time_s, frame.image_bgr) for frame in video]
        assert {image.shape[1::-1] for _, image in read} == {video.info.size_wh}
        return read


def annotated(path: Path, target: Path, **window: float) -> Read:
    """What is given to be drawn over; and what is written is of that size and times."""
    read: Read = []

    def keep(image: Image, time_s: float) -> Image:
        read.append((time_s, image.copy()))
        return image

    rewrite_video(path, target, keep, **window)  # type: ignore[arg-type]
    with av.open(str(target)) as container:
        stream = container.streams.video[0]
        assert not stream.sample_aspect_ratio or stream.sample_aspect_ratio == 1
        written = list(container.decode(stream))
    width, height = read[0][1].shape[1::-1]
    assert {(f.width, f.height) for f in written} == {(width // 2 * 2, height // 2 * 2)}
    assert stream.time_base is not None
    times = [float((frame.pts or 0) * stream.time_base) for frame in written]
    assert np.allclose(times, [t for t, _ in read], atol=1e-3)
    return read


def all_alike(path: Path, tmp_path: Path) -> Read:
    """Analysis, stills and annotation: the same pictures, sizes, times."""
    read = analysed(path, to_s=UNTIL_S)
    drawn = annotated(path, tmp_path / "annotated.mp4", to_s=UNTIL_S)
    assert [t for t, _ in drawn] == [t for t, _ in read]
    for (_, one), (_, other) in zip(read, drawn, strict=True):
        assert np.array_equal(one, other)
    moments = [read[n][0] for n in (0, len(read) // 2)]
    stills = jpegs_at(path, moments)
    for time_s, image in read:
        if time_s in stills:
            still = cv2.imdecode(np.frombuffer(stills[time_s], np.uint8), 1)
            assert still is not None
            width, height = min(image.shape[1], 480), image.shape[0]
            height = round(height * width / image.shape[1])
            wanted = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
            assert still.shape == wanted.shape
            assert np.abs(still.astype(int) - wanted).mean() < 4
    assert list(stills) == moments
    return read


def test_square_upright_pictures_are_alike(tmp_path: Path) -> None:
    read = all_alike(CLIP, tmp_path)
    assert [t for t, _ in read] == [n / 30 for n in range(60)]
    assert read[0][1].shape == (480, 640, 3)


@pytest.mark.parametrize("way_up", WAYS_UP)
def test_a_display_matrix_is_obeyed(way_up: str, tmp_path: Path) -> None:
    """OpenCV alone reads a flip as half a turn, or not at all."""
    matrix, seen_as = WAYS_UP[way_up]
    tagged = tag_matrix(rewrapped(CLIP, tmp_path / "tagged.mp4"), *matrix)
    plain = analysed(CLIP, to_s=UNTIL_S)
    read = all_alike(tagged, tmp_path)
    assert [t for t, _ in read] == [t for t, _ in plain]
    for (_, stored), (_, seen) in zip(plain, read, strict=True):
        assert np.array_equal(seen, seen_as(stored))


def squeezed(read: Read, size_wh: tuple[int, int], aspect: Fraction, to: Path) -> Path:
    images = [cv2.resize(image, size_wh) for _, image in read]
    return write_video(to, images, pixel_aspect=aspect)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stored_wh", "aspect", "size_wh"),
    [
        ((480, 480), Fraction(4, 3), (640, 480)),  # as HDV and AVCHD store 16:9
        ((640, 360), Fraction(3, 4), (640, 480)),
        ((320, 480), Fraction(2), (640, 480)),
    ],
)
def test_pixels_are_made_square(
    stored_wh: tuple[int, int],
    aspect: Fraction,
    size_wh: tuple[int, int],
    tmp_path: Path,
) -> None:
    """The axis with fewer pixels is stretched: nothing that was filmed is lost."""
    plain = analysed(CLIP, to_s=UNTIL_S)
    path = squeezed(plain, stored_wh, aspect, tmp_path / "a.mp4")
    assert described(path).size_wh == size_wh
    read = all_alike(path, tmp_path)
    assert read[0][1].shape[1::-1] == size_wh
    for (_, wanted), (_, seen) in zip(plain, read, strict=True):
        assert np.abs(wanted.astype(int) - seen).mean() < 6


def test_a_turned_camera_with_wide_pixels_is_squared_first(tmp_path: Path) -> None:
    plain = analysed(CLIP, to_s=0.5)
    path = squeezed(plain, (480, 480), Fraction(4, 3), tmp_path / "a.mp4")
    tag_matrix(path, *QUARTER_TURNS[90])
    read = all_alike(path, tmp_path)
    wanted = np.rot90(plain[0][1], -1)
    assert read[0][1].shape == wanted.shape == (640, 480, 3)
    assert np.abs(wanted.astype(int) - read[0][1]).mean() < 6


def test_an_absurd_pixel_shape_is_told_and_not_believed(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(5), pixel_aspect=Fraction(1, 50))
    with VideoFile(path) as video:
        assert len(list(video)) == 5
    assert video.info.size_wh == (64, 48)
    assert "pixel shape makes no sense" in video.info.notes[0]


def test_what_an_edit_list_hides_is_neither_shown_nor_missed(tmp_path: Path) -> None:
    trimmed = rewrapped(CLIP, tmp_path / "trimmed.mp4", hidden_s=1.0)
    whole, read = analysed(CLIP, to_s=UNTIL_S + 1), all_alike(trimmed, tmp_path)
    assert np.allclose([t for t, _ in read], [t - 1 for t, _ in whole[30:]])
    assert all(
        np.array_equal(one, other)
        for (_, one), (_, other) in zip(whole[30:], read, strict=True)
    )
    with VideoFile(trimmed) as video:
        count = sum(1 for _ in video)
    assert (count, video.info.truncated, video.info.notes) == (1082 - 30, False, [])
    assert video.info.expected_end_s == pytest.approx(1082 / 30 - 1)


def test_a_recording_may_begin_late(tmp_path: Path) -> None:
    late = rewrapped(CLIP, tmp_path / "late.mkv", hidden_s=-100.0)
    read = all_alike(late, tmp_path)
    assert read[0][0] == 0.0 and len(read) == 60
    with VideoFile(late) as video:
        assert sum(1 for _ in video) == 1082
    assert not video.info.truncated
    assert video.info.expected_end_s == pytest.approx(1082 / 30, abs=0.002)


def with_longer_sound(path: Path, pictures_s: float, sound_s: float) -> Path:
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        sound = out.add_stream("aac", rate=8000, layout="mono")
        for number, image in enumerate(numbered(round(pictures_s * 10))):
            frame = av.VideoFrame.from_ndarray(image, "bgr24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(video.encode(frame))
        out.mux(video.encode())
        noise = np.random.default_rng(0).normal(0, 0.1, round(sound_s * 8000))
        for start in range(0, len(noise) - 1024, 1024):
            part = noise[None, start : start + 1024].astype(np.float32)
            piece = av.AudioFrame.from_ndarray(part, "fltp", "mono")
            piece.rate, piece.pts, piece.time_base = 8000, start, Fraction(1, 8000)
            out.mux(sound.encode(piece))
        out.mux(sound.encode())
    return path


@pytest.mark.parametrize("ending", ["mkv", "flv", "mp4"])
def test_sound_may_outlast_the_pictures(ending: str, tmp_path: Path) -> None:
    """The header's length is often that of the sound."""
    path = with_longer_sound(tmp_path / f"a.{ending}", 3.0, 5.0)
    with VideoFile(path) as video:
        assert len(list(video)) == 30
    assert (video.info.truncated, video.info.notes) == (False, [])
    assert video.info.expected_end_s == pytest.approx(3.0, abs=0.002)


def test_a_cut_off_file_with_sound_is_told(tmp_path: Path) -> None:
    whole = with_longer_sound(tmp_path / "a.mkv", 5.0, 5.0)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with VideoFile(cut) as video:
        assert 5 < len(list(video)) < 50
    assert video.info.truncated
    assert "it should last 5.1 s" in video.info.notes[0]


def test_times_are_exact(tmp_path: Path) -> None:
    uneven = [0, 33, 200, 233, 700, 733, 1001]
    path = write_video(tmp_path / "a.mp4", numbered(7), times_ms=uneven)
    exact = tuple(ms / 1000 for ms in uneven)
    assert described(path).times_s == exact
    assert tuple(t for t, _ in all_alike(path, tmp_path)) == exact


def test_pictures_of_one_time_are_still_a_video(tmp_path: Path) -> None:
    """As written by who gives an encoder no times."""
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for image in numbered(5):
            frame = av.VideoFrame.from_ndarray(image, "bgr24")
            frame.time_base = Fraction(1, 15360)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    assert described(path).times_s == (0.0,)
    with VideoFile(path) as video:
        times = [frame.time_s for frame in video]
    assert len(times) == 5 and times == sorted(set(times))


def test_a_position_is_paired_with_a_picture_within_half_a_frame(
    tmp_path: Path,
) -> None:
    known = described(write_video(tmp_path / "a.mp4", numbered(10), fps=10))
    assert known.times_s == tuple(n / 10 for n in range(10))
    assert known.time_near(0.3) == 0.3
    assert known.time_near(0.34) == 0.3 and known.time_near(0.36) == 0.4
    assert known.time_near(0.94) == 0.9 and known.time_near(0.96) is None


def test_pictures_that_opencv_leaves_out_shift_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By count, each later picture would have the time of an earlier one."""
    real: Any = cv2.VideoCapture

    class Skips:
        """Loses each third picture, and is not quite right about times."""

        def __init__(self, *args: object) -> None:
            self._real: Any = real(*args)
            self._count = 0

        def grab(self) -> bool:
            self._count += 1
            if self._count % 3 == 0:
                self._real.grab()
            return bool(self._real.grab())

        def get(self, what: int) -> float:
            off = 12 if what == cv2.CAP_PROP_POS_MSEC else 0
            return float(self._real.get(what)) + off

        def __getattr__(self, name: str) -> object:
            return getattr(self._real, name)

    shades = numbered(30)
    path = write_video(tmp_path / "a.mp4", shades, fps=30)
    monkeypatch.setattr(cv2, "VideoCapture", Skips)
    read = analysed(path)
    exact = described(path).times_s
    assert len(read) < 25
    for time_s, image in read:
        number = exact.index(time_s)
        assert image.mean() == pytest.approx(shades[number].mean(), abs=4)


@pytest.mark.parametrize("codec", ["libx264", "mpeg4", "libsvtav1"])
@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_every_codec_is_read_alike(codec: str, ending: str, tmp_path: Path) -> None:
    """AV1 too, of which OpenCV opens the file and gives no picture."""
    path = tmp_path / f"a.{ending}"
    shades = numbered(40, (128, 96))
    write_video(path, shades, fps=20, codec=codec)
    read = all_alike(path, tmp_path)
    assert np.allclose([t for t, _ in read], np.arange(40) / 20, atol=1e-3)
    assert np.allclose(
        [image.mean() for _, image in read], [i.mean() for i in shades], atol=6
    )
    late = analysed(path, from_s=1.0, to_s=1.5)
    assert [t for t, _ in late] == [t for t, _ in read[20:30]]
    names = {"libx264": "h264", "libsvtav1": "av1"}
    assert described(path).codec == names.get(codec, codec)


def damaged(path: Path, target: Path, numbers: set[int]) -> Path:
    """Zero some packets of a file in place."""
    content = bytearray(path.read_bytes())
    with av.open(str(path)) as container:
        packets = [p for p in container.demux(video=0) if p.dts is not None]
        for number in numbers:
            start = packets[number].pos
            assert start is not None
            content[start : start + packets[number].size] = bytes(packets[number].size)
    target.write_bytes(bytes(content))
    return target


@pytest.mark.parametrize("numbers", [{200}, {200, 310, 311, 500}])
def test_after_a_damaged_picture_it_goes_on(numbers: set[int], tmp_path: Path) -> None:
    """OpenCV takes the first for the end of the file."""
    path = damaged(CLIP, tmp_path / "a.mp4", numbers)
    with VideoFile(path) as video:
        times = [frame.time_s for frame in video]
    assert len(times) == 1082 - len(numbers)
    assert times == sorted(set(times)) and times[-1] == 1081 / 30
    assert set(times) <= set(described(CLIP).times_s)
    assert not video.info.truncated
    assert len(video.info.notes) == 1 and "damaged" in video.info.notes[0]


def test_a_description_serves_all_readers_without_reading_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from formcheck.edges import video_file

    path = write_video(tmp_path / "a.mp4", numbered(10), fps=10)
    known = described(path)
    monkeypatch.setattr(video_file, "_read_packets", None)
    with VideoFile(known) as video:
        assert len(list(video)) == 10
    assert list(jpegs_at(known, [0.5])) == [0.5]
    rewrite_video(known, tmp_path / "b.mp4", lambda image, _: image)
    assert described(known) is known


def test_what_a_phone_noted_is_known(tmp_path: Path) -> None:
    about = {
        "com.android.capture.fps": "120.0",
        "creation_time": "2026-03-01T10:20:30.000000Z",
    }
    found = described(write_video(tmp_path / "a.mp4", numbered(3), about=about))
    assert found.capture_fps == 120
    assert found.created == datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)
    local = {**about, "com.apple.quicktime.creationdate": "2026-02-28T23:59:00+0200"}
    found = described(write_video(tmp_path / "b.mov", numbered(3), about=local))
    assert found.created == datetime(2026, 2, 28, 21, 59, tzinfo=UTC)


def slowly(tmp_path: Path, filmed: str | None = "120") -> Path:
    """Two seconds that a player shows in eight: 240 pictures, 30 a second."""
    about = {} if filmed is None else {"com.android.capture.fps": filmed}
    return write_video(tmp_path / "slow.mp4", numbered(240), fps=30, about=about)


@pytest.mark.parametrize(
    ("filmed", "said", "times"),
    [
        ("120", None, 4.0),  # the phone noted it
        ("119.88", None, 4.0),
        (None, 4.0, 4.0),  # it did not
        ("120", 2.0, 2.0),  # who was there knows better
        ("120", 1.0, 1.0),
        ("30.5", None, 1.0),  # no phone's rate is quite what it notes
        ("1", None, 1.0),  # a time lapse
        (None, None, 1.0),
    ],
)
def test_slow_motion_has_the_seconds_of_what_happened(
    tmp_path: Path, filmed: str | None, said: float | None, times: float
) -> None:
    known = described(slowly(tmp_path, filmed)).as_it_happened(said)
    assert known.slowed == times
    with VideoFile(known) as video:
        read = [frame.time_s for frame in video]
    assert read == pytest.approx([n / 30 / times for n in range(240)], abs=1e-3)
    info = video.info
    assert (info.fps, info.slowed) == (pytest.approx(30 * times, rel=1e-3), times)
    assert info.duration_s == pytest.approx(8 / times, abs=0.01)
    assert not info.truncated
    told = [note for note in info.notes if "slower" in note or "lapse" in note]
    assert len(told) == (times != 1.0 or filmed == "1")


def test_slow_motion_is_sought_and_drawn_at_its_own_seconds(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(500), fps=10)  # 50 s, shown
    known = described(path).as_it_happened(4.0)
    with VideoFile(known, from_s=11.0, to_s=12.0) as video:  # shown from 44 s on
        read = [(frame.time_s, frame.image_bgr.mean()) for frame in video]
    assert [time_s for time_s, _ in read] == pytest.approx(np.arange(440, 480) / 40)
    plain = analysed(path, from_s=44.0, to_s=48.0)
    assert [grey for _, grey in read] == [image.mean() for _, image in plain]
    rewrite_video(known, tmp_path / "b.mp4", lambda image, _: image)
    written = described(tmp_path / "b.mp4")
    assert written.times_s == pytest.approx(np.arange(500) / 40, abs=1e-3)


@pytest.mark.parametrize("fps", ["", "fast", "nan", "-3"])
def test_what_makes_no_sense_is_not_known(fps: str, tmp_path: Path) -> None:
    about = {"com.android.capture.fps": fps, "creation_time": "1904-01-01T00:00:00Z"}
    found = described(write_video(tmp_path / "a.mp4", numbered(3), about=about))
    assert (found.capture_fps, found.created) == (None, None)


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.wav"), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=8000, layout="mono")
        quiet = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), "s16", "mono")
        quiet.rate = 8000
        out.mux(stream.encode(quiet))
    with pytest.raises(VideoError, match="not a video"):
        described(tmp_path / "a.wav")


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.webm", "libvpx"), ("a.mkv", "libx264"), ("a.ts", "libx264")],
)
def test_a_destroyed_middle_is_told_with_the_seconds_missing(
    tmp_path: Path, name: str, codec: str
) -> None:
    with VideoFile(CLIP, to_s=6.0) as video:
        images = [frame.image_bgr[::2, ::2] for frame in video]
    path = write_video(tmp_path / name, images, codec=codec)
    content = bytearray(path.read_bytes())
    begin, end = int(0.4 * len(content)), int(0.6 * len(content))
    content[begin:end] = bytes(end - begin)
    path.write_bytes(content)
    with VideoFile(path) as video:
        times_s = [frame.time_s for frame in video]
    gap = int(np.argmax(np.diff(times_s)))
    missing_s = times_s[gap + 1] - times_s[gap] - 1 / 30
    (told,) = [note for note in video.info.notes if "missing" in note]
    assert float(told.split()[0]) == pytest.approx(missing_s, abs=0.1)
    assert missing_s > 0.5


def test_few_pictures_a_second_are_no_gaps(tmp_path: Path) -> None:
    times_ms = [1000 * n for n in range(20)]
    path = write_video(tmp_path / "a.mkv", numbered(20), times_ms=times_ms)
    with VideoFile(path) as video:
        assert len(list(video)) == 20
    assert [note for note in video.info.notes if "missing" in note] == []
