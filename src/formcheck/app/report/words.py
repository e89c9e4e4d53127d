"""Words and numbers as the report writes them."""

from __future__ import annotations

from formcheck.core.records.progress import Difference

__all__ = [
    "WITHIN_ERROR",
    "amount",
    "change_words",
    "many",
    "seconds_words",
]

WITHIN_ERROR = "within measurement error"


def amount(value: float, unit: str, *, signed: bool = False) -> str:
    """Write a measure's value with its unit."""
    sign = "+" if signed else ""
    if unit.startswith("deg"):
        return f"{value:{sign}.0f}{unit.replace('deg', '°')}"
    if unit == "count":
        return f"{value:{sign}.0f}"
    return f"{value:{sign}.2f}"


def change_words(change: Difference | None, *, sides: bool = False) -> str:
    """Say what a difference comes to."""
    if change is None:
        return ""
    text = amount(change.difference, change.unit, signed=True)
    if change.within_error:
        return f"{text}, {WITHIN_ERROR}"
    if sides:
        return f"{text}, the {'right' if change.further > 0 else 'left'} goes further"
    return f"{text}, {'further' if change.further > 0 else 'less far'}"


def many(count: int, word: str) -> str:
    """Write a count with its word."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def seconds_words(seconds: float) -> str:
    """Write a time as somebody says it."""
    if seconds < 100:
        return f"{seconds:.0f}\N{NO-BREAK SPACE}s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
