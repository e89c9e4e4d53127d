"""Other programs' ways of counting, on lines whose repetitions are known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers import comparing, counters, figures
from benchmarks.peers.__main__ import main
from benchmarks.peers.body import Array, Body, bends, in_frame, leans, one_euro
from benchmarks.peers.counters import Counted, Levels
from benchmarks.peers.fitting import fitted, sample_body
from benchmarks.peers.knn import embedded, knn, mirrored, samples_of
from benchmarks.peers.measures import Compared, iou, tally
from benchmarks.real.judged import recordings_in
from benchmarks.real.traces import PROJECT
from benchmarks.real.truth import Kind, Part, Row
from benchmarks.truth import trace_path
from formcheck.core.body.landmarks import Landmark, Side
from formcheck.edges.recording import read_trace

TIMES_S = np.arange(0, 20, 1 / 30)
FOUR = 90 - 90 * np.cos(TIMES_S * 2 * np.pi / 5)
"""Four times from 0 to 180 and back, in 5 s each; above 120 for 1.5 to 2.2 s."""

LEVELS = Levels(40, 120)
BY_SIGNAL = (
    counters.aigym,
    counters.exersights,
    counters.learnopencv,
    counters.replens,
    counters.peaks,
)
Counter = Callable[[Array, Array, Levels], Counted]


@pytest.mark.parametrize("counter", BY_SIGNAL)
def test_a_sine_has_its_periods(counter: Counter) -> None:
    found = counter(TIMES_S, FOUR, LEVELS)
    assert found.reps == 4
    assert len(found.holds) == 4
    for n, (start, end) in enumerate(found.holds):
        assert start == pytest.approx(5 * n + 1.52, abs=0.1)
        # AIGym leaves its target state at rest only.
        assert end == pytest.approx(5 * n + 3.48, abs=1.0)


@pytest.mark.parametrize("counter", BY_SIGNAL)
def test_less_than_the_target_is_nothing(counter: Counter) -> None:
    assert counter(TIMES_S, FOUR / 2, LEVELS) == Counted(0, ())


@pytest.mark.parametrize("counter", BY_SIGNAL)
def test_what_is_not_seen_is_nothing(counter: Counter) -> None:
    assert counter(TIMES_S, np.full_like(TIMES_S, np.nan), LEVELS) == Counted(0, ())


@pytest.mark.parametrize("counter", BY_SIGNAL)
def test_a_hold_to_the_end_is_told(counter: Counter) -> None:
    line = np.where(TIMES_S < 5, 0.0, 180.0)
    line[(TIMES_S >= 4.9) & (TIMES_S < 5)] = 80.0
    found = counter(TIMES_S, line, LEVELS)
    ((start, end),) = found.holds
    assert found.reps_and_open == 1
    assert start == pytest.approx(5, abs=0.1)
    assert end == pytest.approx(20, abs=0.1)


def test_learnopencv_forgets_what_was_begun_long_ago() -> None:
    long_s = np.arange(0, 60, 1 / 30)
    line = np.select([long_s < 5, long_s < 40, long_s < 45], [0.0, 80.0, 180.0], 0.0)
    line[(long_s >= 45) & (long_s < 46)] = 80.0
    assert counters.learnopencv(long_s, line, LEVELS).reps == 0
    assert counters.exersights(long_s, line, LEVELS).reps == 1


def test_replens_counts_nothing_that_is_too_quick() -> None:
    line = np.zeros_like(TIMES_S)
    line[300:306] = [80, 180, 180, 90, 60, 0]
    assert counters.replens(TIMES_S, line, LEVELS).reps == 0
    assert counters.aigym(TIMES_S, line, LEVELS).reps == 1


def bending(angle_deg: Array) -> Body:
    """Somebody whose trunk turns about their hips by these degrees; the rest stands."""
    count = len(angle_deg)
    xy = np.zeros((count, 33, 2))
    for side in (0, 1):
        for joint, at in (
            (Landmark.LEFT_HIP, (300, 240)),
            (Landmark.LEFT_KNEE, (300, 340)),
            (Landmark.LEFT_ANKLE, (300, 440)),
        ):
            xy[:, joint + side] = at
        turn = np.radians(angle_deg)
        for joint, far in (
            (Landmark.LEFT_SHOULDER, 120),
            (Landmark.LEFT_ELBOW, 180),
            (Landmark.LEFT_WRIST, 230),
        ):
            xy[:, joint + side] = np.stack(
                [300 + far * np.sin(turn), 240 - far * np.cos(turn)], 1
            )
    world = np.concatenate([xy / 300, np.zeros((count, 33, 1))], axis=2)
    times_s = np.arange(count) / 30
    return Body(times_s, xy, world, np.ones((count, 33)), (640, 480))


def test_angles_of_a_bending_body() -> None:
    body = bending(np.array([0.0, 30.0, 90.0]))
    assert bends(body, Side.LEFT)["hip"] == pytest.approx([180, 150, 90])
    assert leans(body, Side.LEFT)["trunk"] == pytest.approx([0, 30, 90])
    assert bends(body, Side.LEFT)["knee"] == pytest.approx([180, 180, 180])
    assert in_frame(body).all()


def test_the_first_component_counts_any_movement() -> None:
    assert counters.pc1(bending(FOUR / 2)).reps == 4
    assert counters.pc1(bending(-FOUR / 2)).reps == 4
    assert counters.pc1(bending(np.zeros(0))).reps == 0


def test_the_nearest_tell_target_from_rest() -> None:
    body = bending(FOUR / 2)
    times = [(5 * n, 5 * n + 5.0) for n in range(4)]
    samples = samples_of(body, [(a + 2.0, a + 3.0) for a, _ in times], [])
    found = knn(body, samples)
    assert found.reps == 4
    assert all(b - a < 3 for a, b in found.holds)


def test_nearest_is_measured_from_either_side() -> None:
    body = bending(FOUR / 2)
    samples = samples_of(body, [(5 * n + 2.0, 5 * n + 3.0) for n in range(4)], [])
    assert knn(mirrored(body), samples).reps == 4
    assert embedded(body).shape == (len(FOUR), 23, 3)


def test_one_euro_smooths_what_is_slow_most() -> None:
    noise = np.where(np.arange(300) % 2, 1.0, -1.0)[:, None]
    times_s = np.arange(300) / 30
    assert np.abs(one_euro(noise, times_s)[100:]).max() < 0.3
    ramp = np.linspace(0, 3000, 300)[:, None]
    assert np.abs(one_euro(ramp, times_s)[-1] - 3000) < 40


def test_every_counter_is_fitted_to_the_good_clip() -> None:
    names = {"AIGym", "RepLens", "LearnOpenCV", "ExerSights"}
    others = {"filter and peaks", "k-nearest", "first component"}
    known = fitted("bridge")
    assert set(known) == names | others
    body = sample_body("bridge_good")
    assert {name: known[name](body).reps for name in names} == dict.fromkeys(names, 4)


def test_counts_and_holds_are_told_from_the_truth() -> None:
    found = tally(
        [
            Compared(2, 2, ((1.0, 3.0),), ((1.5, 3.5),)),
            Compared(3, 2, ((1.0, 3.0),), ((5.0, 7.0),)),
            Compared(0, 2, (), None),
        ]
    )
    assert (found.exact, found.off_by_one) == (1 / 3, 2 / 3)
    assert (found.error, found.over, found.under) == (1.0, 1, 2)
    assert found.hold_f1 == 0.5
    assert found.hold_iou == pytest.approx((1.5 / 2.5 + 0) / 2)


def test_shared_time() -> None:
    assert iou([(0, 2)], [(1, 3)]) == pytest.approx(1 / 3)
    assert iou([], []) == 1
    assert iou([(0, 1)], []) == 0


def test_a_table_has_the_columns_that_it_has() -> None:
    table: dict[str, dict[str, float]]
    table = {"one": {"counted": 0.25, "clips": 4}, "other": {"clips": 4}}
    assert figures.columns(table) == ["clips", "counted"]
    head, first, second = figures.lines(table)
    assert first.split() == ["one", "4", "25%"]
    assert second.split() == ["other", "4", "-"]
    assert "counted" in head


def test_formcheck_stands_beside_the_others_on_the_same_landmarks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_trace(trace_path("bridge_good"))
    monkeypatch.setattr("benchmarks.real.judged.trace_of", lambda *_: whole)
    recordings = recordings_in(tmp_path, tmp_path)
    bridge = Row("a.mp4", "bridge", Kind.POSITIVE, "yes", 4, part=Part.TUNED)
    other = Row("a.mp4", "bridge", Kind.NEGATIVE, "yes", 0)
    timed = Row("a.mp4", "pelvic_tilt", Kind.POSITIVE, "yes", 0)
    found = comparing.real(recordings, [bridge, other, timed])
    ((row, named),) = found
    assert row is bridge
    assert set(named) == {comparing.OURS, *fitted("bridge")}
    assert named[comparing.OURS].reps == 4
    (table,) = comparing.real_tables(found).values()
    assert table[comparing.OURS]["exact"] == 1.0
    (said,) = comparing.negatives(recordings, [bridge, other, timed])
    assert said[comparing.OURS].reps == said["AIGym"].reps == 4
    nothing = dict.fromkeys(said, Counted(0, ((1.0, 1.5),)))
    shares = comparing.wrongly_counted([said, nothing])["AIGym"]
    assert shares == {"clips": 2, "counted": 0.5, "held": 0.5}
    assert comparing.wrongly_counted([]) == {}


def test_figures_are_kept_as_a_table_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    assert figures.read(path) == {}
    figures.write({"good": {"one": {"exact": 1 / 3, "clips": 3}}}, path)
    assert figures.read(path) == {"good": {"one": {"exact": 0.3333, "clips": 3}}}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--write"], "--write needs the folders"),
        (["--traces", str(PROJECT)], "stay out of the project"),
        (["no/such/folder"], "no recording that is known"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    arguments: list[str],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert told in capsys.readouterr().err.splitlines()[-1]
