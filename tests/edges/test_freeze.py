"""A frozen picture, as a codec leaves it, against people who hold still."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.app.recordings.analyse import judge_video
from formcheck.app.recordings.analysis import Options
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.judge.freeze import Stillness, frozen_s, stand
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.core.words.reasons import Reason
from formcheck.edges.camera import PlayedCamera
from formcheck.edges.change import with_changes
from formcheck.edges.clock import ManualClock
from formcheck.edges.estimator import MediaPipeEstimator
from formcheck.edges.freeze import StillMeter
from formcheck.edges.recording import read_trace
from formcheck.edges.sources import Frame, VideoFile
from formcheck.edges.upright import Image
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED
from tests.pictures import write_video

SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"
FROM_S, FROZEN_S = 5.0, 10.0


@pytest.fixture(scope="module")
def frozen(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bridge in whose hold the picture stands still for ten seconds: H.264."""
    with VideoFile(clip) as video:
        images = [frame.image_bgr for frame in islice(video, round(8 * 30))]
    at = round(FROM_S * 30)
    stood = [images[at]] * round(FROZEN_S * 30)
    path = tmp_path_factory.mktemp("frozen") / "bridge.mp4"
    return write_video(path, images[:at] + stood + images[at:])


def spans(path: Path) -> list[tuple[float, float]]:
    """From when to when the picture is known to be frozen, s."""
    found: list[tuple[float, float]] = []
    stillness = Stillness(SHIPPED.judge.freeze)
    with VideoFile(path) as video:
        for frame, change in with_changes(video, SHIPPED.judge.freeze.still_levels):
            stillness = stand(stillness, frame.time_s, moved=change.moved)
            if still_s := frozen_s(stillness, frame.time_s):
                since_s = frame.time_s - still_s
                if found and abs(found[-1][0] - since_s) < 1e-6:
                    found.pop()
                found.append((since_s, frame.time_s))
    return found


def test_a_coded_freeze_is_found_from_its_first_moment(frozen: Path) -> None:
    found = spans(frozen)
    known_s = sum(end_s - since_s for since_s, end_s in found)
    assert known_s == pytest.approx(FROZEN_S, abs=0.4)
    assert FROM_S - 0.4 <= found[0][0] <= FROM_S + 0.1
    assert found[-1][1] <= FROM_S + FROZEN_S + 0.1


@pytest.mark.parametrize(
    "name", ["standing_side_bend_faults", "passive_backbend_good", "cobra_faults"]
)
def test_whoever_holds_still_is_not_frozen(name: str) -> None:
    """Of all the clips with somebody in them, those that change the least."""
    assert spans(SAMPLES / f"{name}.mp4") == []


def clocked(images: list[Image], at_xy: tuple[int, int], scale: float) -> list[Image]:
    """Pictures with a clock in them, as cameras write it: to the hundredth."""
    drawn = []
    for number, image in enumerate(images):
        text = f"2026-03-01 10:20:{number / 30:05.2f}"
        seen = image.copy()
        cv2.putText(seen, text, at_xy, cv2.FONT_HERSHEY_SIMPLEX, scale, (255,) * 3, 2)
        drawn.append(seen)
    return drawn


@pytest.mark.parametrize(
    ("at_xy", "scale"), [((8, 24), 0.6), ((250, 470), 0.9), ((120, 250), 0.5)]
)
def test_a_clock_that_runs_in_a_frozen_picture_is_no_movement(
    clip: Path, tmp_path: Path, at_xy: tuple[int, int], scale: float
) -> None:
    with VideoFile(clip, to_s=FROM_S) as video:
        images = [frame.image_bgr for frame in video]
    shown = clocked(images[-60:] + [images[-1]] * 90, at_xy, scale)
    found = spans(write_video(tmp_path / "a.mp4", shown))
    assert found[0][0] == pytest.approx(2.0, abs=0.4)
    assert sum(end_s - since_s for since_s, end_s in found) == pytest.approx(3, abs=0.4)


def test_somebody_beside_a_clock_who_holds_still_is_not_frozen(tmp_path: Path) -> None:
    with VideoFile(SAMPLES / "cobra_faults.mp4", to_s=6.0) as video:
        images = [frame.image_bgr for frame in video]
    path = write_video(tmp_path / "a.mp4", clocked(images, (8, 24), 0.6))
    assert spans(path) == []


def test_pictures_that_are_cut_off_are_frozen_although_their_top_goes_on(
    clip: Path,
) -> None:
    """A decoder leaves what has not come as it was; above, a sensor's noise goes on."""
    random = np.random.default_rng(7)
    with VideoFile(clip, to_s=5.0) as video:
        frames = list(video)
    told: list[tuple[float, CameraStatus]] = []
    noisy, seen = [], None
    for frame in frames:
        noise = random.normal(0, 2.5, frame.image_bgr.shape)
        now = np.clip(frame.image_bgr + noise, 0, 255).astype(np.uint8)
        if seen is not None and frame.time_s >= 2.0:
            now[160:] = seen[160:]
        noisy.append(Frame(frame.time_s, now))
        seen = now
    camera = PlayedCamera(noisy, ManualClock(), SHIPPED.judge.freeze)
    while not camera.over:
        shot = camera.newest(0, 0.1)
        if shot is not None:
            told.append((shot.time_s, camera.health().status))
    assert {status for time_s, status in told if time_s < 2.0} == {CameraStatus.OK}
    assert {status for time_s, status in told if time_s > 2.8} == {CameraStatus.FROZEN}


@pytest.mark.parametrize("way", ["a fade", "a camera that moves"])
def test_what_changed_all_of_the_picture_and_ended_was_no_noise(way: str) -> None:
    """Somebody who moves before a wall without noise is seen after it, too."""
    meter = StillMeter(SHIPPED.judge.freeze.still_levels)
    blots = np.random.default_rng(5).integers(60, 190, (24, 32, 3)).astype(np.uint8)
    room = np.asarray(cv2.resize(blots, (320, 240)), np.uint8)
    for number in range(40):
        if way == "a fade":
            meter.moved((room - np.uint8(40) + np.uint8(number)).astype(np.uint8))
        else:
            meter.moved(np.roll(room, 3 * number, axis=1))
    meter.moved(room)
    moved = []
    for number in range(40):
        image = room.copy()
        left = 80 + 2 * number
        cv2.rectangle(image, (left, 60), (left + 60, 140), (30, 30, 30), -1)
        moved.append(meter.moved(image))
    assert all(moved)


def test_a_camera_s_coded_freeze_is_told(frozen: Path) -> None:
    clock, told = ManualClock(), []
    with VideoFile(frozen, to_s=FROM_S + FROZEN_S) as video:
        camera = PlayedCamera(video, clock, SHIPPED.judge.freeze)
        while not camera.over:
            shot = camera.newest(0, 0.1)
            if shot is not None:
                told.append((shot.time_s, camera.health().status))
    stood = [time_s for time_s, status in told if status is CameraStatus.FROZEN]
    assert stood[0] == pytest.approx(FROM_S + 0.7, abs=0.4)
    assert len(stood) > 0.75 * FROZEN_S * 30


@pytest.mark.model
def test_no_frozen_second_is_held_and_judging_again_says_the_same(
    frozen: Path, tmp_path: Path
) -> None:
    spec, model = find_stretch("bridge", poses_dir()), model_file()
    options = Options(spec, model, Profile(), Plan())
    with VideoFile(frozen) as video, MediaPipeEstimator(model.path) as estimator:
        judged = judge_video(video, estimator, options, tmp_path, lambda *_: None)
    (entry,) = judged.summary["sets"]
    assert entry["unseen_s"] == pytest.approx(FROZEN_S, abs=0.6)
    (why,) = [u for u in entry["not_judged"] if u["measure"] == spec.primary]
    assert why["why"] == Reason.STILL_PICTURE
    # The hold begins at 4.3 s of the clip, in which it lasts 3.1 s.
    assert sum(hold["held_s"] for hold in entry["holds"]) < 3.2
    again, _ = judge_trace(
        read_trace(tmp_path / "landmarks.npz"), spec, Profile(), Plan(), SHIPPED
    )
    assert again.to_json() == entry
