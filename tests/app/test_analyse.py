"""The whole way, from a video's pixels to the four files."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import av
import jsonschema
import pytest

from formcheck.app.recordings.analyse import analyse
from formcheck.app.recordings.analysis import Options, Results
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.stretch.spec import Mode, Plan, Profile
from formcheck.edges.recording import read_trace
from formcheck.resources import model_file, poses_dir, summary_schema
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED
from tests.pictures import numbered, write_video

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def options() -> Options:
    stretch = find_stretch("bridge", poses_dir())
    return Options(stretch, model_file(), Profile(), Plan())


@pytest.fixture(scope="module")
def results(
    tmp_path_factory: pytest.TempPathFactory, clip: Path, options: Options
) -> Results:
    folder = tmp_path_factory.mktemp("results") / "clip"
    first = replace(options, to_s=16.0)  # a repetition, and the second is begun
    return analyse(clip, folder, first, lambda _now, _end: None)


def validate(summary: dict[str, object]) -> None:
    schema = json.loads(summary_schema().read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(summary)


def test_the_summary_is_as_its_schema_says(results: Results) -> None:
    written = json.loads((results.folder / "summary.json").read_text(encoding="utf-8"))
    assert written["judging"] == SHIPPED.digest
    validate(written)
    assert written == json.loads(json.dumps(results.summary))
    (one,) = written["sets"]
    assert one["reps"] and one["holds"]
    parts = one["in_target_s"] + one["out_of_target_s"] + one["unseen_s"]
    assert parts == pytest.approx(one["end_s"] - one["start_s"], abs=0.01)
    assert sum(one["looks"].values()) == written["source"]["frames"]


def test_the_schema_is_strict(results: Results) -> None:
    for spoil in ({"extra": 1}, {"schema": 1}, {"sets": [{"stretch": "bridge"}]}):
        with pytest.raises(jsonschema.ValidationError):
            validate({**results.summary, **spoil})


def test_frames_have_a_row_each_and_reps_too(results: Results) -> None:
    with (results.folder / "frames.csv").open(newline="") as file:
        frames = list(csv.DictReader(file))
    source, (one,) = results.summary["source"], results.summary["sets"]
    assert len(frames) == source["frames"]
    times = [float(row["time_s"]) for row in frames]
    assert times == sorted(times)
    assert {row["seen"] for row in frames} <= {"seen", "nobody", "skipped"}
    looked = [row for row in frames if row["seen"] == "seen"]
    assert all(float(row["hip_deg_smooth"]) > 0 for row in looked if row["hip_deg"])
    assert all(row["hip_deg"] == "" for row in frames if row["seen"] == "skipped")
    with (results.folder / "reps.csv").open(newline="") as file:
        reps = list(csv.DictReader(file))
    assert [row["kind"] for row in reps].count("rep") == len(one["reps"])
    assert [row["kind"] for row in reps].count("hold") == len(one["holds"])


def test_the_trace_is_judged_as_the_pixels_were(
    results: Results, options: Options
) -> None:
    trace = read_trace(results.folder / "landmarks.npz")
    again, _ = judge_trace(
        trace, options.stretch, options.profile, options.plan, SHIPPED
    )
    assert again == results.result
    assert trace.about.model_sha256 == options.model.sha256


def test_a_clip_that_ends_early_is_analysed_as_far_as_it_goes(
    tmp_path: Path, clip: Path, options: Options
) -> None:
    whole = tmp_path / "whole.mp4"
    with (
        av.open(str(clip)) as source,
        av.open(str(whole), "w", options={"movflags": "faststart"}) as target,
    ):
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * 0.35)])
    summary = analyse(cut, tmp_path / "out", options, lambda *_: None).summary
    validate(summary)
    assert summary["source"]["truncated"]
    assert any("ends early" in note for note in summary["notes"])
    assert 1 < summary["source"]["duration_s"] < 30


def test_a_recording_of_nobody_says_so(tmp_path: Path, options: Options) -> None:
    video = write_video(tmp_path / "grey.mp4", numbered(40))
    flare = replace(options, plan=Plan(mode=Mode.FLARE))
    summary = analyse(video, tmp_path / "out", flare, lambda *_: None).summary
    validate(summary)
    (one,) = summary["sets"]
    assert "nobody was seen in this recording" in summary["notes"]
    assert one["status"] == "not_judged"
    assert (one["reps"], one["holds"], one["flags"]) == ([], [], [])
    assert one["unseen_s"] == pytest.approx(one["end_s"], abs=0.05)


def test_progress_reaches_the_end(tmp_path: Path, options: Options) -> None:
    video = write_video(tmp_path / "grey.mp4", numbered(40), fps=20)
    told: list[tuple[float, float | None]] = []
    analyse(video, tmp_path / "out", options, lambda *now: told.append(now))
    assert [end for _, end in told] == [pytest.approx(2.0)] * 40
    assert told[-1][0] == pytest.approx(1.95)


def test_a_window_keeps_the_recordings_time(
    tmp_path: Path, clip: Path, options: Options
) -> None:
    window = replace(options, from_s=1.0, to_s=2.0)
    summary = analyse(clip, tmp_path / "out", window, lambda *_: None).summary
    validate(summary)
    (one,) = summary["sets"]
    assert (one["start_s"], one["end_s"]) == pytest.approx((1.0, 2.0), abs=0.05)
    assert summary["source"]["duration_s"] == pytest.approx(1.0, abs=0.05)
    parts = one["in_target_s"] + one["out_of_target_s"] + one["unseen_s"]
    assert parts == pytest.approx(1.0, abs=0.05)
