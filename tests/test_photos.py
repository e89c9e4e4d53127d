"""A still of a clip is read as what its script says it shows."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest

from benchmarks.photos import PHOTOS, Photo, read_photo
from benchmarks.truth import SAMPLES
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch


def still(clip: str, at_s: float, path: Path) -> None:
    film = cv2.VideoCapture(str(SAMPLES / f"{clip}.mp4"))
    film.set(cv2.CAP_PROP_POS_MSEC, at_s * 1000)
    read, image = film.read()
    film.release()
    assert read
    cv2.imwrite(str(path), image)


@pytest.mark.model
@pytest.mark.parametrize("stretch", ["bridge", "knee_to_chest_single"])
def test_stills_of_a_clip(stretch: str, tmp_path: Path) -> None:
    clip = f"{stretch}_good"
    truth = json.loads((SAMPLES / f"{clip}.truth.json").read_text(encoding="utf-8"))
    first = truth["reps"][0]
    still(clip, first["start_s"] - 0.8, tmp_path / "still_0.jpg")
    held = truth["holds"][0]
    still(clip, (held["start_s"] + held["end_s"]) / 2, tmp_path / "still_1.jpg")
    spec = find_stretch(stretch, poses_dir())
    start, target = (
        read_photo(tmp_path, Photo(f"still_{n}", stretch, shows), spec)
        for n, shows in enumerate(("start", "target"))
    )
    assert start.said == "start"
    assert target.said == "target"


def test_a_photograph_that_is_not_there(tmp_path: Path) -> None:
    spec = find_stretch("bridge", poses_dir())
    said = read_photo(tmp_path, Photo("none_0", "bridge", "start"), spec).said
    assert said == "no such file"


def test_every_exercise_has_two_photographs() -> None:
    names = [photo.name for photo in PHOTOS]
    assert len(set(names)) == len(names) == 24
    assert {name[-1] for name in names} == {"0", "1"}
