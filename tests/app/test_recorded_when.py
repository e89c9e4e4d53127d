"""What a recording says of itself is used: how slowly it plays, when it was made."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest

from formcheck.app.history.store import about_recording
from formcheck.app.recordings.analysis import Options
from formcheck.app.recordings.watching import judge_unkept
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.video_file import described
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch
from tests.conftest import Call
from tests.pictures import numbered, write_video

COPIED = datetime(2026, 4, 5, 12, tzinfo=UTC)


def slowed(source: Path, target: Path, times: int, until_s: float) -> Path:
    """Copy a video's packets, with every time so many times later."""
    with av.open(str(source)) as incoming, av.open(str(target), "w") as out:
        stream = out.add_stream_from_template(incoming.streams.video[0])
        for packet in incoming.demux(incoming.streams.video[0]):
            if packet.dts is None or packet.pts is None:
                continue
            if packet.pts * packet.time_base > until_s:
                break
            packet.pts, packet.dts = packet.pts * times, packet.dts * times
            packet.duration = (packet.duration or 0) * times
            packet.stream = stream
            out.mux(packet)
    return target


@pytest.mark.model
def test_a_hold_in_slow_motion_lasts_as_long_as_it_was_held(
    clip: Path, tmp_path: Path
) -> None:
    path = slowed(clip, tmp_path / "slow.mp4", 4, until_s=9.0)
    bridge = find_stretch("bridge", poses_dir())
    options = Options(bridge, model_file(), Profile(), Plan(), slowed=4.0)
    judged = judge_unkept(path, options)
    (hold,) = judged.result.holds
    assert hold.held_s == pytest.approx(3.1, abs=0.3)  # and not 12.4
    assert judged.source["slowed"] == 4.0
    assert judged.source["duration_s"] == pytest.approx(9.0, abs=0.2)
    assert [note for note in judged.notes if "4 times slower" in note]


def copied(tmp_path: Path, created: str | None) -> Path:
    about = {} if created is None else {"creation_time": created}
    path = write_video(tmp_path / "a.mp4", numbered(3), about=about)
    os.utime(path, (COPIED.timestamp(), COPIED.timestamp()))
    return path


def test_a_recording_is_of_when_it_was_made_not_of_when_it_was_copied(
    tmp_path: Path,
) -> None:
    made = datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)
    about, note = about_recording(described(copied(tmp_path, made.isoformat())))
    assert datetime.fromisoformat(about.started_at) == made
    assert note == ""


@pytest.mark.parametrize("ahead", [None, timedelta(days=400)])
def test_the_date_of_a_copy_is_told_to_be_one(
    tmp_path: Path, ahead: timedelta | None
) -> None:
    """Also where the camera's clock was never set right."""
    created = None if ahead is None else (datetime.now(UTC) + ahead).isoformat()
    known = described(copied(tmp_path, created))
    about, note = about_recording(known)
    assert datetime.fromisoformat(about.started_at) == COPIED
    assert "may be a copy" in note and "--date" in note
    said = "2026-02-03T08:00:00+01:00"
    about, note = about_recording(known, said)
    assert (about.started_at, note) == (said, "")


@pytest.mark.parametrize(
    "word", ["", "yesterday", "2099-01-01", "1904-01-01", "2026-02-30", "2026-13"]
)
def test_what_is_no_day_that_was_is_one_line(call: Call, clip: Path, word: str) -> None:
    status, _, said = call("analyse", clip, "--stretch", "bridge", "--date", word)
    assert status == 2
    assert said.count("\n") == 1 and "--date" in said and "2026-03-01T18:30" in said


@pytest.mark.parametrize("word", ["0", "0.5", "101", "nan"])
def test_what_is_no_slow_motion_is_one_line(call: Call, clip: Path, word: str) -> None:
    status, _, said = call("analyse", clip, "--stretch", "bridge", "--slowed", word)
    assert (status, said.count("\n")) == (2, 1)
    assert "from 1 to 100" in said
