"""What each sample clip is judged to be; `python -m benchmarks.verdicts` writes it.

The tests compare with what was written down, so that a change in any verdict is seen
and has to be meant.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.truth import SAMPLES, Truth, clip_names, read_truth, trace_path
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.records.session import SetRecord
from formcheck.edges.recording import Looks, read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch

VERDICTS = SAMPLES / "verdicts.json"


def judge(truth: Truth, looks: Looks) -> SetRecord:
    """Judge a clip's landmarks as its script planned."""
    spec = find_stretch(truth.stretch, poses_dir())
    plan = truth.plan
    result, events = judge_trace(looks, spec, truth.profile, plan, judging_of())
    return SetRecord(spec, truth.profile, plan, result, tuple(events))


@cache
def clip_record(name: str) -> SetRecord:
    """Judge one sample clip from the trace beside it, once."""
    return judge(read_truth(name), read_trace(trace_path(name)))


@cache
def judge_clip(name: str) -> dict[str, Any]:
    """Judge one sample clip, once: its entry in summary.json, not to be changed."""
    return clip_record(name).entry


def verdict(entry: dict[str, Any]) -> dict[str, Any]:
    """The part of a set's entry that is a verdict, times to a tenth of a second."""
    return {
        "status": entry["status"],
        "why": entry["why"],
        "times_s": [
            round(entry[key], 1)
            for key in ("in_target_s", "out_of_target_s", "searching_s", "unseen_s")
        ],
        "reps": [
            [round(r["start_s"], 1), round(r["end_s"], 1), r["good"], r["flags"]]
            for r in entry["reps"]
        ],
        "sides": [r["side"] for r in entry["reps"]],
        "partial_reps": [
            [round(r["start_s"], 1), r["reason"]] for r in entry["partial_reps"]
        ],
        "holds": [
            [round(h["start_s"], 1), round(h["end_s"], 1), h["complete"], h["phase"]]
            for h in entry["holds"]
        ],
        "held_s": [round(h["held_s"], 1) for h in entry["holds"]],
        "flags": [[f["id"], round(f["raised_s"], 1)] for f in entry["flags"]],
        "not_counted": [
            [round(n["start_s"], 1), round(n["end_s"], 1), n["why"], n["measure"]]
            for n in entry["not_counted"]
        ],
    }


def write(path: Path = VERDICTS) -> None:
    """Judge every clip and write the verdicts down."""
    names = [name for name in clip_names() if trace_path(name).exists()]
    found = {name: verdict(judge_clip(name)) for name in names}
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in found.items())
    path.write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    write()
