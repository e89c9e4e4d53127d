from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from formcheck.edges.sources import FramesInMemory, VideoFile
from formcheck.edges.video_file import believable_fps
from formcheck.errors import VideoError
from tests.pictures import QUARTER_TURNS, numbered, tag_matrix, write_video


def times(path: Path, **options: float) -> list[float]:
    with VideoFile(path, **options) as video:  # type: ignore[arg-type]
        return [frame.time_s for frame in video]


def test_a_video_gives_all_frames_at_their_times(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(30), fps=30)
    with VideoFile(path) as video:
        frames = list(video)
    assert len(frames) == 30
    assert np.allclose([f.time_s for f in frames], np.arange(30) / 30, atol=2e-3)
    shades = [f.image_bgr.mean() for f in frames]
    assert shades == sorted(shades)
    info = video.info
    assert (info.size_wh, info.frames, info.truncated) == ((64, 48), 30, False)
    assert info.duration_s == pytest.approx(1.0, abs=0.01)
    assert info.notes == []


def test_an_uneven_rhythm_keeps_its_times(tmp_path: Path) -> None:
    uneven = [0, 33, 200, 233, 700, 733, 1000]
    path = write_video(tmp_path / "a.mkv", numbered(7), times_ms=uneven)
    assert np.allclose(times(path), np.array(uneven) / 1000, atol=2e-3)


def test_a_window_is_cut_by_time(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(60), fps=30)
    seen = times(path, from_s=0.5, to_s=1.0)
    assert (seen[0], seen[-1]) == pytest.approx((0.5, 1 - 1 / 30), abs=2e-3)
    assert len(seen) == 15


def test_a_late_window_is_sought_and_still_exact(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(500), fps=25)
    seen = times(path, from_s=15.0)
    assert seen[0] == pytest.approx(15.0, abs=2e-3)
    assert len(seen) == 125


@pytest.mark.parametrize(("rotate", "size"), [(90, (48, 64)), (180, (64, 48))])
def test_a_picture_is_turned_clockwise(
    tmp_path: Path, rotate: int, size: tuple[int, int]
) -> None:
    image = np.zeros((48, 64, 3), np.uint8)
    image[:24, :32] = 255  # top left
    path = write_video(tmp_path / "a.mp4", [image] * 3)
    with VideoFile(path, rotate=rotate) as video:
        turned = next(iter(video)).image_bgr
    assert video.info.size_wh == size == turned.shape[1::-1]
    height, width = turned.shape[:2]
    corner = (0, -1) if rotate == 90 else (-1, -1)
    assert turned[corner].mean() > 200
    assert turned[height // 4, width // 4].mean() < 50


def test_what_the_container_says_of_orientation_is_honoured(tmp_path: Path) -> None:
    image = np.zeros((48, 64, 3), np.uint8)
    image[:24, :32] = 255
    tagged = write_video(tmp_path / "tagged.mp4", [image] * 3)
    tag_matrix(tagged, *QUARTER_TURNS[90])
    with VideoFile(tagged) as video:
        frame = next(iter(video)).image_bgr
        assert video.info.size_wh == (48, 64) == frame.shape[1::-1]


def test_a_file_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (60, 48, 64, 3), np.uint8)
    whole = write_video(tmp_path / "a.mp4", list(noise), faststart=True)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with VideoFile(cut) as video:
        frames = list(video)
    assert 10 < len(frames) < 50
    assert video.info.truncated
    assert "ends early" in video.info.notes[0]


def test_a_window_is_no_truncation(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(60), fps=30)
    with VideoFile(path, to_s=1.0) as video:
        assert len(list(video)) == 30
    assert not video.info.truncated
    assert video.info.notes == []


def test_a_window_beyond_the_end_is_told(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(60), fps=30)
    with VideoFile(path, to_s=500.0) as video:
        assert len(list(video)) == 60
    told = "the recording ends at 2.0 s, before the 500 s asked for"
    assert video.info.notes == [told]
    assert not video.info.truncated


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.mp4", None, "no such file"),
        ("empty.mp4", b"", "the file is empty"),
        ("garbage.mp4", b"not a video at all" * 100, "not a video"),
        ("page.html", b"<html><body>hello</body></html>", "not a video"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n", "not a video"),
    ],
)
def test_what_is_no_video_is_named(
    tmp_path: Path,
    name: str,
    content: bytes | None,
    words: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VideoError, match=words) as error:
        times(path)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)
    assert capfd.readouterr().err == ""  # FFmpeg keeps quiet


def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """OpenCV would end the whole process."""
    for path in (tmp_path / "caf\udce9.mp4", tmp_path / "caf\udce9" / "b.mp4"):
        with pytest.raises(
            VideoError, match=r"caf\\xe9.*its name is not UTF-8"
        ) as error:
            VideoFile(path)
        str(error.value).encode()


def test_a_folder_is_no_video(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="a folder, not a video"):
        VideoFile(tmp_path)


def test_a_single_picture_is_no_video(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(1))
    with pytest.raises(VideoError, match="a single picture"):
        VideoFile(path)


def test_a_file_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(3))
    # Taking the right away would not stop root, who runs tests in containers.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(VideoError, match="permission denied"):
        VideoFile(path)


def test_a_window_past_the_end_is_named(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(30))
    with pytest.raises(VideoError, match="no picture after 40 s"):
        times(path, from_s=40.0)


@pytest.mark.parametrize("claimed", [0.0, -1.0, float("nan"), float("inf"), 1e6])
def test_an_absurd_frame_rate_is_replaced_and_said(claimed: float) -> None:
    fps, note = believable_fps(claimed)
    assert fps == 30
    assert note is not None and "makes no sense" in note


def test_a_file_of_an_absurd_frame_rate_keeps_its_own_times(tmp_path: Path) -> None:
    slow = [40_000 * n for n in range(5)]  # one in 40 s
    path = write_video(tmp_path / "a.mp4", numbered(5), times_ms=slow)
    with VideoFile(path) as video:
        seen = [frame.time_s for frame in video]
    assert "makes no sense" in video.info.notes[0]
    assert seen == [0, 40, 80, 120, 160]


def test_times_that_stand_still_still_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_video(tmp_path / "a.mp4", numbered(10), fps=20)
    monkeypatch.setattr(
        VideoFile, "_grab", lambda self: 0.0 if self._capture.grab() else None
    )
    assert np.allclose(times(path), np.arange(10) / 20)


def test_the_fake_gives_what_it_was_given() -> None:
    images = numbered(4)
    with FramesInMemory(images, fps=10) as source:
        frames = list(source)
    assert [f.time_s for f in frames] == [0.0, 0.1, 0.2, 0.3]
    assert all(f.image_bgr is i for f, i in zip(frames, images, strict=True))
    assert source.info.end_s == pytest.approx(0.4)
