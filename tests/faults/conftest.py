"""Generators of faults: few examples in the suite, the same at every run; many and
other ones where `FORMCHECK_FAULTS` says how many (as benchmarks/faults.py does).
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite",
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
if many := os.environ.get("FORMCHECK_FAULTS"):
    settings.register_profile(
        "long", settings.get_profile("suite"), max_examples=int(many), derandomize=False
    )
settings.load_profile("long" if many else "suite")
