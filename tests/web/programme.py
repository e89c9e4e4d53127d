"""A short programme for the fake engine, with the pictures of sample clips."""

from __future__ import annotations

import json
from functools import lru_cache
from math import degrees
from typing import Any

import numpy as np

from benchmarks.truth import SAMPLES, trace_path
from formcheck.core.body.landmarks import Joint, Side, joint_index
from formcheck.core.body.observation import Observation, Pose
from formcheck.core.judge.overlay import points_of
from formcheck.edges.recording import read_trace
from formcheck.resources import shipped
from formcheck.web.scripted import ScriptedSession, Step
from tests.mjpeg import read_clip

BRIDGE, CHILD = "bridge", "childs_pose"
STRETCHES = ["bridge", "cat_cow", "childs_pose", "cobra", "seated_forward_fold"]
STRETCHES += ["standing_side_bend"]
CLIP_S = 10.0
"""As much of a clip as is shown: its first repetition."""


@lru_cache(maxsize=4)
def looks(clip: str) -> list[Observation]:
    return [o for o in read_trace(trace_path(clip)).observations() if o.pose]


def figure(stretch: str) -> dict[str, Any]:
    path = shipped("figures", "src/formcheck/data/figures") / f"{stretch}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def overlay(clip: str, at_s: float, near: Side) -> dict[str, Any]:
    """Points and the arcs of hip and knee at a time of a clip."""
    found = looks(clip)
    look = min(found, key=lambda o: abs(o.time_s - at_s % CLIP_S))
    pose, size_wh = look.pose, look.size_wh
    assert pose is not None
    hip = (Joint.SHOULDER, Joint.HIP, Joint.KNEE)
    knee = (Joint.HIP, Joint.KNEE, Joint.ANKLE)
    return {
        "seen": True,
        "points": points_of(pose, size_wh),
        "near": near.word,
        "arcs": [
            _arc("hip", pose, hip, near, size_wh),
            _arc("knee", pose, knee, near, size_wh),
        ],
        "judging": True,
    }


def _arc(
    name: str, pose: Pose, joints: tuple[Joint, ...], side: Side, size_wh: Any
) -> dict[str, Any]:
    start, at, end = (pose.image_xy[joint_index(j, side)] for j in joints)
    a, b = start - at, end - at
    cosine = float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))
    deg = degrees(np.arccos(np.clip(cosine, -1, 1)))
    share = [(p / np.array(size_wh)).round(4).tolist() for p in (start, at, end)]
    verdict = "yes" if name == "knee" or deg > 160 else "no"
    arc = {"measure": name, "label": name, "deg": round(deg, 1), "verdict": verdict}
    return arc | {"from": share[0], "at": share[1], "to": share[2]}


def catalogue() -> dict[str, Any]:
    names = ["Bridge", "Cat and cow", "Child's pose", "Cobra", "Seated forward fold"]
    names += ["Standing side bend"]
    postures = ["supine", "quadruped", "quadruped", "prone", "seated", "standing"]
    stretches = [
        {
            "id": stretch,
            "name": name,
            "words": [*name.lower().split(), *(["sciatica"] * ("fold" in name))],
            "posture": posture,
            "view": "side",
            "needs": ["mat"] if posture not in ("seated", "standing") else [],
            "minutes": 2,
            "trust": "A",
            "gate": "gentle" if stretch == "cobra" else "allowed",
            "figure": True,
        }
        for stretch, name, posture in zip(STRETCHES, names, postures, strict=True)
    ]
    programmes = [
        _programme("taster", "Three-minute taster", 3, ["cat_cow", "bridge"], "taster"),
        _programme("back_15_minutes", "The back in 15 minutes", 15, STRETCHES, "last"),
        _programme("chair_break", "A break on the chair", 5, [STRETCHES[4]], ""),
    ]
    advice = {
        "title": "Sciatica",
        "lines": ["See a doctor about new numbness in a leg."],
        "words": ["sciatica", "leg pain"],
    }
    return {"programmes": programmes, "stretches": stretches, "everyday": [advice]}


def _programme(
    name: str, title: str, minutes: int, stretches: list[str], mark: str
) -> dict[str, Any]:
    return {
        "id": name,
        "name": title,
        "minutes": minutes,
        "needs": [] if "chair" in name else ["mat"],
        "about": "Slow and small, for a stiff morning.",
        "postures": ["supine"],
        "gate": "allowed",
        "stretches": stretches,
        "last": mark == "last",
        "taster": mark == "taster",
    }


def say(text: str, kind: str = "info", **more: Any) -> dict[str, Any]:
    plain = {"type": "say", "interrupt": kind == "unsafe", "tone": None}
    return plain | {"text": text, "kind": kind} | more


def _clock(name: str, total_s: float, at_s: float) -> dict[str, Any]:
    left_s = max(0.0, total_s - at_s)
    return {"clock": {"name": name, "left_s": left_s, "total_s": total_s}}


def _bridge(at_s: float) -> dict[str, Any]:
    """The clip's first bridge, and an invented flag after it."""
    truth = (4.15, 7.34, 8.85)
    held_s = min(2.0, max(0.0, at_s - truth[0])) if at_s < truth[2] else 0.0
    up = truth[0] <= at_s < truth[1]
    cue = None
    if 6.0 <= at_s < 8.0:
        text = "Ease off: lower your hips a little."
        cue = {"text": text, "kind": "unsafe", "since_s": 6.0}
    return overlay("bridge_good", at_s, Side.RIGHT) | {
        "phase": "target" if up else "going",
        "hold": {"held_s": held_s, "planned_s": 2.0, "running": up, "own_range": False},
        "reps": {"done": int(at_s >= truth[2]) + 2, "smaller": 1, "planned": 8},
        "cue": cue,
    }


def _childs_pose(at_s: float) -> dict[str, Any]:
    held_s = min(20.0, max(0.0, at_s * 2 - 1.0))
    return overlay("childs_pose_good", 6 + at_s / 4, Side.RIGHT) | {
        "phase": "target",
        "hold": {
            "held_s": held_s,
            "planned_s": 20.0,
            "running": not 4 < at_s < 5,
            "own_range": False,
        },
        "reps": {"done": 1, "smaller": 0, "planned": 3},
        "side": "left",
        "offer": ["smaller", "skip"] if at_s > 6 else [],
    }


RED_FLAGS = {
    "id": "red_flags",
    "kind": "many",
    "text": "Is any of this new for you?",
    "help": "If one is, do not stretch today: have it looked at first.",
    "options": [
        {"value": "numb", "label": "Numbness between the legs"},
        {"value": "bladder", "label": "Trouble holding or passing water"},
        {"value": "weak", "label": "A leg that gives way"},
        {"value": "fever", "label": "Fever, or weight lost without trying"},
    ],
}
PAIN: dict[str, object] = {
    "id": "pain",
    "kind": "scale",
    "text": "How much does it hurt now?",
}
PAIN |= {"help": "0 is no pain, 10 the worst you can imagine.", "options": []}
YES_NO: dict[str, object] = {
    "id": "flare",
    "kind": "yes_no",
    "text": "Is your back worse than usual today?",
}
YES_NO |= {"help": "Then everything is smaller and shorter.", "options": [
    {"value": True, "label": "Yes"}, {"value": False, "label": "No"}]}  # fmt: skip
FELT: dict[str, object] = {
    "id": "felt",
    "kind": "one",
    "text": "How did it feel?",
    "help": "",
}
FELT |= {
    "options": [
        {"value": "easy", "label": "Easy"},
        {"value": "right", "label": "Just right"},
        {"value": "hard", "label": "Too much"},
    ]
}
NOTE = {"id": "note", "kind": "text", "text": "Anything to remember?", "help": ""}


def _checks(*ok: bool | None) -> list[dict[str, Any]]:
    labels = ["Camera", "You", "Whole body", "Side view", "Distance", "Light"]
    rows = zip(labels, ok, strict=True)
    return [{"id": name.lower(), "label": name, "ok": good} for name, good in rows]


def _camera(at_s: float) -> dict[str, Any]:
    return overlay("bridge_good", 1.0 + at_s / 10, Side.RIGHT) | {"arcs": []}


def _screen(step: str, **more: Any) -> dict[str, Any]:
    return {"step": step, "title": "", **more}


SUMMARY = {
    "step": "summary",
    "title": "Done. Well paced.",
    "lines": ["11 minutes. You stopped in time when it was too much."],
    "sets": [
        {
            "stretch": BRIDGE,
            "name": "Bridge",
            "side": None,
            "status": "judged",
            "reps": 8,
            "smaller": 1,
            "planned_reps": 8,
            "done": "8 of 8 planned reps, 1 of them smaller",
            "held_s": 17.2,
            "held": "7 holds, 7 of them as long as planned, 17.2 s in all",
            "flags": ["Ease off: lower your hips a little. (once)"],
            "not_judged": [],
            "left_early": None,
        },
        {
            "stretch": CHILD,
            "name": "Child's pose",
            "side": "left",
            "status": "partly_judged",
            "reps": 2,
            "smaller": 0,
            "planned_reps": 3,
            "done": "2 of 3 planned reps",
            "held_s": 41.0,
            "held": "2 holds, 2 of them as long as planned, 41.0 s in all",
            "flags": [],
            "not_judged": ["The knees for 6 s: hidden from the camera"],
            "left_early": "left early: tired",
        },
    ],
    "sides": [
        {
            "stretch": "Side bend",
            "measure": "bend",
            "left": 28,
            "right": 33,
            "unit": "deg",
            "words": "+5°, within measurement error",
        }
    ],
    "folder": "Documents/formcheck/2025-11-23",
    "session": "kept",
    "buttons": [{"do": "end", "label": "Finish"}],
}


def script() -> list[Step]:
    """Return every screen of a session, the stretches as long as a repetition."""
    bridge = {"stretch": BRIDGE, "name": "Bridge", "side": None}
    child = {"stretch": CHILD, "name": "Child's pose", "side": "left"}
    skip = [{"do": "next", "label": "Go on"}, {"do": "skip", "label": "Leave this one"}]
    asked = ("answer",)
    choose = _screen("choose", last="back_15_minutes", taster="taster")
    choose |= {"interrupted": None, "last_when": "yesterday"}
    choose["kept"] = {"session": "kept", "when": "2026-11-22"}
    show = _screen(
        "show",
        **bridge,
        instructions=[
            "Lie on your back, knees bent, feet flat.",
            "Breathe out and lift your hips slowly.",
            "Keep breathing at the top.",
            "Lower slowly, back first, hips last.",
        ],
        advice="Level with the mat, square to your side.",
        not_seen=["How the lower back curves inside the lift."],
        figure=True,
        set=1,
        of=2,
        buttons=skip,
    )
    begins = {"type": "set", **bridge, "set": 1, "of": 2, "kind": "reps"}
    stretch = _screen("stretch", **bridge, kind="reps", judged=True)
    hold = _screen("stretch", **child, kind="hold", judged=True)
    return [
        Step(choose, ("choose",)),
        Step(_screen("screening", question=RED_FLAGS, number=1, of=3), asked),
        Step(_screen("screening", question=YES_NO, number=2, of=3), asked),
        Step(_screen("screening", question=PAIN, number=3, of=3), asked),
        Step(
            _screen(
                "camera",
                title="Camera check",
                checks=_checks(True, True, False, True, None, True),
                sentence="Step back: I cannot see your feet.",
                buttons=[{"do": "timed", "label": "Go on timed, not judged"}],
            ),
            ("next", "press"),
            state=_camera,
        ),
        Step(
            show,
            ("next",),
            events=(
                (0.1, begins),
                (0.2, say("Lie on your back, knees bent, feet flat.")),
            ),
            state=lambda at_s: _clock("reading", 30, at_s),
        ),
        Step(
            _screen(
                "move",
                title="Down to the floor",
                sentence="Lie down on your side, then roll onto your back.",
                kind="get_down",
                buttons=[{"do": "next", "label": "I am there"}],
            ),
            ("next", "press"),
            state=_camera,
        ),
        Step(
            _screen("ready", **bridge, sentence="Bend your knees a little more."),
            ("next", "press"),
            state=lambda at_s: _camera(at_s) | {"offer": ["skip"]},
        ),
        Step(
            _screen("count_in", **bridge),
            lasts_s=3.0,
            events=tuple(
                (s + 0.02, say(str(3 - s), "count", tone="tick")) for s in range(3)
            ),
            state=lambda at_s: _camera(at_s) | _clock("count_in", 3, at_s),
        ),
        Step(
            stretch | {"planned": {"reps": 8, "hold_s": 2}},
            lasts_s=9.5,
            events=(
                (0.1, say("", "count", tone="go")),
                (
                    6.0,
                    say("Ease off: lower your hips a little.", "unsafe", tone="ease"),
                ),
                (8.9, say("Three", "count")),
            ),
            state=_bridge,
            pausable=True,
        ),
        Step(
            _screen(
                "rest",
                title="Rest",
                next=child,
                buttons=[{"do": "longer", "label": "15 seconds more"}],
            ),
            ("next",),
            events=((0.1, say("Rest. Next: child's pose, left side.")),),
            state=lambda at_s: _camera(at_s) | _clock("rest", 20, at_s),
        ),
        Step(
            hold | {"planned": {"reps": 3, "hold_s": 20}},
            lasts_s=12.0,
            events=((5.0, say("Half way.", "praise")),),
            state=_childs_pose,
            pausable=True,
        ),
        Step(_screen("after", question=PAIN | {"id": "pain_after"}), asked),
        Step(_screen("after", question=FELT), asked),
        Step(_screen("after", question=NOTE), asked),
        Step(SUMMARY),
    ]


def session(steps: list[Step] | None = None) -> ScriptedSession:
    """Return the fake engine with this script, and pictures of the clip it is in."""
    playing: ScriptedSession

    def picture(_at_s: float) -> bytes:
        screen = playing.screen
        name = "childs_pose_good" if screen.get("stretch") == CHILD else "bridge_good"
        jpegs, fps = read_clip(SAMPLES / f"{name}.mp4", CLIP_S)
        at_s = playing.step_s
        if screen["step"] in ("stretch", "paused"):
            at_s = 6 + at_s / 4 if name.startswith("child") else at_s
        else:
            at_s = 1.0 + at_s / 10
        return jpegs[int(at_s % CLIP_S * fps) % len(jpegs)]

    figures = {name: figure(name) for name in STRETCHES}
    playing = ScriptedSession(steps or script(), picture, catalogue(), figures)
    return playing
