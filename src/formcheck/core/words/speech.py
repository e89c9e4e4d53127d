"""How long it takes to say something."""

from __future__ import annotations

__all__ = ["seconds_of"]

_WORD_S = 0.36
_SENTENCE_S = 0.45
"""Time that speech takes at the usual rate, where the page does not tell."""


def seconds_of(text: str, rate: float = 1.0) -> float:
    """How long it takes to say."""
    if not text:
        return 0.15
    return (_SENTENCE_S + _WORD_S * len(text.split())) / max(0.5, rate)
