"""The numbers that everybody is judged by, as they are shipped."""

from __future__ import annotations

from formcheck.stretches.judging import judging_of

SHIPPED = judging_of()
