"""Names as files have them, in words."""

from __future__ import annotations

from formcheck.core.words.catalogue import marked, say

__all__ = ["WORDS", "view_name", "words_of"]

WORDS = (
    marked("left"),
    marked("right"),
    marked("both"),
    marked("side"),
    marked("front"),
    marked("standing"),
    marked("seated"),
    marked("floor"),
    marked("kneeling"),
    marked("quadruped"),
    marked("supine"),
    marked("prone"),
    marked("chair"),
    marked("normal"),
    marked("flare"),
    marked("acute"),
    marked("back"),
    marked("buttock"),
    marked("above knee"),
    marked("below knee"),
)
"""Values that tables show: sides, views, postures, places, days, where it hurts."""

_VIEWS = {"side": marked("the side"), "front": marked("the front")}


def words_of(name: str) -> str:
    """Return a name of a file, `knee_bend`, as it is read: `knee bend`."""
    return say(name.replace("_", " "))


def view_name(view: str) -> str:
    """Return a view of a file, `side`, as it is read: `the side`."""
    return say(_VIEWS.get(view, view))
