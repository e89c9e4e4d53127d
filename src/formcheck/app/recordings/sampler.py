"""Which frames are looked at, and which person in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from formcheck.core.body import sampling
from formcheck.core.body.observation import Observation, Pose, Status
from formcheck.core.body.sampling import Box, Sampling, box_of, decide
from formcheck.core.body.search import (
    Search,
    What,
    followed,
    searched,
    what_now,
)
from formcheck.core.body.tracking import Strangers
from formcheck.core.judge.freeze import Stillness, frozen_s, stand
from formcheck.core.judge.judging import Judging
from formcheck.edges.change import Change
from formcheck.edges.estimator import PoseEstimator, mirrored_pose
from formcheck.edges.recording import quantise
from formcheck.edges.room_lines import RoomWatcher
from formcheck.edges.sources import Frame

__all__ = ["LostPerson", "Seek", "FrameSampler"]

Seek = Callable[[Pose, tuple[int, int]], bool]
"""Whether a pose in a picture of that size is of somebody ready to start."""


class LostPerson(Protocol):
    """The person that the judge has lost."""

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
    judging
        When a picture is frozen, and who is somebody else.
    every_frame
        Look at all of them, and not only where something may have moved.
    mirrored
        The pictures show the room as a mirror does.
    """

    def __init__(
        self,
        estimator: PoseEstimator,
        judging: Judging,
        *,
        every_frame: bool = False,
        mirrored: bool = False,
    ) -> None:
        self._estimator = estimator
        self._every_frame = every_frame
        self._sampling = Sampling()
        self._cut = False
        self._box: Box | None = None
        self._stillness, self._somebody = Stillness(judging.judge.freeze), False
        self._forget_looks = judging.body.strangers.forget_looks
        self._search = Search()
        self._room, self._mirrored = RoomWatcher(mirrored=mirrored), mirrored

    def observe(
        self,
        frame: Frame,
        change: Change,
        lost: LostPerson | None,
        seek: Seek | None = None,
    ) -> Observation:
        """Look at one frame, or not.

        change: since the frame before. lost: the person to find first, if any. seek:
        what a pose must be to be followed, while the followed one cannot be judged.
        """
        self._stillness = stand(self._stillness, frame.time_s, moved=change.moved)
        still_s = frozen_s(self._stillness, frame.time_s)
        if still_s and self._somebody:
            return replace(_skipped(frame), status=Status.NOBODY, still_s=still_s)
        # A cut in a skipped frame is reported with the next frame that is looked at.
        self._cut = self._cut or change.cut
        due = self._every_frame
        if not due:
            levels = change.levels(self._box)
            self._sampling, due = decide(
                self._sampling, frame.time_s, levels, cut=change.cut
            )
        seen = self._look(frame, lost, seek, due=due)
        if seen.status is Status.SKIPPED:
            return seen
        self._somebody = seen.pose is not None
        cut, self._cut = self._cut, False
        person = seen.pose
        if person is not None and self._mirrored:
            person = mirrored_pose(person, frame.image_bgr.shape[1])
        self._sampling = sampling.seen(self._sampling, frame.time_s, person)
        self._box = None if person is None else box_of(person, seen.size_wh)
        room = self._room.look(frame.image_bgr, person, frame.time_s, cut=cut)
        return quantise(replace(seen, cut=cut, room=room))

    def _look(
        self, frame: Frame, lost: LostPerson | None, seek: Seek | None, *, due: bool
    ) -> Observation:
        self._search, what = what_now(
            self._search,
            frame.time_s,
            due=due,
            lost=lost is not None,
            seeking=seek is not None,
        )
        if what is What.SEARCH and lost is not None:
            return self._find(frame, lost)
        if what is What.SEEK and seek is not None:
            found = self._seek(frame, seek)
            if found.pose is not None:
                return found
            what = What.FOLLOW if due else What.SKIP
        if what is What.SKIP:
            return _skipped(frame)
        seen = self._estimator.estimate(frame.image_bgr, frame.time_s)
        if lost is not None:
            # Not yet confirmed: followed as ever, unless the tracker strays.
            if seen.pose is not None and not lost.fits(seen.pose):
                seen = Observation(seen.time_s, Status.NOBODY, None, seen.size_wh)
            self._search = followed(self._search, seen=seen.status is not Status.NOBODY)
        return seen

    def _seek(self, frame: Frame, seek: Seek) -> Observation:
        height, width = frame.image_bgr.shape[:2]
        return self._estimator.search(
            frame.image_bgr, frame.time_s, lambda pose: seek(pose, (width, height))
        )

    def _find(self, frame: Frame, lost: LostPerson) -> Observation:
        strangers = self._search.strangers

        def fits(pose: Pose) -> bool:
            nonlocal strangers
            strangers, same = lost.sort_out(strangers, pose)
            return same

        seen = self._estimator.search(frame.image_bgr, frame.time_s, fits)
        found = seen.pose is not None
        self._search = searched(
            self._search, strangers, found=found, forget_looks=self._forget_looks
        )
        return seen


def _skipped(frame: Frame) -> Observation:
    height, width = frame.image_bgr.shape[:2]
    return Observation(frame.time_s, Status.SKIPPED, None, (width, height))
