"""The annotated video: what was seen and judged, over the recording itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from pathlib import Path

from formcheck.app.pictures.replayed import ReplayedFrame, replayed_frames
from formcheck.core.body.cadence import CADENCE
from formcheck.core.judge.amounts import smaller_words
from formcheck.core.judge.events import (
    FlagRaised,
    PartialRep,
    RepCounted,
    TrackingFound,
    TrackingLost,
)
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.overlay import arcs_of, back_of
from formcheck.core.records.session import SetRecord
from formcheck.core.stretch.dose import dose_of
from formcheck.core.stretch.spec import Phase, Severity
from formcheck.core.words.catalogue import marked, say, say_many
from formcheck.core.words.reasons import Shortfall, why_words
from formcheck.edges.painting import Caption, blur_all, blur_face, paint
from formcheck.edges.recording import Trace
from formcheck.edges.rewriting import rewrite_video
from formcheck.edges.upright import Image
from formcheck.edges.video_file import VideoDescription

__all__ = ["annotate"]

_FACE_S = 1.0
"""A face is near where it was seen within this time; else all is blurred."""

_CUE_S = 3.0

_PHASES = {
    Phase.FINDING: marked("getting ready"),
    Phase.START: marked("start"),
    Phase.GOING: marked("going in"),
    Phase.TARGET: marked("in position"),
    Phase.RETURNING: marked("coming back"),
}


def annotate(
    video: Path | VideoDescription,
    target: Path,
    record: SetRecord,
    trace: Trace,
    *,
    judging: Judging,
    rotate: int = 0,
    from_s: float = 0.0,
    to_s: float | None = None,
    blur: bool = False,
) -> None:
    """Write the recording with skeleton, angles, back, phase, clock, reps and cues.

    judging, rotate, from_s, to_s: as it was analysed. blur: make the person's face
    unrecognisable, and the whole picture where nobody was found to know it by.

    Raises
    ------
    FormcheckError
        The recording cannot be read, or the target not written.
    """
    over = _Over(record, trace, judging, blur=blur)
    rewrite_video(video, target, over.draw, rotate=rotate, from_s=from_s, to_s=to_s)


class _Over:
    """Draws a set's looks over its pictures, by time."""

    def __init__(
        self, record: SetRecord, trace: Trace, judging: Judging, *, blur: bool
    ) -> None:
        self._record, self._blur = record, blur
        self._frames = list(replayed_frames(trace, record, judging))
        self._times = [frame.observation.time_s for frame in self._frames]
        self._seen = [s for s in self._frames if s.observation.pose is not None]
        self._seen_s = [frame.observation.time_s for frame in self._seen]

    def draw(self, image: Image, time_s: float) -> Image:
        if self._blur:
            image = self._without_face(image, time_s)
        frame = self._at(time_s)
        body = frame.body if frame is not None else None
        caption = self._caption(frame, time_s)
        if frame is None or body is None or frame.observation.pose is None:
            return paint(image, None, (), None, caption)
        arcs = arcs_of(self._record.spec, body, frame.reading)
        arcs.sort(key=lambda arc: arc["measure"] != self._record.spec.primary)
        back = None
        if self._record.spec.needs_back:
            back = back_of(frame.observation.pose, frame.observation.size_wh)
        return paint(image, body, arcs, back, caption)

    def _at(self, time_s: float) -> ReplayedFrame | None:
        """The look that stands for a time; None where none does."""
        index = bisect_right(self._times, time_s + 1e-3) - 1
        if index < 0 or time_s - self._times[index] > CADENCE.drawn_s:
            return None
        return self._frames[index]

    def _without_face(self, image: Image, time_s: float) -> Image:
        """Blur the face where it was before and where it was after, or everything."""
        after = bisect_left(self._seen_s, time_s - 1e-3)
        near = [
            frame
            for frame in self._seen[max(0, after - 1) : after + 1]
            if abs(frame.observation.time_s - time_s) <= _FACE_S
        ]
        frame = self._at(time_s)
        nobody = frame is not None and frame.observation.pose is None
        if not near or nobody:
            return blur_all(image)
        for one in near:
            off_s = abs(one.observation.time_s - time_s)
            assert one.observation.pose is not None
            image = blur_face(image, one.observation.pose, grow=1 + off_s)
        return image

    def _caption(self, frame: ReplayedFrame | None, time_s: float) -> Caption:
        record = self._record
        reps = smaller = 0
        cue: FlagRaised | None = None
        lost: TrackingLost | None = None
        for event in record.events:
            if event.time_s > time_s:
                break
            if isinstance(event, PartialRep):
                smaller += event.reason is Shortfall.SMALLER_RANGE
            if isinstance(event, RepCounted | PartialRep):
                reps += isinstance(event, RepCounted) or event.reason.counts
            if isinstance(event, FlagRaised) and time_s - event.time_s <= _CUE_S:
                cue = event
            if isinstance(event, TrackingLost):
                lost = event
            elif isinstance(event, TrackingFound):
                lost = None
        phase = Phase.FINDING
        if frame is not None:
            phase = frame.reading.of(record.spec).phase
        planned = record.result.planned.reps
        done = say_many("{done} of {n} rep", "{done} of {n} reps", planned, done=reps)
        if smaller:
            done += smaller_words(smaller)
        lines = [record.spec.name, done]
        if lost is not None or frame is None or frame.body is None:
            lines.append(say("cannot see") if lost is None else why_words(lost.why))
        elif frame.held_s > 0:
            hold_s = dose_of(record.spec, record.plan).hold_s
            lines.append(
                say(
                    "{phase}: {held} of {planned} s",
                    phase=say(_PHASES[phase]),
                    held=f"{frame.held_s:.0f}",
                    planned=f"{hold_s:g}",
                )
            )
        else:
            lines.append(say(_PHASES[phase]))
        if cue is None:
            return Caption(lines)
        return Caption(lines, cue.cue, cue.severity is Severity.UNSAFE)
