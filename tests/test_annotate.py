"""The annotated video, read back with PyAV: its times, its sound, its way up."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from formcheck.app.pictures.annotated_video import annotate
from formcheck.core.judge.events import FlagRaised
from formcheck.core.records.session import SetRecord
from formcheck.edges.painting import blur_face
from formcheck.edges.recording import read_trace
from formcheck.edges.rewriting import rewrite_video
from formcheck.edges.sources import Image, VideoFile
from formcheck.errors import OutputError, VideoError
from tests.numbers import SHIPPED
from tests.pictures import (
    QUARTER_TURNS,
    numbered,
    rewrapped,
    some_pose,
    tag_matrix,
    write_video,
)
from tests.sessions import bridges, record_of, write_trace


def same(image: Image, _time_s: float) -> Image:
    return image


def times_of(path: Path) -> list[Fraction]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        start, base = stream.start_time or 0, stream.time_base
        assert base is not None
        return [((frame.pts or 0) - start) * base for frame in container.decode(stream)]


def with_sound(path: Path, seconds: float, codec: str = "aac") -> Path:
    """Pictures at an uneven rhythm, and a tone."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=30)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        video.codec_context.time_base = Fraction(1, 1000)
        sound = out.add_stream(codec, rate=48000, layout="mono")
        assert isinstance(sound, av.AudioStream)
        times = np.cumsum([33, 33, 80, 21, 33, 150, 33, 33, 40] * 3) - 33
        for image, time_ms in zip(numbered(len(times)), times, strict=True):
            frame = av.VideoFrame.from_ndarray(image, "bgr24")
            frame.pts, frame.time_base = int(time_ms), Fraction(1, 1000)
            out.mux(video.encode(frame))
        out.mux(video.encode())
        count = int(seconds * 48000)
        wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(count) / 48000)
        form = "fltp" if codec == "aac" else "s16"
        data = wave if form == "fltp" else wave * 32767
        block = 1024
        for start in range(0, count - block, block):
            part = data[None, start : start + block]
            kept = part.astype(np.float32) if form == "fltp" else part.astype(np.int16)
            piece = av.AudioFrame.from_ndarray(kept, form, "mono")
            piece.rate, piece.pts, piece.time_base = 48000, start, Fraction(1, 48000)
            out.mux(sound.encode(piece))
        out.mux(sound.encode())
    return path


def heard(path: Path) -> tuple[str, list[bytes], float]:
    """Codec of the sound, its packets, and how long it lasts, s."""
    with av.open(str(path)) as container:
        sound = container.streams.audio[0]
        packets = [bytes(p) for p in container.demux(sound) if p.size]
        assert sound.time_base is not None
        seconds = float((sound.duration or 0) * sound.time_base)
        return sound.codec_context.name, packets, seconds


def test_every_picture_keeps_its_time_and_the_sound_is_the_same(
    tmp_path: Path,
) -> None:
    source = with_sound(tmp_path / "phone.mp4", 1.4)
    target = tmp_path / "out.mp4"
    rewrite_video(source, target, same)
    assert times_of(target) == times_of(source)
    assert len(set(np.diff([float(t) for t in times_of(target)]).round(3))) > 2
    assert heard(target) == heard(source)
    with av.open(str(target)) as container:
        video = container.streams.video[0]
        assert (video.codec_context.name, video.pix_fmt) == ("h264", "yuv420p")
    data = target.read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")  # plays before all is loaded


def test_sound_that_mp4_cannot_hold_becomes_aac(tmp_path: Path) -> None:
    source = with_sound(tmp_path / "camera.mov", 1.4, "pcm_s16le")
    target = tmp_path / "out.mp4"
    rewrite_video(source, target, same)
    codec, packets, seconds = heard(target)
    assert codec == "aac" and packets
    assert seconds == pytest.approx(heard(source)[2], abs=0.06)


def test_a_turned_clip_is_written_upright(tmp_path: Path) -> None:
    """As the analysis reads it."""
    image = np.zeros((48, 64, 3), np.uint8)
    image[:16, :24] = 255  # a bright corner
    plain = write_video(tmp_path / "plain.mp4", [*[image] * 7, 255 - image])
    for turn, matrix in QUARTER_TURNS.items():
        turned, target = tmp_path / f"{turn}.mp4", tmp_path / f"{turn}-out.mp4"
        tag_matrix(rewrapped(plain, turned), *matrix)
        rewrite_video(turned, target, same)
        with VideoFile(turned) as wanted, VideoFile(target) as found:
            one, two = next(iter(wanted)).image_bgr, next(iter(found)).image_bgr
        assert one.shape == two.shape
        assert np.abs(one.astype(int) - two).mean() < 6
    target = tmp_path / "asked.mp4"
    rewrite_video(plain, target, same, rotate=90)
    with VideoFile(plain, rotate=90) as wanted, VideoFile(target) as found:
        one, two = next(iter(wanted)).image_bgr, next(iter(found)).image_bgr
    assert one.shape == two.shape and np.abs(one.astype(int) - two).mean() < 6


def test_a_part_begins_at_nought(tmp_path: Path) -> None:
    source = write_video(tmp_path / "a.mp4", numbered(40), fps=10)
    target = tmp_path / "out.mp4"
    told: list[float] = []

    def draw(image: Image, time_s: float) -> Image:
        told.append(round(time_s, 3))
        return image

    rewrite_video(source, target, draw, from_s=1.0, to_s=2.0)
    assert told == [round(1 + n / 10, 3) for n in range(10)]
    assert [float(t) for t in times_of(target)] == pytest.approx(np.arange(10) / 10)


def test_what_cannot_be_rewritten_is_one_plain_line(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no video" * 100)
    with pytest.raises(VideoError, match="not a video"):
        rewrite_video(tmp_path / "a.mp4", tmp_path / "out.mp4", same)
    good = write_video(tmp_path / "b.mp4", numbered(5))
    with pytest.raises(OutputError):
        rewrite_video(good, tmp_path / "none" / "out.mp4", same)


def test_a_cut_off_file_is_written_as_far_as_it_goes(tmp_path: Path) -> None:
    images = [
        np.random.default_rng(n).integers(0, 255, (48, 64, 3), np.uint8)
        for n in range(40)
    ]
    whole = write_video(tmp_path / "a.mp4", images, fps=10, faststart=True)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    rewrite_video(cut, tmp_path / "out.mp4", same)
    assert 5 < len(times_of(tmp_path / "out.mp4")) < 40


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[SetRecord, Path]:
    folder = tmp_path_factory.mktemp("trace")
    trace = write_trace(folder / "a.npz", bridges(1, over=True).seen())
    return record_of(trace), trace


def test_what_was_judged_is_drawn_at_its_time(
    done: tuple[SetRecord, Path], tmp_path: Path
) -> None:
    record, path = done
    trace = read_trace(path)
    width, height = (int(n) for n in trace.frames[0]["size_wh"])
    grey = np.full((height, width, 3), 128, np.uint8)
    fps = 5
    count = int(trace.about.end_s * fps) + 10
    source = write_video(
        tmp_path / "a.mp4", [*[grey] * (count - 1), grey // 2], fps=fps
    )
    annotate(source, tmp_path / "out.mp4", record, trace, judging=SHIPPED)
    rewrite_video(source, tmp_path / "plain.mp4", same)
    changed = {}
    with (
        av.open(str(tmp_path / "plain.mp4")) as plain,
        av.open(str(tmp_path / "out.mp4")) as drawn,
    ):
        pairs = zip(plain.decode(video=0), drawn.decode(video=0), strict=True)
        for before, after in pairs:
            one, two = (
                f.to_ndarray(format="bgr24").astype(int) for f in (before, after)
            )
            off = np.abs(two - one)
            foot = off[int(height * 0.88) :].mean()
            middle = off[height // 3 : int(height * 0.85)].mean()
            changed[round(after.time, 2)] = (foot, middle)
    flag = next(e for e in record.events if isinstance(e, FlagRaised))
    cue = [t for t, (foot, _) in changed.items() if foot > 20]
    assert min(cue) == pytest.approx(flag.time_s, abs=0.25)
    assert max(cue) == pytest.approx(flag.time_s + 3.0, abs=0.25)
    bodies = [t for t, (_, middle) in changed.items() if middle > 0.8]
    # Nothing is drawn on what is not seen.
    assert bodies and max(bodies) <= trace.about.end_s + 0.7


def test_a_blurred_face_is_gone_and_nothing_else(
    done: tuple[SetRecord, Path], tmp_path: Path
) -> None:
    random = np.random.default_rng(0)
    picture = random.integers(0, 255, (480, 640, 3), np.uint8)
    pose = some_pose()
    face = np.array([[300 + 8 * (n % 4), 200 + 8 * (n // 4)] for n in range(11)])
    pose.image_xy.flags.writeable = True
    pose.image_xy[:11] = face
    pose.image_xy[11:13], pose.image_xy[23:25] = (300, 260), (300, 360)
    hidden = blur_face(picture, pose)
    for x, y in face:
        part = hidden[y - 5 : y + 5, x - 5 : x + 5]
        assert part.std() < 0.25 * picture[y - 5 : y + 5, x - 5 : x + 5].std()
    assert (hidden[400:] == picture[400:]).all() and (
        hidden[:, :200] == picture[:, :200]
    ).all()


def test_where_no_face_is_known_the_whole_picture_is_blurred(
    done: tuple[SetRecord, Path], tmp_path: Path
) -> None:
    record, path = done
    trace = read_trace(path)
    width, height = (int(n) for n in trace.frames[0]["size_wh"])
    noise = np.random.default_rng(0).integers(0, 255, (height, width, 3), np.uint8)
    count = int(trace.about.end_s) + 6
    source = write_video(
        tmp_path / "a.mp4", [*[noise] * (count - 1), 255 - noise], fps=1
    )
    annotate(source, tmp_path / "out.mp4", record, trace, blur=True, judging=SHIPPED)
    with VideoFile(tmp_path / "out.mp4") as found:
        detail = [frame.image_bgr[height // 2 :].std() for frame in found]
    assert detail[3] > 40  # somebody is seen: all but the face is as it was
    assert detail[-1] < 25
