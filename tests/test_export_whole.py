"""Exports have no hole where the person was seen, and OpenSim reads them to the end."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import ezc3d
import numpy as np
import opensim
import pandas as pd
import pytest

from benchmarks.truth import clip_names, read_truth, trace_path
from formcheck.app.history.exporting import export_session
from formcheck.app.history.formats import Format
from formcheck.app.pictures.replayed import replayed_frames
from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.landmarks import Landmark
from formcheck.core.body.observation import Flat, Observation, Status
from formcheck.core.body.sampling import Sampling, decide
from formcheck.core.judge.events import StartConfirmed
from formcheck.core.measure.kinds import KINDS
from formcheck.core.records.session import SetRecord
from formcheck.core.words.reasons import Reason
from formcheck.edges.marker_files import MOST_C3D_FRAMES, write_c3d
from formcheck.edges.motion import Angles, Markers, even_times
from formcheck.edges.opensim import write_mot
from formcheck.edges.recording import Trace, TraceWriter, read_trace
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.edges.store import Kept
from formcheck.errors import HistoryError
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.conftest import Formcheck
from tests.numbers import SHIPPED
from tests.sessions import record_of, session_of

opensim.Logger.removeFileSink()  # which is a file wherever one happens to be

SOME = [("bridge_good", True), ("hard_empty_room", False)]
SOME += [(name, bool(n % 2)) for n, name in enumerate(clip_names()[3::16])]
"""Clips, and whether looked at as by default. All were read once, both ways."""

_LEVELS = 25.0
"""Grey levels that a picture changes by for a body that moves as far as it is long in
one frame: near enough for looks to come and go."""


def thinned(trace: Trace) -> Iterator[Observation]:
    """What looking by default would have kept of a trace that has every frame."""
    looking, before = Sampling(), None
    for seen in trace.observations():
        change = 0.0
        if seen.pose is not None:
            xy = seen.pose.image_xy
            if before is not None:
                moved = np.percentile(np.hypot(*(xy - before).T), 90)
                change = _LEVELS * float(moved / np.ptp(xy, axis=0).max() * 10)
            before = xy
        looking, due = decide(looking, seen.time_s, change, cut=seen.cut)
        if due:
            yield seen
        else:
            yield Observation(seen.time_s, Status.SKIPPED, None, seen.size_wh)


def keep(folder: Path, name: str, *, thin: bool) -> tuple[Kept, Trace]:
    """A session of one sample clip, kept as `analyse --keep` does."""
    path, trace = trace_path(name), read_trace(trace_path(name))
    if thin:
        path = folder / "landmarks.npz"
        with TraceWriter(folder) as writer:
            for seen in thinned(trace):
                writer.add(seen)
            writer.save(path, trace.about)
    spec = find_stretch(read_truth(name).stretch, poses_dir())
    with SqliteStore(folder / "data") as store:
        store.keep(session_of([record_of(path, spec)]), [path])
        return store.get(1), read_trace(path)


@dataclass(frozen=True)
class Motion:
    """A .mot as both of OpenSim's readers have it."""

    time_s: np.ndarray
    columns: dict[str, np.ndarray]


def read_motion(path: Path) -> Motion:
    table = opensim.TimeSeriesTable(str(path))
    storage = opensim.Storage(str(path))
    time_s = np.array(table.getIndependentColumn())
    names = list(table.getColumnLabels())
    values = {n: table.getDependentColumn(n).to_numpy().copy() for n in names}
    lines = path.read_text(encoding="ascii").splitlines()
    rows = [line.split("\t") for line in lines[lines.index("endheader") + 2 :]]
    assert storage.getSize() == len(time_s) == len(rows)
    assert storage.getColumnLabels().getSize() == len(names) + 1 == len(rows[0])
    last = storage.getLastStateVector()
    assert last.getTime() == pytest.approx(time_s[-1])
    data = last.getData()
    assert [data.get(i) for i in range(len(names))] == [values[n][-1] for n in names]
    assert all(np.isfinite(column).all() for column in values.values())
    return Motion(time_s, values)


def read_markers(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """(n,) times and (n, 33, 3) markers, as both of OpenSim's readers have them."""
    table = opensim.TimeSeriesTableVec3(str(path))
    markers = opensim.MarkerData(str(path))
    flat = table.flatten()
    names = flat.getColumnLabels()
    columns = [flat.getDependentColumn(name).to_numpy() for name in names]
    xyz = np.array(columns).T.reshape(table.getNumRows(), -1, 3)
    assert markers.getNumFrames() == table.getNumRows()
    assert markers.getNumMarkers() == table.getNumColumns() == 33
    for row in (0, len(xyz) // 2, len(xyz) - 1):
        frame = markers.getFrame(row)
        other = [[frame.getMarker(m)[k] for k in range(3)] for m in range(33)]
        assert np.array_equal(np.array(other), xyz[row], equal_nan=True)
    return np.array(table.getIndependentColumn()), xyz


def read_c3d(path: Path, rate_hz: float) -> np.ndarray:
    """(n, 33, 3) markers, mm, as ezc3d has them: what is invalid is NaN."""
    whole = ezc3d.c3d(str(path))
    about = whole["parameters"]["POINT"]
    assert about["UNITS"]["value"] == ["mm"]
    assert [about[f"{axis}_SCREEN"]["value"][0] for axis in "XY"] == ["+X", "+Y"]
    assert about["RATE"]["value"][0] == pytest.approx(rate_hz)
    assert about["LABELS"]["value"] == [one.name.lower() for one in Landmark]
    points: np.ndarray = whole["data"]["points"][:3].transpose(2, 1, 0)
    invalid = whole["data"]["meta_points"]["residuals"][0].T < 0
    assert np.array_equal(invalid, np.isnan(points).any(axis=2))
    return points


def check_positions(path: Path, trace: Trace) -> None:
    """A table as DeepLabCut's: every frame, each landmark where the model saw it."""
    table = pd.read_csv(path, header=[0, 1, 2], index_col=0)
    assert table.columns.names == ["scorer", "bodyparts", "coords"]
    assert list(table.index) == list(range(len(table)))
    about = trace.about
    assert len(table) == len(even_times(about.start_s, about.end_s, about.fps))
    assert table.shape[1] == 33 * 3
    knees = table.xs("left_knee", axis=1, level="bodyparts").droplevel("scorer", axis=1)
    likely = table.xs("likelihood", axis=1, level="coords").to_numpy()
    assert np.nanmin(likely) >= 0 and np.nanmax(likely) <= 1
    for seen in list(trace.observations())[:: len(table) // 5]:
        row = round((seen.time_s - about.start_s) * about.fps)
        if seen.pose is None or row >= len(table):
            continue
        knee = knees.iloc[row]
        if np.isfinite(knee["x"]):  # else it was somebody else
            there = seen.pose.image_xy[Landmark.LEFT_KNEE]
            assert [knee["x"], knee["y"]] == pytest.approx(there.tolist(), abs=2.0)


def check_joined(motion: Motion) -> None:
    """What was not read lies on the straight line between what was."""
    for name, values in motion.columns.items():
        if name.endswith("_seen"):
            continue
        seen = motion.columns[f"{name}_seen"].astype(bool)
        assert seen[0] and seen[-1]
        line = np.interp(motion.time_s, motion.time_s[seen], values[seen])
        np.testing.assert_allclose(values, line, atol=2e-3)


def seen_times(time_s: np.ndarray, record: SetRecord, trace: Trace) -> np.ndarray:
    """(n,) whether judging saw the person."""
    begun_s = record.entry["start_s"]
    gaps = [(gap["start_s"], gap["end_s"]) for gap in record.entry["unseen"]]
    seen = np.ones(len(time_s), bool)
    for start_s, end_s in gaps:
        before_s = start_s + (-1e-3 if start_s <= begun_s + 1e-3 else 1e-3)
        seen &= (time_s <= before_s) | (time_s >= end_s - 1e-3)
    return seen


def read_from_s(record: SetRecord) -> float:
    """When the primary measure could first be read: at once, or from the start pose."""
    if not record.spec.measures[record.spec.primary].relative:
        return record.entry["start_s"]
    return min(e.time_s for e in record.events if isinstance(e, StartConfirmed))


def check_whole(kept: Kept, trace: Trace, folder: Path) -> None:
    """All that a laboratory gets of a session, against what was judged."""
    (record,) = kept.session.sets
    about, primary = trace.about, record.spec.primary
    if all(seen.pose is None for seen in trace.observations()):
        for form in (Format.TRC, Format.MOT, Format.C3D, Format.DLC):
            with pytest.raises(HistoryError, match="nobody was seen"):
                export_session(kept, form, folder, judging=SHIPPED)
        return
    (markers,) = export_session(kept, Format.TRC, folder, judging=SHIPPED)
    time_s, xyz = read_markers(markers)
    every_s = even_times(about.start_s, about.end_s, about.fps)
    cut = ~np.isin(np.round(every_s, 4), np.round(time_s, 4))
    assert not (cut & seen_times(every_s, record, trace)).any()
    seen = seen_times(time_s, record, trace)
    everywhere = np.isfinite(xyz).all(axis=2).any(axis=1)
    assert everywhere[seen].all() and everywhere[0] and everywhere[-1]
    (markers,) = export_session(kept, Format.C3D, folder, judging=SHIPPED)
    np.testing.assert_allclose(read_c3d(markers, about.fps), xyz * 1000, atol=0.01)
    (positions,) = export_session(kept, Format.DLC, folder, judging=SHIPPED)
    check_positions(positions, trace)
    if KINDS[record.spec.measures[primary].kind].unit == "deg" and seen.any():
        files = export_session(kept, Format.MOT, folder, judging=SHIPPED)
        motions = {path.name: read_motion(path) for path in files}
        main = motions[f"set-1-{record.spec.id}.mot"]
        there = np.isin(np.round(time_s, 4), np.round(main.time_s, 4))
        read = time_s >= read_from_s(record) + CADENCE.apart_s
        assert primary in main.columns and there[seen & read].all()
        for motion in motions.values():
            check_joined(motion)
        known = f"calibration={record.result.calibration or 'none'}"
        assert all(known in path.read_text().splitlines() for path in files)
        found = [name for motion in motions.values() for name in motion.columns]
        assert len(found) == len(set(found))
    tables = export_session(kept, Format.CSV, folder, judging=SHIPPED)
    frames = next(path for path in tables if path.name.endswith("-frames.csv"))
    with frames.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    at_s = np.array([float(row["time_s"]) for row in rows])
    unit = KINDS[record.spec.measures[primary].kind].unit
    skipped = np.array([row["seen"] == "skipped" for row in rows])
    drawn = np.array([row[f"{primary}_{unit}_zero_lag"] != "" for row in rows])
    assert drawn[skipped & seen_times(at_s, record, trace)].all()
    angles = "calibrated" if record.result.calibration else "raw"
    assert {row["angles"] for row in rows} == {angles}


@pytest.mark.parametrize(("name", "thin"), SOME)
def test_opensim_reads_every_row_and_none_is_missing(
    name: str, thin: bool, tmp_path: Path
) -> None:
    check_whole(*keep(tmp_path, name, thin=thin), tmp_path / "out")


def test_thinning_skips_about_as_many_looks_as_looking_does() -> None:
    seen = list(thinned(read_trace(trace_path("bridge_good"))))
    share = sum(o.status is Status.SKIPPED for o in seen) / len(seen)
    assert 0.3 < share < 0.8


def test_a_marker_hidden_at_the_end_of_a_row_is_missing_and_nothing_else(
    tmp_path: Path,
) -> None:
    trace = read_trace(trace_path("bridge_good"))
    hidden = trace.looks.copy()
    hidden["visibility"][100:160, 32] = 0
    path = tmp_path / "landmarks.npz"
    with TraceWriter(tmp_path) as writer:
        for seen in replace(trace, looks=hidden).observations():
            writer.add(seen)
        writer.save(path, trace.about)
    with SqliteStore(tmp_path / "data") as store:
        store.keep(session_of([record_of(path)]), [path])
        kept = store.get(1)
    (markers,) = export_session(kept, Format.TRC, tmp_path / "out", judging=SHIPPED)
    _, xyz = read_markers(markers)
    assert np.isnan(xyz[100:160, 32]).all()
    assert np.isfinite(xyz[:, 23]).all() and np.isfinite(xyz[160:, 32]).all()


def test_no_marker_is_of_somebody_else(tmp_path: Path) -> None:
    kept, trace = keep(tmp_path, "hard_second_person_crosses", thin=False)
    (record,) = kept.session.sets
    (markers,) = export_session(kept, Format.TRC, tmp_path / "out", judging=SHIPPED)
    time_s, xyz = read_markers(markers)
    theirs = [
        (s.observation.time_s, s.observation.pose.world_xyz * (1, -1, -1))
        for s in replayed_frames(trace, record, SHIPPED)
        if s.observation.pose is not None and s.reading.why_not is Reason.SOMEBODY_ELSE
        if not isinstance(s.observation.pose.world_xyz, Flat)
    ]
    assert theirs
    for moment_s, other in theirs:
        row = int(np.argmin(np.abs(time_s - moment_s)))
        assert not np.isclose(xyz[row], other, atol=1e-3).all(axis=1).any()


def test_nothing_is_joined_across_a_cut(tmp_path: Path) -> None:
    """The body lies elsewhere in the next shot: no path leads there."""
    trace = read_trace(trace_path("bridge_good"))
    frames, looks = trace.frames.copy(), trace.looks.copy()
    frames["cut"][300] = 1
    looks["world_xyz"][300:, :, 0] += 1.0
    path = tmp_path / "landmarks.npz"
    with TraceWriter(tmp_path) as writer:
        for number, seen in enumerate(replace(trace, looks=looks).observations()):
            if 296 <= number < 300:  # the looks just before it were skipped
                seen = Observation(seen.time_s, Status.SKIPPED, None, seen.size_wh)
            writer.add(replace(seen, cut=number == 300))
        writer.save(path, trace.about)
    with SqliteStore(tmp_path / "data") as store:
        store.keep(session_of([record_of(path)]), [path])
        kept = store.get(1)
    (markers,) = export_session(kept, Format.TRC, tmp_path / "out", judging=SHIPPED)
    _, xyz = read_markers(markers)
    hip_x = xyz[290:305, 23, 0]
    assert np.isfinite(hip_x).all()
    assert np.ptp(hip_x[:10]) < 0.1 and np.ptp(hip_x[10:]) < 0.1
    assert hip_x[10] - hip_x[9] > 0.8


def test_an_unknown_angle_is_no_row_of_a_mot(tmp_path: Path) -> None:
    one = np.array([[True]])
    unknown = Angles(("hip",), np.array([0.0]), np.array([[np.nan]]), one)
    with pytest.raises(ValueError, match="not known"):
        write_mot(tmp_path / "a.mot", unknown)


def test_the_gaps_of_a_mot_are_listed_and_marked(tmp_path: Path) -> None:
    trace = read_trace(trace_path("bridge_good"))
    frames = trace.frames.copy()
    gone = slice(400, 460)
    path = tmp_path / "landmarks.npz"
    with TraceWriter(tmp_path) as writer:
        for number, seen in enumerate(replace(trace, frames=frames).observations()):
            if gone.start <= number < gone.stop:
                seen = replace(seen, status=Status.NOBODY, pose=None)
            writer.add(seen)
        writer.save(path, trace.about)
    with SqliteStore(tmp_path / "data") as store:
        store.keep(session_of([record_of(path)]), [path])
        kept = store.get(1)
    main, *_ = sorted(
        export_session(kept, Format.MOT, tmp_path / "out", judging=SHIPPED),
        key=lambda file: len(file.name),
    )
    motion = read_motion(main)
    check_joined(motion)
    primary = kept.session.sets[0].spec.primary
    unseen_s = motion.time_s[motion.columns[f"{primary}_seen"] == 0]
    assert unseen_s[0] == pytest.approx(400 / 30, abs=0.1)
    assert unseen_s[-1] == pytest.approx(459 / 30, abs=0.5)
    (listed,) = [
        line.removeprefix(f"gaps_{primary}=")
        for line in main.read_text(encoding="ascii").splitlines()
        if line.startswith(f"gaps_{primary}=")
    ]
    assert listed == f"{unseen_s[0]:.2f}-{unseen_s[-1]:.2f}"


def test_a_table_that_begins_with_nobody_has_its_first_frame(tmp_path: Path) -> None:
    """To pandas a first row of empty cells was the name of the index, and no row."""
    kept, trace = keep(tmp_path, "hard_head_cropped", thin=False)
    (path,) = export_session(kept, Format.DLC, tmp_path / "out", judging=SHIPPED)
    table = pd.read_csv(path, header=[0, 1, 2], index_col=0)
    assert table.iloc[0].isna().all() and table.index[0] == 0
    check_positions(path, trace)


def test_what_a_c3d_cannot_count_is_refused(tmp_path: Path) -> None:
    many = Markers(
        ("nose",),
        np.arange(MOST_C3D_FRAMES + 1) / 30,
        np.zeros((MOST_C3D_FRAMES + 1, 1, 3)),
        30.0,
    )
    with pytest.raises(HistoryError, match="65535 frames"):
        write_c3d(tmp_path / "a.c3d", many)
    assert not list(tmp_path.iterdir())


@pytest.mark.model
def test_a_clip_analysed_by_default_and_kept_is_exported_whole(
    formcheck: Formcheck,
    clip: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    done = formcheck("analyse", clip, "--stretch", "bridge", "--keep", "--to", "12")
    assert done.returncode == 0, done.stderr
    with SqliteStore(tmp_path / "data") as store:
        kept = store.get(1)
    assert kept.traces[0] is not None
    trace = read_trace(kept.traces[0])
    assert sum(o.status is Status.SKIPPED for o in trace.observations()) > 60
    check_whole(kept, trace, tmp_path / "out")
