"""What is told live is what a recording of the same would be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.real.live import Compared, Told, judge_live, live_line, told_of
from benchmarks.real.truth import Kind as RowKind
from benchmarks.real.truth import Row
from benchmarks.truth import read_truth, trace_path
from formcheck.app.live.messages import summary_screen
from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.body.landmarks import Side
from formcheck.core.body.observation import Observation
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.session.states import Step
from formcheck.core.stretch.spec import Kind, Plan, Profile, StretchSpec
from formcheck.edges.recording import read_trace
from formcheck.edges.sources import Frame
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.app.acting import OPEN, Stage, eased, living, raised
from tests.builders import QUADRUPED, STANDING, SUPINE, Figure, Motion, pose_of
from tests.core.stretches import BOTH_WAYS, HOLD, REPS, stretch
from tests.numbers import SHIPPED
from tests.results import hold, part, rep, result
from tests.sessions import session_of
from tests.shelf import SPECS

HELD = stretch(HOLD, target__base="back")
COUNTED = stretch(REPS, target__base="back")
PAIRED = stretch(BOTH_WAYS, phases__base="hands_and_knees")
TABLE_TOP = replace(QUADRUPED, back=0.0)

BACK = Motion(replace(SUPINE, hip=55.0)).hold(3).move(2, hip=130).hold(2)
BEGUN = {
    "in the target": (HELD, BACK),
    "in the target, for repetitions": (COUNTED, BACK),
    "on the way in": (
        HELD,
        Motion(replace(SUPINE, hip=110.0)).move(1.5, hip=55).hold(4).move(2, hip=130),
    ),
    "with a quick repetition": (
        COUNTED,
        Motion(SUPINE).move(0.8, hip=55).hold(0.5).move(0.8, hip=130).hold(2),
    ),
    "in one of two phases": (
        PAIRED,
        Motion(replace(TABLE_TOP, back=-0.3)).move(1, back=0.4).hold(2).move(1, back=0),
    ),
}


def judged(
    seen: Iterable[Observation], spec: StretchSpec, *, recorded: bool
) -> SetResult:
    judge = SetJudge(spec, Profile(), Plan(hold_s=2.0, recorded=recorded), SHIPPED)
    last_s = 0.0
    for one in seen:
        judge.take(one)
        last_s = one.time_s
    return judge.finish(0.0, last_s)


def both(seen: Iterable[Observation], spec: StretchSpec) -> tuple[SetResult, SetResult]:
    kept = list(seen)
    recorded, live = (judged(kept, spec, recorded=way) for way in (True, False))
    return recorded, live


@pytest.mark.parametrize("name", BEGUN)
def test_what_begins_in_movement_is_told_live_too(name: str) -> None:
    spec, motion = BEGUN[name]
    recorded, live = both(motion.hold(1).seen(), spec)
    assert told_of(live) == told_of(recorded) != []


def test_whoever_is_still_coming_into_the_posture_has_not_begun() -> None:
    motion = Motion(STANDING).hold(0.5)
    motion.move(1, lean=-90, hip=55, knee=75, y=380).move(0.6, hip=130).hold(2)
    for one in both(motion.seen(), COUNTED):
        assert told_of(one) == []


def test_a_way_through_the_target_at_the_beginning_is_none_that_counts() -> None:
    motion = Motion(replace(SUPINE, hip=60.0)).move(0.8, hip=130).hold(2)
    for one in both(motion.seen(), COUNTED):
        assert told_of(one) == []


def test_a_hold_that_was_begun_in_is_cut_and_told_as_not_seen_to_start() -> None:
    for one in both(BACK.seen(), HELD):
        (held,) = one.holds
        assert held.cut and held.start_s < 1.0
        assert [p.reason for p in one.partial_reps] == ["start_not_seen"]


@pytest.mark.parametrize("name", SPECS)
def test_a_good_clip_is_told_alike_from_wherever_it_begins(name: str) -> None:
    spec, truth = SPECS[name], read_truth(f"{name}_good")
    seen = list(read_trace(trace_path(truth.name)).observations())[::3]
    first_s = truth.holds[0]["start_s"]
    for from_s in (0.0, first_s - 0.7, first_s + 0.5):
        part_of_it = [one for one in seen if one.time_s >= from_s]
        pair = both(part_of_it, spec)
        row = Row(truth.name, name, RowKind.POSITIVE, "yes", 1)
        assert Compared(row, *pair).apart == ([], []), from_s
        assert from_s > 0 or told_of(pair[0]) or spec.kind is Kind.GUIDED


def test_a_clip_before_the_live_eyes_is_told_as_recorded() -> None:
    trace = read_trace(trace_path("bridge_good"))
    frames = (Frame(o.time_s, living(n)) for n, o in enumerate(trace.observations()))
    live = judge_live(trace, "bridge", frames)
    plan = Plan(hold_s=1.5)
    recorded, _ = judge_trace(trace, SPECS["bridge"], Profile(), plan, SHIPPED)
    found = Compared(ROW, recorded, live)
    assert found.alike and "alike" in live_line(found)
    assert len(live.reps) == len(recorded.reps) > 0


ROW = Row("a.mp4", "bridge", RowKind.POSITIVE, "yes", 1)


def test_only_what_is_meant_is_let_pass() -> None:
    def alike(recorded: SetResult, live: SetResult) -> bool:
        return Compared(ROW, recorded, live).alike

    def held(start_s: float, end_s: float, *, cut: bool = False) -> SetResult:
        one = hold(start_s=start_s, end_s=end_s, held_s=end_s - start_s, cut=cut)
        return result(holds=[one], start_s=0.0, end_s=20.0)

    assert alike(held(5, 9), held(5.2, 8.8))
    assert not alike(held(5, 9), held(5.4, 9))
    assert not alike(held(5, 9), held(5, 9.4))
    assert alike(held(0.1, 9, cut=True), held(1.2, 9, cut=True))
    assert not alike(held(0.1, 9, cut=True), held(1.6, 9, cut=True))
    assert not alike(held(5, 9), result())
    ended = held(5, 19.8, cut=True)
    whole = result(holds=ended.to_json()["holds"], reps=[rep(start_s=4, end_s=20)])
    assert alike(ended, whole)
    assert not alike(held(5, 19.8), whole)
    missing, more = Compared(
        ROW, result(partial_reps=[part("short_hold")]), whole
    ).apart
    assert len(missing) == 1 and Told("rep", (4.0, 20.0), counts=True) in more


KNEELING = Figure(hip=180, knee=90, y=300)
CURLED = replace(KNEELING, lean=95, hip=35, knee=35, shoulder=160, elbow=175, y=340)
SINKS_S, KNEELS_S = 2.0, 6.0


class Kneeling:
    """Kneels upright until ready, then sinks back into child's pose and stays there
    until told to come back.
    """

    def __init__(self) -> None:
        self.ready_s: float | None = None
        self.back_s: float | None = None

    def __call__(self, time_s: float, stage: Stage) -> object:
        flow = stage.engine.flow
        if flow.step is Step.CAMERA and not flow.hand.settled:
            asked = any("right hand" in text for text in stage.said())
            up = asked and not flow.hand.used and int(time_s / 2) % 2 == 0
            return raised(pose_of(KNEELING), Side.RIGHT) if up else KNEELING
        if flow.step not in (Step.READY, Step.COUNT_IN, Step.STRETCH):
            return KNEELING
        if self.ready_s is None:
            self.ready_s = time_s
        if self.back_s is None and "Slowly come back." in stage.said():
            self.back_s = time_s
        share = eased((time_s - self.ready_s - KNEELS_S) / SINKS_S)
        if self.back_s is not None:
            share = 1 - eased((time_s - self.back_s) / SINKS_S)
        ways = {
            name: round((1 - share) * getattr(KNEELING, name) + share * end, 2)
            for name, end in vars_of(CURLED).items()
        }
        return replace(KNEELING, **ways)


def vars_of(figure: Figure) -> dict[str, float]:
    return {n: getattr(figure, n) for n in ("lean", "hip", "knee", "shoulder", "y")}


def test_childs_pose_from_kneeling_is_counted_to_its_end_and_told(
    tmp_path: Path,
) -> None:
    spec = find_stretch("childs_pose", poses_dir())
    shorter = {
        "hold": spec.hold.model_copy(update={"seconds": 8.0}),
        "reps": spec.reps.model_copy(update={"count": 1}),
    }
    spec = spec.model_copy(update=shorter)
    port = LivePort((spec,), (), person=OnePerson(judging=SHIPPED))
    stage = Stage(port, Kneeling(), tmp_path)  # type: ignore[arg-type]
    try:
        stage.do(do="choose", stretch=spec.id)
        for name, value in {
            "signs": [],
            "today": [],
            "pain_before": 2,
            "where": ["back"],
        }.items():
            stage.do(do="answer", id=name, value=value)
        stage.until(Step.AFTER, 180)
        said = stage.said()
        begun = said.index("I have you. Holding.")
        assert [w for w in said[begun:] if w in ("3", "2", "1")] == ["3", "2", "1"]
        assert "Slowly come back." in said[begun:]
        (end,) = stage.events("set_end")
        assert end["judged"] and end["left_early"] is None
        assert end["held_s"] == pytest.approx(8.0, abs=0.5)
        (record,) = stage.engine._kept.records  # type: ignore[union-attr]
        assert [p.reason for p in record.result.partial_reps] == ["start_not_seen"]
        assert record.result.held_s >= 7.75
        screen = summary_screen(session_of((record,)), SHIPPED.measure.compare)
        assert "start not seen" in " ".join(screen["lines"])
    finally:
        OPEN.remove(stage)
        stage.close()
