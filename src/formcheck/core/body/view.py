"""From where a body is seen, how it is placed, and which side of it works."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Active", "Base", "Posture", "View", "ViewRule"]


class View(StrEnum):
    """The direction from which the camera must see the person."""

    SIDE = "side"
    FRONT = "front"


class Posture(StrEnum):
    """The person's posture when the stretch starts; floor: sitting on it."""

    STANDING = "standing"
    SEATED = "seated"
    FLOOR = "floor"
    KNEELING = "kneeling"
    QUADRUPED = "quadruped"
    SUPINE = "supine"
    PRONE = "prone"


class Base(StrEnum):
    """What a body rests on in the target: its base of support."""

    FEET = "feet"
    SEAT = "seat"
    FLOOR = "floor"
    """Sitting on it."""
    SPLIT = "split"
    """Down on the floor with one leg folded ahead and the other long behind."""
    KNEES = "knees"
    """One or both, the hands free."""
    HEELS = "heels"
    """Sitting back on them, folded over the thighs."""
    HANDS_AND_KNEES = "hands_and_knees"
    """One of each is enough."""
    HANDS_AND_FEET = "hands_and_feet"
    BACK = "back"
    FRONT = "front"


class Active(StrEnum):
    """Which leg or side works, decided by geometry and not by the model's labels."""

    NONE = "none"
    MORE_FLEXED_HIP = "more_flexed_hip"
    MORE_EXTENDED_HIP = "more_extended_hip"
    HIGHER_FOOT = "higher_foot"
    BENT_TOWARDS = "bent_towards"
    TURNED_TOWARDS = "turned_towards"
    ROLLED_TOWARDS = "rolled_towards"

    @property
    def of_trunk(self) -> bool:
        """Whether the trunk or both knees go to that side, and no limb works alone."""
        towards = (Active.BENT_TOWARDS, Active.TURNED_TOWARDS, Active.ROLLED_TOWARDS)
        return self in towards


@dataclass(frozen=True, slots=True)
class ViewRule:
    """What a stretch asks of the view, and by what its working side is known.

    view: the one asked for. active: by what the working side is told. max_off_deg:
    degrees off the view beyond which nothing is judged.
    """

    view: View
    active: Active
    max_off_deg: float
