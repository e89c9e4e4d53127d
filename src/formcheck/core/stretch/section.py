"""What all files that people write have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Section"]


class Section(BaseModel):
    """A part of such a file: a key that is not known is a problem, not ignored.

    So are NaN and infinity, which TOML and Python's JSON take for numbers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
