"""A whole live session with an actor before the camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.book import LiveBook
from formcheck.app.keeping import recover
from formcheck.app.kept_pages import report_page
from formcheck.app.messages import to_ease
from formcheck.app.switching import Switching
from formcheck.core.agenda import tasks_for
from formcheck.core.flow_state import Step
from formcheck.core.landmarks import Side
from formcheck.core.questions import REASON
from formcheck.core.spec import Severity, StretchSpec
from formcheck.core.working import Work
from formcheck.edges.camera import Camera, Health, PlayedCamera, Shot
from formcheck.edges.clock import ManualClock
from formcheck.edges.journal import Journal
from formcheck.edges.sources import Frame
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.edges.video_recorder import RecorderInMemory
from formcheck.errors import CameraError
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.app.acting import OPEN, Stage, eased, frames, living, raised
from tests.builders import SUPINE, Figure, pose_of
from tests.core.stretches import HOLD, REPS, stretch

SPEC = stretch(REPS | {"pause_gesture": True})


def holding(seconds: float, count: int = 3) -> StretchSpec:
    return stretch(
        HOLD
        | {
            "hold": HOLD["hold"] | {"seconds": seconds},
            "reps": HOLD["reps"] | {"count": count},
        }
    )


ANSWERS: dict[str, Any] = {"today": [], "pain_before": 2, "where": ["back"]}


def book(*specs: StretchSpec) -> LiveBook:
    return LiveBook(specs or (SPEC,), ())


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
    stage.do(do="choose", stretch=next(iter(stage.engine._book.stretches)))  # type: ignore[attr-defined]
    for name, value in ANSWERS.items():
        stage.do(do="answer", id=name, value=value)


def stretching(folder: Path, spec: StretchSpec = SPEC, **person: float) -> Stage:
    stage = Stage(book(spec), Person(**person), folder)
    chosen(stage)
    stage.until(Step.STRETCH)
    return stage


def test_a_whole_session(tmp_path: Path) -> None:
    stage = Stage(book(), Person(), tmp_path)
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
    assert SPEC.name + "." in said
    session = stage.engine.session
    assert session is not None
    assert len(session.summary["sets"][0]["reps"]) == planned
    assert session.about.pain.before == 2
    assert session.about.pain.after == 1
    assert session.about.pain.site == ("back",)
    assert session.about.felt == "easier"
    assert stage.engine.screen["sets"][0]["reps"] == planned
    numbers = [event["n"] for event in stage.hub.after(0)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_hurts_today_is_not_stretched(tmp_path: Path) -> None:
    stage = Stage(book(), Person(), tmp_path)
    stage.do(do="choose", stretch=SPEC.id)
    stage.do(do="answer", id="today", value=["signs"])
    stage.do(do="answer", id="emergency", value=["saddle"])
    stage.until(Step.ADVICE, 2)
    stage.run(0.2)
    assert stage.engine.screen["urgent"]
    stage.do(do="back")
    stage.until(Step.CHOOSE, 2)


def test_a_left_hand_twice_means_a_mirrored_camera(tmp_path: Path) -> None:
    person = Person()
    stage = Stage(book(), person, tmp_path)
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
    assert not any("deep" in text.lower() for text in stage.said())


def test_leaving_the_pose_is_the_stop(tmp_path: Path) -> None:
    stage = stretching(tmp_path)
    stage.run_until(lambda: bool(stage.events("rep")))
    person = stage.act
    assert isinstance(person, Person)
    person.resting = True
    waited_s = stage.until(Step.PAUSED, 60)
    assert 28 <= waited_s <= 34
    assert "Take your time." in stage.said()
    assert stage.engine.flow.paused is not None
    assert stage.engine.flow.paused.by == "left"
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
    session_set = stage.engine._keeper.records[0].entry  # type: ignore[union-attr]
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
    stage = Stage(book(), Person(), tmp_path)
    chosen(stage)
    stage.until(Step.READY)
    person = stage.act
    assert isinstance(person, Person)
    person.away = True
    stage.run(20)
    assert "Come into the picture, please." in stage.said()
    stage.run(12)
    snapshot = stage.hub.snapshot
    assert snapshot is not None
    assert snapshot.message["offer"] == ["timed"]
    stage.run(32)
    assert stage.hub.snapshot is not None
    assert stage.hub.snapshot.message["offer"] == ["timed", "skip"]
    stage.do(do="timed")
    stage.until(Step.STRETCH, 10)
    person.away = False  # seen again, and stretching: yet nothing is judged
    stage.run(5)
    assert stage.hub.snapshot.message["judging"] is False
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
    probe = Stage(book(spec), Person(hold_s=22.0), tmp_path / "a")
    chosen(probe)
    probe.until(Step.STRETCH)
    begun_s = probe.clock.now_s() + 6.0
    shots = gap(kind, begun_s, begun_s + 5.0)
    stage = Stage(book(spec), person, tmp_path / "b", shots)
    chosen(stage)
    stage.run_until(lambda: len(stage.events("camera")) >= 3, 120)
    told = [e for e in stage.events("camera") if e["status"] != "ok"][-1]
    expected = {"cut": "lost", "frozen": "frozen", "black": "black"}[kind]
    assert told["status"] == expected
    assert told["time_s"] - begun_s < 1.0
    stage.run_until(lambda: "Slowly come back." in stage.said() or bool(
        stage.events("hold")), 60)  # fmt: skip
    done = [e for e in stage.events("say") if e["text"] in ("1.", "Slowly come back.")]
    entered = begun_s - 4.0  # two seconds after the start of the stretch
    assert done[0]["time_s"] - entered == pytest.approx(12 + 5, abs=1.2)
    stage.run(5)
    assert stage.step in (Step.STRETCH, Step.READY, Step.COUNT_IN)


def test_another_size_in_mid_stream_goes_on(tmp_path: Path) -> None:
    stage = Stage(book(), Person(), tmp_path, gap("size", 10.0, 600.0))
    chosen(stage)
    stage.until(Step.AFTER, 180)
    assert len(stage.events("rep")) == SPEC.reps.count


def test_the_journal_gives_back_an_interrupted_session(tmp_path: Path) -> None:
    stage = stretching(tmp_path)
    stage.run_until(lambda: len(stage.events("rep")) >= 1)
    stage.run(4.0)
    keeper = stage.keepers[0]
    with Journal(tmp_path / "journal", "x") as journal:
        for line in keeper.journal.lines:  # type: ignore[attr-defined]
            journal.write(line)
    session = recover(journal.path)
    assert session is not None
    assert session.about.interrupted
    assert session.about.uid == keeper.uid
    entry = session.summary["sets"][0]
    assert len(entry["reps"]) == len(stage.events("rep"))
    now_s = stage.clock.now_s()
    assert now_s - entry["end_s"] < 2.0


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
        snapshot = stage.hub.snapshot
        assert snapshot is not None
        json.dumps(snapshot.message, allow_nan=False)
        held.append(snapshot.message["hold"]["held_s"])
    assert max(held) > 2.0
    assert snapshot.jpeg()[:2] == b"\xff\xd8"


def recorded(folder: Path) -> tuple[Stage, list[RecorderInMemory]]:
    made: list[RecorderInMemory] = []

    def record(uid: str) -> RecorderInMemory:
        made.append(RecorderInMemory())
        return made[-1]

    stage = Stage(book(), Person(), folder)
    stage.engine._record = record
    return stage, made


def test_pictures_are_stored_only_while_the_page_shows_it(tmp_path: Path) -> None:
    stage, made = recorded(tmp_path)
    shown: list[float] = []

    def over() -> bool:
        snapshot = stage.hub.snapshot
        if snapshot is not None and snapshot.message["recording"]:
            shown.append(snapshot.message["time_s"])
        return stage.step is Step.AFTER

    chosen(stage)
    stage.run_until(over, 180)
    assert len(made) == 1
    assert made[0].closed
    assert not made[0].removed
    # From the first set to the end, and the page showed it all the time.
    assert made[0].times_s[0] - stage.events("set")[0]["time_s"] < 0.1
    assert shown[0] <= made[0].times_s[0]
    assert not stage.engine.recording
    stage.run(1)
    assert made[0].times_s[-1] <= stage.events("saved")[0]["time_s"]


def test_nothing_is_stored_unless_asked_for(tmp_path: Path) -> None:
    stage = stretching(tmp_path)
    stage.run(5)
    assert stage.hub.snapshot is not None
    assert stage.hub.snapshot.message["recording"] is False
    stage.until(Step.AFTER, 120)
    assert not list(tmp_path.rglob("*.mp4"))


def test_a_recording_that_fails_is_told_and_the_session_goes_on(
    tmp_path: Path,
) -> None:
    stage, made = recorded(tmp_path)
    chosen(stage)
    stage.until(Step.STRETCH)
    made[0].problem = "The recording has stopped: no space left"
    stage.run(0.2)
    assert stage.events("error")[0]["message"] == made[0].problem
    assert not stage.engine.recording
    stage.until(Step.AFTER, 120)


class Other:
    """A camera that gives a picture from some time on, or never."""

    def __init__(self, stage: Stage, from_s: float) -> None:
        self.name = "camera 1"
        self.closed = False
        self._inner = PlayedCamera(frames(600), ManualClock())
        self._stage, self._from_s = stage, from_s

    def newest(self, after: int, timeout_s: float) -> Shot | None:
        if self._stage.clock.now_s() < self._from_s:
            return None
        if self is self._stage.engine.camera:
            return self._stage.camera.newest(after, timeout_s)
        return self._inner.newest(after, timeout_s)

    def health(self) -> Health:
        return self._stage.camera.health()

    def close(self) -> None:
        self.closed = True


def switching(stage: Stage, opened: Callable[[str], Camera]) -> None:
    stage.engine._switching = Switching(opened, stage.clock)


def test_another_camera_takes_over_with_its_first_picture(tmp_path: Path) -> None:
    stage = stretching(tmp_path)
    other = Other(stage, stage.clock.now_s() + 2.0)
    switching(stage, lambda _name: other)
    old = stage.engine.camera
    stage.do(do="camera", to="1")
    stage.run(1.0)
    assert stage.engine.camera is old
    stage.run_until(lambda: stage.engine.camera is other, 5)
    assert not stage.engine.flow.hand.settled  # that one may be a mirror
    assert stage.events("error") == []
    stage.until(Step.AFTER, 120)


@pytest.mark.parametrize("fails", ["at once", "by silence"])
def test_a_camera_that_cannot_be_had_leaves_the_old_one(
    tmp_path: Path, fails: str
) -> None:
    stage = stretching(tmp_path)
    old, other = stage.engine.camera, Other(stage, float("inf"))

    def opened(name: str) -> Camera:
        if fails == "at once":
            raise CameraError(f"camera {name} is in use")
        return other

    switching(stage, opened)
    stage.do(do="camera", to="1")
    stage.run_until(lambda: bool(stage.events("error")), 10)
    words = {"at once": "camera 1 is in use"}
    words["by silence"] = f"No picture from camera 1: {old.name} goes on."
    assert stage.events("error")[0]["message"] == words[fails]
    assert stage.engine.camera is old
    assert other.closed == (fails == "by silence")
    stage.until(Step.AFTER, 120)
    assert len(stage.events("rep")) == SPEC.reps.count


def test_a_set_that_ends_early_tells_what_was_done_in_it(tmp_path: Path) -> None:
    """From outside too, and where it was only timed."""
    stage = Stage(book(), Person(), tmp_path)
    stage.engine.begin(tasks_for(SPEC) * 2)  # nothing between the two sets
    stage.run_until(lambda: bool(stage.events("set_end")), 180)
    first = stage.events("set_end")[0]
    assert (first["reps"], first["stretch"]) == (SPEC.reps.count, SPEC.id)
    assert first["judged"] and first["left_early"] is None
    stage.run_until(lambda: stage.step is Step.READY)
    stage.do(do="timed")
    stage.until(Step.STRETCH, 10)
    stage.engine.end("page closed")
    last = stage.events("set_end")[-1]
    assert (last["left_early"], last["judged"]) == ("page closed", False)
    assert last["stretch"] == SPEC.id
    with SqliteStore(tmp_path) as store:
        (row,) = store.rows()
    assert [left.why for left in row.about.left_early] == ["page closed"]


@pytest.mark.parametrize("option", [option.value for option in REASON.options])
def test_every_reason_is_shown_in_plain_words(tmp_path: Path, option: str) -> None:
    stage = stretching(tmp_path)
    stage.run_until(lambda: bool(stage.events("rep")))
    stage.do(do="stop")
    stage.do(do="answer", id="reason", value=option)
    stage.do(do="next")
    stage.until(Step.AFTER, 10)
    stage.do(do="next")
    stage.until(Step.SUMMARY, 5)
    stage.run(0.2)
    plain = {
        "pain": ": pain",
        "leg": ": pain or tingling down a leg",
        "spasm": ": a spasm or stabbing pain",
        "tired": ": tired",
        "other": ", for another reason",
    }[option]
    shown = stage.engine.screen
    assert shown["sets"][0]["left_early"] == f"left early{plain}"
    assert f"{SPEC.name} was left early{plain}." in shown["lines"]
    assert f"{plain}." in report_page(shown["session"], tmp_path)


def test_what_was_only_timed_is_kept_as_not_judged(tmp_path: Path) -> None:
    """Nothing is claimed of it, and a crash does not lose it either."""
    stage = Stage(book(), lambda *_: None, tmp_path)
    chosen(stage)
    stage.until(Step.CAMERA)
    stage.do(do="timed")
    stage.until(Step.STRETCH, 60)
    stage.run(2.0)
    assert stage.hub.snapshot is not None
    clock = stage.hub.snapshot.message["clock"]
    assert clock["name"] == "timed"
    assert clock["total_s"] == SPEC.hold.seconds
    with Journal(tmp_path / "journal", "x") as journal:
        for line in stage.keepers[0].journal.lines:  # type: ignore[attr-defined]
            journal.write(line)
    cut_off = recover(journal.path)
    assert cut_off is not None
    assert cut_off.summary["sets"][0]["why"] == "timed only"
    stage.until(Step.AFTER, 180)
    stage.do(do="next")
    stage.until(Step.SUMMARY)
    stage.run(0.2)
    (row,) = stage.engine.screen["sets"]
    assert row["not_judged"] == ["All of it: timed only"]
    assert row["reps"] == row["held_s"] == 0
    with SqliteStore(tmp_path) as store:
        (kept,) = store.rows()
        (entry,) = store.get(kept.number).session.summary["sets"]
    assert entry["status"] == "not_judged"
    assert entry["unseen_s"] == pytest.approx(entry["end_s"] - entry["start_s"])
    assert "timed only" in report_page(stage.engine.screen["session"], tmp_path)


def test_what_is_to_be_eased_is_never_drawn_as_right() -> None:
    spec = find_stretch("bridge", poses_dir())
    fault = next(f for f in spec.faults if f.severity is Severity.UNSAFE)
    lasting, over = (1, 3.0, fault.cue), (1, None, fault.cue)
    assert to_ease(spec, Work(flags={fault.id: lasting})) == {fault.measure}
    assert to_ease(spec, Work(flags={fault.id: over})) == set()
