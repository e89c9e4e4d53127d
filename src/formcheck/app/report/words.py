"""Words and numbers as the report writes them."""

from __future__ import annotations

from formcheck.core.judge.judging import Judging
from formcheck.core.records.progress import Difference
from formcheck.core.records.session import Session, by_other_numbers
from formcheck.core.stretch.clinical import Convention
from formcheck.core.words.catalogue import marked, say, say_many

__all__ = [
    "WITHIN_ERROR",
    "amount",
    "change_words",
    "none_words",
    "other_numbers_words",
    "said_words",
    "seconds_words",
]

WITHIN_ERROR = marked("within measurement error")


def amount(value: float, unit: str, *, signed: bool = False) -> str:
    """Write a measure's value with its unit."""
    sign = "+" if signed else ""
    if unit.startswith("deg"):
        return f"{value:{sign}.0f}{unit.replace('deg', '°')}"
    if unit == "count":
        return f"{value:{sign}.0f}"
    return f"{value:{sign}.2f}"


def said_words(said: Convention, value: float) -> str:
    """Write a measure's value as whoever treats a person says it, with its unit."""
    return amount(said.of(value), said.unit)


def change_words(change: Difference | None, *, sides: bool = False) -> str:
    """Say what a difference comes to."""
    if change is None:
        return ""
    text = amount(change.said.difference(change.difference), change.unit, signed=True)
    if change.within_error:
        return f"{text}, {say(WITHIN_ERROR)}"
    further = change.further > 0
    if sides and further:
        return say("{change}, the right goes further", change=text)
    if sides:
        return say("{change}, the left goes further", change=text)
    if further:
        return say("{change}, further", change=text)
    return say("{change}, less far", change=text)


def none_words(kept: int) -> str:
    """Say that no session is to be shown. kept: how many there are of everybody, all
    stretches and days.
    """
    if not kept:
        return say("No session is kept yet. `formcheck analyse --keep` keeps one.")
    return say_many(
        "{n} session is kept, and it is not of what was asked for; `formcheck sessions "
        "list --all` has it.",
        "{n} sessions are kept, and none is of what was asked for; `formcheck sessions "
        "list --all` has them.",
        kept,
    )


def other_numbers_words(session: Session, judging: Judging) -> str:
    """Say that a session was judged by other numbers than its trace is looked at again
    by, where it was: what it came to stays as it is kept.
    """
    if not by_other_numbers(session.judging, judging.digest):
        return ""
    return say(
        "judged by other numbers than those in use now: what was counted stays as it "
        "was, curves and angles are read anew"
    )


def seconds_words(seconds: float) -> str:
    """Write a time as somebody says it."""
    if seconds < 100:
        return f"{seconds:.0f}\N{NO-BREAK SPACE}s"
    minutes, rest = divmod(round(seconds), 60)
    if rest:
        return say("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return say("{minutes} min", minutes=minutes)
