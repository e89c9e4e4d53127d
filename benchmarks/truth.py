"""The truth beside each sample clip, and how a verdict is scored against it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formcheck.core.stretch.spec import Observability, Plan, Profile
from formcheck.core.words.reasons import Shortfall
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch

SAMPLES = Path(__file__).resolve().parents[1] / "sample_videos"

HOLD_TOLERANCE_S = 0.5
COARSE_TOLERANCE_S = 1.0
"""... of what one camera sees by proxies only, or times: classes C and D."""

UNSAFE_WITHIN_S = 1.0
FLAG_SLACK_S = 1.5
"""A form flag belongs to a fault if it is raised within this of the fault's time."""


@dataclass(frozen=True)
class Fault:
    """A scripted fault. onset_s: from when it can be told at all (third reversal)."""

    id: str
    severity: str
    start_s: float
    end_s: float
    onset_s: float


@dataclass(frozen=True)
class Truth:
    """What a clip shows, from its motion script."""

    name: str
    stretch: str
    variant: str
    held_out: bool
    body: str
    judged: bool
    why: str | None
    duration_s: float
    hold_s: float | None
    reps_planned: int | None
    profile: Profile
    reps: tuple[dict[str, Any], ...]
    holds: tuple[dict[str, Any], ...]
    faults: tuple[Fault, ...]
    away: tuple[tuple[float, float], ...]

    @property
    def hold_tolerance_s(self) -> float:
        """How far a hold's start or length may be off."""
        trust = find_stretch(self.stretch, poses_dir()).trust
        coarse = trust in (Observability.C, Observability.D)
        return COARSE_TOLERANCE_S if coarse else HOLD_TOLERANCE_S

    @property
    def plan(self) -> Plan:
        """What its script planned."""
        return Plan(hold_s=self.hold_s, reps=self.reps_planned)

    @property
    def full_reps(self) -> int:
        """Reps that reach the target, holds as long as planned."""
        return sum(r["size"] == "full" for r in self.reps)


def clip_names() -> list[str]:
    """Every sample clip with a truth, by name."""
    return sorted(
        p.name.removesuffix(".truth.json") for p in SAMPLES.glob("*.truth.json")
    )


def trace_path(name: str) -> Path:
    """Where a clip's landmark trace is."""
    return SAMPLES / f"{name}.trace.npz"


def read_truth(name: str) -> Truth:
    """The truth of one clip."""
    raw = json.loads((SAMPLES / f"{name}.truth.json").read_text())
    faults = tuple(
        Fault(
            f["id"],
            f["severity"],
            f["start_s"],
            f["end_s"],
            f.get("onset_s", f["start_s"]),
        )
        for f in raw["faults"]
    )
    planned = raw.get("planned") or {}
    expect = raw["expect"]
    return Truth(
        name,
        raw["stretch"],
        raw["variant"],
        raw.get("held_out", False),
        raw.get("body") or "nobody",
        expect["verdict"] == "judged",
        expect.get("why"),
        raw["duration_s"],
        planned.get("hold_s"),
        planned.get("reps"),
        Profile.model_validate(raw.get("profile") or {}),
        tuple(raw["reps"]),
        tuple(raw["holds"]),
        faults,
        tuple((a, b) for a, b in raw.get("away", [])),
    )


@dataclass
class Score:
    """How one clip's verdict compares with its truth."""

    truth: Truth
    reps: int = 0
    smaller: int = 0
    smaller_true: int = 0
    hold_errors_s: list[tuple[float, float]] = field(default_factory=list)
    holds_missed: int = 0
    holds_extra: int = 0
    unsafe_late_s: dict[str, float] = field(default_factory=dict)
    unsafe_missed: list[str] = field(default_factory=list)
    unsafe_false: list[str] = field(default_factory=list)
    form_found: int = 0
    form_missed: list[str] = field(default_factory=list)
    form_false: list[str] = field(default_factory=list)
    unseen_in_target: float = 0.0
    counted_away: int = 0
    status: str = ""
    why: str | None = None

    @property
    def worst_hold_s(self) -> float:
        """Largest error of a hold's start or length."""
        return max((max(abs(a), abs(b)) for a, b in self.hold_errors_s), default=0.0)

    @property
    def good(self) -> bool:
        """Whether the clip meets every bar that is judged clip by clip."""
        if not self.truth.judged:
            return (
                self.status == "not_judged" and self.reps == 0 and not self.unsafe_false
            )
        return (
            self.reps == self.truth.full_reps
            and not self.holds_missed
            and not self.holds_extra
            and self.worst_hold_s <= self.truth.hold_tolerance_s
            and not self.unsafe_missed
            and not self.unsafe_false
            and not self.counted_away
            and (self.truth.variant != "good" or self.unseen_in_target <= 0.05)
        )


def score(truth: Truth, entry: dict[str, Any]) -> Score:
    """Compare one set's entry of summary.json with the truth."""
    found = Score(truth, status=entry["status"], why=entry["why"])
    found.reps = len(entry["reps"])
    small = [r for r in entry["partial_reps"] if r["reason"] == Shortfall.SMALLER_RANGE]
    found.smaller = len(small)
    found.smaller_true = sum(r["size"] == "small" for r in truth.reps)
    _score_holds(found, truth, entry)
    _score_flags(found, truth, entry)
    found.counted_away = sum(
        not _in_truth(truth, rep)
        and any(a <= rep["end_s"] and rep["start_s"] <= b for a, b in truth.away)
        for rep in entry["reps"]
    )
    return found


def _in_truth(truth: Truth, rep: dict[str, Any]) -> bool:
    middle = (rep["start_s"] + rep["end_s"]) / 2
    return any(r["start_s"] <= middle <= r["end_s"] for r in truth.reps)


def _score_holds(found: Score, truth: Truth, entry: dict[str, Any]) -> None:
    left = [h for h in truth.holds if h["end_s"] - h["start_s"] >= 1.0]
    for hold in entry["holds"]:
        overlapping = [
            h
            for h in left
            if h["start_s"] < hold["end_s"] and hold["start_s"] < h["end_s"]
        ]
        if not overlapping:
            found.holds_extra += 1
            continue
        own = min(overlapping, key=lambda h: abs(h["start_s"] - hold["start_s"]))
        left.remove(own)
        length = own["end_s"] - own["start_s"]
        found.hold_errors_s.append(
            (hold["start_s"] - own["start_s"], hold["end_s"] - hold["start_s"] - length)
        )
    found.holds_missed = len(left)
    total = sum(h["end_s"] - h["start_s"] for h in truth.holds)
    lost = sum(
        max(0.0, min(h["end_s"], u["end_s"]) - max(h["start_s"], u["start_s"]))
        for h in truth.holds
        for u in entry["unseen"]
    )
    found.unseen_in_target = lost / total if total else 0.0


def _score_flags(found: Score, truth: Truth, entry: dict[str, Any]) -> None:
    flags = entry["flags"]
    for fault in truth.faults:
        own = [f for f in flags if f["id"] == fault.id]
        if fault.severity == "unsafe":
            late = [f["raised_s"] - fault.onset_s for f in own]
            in_time = [s for s in late if -1.0 <= s <= UNSAFE_WITHIN_S]
            if in_time:
                found.unsafe_late_s[fault.id] = min(in_time, key=abs)
            else:
                found.unsafe_missed.append(fault.id)
        elif any(_belongs(f, fault) for f in own):
            found.form_found += 1
        else:
            found.form_missed.append(fault.id)
    for flag in flags:
        if any(f.id == flag["id"] and _belongs(flag, f) for f in truth.faults):
            continue
        text = f"{flag['id']}@{flag['raised_s']:.1f}"
        wrong = found.unsafe_false if flag["severity"] == "unsafe" else found.form_false
        wrong.append(text)


def _belongs(flag: dict[str, Any], fault: Fault) -> bool:
    begins = flag["raised_s"] >= fault.start_s - FLAG_SLACK_S
    return bool(begins and flag["start_s"] <= fault.end_s + FLAG_SLACK_S)
