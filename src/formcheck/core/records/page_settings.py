"""How one person likes the page: kept with the person, not in the browser."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from formcheck.core.stretch.section import Section

__all__ = ["PageSettings"]


class PageSettings(Section):
    """voice: it speaks. speaker: which of the computer's voices, "" for its own choice.
    rate: of speech, 1 as usual. volume: 0..1. text: small, medium, large. degrees: the
    angles are written into the picture. keys: any key is the stop. rests: how many
    times as long as planned.
    """

    voice: bool = True
    speaker: Annotated[str, Field(max_length=300)] = ""
    rate: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    volume: Annotated[float, Field(ge=0.0, le=1.0)] = 1.0
    text: Literal["s", "m", "l"] = "s"
    theme: Literal["auto", "light", "dark"] = "auto"
    degrees: bool = False
    keys: bool = True
    rests: Annotated[float, Field(ge=1.0, le=3.0)] = 1.0
