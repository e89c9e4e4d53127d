"""What is said at the end of a session: how the pain went, what to do if it is worse,
and tomorrow. General guidance, no diagnosis.
"""

from __future__ import annotations

from formcheck.core.records.session import Pain
from formcheck.core.session.rest_advice import LEG_LINE, PAIN_LINE
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.reasons import StopReason

__all__ = ["if_worse", "pain_words", "tomorrow"]

WORSE_NOW = marked(
    "It hurts more than before: rest in the position that eases it, then walk a "
    "little. No more stretching today."
)

IF_WORSE = marked(
    "If it hurts more tonight or tomorrow morning, do less next time. If it stays "
    "worse, ask a doctor."
)

SAME = marked("Tomorrow: the same again, if the morning is no worse.")
LESS = marked("Tomorrow: see how the morning is, and say so here before you choose.")


def pain_words(pain: Pain) -> str:
    """Pain before and after, of 0..10; empty where neither was said."""
    if pain.before is not None and pain.after is not None:
        return say(
            "Pain before: {before}. Now: {after}.", before=pain.before, after=pain.after
        )
    if pain.after is not None:
        return say("Pain now: {after}.", after=pain.after)
    if pain.before is not None:
        return say("Pain before: {before}.", before=pain.before)
    return ""


def _worse(pain: Pain) -> bool:
    both = pain.before is not None and pain.after is not None
    return both and (pain.after or 0) > (pain.before or 0)


def if_worse(pain: Pain, whys: tuple[StopReason, ...]) -> tuple[str, ...]:
    """What to do: now where it is worse already, and in case it gets so.

    whys: the reasons for which stretches were left.
    """
    hurt = any(why.may_hurt for why in whys)
    now = (WORSE_NOW,) if _worse(pain) else ()
    usual = (PAIN_LINE,) if hurt or _worse(pain) else ()
    leg = (LEG_LINE,) if StopReason.LEG in whys else ()
    return tuple(map(say, (*now, *leg, *usual, IF_WORSE)))


def tomorrow(pain: Pain, whys: tuple[StopReason, ...]) -> str:
    """The same again, unless it hurt."""
    hurt = _worse(pain) or any(why.may_hurt for why in whys)
    return say(LESS if hurt else SAME)
