from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from formcheck.app.analyse import Results
from formcheck.app.shown import show_results
from formcheck.core.reasons import Reason, why_words

SPAN = {"start_s": 612.25, "end_s": 615.5, "held_s": 2.5}
PEAK = {"measure": "hip", "peak": 172.4, "unit": "deg"}


def entry(**other: Any) -> dict[str, Any]:
    return {
        "status": "judged",
        "why": None,
        "in_target_s": 3.0,
        "out_of_target_s": 6.0,
        "unseen_s": 1.0,
        "reps": [],
        "partial_reps": [],
        "holds": [],
        "flags": [],
        "not_judged": [],
        **other,
    }


def shown(one_set: dict[str, Any], notes: list[str] | None = None) -> str:
    summary = {
        "source": {"name": "clip.mp4", "duration_s": 10.0},
        "sets": [one_set],
        "notes": notes or [],
    }
    console = Console(file=io.StringIO(), width=80)
    folder = Path("results") / "clip"
    show_results(console, Results(folder, (folder / "reps.csv",), summary), "Bridge")
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, text.splitlines())) <= 80
    assert "unsafe" not in text.lower()
    return " ".join(text.split())


def test_everything_there_is_fits_and_is_told() -> None:
    rep = {"number": 1, "side": "left", **SPAN, **PEAK}
    flag = {
        **{"id": "over_arch", "severity": "unsafe", "worst": 208.0, "unit": "deg"},
        **{
            "start_s": 613.0,
            "end_s": 614.0,
            "cue": "Ease off: lower your hips a little.",
        },
    }
    slow = {**flag, "id": "too_fast", "severity": "form", "unit": "deg/s", "worst": 104}
    hidden = {"measure": "hip", "why": "hidden", "seconds": 9.9}
    text = shown(
        entry(
            reps=[
                {**rep, "good": False, "flags": ["over_arch", "too_fast"]},
                {**rep, "number": 2, "good": None, "flags": []},
            ],
            partial_reps=[{**rep, "reason": "short_hold", "flags": []}],
            holds=[{**SPAN, "complete": True, "side": "left", "phase": None}],
            flags=[flag, slow],
            not_judged=[hidden],
        )
    )
    assert "2 reps, 1 hold as long as planned, 1 more smaller or shorter." in text
    assert "In target 3.0 s, out of target 6.0 s, cannot see 1.0 s." in text
    for words in ("172°", "cannot say", "over arch", "ease off", "104°/s", "9.9 s"):
        assert words in text
    assert "it was hidden from the camera" in text
    assert text.endswith("Written: reps.csv in results/clip")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("not_judged", "Not judged: nobody was seen."),
        ("partly_judged", "Judged in part only: nobody was seen."),
    ],
)
def test_what_could_not_be_judged_comes_first(status: str, words: str) -> None:
    text = shown(entry(status=status, why="nobody seen"), ["nobody was seen"])
    assert text.startswith(f"clip.mp4: Bridge, 10.0 s {words} 0 reps")
    assert "Note: nobody was seen." in text


@pytest.mark.parametrize("why", [*Reason, "of another version"])
def test_no_reason_is_printed_as_it_is_kept(why: str) -> None:
    missing = [{"measure": "hip", "why": why, "seconds": 9.9}]
    text = shown(entry(status="not_judged", why=str(why), not_judged=missing))
    assert f"Not judged: {why_words(why)}." in text
    assert f": {why}." not in text and f"hip {why} 9.9" not in text


def test_praise_needs_something_that_was_done() -> None:
    assert "Nothing to correct" not in shown(entry())
    good = {"number": 1, "side": None, **SPAN, **PEAK, "good": True, "flags": []}
    assert "Nothing to correct" in shown(entry(reps=[good]))
    assert "Nothing to correct" not in shown(entry(reps=[{**good, "good": None}]))
