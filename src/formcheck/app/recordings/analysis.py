"""An analysis of one video: what is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formcheck.core.judge.judging import Judging
from formcheck.core.judge.result import SetResult
from formcheck.core.records.planned import PlannedSides
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.edges.export import COMMAS, CsvStyle
from formcheck.resources import ModelFile
from formcheck.stretches.judging import judging_of

__all__ = ["Keep", "Options", "OnProgress", "Results"]

OnProgress = Callable[[float, float | None], None]
"""Called with the time reached and, where known, the time at which it will end."""


@dataclass(frozen=True, slots=True)
class Keep:
    """The recording is to be a session in the history: whose, in their own words."""

    person: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """How a video is to be analysed.

    model: the pose model. judging: the numbers that everybody is judged by; by default
    the shipped ones. from_s, to_s: the part of the video, as a player counts. slowed:
    how many times slower than what happened it plays; None as the file says.
    started_at: when it was recorded; None as the file says. rotate_deg: degrees
    clockwise by which the picture is to be turned. every_frame: look at all of them.
    threads: for decoding; 0 leaves it to the decoder. advice: what the person's
    conditions say of it. keep: as a session of the history. pictures: put pictures of
    the person into the report. annotate: write the video with what was seen drawn over
    it; blur_face: with the face made unrecognisable there. inputs: a digest of all that
    the results come from, for summary.json; none where empty. style: of tables.
    """

    stretch: StretchSpec
    model: ModelFile
    profile: Profile
    plan: Plan
    judging: Judging = field(default_factory=judging_of)
    from_s: float = 0.0
    to_s: float | None = None
    slowed: float | None = None
    started_at: str | None = None
    mirrored: bool = False
    rotate_deg: int = 0
    every_frame: bool = False
    threads: int = 0
    advice: tuple[str, ...] = ()
    keep: Keep | None = None
    pictures: bool = False
    annotate: bool = False
    blur_face: bool = False
    planned: PlannedSides = field(default_factory=PlannedSides)
    inputs: str = ""
    style: CsvStyle = COMMAS


@dataclass(frozen=True, slots=True)
class Results:
    """What came of one video: summary.json as written, and the files.

    number: of the session in the history, where it is kept. again: it was kept already.
    not_kept: why it is not, though it was to be.
    """

    folder: Path
    files: tuple[Path, ...]
    summary: dict[str, Any]
    number: int | None = None
    again: bool = False
    not_kept: str = ""

    @property
    def result(self) -> SetResult:
        """What its set came to."""
        return SetResult.from_kept(self.summary["sets"][0])
