"""Red flags, each in the group that its source gives it: one list, asked every day.

The full screening and the daily check read the same data: no short form beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from formcheck.core.words.catalogue import marked

__all__ = ["SEVERE", "SIGNS", "Sign", "Tier", "emergency", "label_of"]


class Tier(StrEnum):
    """How soon somebody has to look at it."""

    EMERGENCY = "emergency"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Sign:
    """One red flag. sources: keys of poses/references/ that put it in its group."""

    id: str
    label: str
    tier: Tier
    sources: tuple[str, ...]


_NOW, _FIRST = Tier.EMERGENCY, Tier.URGENT
_BOTH = ("nhsBack", "gcare")

SEVERE = Sign(
    "severe",
    marked("Pain of 9 or 10 that is not the usual pain"),
    _FIRST,
    ("iprs",),
)
"""Not in the list: it follows from how much it hurts."""

SIGNS = (
    Sign(
        "saddle",
        marked("Numb between the legs, or new sexual trouble"),
        _NOW,
        ("norfolk", "csp", "girft"),
    ),
    Sign(
        "bladder_bowel",
        marked("New trouble with bladder or bowel"),
        _NOW,
        ("norfolk", "csp", "girft"),
    ),
    Sign(
        "legs",
        marked("Pain, tingling, weakness or numbness in both legs"),
        _NOW,
        ("norfolk", "csp", "nhsBack"),
    ),
    Sign(
        "strength", marked("A leg getting weak or clumsy"), _NOW, ("norfolk", "gcare")
    ),
    Sign("tearing", marked("Sudden tearing pain in back or belly"), _NOW, ("nhsAaa",)),
    Sign("accident", marked("It began with a serious accident"), _NOW, ("nhsBack",)),
    Sign("chest", marked("Chest pain"), _NOW, ("nhsBack",)),
    Sign("fainting", marked("Fainting"), _NOW, ("nhsAaa",)),
    Sign(
        "fever", marked("Fever with it, or feeling ill"), _FIRST, ("nhsBack", "gcare")
    ),
    Sign(
        "fall",
        marked("A fall: at 65 or more, with thin bones, or on steroids"),
        _FIRST,
        ("gcare", "ifompt"),
    ),
    Sign(
        "weight", marked("Losing weight without trying"), _FIRST, ("nhsBack", "gcare")
    ),
    Sign(
        "lump",
        marked("A lump, or a changed shape of the back"),
        _FIRST,
        ("nhsBack", "gcare"),
    ),
    Sign(
        "night",
        marked("Worse at night, or not eased by rest"),
        _FIRST,
        ("nhsBack", "gcare"),
    ),
    Sign(
        "cough",
        marked("Worse on coughing, sneezing or straining"),
        _FIRST,
        ("nhsBack",),
    ),
    Sign(
        "high",
        marked("Pain high up, between the shoulders"),
        _FIRST,
        ("nhsBack",),
    ),
    Sign(
        "leg",
        marked("New pain, tingling or numbness in a leg"),
        _FIRST,
        ("healthify", "dirpref"),
    ),
)
"""Every sign that is asked about, in the order of the screen."""

_BY_ID = {sign.id: sign for sign in (*SIGNS, SEVERE)}


def emergency(sign: str) -> bool:
    """Whether that sign needs help now. One that is not known does: nobody can say."""
    known = _BY_ID.get(sign)
    return known is None or known.tier is Tier.EMERGENCY


def label_of(sign: str) -> str:
    """The sign as it is asked, to be said; its id where it is not known."""
    known = _BY_ID.get(sign)
    return known.label if known is not None else sign
