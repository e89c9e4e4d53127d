"""All the numbers that decide a verdict and belong to no single stretch, as one value.

They are read from `poses/judging/judging.toml` (`stretches/judging.py`) and handed in:
nothing here knows any of them by itself.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from formcheck.core.body.numbers import BodyNumbers
from formcheck.core.judge.numbers import JudgeNumbers
from formcheck.core.measure.numbers import MeasureNumbers
from formcheck.core.stretch.numbers import StretchNumbers

__all__ = ["Judging"]


@dataclass(frozen=True, slots=True)
class Judging:
    """What everybody is judged by, by the room of core that judges by it."""

    body: BodyNumbers
    measure: MeasureNumbers
    stretch: StretchNumbers
    judge: JudgeNumbers

    @property
    def digest(self) -> str:
        """64 hex digits that change with any of the values, and with nothing else."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
