"""What Python programs use: `import formcheck as fc`. See docs/python.md.

Nothing here loads OpenCV, MediaPipe or the web server but `judge_video`, which needs
the first two.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from math import inf
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field

from formcheck.core.body import observation as core
from formcheck.core.body.landmarks import Landmark, Side
from formcheck.core.body.observation import Observation, Status
from formcheck.core.body.view import Active, View
from formcheck.core.judge.events import Event
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.measure.kinds import KINDS, MeasureKind
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.core.words.catalogue import and_list, say
from formcheck.errors import FormcheckError
from formcheck.estimates import (
    LACKED,
    Landmarks,
    Pose,
    Size,
    Skeleton,
    as_float,
    numbers,
    raise_all,
    shown,
    size_problems,
)
from formcheck.library import judging_for, load_stretch
from formcheck.resources import model_file

__all__ = [
    "FormcheckError",
    "Judge",
    "Pose",
    "Result",
    "judge_landmarks",
    "judge_video",
    "pose_model",
]

SideName = Literal["left", "right"]
ViewName = Literal["side", "front"]
Stretch = str | os.PathLike[str] | StretchSpec

_LONGEST_HOLD_S = 600
_MOST_REPS = 200


class Result(SetResult):
    """What one set came to, where it comes from, and what is to be known of it.

    source: of a video as in summary.json; `kind`, `name`, `frames`, `duration_s` and
    `size_wh` (None where nobody was ever seen) of anything. notes: sentences on what
    the numbers alone would hide. `to_json()` has neither: it is one entry of
    summary.json's `sets`.
    """

    source: dict[str, Any] = Field(exclude=True)
    notes: tuple[str, ...] = Field(exclude=True)

    @classmethod
    def of(
        cls, result: SetResult, source: dict[str, Any], notes: tuple[str, ...]
    ) -> Result:
        """Return a set's result with its source and notes."""
        parts = {name: getattr(result, name) for name in SetResult.model_fields}
        return cls(**parts, source=source, notes=notes)


class Judge:
    """Judges one set as it is done: one call a frame, also when nobody is seen.

    Parameters
    ----------
    stretch
        Its id, its file, or what `load_stretch` gave.
    side
        The side that is to work, where it is one.
    view
        From where the camera sees the person. It is believed where poses have no world
        landmarks; without it the set is partly judged at most.
    hold_s, reps
        What was planned, where it is not as the stretch file says.
    recorded
        What comes may begin and end in the middle of a movement, as a recording does.
        Else nothing counts before the start pose was seen.

    Raises
    ------
    FormcheckError
        There is no such stretch, or its file is broken.
    ValueError
        Something is not as it has to be; the text has a line for every problem.
    """

    def __init__(
        self,
        stretch: Stretch,
        *,
        side: SideName | None = None,
        view: ViewName | None = None,
        hold_s: float | None = None,
        reps: int | None = None,
        recorded: bool = False,
    ) -> None:
        raise_all(_plan_problems(stretch, side, view, hold_s, reps))
        self._spec = _stretch(stretch)
        plan = _plan(side, hold_s, reps, recorded=bool(recorded))
        self._judge = SetJudge(self._spec, Profile(), plan, judging_for(stretch))
        self._view = None if view is None else View(view)
        self._start_s: float | None = None
        self._last_s = 0.0
        self._size_wh: tuple[int, int] | None = None
        self._skeletons: set[str] = set()
        self._flat = self._without_back = False
        self._finished = False

    def update(self, pose: Pose | None, time_s: float) -> tuple[Event, ...]:
        """Judge one frame; return what happened in it.

        pose: None where nobody is seen. time_s: seconds, from the camera's clock or the
        file, later than the frame before.

        Raises
        ------
        ValueError
            Time does not go on, the set is finished, or that is no pose.
        """
        at_s = self._check(time_s, "update", pose)
        if pose is None:
            return self._take(None, at_s, None)
        self._learn(pose.skeleton, flat=not pose.has_world)
        return self._take(pose.seen_from(self._view), at_s, pose.size_wh)

    def finish(self, time_s: float) -> Result:
        """End the set; return what it came to.

        Raises
        ------
        ValueError
            It ends before the last frame, or was ended already.
        """
        end_s = self._check(time_s, "finish")
        self._finished = True
        start_s = end_s if self._start_s is None else self._start_s
        result = self._judge.finish(start_s, end_s)
        source: dict[str, Any] = {
            "kind": "landmarks",
            "name": " and ".join(sorted(self._skeletons)),
            "frames": result.looks.total,
            "duration_s": result.length_s,
            "size_wh": None if self._size_wh is None else list(self._size_wh),
        }
        return Result.of(result, source, self._notes(result))

    def _check(self, time_s: float, doing: str, pose: Pose | None = None) -> float:
        """Return the time; raise where it, or the pose, is not to be used."""
        problems, at_s = [], as_float(time_s)
        if self._finished:
            problems.append(f"{doing}: expected before the set is finished, got after")
        begun = self._start_s is not None
        late = at_s > self._last_s or (doing == "finish" and at_s == self._last_s)
        if not (late or (not begun and at_s >= 0)) or at_s == inf:
            since = f"later than {self._last_s:g}" if begun else "from 0 on"
            problems.append(f"time_s: expected seconds, {since}, got {shown(time_s)}")
        if pose is not None and not isinstance(pose, Pose):
            problems.append(f"pose: expected a Pose or None, got {shown(pose)}")
        raise_all(problems)
        return at_s

    def _learn(self, skeleton: str, *, flat: bool) -> None:
        self._skeletons.add(skeleton)
        self._flat |= flat

    def _take(
        self, pose: core.Pose | None, time_s: float, size_wh: tuple[int, int] | None
    ) -> tuple[Event, ...]:
        if self._start_s is None:
            self._start_s = time_s
        self._last_s, self._size_wh = time_s, size_wh or self._size_wh
        if pose is None or size_wh is None:
            return self._judge.take(Observation(time_s, Status.NOBODY))
        self._without_back |= pose.back is None
        return self._judge.take(Observation(time_s, Status.SEEN, pose, size_wh))

    def _notes(self, result: SetResult) -> tuple[str, ...]:
        """Say in words what the numbers alone would hide."""
        if not result.looks.seen:
            return (say("nobody was seen"),)
        spec, notes = self._spec, []
        if not self._judge.view_known:
            notes.append(
                say(
                    "the view is not known, as there are no world landmarks and none "
                    "was given: repetitions are counted, but no fault is judged"
                )
            )
        if self._flat and (names := _that(spec, lambda kind: kind.world)):
            notes.append(
                say("without world landmarks {names} cannot be judged", names=names)
            )
        turned = spec.active in (Active.TURNED_TOWARDS, Active.ROLLED_TOWARDS)
        if self._flat and turned:
            notes.append(say("without world landmarks the working side is not known"))
        if self._without_back and (names := _that(spec, lambda kind: kind.needs_back)):
            notes.append(
                say(
                    "landmarks do not show the line of the back: {names} cannot be "
                    "judged",
                    names=names,
                )
            )
        for skeleton in sorted(self._skeletons):
            if names := _that(spec, partial(_needs, LACKED[skeleton])):
                notes.append(
                    say(
                        "{skeleton} landmarks have no heels, toes or fingers: {names} "
                        "cannot be judged",
                        skeleton=skeleton,
                        names=names,
                    )
                )
        return tuple(notes)


def _needs(lacked: frozenset[Landmark], kind: MeasureKind) -> bool:
    needed = {Landmark(joint) for joint in (*kind.joints, *kind.both)}
    return not needed.isdisjoint(lacked)


def _that(spec: StretchSpec, lacks: Callable[[MeasureKind], bool]) -> str:
    """Name a stretch's measures of such a kind; nothing where there is none."""
    names = [name for name, m in spec.measures.items() if lacks(KINDS[m.kind])]
    return and_list(names) if names else ""


def judge_landmarks(
    time_s: ArrayLike,
    image_xy: ArrayLike,
    visibility: ArrayLike,
    stretch: Stretch,
    *,
    size_wh: Size,
    skeleton: Skeleton = "blazepose",
    world_xyz: ArrayLike | None = None,
    view: ViewName | None = None,
    side: SideName | None = None,
    hold_s: float | None = None,
    reps: int | None = None,
) -> Result:
    """Judge one set from landmarks that were recorded.

    Arrays are copied.

    Parameters
    ----------
    time_s
        (T,) seconds, from 0 on and increasing.
    image_xy
        (T, 33, 2) or, of `coco17`, (T, 17, 2) px. May be NaN where `visibility` is 0.
    visibility
        (T, 33) or (T, 17) from 0 to 1; under 0.5 a joint counts as hidden. A frame that
        is all 0 has nobody in it.
    stretch
        Its id, its file, or what `load_stretch` gave.
    size_wh
        The picture's width and height, px.
    skeleton
        In whose order the landmarks are. COCO has no heels, toes and fingers: what
        needs them is not judged.
    world_xyz
        (T, 33, 3) m; see `Pose`. Without them the view is not known.
    view, side, hold_s, reps
        As for `Judge`.

    Raises
    ------
    FormcheckError
        There is no such stretch, or its file is broken.
    ValueError
        Something is not as it has to be; the text has a line for every problem.
    """
    problems = _plan_problems(stretch, side, view, hold_s, reps)
    times = numbers("time_s", time_s, ("T",), problems)
    if times is not None:
        problems += _time_problems(times)
    problems += size_problems(size_wh)
    frames = None if times is None else len(times)
    landmarks = Landmarks.checked(
        image_xy, visibility, world_xyz, skeleton, frames, problems
    )
    raise_all(problems)
    assert times is not None and landmarks is not None
    judge = Judge(
        stretch, side=side, view=view, hold_s=hold_s, reps=reps, recorded=True
    )
    judge._learn(skeleton, flat=world_xyz is None)
    size = (int(size_wh[0]), int(size_wh[1]))
    for number, at_s in enumerate(times.tolist()):
        judge._take(landmarks.pose(number, judge._view), at_s, size)
    return judge.finish(float(times[-1]))


def judge_video(
    video: str | os.PathLike[str],
    stretch: Stretch,
    *,
    side: SideName | None = None,
    hold_s: float | None = None,
    reps: int | None = None,
    from_s: float = 0.0,
    to_s: float | None = None,
    mirrored: bool = False,
    slowed: float | None = None,
    rotate_deg: int = 0,
    model: str | os.PathLike[str] | None = None,
) -> Result:
    """Judge a recording; write nothing and keep nothing.

    Parameters
    ----------
    video
        A file.
    stretch, side, hold_s, reps
        As for `Judge`.
    from_s, to_s
        The part of it to be judged, in seconds as a player shows them.
    slowed
        How many times slower it plays than what happened; None as the file says. All
        seconds that come of it are of what happened.
    mirrored
        It shows the person as a mirror does.
    rotate_deg
        By how much the picture is to be turned clockwise: 0, 90, 180 or 270.
    model
        Another pose landmarker bundle than the shipped one.

    Raises
    ------
    FormcheckError
        The video, the stretch or the model is not to be used.
    ValueError
        Something is not as it has to be; the text has a line for every problem.
    """
    problems = _plan_problems(stretch, side, None, hold_s, reps)
    for name, path in (("video", video), ("model", model)):
        if not isinstance(path, str | os.PathLike) and (name, path) != ("model", None):
            problems.append(f"{name}: expected a file's name, got {shown(path)}")
    first_s = as_float(from_s)
    last_s = None if to_s is None else as_float(to_s)
    if not 0 <= first_s < inf:
        problems.append(f"from_s: expected seconds, from 0 on, got {shown(from_s)}")
    if last_s is not None and not first_s < last_s < inf:
        problems.append(f"to_s: expected seconds, later than from_s, got {shown(to_s)}")
    times = None if slowed is None else as_float(slowed)
    if times is not None and not 1 <= times <= 100:
        problems.append(f"slowed: expected a number from 1 to 100, got {shown(slowed)}")
    if as_float(rotate_deg) not in (0, 90, 180, 270):
        got = shown(rotate_deg)
        problems.append(f"rotate_deg: expected 0, 90, 180 or 270, got {got}")
    raise_all(problems)
    spec = _stretch(stretch)

    from formcheck.app.recordings.analysis import Options
    from formcheck.app.recordings.watching import judge_unkept

    options = Options(
        stretch=spec,
        model=model_file(None if model is None else Path(model)),
        profile=Profile(),
        plan=_plan(side, hold_s, reps),
        judging=judging_for(stretch),
        from_s=first_s,
        to_s=last_s,
        slowed=times,
        mirrored=bool(mirrored),
        rotate_deg=int(rotate_deg),
    )
    judged = judge_unkept(Path(video), options)
    return Result.of(judged.result, judged.source, judged.notes)


def pose_model() -> Path:
    """Return the pose landmarker bundle that comes with formcheck, for MediaPipe."""
    return model_file().path


def _stretch(stretch: Stretch) -> StretchSpec:
    return stretch if isinstance(stretch, StretchSpec) else load_stretch(stretch)


def _plan(
    side: SideName | None,
    hold_s: float | None,
    reps: int | None,
    *,
    recorded: bool = False,
) -> Plan:
    """What was planned, in Python's own numbers."""
    return Plan(
        None if side is None else Side[side.upper()],
        hold_s=None if hold_s is None else float(hold_s),
        reps=None if reps is None else int(reps),
        recorded=recorded,
    )


def _plan_problems(
    stretch: object, side: object, view: object, hold_s: object, reps: object
) -> list[str]:
    """What is wrong with what is to be done. No value is trusted to be of its type."""
    wrong = []
    if not isinstance(stretch, str | os.PathLike | StretchSpec):
        wrong.append(("stretch", "an id, a file's name or a StretchSpec", stretch))
    for name, word, words in (
        ("side", side, ("left", "right")),
        ("view", view, ("side", "front")),
    ):
        if word is not None and not (isinstance(word, str) and word in words):
            wrong.append((name, "'{}', '{}' or None".format(*words), word))
    if hold_s is not None and not 0 < as_float(hold_s) <= _LONGEST_HOLD_S:
        wrong.append(("hold_s", f"over 0 and up to {_LONGEST_HOLD_S}", hold_s))
    whole = isinstance(reps, int | np.integer)
    if reps is not None and not (whole and 1 <= as_float(reps) <= _MOST_REPS):
        wrong.append(("reps", f"from 1 to {_MOST_REPS}", reps))
    return [f"{name}: expected {what}, got {shown(got)}" for name, what, got in wrong]


def _time_problems(times: NDArray[np.float64]) -> list[str]:
    odd = np.flatnonzero(~(np.isfinite(times) & (times >= 0)))
    if len(odd):
        at = int(odd[0])
        return [f"time_s: expected seconds, from 0 on, got {times[at]} at frame {at}"]
    back = np.flatnonzero(np.diff(times) <= 0)
    if len(back):
        at = int(back[0])
        after = f"got {times[at + 1]} after {times[at]} at frame {at + 1}"
        return [f"time_s: expected to increase, {after}"]
    return []
