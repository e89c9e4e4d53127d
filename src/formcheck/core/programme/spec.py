"""The programme file: what one TOML file in `poses/programmes/` may say.

A programme is its steps in order, grouped by where the camera stands. What a step does
not say, its stretch's own file does.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from formcheck.core.stretch.involves import Involves
from formcheck.core.stretch.section import Section
from formcheck.core.stretch.spec import Mode, Name, Text

__all__ = ["SENTENCE", "Facing", "Programme", "Setup", "StepSpec", "When"]

SENTENCE = r"[.!?]$"
"""The pattern that a sentence fits: it has an end."""

Sentence = Annotated[str, StringConstraints(min_length=1, pattern=SENTENCE)]


class Facing(StrEnum):
    """What of the person is next to the camera: a side of the body, or the front."""

    LEFT = "left"
    RIGHT = "right"
    FRONT = "front"


class When(StrEnum):
    """What a person can have said of their back that exchanges one step for another."""

    ARCHING_EASES = "arching_eases"
    PAIN_BELOW_KNEE = "pain_below_knee"


class StepSpec(Section):
    """One stretch, done once or, where it works one side at a time, on one side.

    Seen from the side, the side that works is the one next to the camera: `facing`.
    """

    stretch: Name
    facing: Facing
    reps: int | None = Field(default=None, ge=1, le=50)
    hold_s: float | None = Field(default=None, gt=0, le=120)
    rest_s: float = Field(default=10, ge=0, le=120)
    """After the step."""
    gentle: bool = False
    """In the smaller range of a sore day."""
    note: str = ""
    """What this programme adds to the stretch's own instructions."""
    needs: list[Text] = []
    """Things to have at hand, beside what the stretch itself needs."""
    instead: Name | None = None
    """For people who stay off the floor; without it, the first of the stretch's own."""
    swap: dict[When, Name] = {}


class Setup(Section):
    """A place of the camera, and what is done in front of it."""

    camera_height_m: float = Field(gt=0, le=2)
    camera_distance_m: float = Field(ge=1, le=4)
    advice: Sentence
    steps: list[StepSpec] = Field(min_length=1)


class Programme(Section):
    """One programme: the whole of a file in `poses/programmes/`."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Name
    name: Text
    also_called: list[Text] = []
    search_words: list[Text] = []
    about: Sentence
    modes: list[Mode] = Field(min_length=1)
    """On what days it may be done."""
    minutes: int = Field(ge=1, le=30)
    """Of one go, rests and ways between included. Checked, to the minute."""
    turns: int = Field(ge=0)
    """How often the person turns round where they are."""
    camera_moves: int = Field(ge=0)
    get_ups: int = Field(ge=0)
    """How often the person rises from the floor, the end included."""
    avoids: list[Involves] = []
    """What none of its stretches may involve."""
    not_for: list[Sentence] = Field(min_length=1)
    """Who should leave it out, beside what each stretch says."""
    sources: list[Text] = Field(min_length=1)
    setups: list[Setup] = Field(min_length=1)

    @property
    def steps(self) -> tuple[StepSpec, ...]:
        """All steps, in order."""
        return tuple(step for setup in self.setups for step in setup.steps)
