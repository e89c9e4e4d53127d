"""`import formcheck as fc`: what other programs use."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Literal

import jsonschema
import numpy as np
import pytest

import formcheck as fc
from benchmarks.truth import read_truth, trace_path
from formcheck import api, library
from formcheck.app.recordings.analyse import analyse
from formcheck.app.recordings.analysis import Options
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.body.landmarks import Landmark, Side
from formcheck.core.body.observation import Flat, OutlineReason
from formcheck.core.body.view import View
from formcheck.core.judge.events import Event
from formcheck.core.judge.result import SetResult
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.recording import read_trace
from formcheck.resources import demo_clip, model_file, poses_dir, summary_schema
from formcheck.stretches.judging import FILE
from tests.alone import HEAVY, reps_judged
from tests.core.stretches import REPS
from tests.landmarks import Recorded
from tests.landmarks import recorded as _recorded
from tests.numbers import SHIPPED

CLIPS = [
    "bridge_good",
    "bridge_faults",
    "seated_forward_fold_good",
    "standing_side_bend_good",
    "bird_dog_good",
    "lower_back_rotation_good",
    "hard_second_person_crosses",
    "hard_camera_40_off",
]
"""Lying, seated, standing and on all fours; from the side and the front;
one crossed by somebody else, one from the wrong place."""

recorded = cache(_recorded)


@cache
def asked(name: str) -> dict[str, Any]:
    """What a clip shows: the stretch, and how long it was to be held."""
    truth = read_truth(name)
    return {"stretch": truth.stretch, "hold_s": truth.hold_s}


@cache
def judged_within(name: str) -> tuple[dict[str, Any], list[Event]]:
    """What formcheck itself makes of a clip's trace."""
    spec = fc.load_stretch(asked(name)["stretch"])
    plan = Plan(hold_s=asked(name)["hold_s"])
    result, events = judge_trace(
        read_trace(trace_path(name)), spec, Profile(), plan, SHIPPED
    )
    return result.to_json(), events


def but_for_the_last_frame(entry: dict[str, Any]) -> dict[str, Any]:
    """A set without what its length by a frame, or its skipped frames, would change."""
    length = {"end_s", "out_of_target_s", "in_target_s", "unseen_s", "unseen", "looks"}
    length |= {"searching_s"}
    return {name: value for name, value in entry.items() if name not in length}


def plain(result: fc.Result) -> dict[str, Any]:
    return but_for_the_last_frame(result.to_json())


@pytest.mark.parametrize("name", CLIPS)
def test_landmarks_are_judged_as_the_video_was(name: str) -> None:
    found = fc.judge_landmarks(**asked(name), **recorded(name).whole)
    entry, _ = judged_within(name)
    assert plain(found) == but_for_the_last_frame(entry)
    assert found.unseen_s == pytest.approx(entry["unseen_s"], abs=0.05)
    assert found.notes == ()


@pytest.mark.parametrize("name", ["bridge_faults", "standing_side_bend_good"])
def test_frame_by_frame_is_the_same(name: str) -> None:
    rec = recorded(name)
    judge = fc.Judge(**asked(name), recorded=True)
    events: list[Event] = []
    for number, time_s in enumerate(rec.time_s):
        pose = None
        if rec.visibility[number].any():
            pose = fc.Pose(
                rec.image_xy[number],
                rec.visibility[number],
                rec.size_wh,
                world_xyz=rec.world_xyz[number],
            )
        events += judge.update(pose, float(time_s))
    found = judge.finish(float(rec.time_s[-1]))
    at_once = fc.judge_landmarks(**asked(name), **rec.whole)
    assert found.to_json() == at_once.to_json()
    within = judged_within(name)[1]
    assert events == within[: len(events)] and len(within) - len(events) <= 3


def test_live_a_start_that_was_not_seen_is_told() -> None:
    rec = recorded("bridge_good")
    inside = rec.time_s >= judged_within("bridge_good")[0]["holds"][0]["start_s"] + 1

    def judged(looks: int, **how: Any) -> fc.Result:
        judge = fc.Judge("bridge", **how)
        for n in np.flatnonzero(inside)[:looks]:
            pose = fc.Pose(
                rec.image_xy[n],
                rec.visibility[n],
                rec.size_wh,
                world_xyz=rec.world_xyz[n],
            )
            judge.update(pose, float(rec.time_s[n]))
        return judge.finish(float(rec.time_s[n]))

    assert judged(60, recorded=True).holds
    assert not judged(20).holds  # a recording may begin in it; live that may be a pass
    held = judged(140)
    assert held.holds
    assert [part.reason for part in held.partial_reps] == ["start_not_seen"]


@pytest.mark.parametrize("name", CLIPS[:5])
def test_a_view_that_is_given_is_believed(name: str) -> None:
    spec = fc.load_stretch(asked(name)["stretch"])
    how = {**asked(name), **flat(name), "stretch": spec}
    found = fc.judge_landmarks(view=spec.camera.view.value, **how)
    entry, _ = judged_within(name)
    assert found.status == entry["status"] == "judged"
    kept = [[rep[key] for key in ("side", "good", "flags")] for rep in entry["reps"]]
    assert [[rep.side, rep.good, list(rep.flags)] for rep in found.reps] == kept
    assert [f.id for f in found.flags] == [f["id"] for f in entry["flags"]]
    for one, other in zip(found.reps, entry["reps"], strict=True):
        assert one.peak == pytest.approx(other["peak"], abs=0.5)
    wrong: Literal["side", "front"] = "side"
    if spec.camera.view.value == "side":
        wrong = "front"
    other_way = fc.judge_landmarks(view=wrong, **how)
    assert (other_way.status, other_way.why) == ("not_judged", "view")


def flat(name: str) -> dict[str, Any]:
    return recorded(name).flat


@pytest.mark.parametrize("name", ["bridge_faults", "standing_side_bend_good"])
def test_without_a_view_it_is_partly_judged_at_most(name: str) -> None:
    found = fc.judge_landmarks(**asked(name), **flat(name))
    assert (found.status, found.why) == ("partly_judged", "view")
    assert {rep.good for rep in found.reps} == {None}
    assert found.flags == ()
    assert any("the view is not known" in note for note in found.notes)
    assert [n.measure for n in found.not_judged if n.why == "view"] == ["faults"]


@pytest.mark.parametrize("name", ["bridge_good", "seated_forward_fold_good"])
def test_coco17_of_a_good_clip_is_judged(name: str) -> None:
    found = fc.judge_landmarks(**asked(name), view="side", **recorded(name).coco17)
    assert found.status == "judged" and found.is_good
    assert len(found.reps) == len(judged_within(name)[0]["reps"])
    assert found.source["name"] == "coco17"


def test_what_coco17_lacks_is_not_judged_and_said() -> None:
    rec = recorded("standing_hip_flexor_good")
    found = fc.judge_landmarks(stretch="standing_hip_flexor", view="side", **rec.coco17)
    missing = [n for n in found.not_judged if n.measure == "front_knee"]
    assert [n.why for n in missing] == ["hidden"]
    assert missing[0].seconds > 0.9 * found.length_s
    assert "no heels, toes or fingers: front_knee cannot be judged" in found.notes[0]


def test_what_needs_the_back_or_depth_says_so() -> None:
    back = fc.judge_landmarks(stretch="cat_cow", **recorded("cat_cow_good").whole)
    assert (back.status, back.why) == ("not_judged", "back line not seen")
    assert any("line of the back" in note for note in back.notes)
    twist = fc.judge_landmarks(
        stretch="seated_twist_chair",
        view="front",
        **flat("seated_twist_chair_good"),
    )
    assert twist.status == "not_judged" and not twist.reps
    assert any(
        "without world landmarks turn cannot be judged" in note for note in twist.notes
    )


def test_a_coco_joint_of_no_confidence_is_nowhere() -> None:
    rec = recorded("bridge_good")
    coco = rec.coco17
    far_hip = COCO_RIGHT_HIP if side_seen(rec) is Side.LEFT else COCO_LEFT_HIP
    coco["image_xy"], coco["visibility"] = coco["image_xy"], coco["visibility"].copy()
    coco["visibility"][:, far_hip] = 0
    coco["image_xy"][:, far_hip] = 0  # as COCO has it; no trunk runs to that corner
    found = fc.judge_landmarks(stretch="bridge", view="side", **coco)
    assert (found.status, found.why, found.reps) == ("not_judged", "hidden", ())


COCO_LEFT_HIP, COCO_RIGHT_HIP = 11, 12


def side_seen(rec: Recorded) -> Side:
    hips = rec.visibility[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(0)
    return Side.LEFT if hips[0] > hips[1] else Side.RIGHT


def test_nobody_is_told() -> None:
    rec = recorded("bridge_good")
    empty = rec._replace(visibility=0 * rec.visibility, image_xy=np.nan * rec.image_xy)
    found = fc.judge_landmarks(stretch="bridge", **empty.flat)
    assert (found.status, found.why) == ("not_judged", "nobody seen")
    assert found.notes == ("nobody was seen",)
    live = fc.Judge("bridge", side="left")
    assert live.update(None, 0.0) == ()
    live.update(None, 1.0)
    nothing = live.finish(2.0)
    assert nothing.status == "not_judged" and nothing.looks.nobody == 2
    assert nothing.source == {
        **{"kind": "landmarks", "name": "", "frames": 2},
        **{"duration_s": 2.0, "size_wh": None},
    }
    assert fc.Judge("bridge").finish(0.0).status == "not_judged"


def test_the_callers_arrays_are_left_alone() -> None:
    rec = _recorded("bridge_good", every=20)
    arrays = [rec.time_s, rec.image_xy, rec.visibility, rec.world_xyz]
    before = [array.copy() for array in arrays]
    fc.judge_landmarks(stretch="bridge", **rec.whole)
    image, seen, world = (array[0].astype(np.float32) for array in arrays[1:])
    pose = fc.Pose(image, seen, rec.size_wh, world_xyz=world)
    kept = pose.seen_from(None)
    assert kept is not None
    image += 100
    assert np.array_equal(kept.image_xy, before[1][0].astype(np.float32))
    for array, was in zip(arrays, before, strict=True):
        assert array.flags.writeable and np.array_equal(array, was, equal_nan=True)


def made_up_result(people: int = 1, masks: bool = False) -> SimpleNamespace:
    """As MediaPipe's PoseLandmarkerResult looks."""
    rec = recorded("bridge_good")
    share = rec.image_xy[0] / rec.size_wh
    points = [
        SimpleNamespace(x=x, y=y, z=0.0, visibility=v)
        for (x, y), v in zip(share, rec.visibility[0], strict=True)
    ]
    world = [SimpleNamespace(x=x, y=y, z=z) for x, y, z in rec.world_xyz[0]]
    mask = SimpleNamespace(
        width=64, height=48, numpy_view=lambda: np.zeros((48, 64, 1), np.float32)
    )
    return SimpleNamespace(
        pose_landmarks=[points] * people,
        pose_world_landmarks=[world] * people,
        segmentation_masks=[mask] * people if masks else None,
    )


def test_from_mediapipe() -> None:
    rec = recorded("bridge_good")
    pose = fc.Pose.from_mediapipe(made_up_result(), rec.size_wh)
    assert pose is not None and pose.has_world and pose.size_wh == rec.size_wh
    kept = pose.seen_from(None)
    assert kept is not None and kept.back is None
    assert np.allclose(kept.image_xy, rec.image_xy[0], atol=1e-3)
    assert np.allclose(kept.visibility, rec.visibility[0])
    assert not isinstance(kept.world_xyz, Flat)
    assert np.allclose(kept.world_xyz, rec.world_xyz[0])
    assert fc.Pose.from_mediapipe(made_up_result(people=0), rec.size_wh) is None
    flat = made_up_result()
    flat.pose_world_landmarks = []
    pose = fc.Pose.from_mediapipe(flat, rec.size_wh)
    assert pose is not None and not pose.has_world
    with pytest.raises(ValueError, match="size_wh"):
        fc.Pose.from_mediapipe(made_up_result(), (0, 0))


def test_from_mediapipe_reads_the_back_off_a_mask_it_may_read() -> None:
    result = made_up_result(masks=True)
    pose = fc.Pose.from_mediapipe(result, (640, 480))
    kept = None if pose is None else pose.seen_from(None)
    assert kept is not None and kept.back is not None
    assert kept.back.reason is not OutlineReason.NO_MASK
    result.segmentation_masks[0].width = 62  # whose rows would be padded
    result.segmentation_masks[0].numpy_view = None
    pose = fc.Pose.from_mediapipe(result, (640, 480))
    kept = None if pose is None else pose.seen_from(None)
    assert kept is not None and kept.back is None


def test_to_json_is_an_entry_of_summary_json() -> None:
    schema = json.loads(summary_schema().read_text(encoding="utf-8"))
    entry = {"$ref": "#/$defs/SetResult", "$defs": schema["$defs"]}
    for name in CLIPS[1:4]:
        found = fc.judge_landmarks(**asked(name), **flat(name))
        plain = json.loads(json.dumps(found.to_json()))
        jsonschema.validate(plain, entry)
        assert SetResult.from_kept(plain).to_json() == found.to_json()
        assert isinstance(found, SetResult)


def test_a_plan_and_a_stretch_of_ones_own(tmp_path: Path) -> None:
    assert fc.list_stretches() == tuple(sorted(fc.list_stretches()))
    assert len(fc.list_stretches()) == 38
    spec = fc.load_stretch("bridge")
    source = poses_dir() / "bridge.toml"
    own = tmp_path / "my_bridge.toml"
    text = source.read_text(encoding="utf-8")
    own.write_text(text.replace('id = "bridge"', 'id = "my_bridge"'), encoding="utf-8")
    for path in (own, str(own)):
        assert fc.load_stretch(path).name == spec.name
    rec = recorded("bridge_good")
    found = fc.judge_landmarks(
        stretch=str(own), side="left", hold_s=3, reps=7, **rec.whole
    )
    assert (found.stretch, found.planned.reps) == ("my_bridge", 7)
    assert (found.planned.hold_s, found.planned.side) == (3.0, "left")
    with pytest.raises(fc.FormcheckError, match="did you mean"):
        fc.Judge("brigde")
    own.write_text("id = 3", encoding="utf-8")
    with pytest.raises(fc.FormcheckError, match="my_bridge.toml: id"):
        fc.load_stretch(own)
    assert REPS["id"] not in fc.list_stretches()


def test_all_is_what_is_visible() -> None:
    every = [*api.__all__, *library.__all__, "__version__"]
    assert dir(fc) == sorted(fc.__all__) == sorted(every)
    stars: dict[str, Any] = {}
    exec("from formcheck import *", stars)
    assert set(stars) - {"__builtins__"} == set(fc.__all__)
    own = {
        name
        for name, value in vars(fc).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert own <= set(fc.__all__)
    assert not [name for name in fc.__all__ if isinstance(stars[name], ModuleType)]
    with pytest.raises(AttributeError, match="has no attribute 'judge'"):
        fc.judge  # noqa: B018


def test_landmarks_need_neither_opencv_nor_mediapipe_nor_a_server(
    tmp_path: Path,
) -> None:
    reps, _, said = reps_judged(tmp_path, refuse=HEAVY)
    assert reps == len(judged_within("bridge_good")[0]["reps"]) == 4
    assert "OpenCV does not start (No module named 'cv2')" in said


@pytest.mark.model
def test_a_video_is_judged_as_analyse_does_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    for name in ("HOME", "XDG_DATA_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(empty))
    found = fc.judge_video(str(demo_clip()), "bridge", to_s=9.0)
    assert os.listdir(empty) == []
    assert fc.pose_model() == model_file().path
    options = Options(
        stretch=fc.load_stretch("bridge"),
        model=model_file(),
        profile=Profile(),
        plan=Plan(),
        to_s=9.0,
    )
    summary = analyse(demo_clip(), tmp_path / "out", options, lambda *_: None).summary
    assert [found.to_json()] == summary["sets"]
    assert found.source == summary["source"]
    assert list(found.notes) == summary["notes"]
    assert found.reps and View(fc.load_stretch("bridge").camera.view) is View.SIDE


def test_a_stretch_of_one_s_own_is_judged_by_the_numbers_beside_it(
    tmp_path: Path,
) -> None:
    path, own = tmp_path / "bridge.toml", tmp_path / FILE
    path.write_bytes((poses_dir() / path.name).read_bytes())
    assert fc.Judge(path)._judge.state.judging == SHIPPED
    own.parent.mkdir()
    text = (poses_dir() / FILE).read_text(encoding="utf-8")
    name = "[judge.hold.min_s]\nvalue = "
    own.write_text(text.replace(f"{name}1.0", f"{name}1.5"), "utf-8")
    assert fc.Judge(path)._judge.state.judging.judge.hold.min_s == 1.5
    assert fc.Judge("bridge")._judge.state.judging == SHIPPED
    own.write_text(text.replace(f"{name}1.0", f"{name}15"), "utf-8")
    with pytest.raises(fc.FormcheckError, match="15 is not within 0.3 and 3"):
        fc.Judge(path)
