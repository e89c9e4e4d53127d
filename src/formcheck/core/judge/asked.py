"""Whether a set was judged, and what the counter that knows no stretch asks: what was
seen, what counted, and why not all.
"""

from __future__ import annotations

from collections import Counter

from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import MovementResult
from formcheck.core.words.catalogue import marked, say, say_many
from formcheck.core.words.reasons import Reason, Shortfall, short_words, why_words

__all__ = ["asked_words", "became_words", "level_words", "status_words"]

_BECAME = {
    "counted": marked("counted"),
    "partly": marked("counted in part"),
    "not_counted": marked("not counted"),
}


_OF_THE_STRETCH = {
    Reason.VIEW,
    Reason.HIDDEN,
    Reason.SIDE_NOT_CLEAR,
    Reason.NO_BACK_LINE,
    Reason.NO_START,
    Reason.OTHER_POSTURE,
    Reason.OTHER_SHAPE,
    Reason.OTHER_EXERCISE,
    Reason.NOT_MADE_OUT,
    Reason.NOT_FAR,
}
"""Why nothing is judged of somebody who does another stretch; the others are of the
picture, or of who is in it.
"""


def status_words(result: SetResult) -> str:
    """Say why a set is not judged, or in part only; empty where it is judged.

    Where nothing counted that was to be seen, it may be another stretch than was named.
    """
    if result.why is None:
        return ""
    why = why_words(result.why)
    if result.status == "partly_judged":
        return say("{how}: {why}.", how=say("Judged in part only"), why=why)
    text = say("{how}: {why}.", how=say("Not judged"), why=why)
    found = result.counted or result.holds or result.own_range_holds
    if found or result.why not in _OF_THE_STRETCH:
        return text
    return f"{text} {say('Is it another stretch? `formcheck list` has them all.')}"


def level_words(result: SetResult) -> str:
    """Say that the camera was not level and that it was put right, or that nothing
    showed how it stood; empty where it was level.
    """
    if not result.level_known:
        return say("Nothing showed how the camera stood: it was taken to be level.")
    if result.rolled_deg is None:
        return ""
    return say(
        "The camera stood {degrees} degrees off level: put right.",
        degrees=f"{abs(result.rolled_deg):.0f}",
    )


def asked_words(result: SetResult, at_least: int = 1) -> str:
    """Say how many movements were seen and how many of them counted, with the reason
    that kept most of the others from it: "5 movements were seen and 3 counted: ...".

    It is empty where nothing is left to ask: all of them counted, or were on the other
    side or halves, which is told where they are counted. at_least: fewer are not asked
    for.
    """
    missed = [one for one in result.movements if one.became == "not_counted"]
    whys = Counter(
        (one.why, one.measure) for one in missed if isinstance(one.why, Reason)
    )
    if whys.total() < at_least:
        return ""
    counted = len(result.movements) - len(missed)
    seen = say_many(
        "{n} movement was seen and {counted} counted",
        "{n} movements were seen and {counted} counted",
        len(result.movements),
        counted=counted or say("none"),
    )
    if len(whys) > 1:
        del whys[Reason.NOT_KNOWN, None]  # what is known of others helps more
    (why, measure), n = whys.most_common(1)[0]
    return say_many(
        "{seen}: in {n} {why}.",
        "{seen}: in {n} {why}.",
        n,
        seen=seen,
        why=why_words(why, measure),
    )


def became_words(movement: MovementResult) -> tuple[str, str]:
    """Say what became of a movement, and why; the second is empty where it counted."""
    became, why = say(_BECAME[movement.became]), movement.why
    if why is None:
        return became, ""
    short = isinstance(why, Shortfall)
    return became, short_words(why) if short else why_words(why, movement.measure)
