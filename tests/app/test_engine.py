"""A whole live session with an actor before the camera."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.history.recovery import recover
from formcheck.app.live.messages import summary_screen
from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson
from formcheck.core.body.landmarks import Side
from formcheck.core.session.states import Paused, Step
from formcheck.core.stretch.spec import StretchSpec
from formcheck.edges.journal import Journal
from formcheck.edges.sources import Frame
from tests.app.acting import OPEN, Stage, eased, frames, living, raised
from tests.builders import SUPINE, Figure, pose_of
from tests.core.stretches import HOLD, REPS, stretch
from tests.numbers import SHIPPED
from tests.sessions import session_of

SPEC = stretch(REPS | {"pause_gesture": True})


def holding(seconds: float, count: int = 3) -> StretchSpec:
    return stretch(
        HOLD
        | {
            "hold": HOLD["hold"] | {"seconds": seconds},
            "reps": HOLD["reps"] | {"count": count},
        }
    )


ANSWERS: dict[str, Any] = {
    "signs": [],
    "today": [],
    "pain_before": 2,
    "where": ["back"],
}


def port(*specs: StretchSpec) -> LivePort:
    return LivePort(specs or (SPEC,), (), person=OnePerson(judging=SHIPPED))


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


class Person:
    """Does what is asked: raises the hand, takes the start, stretches."""

    def __init__(self, hold_s: float = 2.5, depth: float = 55.0) -> None:
        self.hold_s, self.depth = hold_s, depth
        self.begun_s: float | None = None
        self.resting = False
        self.away = False
        self.arm: Side | None = None

    def __call__(self, time_s: float, stage: Stage) -> Any:
        if self.away:
            return None
        if self.arm is not None:
            return raised(pose_of(SUPINE), self.arm)
        flow = stage.engine.flow
        if flow.step is Step.CAMERA and not flow.hand.settled:
            asked = any("right hand" in text for text in stage.said())
            up = asked and not flow.hand.used and int(time_s / 2) % 2 == 0
            return raised(pose_of(SUPINE), Side.RIGHT) if up else SUPINE
        if flow.step is not Step.STRETCH or self.resting:
            self.begun_s = None
            return SUPINE
        return self.stretching(time_s)

    def stretching(self, time_s: float) -> Figure:
        if self.begun_s is None:
            self.begun_s = time_s
        at_s = (time_s - self.begun_s) % (self.hold_s + 6.0)
        share = 0.0
        if at_s < 2:
            share = eased(at_s / 2)
        elif at_s < 2 + self.hold_s:
            share = 1.0
        elif at_s < 4 + self.hold_s:
            share = eased((4 + self.hold_s - at_s) / 2)
        hip = 130 + share * (self.depth - 130)
        return Figure(**{**SUPINE.__dict__, "hip": round(hip, 1)})


def chosen(stage: Stage) -> None:
    """Choose the stretch and answer the screening."""
    stage.do(do="choose", stretch=next(iter(stage.engine._port.stretches)))  # type: ignore[attr-defined]
    for name, value in ANSWERS.items():
        stage.do(do="answer", id=name, value=value)


def stretching(folder: Path, spec: StretchSpec = SPEC, **person: float) -> Stage:
    stage = Stage(port(spec), Person(**person), folder)
    chosen(stage)
    stage.until(Step.STRETCH)
    return stage


def test_a_whole_session(tmp_path: Path) -> None:
    stage = Stage(port(), Person(), tmp_path)
    stage.run(0.5)
    assert stage.engine.screen["step"] == "choose"
    chosen(stage)
    stage.until(Step.CAMERA, 5)
    stage.until(Step.SHOW, 30)
    assert "Raise your right hand, please." in stage.said()
    stage.until(Step.READY, 60)
    stage.until(Step.STRETCH, 30)
    stage.until(Step.AFTER, 120)
    stage.do(do="answer", id="pain_after", value=1)
    stage.do(do="answer", id="felt", value="easier")
    stage.do(do="answer", id="note", value="fine")
    stage.until(Step.SUMMARY, 5)
    stage.run(0.2)
    reps = stage.events("rep")
    planned = SPEC.reps.count
    assert [rep["number"] for rep in reps] == list(range(1, planned + 1))
    assert all(rep["good"] for rep in reps)
    said = stage.said()
    assert [s for s in said if s[:1].isdigit() and s.endswith(".")][:1] == ["1."]
    assert any(text.startswith(SPEC.name + ". ") for text in said)
    session = stage.engine.session
    assert session is not None
    assert len(session.summary["sets"][0]["reps"]) == planned
    assert session.about.pain.before == 2
    assert session.about.pain.after == 1
    assert session.about.pain.site == ("back",)
    assert session.about.felt == "easier"
    assert stage.engine.screen["sets"][0]["reps"] == planned
    numbers = [event["n"] for event in stage.broadcaster.after(0)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_hurts_today_is_not_stretched(tmp_path: Path) -> None:
    stage = Stage(port(), Person(), tmp_path)
    stage.do(do="choose", stretch=SPEC.id)
    stage.do(do="answer", id="signs", value=["saddle"])
    stage.until(Step.ADVICE, 2)
    stage.run(0.2)
    assert stage.engine.screen["urgent"]
    stage.do(do="back")
    stage.until(Step.CHOOSE, 2)


def test_a_left_hand_twice_means_a_mirrored_camera(tmp_path: Path) -> None:
    person = Person()
    stage = Stage(port(), person, tmp_path)
    chosen(stage)
    stage.until(Step.CAMERA)
    for _ in range(2):
        person.arm = Side.LEFT
        stage.run(2.0)
        person.arm = None
        stage.run(1.0)
    assert stage.engine.flow.hand.settled
    assert stage.mirrored[-1] is True


def test_a_hold_is_timed_and_counted_down(tmp_path: Path) -> None:
    spec = holding(12.0)
    stage = stretching(tmp_path, spec, hold_s=13.0)
    stage.until(Step.AFTER, 180)
    said = stage.said()
    first = said.index("Half way.")
    assert said[first + 1 : first + 4] == ["3", "2", "1"]
    assert "Slowly come back." in said


def test_a_smaller_range_is_held_and_counted_too(tmp_path: Path) -> None:
    spec = holding(6.0, 1)
    stage = stretching(tmp_path, spec, hold_s=12.0, depth=85.0)
    stage.until(Step.AFTER, 60)
    end = stage.events("set_end")[0]
    assert end["smaller"] == 1
    # What was said and shown then is what is told at the end, and kept.
    records = stage.engine._kept.records  # type: ignore[union-attr]
    screen = summary_screen(session_of(records), SHIPPED.measure.compare)
    (row,) = screen["sets"]
    assert (row["reps"], row["smaller"]) == (end["reps"], end["smaller"]) == (1, 1)
    assert row["held_s"] >= end["held_s"] == 6
    assert "1 in a smaller range" in " ".join([*screen["lines"], *screen["more"]])
    assert not any("deep" in text.lower() for text in stage.said())


@pytest.mark.parametrize(
    ("hold_s", "depth", "smaller", "short"),
    [(4.0, 55.0, 0, 3), (12.0, 55.0, 0, 0), (12.0, 85.0, 2, 0), (4.5, 85.0, 3, 0)],
)
def test_what_is_counted_live_is_what_is_kept(
    tmp_path: Path, hold_s: float, depth: float, smaller: int, short: int
) -> None:
    # Two of six seconds each are planned, and held in as many parts as it takes.
    stage = stretching(tmp_path, holding(6.0, 2), hold_s=hold_s, depth=depth)
    stage.until(Step.AFTER, 200)
    (end,) = stage.events("set_end")
    (record,) = stage.engine._kept.records  # type: ignore[union-attr]
    result = record.result
    assert (end["reps"], end["smaller"]) == (result.counted, result.smaller)
    assert (result.smaller, result.short) == (smaller, short)
    assert result.held_s >= 11.5
    assert stage.said().count("Slowly come back.") == (1 if hold_s > 6 else 0)


def test_leaving_the_pose_is_the_stop(tmp_path: Path) -> None:
    stage = stretching(tmp_path)
    stage.run_until(lambda: bool(stage.events("rep")))
    person = stage.act
    assert isinstance(person, Person)
    person.resting = True
    waited_s = stage.until(Step.PAUSED, 60)
    assert 28 <= waited_s <= 34
    assert "Take your time." in stage.said()
    assert isinstance(stage.engine.flow.state, Paused)
    assert stage.engine.flow.state.by == "left"
    # The start pose, taken up again, goes on by itself.
    stage.until(Step.STRETCH, 30)


@pytest.mark.parametrize("command", ["press", "pause"])
def test_any_key_is_the_stop_and_goes_on(tmp_path: Path, command: str) -> None:
    stage = stretching(tmp_path)
    stage.run(2)
    stage.do(do=command)
    stage.until(Step.PAUSED, 1)
    stage.run(40)
    assert stage.step is Step.PAUSED
    stage.do(do="press")
    stage.until(Step.AFTER, 120)
    session_set = stage.engine._kept.records[0].entry  # type: ignore[union-attr]
    assert len(session_set["reps"]) == SPEC.reps.count
    # The pause is no part of the set.
    assert session_set["unseen_s"] < 3


def test_a_raised_arm_pauses_and_resumes(tmp_path: Path) -> None:
    stage = stretching(tmp_path)
    person = stage.act
    assert isinstance(person, Person)
    person.arm = Side.RIGHT
    assert 1.9 < stage.until(Step.PAUSED, 5) < 2.8
    person.arm = None
    stage.run(1)
    assert stage.step is Step.PAUSED
    person.arm = Side.RIGHT
    stage.run_until(lambda: stage.step is not Step.PAUSED, 5)
    person.arm = None
    stage.until(Step.AFTER, 120)


def test_a_raised_arm_means_nothing_where_the_file_says_no(tmp_path: Path) -> None:
    stage = stretching(tmp_path, stretch(REPS))
    person = stage.act
    assert isinstance(person, Person)
    person.arm = Side.RIGHT
    stage.run(5)
    assert stage.step is Step.STRETCH


def test_get_ready_waits_and_offers(tmp_path: Path) -> None:
    stage = Stage(port(), Person(), tmp_path)
    chosen(stage)
    stage.until(Step.READY)
    person = stage.act
    assert isinstance(person, Person)
    person.away = True
    stage.run(20)
    assert "Come into the picture, please." in stage.said()
    stage.run(12)
    snapshot = stage.broadcaster.snapshot
    assert snapshot is not None
    assert snapshot.message["offer"] == ["timed"]
    stage.run(32)
    assert stage.broadcaster.snapshot is not None
    assert stage.broadcaster.snapshot.message["offer"] == ["timed", "skip"]
    stage.do(do="timed")
    stage.until(Step.STRETCH, 10)
    person.away = False  # seen again, and stretching: yet nothing is judged
    stage.run(5)
    assert stage.broadcaster.snapshot.message["judging"] is False
    stage.do(do="press")
    stage.until(Step.PAUSED, 1)
    stage.do(do="press")
    stage.until(Step.AFTER, 120)
    assert stage.events("set_end")[0]["judged"] is False
    assert stage.events("rep") == []


def test_a_stretch_left_early_is_kept_with_its_reason(tmp_path: Path) -> None:
    stage = stretching(tmp_path)
    stage.run_until(lambda: bool(stage.events("rep")))
    stage.do(do="stop")
    stage.until(Step.REASON, 1)
    stage.do(do="answer", id="reason", value="tired")
    stage.until(Step.REST_ADVICE, 1)
    stage.do(do="next")
    stage.until(Step.AFTER, 1)
    stage.run(0.2)
    session = stage.engine.session
    assert session is not None
    assert session.about.left_early[0].why == "tired"
    assert len(session.summary["sets"][0]["reps"]) == 1
    assert stage.events("set_end")[0]["left_early"] == "tired"


def gap(kind: str, from_s: float, to_s: float) -> Any:
    """Frames with five seconds of trouble in them."""
    still = living(0)
    for shot in frames(600):
        if not from_s <= shot.time_s < to_s:
            yield shot
        elif kind == "frozen":
            yield Frame(shot.time_s, still)
        elif kind == "black":
            yield Frame(shot.time_s, still * 0)
        elif kind == "size":
            yield Frame(shot.time_s, living(int(shot.time_s * 25))[::2, ::2].copy())


@pytest.mark.parametrize("kind", ["cut", "frozen", "black"])
def test_trouble_with_the_camera_in_a_hold(tmp_path: Path, kind: str) -> None:
    """Noticed within a second, not credited, and the session goes on."""
    spec = holding(12.0)
    person = Person(hold_s=22.0)
    probe = Stage(port(spec), Person(hold_s=22.0), tmp_path / "a")
    chosen(probe)
    probe.until(Step.STRETCH)
    begun_s = probe.clock.now_s() + 6.0
    shots = gap(kind, begun_s, begun_s + 5.0)
    stage = Stage(port(spec), person, tmp_path / "b", shots)
    chosen(stage)
    stage.run_until(lambda: len(stage.events("camera")) >= 3, 120)
    told = [e for e in stage.events("camera") if e["status"] != "ok"][-1]
    expected = {"cut": "lost", "frozen": "frozen", "black": "black"}[kind]
    assert told["status"] == expected
    assert told["time_s"] - begun_s < 1.0
    ends = ("1.", "Slowly come back.", "And rest. Once more.")
    stage.run_until(lambda: any(said in ends for said in stage.said()), 60)
    done = [e for e in stage.events("say") if e["text"] in ends]
    entered = begun_s - 4.0  # two seconds after the start of the stretch
    assert done[0]["time_s"] - entered == pytest.approx(12 + 5, abs=1.2)
    stage.run(5)
    assert stage.step in (Step.STRETCH, Step.READY, Step.COUNT_IN)


def test_another_size_in_mid_stream_goes_on(tmp_path: Path) -> None:
    stage = Stage(port(), Person(), tmp_path, gap("size", 10.0, 600.0))
    chosen(stage)
    stage.until(Step.AFTER, 180)
    assert len(stage.events("rep")) == SPEC.reps.count


def test_the_journal_gives_back_an_interrupted_session(tmp_path: Path) -> None:
    stage = stretching(tmp_path)
    stage.run_until(lambda: len(stage.events("rep")) >= 1)
    stage.run(4.0)
    recorder = stage.keepers[0]
    with Journal(tmp_path / "journal", "x") as journal:
        for line in recorder.journal.lines:  # type: ignore[attr-defined]
            journal.write(line)
    session = recover(journal.path, judging=SHIPPED)
    assert session is not None
    assert session.about.interrupted
    assert session.about.uid == recorder.uid
    entry = session.summary["sets"][0]
    assert len(entry["reps"]) == len(stage.events("rep"))
    now_s = stage.clock.now_s()
    assert now_s - entry["end_s"] < 2.0


def test_a_hold_in_the_own_range_that_was_cut_off_is_given_back(tmp_path: Path) -> None:
    stage = stretching(tmp_path, holding(20.0, 1), hold_s=30.0, depth=85.0)

    def holds_so_far_s() -> float:
        running = stage.engine.running
        own = running is not None and running.judge.state.own_range
        return running.held_s(stage.clock.now_s()) if running and own else 0.0

    stage.run_until(lambda: holds_so_far_s() > 5)
    recorder = stage.keepers[0]
    with Journal(tmp_path / "journal", "x") as journal:
        for line in recorder.journal.lines:  # type: ignore[attr-defined]
            journal.write(line)
    session = recover(journal.path, judging=SHIPPED)
    assert session is not None
    (record,) = session.sets
    (hold,) = record.result.own_range_holds
    assert hold.cut and not hold.complete
    assert hold.held_s == pytest.approx(holds_so_far_s(), abs=1.5)


def test_one_utterance_at_a_time_and_short_cues(tmp_path: Path) -> None:
    stage = stretching(tmp_path)
    stage.until(Step.AFTER, 120)
    cues = [e for e in stage.events("say") if e["kind"] in ("unsafe", "form", "see")]
    for cue in cues:
        assert len(cue["text"].split()) <= 8, cue["text"]
    assert all("unsafe" not in text.lower() for text in stage.said())


def test_states_hold_no_nan_and_follow_the_hold(tmp_path: Path) -> None:
    import json

    stage = stretching(tmp_path)
    held = []
    for _ in range(300):
        stage.engine.step(0.1)
        snapshot = stage.broadcaster.snapshot
        assert snapshot is not None
        json.dumps(snapshot.message, allow_nan=False)
        held.append(snapshot.message["hold"]["held_s"])
    assert max(held) > 2.0
    assert snapshot is not None
    assert snapshot.jpeg()[:2] == b"\xff\xd8"
