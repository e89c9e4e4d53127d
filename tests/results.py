"""Results of sets, made up."""

from __future__ import annotations

from typing import Any

from formcheck.core.judge.result import SetResult

__all__ = ["TIMES", "flag", "hold", "movement", "own_hold", "part", "rep", "result"]

TIMES = ("in_target_s", "out_of_target_s", "searching_s", "unseen_s")
"""They sum to the length of a set."""

_SPAN = {"start_s": 1.0, "end_s": 3.0, "held_s": 2.0, "side": None}
_PEAK = {"measure": "hip", "peak": 172.0, "unit": "deg", "flags": []}


def rep(**other: Any) -> dict[str, Any]:
    return {"number": 1, "good": True, **_SPAN, **_PEAK, **other}


def part(reason: str, **other: Any) -> dict[str, Any]:
    return {"reason": reason, **_SPAN, **_PEAK, **other}


def hold(**other: Any) -> dict[str, Any]:
    return {"complete": True, "cut": False, "phase": None, **_SPAN, **other}


def own_hold(**other: Any) -> dict[str, Any]:
    return {"complete": True, "cut": False, **_SPAN, **other}


def movement(became: str, why: str | None = None, **other: Any) -> dict[str, Any]:
    known = {"start_s": 1.0, "end_s": 3.0, "became": became, "why": why}
    return {**known, "furthest": None, **other}


def flag(id: str, severity: str = "unsafe", **other: Any) -> dict[str, Any]:
    return {
        **{"id": id, "severity": severity, "start_s": 1.5, "raised_s": 2.0},
        **{"end_s": 2.5, "worst": 208.0, "unit": "deg", "cue": "Ease off."},
        **{"rep": None, "hold": None},
        **other,
    }


def result(**other: Any) -> SetResult:
    """A set of the bridge, of ten seconds, of which nothing is known but `other`."""
    return SetResult.model_validate(
        {
            "stretch": "bridge",
            "kind": "reps",
            "status": "judged",
            "why": None,
            "side": None,
            "mode": "normal",
            "timed": False,
            "planned": {"reps": 3, "hold_s": 2.0, "side": None},
            "measure": "hip",
            "unit": "deg",
            "direction": "more",
            "profile": {"person": "", "ranges": [], "neutral": None, "conditions": []},
            "neutral": None,
            "start_s": 0.0,
            "end_s": 10.0,
            "in_target_s": 3.0,
            "out_of_target_s": 6.0,
            "searching_s": 0.0,
            "unseen_s": 1.0,
            "reps": [],
            "partial_reps": [],
            "holds": [],
            "own_range_holds": [],
            "flags": [],
            "not_counted": [],
            "movements": [],
            "unseen": [],
            "not_judged": [],
            "learned": None,
            "looks": {"seen": 10, "nobody": 0, "skipped": 0},
            **other,
        }
    )
