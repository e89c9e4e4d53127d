"""Where a stretch is done: down on the floor, on a chair, or on one's feet."""

from __future__ import annotations

from enum import StrEnum

from formcheck.core.body.view import Posture
from formcheck.core.stretch.spec import StretchSpec

__all__ = ["Place", "place_of"]

_ABOVE = (Posture.STANDING, Posture.SEATED)


class Place(StrEnum):
    """A level of the room; changing to or from the floor is what is hard."""

    FLOOR = "floor"
    CHAIR = "chair"
    STANDING = "standing"


def place_of(spec: StretchSpec) -> Place:
    """Return where the stretch is done."""
    if spec.posture not in _ABOVE:
        return Place.FLOOR
    return Place.CHAIR if spec.posture is Posture.SEATED else Place.STANDING
