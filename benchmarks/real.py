"""Real recordings with counted truth, where a folder of them is at hand."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formcheck.app.recordings.analyse import analyse
from formcheck.app.recordings.analysis import Options
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch


@dataclass(frozen=True)
class Window:
    """A stretch of time in a recording, and what was counted in it by eye."""

    clip: str
    stretch: str
    from_s: float
    to_s: float
    reps: int | None = None
    within: int = 0
    holds: tuple[tuple[float, float], ...] = ()
    phase: str | None = None


WINDOWS = (
    Window(
        "kneetochest", "knee_to_chest_single", 6.2, 37.6,
        holds=((10.5, 20.7), (23.3, 28.0), (31.7, 37.3)),
    ),
    Window("buttbridge", "bridge", 2.0, 11.5, reps=2),
    Window("buttbridge", "bridge", 11.6, 24.8, reps=2),
    Window("buttbridge", "bridge", 24.8, 39.7, reps=3),
    Window("cat-cow", "cat_cow", 0.0, 6.2, holds=((1.4, 4.2),), phase="cat"),
    Window("childs-pose-to-downward-dog", "childs_pose", 0.0, 8.0, holds=((0.0, 2.7),)),
    Window("abdominal", "curl_up", 2.0, 14.2, reps=4, within=1),
    Window("abdominal", "curl_up", 14.2, 25.0, reps=4, within=1),
    Window("abdominal", "curl_up", 25.0, 33.1, reps=2, within=1),
    Window("abdominal", "curl_up", 33.1, 40.1, reps=1, within=1),
)  # fmt: skip


def _judge(folder: Path, window: Window, *, whole: bool = False) -> dict[str, Any]:
    options = Options(
        find_stretch(window.stretch, poses_dir()),
        model_file(),
        Profile(),
        Plan(),
        from_s=0.0 if whole else window.from_s,
        to_s=None if whole else window.to_s,
    )
    with tempfile.TemporaryDirectory() as out:
        video = folder / f"{window.clip}.mp4"
        summary = analyse(
            video, Path(out) / "r", options, lambda _now, _end: None
        ).summary
    entry: dict[str, Any] = summary["sets"][0]
    return entry


def print_real(folder: Path) -> None:
    """Print a line a window, then how much was judged and how often it flagged."""
    print("\nreal recordings, in the windows that were counted by eye")
    total_s = unseen_s = 0.0
    unsafe = 0
    for window in WINDOWS:
        if not (folder / f"{window.clip}.mp4").exists():
            print(f"{window.clip:28s} not in {folder}")
            continue
        entry = _judge(folder, window)
        total_s += entry["end_s"] - entry["start_s"]
        unseen_s += entry["unseen_s"]
        flags = [f["id"] for f in entry["flags"] if f["severity"] == "unsafe"]
        unsafe += len(flags)
        reps = "-" if window.reps is None else f"{len(entry['reps'])} of {window.reps}"
        holds = [
            f"{h['start_s']:.1f}-{h['end_s']:.1f}"
            for h in entry["holds"]
            if window.phase is None or h["phase"] == window.phase
        ]
        wanted = ", ".join(f"{a:.1f}-{b:.1f}" for a, b in window.holds)
        print(
            f"{window.clip:28s} {window.from_s:5.1f}-{window.to_s:5.1f}  "
            f"reps {reps:7s} "
            f"holds {', '.join(holds) if window.holds else len(holds)}"
            + (f" (by eye {wanted})" if wanted else "")
            + f"  unseen {entry['unseen_s']:.1f} s  unsafe {', '.join(flags) or 'none'}"
        )
    if total_s:
        print(
            f"judged {1 - unseen_s / total_s:.0%} of {total_s:.0f} s; "
            f"{unsafe / (total_s / 60):.1f} unsafe flags a minute"
        )
