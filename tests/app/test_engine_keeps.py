"""A live session with an actor: pictures, cameras that change, ends and reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from formcheck.app.history.recovery import recover
from formcheck.app.live.messages import to_ease
from formcheck.app.live.switching import Switching
from formcheck.app.report.pages import report_page
from formcheck.core.programme.stages import tasks_for
from formcheck.core.safety.questions import REASON
from formcheck.core.session.set import SetProgress
from formcheck.core.session.states import Step
from formcheck.core.stretch.spec import Severity
from formcheck.core.words.reasons import StopReason
from formcheck.edges.camera import Camera, Health, PlayedCamera, Shot
from formcheck.edges.clock import ManualClock
from formcheck.edges.journal import Journal
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.edges.video_recorder import RecorderInMemory
from formcheck.errors import CameraError
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.app.acting import OPEN, Stage, frames, through_relief
from tests.app.test_engine import SPEC, Person, chosen, port, stretching
from tests.numbers import SHIPPED


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


def recorded(folder: Path) -> tuple[Stage, list[RecorderInMemory]]:
    made: list[RecorderInMemory] = []

    def record(uid: str) -> RecorderInMemory:
        made.append(RecorderInMemory())
        return made[-1]

    stage = Stage(port(), Person(), folder)
    stage.engine._record = record
    return stage, made


def test_pictures_are_stored_only_while_the_page_shows_it(tmp_path: Path) -> None:
    stage, made = recorded(tmp_path)
    shown: list[float] = []

    def over() -> bool:
        snapshot = stage.broadcaster.snapshot
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
    assert stage.broadcaster.snapshot is not None
    assert stage.broadcaster.snapshot.message["recording"] is False
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
        self._inner = PlayedCamera(frames(600), ManualClock(), SHIPPED.judge.freeze)
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
    stage = Stage(port(), Person(), tmp_path)
    stage.engine.begin(tasks_for(SPEC) * 2)  # nothing between the two sets
    stage.run_until(lambda: bool(stage.events("set_end")), 180)
    first = stage.events("set_end")[0]
    assert (first["reps"], first["stretch"]) == (SPEC.reps.count, SPEC.id)
    assert first["judged"] and first["left_early"] is None
    stage.run_until(lambda: stage.step is Step.READY)
    stage.do(do="timed")
    stage.until(Step.STRETCH, 10)
    stage.engine.end(StopReason.PAGE_CLOSED)
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
    through_relief(stage)
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
    assert f"{SPEC.name} was left early{plain}." in shown["more"]
    assert f"{plain}." in report_page(shown["session"], SHIPPED, tmp_path)


def test_what_was_only_timed_is_kept_as_not_judged(tmp_path: Path) -> None:
    """Nothing is claimed of it, and a crash does not lose it either."""
    stage = Stage(port(), lambda *_: None, tmp_path)
    chosen(stage)
    stage.until(Step.CAMERA)
    stage.do(do="timed")
    stage.until(Step.STRETCH, 60)
    stage.run(2.0)
    assert stage.broadcaster.snapshot is not None
    clock = stage.broadcaster.snapshot.message["clock"]
    assert clock["name"] == "timed"
    assert clock["total_s"] == SPEC.hold.seconds
    with Journal(tmp_path / "journal", "x") as journal:
        for line in stage.keepers[0].journal.lines:  # type: ignore[attr-defined]
            journal.write(line)
    cut_off = recover(journal.path, judging=SHIPPED)
    assert cut_off is not None
    assert cut_off.summary["sets"][0]["why"] == "timed only"
    stage.until(Step.AFTER, 180)
    stage.do(do="next")
    stage.until(Step.SUMMARY)
    stage.run(0.2)
    (row,) = stage.engine.screen["sets"]
    assert row["not_judged"] == ["The whole set: only the time was kept"]
    assert row["reps"] == row["held_s"] == 0
    with SqliteStore(tmp_path) as store:
        (kept,) = store.rows()
        (entry,) = store.get(kept.number).session.summary["sets"]
    assert entry["status"] == "not_judged"
    assert entry["unseen_s"] == pytest.approx(entry["end_s"] - entry["start_s"])
    assert "only the time was kept" in report_page(
        stage.engine.screen["session"], SHIPPED, tmp_path
    )


def test_what_is_to_be_eased_is_never_drawn_as_right() -> None:
    spec = find_stretch("bridge", poses_dir())
    fault = next(f for f in spec.faults if f.severity is Severity.UNSAFE)
    lasting, over = (1, 3.0, fault.cue), (1, None, fault.cue)
    assert to_ease(spec, SetProgress(flags={fault.id: lasting})) == {fault.measure}
    assert to_ease(spec, SetProgress(flags={fault.id: over})) == set()
