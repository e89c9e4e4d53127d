"""What all files that people write have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Section"]


class Section(BaseModel):
    """A part of such a file: a key that is not known is a problem, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)
