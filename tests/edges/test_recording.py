from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

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
from formcheck.edges.recording import (
    ReplayEstimator,
    Trace,
    TraceAbout,
    TraceWriter,
    quantise,
    read_trace,
)
from formcheck.errors import OutputError, TraceError
from tests.pictures import some_pose

SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"
ABOUT = TraceAbout("a.mp4", 30.0, 4, 0.0, 0.133, "full", "0" * 64, mirrored=True)


def observations() -> list[Observation]:
    offsets = np.linspace(0.1, 0.3, OUTLINE_POINTS).astype(np.float32)
    offsets[:3] = np.nan
    back = BackOutline(offsets, OutlineReason.CUT)
    bare = some_pose(2)
    return [
        Observation(0.0, Status.SEEN, replace(some_pose(1), back=back), (640, 480)),
        Observation(1 / 30, Status.SKIPPED, None, (640, 480)),
        Observation(2 / 30, Status.NOBODY, None, (640, 480), cut=True),
        Observation(3 / 30, Status.SEEN, bare, (3840, 2160)),
        Observation(4 / 30, Status.NOBODY, None, (640, 480), still_s=0.1),
        Observation(5 / 30, Status.SEEN, bare, room=RoomRoll(-8.25, 1.5)),
    ]


def written(folder: Path, items: list[Observation]) -> Path:
    path = folder / "landmarks.npz"
    with TraceWriter(folder) as writer:
        for item in items:
            writer.add(item)
        writer.save(path, ABOUT)
    return path


def same(a: Observation, b: Observation) -> bool:
    """Bit by bit."""
    head = (a.time_s, a.status, a.size_wh, a.cut, a.still_s, a.room) == (
        b.time_s,
        b.status,
        b.size_wh,
        b.cut,
        b.still_s,
        b.room,
    )
    if a.pose is None or b.pose is None:
        return head and a.pose is b.pose
    return head and all(bits(a.pose)[i] == bits(b.pose)[i] for i in range(5))


def bits(pose: Pose) -> tuple[object, ...]:
    back = (
        (pose.back.offsets.tobytes(), pose.back.reason) if pose.back else (None, None)
    )
    assert not isinstance(pose.world_xyz, Flat)
    arrays = (pose.image_xy, pose.world_xyz, pose.visibility)
    return (*(array.tobytes() for array in arrays), *back)


def test_sizes_and_times_are_plain_numbers(tmp_path: Path) -> None:
    """A number of a file's own type overflows: 1000 times a width of 640 does."""
    for one in read_trace(written(tmp_path, observations())).observations():
        plain = (one.time_s, *one.size_wh, one.cut, one.still_s)
        assert [type(value) for value in plain] == [float, int, int, bool, float]


def test_what_was_judged_comes_back_bit_by_bit(tmp_path: Path) -> None:
    judged = [quantise(item) for item in observations()]
    trace = read_trace(written(tmp_path, judged))
    replayed = list(trace.observations())
    assert len(trace) == len(replayed) == 6
    assert all(same(a, b) for a, b in zip(judged, replayed, strict=True))
    assert trace.about == ABOUT
    assert [p.name for p in tmp_path.iterdir()] == ["landmarks.npz"]


def test_rounding_twice_is_rounding_once() -> None:
    for item in observations():
        once = quantise(item)
        assert same(once, quantise(once))


def test_rounding_moves_nothing_that_matters() -> None:
    before = observations()[0].pose
    after = quantise(observations()[0]).pose
    assert before is not None and after is not None
    assert np.abs(before.image_xy - after.image_xy).max() <= 1 / 32
    assert not isinstance(before.world_xyz, Flat)
    assert not isinstance(after.world_xyz, Flat)
    assert np.abs(before.world_xyz - after.world_xyz).max() < 1e-3
    assert np.abs(before.visibility - after.visibility).max() <= 0.5 / 255 + 1e-6


def test_half_a_minute_takes_a_few_hundred_kilobytes(tmp_path: Path) -> None:
    items = [
        Observation(i / 30, Status.SEEN, some_pose(i)) for i in range(900)
    ]  # noise, which does not compress; real movement takes half of it
    assert written(tmp_path, items).stat().st_size < 600_000


def test_the_fake_estimator_answers_by_time(tmp_path: Path) -> None:
    trace = read_trace(written(tmp_path, observations()))
    image = np.zeros((480, 640, 3), np.uint8)
    with ReplayEstimator(trace) as estimator:
        assert estimator.estimate(image, 0.0).status is Status.SEEN
        assert estimator.estimate(image, 5.0).status is Status.NOBODY
        assert estimator.search(image, 0.1, lambda _: True).pose is not None
        assert estimator.search(image, 0.1, lambda _: False).pose is None


def test_a_missing_trace_is_named(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="no such file"):
        read_trace(tmp_path / "none.npz")


@pytest.mark.parametrize("keep", [0, 10, 400, -30])
def test_a_damaged_trace_is_named(tmp_path: Path, keep: int) -> None:
    path = written(tmp_path, observations())
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(TraceError, match=str(path)):
        read_trace(path)


def test_another_array_file_is_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, a=np.zeros(3))
    with pytest.raises(TraceError, match="not a landmark trace"):
        read_trace(path)


def test_a_trace_of_a_newer_version_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from formcheck.edges import recording

    monkeypatch.setattr(recording, "TRACE_VERSION", 99)
    path = written(tmp_path, observations())
    monkeypatch.undo()
    with pytest.raises(TraceError, match="a newer formcheck wrote"):
        read_trace(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write in"):
        TraceWriter(tmp_path / "none")


def test_an_empty_trace_is_a_trace(tmp_path: Path) -> None:
    trace: Trace = read_trace(written(tmp_path, []))
    assert list(trace.observations()) == []


def test_a_trace_from_before_freezes_were_known_is_read() -> None:
    trace = read_trace(SAMPLES / "bridge_good.trace.npz")
    assert {o.still_s for o in trace.observations()} == {0.0}


def test_a_flat_pose_and_a_joint_that_was_not_found_come_back(tmp_path: Path) -> None:
    item = observations()[0]
    assert item.pose is not None
    xy, seen = np.array(item.pose.image_xy), np.array(item.pose.visibility)
    xy[5], seen[5] = np.nan, 0.0
    pose = Pose(xy, Flat(), seen)
    (back,) = read_trace(
        written(tmp_path, [Observation(0.0, Status.SEEN, pose)])
    ).observations()
    assert back.pose is not None and back.pose.world_xyz == Flat()
    assert np.array_equal(np.isnan(back.pose.image_xy), np.isnan(xy))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("world_xyz", np.inf),
        ("back_offsets", -np.inf),
        ("room_roll_deg", np.inf),
        ("room_error_deg", -1.0),
    ],
)
def test_a_place_that_is_nowhere_is_damage(
    column: str, value: float, tmp_path: Path
) -> None:
    trace = read_trace(SAMPLES / "bridge_good.trace.npz")
    path = tmp_path / "landmarks.npz"
    with TraceWriter(tmp_path) as writer:
        for seen in trace.observations():
            writer.add(seen)
        writer.save(path, trace.about)
    read_trace(path)
    content = dict(np.load(path))
    content[column][3] = value
    np.savez(path, **content)
    with pytest.raises(TraceError, match="damaged"):
        read_trace(path)
