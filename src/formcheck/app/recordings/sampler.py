"""Which frames are looked at, and at whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.observation import Observation, Pose, Status
from formcheck.core.body.sampling import Sampling, decide
from formcheck.core.body.tracking import Strangers, next_look
from formcheck.core.judge.freeze import Stillness, frozen_s, stand
from formcheck.edges.change import Change
from formcheck.edges.estimator import PoseEstimator
from formcheck.edges.recording import quantise
from formcheck.edges.sources import Frame

__all__ = ["Lost", "Seek", "FrameSampler"]

_SEEK_EVERY_S = 1.0

Seek = Callable[[Pose, tuple[int, int]], bool]
"""Whether a pose in a picture of that size is of somebody ready to start."""


class Lost(Protocol):
    """The person whom the checker has lost."""

    def fits(self, pose: Pose) -> bool:
        """Whether that is the same person."""

    def sort_out(self, strangers: Strangers, pose: Pose) -> tuple[Strangers, bool]:
        """Whether that is the same person, and no stranger met before."""


class FrameSampler:
    """Turns frames into observations, as they are judged and recorded.

    Parameters
    ----------
    estimator
        Finds the pose.
    every_frame
        Look at all of them, and not only where something may have moved.
    """

    def __init__(self, estimator: PoseEstimator, *, every_frame: bool = False) -> None:
        self._estimator = estimator
        self._every_frame = every_frame
        self._looking = Sampling()
        self._cut = False
        self._stillness, self._somebody = Stillness(), False
        self._searched_s = float("-inf")
        self._found_again = False
        self._strangers = Strangers()

    def observe(
        self,
        frame: Frame,
        change: Change,
        lost: Lost | None,
        seek: Seek | None = None,
    ) -> Observation:
        """Look at one frame, or not.

        change: since the frame before. lost: whom to find first, if anybody. seek: who
        would do, while whoever is followed cannot be judged.
        """
        self._stillness = stand(self._stillness, frame.time_s, moved=change.moved)
        still_s = frozen_s(self._stillness, frame.time_s)
        if still_s and self._somebody:
            return replace(_skipped(frame), status=Status.NOBODY, still_s=still_s)
        # A cut in a frame that is skipped is told with the next that is not.
        self._cut = self._cut or change.cut
        due = self._every_frame
        if not due:
            self._looking, due = decide(
                self._looking, frame.time_s, change.levels, cut=change.cut
            )
        seen = self._look(frame, lost, seek, due=due)
        if seen.status is Status.SKIPPED:
            return seen
        self._somebody = seen.pose is not None
        cut, self._cut = self._cut, False
        return quantise(replace(seen, cut=cut))

    def _look(
        self, frame: Frame, lost: Lost | None, seek: Seek | None, *, due: bool
    ) -> Observation:
        if lost is None:
            self._found_again = False
            self._strangers = Strangers()
            if seek is not None and frame.time_s - self._searched_s >= _SEEK_EVERY_S:
                found = self._seek(frame, seek)
                if found.pose is not None:
                    return found
            return self._follow(frame) if due else _skipped(frame)
        if not self._found_again:
            return self._search(frame, lost)
        # Found, but not yet confirmed: followed as ever, unless the tracker strays.
        if not due:
            return _skipped(frame)
        seen = self._follow(frame)
        if seen.pose is not None and not lost.fits(seen.pose):
            seen = Observation(seen.time_s, Status.NOBODY, None, seen.size_wh)
        if seen.status is Status.NOBODY:
            self._found_again = False
        return seen

    def _follow(self, frame: Frame) -> Observation:
        return self._estimator.estimate(frame.image_bgr, frame.time_s)

    def _seek(self, frame: Frame, seek: Seek) -> Observation:
        self._searched_s = frame.time_s
        height, width = frame.image_bgr.shape[:2]
        return self._estimator.search(
            frame.image_bgr, frame.time_s, lambda pose: seek(pose, (width, height))
        )

    def _search(self, frame: Frame, lost: Lost) -> Observation:
        if frame.time_s - self._searched_s < CADENCE.search_s - 1e-6:
            return _skipped(frame)
        self._searched_s = frame.time_s

        def fits(pose: Pose) -> bool:
            self._strangers, same = lost.sort_out(self._strangers, pose)
            return same

        seen = self._estimator.search(frame.image_bgr, frame.time_s, fits)
        self._strangers = next_look(self._strangers)
        self._found_again = seen.pose is not None
        return seen


def _skipped(frame: Frame) -> Observation:
    height, width = frame.image_bgr.shape[:2]
    return Observation(frame.time_s, Status.SKIPPED, None, (width, height))
